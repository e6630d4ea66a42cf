/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "simulator.h"

/*
 * A plain HTTP client for the tests of the simulator: it knows nothing of the protocol, and waits
 * for each reply.
 */

G_BEGIN_DECLS

typedef struct _SimTestClient SimTestClient;

typedef struct
{
  unsigned status; /* 0: the connection broke */
  char *reason;
  char *body;
  size_t length;
  SoupMessageHeaders *headers;
} SimTestReply;

void sim_test_reply_free (SimTestReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTestReply, sim_test_reply_free)

SimTestClient *sim_test_client_new (Simulator *cell,
                                    const char *version);
void sim_test_client_free (SimTestClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTestClient, sim_test_client_free)

void sim_test_client_log_in (SimTestClient *self);
void sim_test_client_set_header (SimTestClient *self,
                                 const char *name,
                                 const char *value);

/* HREF is an address, or a path at the cell. Then pairs of header name and value. */
SimTestReply *sim_test_send (SimTestClient *self,
                             const char *method,
                             const char *href,
                             const char *body,
                             ...) G_GNUC_NULL_TERMINATED;
SimTestReply *sim_test_send_bytes (SimTestClient *self,
                                   const char *method,
                                   const char *href,
                                   GBytes *body,
                                   ...) G_GNUC_NULL_TERMINATED;
SimTestReply *sim_test_get (SimTestClient *self,
                            const char *href);
SimTestReply *sim_test_put (SimTestClient *self,
                            const char *href,
                            GBytes *content,
                            size_t first,
                            size_t length);

/* What an XPath expression gives as a text; "v:" is the vCloud namespace. */
char *sim_test_find (SimTestReply *reply,
                     const char *xpath);
const char *sim_test_get_header (SimTestReply *reply,
                                 const char *name);

GBytes *sim_test_make_content (size_t length);
char *sim_test_find_catalog (SimTestClient *self,
                             const char *name);
char *sim_test_declare (SimTestClient *self,
                        const char *catalog,
                        const char *name,
                        size_t size);
char *sim_test_find_upload (SimTestClient *self,
                            const char *media);
void sim_test_await_status (SimTestClient *self,
                            const char *media,
                            int status);
void sim_test_await_task (SimTestClient *self,
                          SimTestReply *reply,
                          const char *status);

#define sim_test_assert_found(reply, xpath, expected)                                         \
  G_STMT_START                                                                                \
  {                                                                                           \
    g_autofree char *found_text = sim_test_find ((reply), (xpath));                           \
                                                                                              \
    g_assert_cmpstr (found_text, ==, (expected));                                             \
  }                                                                                           \
  G_STMT_END

G_END_DECLS
