/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-grant-private.h"
#include "vcd-http-private.h"
#include "vcd-session.h"

G_BEGIN_DECLS

/* One request to the API with the session's token and version. A 401 (or a 403 that turns out to
 * be one) renews the session once, from the account's secret, and repeats the request. Resolves to
 * a VcdReply with a 2xx status, else rejects with a VCD_ERROR. @uri may be relative to the server.
 * @content_type and @body may be NULL. */
DexFuture  *vcd_session_request            (VcdSession *self,
                                            const char *method,
                                            const char *uri,
                                            const char *content_type,
                                            GBytes     *body);
DexFuture  *vcd_session_sign_in            (VcdSession *self);
DexFuture  *vcd_session_sign_out           (VcdSession *self);
DexFuture  *vcd_session_load_catalogs      (VcdSession *self);
DexFuture  *vcd_session_create_catalog     (VcdSession *self,
                                            const char *name,
                                            const char *description);
/* Takes a deleted catalog out of the list. */
void        vcd_session_forget_catalog     (VcdSession *self,
                                            VcdCatalog *catalog);
/* Resolves to TRUE once there is a grant, after a sign-in if there was none and one is allowed. */
DexFuture  *vcd_session_ensure             (VcdSession *self);
/* The server no longer takes what @grant holds. */
void        vcd_session_expire             (VcdSession *self,
                                            VcdGrant   *grant);
VcdHttp    *vcd_session_get_http           (VcdSession *self);
/* What the last sign-in gave; NULL while signed out. */
VcdGrant   *vcd_session_get_grant          (VcdSession *self);
/* Where catalogs are created, as the Org's document says; NULL where the account may not. */
const char *vcd_session_get_add_catalog_href (VcdSession *self);
void        vcd_session_set_add_catalog_href (VcdSession *self,
                                              const char *href);

/* Holds keep the API session alive by a timer: bytes that travel do not count as activity. */
void        vcd_session_hold               (VcdSession *self);
void        vcd_session_release            (VcdSession *self);

/* The value of the one Authorization header that may go to @uri, only the API's host; or NULL. */
char       *vcd_session_dup_authorization_for (VcdSession *self,
                                               const char *uri);
/* An absolute form of @uri, seen from @base (an href the server gave) or from the server. */
char       *vcd_session_resolve            (VcdSession *self,
                                            const char *uri,
                                            const char *base);
/* Resolves to the href of a storage profile by name; rejects with NOT_FOUND. */
DexFuture  *vcd_session_find_storage_profile (VcdSession *self,
                                              const char *name);
/* Every record of a query, page by page: for each page @page is called on the session's context. */
typedef void (*VcdPageFunc) (VcdXml   *page,
                             gpointer  user_data);
DexFuture  *vcd_session_query              (VcdSession     *self,
                                            const char     *type,
                                            const char     *attribute,
                                            const char     *value,
                                            VcdPageFunc     page,
                                            gpointer        user_data,
                                            GDestroyNotify  destroy);

G_END_DECLS
