/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the text begin where reading begins, which a GtkLabel does by itself. */
void airlift_inscription_follow_direction (GtkInscription *inscription);

G_END_DECLS
