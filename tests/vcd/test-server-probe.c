/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-session.h"
#include "vcd-certificate.h"
#include "vcd-server-probe.h"

static gboolean
run (VcdServerProbe  *probe,
     GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vcd_server_probe_run_async (probe, NULL, fixture_on_ready, &result);
  fixture_wait_until (result != NULL);

  return vcd_server_probe_run_finish (probe, result, error);
}

/* As a person does who has looked at the certificate. */
static void
run_and_trust (VcdServerProbe *probe)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (run (probe, &refusal));
  g_assert_error (refusal, VCD_ERROR, VCD_ERROR_CERTIFICATE);
  g_assert_true (vcd_server_probe_trust (probe, vcd_error_get_certificate (refusal), &error));
  g_assert_no_error (error);
  g_assert_true (run (probe, &error));
  g_assert_no_error (error);
}

static void
test_asks_about_certificate (void)
{
  Simulator *simulator = simulator_start ("--catalog", "ISOs", NULL);
  VcdServerProbe *probe = vcd_server_probe_new (simulator_get_uri (simulator));
  g_autoptr (VcdAccount) account = NULL;
  g_autoptr (GError) refusal = NULL;
  g_auto (GStrv) trusted = NULL;
  VcdCertificate *certificate;

  g_assert_false (run (probe, &refusal));
  g_assert_error (refusal, VCD_ERROR, VCD_ERROR_CERTIFICATE);
  certificate = vcd_error_get_certificate (refusal);
  g_assert_cmpstr (vcd_certificate_get_fingerprint (certificate), ==,
                   simulator_get_fingerprint (simulator));
  g_assert_false (vcd_certificate_get_changed (certificate));
  g_assert_null (vcd_server_probe_get_api_version (probe));
  g_assert_false (vcd_server_probe_get_takes_api_tokens (probe));

  run_and_trust (probe);
  g_assert_nonnull (vcd_server_probe_get_api_version (probe));

  /* The account that comes of it need not ask again. */
  account = vcd_server_probe_create_account (probe, "demo", "demo");
  trusted = vcd_account_dup_trusted (account);
  g_assert_cmpuint (g_strv_length (trusted), ==, 1);
  g_assert_true (g_str_has_suffix (trusted[0], simulator_get_fingerprint (simulator)));
  g_assert_cmpstr (vcd_account_get_server (account), ==, vcd_server_probe_get_server (probe));
  g_assert_cmpstr (vcd_account_get_organization (account), ==, "demo");

  fixture_assert_finalized (probe);
  simulator_free (simulator);
}

static void
test_tells_ways_of_signing_in (void)
{
  Simulator *today = simulator_start ("--api-versions", "36.0,38.1", NULL);
  Simulator *old = simulator_start ("--api-versions", "29.0,33.0", NULL);
  VcdServerProbe *probe = vcd_server_probe_new (simulator_get_uri (today));
  VcdServerProbe *old_probe = vcd_server_probe_new (simulator_get_uri (old));

  run_and_trust (probe);
  g_assert_cmpstr (vcd_server_probe_get_api_version (probe), ==, "38.1");
  g_assert_true (vcd_server_probe_get_takes_api_tokens (probe));

  run_and_trust (old_probe);
  g_assert_cmpstr (vcd_server_probe_get_api_version (old_probe), ==, "33.0");
  g_assert_false (vcd_server_probe_get_takes_api_tokens (old_probe));

  fixture_assert_finalized (probe);
  fixture_assert_finalized (old_probe);
  simulator_free (today);
  simulator_free (old);
}

static void
test_tells_what_is_no_server (void)
{
  Simulator *future = simulator_start ("--http", "--api-versions", "40.0,41.0", NULL);
  g_autofree char *elsewhere = g_strconcat (simulator_get_uri (future), "/nowhere", NULL);
  g_autofree char *gone = g_strdup (simulator_get_uri (future));
  VcdServerProbe *probe = vcd_server_probe_new (simulator_get_uri (future));
  VcdServerProbe *lost = vcd_server_probe_new (elsewhere);
  g_autoptr (GError) too_new = NULL;
  g_autoptr (GError) not_there = NULL;
  g_autoptr (GError) unreachable = NULL;

  g_assert_false (run (probe, &too_new));
  g_assert_error (too_new, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED);

  g_assert_false (run (lost, &not_there));
  g_assert_error (not_there, VCD_ERROR, VCD_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (not_there->message, elsewhere));

  simulator_free (future);
  g_assert_false (run (probe, &unreachable));
  g_assert_error (unreachable, VCD_ERROR, VCD_ERROR_NETWORK);

  fixture_assert_finalized (probe);
  fixture_assert_finalized (lost);
}

static void
test_can_be_cancelled (void)
{
  Simulator *simulator = simulator_start ("--http", "--fault", "slow-reply=on:versions", NULL);
  VcdServerProbe *probe = vcd_server_probe_new (simulator_get_uri (simulator));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  vcd_server_probe_run_async (probe, cancellable, fixture_on_ready, &result);
  g_cancellable_cancel (cancellable);
  fixture_wait_until (result != NULL);
  g_assert_false (vcd_server_probe_run_finish (probe, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  fixture_assert_finalized (probe);
  simulator_free (simulator);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-probe/asks-about-certificate", test_asks_about_certificate);
  g_test_add_func ("/server-probe/tells-ways-of-signing-in", test_tells_ways_of_signing_in);
  g_test_add_func ("/server-probe/tells-what-is-no-server", test_tells_what_is_no_server);
  g_test_add_func ("/server-probe/can-be-cancelled", test_can_be_cancelled);

  return g_test_run ();
}
