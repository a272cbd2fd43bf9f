/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change.c: the whole change, in the order that leaves the old certificate or the new one in use
 * whatever happens. */
#include "config.h"

#include "ops/change/change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "files/place.h"
#include "ops/backup/backup_parts.h"
#include "ops/records/audit.h"
#include "ops/records/generation.h"
#include "ops/records/leftover.h"
#include "ops/records/note.h"
#include "pki/digest.h"
#include "store/store.h"

struct run {
	const struct ik_change *change;
	const struct ik_plan *plan;
	struct ik_watch *watch;
	struct ik_outcome *outcome;
	ik_store *store;
	unsigned number; /* of the new generation */
	struct ik_note note;
	bool noted;     /* it is there */
	bool committed; /* it is there */
	ik_secret *key;
	struct ik_buffer certificate;
	struct ik_backup_run backup;
	size_t step_make;
	size_t step_switch;
	size_t step_hooks;
};

static bool has_backup(const struct run *run)
{
	return run->plan->backup.file != NULL;
}

/* --- before anything is made ---------------------------------------------------------------------
 */

static void add_steps(struct run *run)
{
	char *number = ik_format("%u", run->plan->to);

	if (run->watch)
		run->watch->progress.can_cancel = true;
	run->step_make = ik_watch_add(run->watch, run->change->make_label, NULL);
	if (has_backup(run))
		ik_backup_run_steps(&run->backup);
	run->step_switch = ik_watch_add(run->watch, N_("Switch to generation %s"), number);
	free(number);
	run->step_hooks = ik_hooks_steps(&run->plan->hooks, run->watch);
}

ik_store *ik_change_open(const char *path, struct ik_watch *watch, struct ik_error *err)
{
	uint8_t random[16];
	char server_id[2 * sizeof(random) + 1];

	if (!ik_random(random, sizeof(random), err))
		return NULL;
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(server_id + 2 * i, 3, "%02x", random[i]);
	return ik_store_open_change(path, server_id, watch, err);
}

/* What the review showed must still hold.  A number taken meanwhile by a change that was cut is no
 * matter. */
static bool check_unmoved(struct run *run, struct ik_error *err)
{
	struct ik_error inner = {0};
	unsigned current = 0;

	if (!ik_store_current(run->store, &current, &inner) && inner.id != IK_E_STORE_CURRENT) {
		*err = inner;
		return false;
	}
	if (current != run->plan->from)
		return ik_fail(err, IK_E_STORE_MOVED);
	return ik_store_next(run->store, &run->number, err);
}

static void look_at_before(struct run *run)
{
	struct ik_outcome *outcome = run->outcome;
	struct ik_generation before;

	outcome->generation_before = run->plan->from;
	if (!run->plan->from)
		return;
	ik_generation_load(run->store, run->plan->from, IK_KEY_LOOK, &before, NULL);
	outcome->has_before = before.has_facts;
	ik_facts_copy(&outcome->before, &before.facts);
	ik_generation_free(&before);
}

static bool leave_note(struct run *run, struct ik_error *err)
{
	run->note = (struct ik_note){
		.operation = ik_strdup(run->change->operation),
		.from = run->plan->from,
		.to = run->number,
		.at = run->plan->at,
		.backup = has_backup(run) ? ik_place_shown(run->plan->backup.file) : NULL,
	};
	return run->noted = ik_note_write(run->store, &run->note, err);
}

/* --- the generation ------------------------------------------------------------------------------
 */

static bool make(struct run *run, struct ik_error *err)
{
	const struct ik_change *change = run->change;

	if (!ik_watch_begin(run->watch, run->step_make))
		return ik_fail(err, IK_E_CANCELLED);
	return change->make(change->self, run->store, run->watch, &run->key, &run->certificate,
			    err);
}

static void write_info(const struct run *run, struct ik_buffer *text)
{
	const struct ik_change *change = run->change;
	struct ik_info info;

	ik_info_begin(&info, change->origin, run->plan->at, run->plan->from);
	ik_key_group_describe(&run->plan->group, &info);
	change->describe(change->self, &info);
	ik_info_write(&info, text);
	ik_info_free(&info);
}

