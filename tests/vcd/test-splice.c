/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vcd-splice-private.h"
#include "vcd-wire-private.h"
#include "wire-file.h"
#include "wire-peer.h"

#define MIB (1024 * 1024)

/* A record of TLS 1.3 has a byte for its kind and a tag of 16 bytes around its content. */
#define RECORD(content) ((content) + 17)

static void
send_and_compare (WirePeer *peer,
                  unsigned  record)
{
  g_autoptr(WireFile) path = wire_file_new (8 * MIB + 4321);
  g_autoptr(VcdSource) source = wire_file_open (path);
  g_autofree char *expected = wire_file_sha256 (path, 0, 8 * MIB + 4321);
  g_autofree char *fingerprint = wire_peer_dup_fingerprint (peer);
  g_autofree char *received = NULL;
  g_autoptr(VcdTrust) trust = vcd_trust_new ();
  g_autoptr(VcdWire) wire = vcd_wire_new (trust);
  g_autoptr(VcdSlice) slice = NULL;
  g_autoptr(VcdReply) reply = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (vcd_trust_add (trust, wire_peer_get_host (peer), fingerprint, NULL));
  slice = vcd_slice_new_upload (source, wire_peer_get_uri (peer), NULL, 0, 8 * MIB + 4321);
  reply = fixture_settle_object (vcd_wire_send (wire, slice), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vcd_reply_get_status (reply), ==, 200);

  received = wire_peer_dup_sha256 (peer);
  g_assert_cmpstr (received, ==, expected);
  g_assert_cmpuint (wire_peer_get_record_size (peer), ==, RECORD (record));
}

/* The largest records that there are, beginning with the process's first body. */
static void
test_fast (void)
{
  g_autoptr(WirePeer) peer = wire_peer_new (TRUE);

  send_and_compare (peer, 16384);
  g_assert_true (vcd_splice_is_installed ());
}

/* The same bytes, as libsoup moves any stream. */
static void
test_stock (void)
{
  g_autoptr(WirePeer) peer = wire_peer_new (TRUE);

  vcd_splice_set_enabled (FALSE);
  send_and_compare (peer, 8192);
  vcd_splice_set_enabled (TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/splice/fast", test_fast);
  g_test_add_func ("/splice/stock", test_stock);

  return g_test_run ();
}
