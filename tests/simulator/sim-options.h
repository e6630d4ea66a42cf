/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How the cell was ordered: the options of the command line. */
typedef struct
{
  int port;
  int transfer_port; /* -1: no listener of its own */
  char **versions;
  char *org;
  char *user;
  char *password;
  char *api_token; /* NULL: none is accepted */
  char **catalogs; /* "NAME" or "NAME:KIND" */
  int n_media;
  char *storage; /* a directory; "none"; NULL for a private one */
  char **faults;
  double import_seconds;
  double clock_rate;
  double session_idle_minutes;
  double transfer_idle_minutes;
  char *port_file;
  int seed;
  char *authority; /* who issues the certificate; NULL: itself */
  gboolean plain_http;
  gboolean quiet;
  gboolean no_hash;
  gboolean list_faults;
} SimOptions;

SimOptions *sim_options_parse (const char *const *arguments,
                               GError **error);
void sim_options_free (SimOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimOptions, sim_options_free)

G_END_DECLS
