/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_compare.h: whether an opened backup holds what the store holds. */
#ifndef IK_OPS_BACKUP_BACKUP_COMPARE_H
#define IK_OPS_BACKUP_BACKUP_COMPARE_H

#include <stdbool.h>

#include "base/error.h"
#include "ops/backup/backup_open.h"
#include "ops/backup/manifest.h"
#include "store/store.h"

/* Compares with STORE byte for byte, and its list of contents with the one that was WRITTEN; the
 * keys were compared while they were open.  IK_E_BACKUP_COMPARE names what differs. */
bool ik_backup_compare(const struct ik_backup_opened *opened, const struct ik_manifest *written,
		       const ik_store *store, struct ik_error *err);

#endif
