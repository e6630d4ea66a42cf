/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A vCloud cell on a thread of its own, for test programs.
 *
 * It takes the options of the program vcd-simulator (see README.md), listens on a free port of the
 * loopback interface unless told otherwise, and may be looked at and disturbed from any other
 * thread: each call here is carried out on the cell's thread, and has happened when it returns.
 */

G_BEGIN_DECLS

typedef struct _Simulator Simulator;

/* What the cell holds of a media image. */
typedef struct
{
  char *id;              /* bare UUID, as in /api/media/{id} */
  char *item_id;         /* bare UUID, as in /api/catalogItem/{id} */
  char *name;
  char *catalog;         /* its catalog's name */
  char *description;     /* "" if none was given */
  char *image_type;      /* as the client gave it; NULL if it gave none */
  char *storage_profile; /* its name */
  char *operation_key;   /* NULL if none was given */
  char *sha256;          /* of the bytes stored so far, in lower case; NULL with --no-hash */
  char *task_status;     /* of its newest task, such as "running"; NULL if there was none */
  char *metadata_sha256; /* value of the metadata entry "sha256"; NULL if there is none */
  int status;            /* 0 unresolved, 1 resolved, -1 failed, 17 timed out */
  guint64 size;          /* as declared */
  guint64 stored;        /* bytes received */
  unsigned puts;         /* PUT requests that reached its transfer address */
  gboolean has_spool;    /* whether its bytes lie in the transfer area, up or down */
} SimulatorMedia;

void simulator_media_free (SimulatorMedia *media);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimulatorMedia, simulator_media_free)

/* An event line, such as: created name="a b.iso" size=5 */
typedef void (*SimulatorEventFunc) (const char *event,
                                    gpointer user_data);

/* Starts a cell with options as on the command line and a NULL, such as
 * simulator_start ("--catalog", "ISOs", "--fault", "lost-reply=piece:2", NULL);
 * ends the program if there is no way to. */
Simulator *simulator_start (const char *first_option,
                            ...);
Simulator *simulator_start_with (const char *const *options,
                                 GError **error);
void simulator_free (Simulator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Simulator, simulator_free)

/* Without a slash at the end, such as "https://127.0.0.1:40123". */
const char *simulator_get_uri (Simulator *self);
const char *simulator_get_transfer_uri (Simulator *self);
/* SHA-256 of the certificate's DER form, lower-case hexadecimal; "" with --http. Valid until
 * simulator_change_certificate(). */
const char *simulator_get_fingerprint (Simulator *self);
const char *simulator_get_transfer_fingerprint (Simulator *self);

/* Faults, written as on the command line: "NAME" or "NAME=KEY:VALUE,…". Setting a name again
 * replaces it. An unknown one ends the program. */
void simulator_set_fault (Simulator *self,
                          const char *fault);
void simulator_clear_fault (Simulator *self,
                            const char *name);
void simulator_clear_faults (Simulator *self);
/* What --help-faults prints. */
char *simulator_describe_faults (void);
/* How often it has struck since the start. */
unsigned simulator_count_fault (Simulator *self,
                                const char *name);

/* The cell's clock decides over idle sessions and transfers, imports and slow replies. */
void simulator_set_clock_rate (Simulator *self,
                               double rate);
void simulator_advance_clock (Simulator *self,
                              double seconds);

unsigned simulator_count_sign_ins (Simulator *self);
unsigned simulator_count_sessions (Simulator *self);
/* Every token stops being good, as if idle for too long. */
void simulator_expire_sessions (Simulator *self);

/* CATALOG may be NULL for all of them. */
unsigned simulator_count_media (Simulator *self,
                                const char *catalog);
/* The newest of that name; NULL if there is none. */
SimulatorMedia *simulator_dup_media (Simulator *self,
                                     const char *name);
/* How many files lie in the transfer area. */
unsigned simulator_count_spool (Simulator *self);

/* What somebody else does meanwhile. FALSE if there is nothing of that name to do it to. */
gboolean simulator_add_catalog (Simulator *self,
                                const char *catalog);
gboolean simulator_add_media (Simulator *self,
                              const char *catalog,
                              const char *name,
                              guint64 size);
gboolean simulator_delete_media (Simulator *self,
                                 const char *name);
gboolean simulator_cancel_task (Simulator *self,
                                const char *media_name);
gboolean simulator_fail_task (Simulator *self,
                              const char *media_name,
                              const char *message);

/* Requests seen since the start, by kind: versions, login, token, session, logout, org, query,
 * catalog, create, item, media, task, cancel, delete, edit, enable, metadata, put, get (of a
 * transfer address), other; NULL for all. */
unsigned simulator_count_requests (Simulator *self,
                                   const char *kind);
/* The newest request of a kind: "PUT /transfer/…" and each header on a line of its own, as it came;
 * NULL if there was none. */
char *simulator_dup_request (Simulator *self,
                             const char *kind);

/* Every event so far, oldest first. */
char **simulator_dup_events (Simulator *self);
/* Has EVENT_FUNC called for each event from now on, in the calling thread's default context. */
void simulator_set_event_func (Simulator *self,
                               SimulatorEventFunc event_func,
                               gpointer user_data);

/* The network and the cell itself. */
void simulator_drop_connections (Simulator *self);
void simulator_stop_listening (Simulator *self);
/* On the same port as before. */
void simulator_listen_again (Simulator *self);
/* Stops, drops what is connected, and listens again; the model stays. */
void simulator_restart (Simulator *self);
/* Restarts with another key and certificate. */
void simulator_change_certificate (Simulator *self);

G_END_DECLS
