/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AIRLIFT_TYPE_CHECK_ROW (airlift_check_row_get_type ())

G_DECLARE_FINAL_TYPE (AirliftCheckRow, airlift_check_row, AIRLIFT, CHECK_ROW, AdwActionRow)

typedef enum
{
  AIRLIFT_CHECK_WAITING,
  AIRLIFT_CHECK_RUNNING,
  AIRLIFT_CHECK_PASSED,
  AIRLIFT_CHECK_FAILED,
} AirliftCheckState;

/* @note: (nullable): what is to be said of it beside its title */
void airlift_check_row_set_state (AirliftCheckRow   *self,
                                  AirliftCheckState  state,
                                  const char        *note);

G_END_DECLS
