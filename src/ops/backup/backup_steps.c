/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_steps.c: what agents need goes into the backup of a store: without the steps, one that
 * slept through the loss of the server never finds it again. */
#include "config.h"

#include "ops/backup/backup_parts.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/records/recovery.h"
#include "ops/records/steps.h"
#include "store/steps.h"
#include "trust/opened.h"

/* A file that cannot be read leads nobody, and is no reason to have no backup. */
static bool gather_one(const ik_store *store, const char *name, struct ik_backup_material *material,
		       struct ik_error *err)
{
	struct ik_error inner = {0};
	struct ik_buffer pem = {0};

	if (!ik_store_step_read(store, name, &pem, &inner))
		return inner.id == IK_E_STORE_READ || ik_pass(err, &inner);
	if (pem.size > IK_STATEMENT_SIZE_MAX) {
		ik_buffer_free(&pem);
		return true;
	}
	material->steps[material->manifest.steps.n] = pem;
	ik_manifest_add_step(&material->manifest, name);
	return true;
}

static bool gather_recovery(const ik_store *store, struct ik_backup_material *material,
			    struct ik_error *err)
{
	struct ik_error inner = {0};
	struct ik_sha256 sha256;
	bool has;

	if (!ik_recovery_read(store, &has, &sha256, &inner))
		return inner.id == IK_E_RECOVERY_DAMAGED || ik_pass(err, &inner);
	material->manifest.has_recovery = has;
	return !has || ik_store_get(store, IK_MANIFEST_RECOVERY, &material->recovery, err);
}

bool ik_backup_gather_steps(const struct ik_history *history, struct ik_backup_material *material,
			    struct ik_error *err)
{
	struct ik_step_numbers cut;
	struct ik_list names = {0};
	bool ok = ik_store_steps(history->store, &names, err);

	ik_step_numbers_find(history, false, &cut);
	material->steps = ik_alloc_array(names.n + 1, sizeof(*material->steps));
	for (size_t i = names.n; ok && i > 0; i--)
		if (!ik_step_numbers_have_name(&cut, names.items[i - 1]))
			ok = gather_one(history->store, names.items[i - 1], material, err);
	ok = ok && gather_recovery(history->store, material, err);
	ik_step_numbers_free(&cut);
	ik_list_free(&names);
	return ok;
}
