/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_held.h: whether the last backup has a key that the store has no more. */
#ifndef IK_OPS_BACKUP_BACKUP_HELD_H
#define IK_OPS_BACKUP_BACKUP_HELD_H

#include "store/store.h"

/* The path of the last proven backup of STORE, if it is still what was proven then and has
 * generation NUMBER with its key; else NULL.  Caller frees. */
char *ik_backup_holding(const ik_store *store, unsigned number);

#endif
