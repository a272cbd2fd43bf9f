/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change_end.c: what comes after the switch, or the way back. */
#include "config.h"

#include "ops/change/change_inside.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "files/place.h"
#include "ops/records/audit.h"
#include "ops/records/default_store.h"
#include "store/requests.h"

/* --- it is done ------------------------------------------------------------------------------- */

/* What was here before, or came from a backup, is looked at as a whole. */
static bool load_now(const ik_change *change, unsigned current, struct ik_error *late)
{
	struct ik_outcome *outcome = change->outcome;
	struct ik_generation now = {0};
	bool whole = !current
		     || ik_generation_load(change->store, current, IK_KEY_CHECK, &now,
					   outcome->switched ? late : NULL);

	if (whole && outcome->switched && !now.key_read)
		whole = ik_fail(late, IK_E_STORE_READ_BACK);
	ik_facts_copy(&outcome->now, &now.facts);
	ik_generation_free(&now);
	return whole;
}

/* What the pair says, and that it fits, was seen by ik_generation_prove() before the switch: what
 * has to be seen now is that the disk has it. */
static bool holds_pair(const ik_change *change, unsigned current, struct ik_error *late)
{
	const struct ik_key_pair *pair = &change->pair;

	if (!ik_generation_holds(change->store, current, pair->key, &pair->certificate))
		return ik_fail(late, IK_E_STORE_READ_BACK);
	ik_facts_copy(&change->outcome->now, &change->facts);
	return true;
}

static void read_back(ik_change *change, struct ik_error *late)
{
	struct ik_outcome *outcome = change->outcome;
	unsigned current = 0;
	bool whole = ik_store_current(change->store, &current, late);

	if (whole)
		whole = change->pair.key ? holds_pair(change, current, late)
					 : load_now(change, current, late);
	if (whole && current != change->number)
		whole = ik_fail(late, IK_E_STORE_READ_BACK);
	outcome->unproven = outcome->switched && !whole;
}

static void tell_backup(ik_change *change, struct ik_error *late)
{
	struct ik_outcome *outcome = change->outcome;

	if (change->kind->last)
		ik_last_backup_write(change->store, change->kind->last, late);
	if (!change->plan->backup.file)
		return;
	outcome->backup_file = ik_strdup(change->plan->backup.file);
	outcome->backup_size = change->backup.size;
	outcome->backup_generations = change->backup.generations;
	outcome->backup_keys = change->backup.keys;
	outcome->backup_proven = true;
	ik_backup_run_remember(&change->backup, late);
}

static bool log_change(ik_change *change, bool done, const struct ik_error *failure,
		       struct ik_error *err)
{
	const struct ik_outcome *outcome = change->outcome;
	const char *path = change->kind->file ? change->kind->file : change->plan->backup.file;
	char *file = path ? ik_place_shown(path) : NULL;
	struct ik_audit entry = {
		.when = change->plan->at,
		.operation = change->kind->operation,
		.old_serial = outcome->has_before ? outcome->before.serial : NULL,
		.new_serial = outcome->now.serial,
		.generation = change->number,
		.backup_file = file,
		.done = done,
		.failure = failure && failure->id != IK_E_NONE ? failure : NULL,
	};
	bool ok = ik_audit_log(change->store, &entry, err);

	free(file);
	return ok;
}

/* The key is in use now and waits no longer.  If this is cut, the same import does it again. */
static void complete_request(ik_change *change, struct ik_error *late)
{
	const char *request = change->kind->completes;
	struct ik_error inner = {0};

	if (!request)
		return;
	change->outcome->request = ik_strdup(request);
	if (!ik_store_request_remove(change->store, request, &inner))
		ik_fail_because(late, IK_E_REQUEST_LEFT, &inner);
}

/* What was built and proven here need not be read once more. */
static bool derive(ik_change *change, struct ik_error *err)
{
	const struct ik_facts *now = &change->outcome->now;
	const struct ik_publish_pair pair = {
		.key = change->pair.key,
		.certificate = &change->pair.certificate,
		.sha256 = now->sha256,
		.not_before = now->not_before,
		.not_after = now->not_after,
		.leads = now->leads,
	};
	struct ik_publish_end *end = &change->outcome->publish;
	int64_t at = change->plan->at;

	return pair.key ? ik_publish_derive_pair(change->store, &pair, at, end, err)
			: ik_publish_derive(change->store, at, end, err);
}

