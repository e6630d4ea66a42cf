/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>
#include <nettle/sha2.h>

#include "sim-clock.h"
#include "sim-faults.h"
#include "sim-options.h"

/*
 * What a cell holds. All of it lives on one thread.
 */

G_BEGIN_DECLS

typedef struct _SimCell SimCell;
typedef struct _SimOrg SimOrg;
typedef struct _SimCatalog SimCatalog;
typedef struct _SimMedia SimMedia;
typedef struct _SimTask SimTask;
typedef struct _SimTransfer SimTransfer;
typedef struct _SimContent SimContent;
typedef struct _SimSession SimSession;

typedef struct
{
  char *id;
  const char *name;
  gboolean is_default;
} SimProfile;

struct _SimOrg
{
  char *id;
  char *name;
  char *full_name;
  char *vdc_id;
  gboolean is_system;
};

typedef enum
{
  SIM_CATALOG_OWN,
  SIM_CATALOG_SHARED,   /* by another organization, with the right to change it */
  SIM_CATALOG_READONLY, /* the same without */
  SIM_CATALOG_PUBLISHED,
  SIM_CATALOG_SUBSCRIBED,
} SimCatalogKind;

struct _SimCatalog
{
  char *id;
  char *name;
  char *description;
  SimOrg *org;
  SimCatalogKind kind;
  gint64 created;
  unsigned version;
  GPtrArray *media;    /* of SimMedia, the oldest first */
  GHashTable *by_name; /* borrowed name to SimMedia */
};

typedef enum
{
  SIM_MEDIA_FAILED = -1,
  SIM_MEDIA_UNRESOLVED = 0,
  SIM_MEDIA_RESOLVED = 1,
  SIM_MEDIA_TIMED_OUT = 17,
} SimMediaStatus;

typedef struct
{
  char *key;
  char *type;
  char *value;
} SimMetadata;

/* A media image together with its catalog item. Counted by reference. */
struct _SimMedia
{
  char *id;
  char *item_id;
  char *name;
  char *description;
  char *image_type;    /* NULL if the client gave none */
  char *operation_key; /* NULL if the client gave none */
  char *owner;
  SimCatalog *catalog; /* NULL once it is deleted */
  SimProfile *profile;
  guint64 size;
  SimMediaStatus status;
  gint64 created;
  unsigned version;
  unsigned puts;
  GPtrArray *metadata;   /* of SimMetadata */
  SimTask *task;         /* the newest; NULL if there was none */
  SimTransfer *transfer; /* NULL if nothing is in the transfer area */
  SimContent *content;   /* NULL before all has arrived */
};

typedef enum
{
  SIM_TASK_QUEUED,
  SIM_TASK_RUNNING,
  SIM_TASK_SUCCESS,
  SIM_TASK_ERROR,
  SIM_TASK_CANCELED,
  SIM_TASK_ABORTED,
} SimTaskStatus;

typedef void (*SimTaskFunc) (SimCell *cell,
                             SimTask *task);

struct _SimTask
{
  SimCell *cell;
  char *id;
  SimTaskStatus status;
  const char *operation_name;
  char *operation;
  char *owner_path; /* "/api/media/{id}" */
  char *owner_name;
  const char *owner_type;
  char *user;
  SimOrg *org;
  gint64 start;
  gint64 end;          /* 0 while it runs */
  gint64 work_start;   /* 0 until what takes time has begun .. */
  double work_seconds; /* .. and takes so long */
  SimTaskStatus outcome; /* how it will end by itself */
  gboolean cancel_requested;
  int error_major;
  char *error_minor;
  char *error_message;
  unsigned alarm;
  SimTaskFunc done; /* when it comes to its end */
  SimMedia *media;  /* NULL if it is about no image */
  gpointer argument;
  GDestroyNotify argument_free;
};

/* A file in the transfer area: what comes in, or what was put there to be fetched. */
struct _SimTransfer
{
  SimCell *cell;
  char *id;
  SimMedia *media; /* borrowed */
  gboolean is_download;
  SimContent *content;
  guint64 shown_before; /* the length before the newest slice .. */
  guint64 shown_ended;  /* .. and after the last one that has ended */
  SoupServerMessage *writer; /* borrowed: the request whose bytes are taken now */
  gint64 last_activity;
  unsigned alarm;
};

/* Bytes, in a file or only counted. Counted by reference. */
struct _SimContent
{
  int fd;        /* -1: not kept */
  char *path;    /* NULL if not kept */
  gboolean hash;
  guint64 length;
  struct sha256_ctx sha256;
};

typedef struct
{
  int major;
  int minor;
} SimVersion;

struct _SimSession
{
  char *id;
  char *token;
  char *old_token; /* for x-vcloud-authorization */
  char *user;
  SimOrg *org;
  gint64 created;
  gint64 last_used;
};

typedef void (*SimEventFunc) (const char *event,
                              gpointer user_data);

struct _SimCell
{
  SimOptions *options;
  SimClock *clock;
  GRand *random;
  SimFaults *faults;

  /* sim-server.c */
  SoupServer *api_server;
  SoupServer *transfer_server; /* may be the same */
  GTlsCertificate *certificate;
  GTlsCertificate *transfer_certificate;
  char *uri;
  char *transfer_uri;
  char *fingerprint;
  char *transfer_fingerprint;
  GHashTable *sockets;
  GHashTable *request_counts; /* kind to count */
  GHashTable *last_requests;  /* kind to text */

  /* sim-event.c */
  GPtrArray *events;
  SimEventFunc event_func;
  gpointer event_data;

  /* sim-model.c */
  GPtrArray *orgs;     /* the first is the user's, the second another one, the third is System */
  GPtrArray *catalogs; /* in the order of their making */
  SimProfile profiles[2];
  GHashTable *catalogs_by_id;
  GHashTable *media_by_id;
  GHashTable *items_by_id;
  GHashTable *tasks_by_id;
  GHashTable *transfers_by_id;
  char *user_id;
  char *storage; /* a directory; NULL: bytes are not kept */
  gboolean storage_is_ours;

  /* sim-auth.c */
  GHashTable *sessions; /* token to SimSession; both of its tokens lead to it */
  GQueue session_list;
  unsigned n_sign_ins;
};

SimCell *sim_cell_new (SimOptions *options,
                       GError **error);
void sim_cell_free (SimCell *cell);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimCell, sim_cell_free)

char *sim_cell_new_id (SimCell *cell);

G_END_DECLS
