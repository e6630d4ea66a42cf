/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-journal-private.h"

/* An entry of the journal, as anybody may have edited it; what is taken is written and read
 * again. */

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(VcdJournalEntry) entry = vcd_journal_entry_parse (bytes, &error);
  g_autoptr(VcdJournalEntry) again = NULL;
  g_autoptr(GBytes) written = NULL;
  g_autoptr(GBytes) rewritten = NULL;

  fuzz_check ((entry == NULL) == (error != NULL));
  if (entry == NULL)
    return 0;

  written = vcd_journal_entry_write (entry);
  again = vcd_journal_entry_parse (written, NULL);
  fuzz_check (again != NULL);
  rewritten = vcd_journal_entry_write (again);
  fuzz_check (g_bytes_equal (written, rewritten));

  return 0;
}
