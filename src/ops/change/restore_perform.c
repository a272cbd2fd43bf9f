/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_perform.c: what is missing comes back, all of it before the one switch; or nothing does.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/list.h"
#include "files/place.h"
#include "ops/backup/backup_parts.h"
#include "ops/change/change.h"
#include "ops/change/restore_inside.h"
#include "ops/records/audit.h"
#include "ops/records/generation.h"
#include "ops/records/leftover.h"
#include "ops/records/note.h"
#include "store/requests.h"
#include "store/store.h"

struct run {
	const ik_restore_source *source;
	const struct ik_restore_plan *plan;
	struct ik_watch *watch;
	struct ik_outcome *outcome;
	ik_store *store;
	bool unmoved;   /* the plan holds */
	bool noted;     /* the note is ours */
	unsigned *made; /* generations that are there because of us */
	size_t n_made;
	struct ik_list waiting; /* requests that are */
	char server_id[33]; /* that the store had before it got that of the backup; "" if it keeps
			       its own */
	size_t step_write;
	size_t step_read;
	size_t step_switch;
	size_t step_hooks;
};

static bool cancelled(struct ik_error *err)
{
	return ik_fail(err, IK_E_CANCELLED);
}

static bool is_added(const struct ik_restore_entry *entry)
{
	return entry->fate == IK_RESTORE_ADDED || entry->fate == IK_RESTORE_RENUMBERED;
}

/* --- before anything is made ---------------------------------------------------------------------
 */

static void add_steps(struct run *run)
{
	char *number = ik_format("%u", run->plan->head.to);

	if (run->watch)
		run->watch->progress.can_cancel = true;
	run->step_write = ik_watch_add(run->watch, N_("Generations written"), NULL);
	run->step_read = ik_watch_add(run->watch, N_("Reading them back"), NULL);
	if (run->plan->switches)
		run->step_switch = ik_watch_add(run->watch, N_("Switch to generation %s"), number);
	run->step_hooks = ik_hooks_steps(&run->plan->head.hooks, run->watch);
	free(number);
}

/* What the review showed must still hold: what is in use, and which generations there are. */
static bool check_unmoved(struct run *run, struct ik_error *err)
{
	const struct ik_restore_plan *plan = run->plan;
	struct ik_error inner = {0};
	unsigned current = 0, *numbers = NULL;
	size_t n = 0;

	if (!ik_store_current(run->store, &current, &inner) && inner.id != IK_E_STORE_CURRENT) {
		*err = inner;
		return false;
	}
	if (!ik_store_generations(run->store, &numbers, &n, err))
		return false;
	run->unmoved = current == plan->head.from && n == plan->n_numbers
		       && (n == 0 || !memcmp(numbers, plan->numbers, n * sizeof(*numbers)));
	free(numbers);
	return run->unmoved || ik_fail(err, IK_E_STORE_MOVED);
}

static void look_at_before(struct run *run)
{
	struct ik_outcome *outcome = run->outcome;

	outcome->generation_before = run->plan->head.from;
	outcome->has_before = run->plan->head.has_before;
	ik_facts_copy(&outcome->before, &run->plan->head.before);
}

/* A generation that a cut change left may be one of the backup, which may be the file that this
 * change wrote: both stay. */
static void sweep(const struct run *run)
{
	struct ik_spared spared = {.file = run->source->file};
	struct ik_leftover leftover;

	ik_leftover_look(run->store, &leftover);
	for (size_t i = 0; i < run->plan->n; i++)
		if (leftover.generation && run->plan->entries[i].here == leftover.generation)
			spared.generation = leftover.generation;
	ik_leftover_free(&leftover);
	ik_leftover_sweep(run->store, &spared, run->plan->head.at);
}

static bool leave_note(struct run *run, struct ik_error *err)
{
	struct ik_note note = {.operation = ik_strdup("restore"),
			       .from = run->plan->head.from,
			       .to = run->plan->head.to};

	sweep(run);
	note.at = run->plan->head.at;
	note.server_id = ik_strdup(ik_store_server_id(run->store));
	run->noted = ik_note_write(run->store, &note, err);
	ik_note_free(&note);
	return run->noted;
}

/* --- the generations -----------------------------------------------------------------------------
 */

static bool write_files(const struct run *run, ik_draft *draft, size_t i,
			const struct ik_buffer *info, struct ik_error *err)
{
	const ik_secret *key = run->source->opened.keys[i];
	const struct ik_buffer *certificate = ik_backup_opened_member(&run->source->opened, i,
								      "certificate.pem");

	return ik_draft_public(draft, "certificate.pem", certificate->data, certificate->size, err)
	       && (!key
		   || (ik_draft_private(draft, "key.pem", key, NULL, 0, err)
		       && ik_draft_private(draft, "combined.pem", key, certificate->data,
					   certificate->size, err)))
	       && ik_draft_public(draft, "info", info->data, info->size, err);
}

