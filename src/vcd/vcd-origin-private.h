/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-media-document-private.h"
#include "vcd-transfer-private.h"

G_BEGIN_DECLS

/* An image on a server whose bytes a transfer fetches: whether that is possible, and from where.
 * All of it on the transfer's fiber. */
typedef struct
{
  VcdTransfer *transfer;      /* whose this is */
  VcdSession  *session;
  char        *media_href;
  uint64_t     size;          /* what the server says; 0 if it does not */
  char        *href;          /* of the bytes; NULL while they cannot be fetched */
  char        *authorization; /* to fetch them with; NULL if none is wanted there */
  VcdGrant    *grant;         /* that it is of */
  gboolean     final;         /* what went wrong stays wrong */
} VcdOrigin;

VcdOrigin *vcd_origin_new        (VcdTransfer  *transfer,
                                  VcdSession   *session,
                                  const char   *media_href);
void       vcd_origin_free       (VcdOrigin    *self);
/* ENABLING: asks the server for the bytes, and waits until it has them ready. */
gboolean   vcd_origin_make_ready (VcdOrigin    *self,
                                  GError      **error);
/* Takes the session's word for it once more. */
void       vcd_origin_authorize  (VcdOrigin    *self);
/* The server did not take the authorization; FALSE if there was none. */
gboolean   vcd_origin_expire     (VcdOrigin    *self);
/* The server need not keep its copy any longer; if it does, it does. */
void       vcd_origin_give_back  (VcdOrigin    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdOrigin, vcd_origin_free)

G_END_DECLS
