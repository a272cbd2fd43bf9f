/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_target.c: a place and a password as typed become those of a backup. */
#include "config.h"

#include "ops/change/backup_target.h"

#include <stdlib.h>

#include "files/place.h"
#include "ops/rules/rules.h"
#include "store/store.h"
#include "zip/zip.h"

/* A generation has two members besides its key, and one more generation may be about to be made:
 * what cannot be held is said before anything is done. */
static bool check_room(const char *path, struct ik_error *err)
{
	ik_store *store = ik_store_open(path, NULL);
	unsigned *numbers = NULL;
	size_t n = 0;
	bool ok = !store || !ik_store_generations(store, &numbers, &n, NULL)
		  || 2 * (n + 3) <= IK_ZIP_MEMBERS_MAX
		  || ik_fail_number(err, IK_E_BACKUP_LARGE, IK_ZIP_MEMBERS_MAX);

	free(numbers);
	ik_store_close(store);
	return ok;
}

bool ik_backup_target_plan(const char *file, const ik_secret *typed, const char *store,
			   struct ik_backup_target *target, struct ik_error *err)
{
	struct ik_place place = {0};

	if (!ik_rule_backup_file(file, store, &target->file, &place, err)
	    || !check_room(store, err))
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