static bool write_one(struct run *run, size_t i, struct ik_error *err)
{
	const struct ik_restore_entry *entry = &run->plan->entries[i];
	/* The group that the review names, which is none where there is no key to be read. */
	gid_t group = entry->group.name ? entry->group.id : (gid_t)-1;
	struct ik_buffer info = {0};
	ik_draft *draft = NULL;
	bool ok = ik_restore_info(run->source, run->plan, i, &info, err);

	if (ok)
		draft = ik_draft_begin(run->store, entry->here, group, err);
	ok = draft && write_files(run, draft, i, &info, err);
	if (ok)
		ok = ik_draft_commit(draft, err);
	else
		ik_draft_abort(draft);
	if (ok)
		run->made[run->n_made++] = entry->here;
	ik_buffer_free(&info);
	return ok;
}

static bool write_all(struct run *run, struct ik_error *err)
{
	const struct ik_restore_plan *plan = run->plan;
	bool go_on = ik_watch_begin(run->watch, run->step_write);

	run->made = ik_alloc_array(plan->n + 1, sizeof(*run->made));
	for (size_t i = 0; i < plan->n; i++) {
		if (!is_added(&plan->entries[i]))
			continue;
		if (!go_on || !ik_watch_wait(run->watch, -1))
			return cancelled(err);
		if (!write_one(run, i, err))
			return false;
	}
	for (size_t i = 0; i < plan->n_requests; i++) {
		if (plan->requests[i].fate != IK_RESTORE_WAITS_AGAIN)
			continue;
		if (!ik_restore_write_request(run->source, plan, i, run->store, err))
			return false;
		ik_list_add(&run->waiting, plan->requests[i].id);
	}
	ik_watch_done(run->watch, run->step_write);
	return true;
}

static bool read_one(const struct run *run, size_t i, struct ik_error *err)
{
	struct ik_buffer info = {0};
	const struct ik_written written = {
		.key = run->source->opened.keys[i],
		.certificate = ik_backup_opened_member(&run->source->opened, i, "certificate.pem"),
		.info = &info,
	};
	bool ok = ik_restore_info(run->source, run->plan, i, &info, err)
		  && ik_generation_prove(run->store, run->plan->entries[i].here, &written,
					 run->watch, err);

	ik_buffer_free(&info);
	return ok;
}

/* What was here already is put in use only if it is whole. */
static bool check_target(const struct run *run, struct ik_error *err)
{
	struct ik_generation target;
	bool ok;

	if (!run->plan->switches)
		return true;
	ok = ik_generation_load(run->store, run->plan->head.to, IK_KEY_CHECK, &target, err);
	if (ok && !target.key_read)
		ok = ik_generation_no_key(run->store, run->plan->head.to, err);
	ik_generation_free(&target);
	return ok;
}

static bool read_all(struct run *run, struct ik_error *err)
{
	const struct ik_restore_plan *plan = run->plan;

	if (!ik_watch_begin(run->watch, run->step_read))
		return cancelled(err);
	for (size_t i = 0; i < plan->n; i++)
		if (is_added(&plan->entries[i]) && !read_one(run, i, err))
			return false;
	for (size_t i = 0; i < plan->n_requests; i++)
		if (plan->requests[i].fate == IK_RESTORE_WAITS_AGAIN
		    && !ik_restore_read_request(run->source, plan, i, run->store, run->watch, err))
			return false;
	if (!check_target(run, err))
		return false;
	ik_watch_done(run->watch, run->step_read);
	return true;
}

/* --- the switch and what comes after it ----------------------------------------------------------
 */

/* Agents know a server by its id, so it moves house too, as late as can be: what fails before
 * leaves a store with an id of its own. */
static bool adopt(struct run *run, struct ik_error *err)
{
	if (!run->plan->adopts || !strcmp(ik_store_server_id(run->store), run->plan->server_id))
		return true;
	snprintf(run->server_id, sizeof(run->server_id), "%s", ik_store_server_id(run->store));
	return ik_store_adopt(run->store, run->plan->server_id, err);
}

/* A cancel that is noticed here is the last that counts. */
static bool switch_over(struct run *run, struct ik_error *err)
{
	bool go_on = ik_watch_wait(run->watch, -1);

	if (run->watch)
		run->watch->progress.can_cancel = false;
	if (!go_on)
		return cancelled(err);
	if (!run->plan->switches)
		return true;
	if (!ik_watch_begin(run->watch, run->step_switch))
		return cancelled(err);
	if (!adopt(run, err) || !ik_store_switch(run->store, run->plan->head.to, err))
		return false;
	run->outcome->switched = true;
	ik_watch_done(run->watch, run->step_switch);
	return true;
}

static void read_back(struct run *run, struct ik_error *late)
{
	struct ik_outcome *outcome = run->outcome;
	struct ik_generation now = {0};
	unsigned current = 0;
	bool read = ik_store_current(run->store, &current, late), whole = read;

	outcome->generation = current;
	if (read && current)
		whole = ik_generation_load(run->store, current, IK_KEY_CHECK, &now,
					   outcome->switched ? late : NULL);
	ik_facts_copy(&outcome->now, &now.facts);
	if (read && (current != run->plan->head.to || (outcome->switched && !now.key_read)))
		whole = ik_fail(late, IK_E_STORE_READ_BACK);
	outcome->unproven = outcome->switched && !whole;
	ik_generation_free(&now);
}

