/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-search-provider.h"

#include <glib/gi18n.h>

#include "airlift-name-index.h"
#include "airlift-shell-search.h"

/* As many as a desktop could show. */
#define LIMIT 50
/* It costs little to start again. */
#define REST_MSEC 30000

/* Answers the desktop's search with names of catalogs and media, from the file that the app keeps.
 * It speaks to no server, signs nobody in, and leaves what is found to the app. */
struct _AirliftSearchProvider
{
  GApplication        parent_instance;

  AirliftShellSearchProvider2 *skeleton;
  AirliftNameIndex   *index;
  GFile              *file;
  char               *etag;     /* of the file that was read */
};

G_DEFINE_FINAL_TYPE (AirliftSearchProvider, airlift_search_provider, G_TYPE_APPLICATION)

/* What is written anew is read anew; nothing else is. */
static void
refresh (AirliftSearchProvider *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_ETAG_VALUE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
  const char *etag = info != NULL ? g_file_info_get_etag (info) : NULL;

  if (etag != NULL && g_strcmp0 (etag, self->etag) == 0)
    return;

  g_set_str (&self->etag, etag);
  if (!airlift_name_index_load (self->index, self->file, &error))
    g_warning ("The names of images cannot be read: %s", error->message);
}

static gboolean
on_initial (AirliftSearchProvider *self,
            GDBusMethodInvocation *invocation,
            const char *const     *terms)
{
  g_auto (GStrv) ids = NULL;

  refresh (self);
  ids = airlift_name_index_search (self->index, terms, LIMIT);
  airlift_shell_search_provider2_complete_get_initial_result_set (self->skeleton, invocation,
                                                        (const char *const *) ids);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Searching all of it again takes no longer than looking what was found before. */
static gboolean
on_subsearch (AirliftSearchProvider *self,
              GDBusMethodInvocation *invocation,
              const char *const     *previous,
              const char *const     *terms)
{
  g_auto (GStrv) ids = NULL;

  refresh (self);
  ids = airlift_name_index_search (self->index, terms, LIMIT);
  airlift_shell_search_provider2_complete_get_subsearch_result_set (self->skeleton, invocation,
                                                          (const char *const *) ids);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
add_meta (GVariantBuilder           *metas,
          const char                *id,
          const AirliftNameIndexHit *hit)
{
  gboolean is_media = hit->media_href != NULL;
  g_autoptr (GIcon) icon = g_themed_icon_new (is_media ? "media-optical" : "folder-remote");
  g_autoptr (GVariant) serialized = g_icon_serialize (icon);
  g_autofree char *where = NULL;

  /* Translators: a catalog, and the account that it belongs to */
  where = is_media ? g_strdup_printf (_("%s · %s"), hit->catalog_name, hit->account_title)
                   : g_strdup (hit->account_title);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name",
                         g_variant_new_string (is_media ? hit->media_name : hit->catalog_name));
  g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (where));
  g_variant_builder_add (metas, "{sv}", "icon", serialized);
  g_variant_builder_add (metas, "{sv}", "clipboardText",
                         g_variant_new_string (is_media ? hit->media_name : hit->catalog_name));
  g_variant_builder_close (metas);
}

static gboolean
on_metas (AirliftSearchProvider *self,
          GDBusMethodInvocation *invocation,
          const char *const     *ids)
{
  GVariantBuilder metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (unsigned int i = 0; ids[i] != NULL; i++)
    {
      AirliftNameIndexHit hit;

      if (airlift_name_index_find (self->index, ids[i], &hit))
        add_meta (&metas, ids[i], &hit);
    }
  airlift_shell_search_provider2_complete_get_result_metas (self->skeleton, invocation,
                                                  g_variant_builder_end (&metas));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_asked (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result,
                                                               &error);

  if (answer == NULL)
    g_warning ("Airlift cannot be opened: %s", error->message);
  g_application_release (self);
}

