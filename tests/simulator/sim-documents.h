/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

void sim_document_write_task (SimXml *xml,
                              SimRequest *request,
                              SimTask *task,
                              gboolean is_root);

void sim_document_reply_task (SimRequest *request,
                              SimTask *task);
void sim_document_reply_session (SimRequest *request,
                                 SimSession *session);
void sim_document_reply_org (SimRequest *request,
                             SimOrg *org,
                             gboolean as_admin);
void sim_document_reply_catalog (SimRequest *request,
                                 unsigned status,
                                 SimCatalog *catalog,
                                 gboolean as_admin);
void sim_document_reply_item (SimRequest *request,
                              unsigned status,
                              SimMedia *media);
void sim_document_reply_media (SimRequest *request,
                               unsigned status,
                               SimMedia *media);
void sim_document_reply_owner (SimRequest *request,
                               SimMedia *media);
void sim_document_reply_metadata (SimRequest *request,
                                  SimMedia *media);
void sim_document_reply_vdc (SimRequest *request,
                             SimOrg *org);
void sim_document_reply_profile (SimRequest *request,
                                 SimProfile *profile);

void sim_document_write_owner (SimXml *xml,
                               SimRequest *request,
                               const char *user);
void sim_document_write_reference (SimXml *xml,
                                   const char *element,
                                   const char *href,
                                   const char *urn,
                                   const char *name,
                                   const char *type);

G_END_DECLS
