/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

/* sim-login.c */
void sim_handle_versions (SimRequest *request);
void sim_handle_old_login (SimRequest *request);
void sim_handle_login (SimRequest *request);
void sim_handle_provider_login (SimRequest *request);
void sim_handle_token (SimRequest *request);
void sim_handle_provider_token (SimRequest *request);
void sim_handle_session (SimRequest *request);
void sim_handle_current_session (SimRequest *request);
void sim_handle_logout (SimRequest *request);
void sim_handle_server_status (SimRequest *request);

/* sim-browse.c */
void sim_handle_org_list (SimRequest *request);
void sim_handle_org (SimRequest *request);
void sim_handle_admin_org (SimRequest *request);
void sim_handle_admin (SimRequest *request);
void sim_handle_vdc (SimRequest *request);
void sim_handle_profile (SimRequest *request);
void sim_handle_catalog (SimRequest *request);
void sim_handle_admin_catalog (SimRequest *request);
void sim_handle_empty_metadata (SimRequest *request);
void sim_handle_item (SimRequest *request);
void sim_handle_media (SimRequest *request);
void sim_handle_owner (SimRequest *request);
void sim_handle_metadata (SimRequest *request);
void sim_handle_metadata_entry (SimRequest *request);
void sim_handle_attached_vms (SimRequest *request);
void sim_handle_task (SimRequest *request);
void sim_handle_cancel (SimRequest *request);

/* sim-query.c */
void sim_handle_query (SimRequest *request);

/* sim-create.c */
void sim_handle_upload (SimRequest *request);
void sim_handle_vdc_upload (SimRequest *request);
void sim_handle_copy (SimRequest *request);
void sim_handle_move (SimRequest *request);

/* sim-edit.c */
void sim_handle_edit_media (SimRequest *request);
void sim_handle_edit_item (SimRequest *request);
void sim_handle_delete_media (SimRequest *request);
void sim_handle_delete_item (SimRequest *request);
void sim_handle_enable (SimRequest *request);
void sim_handle_disable (SimRequest *request);
void sim_handle_set_owner (SimRequest *request);
void sim_handle_add_metadata (SimRequest *request);
void sim_handle_set_metadata_entry (SimRequest *request);
void sim_handle_delete_metadata_entry (SimRequest *request);
void sim_handle_create_catalog (SimRequest *request);
void sim_handle_edit_catalog (SimRequest *request);
void sim_handle_delete_catalog (SimRequest *request);
void sim_handle_sync_catalog (SimRequest *request);

/* sim-transfer.c, sim-download.c */
void sim_handle_put (SimRequest *request);
void sim_handle_put_body (SimRequest *request);
void sim_handle_get (SimRequest *request);

/* sim-control.c */
void sim_handle_control_state (SimRequest *request);
void sim_handle_control (SimRequest *request);

G_END_DECLS
