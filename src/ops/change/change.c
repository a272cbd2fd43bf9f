/* SPDX-License-Identifier: GPL-3.0-or-later */
/* change.c: a change up to its switch, in the order that leaves the old certificate or the new one
 * in use whatever happens. */
#include "config.h"

#include "ops/change/change_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "files/place.h"
#include "ops/records/steps.h"
#include "pki/digest.h"
#include "store/requests.h"

/* --- before anything is made ------------------------------------------------------------------ */

static void add_steps(ik_change *change)
{
	const struct ik_change_kind *kind = change->kind;
	char *number = ik_format("%u", change->plan->to);

	if (change->watch) {
		change->watch->progress.can_cancel = true;
		change->watch->progress.switches = kind->switches;
	}
	for (size_t i = 0; i < IK_COUNT(kind->steps) && kind->steps[i]; i++)
		change->steps[i] = ik_watch_add(change->watch, kind->steps[i], NULL);
	if (change->plan->backup.file)
		ik_backup_run_steps(&change->backup);
	if (kind->switches)
		change->step_switch = ik_watch_add(change->watch, N_("Switch to generation %s"),
						   number);
	change->step_hooks = ik_hooks_steps(&change->plan->hooks, change->watch);
	free(number);
}

/* The store, locked; one that is made gets a server-id of its own. */
static bool open_store(ik_change *change)
{
	uint8_t random[16];
	char server_id[2 * sizeof(random) + 1] = "";

	if (!change->kind->needs_store) {
		if (!ik_random(random, sizeof(random), &change->error))
			return false;
		for (size_t i = 0; i < sizeof(random); i++)
			snprintf(server_id + 2 * i, 3, "%02x", random[i]);
	}
	change->store = ik_store_open_change(change->plan->store, server_id, change->watch,
					     &change->error);
	return change->store != NULL;
}

static bool has_same_generations(ik_change *change, bool *same)
{
	const struct ik_change_kind *kind = change->kind;
	unsigned *numbers = NULL;
	size_t n = 0;

	if (!ik_store_generations(change->store, &numbers, &n, &change->error))
		return false;
	*same = n == kind->n_generations
		&& (n == 0 || memcmp(numbers, kind->generations, n * sizeof(*numbers)) == 0);
	free(numbers);
	return true;
}

/* What the review showed must still hold. */
static bool check_unmoved(ik_change *change)
{
	struct ik_error inner = {0};
	unsigned current = 0;
	bool same = true;

	if (change->kind->request)
		return true;
	if (!ik_store_current(change->store, &current, &inner) && inner.id != IK_E_STORE_CURRENT)
		return ik_pass(&change->error, &inner);
	if (change->kind->compares && !has_same_generations(change, &same))
		return false;
	return (same && current == change->plan->from) || ik_fail(&change->error, IK_E_STORE_MOVED);
}

/* A number taken meanwhile by a change that was cut is no matter. */
static bool choose_number(ik_change *change)
{
	if (change->kind->makes)
		return ik_store_next(change->store, &change->number, &change->error);
	change->number = change->kind->request ? 0 : change->plan->to;
	return true;
}

static void tell_before(ik_change *change)
{
	const struct ik_plan *plan = change->plan;

	change->outcome->generation_before = plan->from;
	if (change->kind->request)
		return;
	change->outcome->has_before = plan->has_before;
	ik_facts_copy(&change->outcome->before, &plan->before);
}

static bool leave_note(ik_change *change)
{
	const struct ik_plan *plan = change->plan;
	const struct ik_change_kind *kind = change->kind;

	/* First of all: what was cut may have lent the store another server-id. */
	ik_leftover_sweep(change->store, &kind->spared, plan->at);
	ik_steps_sweep(change->store);
	change->note = (struct ik_note){
		.operation = ik_strdup(kind->operation),
		.from = plan->from,
		.to = change->number,
		.at = plan->at,
		.backup = plan->backup.file ? ik_place_shown(plan->backup.file) : NULL,
		.request = ik_strdup(kind->request),
		.file = kind->request_file ? ik_place_shown(kind->request_file) : NULL,
		.server_id = kind->adopt ? ik_strdup(ik_store_server_id(change->store)) : NULL,
	};
	return change->noted = ik_note_write(change->store, &change->note, &change->error);
}

ik_change *ik_change_begin(const struct ik_plan *plan, const struct ik_change_kind *kind,
			   struct ik_watch *watch, struct ik_outcome *outcome, struct ik_error *err)
{
	ik_change *change = ik_alloc(sizeof(*change));

	*outcome = (struct ik_outcome){0};
	*change = (struct ik_change){
		.plan = plan,
		.kind = kind,
		.watch = watch,
		.outcome = outcome,
		.backup = {.file = plan->backup.file,
			   .password = plan->backup.password,
			   .now = plan->at,
			   .watch = watch,
			   .dirfd = -1},
	};
	ik_alloc_late(false);
	add_steps(change);
	change->begun = open_store(change) && check_unmoved(change) && choose_number(change);
	if (change->begun)
		tell_before(change);
	if (change->begun && leave_note(change))
		return change;
	ik_change_undo(change, err);
	ik_change_free(change);
	return NULL;
}

ik_store *ik_change_store(const ik_change *change)
{
	return change->store;
}

struct ik_error *ik_change_error(ik_change *change)
{
	return &change->error;
}

