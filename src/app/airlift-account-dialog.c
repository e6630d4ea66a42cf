/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "airlift-account-dialog.h"

/* Adds an account, or changes one. */
struct _AirliftAccountDialog
{
  AdwDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (AirliftAccountDialog, airlift_account_dialog, ADW_TYPE_DIALOG)

static void
airlift_account_dialog_class_init (AirliftAccountDialogClass *klass)
{
}

static void
airlift_account_dialog_init (AirliftAccountDialog *self)
{
}

AdwDialog *
airlift_account_dialog_new (VcdAccount *account)
{
  return g_object_new (AIRLIFT_TYPE_ACCOUNT_DIALOG, NULL);
}
