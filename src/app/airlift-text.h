/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vcd.h"

G_BEGIN_DECLS

/* What is said of a transfer, in words. Names and messages may hold what a server wrote: no markup.
 * All but the sizes of nothing and the rates of what stands still are whole; those are NULL. */

char       *airlift_text_dup_size      (uint64_t     bytes);
/* "5.2 MB/s", or NULL while nothing moves. */
char       *airlift_text_dup_rate      (VcdTransfer *transfer);
/* "2 minutes left", or NULL if nobody knows. */
char       *airlift_text_dup_time_left (VcdTransfer *transfer);
/* The same of a number of seconds, or NULL if it is negative. */
char       *airlift_text_dup_duration_left (int64_t seconds);
/* "301 MB of 658 MB", "658 MB", or NULL. */
char       *airlift_text_dup_amount    (VcdTransfer *transfer);
/* What it does or waits for, or how it ended: "Importing, 40 %". Never an error's message. */
char       *airlift_text_dup_phase     (VcdTransfer *transfer);
/* The phase with time left, rate and amount, as far as they are known; or the error's message. */
char       *airlift_text_dup_status    (VcdTransfer *transfer);
/* "ISOs · Example Cloud": where it goes, or comes from. */
char       *airlift_text_dup_target    (VcdTransfer *transfer);
/* All of a row as one sentence, for those who hear it; changes at each tenth of the way. */
char       *airlift_text_dup_sentence  (VcdTransfer *transfer);
/* "2 uploads", "1 download", "3 transfers". */
char       *airlift_text_dup_count     (unsigned int uploads,
                                        unsigned int downloads);

G_END_DECLS
