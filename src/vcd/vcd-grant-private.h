/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>

#include "vcd-http-private.h"
#include "vcd-types.h"

G_BEGIN_DECLS

/* What the server gave at one sign-in: a token, the version to speak, and where things are. The
 * token goes to the server that was typed, and to the hosts that it named over TLS as its own in
 * the list of versions and in the session's document; to no other. */
typedef struct
{
  char       *server;        /* as in the account */
  char       *api_version;
  char       *authorization; /* the Authorization header's value; NULL on servers before 9.1 */
  char       *legacy_token;  /* what those have instead */
  char       *organization;
  char       *user;          /* NULL where the server did not say */
  char       *session_href;
  char       *query_href;    /* NULL where there is no query service */
  char       *org_href;
  char       *org_list_href;
  double      idle_minutes;
  GHashTable *origins;       /* who may see the token */
  GHashTable *detours;       /* of those, the ones that cannot be reached from here */
} VcdGrant;

VcdGrant *vcd_grant_new        (const char *server,
                                const char *api_version);
VcdGrant *vcd_grant_ref        (VcdGrant   *self);
void      vcd_grant_unref      (VcdGrant   *self);
gboolean  vcd_grant_at_least   (VcdGrant   *self,
                                unsigned    major);
void      vcd_grant_add_origin (VcdGrant   *self,
                                const char *uri);
gboolean  vcd_grant_covers     (VcdGrant   *self,
                                const char *uri);
char     *vcd_grant_resolve    (VcdGrant   *self,
                                const char *uri,
                                const char *base);
/* What @uri, whose host cannot be reached, is at the server that was typed; NULL if it is there. */
char     *vcd_grant_dup_detour (VcdGrant   *self,
                                const char *uri);
void      vcd_grant_use_detour (VcdGrant   *self,
                                const char *uri);
char     *vcd_grant_dup_accept (VcdGrant   *self,
                                const char *type);

/* With the account's secret, from memory or the keyring. Resolves to a VcdGrant; rejects with
 * VCD_ERROR_SIGN_IN, NETWORK, CERTIFICATE, NOT_SUPPORTED … */
DexFuture *vcd_sign_in         (VcdHttp    *http,
                                VcdAccount *account);
VcdGrant  *vcd_sign_in_await   (DexFuture  *future,
                                GError    **error);
/* Gives the token back. Resolves always. */
DexFuture *vcd_sign_out        (VcdHttp    *http,
                                VcdGrant   *grant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcdGrant, vcd_grant_unref)

G_END_DECLS
