/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-cell.h"
#include "sim-xml.h"

G_BEGIN_DECLS

typedef struct _SimRequest SimRequest;

typedef void (*SimHandler) (SimRequest *request);

typedef enum
{
  SIM_ROUTE_OPEN = 1 << 0,     /* needs no session */
  SIM_ROUTE_TRANSFER = 1 << 1, /* no API: no version, no session, nothing but bytes */
  SIM_ROUTE_CONTROL = 1 << 2,  /* no part of a real cell: not counted, no faults */
} SimRouteFlags;

typedef struct
{
  const char *method;
  const char *path; /* "*" stands for any segment */
  const char *kind;
  SimRouteFlags flags;
  SimHandler handler;
  SimHandler early; /* when the headers are there; NULL if there is nothing to do */
} SimRoute;

/* One request and the making of its reply. It belongs to its message. */
struct _SimRequest
{
  SimCell *cell;
  SoupServerMessage *message; /* borrowed: it owns us */
  const SimRoute *route;
  const char *kind;
  char **path;    /* decoded segments */
  char *ids[3];   /* borrowed: those that stand for "*" */
  SimVersion version;
  SimSession *session; /* borrowed; NULL at an open route. Only valid while a handler runs */
  SimSite site;
  char *site_name;
  gboolean is_refused;  /* answered without being carried out */
  gpointer body;        /* of sim-transfer.c or sim-download.c */
  GDestroyNotify body_free;
  unsigned alarm;
};

SimRequest *sim_request_new (SimCell *cell,
                             SoupServerMessage *message,
                             const SimRoute *route,
                             char **path);
SimRequest *sim_request_get (SoupServerMessage *message);

SoupMessageHeaders *sim_request_get_headers (SimRequest *self);
const char *sim_request_get_header (SimRequest *self,
                                    const char *name);
char *sim_request_dup_parameter (SimRequest *self,
                                 const char *name);
GBytes *sim_request_dup_body (SimRequest *self);
xmlDoc *sim_request_parse_body (SimRequest *self,
                                const char *root,
                                const char *type);
gboolean sim_request_is_before (SimRequest *self,
                                int major,
                                int minor);
char *sim_request_href (SimRequest *self,
                        const char *format,
                        ...) G_GNUC_PRINTF (2, 3);
void sim_request_about (SimRequest *self,
                        const char *name);
SimFault *sim_request_strike (SimRequest *self,
                              SimFaultId id);
SimXml *sim_request_new_xml (SimRequest *self,
                             const char *root);

void sim_request_add_header (SimRequest *self,
                             const char *name,
                             const char *value);
void sim_request_reply (SimRequest *self,
                        unsigned status,
                        const char *reason);
void sim_request_reply_xml (SimRequest *self,
                            unsigned status,
                            const char *type,
                            SimXml *xml);
void sim_request_reply_text (SimRequest *self,
                             unsigned status,
                             const char *type,
                             char *text);
void sim_request_reply_error (SimRequest *self,
                              unsigned status,
                              const char *minor,
                              const char *format,
                              ...) G_GNUC_PRINTF (4, 5);
void sim_request_reply_forbidden (SimRequest *self);
void sim_request_reply_unauthorized (SimRequest *self);
void sim_request_reply_html (SimRequest *self,
                             unsigned status);
void sim_request_finish (SimRequest *self);
void sim_request_drop (SimRequest *self);

G_END_DECLS
