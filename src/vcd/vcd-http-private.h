/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

#include "vcd-trust-private.h"
#include "vcd-xml-private.h"

G_BEGIN_DECLS

/* One answer of the server, whole: what comes of vcd_http_send() and of the wire. */
#define VCD_TYPE_REPLY (vcd_reply_get_type ())

G_DECLARE_FINAL_TYPE (VcdReply, vcd_reply, VCD, REPLY, GObject)

VcdReply   *vcd_reply_new             (SoupMessage  *message,
                                       GBytes       *body);
VcdReply   *vcd_reply_new_with_headers (unsigned            status,
                                        SoupMessageHeaders *headers,
                                        GBytes             *body);
unsigned    vcd_reply_get_status      (VcdReply     *self);
const char *vcd_reply_get_header      (VcdReply     *self,
                                       const char   *name);
GBytes     *vcd_reply_get_body        (VcdReply     *self);
const char *vcd_reply_get_request_id  (VcdReply     *self);
/* NULL for 2xx; else what the status and the server's words (classic, JSON, HTML, none) mean. */
GError     *vcd_reply_dup_error       (VcdReply     *self);
/* The same for an error that came without a reply of its own, as a task's; @status may be 0. */
GError     *vcd_reply_error_for       (unsigned      status,
                                       const char   *code,
                                       const char   *message,
                                       const char   *request_id);
/* Parsed once; borrowed. */
VcdXml     *vcd_reply_get_xml         (VcdReply     *self,
                                       GError      **error);

/* The one door to the API of one account: a SoupSession on the caller's context. */
#define VCD_TYPE_HTTP (vcd_http_get_type ())

G_DECLARE_FINAL_TYPE (VcdHttp, vcd_http, VCD, HTTP, GObject)

VcdHttp    *vcd_http_new              (VcdTrust     *trust);

typedef struct
{
  const char *method;
  const char *uri;
  const char *accept;
  const char *content_type;
  const char *authorization;
  GBytes     *body;
  const char *legacy_token; /* x-vcloud-authorization, of servers before bearer tokens */
} VcdRequest;

/* Resolves to a VcdReply of any status; rejects when there was no answer: VCD_ERROR_NETWORK,
 * VCD_ERROR_CERTIFICATE, G_IO_ERROR_CANCELLED. Strings are copied. */
DexFuture  *vcd_http_send             (VcdHttp          *self,
                                       const VcdRequest *request);

/* What went wrong between here and an answer of @uri, as VCD_ERROR_NETWORK. */
GError     *vcd_http_make_error       (const GError     *error,
                                       GUri             *uri);

/* The one function that makes a log line; what could be a secret never enters it. */
char       *vcd_http_format_log       (const char   *method,
                                       const char   *uri,
                                       unsigned      status,
                                       const char   *request_id,
                                       uint64_t      request_bytes,
                                       uint64_t      reply_bytes,
                                       int64_t       microseconds);

G_END_DECLS
