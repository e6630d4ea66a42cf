/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-media-columns.h"

#include "airlift-media-cell.h"
#include "airlift-media-text.h"

/* The factories of a list of images. In C and not in Blueprint, for a list that is scrolled makes
 * thousands of cells show another image each second, and expressions cost a multiple there.
 */

static void
on_cell_setup (GtkListItemFactory *factory,
               GtkColumnViewCell  *object,
               GObject            *owner)
{
  AirliftMediaColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  GtkWidget *cell = airlift_media_cell_new (column);

  if (column == AIRLIFT_MEDIA_COLUMN_NAME)
    g_object_bind_property (owner, "compact", cell, "compact", G_BINDING_SYNC_CREATE);
  gtk_column_view_cell_set_child (object, cell);
}

static void
on_cell_bind (GtkListItemFactory *factory,
              GtkColumnViewCell  *object)
{
  airlift_media_cell_set_media (AIRLIFT_MEDIA_CELL (gtk_column_view_cell_get_child (object)),
                                gtk_column_view_cell_get_item (object));
}

static void
on_cell_unbind (GtkListItemFactory *factory,
                GtkColumnViewCell  *object)
{
  airlift_media_cell_set_media (AIRLIFT_MEDIA_CELL (gtk_column_view_cell_get_child (object)), NULL);
}

static void
fill_column (GtkColumnViewColumn *column,
             unsigned int         kind,
             GObject             *owner)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (kind));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_cell_setup), owner, G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_cell_unbind), NULL);
  gtk_column_view_column_set_factory (column, factory);
}

static void
update_row (GtkColumnViewRow *row)
{
  g_autofree char *sentence = airlift_media_dup_sentence (gtk_column_view_row_get_item (row));

  gtk_column_view_row_set_accessible_label (row, sentence);
}

static void
on_row_bind (GtkListItemFactory *factory,
             GtkColumnViewRow   *row)
{
  g_signal_connect_object (gtk_column_view_row_get_item (row), "notify", G_CALLBACK (update_row),
                           row, G_CONNECT_SWAPPED);
  update_row (row);
}

static void
on_row_unbind (GtkListItemFactory *factory,
               GtkColumnViewRow   *row)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), update_row, row);
}

static int64_t
get_time (VcdMedia *media)
{
  GDateTime *created = vcd_media_get_created (media);

  return created != NULL ? g_date_time_to_unix (created) : 0;
}

/* Blueprint has no type that is wide enough. */
static void
sort_by_time (GtkColumnViewColumn *column)
{
  GtkExpression *expression = gtk_cclosure_expression_new (G_TYPE_INT64, NULL, 0, NULL,
                                                           G_CALLBACK (get_time), NULL, NULL);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_numeric_sorter_new (expression));

  gtk_column_view_column_set_sorter (column, sorter);
}

void
airlift_media_columns_fill (GtkColumnView *view,
                            GObject       *owner)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();

  for (unsigned int i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      fill_column (column, i, owner);
      if (i == AIRLIFT_MEDIA_COLUMN_CREATED)
        sort_by_time (column);
    }

  g_signal_connect (rows, "bind", G_CALLBACK (on_row_bind), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (on_row_unbind), NULL);
  gtk_column_view_set_row_factory (view, rows);
}
