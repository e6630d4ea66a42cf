/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-certificate.h"

G_BEGIN_DECLS

VcdCertificate *vcd_certificate_new             (GTlsCertificate      *certificate,
                                                 const char           *host_and_port,
                                                 GTlsCertificateFlags  problems,
                                                 gboolean              changed);
char           *vcd_certificate_compute_fingerprint (GTlsCertificate  *certificate);

G_END_DECLS