/* @parameters: (nullable): an action's argument; without one the app is just opened. */
static void
ask_app (AirliftSearchProvider *self,
         const char            *action,
         GVariant              *parameter)
{
  g_autofree char *path = g_strdelimit (g_strconcat ("/", APPLICATION_ID, NULL), ".", '/');
  GVariantBuilder platform = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  GVariantBuilder parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  GVariant *arguments;

  if (action != NULL)
    {
      g_variant_builder_add (&parameters, "v", parameter);
      arguments = g_variant_new ("(sava{sv})", action, &parameters, &platform);
    }
  else
    {
      g_variant_builder_clear (&parameters);
      arguments = g_variant_new ("(a{sv})", &platform);
    }

  g_application_hold (G_APPLICATION (self));
  g_dbus_connection_call (g_application_get_dbus_connection (G_APPLICATION (self)), APPLICATION_ID,
                          path, "org.freedesktop.Application",
                          action != NULL ? "ActivateAction" : "Activate", arguments, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked, g_object_ref (self));
}

static gboolean
on_activate_result (AirliftSearchProvider *self,
                    GDBusMethodInvocation *invocation,
                    const char            *id,
                    const char *const     *terms,
                    unsigned int           timestamp)
{
  AirliftNameIndexHit hit;

  refresh (self);
  if (airlift_name_index_find (self->index, id, &hit))
    ask_app (self, "show-media",
             g_variant_new ("(sss)", hit.account_id, hit.catalog_href,
                            hit.media_href != NULL ? hit.media_href : ""));
  else
    ask_app (self, NULL, NULL);
  airlift_shell_search_provider2_complete_activate_result (self->skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_launch_search (AirliftSearchProvider *self,
                  GDBusMethodInvocation *invocation,
                  const char *const     *terms,
                  unsigned int           timestamp)
{
  ask_app (self, NULL, NULL);
  airlift_shell_search_provider2_complete_launch_search (self->skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
airlift_search_provider_dbus_register (GApplication    *application,
                                       GDBusConnection *connection,
                                       const char      *object_path,
                                       GError         **error)
{
  AirliftSearchProvider *self = AIRLIFT_SEARCH_PROVIDER (application);

  return G_APPLICATION_CLASS (airlift_search_provider_parent_class)
           ->dbus_register (application, connection, object_path, error) &&
         g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                           object_path, error);
}

static void
airlift_search_provider_dbus_unregister (GApplication    *application,
                                         GDBusConnection *connection,
                                         const char      *object_path)
{
  AirliftSearchProvider *self = AIRLIFT_SEARCH_PROVIDER (application);

  if (g_dbus_interface_skeleton_has_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                                connection))
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));

  G_APPLICATION_CLASS (airlift_search_provider_parent_class)
    ->dbus_unregister (application, connection, object_path);
}

static void
airlift_search_provider_finalize (GObject *object)
{
  AirliftSearchProvider *self = AIRLIFT_SEARCH_PROVIDER (object);

  g_object_unref (self->skeleton);
  g_object_unref (self->index);
  g_object_unref (self->file);
  g_free (self->etag);

  G_OBJECT_CLASS (airlift_search_provider_parent_class)->finalize (object);
}

static void
airlift_search_provider_class_init (AirliftSearchProviderClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->dbus_register = airlift_search_provider_dbus_register;
  application_class->dbus_unregister = airlift_search_provider_dbus_unregister;
  G_OBJECT_CLASS (klass)->finalize = airlift_search_provider_finalize;
}

static void
airlift_search_provider_init (AirliftSearchProvider *self)
{
  self->index = airlift_name_index_new ();
  self->file = airlift_name_index_dup_file ();
  self->skeleton = airlift_shell_search_provider2_skeleton_new ();

  g_signal_connect_swapped (self->skeleton, "handle-get-initial-result-set",
                            G_CALLBACK (on_initial), self);
  g_signal_connect_swapped (self->skeleton, "handle-get-subsearch-result-set",
                            G_CALLBACK (on_subsearch), self);
  g_signal_connect_swapped (self->skeleton, "handle-get-result-metas", G_CALLBACK (on_metas), self);
  g_signal_connect_swapped (self->skeleton, "handle-activate-result",
                            G_CALLBACK (on_activate_result), self);
  g_signal_connect_swapped (self->skeleton, "handle-launch-search", G_CALLBACK (on_launch_search),
                            self);
}

AirliftSearchProvider *
airlift_search_provider_new (void)
{
  return g_object_new (AIRLIFT_TYPE_SEARCH_PROVIDER,
                       "application-id", APPLICATION_ID ".SearchProvider",
                       "flags", G_APPLICATION_IS_SERVICE,
                       "inactivity-timeout", REST_MSEC,
                       NULL);
}
