/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup.c: a backup for its own sake, and test-opening one. */
#include "config.h"

#include "ops/change/backup.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "files/place.h"
#include "files/read.h"
#include "ops/backup/backup_look.h"
#include "ops/backup/backup_open.h"
#include "ops/backup/backup_parts.h"
#include "ops/records/audit.h"
#include "ops/records/generation.h"
#include "ops/records/kept_back.h"
#include "ops/records/leftover.h"
#include "ops/records/note.h"
#include "ops/rules/rules.h"

/* --- plan ------------------------------------------------------------------------------------- */

static bool plan_content(struct ik_backup_plan *plan, struct ik_error *err)
{
	struct ik_backup_material material = {0};
	struct ik_generation generation = {0};
	ik_store *store = ik_store_open(plan->store, err);
	bool ok = store && ik_store_current(store, &plan->in_use, err)
		  && ik_backup_gather(store, plan->in_use, plan->planned_at, &material, err)
		  && ik_generation_load(store, plan->in_use, IK_KEY_LOOK, &generation, err);

	if (ok) {
		ik_facts_copy(&plan->facts, &generation.facts);
		plan->keys = (unsigned)material.keys;
		for (size_t i = 0; i < material.manifest.n_generations; i++)
			plan->generations += material.manifest.generations[i].state
					     != IK_STATE_DAMAGED;
		for (size_t i = 0; i < material.manifest.n_requests; i++)
			plan->requests += material.manifest.requests[i].state == IK_REQUEST_SEALED;
	}
	ik_generation_free(&generation);
	ik_backup_material_free(&material);
	ik_store_close(store);
	return ok;
}

/* A disk that failed may have become one that can only be read, and then a backup elsewhere is
 * wanted most. */
static bool plan_store(struct ik_backup_plan *plan, struct ik_error *err)
{
	struct ik_error refused = {0};

	if (ik_store_may_change(plan->store, &refused))
		return true;
	plan->read_only = refused.id == IK_E_READ_ONLY;
	return plan->read_only || ik_pass(err, &refused);
}

bool ik_backup_plan(const char *store, const char *file, const ik_secret *password, int64_t now,
		    struct ik_backup_plan **out, struct ik_error *err)
{
	struct ik_backup_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	plan->store = ik_strdup(store);
	plan->planned_at = now;
	ok = plan_content(plan, err) && plan_store(plan, err)
	     && ik_backup_target_plan(file, password, store, &plan->target, err);
	if (ok)
		ik_backup_kept_back(store, &plan->kept_back);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_backup_plan_free(plan);
	return ok;
}

void ik_backup_plan_free(struct ik_backup_plan *plan)
{
	if (!plan)
		return;
	ik_facts_free(&plan->facts);
	ik_backup_target_free(&plan->target);
	ik_list_free(&plan->kept_back);
	free(plan->store);
	free(plan);
}

/* --- perform ---------------------------------------------------------------------------------- */

static void log_backup(ik_store *store, const struct ik_backup_plan *plan,
		       const struct ik_error *failure, struct ik_error *err)
{
	char *file = ik_place_shown(plan->target.file);
	struct ik_audit entry = {
		.when = plan->planned_at,
		.operation = "backup",
		.old_serial = plan->facts.serial,
		.new_serial = plan->facts.serial,
		.generation = plan->in_use,
		.backup_file = file,
		.done = !failure,
		.failure = failure,
	};

	ik_audit_log(store, &entry, err);
	free(file);
}

static void tell(const struct ik_backup_plan *plan, const struct ik_backup_run *run,
		 struct ik_outcome *outcome)
{
	outcome->generation = plan->in_use;
	outcome->generation_before = plan->in_use;
	ik_facts_copy(&outcome->now, &plan->facts);
	outcome->backup_file = ik_strdup(plan->target.file);
	outcome->backup_size = run->size;
	outcome->backup_generations = run->generations;
	outcome->backup_keys = run->keys;
	outcome->backup_proven = true;
}

static bool still_in_use(const ik_store *store, unsigned number, struct ik_error *err)
{
	unsigned current;

	if (!ik_store_current(store, &current, err))
		return false;
	return current == number || ik_fail(err, IK_E_STORE_MOVED);
}

static bool leave_note(const struct ik_backup_plan *plan, struct ik_backup_run *run,
		       struct ik_note *note, bool *noted, struct ik_error *err)
{
	ik_leftover_sweep(run->store, NULL, plan->planned_at);
	*note = (struct ik_note){
		.operation = ik_strdup("backup"),
		.from = plan->in_use,
		.backup = ik_place_shown(plan->target.file),
	};
	if (!ik_note_leave(run->store, note, noted, err))
		return false;
	run->note = *noted ? note : NULL;
	return true;
}

/* Nobody changes what can only be read, so that one is not locked; else the store is there, and has
 * its id already. */