struct ik_key_pair *ik_change_pair(ik_change *change)
{
	return &change->pair;
}

/* --- steps ------------------------------------------------------------------------------------ */

bool ik_change_step(ik_change *change, size_t i)
{
	return ik_watch_begin(change->watch, change->steps[i])
	       || ik_fail(&change->error, IK_E_CANCELLED);
}

void ik_change_step_done(ik_change *change, size_t i)
{
	ik_watch_done(change->watch, change->steps[i]);
}

bool ik_change_asks(ik_change *change)
{
	return ik_watch_wait(change->watch, -1) || ik_fail(&change->error, IK_E_CANCELLED);
}

/* --- what is written -------------------------------------------------------------------------- */

static bool commit(ik_draft *draft, bool ok, struct ik_error *err)
{
	if (ok)
		return ik_draft_commit(draft, err);
	ik_draft_abort(draft);
	return false;
}

bool ik_change_write(ik_change *change, unsigned number, gid_t group,
		     const struct ik_written *written)
{
	const struct ik_buffer *certificate = written->certificate, *info = written->info;
	const ik_secret *key = written->key;
	struct ik_error *err = &change->error;
	ik_draft *draft = ik_draft_begin(change->store, number, group, err);
	bool ok = draft
		  && ik_draft_public(draft, "certificate.pem", certificate->data, certificate->size,
				     err)
		  && (!key
		      || (ik_draft_private(draft, "key.pem", key, NULL, 0, err)
			  && ik_draft_private(draft, "combined.pem", key, certificate->data,
					      certificate->size, err)))
		  && ik_draft_public(draft, "info", info->data, info->size, err);

	if (!commit(draft, ok, err))
		return false;
	change->made = ik_realloc(change->made, (change->n_made + 1) * sizeof(*change->made));
	change->made[change->n_made++] = number;
	return true;
}

bool ik_change_write_request(ik_change *change, const char *id,
			     const struct ik_request_written *written)
{
	const struct ik_buffer *request = written->request, *info = written->info;
	struct ik_error *err = &change->error;
	ik_draft *draft = ik_draft_begin_request(change->store, id, err);
	bool ok = draft && ik_draft_private(draft, IK_REQUEST_KEY, written->key, NULL, 0, err)
		  && ik_draft_public(draft, IK_REQUEST_PEM, request->data, request->size, err)
		  && ik_draft_public(draft, IK_REQUEST_INFO, info->data, info->size, err);

	if (!commit(draft, ok, err))
		return false;
	ik_list_add(&change->waiting, id);
	return true;
}

static void write_info(const ik_change *change, enum ik_origin origin, bool exportable,
		       struct ik_buffer *text)
{
	struct ik_info info;

	ik_info_begin(&info, origin, change->plan->at, change->plan->from);
	ik_key_group_describe(&change->plan->group, &info);
	ik_asked_copy(&info.asked, &change->plan->asked);
	info.exportable = exportable;
	info.step = ik_change_lead_number(change);
	ik_info_write(&info, text);
	ik_info_free(&info);
}

/* Whoever looks on is asked in between, so that a cancel counts before the work, too. */
bool ik_change_write_pair(ik_change *change, enum ik_origin origin, bool exportable)
{
	struct ik_buffer info = {0};
	const struct ik_written written = {
		.key = change->pair.key, .certificate = &change->pair.certificate, .info = &info};
	bool ok = ik_change_lead(change, change->pair.key, &change->pair.certificate);

	if (ok)
		write_info(change, origin, exportable, &info);
	ok = ok && ik_change_write(change, change->number, change->plan->group.id, &written)
	     && ik_change_write_lead(change) && ik_change_asks(change)
	     && ik_generation_prove(change->store, change->number, &written, change->watch,
				    &change->facts, &change->error);
	if (ok)
		ik_change_step_done(change, 0);
	ik_buffer_free(&info);
	return ok;
}

/* --- backup and switch ------------------------------------------------------------------------ */

bool ik_change_back_up(ik_change *change)
{
	if (!change->plan->backup.file)
		return true;
	change->backup.store = change->store;
	change->backup.note = &change->note;
	change->backup.in_use = change->number;
	return ik_backup_run(&change->backup, &change->error);
}

/* Agents know a server by its id, so it moves house with what is in use, as late as can be: what
 * fails before leaves a store with an id of its own. */
static bool adopt(ik_change *change)
{
	const char *id = change->kind->adopt;

	if (!id || !strcmp(ik_store_server_id(change->store), id))
		return true;
	snprintf(change->server_id, sizeof(change->server_id), "%s",
		 ik_store_server_id(change->store));
	return ik_store_adopt(change->store, id, &change->error);
}

bool ik_change_switch(ik_change *change)
{
	bool go_on = ik_watch_wait(change->watch, -1);

	if (change->watch)
		change->watch->progress.can_cancel = false;
	change->compared = true;
	if (go_on && !change->kind->switches)
		return true;
	if ((change->kind->switches && !ik_watch_begin(change->watch, change->step_switch))
	    || !go_on)
		return ik_fail(&change->error, IK_E_CANCELLED);
	if (!adopt(change) || !ik_store_switch(change->store, change->number, &change->error))
		return false;
	ik_alloc_late(true);
	change->outcome->switched = true;
	if (change->watch)
		change->watch->progress.switched = true;
	ik_watch_done(change->watch, change->step_switch);
	return true;
}
