/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include <gio/gio.h>

#include "vcd-version-macros.h"

G_BEGIN_DECLS

typedef struct _VcdAccount      VcdAccount;
typedef struct _VcdAccountStore VcdAccountStore;
typedef struct _VcdCandidate    VcdCandidate;
typedef struct _VcdCandidates   VcdCandidates;
typedef struct _VcdCatalog      VcdCatalog;
typedef struct _VcdCertificate  VcdCertificate;
typedef struct _VcdMedia        VcdMedia;
typedef struct _VcdMediaUpload  VcdMediaUpload;
typedef struct _VcdMediaDownload VcdMediaDownload;
typedef struct _VcdServerProbe  VcdServerProbe;
typedef struct _VcdSession      VcdSession;
typedef struct _VcdSessionList  VcdSessionList;
typedef struct _VcdTransfer     VcdTransfer;
typedef struct _VcdTransferQueue VcdTransferQueue;

/**
 * VcdSignInMethod:
 * @VCD_SIGN_IN_PASSWORD: user name and password, by HTTP Basic
 * @VCD_SIGN_IN_API_TOKEN: an API token, exchanged for an access token
 *
 * How an account proves who it is.
 */
typedef enum
{
  VCD_SIGN_IN_PASSWORD,
  VCD_SIGN_IN_API_TOKEN,
} VcdSignInMethod;

/**
 * VcdSessionState:
 * @VCD_SESSION_SIGNED_OUT: no token, and none is being asked for
 * @VCD_SESSION_SIGNING_IN: the server is being asked
 * @VCD_SESSION_SIGNED_IN: the server gave a token that it still took when last used
 * @VCD_SESSION_FAILED: the last try failed; see [property@Vcd.Session:error]
 *
 * Where a session stands.
 */
typedef enum
{
  VCD_SESSION_SIGNED_OUT,
  VCD_SESSION_SIGNING_IN,
  VCD_SESSION_SIGNED_IN,
  VCD_SESSION_FAILED,
} VcdSessionState;

/**
 * VcdCatalogKind:
 * @VCD_CATALOG_OWN: belongs to the account's organization
 * @VCD_CATALOG_SHARED: shared with the account by another organization
 * @VCD_CATALOG_PUBLISHED: published by another organization to all of the cloud
 * @VCD_CATALOG_SUBSCRIBED: a copy of an external catalog; nothing can be added to it
 *
 * How a catalog came to be visible.
 */
typedef enum
{
  VCD_CATALOG_OWN,
  VCD_CATALOG_SHARED,
  VCD_CATALOG_PUBLISHED,
  VCD_CATALOG_SUBSCRIBED,
} VcdCatalogKind;

/**
 * VcdMediaStatus:
 * @VCD_MEDIA_UNKNOWN: a status that this library has no name for; neither ready nor failed
 * @VCD_MEDIA_UNRESOLVED: declared; bytes are missing or being imported
 * @VCD_MEDIA_RESOLVED: ready to be used
 * @VCD_MEDIA_FAILED: the upload or the import failed
 * @VCD_MEDIA_TRANSFER_TIMEOUT: the upload was idle for too long and the server gave it up
 *
 * What the server says of an image.
 */
typedef enum
{
  VCD_MEDIA_UNKNOWN,
  VCD_MEDIA_UNRESOLVED,
  VCD_MEDIA_RESOLVED,
  VCD_MEDIA_FAILED,
  VCD_MEDIA_TRANSFER_TIMEOUT,
} VcdMediaStatus;

/**
 * VcdTransferState:
 * @VCD_TRANSFER_QUEUED: waits for its turn
 * @VCD_TRANSFER_OPENING: the local file is being looked at
 * @VCD_TRANSFER_DECLARING: the image is being announced to the catalog
 * @VCD_TRANSFER_LOCATING: the server is preparing the place for the bytes
 * @VCD_TRANSFER_SENDING: bytes travel to the server
 * @VCD_TRANSFER_SETTLING: all bytes are there; the server imports them
 * @VCD_TRANSFER_ENABLING: the server prepares a download
 * @VCD_TRANSFER_RECEIVING: bytes travel from the server
 * @VCD_TRANSFER_WAITING: goes on by itself; see [property@Vcd.Transfer:wait-reason]
 * @VCD_TRANSFER_PAUSED: goes on when [method@Vcd.Transfer.resume] is called
 * @VCD_TRANSFER_DONE: the server says that the image is ready, or the file is complete
 * @VCD_TRANSFER_SKIPPED: not needed: an image of that name was there
 * @VCD_TRANSFER_FAILED: see [property@Vcd.Transfer:error]; may be tried again
 * @VCD_TRANSFER_CANCELLED: ended by the user, and cleaned away on the server
 *
 * The phases of a transfer. The four last ones are final.
 */
