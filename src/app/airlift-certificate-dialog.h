/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "vcd.h"

G_BEGIN_DECLS

#define AIRLIFT_TYPE_CERTIFICATE_DIALOG (airlift_certificate_dialog_get_type ())

G_DECLARE_FINAL_TYPE (AirliftCertificateDialog, airlift_certificate_dialog, AIRLIFT,
                      CERTIFICATE_DIALOG, AdwAlertDialog)

/* Asks whether @certificate is to be trusted: response "trust", or "cancel". */
AdwDialog *airlift_certificate_dialog_new (VcdCertificate *certificate);

G_END_DECLS
