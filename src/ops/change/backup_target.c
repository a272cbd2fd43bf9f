/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_target.c: a place and a password as typed become those of a backup. */
#include "config.h"

#include "ops/change/backup_target.h"

#include <stdlib.h>

#include "files/place.h"
#include "ops/rules/rules.h"

bool ik_backup_target_plan(const char *file, const ik_secret *typed, const char *store,
			   struct ik_backup_target *target, struct ik_error *err)
{
	struct ik_place place = {0};

	if (!ik_rule_backup_file(file, store, &target->file, &place, err))
		return false;
	target->in_store = place.in_store;
	if (!typed)
		return ik_fail(err, IK_E_PW_EMPTY);
	return ik_rule_password(typed, &target->password, NULL, err);
}

void ik_backup_target_free(struct ik_backup_target *target)
{
	free(target->file);
	ik_secret_free(target->password);
	*target = (struct ik_backup_target){0};
}