static bool begin(const struct ik_backup_plan *plan, struct ik_backup_run *run,
		  struct ik_note *note, bool *noted, struct ik_error *err)
{
	run->store = plan->read_only ? ik_store_open(plan->store, err)
				     : ik_store_open_change(plan->store, "", run->watch, err);
	return run->store && still_in_use(run->store, plan->in_use, err)
	       && (plan->read_only || leave_note(plan, run, note, noted, err));
}

/* It is there and proven, whatever fails now. */
static void record(const struct ik_backup_plan *plan, const struct ik_backup_run *run,
		   struct ik_error *late)
{
	struct ik_error inner = {0};

	if (!ik_backup_run_remember(run, &inner))
		ik_fail_because(late, IK_E_BACKUP_UNRECORDED, &inner);
	log_backup(run->store, plan, NULL, late);
}

bool ik_backup_perform(const struct ik_backup_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err)
{
	struct ik_backup_run run = {
		.in_use = plan->in_use,
		.file = plan->target.file,
		.password = plan->target.password,
		.now = plan->planned_at,
		.watch = watch,
	};
	struct ik_error inner = {0};
	struct ik_note note = {0};
	bool noted = false, ok;

	*outcome = (struct ik_outcome){0};
	if (watch)
		watch->progress.can_cancel = true;
	ik_backup_run_steps(&run);
	ok = begin(plan, &run, &note, &noted, &inner) && ik_backup_run(&run, &inner);
	if (ok) {
		tell(plan, &run, outcome);
		record(plan, &run, &outcome->late);
	} else {
		ik_watch_fail(watch);
		if (run.store)
			log_backup(run.store, plan, &inner, NULL);
		ik_pass(err, &inner);
	}
	if (noted)
		ik_store_note(run.store, NULL, ok ? &outcome->late : NULL);
	ik_note_free(&note);
	ik_backup_run_end(&run);
	ik_store_close(run.store);
	return ok;
}

/* --- verify ----------------------------------------------------------------------------------- */

/* FACTS becomes the entry's. */
static void tell_entry(const struct ik_manifest_generation *g, const struct ik_facts *facts,
		       struct ik_backup_entry *entry)
{
	entry->number = g->number;
	entry->damaged = g->state == IK_STATE_DAMAGED;
	entry->key_state = g->key;
	entry->facts = *facts;
}

static bool tell_content(const struct ik_backup_opened *opened, struct ik_watch *watch,
			 struct ik_backup_content *content, struct ik_error *err)
{
	const struct ik_manifest *manifest = &opened->manifest;
	struct ik_facts *facts = ik_alloc_array(manifest->n_generations + 1, sizeof(*facts));
	bool ok = ik_backup_opened_facts(opened, watch, facts, err);

	content->server = ik_strdup(manifest->server);
	content->server_id = ik_strdup(manifest->server_id);
	content->time = manifest->time;
	content->in_use = manifest->in_use;
	for (size_t i = 0; i < manifest->n_requests; i++)
		content->requests += manifest->requests[i].state == IK_REQUEST_SEALED;
	content->entries = ik_alloc_array(manifest->n_generations + 1, sizeof(*content->entries));
	content->n = manifest->n_generations;
	for (size_t i = 0; i < manifest->n_generations; i++)
		tell_entry(&manifest->generations[i], &facts[i], &content->entries[i]);
	free(facts);
	return ok;
}

bool ik_backup_verify(const char *file, const ik_secret *password, struct ik_watch *watch,
		      struct ik_backup_content *content, struct ik_error *err)
{
	struct ik_backup_opened opened = {0};
	struct ik_buffer bytes = {0};
	ik_secret *normalised = NULL;
	size_t step = ik_watch_add(watch, N_("Opening the backup"), NULL);
	bool ok;

	*content = (struct ik_backup_content){0};
	if (watch)
		watch->progress.can_cancel = true;
	if (!ik_watch_begin(watch, step))
		return ik_fail(err, IK_E_CANCELLED);
	ok = ik_backup_read_file(file, &bytes, err)
	     && ik_rule_old_password(password, &normalised, err)
	     && ik_backup_open(bytes.data, bytes.size, normalised, NULL, watch, &opened, err)
	     && tell_content(&opened, watch, content, err);
	if (ok) {
		ik_watch_done(watch, step);
	} else {
		ik_watch_fail(watch);
		ik_backup_content_free(content);
	}
	ik_secret_free(normalised);
	ik_backup_opened_free(&opened);
	ik_buffer_free(&bytes);
	return ok;
}

void ik_backup_content_free(struct ik_backup_content *content)
{
	for (size_t i = 0; i < content->n; i++)
		ik_facts_free(&content->entries[i].facts);
	free(content->entries);
	free(content->server);
	free(content->server_id);
	*content = (struct ik_backup_content){0};
}
