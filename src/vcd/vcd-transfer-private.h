/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vcd-transfer.h"
#include "vcd-wire-private.h"

G_BEGIN_DECLS

/* The base class is written with its first subclass; its protected setters stand here. Its class
 * structure stands in the public header: final types that derive from it need its size there. */

G_END_DECLS
