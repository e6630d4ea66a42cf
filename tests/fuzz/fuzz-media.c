/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "vcd-media-document-private.h"

/* A Media document, with its tasks, files and links. */

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(VcdXml) xml = vcd_xml_parse (bytes, NULL);
  g_autoptr(VcdMediaDocument) document = NULL;

  if (xml == NULL)
    return 0;

  document = vcd_media_document_new (vcd_xml_get_root (xml));
  if (document == NULL)
    return 0;

  fuzz_check (document->task == NULL || (document->task->progress >= -1 &&
                                         document->task->progress <= 100));
  fuzz_check (document->size <= INT64_MAX && document->transferred <= INT64_MAX);

  return 0;
}
