/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-faults.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* NNN in it stands for a status code */
  const char *on;   /* kind of request that it is for unless "on:" says another; "any" */
  const char *key;  /* what a value without a key means */
  const char *text;
} SimFaultInfo;

const SimFaultInfo *sim_fault_table_get (SimFaultId id);

G_END_DECLS
