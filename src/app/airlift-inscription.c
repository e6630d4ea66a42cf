/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-inscription.h"

static void
on_direction_changed (GtkWidget *widget)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_inscription_set_xalign (GTK_INSCRIPTION (widget), rtl ? 1 : 0);
}

void
airlift_inscription_follow_direction (GtkInscription *inscription)
{
  g_signal_connect (inscription, "direction-changed", G_CALLBACK (on_direction_changed), NULL);
  on_direction_changed (GTK_WIDGET (inscription));
}
