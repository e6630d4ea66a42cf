/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* The library is built with hidden symbols; this marks the ones that make its interface. */
#define VCD_EXPORT __attribute__ ((visibility ("default"))) extern
