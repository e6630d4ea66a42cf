/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-request.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_ATTRIBUTE_TEXT,
  SIM_ATTRIBUTE_NUMBER,
  SIM_ATTRIBUTE_REFERENCE,
} SimAttributeKind;

/* Where a getter may put a text that it makes. */
typedef struct
{
  SimRequest *request;
  char text[256];
} SimScratch;

typedef const char *(*SimGetter) (gconstpointer object,
                                  SimScratch *scratch);

typedef struct
{
  const char *name;
  SimGetter get;    /* for a reference, the bare id; NULL as a value: there is no such attribute */
  SimAttributeKind kind;
  const char *path; /* of a reference: what stands before the id in its address .. */
  const char *urn;  /* .. and the kind of its URN */
  int since;        /* major version that has it first */
} SimAttribute;

typedef struct
{
  const char *type;       /* as in "type=media" */
  const char *element;    /* "Media" in MediaRecord, MediaReference and MediaReferences */
  const char *media_type; /* of what a reference leads to */
  const SimAttribute *attributes;
  void (*collect) (SimRequest *request,
                   GPtrArray *objects);
} SimRecordType;

const SimRecordType *sim_records_find (const char *type);
const SimRecordType *sim_records_get (size_t index);
const SimAttribute *sim_record_type_find (const SimRecordType *self,
                                          const char *attribute);

G_END_DECLS