/* Written, and read back from disk before anything is built on it: what is switched to is what was
 * made.  Whoever looks on is asked in between, so that a cancel counts before the work, too. */
static bool prove_pair(struct run *run, const struct ik_buffer *info, struct ik_error *err)
{
	const struct ik_written written = {
		.key = run->key, .certificate = &run->certificate, .info = info};

	if (!ik_watch_wait(run->watch, -1))
		return ik_fail(err, IK_E_CANCELLED);
	if (!ik_generation_prove(run->store, run->number, &written, run->watch, err))
		return false;
	ik_watch_done(run->watch, run->step_make);
	return true;
}

static bool store_pair(struct run *run, struct ik_error *err)
{
	const struct ik_buffer *certificate = &run->certificate;
	struct ik_buffer info = {0};
	ik_draft *draft = ik_draft_begin(run->store, run->number, run->plan->group.id, err);
	bool ok;

	if (!draft)
		return false;
	write_info(run, &info);
	ok = ik_draft_public(draft, "certificate.pem", certificate->data, certificate->size, err)
	     && ik_draft_private(draft, "key.pem", run->key, NULL, 0, err)
	     && ik_draft_private(draft, "combined.pem", run->key, certificate->data,
				 certificate->size, err)
	     && ik_draft_public(draft, "info", info.data, info.size, err);
	if (ok)
		ok = run->committed = ik_draft_commit(draft, err);
	else
		ik_draft_abort(draft);
	ok = ok && prove_pair(run, &info, err);
	ik_buffer_free(&info);
	return ok;
}

static bool back_up(struct run *run, struct ik_error *err)
{
	if (!has_backup(run))
		return true;
	run->backup.store = run->store;
	run->backup.note = &run->note;
	run->backup.in_use = run->number;
	return ik_backup_run(&run->backup, err);
}

/* --- the switch and what comes after it ----------------------------------------------------------
 */

/* A cancel that is noticed here is the last that counts. */
static bool switch_over(struct run *run, struct ik_error *err)
{
	bool go_on = ik_watch_wait(run->watch, -1);

	if (run->watch)
		run->watch->progress.can_cancel = false;
	if (!ik_watch_begin(run->watch, run->step_switch) || !go_on)
		return ik_fail(err, IK_E_CANCELLED);
	if (!ik_store_switch(run->store, run->number, err))
		return false;
	run->outcome->switched = true;
	run->outcome->generation = run->number;
	ik_watch_done(run->watch, run->step_switch);
	return true;
}

/* That the key fits was seen in a child when it was made or taken in: what has to be seen now is
 * that the disk has it. */
static void read_back(struct run *run, struct ik_error *err)
{
	struct ik_generation now = {0};
	unsigned current = 0;
	bool ok = ik_store_current(run->store, &current, err)
		  && ik_generation_load(run->store, current, IK_KEY_LOOK, &now, err);

	ik_facts_copy(&run->outcome->now, &now.facts);
	if (ok
	    && (current != run->number
		|| !ik_generation_holds(run->store, current, run->key, &run->certificate)))
		ok = ik_fail(err, IK_E_STORE_READ_BACK);
	ik_generation_free(&now);
	run->outcome->unproven = !ok;
}

static void tell_backup(struct run *run)
{
	struct ik_outcome *outcome = run->outcome;

	if (!has_backup(run))
		return;
	outcome->backup_file = ik_strdup(run->plan->backup.file);
	outcome->backup_size = run->backup.size;
	outcome->backup_generations = run->backup.generations;
	outcome->backup_keys = run->backup.keys;
	outcome->backup_proven = true;
	ik_backup_run_remember(&run->backup, &outcome->late);
}

