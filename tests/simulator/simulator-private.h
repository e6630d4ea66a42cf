/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "simulator.h"

#include "sim-cell.h"

G_BEGIN_DECLS

struct _Simulator
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SimCell *cell; /* belongs to the thread */
  SimOptions *options;
  GError *error;
  GMutex mutex;
  GCond cond;
  gboolean is_started;
  char *uri;
  char *transfer_uri;
  char *fingerprint;
  char *transfer_fingerprint;
  /* Set and used on the thread. */
  SimulatorEventFunc event_func;
  gpointer event_data;
  GMainContext *event_context;
};

typedef void (*SimulatorFunc) (Simulator *self,
                               gpointer data);

void simulator_call (Simulator *self,
                     SimulatorFunc func,
                     gpointer data);

G_END_DECLS
