/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-fault-table.h"

/*
 * Every fault with what it is for; README.md and --help-faults say the same.
 */

static const SimFaultInfo table[SIM_N_FAULTS] = {
  [SIM_FAULT_STATUS] = {
    "status-NNN", "put", "times",
    "Answer this status, with no body (retry-after:SECONDS adds the header)",
  },
  [SIM_FAULT_HTML] = {
    "html-NNN", "put", "times",
    "The same with a balancer's HTML page",
  },
  [SIM_FAULT_DROP_REQUEST] = {
    "drop-request", "any", "times",
    "Drop the connection instead of carrying the request out",
  },
  [SIM_FAULT_LOST_REPLY] = {
    "lost-reply", "put", "times",
    "Carry it out, then drop the connection",
  },
  [SIM_FAULT_SLOW_REPLY] = {
    "slow-reply", "put", "seconds",
    "Carry it out, answer after seconds (70)",
  },
  [SIM_FAULT_CONNECTION_CLOSE] = {
    "connection-close", "any", "times",
    "Answer with “Connection: close”",
  },
  [SIM_FAULT_REDIRECT] = {
    "redirect", "put", "to",
    "Answer 307 (code:N) with another address (to:URL)",
  },
  [SIM_FAULT_SESSION_401] = {
    "session-401", "put", "times",
    "End the session, answer 401",
  },
  [SIM_FAULT_DROP_EMPTY_401] = {
    "drop-empty-401", "any", "times",
    "Close the connection after each 401",
  },
  [SIM_FAULT_OLD_403] = {
    "old-403", "any", "times",
    "Say 403 where 401 is meant, as old cells do",
  },
  [SIM_FAULT_EXPECT_417] = {
    "expect-417", "put", "times",
    "Refuse “Expect: 100-continue”",
  },
  [SIM_FAULT_IGNORE_EXPECT] = {
    "ignore-expect", "put", "seconds",
    "Say 100 Continue only after seconds (30)",
  },

  [SIM_FAULT_DROP_CONNECTION] = {
    "drop-connection", "put", "byte",
    "Drop the connection within the slice, at a byte or anywhere",
  },
  [SIM_FAULT_STALL] = {
    "stall", "put", "byte",
    "Stop reading within the slice; the connection stays",
  },
  [SIM_FAULT_THROTTLE] = {
    "throttle", "put", "rate",
    "Read no more than so many bytes a second (1M)",
  },
  [SIM_FAULT_EARLY_REPLY] = {
    "early-reply", "put", "code",
    "Answer code (507) within the slice and read no more",
  },
  [SIM_FAULT_413_ABOVE] = {
    "413-above", "put", "bytes",
    "Refuse slices of more bytes",
  },
  [SIM_FAULT_LAGGING_416] = {
    "lagging-416", "put", "times",
    "Refuse a slice that begins at the right byte",
  },
  [SIM_FAULT_STALE_OFFSET] = {
    "stale-offset", "media", "times",
    "Show bytesTransferred as it was before the last slice",
  },
  [SIM_FAULT_OFFSET_BY_PIECE] = {
    "offset-by-piece", "media", "times",
    "Show bytesTransferred as of the last slice that ended",
  },
  [SIM_FAULT_SWALLOW] = {
    "swallow", "put", "times",
    "Answer 200 and store nothing",
  },
  [SIM_FAULT_SESSION_GONE_404] = {
    "session-gone-404", "put", "times",
    "Forget the transfer: 404, and the image gets status 17",
  },
  [SIM_FAULT_TIMED_OUT] = {
    "timed-out", "media", "times",
    "Let the transfer run out of time now",
  },
  [SIM_FAULT_AUTH_ON_TRANSFER] = {
    "auth-required-on-transfer", "put", "times",
    "401 for a transfer without a session's token",
  },
  [SIM_FAULT_TRANSFER_OTHER_HOST] = {
    "transfer-other-host", "media", "host",
    "Name this host[:port] in transfer addresses (localhost)",
  },
  [SIM_FAULT_RELATIVE_LINKS] = {
    "relative-links", "media", "times",
    "Give transfer addresses without scheme and host",
  },

  [SIM_FAULT_QUOTA_400] = {
    "quota-400", "create", "times",
    "Refuse: over the quota",
  },
  [SIM_FAULT_FORBIDDEN_403] = {
    "forbidden-403", "create", "times",
    "Refuse: no right to",
  },
  [SIM_FAULT_DUPLICATE_409] = {
    "duplicate-409", "create", "times",
    "Refuse a name that is taken with 409",
  },
  [SIM_FAULT_DUPLICATE_500] = {
    "duplicate-500", "create", "times",
    "Refuse a name that is taken with 500",
  },
  [SIM_FAULT_DUPLICATE_RACE] = {
    "duplicate-race", "create", "times",
    "Somebody takes the name just before",
  },
  [SIM_FAULT_LOST_CREATE_REPLY] = {
    "lost-create-reply", "create", "how",
    "Create it, then drop the connection (how:504 answers that)",
  },
  [SIM_FAULT_EMPTY_CREATE_REPLY] = {
    "empty-create-reply", "create", "times",
    "201 with a Location and no body",
  },
  [SIM_FAULT_CREATE_TASK_ERROR] = {
    "create-task-error", "create", "times",
    "201 with a task that has failed",
  },
  [SIM_FAULT_MEDIA_ROOT] = {
    "media-root", "create", "times",
    "Answer with the Media instead of its CatalogItem",
  },
  [SIM_FAULT_IGNORE_OPERATION_KEY] = {
    "ignore-operation-key", "create", "times",
    "Disregard operationKey",
  },
  [SIM_FAULT_STRICT_IMAGE_TYPE] = {
    "strict-image-type", "create", "times",
    "Refuse any imageType but “iso”, and none",
  },
  [SIM_FAULT_LATE_FILES] = {
    "late-files", "media", "times",
    "Show no Files (twice unless times says)",
  },

  [SIM_FAULT_NO_TASKS] = {
    "no-tasks", "media", "times",
    "Show no Tasks before the last byte, as old cells do",
  },
  [SIM_FAULT_NO_PROGRESS] = {
    "no-progress", "any", "times",
    "Give tasks no Progress",
  },
  [SIM_FAULT_PRE_RUNNING] = {
    "pre-running", "any", "times",
    "Call running tasks preRunning",
  },
  [SIM_FAULT_TASK_ERROR] = {
    "task-error", "import", "message",
    "The import fails",
  },
  [SIM_FAULT_QUOTA_TASK] = {
    "quota-task", "import", "times",
    "The import fails: over the quota",
  },
  [SIM_FAULT_TASK_CANCELLED] = {
    "task-cancelled", "import", "times",
    "Somebody cancels the import",
  },
  [SIM_FAULT_TASK_ABORTED] = {
    "task-aborted", "import", "times",
    "The import ends as aborted",
  },
  [SIM_FAULT_CANCEL_KEEPS_ITEM] = {
    "cancel-keeps-item", "any", "times",
    "A cancelled image stays, with status -1",
  },
  [SIM_FAULT_BUSY_DELETE] = {
    "busy-delete", "delete", "times",
    "Refuse to delete: BUSY_ENTITY",
  },
  [SIM_FAULT_DELETE_IN_USE] = {
    "delete-in-use", "delete", "times",
    "The deleting task fails: attached to a machine",
  },
  [SIM_FAULT_DELETE_NO_TASK] = {
    "delete-no-task", "delete", "times",
    "Delete at once, 204",
  },
  [SIM_FAULT_EDIT_NO_TASK] = {
    "edit-no-task", "edit", "times",
    "Edit at once, 200 with the Media",
  },

  [SIM_FAULT_LINK_TWINS] = {
    "link-twins", "any", "times",
    "Every Link a second time for JSON",
  },
  [SIM_FAULT_PREFIXED_XML] = {
    "prefixed-xml", "any", "prefix",
    "Namespaces bound to prefixes (ns7)",
  },
  [SIM_FAULT_SPARSE_XML] = {
    "sparse-xml", "any", "times",
    "Leave optional attributes and elements out",
  },
  [SIM_FAULT_EXTRA_ELEMENTS] = {
    "extra-elements", "any", "times",
    "Unknown elements and attributes",
  },
  [SIM_FAULT_VERSIONS_PADDING] = {
    "versions-padding", "versions", "mappings",
    "So many MediaTypeMapping elements a version (150)",
  },
  [SIM_FAULT_MALFORMED_XML] = {
    "malformed-xml", "media", "times",
    "A document that is not well-formed",
  },
  [SIM_FAULT_TRUNCATED_XML] = {
    "truncated-xml", "media", "times",
    "A document that ends half way",
  },
  [SIM_FAULT_EMPTY_XML] = {
    "empty-xml", "media", "times",
    "200 and no document",
  },
  [SIM_FAULT_HUGE_REPLY] = {
    "huge-reply", "media", "bytes",
    "A document of so many bytes (64M)",
  },
  [SIM_FAULT_ENTITY_BOMB] = {
    "entity-bomb", "media", "times",
    "A document of entities that grow",
  },
  [SIM_FAULT_SHIFTING_PAGES] = {
    "shifting-pages", "query", "times",
    "A page begins with the last record of the one before",
  },

  [SIM_FAULT_IGNORE_RANGE] = {
    "ignore-range", "get", "times",
    "Answer a Range with all of it, 200",
  },
  [SIM_FAULT_DROP_DOWNLOAD] = {
    "drop-download", "get", "byte",
    "Drop the connection within a download, at a byte or in the middle",
  },
};

const SimFaultInfo *
sim_fault_table_get (SimFaultId id)
{
  return &table[id];
}