static bool log_change(struct run *run, const struct ik_error *failure, struct ik_error *err)
{
	const struct ik_outcome *outcome = run->outcome;
	char *file = has_backup(run) ? ik_place_shown(run->plan->backup.file) : NULL;
	struct ik_audit entry = {
		.when = run->plan->at,
		.operation = run->change->operation,
		.old_serial = outcome->has_before ? outcome->before.serial : NULL,
		.new_serial = outcome->now.serial,
		.generation = run->number,
		.backup_file = file,
		.done = outcome->switched,
		.failure = failure,
	};
	bool ok = ik_audit_log(run->store, &entry, err);

	free(file);
	return ok;
}

/* It is switched: from here on nothing is undone, and the first thing that fails is told. */
static void finish(struct run *run)
{
	struct ik_error *late = &run->outcome->late;
	struct ik_error inner = {0};

	read_back(run, late);
	tell_backup(run);
	if (!log_change(run, late->id == IK_E_NONE ? NULL : late, &inner))
		ik_fail_because(late, IK_E_AUDIT_LOG, &inner);
	/* Where the new one may not be whole, nothing else goes. */
	if (run->change->after && !run->outcome->unproven)
		run->change->after(run->change->self, run->store, run->outcome, late);
	if (!run->outcome->unproven)
		ik_old_keys_delete(run->store, &run->plan->old_keys, run->plan->at,
				   &run->outcome->keys_deleted, late);
	ik_store_note(run->store, NULL, late);
	ik_store_unlock(run->store);
}

/* Commands may take minutes, and the proof stands as long as people like: no key and no password is
 * needed any more. */
static void forget_secrets(struct run *run)
{
	ik_secret_free(run->key);
	run->key = NULL;
	run->backup.password = NULL;
	ik_watch_settled(run->watch);
}

/* What follows the switch sees the store as everybody does, and may start another inkan. */
static void run_hooks(struct run *run)
{
	const struct ik_hooks_event event = {
		.event = run->change->operation,
		.store = run->plan->store,
		.generation = run->number,
		.serial = run->outcome->now.serial,
		.when = run->plan->at,
		.step = run->step_hooks,
	};

	ik_hooks_run(&run->plan->hooks, &event, run->watch, run->outcome);
}

/* --- the way back --------------------------------------------------------------------------------
 */

/* The note goes last: if this is cut, too, the next start still knows. */
static void undo(struct run *run, const struct ik_error *failure)
{
	ik_watch_fail(run->watch);
	if (has_backup(run))
		ik_backup_run_undo(&run->backup);
	if (!run->store)
		return;
	if (run->committed)
		ik_store_remove(run->store, run->number, NULL);
	if (run->noted)
		ik_store_note(run->store, NULL, NULL);
	if (run->number)
		log_change(run, failure, NULL);
}

bool ik_change_perform(const struct ik_change *change, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err)
{
	const struct ik_plan *plan = change->plan;
	struct run run = {
		.change = change,
		.plan = plan,
		.watch = watch,
		.outcome = outcome,
		.backup = {.file = plan->backup.file,
			   .password = plan->backup.password,
			   .now = plan->at,
			   .watch = watch,
			   .dirfd = -1},
	};
	struct ik_error inner = {0};
	bool ok;

	*outcome = (struct ik_outcome){0};
	add_steps(&run);
	run.store = ik_change_open(plan->store, watch, &inner);
	ok = run.store && check_unmoved(&run, &inner);
	if (ok) {
		ik_leftover_sweep(run.store, &(const struct ik_spared){.generation = change->reads},
				  plan->at);
		look_at_before(&run);
	}
	ok = ok && leave_note(&run, &inner) && make(&run, &inner) && store_pair(&run, &inner)
	     && back_up(&run, &inner) && switch_over(&run, &inner);
	if (ok) {
		finish(&run);
		forget_secrets(&run);
		run_hooks(&run);
	} else {
		undo(&run, &inner);
	}
	if (!ok)
		ik_pass(err, &inner);
	ik_backup_run_end(&run.backup);
	ik_note_free(&run.note);
	ik_store_close(run.store);
	ik_secret_free(run.key);
	ik_buffer_free(&run.certificate);
	return ok;
}
