/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-inscription.h"

/* Pango turns the alignment around of text that runs from right to left, and GtkInscription takes
 * no notice of either direction. */
static void
align (GtkInscription *inscription)
{
  GtkWidget *widget = GTK_WIDGET (inscription);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autoptr (PangoLayout) layout = NULL;
  gboolean text_rtl;

  layout = gtk_widget_create_pango_layout (widget, gtk_inscription_get_text (inscription));
  text_rtl = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;
  gtk_inscription_set_xalign (inscription, rtl != text_rtl ? 1 : 0);
}

void
airlift_inscription_follow_direction (GtkInscription *inscription)
{
  g_signal_connect (inscription, "direction-changed", G_CALLBACK (align), NULL);
  g_signal_connect (inscription, "notify::text", G_CALLBACK (align), NULL);
  align (inscription);
}
