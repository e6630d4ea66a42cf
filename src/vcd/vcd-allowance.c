/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "vcd-allowance-private.h"

/* At most this much is asked of a limiter at once, so that transfers share it evenly. */
#define QUANTUM   (64 * 1024)
/* Nobody tells when a limit is lifted, so waits are short. */
#define MAX_DELAY (200 * G_TIME_SPAN_MILLISECOND)

/* What a limiter has granted and was not used yet: another one may have granted less. */
typedef struct
{
  VcdLimiter *limiter;
  size_t      granted;
} VcdShare;

/* What may move now where several limiters have to agree. */
struct _VcdAllowance
{
  GArray *shares;
};

static void
vcd_share_clear (gpointer data)
{
  g_clear_object (&((VcdShare *) data)->limiter);
}

VcdAllowance *
vcd_allowance_new (void)
{
  VcdAllowance *self = g_new0 (VcdAllowance, 1);

  self->shares = g_array_new (FALSE, FALSE, sizeof (VcdShare));
  g_array_set_clear_func (self->shares, vcd_share_clear);

  return self;
}

void
vcd_allowance_free (VcdAllowance *self)
{
  g_array_unref (self->shares);
  g_free (self);
}

void
vcd_allowance_add (VcdAllowance *self,
                   VcdLimiter   *limiter)
{
  VcdShare share = { .limiter = g_object_ref (limiter) };

  g_array_append_val (self->shares, share);
}

size_t
vcd_allowance_ask (VcdAllowance *self,
                   size_t        wanted,
                   int64_t      *delay)
{
  for (unsigned i = 0; i < self->shares->len && wanted > 0; i++)
    {
      VcdShare *share = &g_array_index (self->shares, VcdShare, i);

      if (share->granted == 0)
        share->granted = vcd_limiter_take (share->limiter, MIN (wanted, QUANTUM), delay);
      wanted = MIN (wanted, share->granted);
    }

  if (wanted == 0)
    *delay = CLAMP (*delay, 1, MAX_DELAY);

  return wanted;
}

void
vcd_allowance_use (VcdAllowance *self,
                   size_t        length)
{
  for (unsigned i = 0; i < self->shares->len; i++)
    g_array_index (self->shares, VcdShare, i).granted -= length;
}
