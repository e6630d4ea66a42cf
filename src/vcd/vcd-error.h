/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-types.h"

G_BEGIN_DECLS

#define VCD_ERROR (vcd_error_quark ())

/**
 * VcdError:
 * @VCD_ERROR_SIGN_IN: sign in again, or correct user, password or token
 * @VCD_ERROR_CERTIFICATE: look at the certificate; see [func@Vcd.Error.get_certificate]
 * @VCD_ERROR_PERMISSION: ask for the right; also what the server says of things that are gone
 * @VCD_ERROR_NOT_FOUND: check the name: there is no such thing
 * @VCD_ERROR_NAME_EXISTS: choose another name
 * @VCD_ERROR_NO_SPACE: make room: a quota or a disk is full
 * @VCD_ERROR_EXPIRED: start anew: the server gave the transfer up
 * @VCD_ERROR_FILE: choose another local file: empty, unreadable or not a file
 * @VCD_ERROR_FILE_CHANGED: start anew: the local file is no longer what it was
 * @VCD_ERROR_NOT_SUPPORTED: nothing: this server or catalog cannot do it
 * @VCD_ERROR_NETWORK: try again later: the server could not be reached
 * @VCD_ERROR_SERVER: tell the provider; the details hold the server's words and request id
 * @VCD_ERROR_INVALID: correct what was typed
 *
 * What went wrong, by what a person can do about it.
 */
typedef enum
{
  VCD_ERROR_SIGN_IN,
  VCD_ERROR_CERTIFICATE,
  VCD_ERROR_PERMISSION,
  VCD_ERROR_NOT_FOUND,
  VCD_ERROR_NAME_EXISTS,
  VCD_ERROR_NO_SPACE,
  VCD_ERROR_EXPIRED,
  VCD_ERROR_FILE,
  VCD_ERROR_FILE_CHANGED,
  VCD_ERROR_NOT_SUPPORTED,
  VCD_ERROR_NETWORK,
  VCD_ERROR_SERVER,
  VCD_ERROR_INVALID,
} VcdError;

VCD_EXPORT
GQuark           vcd_error_quark           (void);
VCD_EXPORT
const char      *vcd_error_get_details     (const GError *error);
VCD_EXPORT
VcdCertificate  *vcd_error_get_certificate (const GError *error);

G_END_DECLS
