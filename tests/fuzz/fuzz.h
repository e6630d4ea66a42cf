/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What libFuzzer calls, and what each program here is: one parser of the library, fed with
 * anything. */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

/* Unlike g_assert(), always there. */
#define fuzz_check(condition)                                                      \
  G_STMT_START                                                                     \
    {                                                                              \
      if (!(condition))                                                            \
        {                                                                          \
          g_printerr ("%s:%d: %s\n", __FILE__, __LINE__, #condition);              \
          abort ();                                                                \
        }                                                                          \
    }                                                                              \
  G_STMT_END