typedef enum
{
  VCD_TRANSFER_QUEUED,
  VCD_TRANSFER_OPENING,
  VCD_TRANSFER_DECLARING,
  VCD_TRANSFER_LOCATING,
  VCD_TRANSFER_SENDING,
  VCD_TRANSFER_SETTLING,
  VCD_TRANSFER_ENABLING,
  VCD_TRANSFER_RECEIVING,
  VCD_TRANSFER_WAITING,
  VCD_TRANSFER_PAUSED,
  VCD_TRANSFER_DONE,
  VCD_TRANSFER_SKIPPED,
  VCD_TRANSFER_FAILED,
  VCD_TRANSFER_CANCELLED,
} VcdTransferState;

/**
 * VcdWaitReason:
 * @VCD_WAIT_NONE: the transfer does not wait
 * @VCD_WAIT_RETRY: something went wrong that passes; the next try is near
 * @VCD_WAIT_OFFLINE: there is no network, or the server cannot be reached
 * @VCD_WAIT_SIGN_IN: the account has to be signed in by a person
 * @VCD_WAIT_CERTIFICATE: a certificate has to be looked at by a person
 *
 * What a waiting transfer waits for.
 */
typedef enum
{
  VCD_WAIT_NONE,
  VCD_WAIT_RETRY,
  VCD_WAIT_OFFLINE,
  VCD_WAIT_SIGN_IN,
  VCD_WAIT_CERTIFICATE,
} VcdWaitReason;

/**
 * VcdConflictPolicy:
 * @VCD_CONFLICT_FAIL: fail with `VCD_ERROR_NAME_EXISTS`
 * @VCD_CONFLICT_RENAME: take the next free name, as in `debian (2).iso`
 * @VCD_CONFLICT_REPLACE: send under a temporary name, then put it in the old one's place
 * @VCD_CONFLICT_SKIP: leave the old one and end as skipped
 *
 * What an upload does when its catalog already has an image of its name.
 */
typedef enum
{
  VCD_CONFLICT_FAIL,
  VCD_CONFLICT_RENAME,
  VCD_CONFLICT_REPLACE,
  VCD_CONFLICT_SKIP,
} VcdConflictPolicy;

/**
 * VcdImageKind:
 * @VCD_IMAGE_OTHER: not a disk image, as far as its first sectors tell
 * @VCD_IMAGE_ISO9660: ISO 9660 (with or without UDF beside it)
 * @VCD_IMAGE_UDF: UDF alone
 *
 * What is in a local file.
 */
typedef enum
{
  VCD_IMAGE_OTHER,
  VCD_IMAGE_ISO9660,
  VCD_IMAGE_UDF,
} VcdImageKind;

/**
 * VcdCandidateProblem:
 * @VCD_CANDIDATE_GOOD: can be uploaded
 * @VCD_CANDIDATE_EMPTY: there is nothing in the file
 * @VCD_CANDIDATE_UNREADABLE: the file is not there, or may not be read
 * @VCD_CANDIDATE_NOT_A_FILE: neither a regular file nor a folder
 * @VCD_CANDIDATE_QUEUED: the same file is already on its way to the same catalog
 *
 * What keeps a file from being uploaded.
 */
typedef enum
{
  VCD_CANDIDATE_GOOD,
  VCD_CANDIDATE_EMPTY,
  VCD_CANDIDATE_UNREADABLE,
  VCD_CANDIDATE_NOT_A_FILE,
  VCD_CANDIDATE_QUEUED,
} VcdCandidateProblem;

/**
 * VcdCandidateConflict:
 * @VCD_CANDIDATE_FREE: the name is free
 * @VCD_CANDIDATE_TAKEN: the catalog has an image of that name
 * @VCD_CANDIDATE_COMING: an upload in the queue will have that name
 * @VCD_CANDIDATE_TWICE: another file of the same lot has that name
 *
 * What stands in the way of a name.
 */
typedef enum
{
  VCD_CANDIDATE_FREE,
  VCD_CANDIDATE_TAKEN,
  VCD_CANDIDATE_COMING,
  VCD_CANDIDATE_TWICE,
} VcdCandidateConflict;

G_END_DECLS