/* What agents fetch, as far as it is another now. */
static bool make_anew(ik_change *change, struct ik_error *err)
{
	if (change->outcome->switched)
		return derive(change, err);
	return change->steps_put.n == 0 || ik_publish_steps(change->store, err);
}

/* If this is cut, agents see what they saw before, and the next one makes it. */
static void publish(ik_change *change, struct ik_error *late)
{
	struct ik_error inner = {0};

	if (make_anew(change, &inner))
		return;

	char *again = ik_command_for(change->plan->store, "inkan publish --refresh");

	ik_fail_because(late, IK_E_PUBLISH_LATE, &inner, again);
	free(again);
}

/* From here on nothing is undone, and the first thing that fails is told. */
static void finish(ik_change *change)
{
	struct ik_outcome *outcome = change->outcome;
	struct ik_error *late = &outcome->late, inner = {0};

	outcome->generation = change->kind->request ? change->plan->from : change->number;
	if (change->compared)
		read_back(change, late);
	tell_backup(change, late);
	if (!log_change(change, true, late, &inner))
		ik_fail_because(late, change->kind->log_failed, &inner);
	/* Where the new one may not be whole, nothing else goes. */
	if (!outcome->unproven) {
		complete_request(change, late);
		ik_old_keys_delete(change->store, &change->plan->old_keys, change->plan->at,
				   &outcome->keys_deleted, late);
		publish(change, late);
	}
	ik_store_note(change->store, NULL, late);
	ik_store_unlock(change->store);
}

static void free_pair(ik_change *change)
{
	ik_secret_free(change->pair.key);
	ik_buffer_free(&change->pair.certificate);
	change->pair = (struct ik_key_pair){0};
}

/* Commands may take minutes, and the proof stands as long as people like: no key and no password is
 * needed any more. */
static void forget_secrets(ik_change *change)
{
	free_pair(change);
	change->backup.password = NULL;
	ik_watch_settled(change->watch);
}

/* What follows the switch sees the store as everybody does, and may start another inkan. */
static void run_hooks(ik_change *change)
{
	const struct ik_hooks_event event = {
		.event = change->kind->operation,
		.store = change->plan->store,
		.generation = change->number,
		.serial = change->outcome->now.serial,
		.when = change->plan->at,
		.step = change->step_hooks,
	};

	ik_hooks_run(&change->plan->hooks, &event, change->watch, change->outcome);
}

/* --- the way back ----------------------------------------------------------------------------- */

/* Whether all of it is gone. */
static bool take_back(ik_change *change)
{
	bool gone = !change->plan->backup.file || ik_backup_run_undo(&change->backup);

	gone = ik_change_take_back_steps(change) && gone;
	for (size_t i = change->n_made; i > 0; i--)
		gone = ik_store_remove(change->store, change->made[i - 1], NULL) && gone;
	for (size_t i = change->waiting.n; i > 0; i--)
		gone = ik_store_request_remove(change->store, change->waiting.items[i - 1], NULL)
		       && gone;
	if (*change->server_id)
		gone = ik_store_adopt(change->store, change->server_id, NULL) && gone;
	return gone;
}

/* The note goes last, and only if nothing is left: the next start still knows. */
void ik_change_undo(ik_change *change, struct ik_error *err)
{
	ik_watch_fail(change->watch);
	if (change->store && take_back(change) && change->noted)
		ik_store_note(change->store, NULL, NULL);
	if (change->begun)
		log_change(change, false, &change->error, NULL);
	ik_pass(err, &change->error);
}

void ik_change_free(ik_change *change)
{
	ik_backup_run_end(&change->backup);
	ik_note_free(&change->note);
	ik_store_close(change->store);
	free_pair(change);
	ik_facts_free(&change->facts);
	ik_made_step_free(&change->step);
	ik_list_free(&change->steps_put);
	ik_buffer_free(&change->info_was);
	ik_list_free(&change->waiting);
	free(change->made);
	free(change);
}

bool ik_change_end(ik_change *change, bool ok, struct ik_error *err)
{
	if (!change)
		return false;
	if (ok) {
		ik_alloc_late(true);
		finish(change);
		forget_secrets(change);
		run_hooks(change);
	} else {
		ik_change_undo(change, err);
	}
	ik_change_free(change);
	return ok;
}
