/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-account-store.h"
#include "vcd-account.h"
#include "vcd-address.h"
#include "vcd-catalog.h"
#include "vcd-certificate.h"
#include "vcd-enums.h"
#include "vcd-error.h"
#include "vcd-media-download.h"
#include "vcd-media-upload.h"
#include "vcd-media.h"
#include "vcd-server-probe.h"
#include "vcd-session-list.h"
#include "vcd-session.h"
#include "vcd-transfer-queue.h"
#include "vcd-transfer.h"
#include "vcd-types.h"
