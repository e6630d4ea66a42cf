/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_TYPE_CERTIFICATE (vcd_certificate_get_type ())

VCD_EXPORT
G_DECLARE_FINAL_TYPE (VcdCertificate, vcd_certificate, VCD, CERTIFICATE, GObject)

VCD_EXPORT
const char           *vcd_certificate_get_host        (VcdCertificate *self);
VCD_EXPORT
const char           *vcd_certificate_get_subject     (VcdCertificate *self);
VCD_EXPORT
const char           *vcd_certificate_get_issuer      (VcdCertificate *self);
VCD_EXPORT
GDateTime            *vcd_certificate_get_not_before  (VcdCertificate *self);
VCD_EXPORT
GDateTime            *vcd_certificate_get_not_after   (VcdCertificate *self);
VCD_EXPORT
const char           *vcd_certificate_get_fingerprint (VcdCertificate *self);
VCD_EXPORT
GTlsCertificateFlags  vcd_certificate_get_problems    (VcdCertificate *self);
VCD_EXPORT
char                 *vcd_certificate_dup_reason      (VcdCertificate *self);
VCD_EXPORT
gboolean              vcd_certificate_get_changed     (VcdCertificate *self);

VCD_EXPORT
char                 *vcd_certificate_parse_fingerprint (const char  *text,
                                                         GError     **error);

G_END_DECLS
