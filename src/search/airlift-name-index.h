/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  const char *account_id;
  const char *account_title;
  const char *catalog_href;
  const char *catalog_name;
  const char *media_href;   /* NULL: it is the catalog itself */
  const char *media_name;
} AirliftNameIndexHit;

#define AIRLIFT_TYPE_NAME_INDEX (airlift_name_index_get_type ())
G_DECLARE_FINAL_TYPE (AirliftNameIndex, airlift_name_index, AIRLIFT, NAME_INDEX, GObject)

AirliftNameIndex *airlift_name_index_new         (void);

/* Where the app keeps it, and others look. */
GFile            *airlift_name_index_dup_file    (void);

/* Forgets what it knew. A file that is not there is an empty one. */
gboolean          airlift_name_index_load        (AirliftNameIndex *self,
                                                  GFile            *file,
                                                  GError          **error);
GBytes           *airlift_name_index_dup_bytes   (AirliftNameIndex *self);

/* @names: of the media by their addresses, or NULL if nobody has looked: then what was known of
 * them stays. */
void              airlift_name_index_set_catalog (AirliftNameIndex *self,
                                                  const char       *account_id,
                                                  const char       *account_title,
                                                  const char       *catalog_href,
                                                  const char       *catalog_name,
                                                  GHashTable       *names);
/* Forgets all catalogs of an account but these; with none, the account. */
void              airlift_name_index_keep        (AirliftNameIndex *self,
                                                  const char       *account_id,
                                                  GStrv             catalog_hrefs);
/* Forgets all accounts but these. */
void              airlift_name_index_keep_accounts (AirliftNameIndex *self,
                                                    GStrv             account_ids);

/* Identifiers of what has all of @terms in its name: catalogs first, then media, those that begin
 * with the first term before the others. (transfer full) */
GStrv             airlift_name_index_search      (AirliftNameIndex *self,
                                                  const char *const *terms,
                                                  unsigned int      limit);
gboolean          airlift_name_index_find        (AirliftNameIndex *self,
                                                  const char       *id,
                                                  AirliftNameIndexHit *hit);

G_END_DECLS
