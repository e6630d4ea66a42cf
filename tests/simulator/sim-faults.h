/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  /* what happens to a request */
  SIM_FAULT_STATUS,
  SIM_FAULT_HTML,
  SIM_FAULT_DROP_REQUEST,
  SIM_FAULT_LOST_REPLY,
  SIM_FAULT_SLOW_REPLY,
  SIM_FAULT_CONNECTION_CLOSE,
  SIM_FAULT_REDIRECT,
  SIM_FAULT_SESSION_401,
  SIM_FAULT_DROP_EMPTY_401,
  SIM_FAULT_OLD_403,
  SIM_FAULT_EXPECT_417,
  SIM_FAULT_IGNORE_EXPECT,
  /* what happens to a slice */
  SIM_FAULT_DROP_CONNECTION,
  SIM_FAULT_STALL,
  SIM_FAULT_THROTTLE,
  SIM_FAULT_EARLY_REPLY,
  SIM_FAULT_413_ABOVE,
  SIM_FAULT_LAGGING_416,
  SIM_FAULT_STALE_OFFSET,
  SIM_FAULT_OFFSET_BY_PIECE,
  SIM_FAULT_SWALLOW,
  SIM_FAULT_SESSION_GONE_404,
  SIM_FAULT_TIMED_OUT,
  SIM_FAULT_AUTH_ON_TRANSFER,
  SIM_FAULT_TRANSFER_OTHER_HOST,
  SIM_FAULT_RELATIVE_LINKS,
  /* declaring */
  SIM_FAULT_QUOTA_400,
  SIM_FAULT_FORBIDDEN_403,
  SIM_FAULT_DUPLICATE_409,
  SIM_FAULT_DUPLICATE_500,
  SIM_FAULT_DUPLICATE_RACE,
  SIM_FAULT_LOST_CREATE_REPLY,
  SIM_FAULT_EMPTY_CREATE_REPLY,
  SIM_FAULT_CREATE_TASK_ERROR,
  SIM_FAULT_MEDIA_ROOT,
  SIM_FAULT_IGNORE_OPERATION_KEY,
  SIM_FAULT_STRICT_IMAGE_TYPE,
  SIM_FAULT_LATE_FILES,
  /* tasks */
  SIM_FAULT_NO_TASKS,
  SIM_FAULT_NO_PROGRESS,
  SIM_FAULT_PRE_RUNNING,
  SIM_FAULT_TASK_ERROR,
  SIM_FAULT_QUOTA_TASK,
  SIM_FAULT_TASK_CANCELLED,
  SIM_FAULT_TASK_ABORTED,
  SIM_FAULT_CANCEL_KEEPS_ITEM,
  SIM_FAULT_BUSY_DELETE,
  SIM_FAULT_DELETE_IN_USE,
  SIM_FAULT_DELETE_NO_TASK,
  SIM_FAULT_EDIT_NO_TASK,
  /* documents */
  SIM_FAULT_LINK_TWINS,
  SIM_FAULT_PREFIXED_XML,
  SIM_FAULT_SPARSE_XML,
  SIM_FAULT_EXTRA_ELEMENTS,
  SIM_FAULT_VERSIONS_PADDING,
  SIM_FAULT_MALFORMED_XML,
  SIM_FAULT_TRUNCATED_XML,
  SIM_FAULT_EMPTY_XML,
  SIM_FAULT_HUGE_REPLY,
  SIM_FAULT_ENTITY_BOMB,
  SIM_FAULT_SHIFTING_PAGES,
  /* downloads */
  SIM_FAULT_IGNORE_RANGE,
  SIM_FAULT_DROP_DOWNLOAD,
  SIM_N_FAULTS
} SimFaultId;

/* Where a fault may strike. */
typedef struct
{
  const char *kind; /* of the request */
  const char *name; /* of the image; NULL if it concerns none */
  unsigned piece;   /* ordinal of the PUT for that image, from 1; 0 if it is none */
  gint64 first;     /* the bytes it carries; -1 if none */
  gint64 last;
} SimSite;

#define SIM_SITE(site_kind, image_name)                                                       \
  (&(SimSite) { .kind = (site_kind), .name = (image_name), .first = -1, .last = -1 })

typedef struct _SimFaults SimFaults;
typedef struct _SimFault SimFault;

SimFaults *sim_faults_new (GRand *random);
void sim_faults_free (SimFaults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimFaults, sim_faults_free)

gboolean sim_faults_set (SimFaults *self,
                         const char *fault,
                         GError **error);
void sim_faults_clear (SimFaults *self,
                       const char *name);
unsigned sim_faults_count (SimFaults *self,
                           const char *name);
char *sim_faults_describe (void);

SimFault *sim_faults_strike (SimFaults *self,
                             SimFaultId id,
                             const SimSite *site);
gboolean sim_faults_has (SimFaults *self,
                         SimFaultId id);

const char *sim_fault_get_string (SimFault *self,
                                  const char *key,
                                  const char *fallback);
gint64 sim_fault_get_number (SimFault *self,
                             const char *key,
                             gint64 fallback);
gint64 sim_fault_choose_byte (SimFault *self,
                              SimFaults *faults,
                              const SimSite *site);

G_END_DECLS
