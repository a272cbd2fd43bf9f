/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_compare.c: the proof: what was read back from the backup beside what the store has. */
#include "config.h"

#include "ops/backup/backup_compare.h"

#include <stdlib.h>
#include <string.h>

#include "ops/backup/backup_parts.h"
#include "store/steps.h"

static bool same_list(const struct ik_manifest *opened, const struct ik_manifest *written)
{
	struct ik_buffer a = {0}, b = {0};
	bool same;

	ik_manifest_write(opened, &a);
	ik_manifest_write(written, &b);
	same = ik_buffer_equal(&a, &b);
	ik_buffer_free(&a);
	ik_buffer_free(&b);
	return same;
}

static bool is_same(const char *path, const struct ik_buffer *member, const struct ik_buffer *file,
		    struct ik_error *err)
{
	return (member && ik_buffer_equal(member, file)) || ik_fail(err, IK_E_BACKUP_COMPARE, path);
}

static bool same_steps(const struct ik_backup_opened *opened, const ik_store *store,
		       struct ik_error *err)
{
	const struct ik_list *steps = &opened->manifest.steps;
	struct ik_buffer file = {0};
	bool ok = true;

	for (size_t i = 0; ok && i < steps->n; i++) {
		char *path = ik_manifest_step_path(&opened->manifest, i);

		ok = ik_store_step_read(store, steps->items[i], &file, err)
		     && is_same(path, ik_backup_opened_file(opened, path), &file, err);
		ik_buffer_free(&file);
		free(path);
	}
	if (ok && opened->manifest.has_recovery)
		ok = ik_store_get(store, IK_MANIFEST_RECOVERY, &file, err)
		     && is_same(IK_MANIFEST_RECOVERY,
				ik_backup_opened_file(opened, IK_MANIFEST_RECOVERY), &file, err);
	ik_buffer_free(&file);
	return ok;
}

static bool same_file(const struct ik_backup_opened *opened, size_t slot, const char *name,
		      const ik_store *store, struct ik_error *err)
{
	const struct ik_buffer *member = ik_backup_opened_member(opened, slot, name);
	struct ik_buffer file = {0};
	char *path = ik_manifest_path(&opened->manifest, slot, name);
	bool ok = ik_backup_read(store, &opened->manifest, slot, name, &file, err)
		  && is_same(path, member, &file, err);

	free(path);
	ik_buffer_free(&file);
	return ok;
}

bool ik_backup_compare(const struct ik_backup_opened *opened, const struct ik_manifest *written,
		       const ik_store *store, struct ik_error *err)
{
	if (!same_list(&opened->manifest, written))
		return ik_fail(err, IK_E_BACKUP_COMPARE, "manifest");
	for (size_t i = 0; i < ik_manifest_slots(written); i++)
		if (ik_manifest_whole(written, i)
		    && (!same_file(opened, i, ik_manifest_public(written, i), store, err)
			|| !same_file(opened, i, "info", store, err)))
			return false;
	return same_steps(opened, store, err);
}
