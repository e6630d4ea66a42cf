/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "cli-progress.h"
#include "cli-text.h"

static void
test_harmless (void)
{
  static const struct
  {
    const char *text;
    const char *harmless;
  } cases[] = {
    { "plain é 漢.iso", "plain é 漢.iso" },
    { "a\033[2Jb", "a�[2Jb" },
    { "a\r\nb\tc\177", "a��b�c�" },
    { "a\xff", "a�" },
    { "a\u202eb\u2066c\u200fd\u2028e\xc2\x85" "f", "a�b�c�d�e�f" },
    { NULL, "" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *harmless = cli_text_dup_harmless (cases[i].text);

      g_assert_cmpstr (harmless, ==, cases[i].harmless);
    }
}

static void
test_width (void)
{
  g_assert_cmpint (cli_text_width (""), ==, 0);
  g_assert_cmpint (cli_text_width ("abc"), ==, 3);
  g_assert_cmpint (cli_text_width ("é"), ==, 1);
  g_assert_cmpint (cli_text_width ("e\u0301"), ==, 1);
  g_assert_cmpint (cli_text_width ("漢字"), ==, 4);
}

static void
test_fit (void)
{
  static const char *const texts[] = { "", "a", "debian-13-netinst.iso", "漢字かな交じり文",
                                       "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
                                       "a漢b字c", NULL };

  for (int i = 0; texts[i] != NULL; i++)
    {
      for (int width = 0; width < 30; width++)
        {
          g_autofree char *fitted = cli_text_fit (texts[i], width);

          g_assert_true (g_utf8_validate (fitted, -1, NULL));
          g_assert_cmpint (cli_text_width (fitted), <=, width);
          if (cli_text_width (texts[i]) <= width)
            g_assert_cmpstr (fitted, ==, texts[i]);
          else if (width > 0)
            g_assert_nonnull (strstr (fitted, "…"));
        }
    }

  {
    g_autofree char *fitted = cli_text_fit ("memtest86-plus.iso", 11);

    g_assert_cmpstr (fitted, ==, "memte…s.iso");
  }
}

static void
test_duration (void)
{
  static const struct
  {
    int64_t     seconds;
    const char *text;
  } cases[] = {
    { -5, "0 s" },
    { 0, "0 s" },
    { 59, "59 s" },
    { 60, "1 min 00 s" },
    { 3599, "59 min 59 s" },
    { 3600, "1 h 00 min" },
    { 100 * 3600 - 1, "99 h 59 min" },
    { 10 * 86400, "10 days" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cli_text_duration (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_file_name (void)
{
  static const struct
  {
    const char *media;
    const char *file;
  } cases[] = {
    { "a & b é 漢.iso", "a & b é 漢.iso" },
    { "../../etc/passwd", "_._.._etc_passwd" },
    { "/etc/passwd", "_etc_passwd" },
    { ".", "_" },
    { "..", "_." },
    { ".bashrc", "_bashrc" },
    { "-rf", "_rf" },
    { "  blanks  ", "blanks" },
    { "", "image" },
    { "a\nb", "a�b" },
  };
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autofree char *cut = cli_text_file_name (long_name);

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file = cli_text_file_name (cases[i].media);

      g_assert_cmpstr (file, ==, cases[i].file);
    }
  /* ".part" has to fit as well. */
  g_assert_cmpuint (strlen (cut), <=, 250);
}

static void
test_rate (void)
{
  static const struct
  {
    const char *text;
    uint64_t    rate;
  } good[] = {
    { "0", 0 },           { "1", 1 },
    { "500K", 512000 },   { "1.5M", 1572864 },
    { "2g", 2147483648 }, { "1k", 1024 },
  };
  static const char *const bad[] = { "", "K", "-1", "+1", " 1", "1 K", "1KB", "0.5", "1e400", "nan",
                                     "inf", "0x", "1K\033", NULL };

  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      uint64_t rate = 1;

      g_assert_true (cli_text_parse_rate (good[i].text, &rate, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (rate, ==, good[i].rate);
    }
  for (int i = 0; bad[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      uint64_t rate = 1;

      g_assert_false (cli_text_parse_rate (bad[i], &rate, &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
      g_assert_cmpuint (rate, ==, 1);
    }
}

static void
test_progress_fits (void)
{
  static const char *const names[] = { "a", "debian-13.5.0-amd64-netinst.iso",
                                       "漢字かな交じり文の長い名前.iso", "\033[2J\n.iso", NULL };
  CliProgressLine line = {
    .phase = "uploading",
    .moved = 123456789,
    .size = 98765432100,
    .rate = 54.9e6,
    .time_left = 1800,
    .percent = 12,
  };

  for (int i = 0; names[i] != NULL; i++)
    {
      line.name = names[i];
      for (int columns = 1; columns < 250; columns++)
        {
          g_autofree char *text = cli_progress_format (&line, columns, columns % 2 == 0);

          g_assert_true (g_utf8_validate (text, -1, NULL));
          g_assert_cmpint (cli_text_width (text), <, columns);
          g_assert_null (strchr (text, '\033'));
          g_assert_null (strchr (text, '\n'));
        }
    }
}

static void
test_progress_shows (void)
{
  CliProgressLine line = {
    .name = "debian.iso",
    .phase = "uploading",
    .moved = 296000000,
    .size = 658000000,
    .rate = 54.9e6,
    .time_left = 7,
    .percent = 45,
  };
  g_autofree char *wide = cli_progress_format (&line, 120, FALSE);
  g_autofree char *medium = cli_progress_format (&line, 80, TRUE);
  g_autofree char *narrow = cli_progress_format (&line, 40, TRUE);

  g_assert_cmpstr (wide, ==,
                   "debian.iso  #############.................   45 %  "
                   "296.0\u00a0MB/658.0\u00a0MB  54.9\u00a0MB/s  7 s left  uploading");
  g_assert_cmpstr (medium, ==,
                   "debian.iso  █████████░░░░░░░░░░░   45 %  "
                   "296.0\u00a0MB/658.0\u00a0MB  54.9\u00a0MB/s  7 s left");
  g_assert_cmpstr (narrow, ==, "debian.iso   45 %  54.9\u00a0MB/s  7 s left");

  line.percent = -1;
  line.time_left = -1;
  line.rate = 0;
  line.size = 0;
  line.phase = "preparing";
  {
    g_autofree char *early = cli_progress_format (&line, 80, TRUE);

    g_assert_cmpstr (early, ==, "debian.iso  preparing");
  }

  line.phase = "trying again in 12 s: The server answered 403 Forbidden.";
  {
    g_autofree char *waiting = cli_progress_format (&line, 60, TRUE);

    g_assert_cmpstr (waiting, ==,
                     "debian.iso  trying again in 12 s: T…answered 403 Forbidden.");
  }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/text/harmless", test_harmless);
  g_test_add_func ("/cli/text/width", test_width);
  g_test_add_func ("/cli/text/fit", test_fit);
  g_test_add_func ("/cli/text/duration", test_duration);
  g_test_add_func ("/cli/text/file-name", test_file_name);
  g_test_add_func ("/cli/text/rate", test_rate);
  g_test_add_func ("/cli/progress/fits", test_progress_fits);
  g_test_add_func ("/cli/progress/shows", test_progress_shows);

  return g_test_run ();
}
