/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-nautilus-menu.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <nautilus-extension.h>

/* The items that the file manager shows for disk images. It hands the files to the app by D-Bus,
 * and knows of clouds no more than the names of the catalogs that were used last. */
struct _AirliftNautilusMenu
{
  GObject parent_instance;
};

static void menu_provider_init (NautilusMenuProviderInterface *iface);

G_DEFINE_DYNAMIC_TYPE_EXTENDED (AirliftNautilusMenu, airlift_nautilus_menu, G_TYPE_OBJECT,
                                G_TYPE_FLAG_FINAL,
                                G_IMPLEMENT_INTERFACE_DYNAMIC (NAUTILUS_TYPE_MENU_PROVIDER,
                                                               menu_provider_init))

/* As in the desktop file. */
static const char *const image_types[] = {
  "application/vnd.efi.iso",
  "application/x-cd-image",
  "application/x-iso9660-image",
  "application/vnd.efi.img",
  "application/x-raw-disk-image",
  "application/x-raw-floppy-disk-image",
  "application/x-udf-image",
};

static gboolean
is_image (NautilusFileInfo *file)
{
  if (nautilus_file_info_is_directory (file))
    return FALSE;

  for (unsigned int i = 0; i < G_N_ELEMENTS (image_types); i++)
    if (nautilus_file_info_is_mime_type (file, image_types[i]))
      return TRUE;

  return FALSE;
}

static void
on_asked (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result,
                                                               &error);

  if (answer == NULL)
    g_warning ("Airlift does not take the files: %s", error->message);
}

/* So that its window may come to the front. */
static GVariant *
new_platform_data (void)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new (APPLICATION_ID ".desktop");
  GdkDisplay *display = gdk_display_get_default ();

  if (info != NULL && display != NULL)
    {
      g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
      g_autofree char *token = g_app_launch_context_get_startup_notify_id (
        G_APP_LAUNCH_CONTEXT (context), G_APP_INFO (info), NULL);

      if (token != NULL)
        g_variant_builder_add (&builder, "{sv}", "activation-token",
                               g_variant_new_string (token));
    }

  return g_variant_builder_end (&builder);
}

static void
send_files (const char *target,
            GStrv       uris)
{
  g_autofree char *path = g_strdelimit (g_strconcat ("/", APPLICATION_ID, NULL), ".", '/');
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  /* The file manager has been on it for long. */
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (bus == NULL)
    {
      g_warning ("Airlift cannot be asked: %s", error->message);
      return;
    }

  g_variant_builder_add (&parameters, "v", g_variant_new ("(s^as)", target, uris));
  g_dbus_connection_call (bus, APPLICATION_ID, path, "org.freedesktop.Application",
                          "ActivateAction",
                          g_variant_new ("(sav@a{sv})", "upload", &parameters,
                                         new_platform_data ()),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked, NULL);
}

static void
on_activate (NautilusMenuItem *item)
{
  const char *target = g_object_get_data (G_OBJECT (item), "target");
  GStrv uris = g_object_get_data (G_OBJECT (item), "uris");

  send_files (target, uris);
}

/* @target: (nullable): a catalog; without one the app asks */
static NautilusMenuItem *
new_item (const char *name,
          const char *label,
          const char *target,
          GStrv       uris)
{
  NautilusMenuItem *item = nautilus_menu_item_new (name, label, NULL, NULL);

  g_object_set_data_full (G_OBJECT (item), "target", g_strdup (target != NULL ? target : ""),
                          g_free);
  g_object_set_data_full (G_OBJECT (item), "uris", g_strdupv (uris), (GDestroyNotify) g_strfreev);
  g_signal_connect (item, "activate", G_CALLBACK (on_activate), NULL);

  return item;
}

/* Not there where the app keeps its settings in a sandbox. */
static GStrv
dup_recent_catalogs (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, "recent-catalogs"))
    return g_new0 (char *, 1);

  settings = g_settings_new_full (schema, NULL, NULL);
  return g_settings_get_strv (settings, "recent-catalogs");
}

static void
append_item (NautilusMenu     *menu,
             NautilusMenuItem *item)
{
  nautilus_menu_append_item (menu, item);
  g_object_unref (item);
}

static void
add_submenu (NautilusMenuItem *item,
             GStrv             catalogs,
             GStrv             uris)
{
  g_autoptr (NautilusMenu) menu = nautilus_menu_new ();

  for (unsigned int i = 0; catalogs[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("Airlift::upload-%u", i);
      /* In labels of menus a line below a letter is asked for by "_". */
      g_auto (GStrv) parts = g_strsplit (catalogs[i], "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);

      append_item (menu, new_item (name, label, catalogs[i], uris));
    }
  append_item (menu, new_item ("Airlift::upload-other", _("_Other Catalog…"), NULL, uris));
  nautilus_menu_item_set_submenu (item, menu);
}

static GList *
get_file_items (NautilusMenuProvider *provider,
                GList                *files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uris = NULL, catalogs = NULL;
  NautilusMenuItem *item;

  for (GList *l = files; l != NULL; l = l->next)
    {
      if (!is_image (l->data))
        return NULL;
      g_strv_builder_take (builder, nautilus_file_info_get_uri (l->data));
    }
  uris = g_strv_builder_end (builder);
  if (uris[0] == NULL)
    return NULL;

  item = new_item ("Airlift::upload", _("_Upload to Cloud Catalog…"), NULL, uris);
  catalogs = dup_recent_catalogs ();
  if (catalogs[0] != NULL)
    add_submenu (item, catalogs, uris);

  return g_list_append (NULL, item);
}

static void
menu_provider_init (NautilusMenuProviderInterface *iface)
{
  iface->get_file_items = get_file_items;
}

static void
airlift_nautilus_menu_class_init (AirliftNautilusMenuClass *klass)
{
}

static void
airlift_nautilus_menu_class_finalize (AirliftNautilusMenuClass *klass)
{
}

static void
airlift_nautilus_menu_init (AirliftNautilusMenu *self)
{
}

void
airlift_nautilus_menu_register (GTypeModule *module)
{
  airlift_nautilus_menu_register_type (module);
}
