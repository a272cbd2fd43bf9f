/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_steps.c: what agents need comes back with the generations: the steps that are missing,
 * and the recovery certificate where none is known; and the step to what is put in use. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/change/restore_inside.h"
#include "ops/records/generation.h"
#include "ops/records/recovery.h"
#include "ops/records/steps.h"
#include "store/steps.h"

/* --- the plan --------------------------------------------------------------------------------- */

static bool read_recovery(const ik_restore_source *source, struct ik_sha256 *sha256)
{
	const struct ik_buffer *text = ik_backup_opened_file(&source->opened, IK_MANIFEST_RECOVERY);

	return source->opened.manifest.has_recovery && text && ik_recovery_parse(text, sha256);
}

bool ik_restore_plan_steps(const ik_restore_source *source, const ik_store *store,
			   struct ik_restore_plan *plan, struct ik_error *err)
{
	const struct ik_list *steps = &source->opened.manifest.steps;
	struct ik_kept_steps kept = {0};
	struct ik_step_numbers cut = {0};
	struct ik_sha256 sha256;
	bool has = false;
	bool ok = !store
		  || (ik_kept_steps_load(store, &kept, err)
		      && ik_step_numbers_read(store, false, &cut, err));

	/* A backup that was made just then has steps of a change that was cut before its switch. */
	for (size_t i = 0; ok && i < steps->n; i++)
		if (!ik_list_has(&kept.names, steps->items[i])
		    && !ik_step_numbers_have_name(&cut, steps->items[i]))
			ik_list_add(&plan->steps, steps->items[i]);
	if (store)
		ik_recovery_read(store, &has, &sha256, NULL);
	plan->adds_recovery = !has && read_recovery(source, &sha256);
	ik_step_numbers_free(&cut);
	ik_kept_steps_free(&kept);
	return ok;
}

/* --- doing it --------------------------------------------------------------------------------- */

static bool write_recovery(const ik_restore_source *source, ik_change *change)
{
	struct ik_sha256 sha256;

	return read_recovery(source, &sha256) && ik_change_put_recovery(change, &sha256);
}

bool ik_restore_write_steps(const ik_restore_source *source, const struct ik_restore_plan *plan,
			    ik_change *change)
{
	bool ok = true;

	for (size_t i = 0; ok && i < plan->steps.n; i++) {
		char *path = ik_format("steps/%s", plan->steps.items[i]);
		const struct ik_buffer *pem = ik_backup_opened_file(&source->opened, path);

		ok = ik_change_put_step(change, plan->steps.items[i], pem);
		free(path);
	}
	return ok && (!plan->adds_recovery || write_recovery(source, change));
}

/* --- the step to what is put in use ----------------------------------------------------------- */

/* The generation of the backup that is put in use; N for none. */
static size_t target(const struct ik_restore_plan *plan)
{
	size_t i = 0;

	while (i < plan->n && plan->entries[i].here != plan->head.to)
		i++;
	return i;
}

static bool comes_back(const struct ik_restore_entry *entry)
{
	return entry->fate == IK_RESTORE_ADDED || entry->fate == IK_RESTORE_RENUMBERED;
}

static bool lead_to_present(const struct ik_restore_plan *plan, ik_change *change)
{
	const ik_store *store = ik_change_store(change);
	struct ik_error *err = ik_change_error(change);
	struct ik_generation generation;
	bool ok = ik_generation_load(store, plan->head.to, IK_KEY_LOAD, &generation, err);

	if (ok && !generation.key)
		ok = ik_generation_no_key(store, plan->head.to, err);
	ok = ok && ik_change_lead(change, generation.key, &generation.certificate);
	ik_generation_free(&generation);
	return ok;
}

bool ik_restore_lead(const ik_restore_source *source, const struct ik_restore_plan *plan,
		     ik_change *change)
{
	size_t i = target(plan);

	if (!plan->switches || i == plan->n || !comes_back(&plan->entries[i]))
		return !plan->switches || lead_to_present(plan, change);
	return ik_change_lead(change, source->opened.keys[i],
			      ik_backup_opened_member(&source->opened, i, "certificate.pem"));
}

/* What was here already names the step of the change that was cut. */
static bool name_step(const struct ik_restore_plan *plan, ik_change *change)
{
	const ik_store *store = ik_change_store(change);
	struct ik_error *err = ik_change_error(change);
	struct ik_buffer old = {0}, text = {0};
	bool ok = ik_store_read(store, plan->head.to, "info", &old, err)
		  && ik_restore_info_step(&old, ik_change_lead_number(change), &text, err)
		  && ik_change_put_info(change, plan->head.to, &old, &text);

	ik_buffer_free(&old);
	ik_buffer_free(&text);
	return ok;
}

bool ik_restore_write_lead(const struct ik_restore_plan *plan, ik_change *change)
{
	size_t i = target(plan);
	bool present = plan->switches && (i == plan->n || !comes_back(&plan->entries[i]));

	if (present && ik_change_lead_number(change) && !name_step(plan, change))
		return false;
	return ik_change_write_lead(change);
}
