/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a property says to those who bind to it, beside what its getter says. */

#include <glib-object.h>

G_GNUC_UNUSED static void
property_assert_string (gpointer    object,
                        const char *name,
                        const char *expected)
{
  g_autofree char *value = NULL;

  g_object_get (object, name, &value, NULL);
  g_assert_cmpstr (value, ==, expected);
}

/* Numbers, booleans and enumerations. */
G_GNUC_UNUSED static void
property_assert_number (gpointer    object,
                        const char *name,
                        int64_t     expected)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) number = G_VALUE_INIT;

  g_assert_nonnull (pspec);
  g_value_init (&value, pspec->value_type);
  g_value_init (&number, G_TYPE_INT64);
  g_object_get_property (object, name, &value);
  g_assert_true (g_value_transform (&value, &number));
  g_assert_cmpint (g_value_get_int64 (&number), ==, expected);
}

G_GNUC_UNUSED static void
property_assert_object (gpointer    object,
                        const char *name,
                        gpointer    expected)
{
  g_autoptr (GObject) value = NULL;

  g_object_get (object, name, &value, NULL);
  g_assert_true ((gpointer) value == expected);
}

/* Of errors, which are copied. */
G_GNUC_UNUSED static void
property_assert_error (gpointer      object,
                       const char   *name,
                       const GError *expected)
{
  g_autoptr (GError) value = NULL;

  g_object_get (object, name, &value, NULL);
  g_assert_cmpstr (value != NULL ? value->message : NULL, ==,
                   expected != NULL ? expected->message : NULL);
}

G_GNUC_UNUSED static void
property_on_notify (GObject    *object,
                    GParamSpec *pspec,
                    gpointer    data)
{
  (*(unsigned *) data)++;
}

/* Setting says so, and setting to the same says nothing. */
#define property_assert_settable(object, name, value)                              \
  G_STMT_START                                                                     \
    {                                                                              \
      unsigned property_count = 0;                                                 \
      unsigned long property_handler =                                             \
        g_signal_connect ((object), "notify::" name,                               \
                          G_CALLBACK (property_on_notify), &property_count);       \
      g_object_set ((object), name, (value), NULL);                                \
      g_assert_cmpuint (property_count, ==, 1);                                    \
      g_object_set ((object), name, (value), NULL);                                \
      g_assert_cmpuint (property_count, ==, 1);                                    \
      g_signal_handler_disconnect ((object), property_handler);                    \
    }                                                                              \
  G_STMT_END