/* Where all came from this backup, this backup holds all. */
static void remember(struct run *run, struct ik_error *late)
{
	struct ik_backup_run backup = {
		.store = run->store,
		.file = run->source->file,
		.now = run->plan->time,
	};

	if (!run->plan->empty)
		return;
	memcpy(backup.sha256, run->source->sha256, sizeof(backup.sha256));
	for (size_t i = 0; i < run->plan->n; i++)
		if (run->plan->entries[i].here > backup.newest)
			backup.newest = run->plan->entries[i].here;
	ik_backup_run_remember(&backup, late);
}

static bool log_restore(struct run *run, const struct ik_error *failure, struct ik_error *err)
{
	const struct ik_outcome *outcome = run->outcome;
	char *file = ik_place_shown(run->source->file);
	struct ik_audit entry = {
		.when = run->plan->head.at,
		.operation = "restore",
		.old_serial = outcome->has_before ? outcome->before.serial : NULL,
		.new_serial = outcome->now.serial,
		.generation = outcome->generation,
		.backup_file = file,
		.done = outcome->generation != 0 && outcome->generation == run->plan->head.to,
		.failure = failure,
	};
	bool ok = ik_audit_log(run->store, &entry, err);

	free(file);
	return ok;
}

/* It is done: from here on nothing is undone, and the first thing that fails is told. */
static void finish(struct run *run)
{
	struct ik_error *late = &run->outcome->late;
	struct ik_error inner = {0};

	run->outcome->restored = (unsigned)run->plan->added;
	run->outcome->requests_restored = (unsigned)run->plan->requests_added;
	read_back(run, late);
	remember(run, late);
	if (!log_restore(run, late->id == IK_E_NONE ? NULL : late, &inner))
		ik_fail_because(late, IK_E_RESTORE_LOG, &inner);
	if (!run->outcome->unproven)
		ik_old_keys_delete(run->store, &run->plan->head.old_keys, run->plan->head.at,
				   &run->outcome->keys_deleted, late);
	ik_store_note(run->store, NULL, late);
	ik_store_unlock(run->store);
}

static void run_hooks(struct run *run)
{
	const struct ik_hooks_event event = {
		.event = "restore",
		.store = run->plan->head.store,
		.generation = run->plan->head.to,
		.serial = run->outcome->now.serial,
		.when = run->plan->head.at,
		.step = run->step_hooks,
	};

	ik_hooks_run(&run->plan->head.hooks, &event, run->watch, run->outcome);
}

/* --- the way back --------------------------------------------------------------------------------
 */

/* The note goes last: if this is cut, too, the next start still knows. */
static void undo(struct run *run, const struct ik_error *failure)
{
	ik_watch_fail(run->watch);
	if (!run->store)
		return;
	for (size_t i = run->n_made; i > 0; i--)
		ik_store_remove(run->store, run->made[i - 1], NULL);
	for (size_t i = run->waiting.n; i > 0; i--)
		ik_store_request_remove(run->store, run->waiting.items[i - 1], NULL);
	if (*run->server_id)
		ik_store_adopt(run->store, run->server_id, NULL);
	if (run->noted)
		ik_store_note(run->store, NULL, NULL);
	if (run->unmoved)
		log_restore(run, failure, NULL);
}

static bool open_store(struct run *run, struct ik_error *err)
{
	const struct ik_restore_plan *plan = run->plan;

	run->store = plan->new_store ? ik_change_open(plan->head.store, run->watch, err)
				     : ik_store_open_change(plan->head.store, "", run->watch, err);
	return run->store != NULL;
}

/* Nothing to do: what is in use is told all the same. */
static bool leave(const struct ik_restore_plan *plan, struct ik_outcome *outcome)
{
	outcome->generation = plan->head.to;
	outcome->generation_before = plan->head.from;
	outcome->has_before = plan->head.has_before;
	ik_facts_copy(&outcome->before, &plan->head.before);
	ik_facts_copy(&outcome->now, &plan->head.before);
	return true;
}

bool ik_restore_perform(const ik_restore_source *source, const struct ik_restore_plan *plan,
			struct ik_watch *watch, struct ik_outcome *outcome, struct ik_error *err)
{
	struct run run = {.source = source, .plan = plan, .watch = watch, .outcome = outcome};
	struct ik_error inner = {0};
	bool ok;

	*outcome = (struct ik_outcome){0};
	if (!ik_restore_changes(plan))
		return leave(plan, outcome);
	add_steps(&run);
	ok = open_store(&run, &inner) && check_unmoved(&run, &inner);
	if (ok)
		look_at_before(&run);
	ok = ok && leave_note(&run, &inner) && write_all(&run, &inner) && read_all(&run, &inner)
	     && switch_over(&run, &inner);
	if (ok) {
		finish(&run);
		ik_watch_settled(watch);
		run_hooks(&run);
	} else {
		undo(&run, &inner);
		ik_pass(err, &inner);
	}
	ik_store_close(run.store);
	ik_list_free(&run.waiting);
	free(run.made);
	return ok;
}
