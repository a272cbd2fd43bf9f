/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_target.h: where a backup goes, and with which password. */
#ifndef IK_OPS_CHANGE_BACKUP_TARGET_H
#define IK_OPS_CHANGE_BACKUP_TARGET_H

#include <stdbool.h>

#include "base/error.h"
#include "base/secret.h"

/* Zeroed is no backup. */
struct ik_backup_target {
	char *file;          /* on disk; NULL: none is made */
	bool in_store;       /* in the store's own backups/ */
	ik_secret *password; /* normalised */
};

/* FILE and password as TYPED, for a backup of STORE.  IK_E_PW_EMPTY without a password; what
 * ik_rule_backup_file() and ik_rule_password() say.  Caller frees TARGET, on false too. */
bool ik_backup_target_plan(const char *file, const ik_secret *typed, const char *store,
			   struct ik_backup_target *target, struct ik_error *err);
void ik_backup_target_free(struct ik_backup_target *target); /* zeroed again */

#endif
