/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept_back.h: which keys no backup holds. */
#ifndef IK_OPS_RECORDS_KEPT_BACK_H
#define IK_OPS_RECORDS_KEPT_BACK_H

#include "base/list.h"

/* The generations of STORE whose key a backup leaves out, since it may not leave this server: their
 * numbers, as text.  Empty too where that cannot be known. */
void ik_backup_kept_back(const char *store, struct ik_list *numbers);

#endif
