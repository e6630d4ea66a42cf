/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _SimClock SimClock;

typedef void (*SimAlarmFunc) (gpointer user_data);

SimClock *sim_clock_new (double rate);
void sim_clock_free (SimClock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimClock, sim_clock_free)

gint64 sim_clock_now (SimClock *self);
char *sim_clock_format (gint64 time);
void sim_clock_set_rate (SimClock *self,
                         double rate);
void sim_clock_advance (SimClock *self,
                        double seconds);

unsigned sim_clock_add_alarm (SimClock *self,
                              double seconds,
                              SimAlarmFunc func,
                              gpointer user_data);
void sim_clock_clear_alarm (SimClock *self,
                            unsigned *id);

G_END_DECLS
