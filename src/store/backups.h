/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backups.h: the files in the default place of backups. */
#ifndef IK_STORE_BACKUPS_H
#define IK_STORE_BACKUPS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/list.h"
#include "store/store.h"

/* The names of all ordinary files in backups/, in no order; NAMES is freed first.  Only names that
 * can be shown.  Without that directory there are none. */
bool ik_store_backups(const ik_store *store, struct ik_list *names, struct ik_error *err);

/* Removes one of them; the lock is held. */
bool ik_store_remove_backup(ik_store *store, const char *name, struct ik_error *err);

#endif
