/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_plan.c: what of a backup a store lacks, and under which number it comes back. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/change/restore_inside.h"
#include "ops/change/same.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/records/note.h"
#include "ops/records/state.h"
#include "ops/rules/rules.h"
#include "store/store.h"

/* --- what is here ----------------------------------------------------------------------------- */

/* What is looked at to make a plan. */
struct around {
	ik_store *store; /* NULL where there is none yet */
	struct ik_history history;
	bool *matched;     /* beside its items: it is one of the backup */
	unsigned use;      /* the generation of the backup that is asked for; 0: none */
	const char *group; /* that is to read its key, as given; NULL: none was */
};

/* What could not be found out of one is no sign that it is another than those of the backup. */
static bool look_at_all(struct ik_restore_plan *plan, struct around *around, struct ik_error *err)
{
	struct ik_history *history = &around->history;
	bool ok = ik_history_read(around->store, 0, IK_HISTORY_ALL, 0, history, err);

	plan->n_numbers = history->n;
	plan->numbers = ik_alloc_array(history->n + 1, sizeof(*plan->numbers));
	around->matched = ik_alloc_array(history->n + 1, sizeof(*around->matched));
	for (size_t i = 0; i < history->n; i++) {
		const struct ik_past *past = &history->items[i];

		plan->numbers[i] = past->number;
		if (past->damage && ik_error_is_limit(past->damage->id))
			ok = ik_pass(err, past->damage);
	}
	return ok;
}

/* One that was cut after its switch has done all but its end: the record of the backup, the log,
 * the commands. */
static bool was_cut(const ik_store *store)
{
	struct ik_note note;
	bool cut = ik_note_read(store, &note) && !strcmp(note.operation, "restore");

	ik_note_free(&note);
	return cut;
}

static bool look_around(const ik_restore_source *source, struct ik_restore_plan *plan,
			struct around *around, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_store *store = around->store = ik_store_open(plan->head.store, &inner);
	bool ok;

	plan->new_store = !store && inner.id == IK_E_STORE_NONE;
	if (plan->new_store)
		return ik_restore_plan_requests(source, NULL, plan, err)
		       && ik_restore_plan_steps(source, NULL, plan, err);
	ok = store && look_at_all(plan, around, &inner);
	ok = ok && ik_restore_plan_requests(source, store, plan, &inner)
	     && ik_restore_plan_steps(source, store, plan, &inner);
	plan->finishes = ok && was_cut(store);
	if (!ok)
		ik_pass(err, &inner);
	return ok;
}

static void free_around(struct around *around)
{
	free(around->matched);
	ik_history_free(&around->history);
	ik_store_close(around->store);
}

static bool is_older(const struct ik_history *history, int64_t time)
{
	for (size_t i = 0; i < history->n; i++)
		if (!history->items[i].damage && history->items[i].info.made_at > time)
			return true;
	return false;
}

/* --- each generation of the backup ------------------------------------------------------------ */

/* Old keys are deleted, but not that of the one in use; and a key that is there has to be the right
 * one. */
static bool is_whole(const struct around *around, const struct ik_restore_plan *plan,
		     const struct ik_past *here)
{
	struct ik_generation generation;
	bool whole;

	if (!here->has_key)
		return here->number != plan->head.from;
	whole = ik_generation_load(around->store, here->number, IK_KEY_CHECK, &generation, NULL);
	ik_generation_free(&generation);
	return whole;
}

/* Whether HERE can be put in use as it is.  Every switch goes to a higher number, so that there is
 * a way back: what was in use before comes back as a new generation.  One that a restore made, and
 * then was cut, still waits for its switch. */
static bool waits_for_switch(const struct ik_restore_plan *plan, const struct ik_past *here)
{
	return plan->head.from == 0 || here->number == plan->head.from
	       || (here->number > plan->head.from && here->info.replaces == (int64_t)plan->head.from
		   && here->has_key);
}

/* A certificate that was put in use again stands under two numbers, perhaps of one second: the same
 * number goes first, unless one that can be put in use is asked for, and each is matched once. */
static int nearness(const struct around *around, const struct ik_restore_plan *plan,
		    const struct ik_past *here, const struct ik_restore_entry *entry)
{
	bool asked = entry->number == around->use;

	return (asked && here->has_key && waits_for_switch(plan, here) ? 4 : 0)
	       + (here->number == entry->number ? 2 : 0) + (here->has_key ? 1 : 0);
}

static bool is_same(const struct ik_past *here, const struct ik_restore_entry *entry)
{
	return !here->damage && here->info.made_at == entry->made_at
	       && strcmp(here->facts.sha256, entry->facts.sha256) == 0;
}

/* The one of the store that ENTRY is, which is taken then.  What is here but damaged does not
 * count: it comes back. */
static const struct ik_past *match(struct around *around, const struct ik_restore_plan *plan,
				   const struct ik_restore_entry *entry)
{
	const struct ik_past *found = NULL;

	for (size_t i = 0; i < around->history.n; i++) {
		const struct ik_past *here = &around->history.items[i];

		if (around->matched[i] || !is_same(here, entry) || !is_whole(around, plan, here))
			continue;
		if (!found
		    || nearness(around, plan, here, entry) > nearness(around, plan, found, entry))
			found = here;
	}
	if (found)
		around->matched[found - around->history.items] = true;
	return found;
}

static void settle_missing(const ik_restore_source *source, size_t i, const struct around *around,
			   struct ik_restore_plan *plan)
{
	struct ik_restore_entry *entry = &plan->entries[i];
	const struct ik_info *info = &source->infos[i];
	bool below = entry->number == around->use && entry->number < plan->head.from;

	entry->fate = below || ik_history_find(&around->history, entry->number)
			      ? IK_RESTORE_RENUMBERED
			      : IK_RESTORE_ADDED;
	entry->here = entry->fate == IK_RESTORE_ADDED ? entry->number : 0;
	entry->has_key = source->opened.keys[i] != NULL;
	entry->exportable = info->exportable && !plan->not_exportable;
	plan->added++;
}

static void settle_present(const struct ik_past *same, bool in_backup,
			   struct ik_restore_entry *entry)
{
	entry->fate = IK_RESTORE_PRESENT;
	entry->here = same->number;
	entry->has_key = same->has_key;
	entry->key_left_out = !same->has_key && in_backup;
	entry->exportable = same->info.exportable;
}

/* Whether the Ith of the backup, which is asked for, is in use already as it would be then, under
 * whatever number. */
static bool find_in_use(const ik_restore_source *source, size_t i, const struct around *around,
			const struct ik_restore_plan *plan, bool *found, struct ik_error *err)
{
	const struct ik_key_group_record recorded = ik_key_group_recorded(&source->infos[i]);
	struct ik_key_group group = {0};
	const struct ik_same_wish wish = {
		.sha256 = source->facts[i].sha256,
		.chain = ik_backup_opened_member(&source->opened, i, "certificate.pem"),
		.group = &group,
	};
	enum ik_same same = IK_SAME_NOT;
	bool ok = ik_key_group_plan(plan->head.store, around->group, &recorded, &group, err)
		  && ik_same_find(&plan->head, &wish, &same, err);

	*found = same == IK_SAME_WHOLLY;
	ik_key_group_free(&group);
	return ok;
}

static bool settle(const ik_restore_source *source, size_t i, struct around *around,
		   struct ik_restore_plan *plan, struct ik_error *err)
{
	const struct ik_manifest_generation *g = &source->opened.manifest.generations[i];
	struct ik_restore_entry *entry = &plan->entries[i];
	const struct ik_past *same;
	bool in_use = false;

	*entry = (struct ik_restore_entry){
		.number = g->number, .fate = IK_RESTORE_DAMAGED, .key_state = g->key};
	if (g->state == IK_STATE_DAMAGED)
		return true;
	ik_facts_copy(&entry->facts, &source->facts[i]);
	entry->has_facts = true;
	entry->made_at = source->infos[i].made_at;
	same = match(around, plan, entry);
	if (entry->number == around->use && !find_in_use(source, i, around, plan, &in_use, err))
		return false;
	if (in_use)
		same = ik_history_find(&around->history, plan->head.from);
	if (!same
	    || (entry->number == around->use && source->opened.keys[i]
		&& !waits_for_switch(plan, same)))
		settle_missing(source, i, around, plan);
	else
		settle_present(same, source->opened.keys[i] != NULL, entry);
	/* If its key is only in this store and not in the backup, the backup cannot put it in use.
	 */
	return entry->number != around->use || !same || source->opened.keys[i]
	       || waits_for_switch(plan, same)
	       || ik_fail_number(err, IK_E_RESTORE_NO_KEY, entry->number);
}

/* After all those that keep their number: no number falls, and none is given twice.  NEXT is free
 * in the store. */
static bool give_numbers(struct ik_restore_plan *plan, unsigned next, struct ik_error *err)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].fate == IK_RESTORE_ADDED && plan->entries[i].here >= next)
			next = plan->entries[i].here + 1;
	for (size_t i = 0; i < plan->n; i++) {
		if (plan->entries[i].fate != IK_RESTORE_RENUMBERED)
			continue;
		if (next > IK_GENERATION_MAX)
			return ik_fail(err, IK_E_STORE_FULL_NUMBERS);
		plan->entries[i].here = next++;
	}
	return true;
}

/* --- what is in use afterwards ---------------------------------------------------------------- */

/* What is said where another number would be refused as well. */
static bool refuse_keyless(const struct ik_restore_plan *plan, unsigned number,
			   struct ik_error *err)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].has_key)
			return ik_fail_number(err, IK_E_RESTORE_NO_KEY, number);
	return ik_fail(err, IK_E_RESTORE_KEYLESS);
}

static bool use_number(struct ik_restore_plan *plan, unsigned number, struct ik_error *err)
{
	for (size_t i = 0; i < plan->n; i++) {
		const struct ik_restore_entry *entry = &plan->entries[i];

		if (entry->number != number || entry->fate == IK_RESTORE_DAMAGED)
			continue;
		if (!entry->has_key)
			return refuse_keyless(plan, number, err);
		plan->head.to = entry->here;
		plan->switches = plan->head.to != plan->head.from;
		return true;
	}
	return ik_fail_number(err, IK_E_RESTORE_NONE, number);
}

/* The number that was typed; 0: none was. */
static bool read_use(const char *typed, unsigned *number, struct ik_error *err)
{
	*number = 0;
	if (!typed || !*typed || (ik_rule_number(typed, IK_GENERATION_MAX, number) && *number > 0))
		return true;
	return ik_fail(err, IK_E_RESTORE_NONE, typed);
}

static bool choose(struct ik_restore_plan *plan, unsigned use, struct ik_error *err)
{
	plan->head.to = plan->head.from;
	if (use)
		return use_number(plan, use, err);
	return plan->head.from != 0 || use_number(plan, plan->in_use, err);
}

/* --- who may read the keys -------------------------------------------------------------------- */

static bool comes_back(const struct ik_restore_entry *entry)
{
	return entry->has_key
	       && (entry->fate == IK_RESTORE_ADDED || entry->fate == IK_RESTORE_RENUMBERED);
}

/* What is put in use follows the rule for every new key.  What only comes back is as it was, or
 * closed. */
static bool plan_group(const struct ik_restore_plan *plan, const struct ik_info *info,
		       const char *given, struct ik_restore_entry *entry, struct ik_error *err)
{
	const struct ik_key_group_record recorded = ik_key_group_recorded(info);

	if (plan->switches && entry->here == plan->head.to)
		return ik_key_group_plan(plan->head.store, given, &recorded, &entry->group, err);
	ik_key_group_take(given && !*given ? NULL : recorded.name, &entry->group);
	entry->group.removed = info->no_key_group || (given && !*given && *recorded.name);
	return true;
}

static bool plan_groups(const ik_restore_source *source, const char *given,
			struct ik_restore_plan *plan, struct ik_error *err)
{
	bool idle = given && *given, ok = true;

	for (size_t i = 0; ok && i < plan->n; i++) {
		struct ik_restore_entry *entry = &plan->entries[i];

		if (!comes_back(entry))
			continue;
		ok = plan_group(plan, &source->infos[i], given, entry, err);
		idle = idle && !(plan->switches && entry->here == plan->head.to);
	}
	plan->idle_group = ok && idle ? ik_strdup(given) : NULL;
	return ok;
}

/* --- the plan --------------------------------------------------------------------------------- */

static void tell_source(const ik_restore_source *source, struct ik_restore_plan *plan)
{
	const struct ik_manifest *manifest = &source->opened.manifest;

	plan->file = ik_strdup(source->file);
	for (size_t i = 0; i < source->opened.zip.passed_over.n; i++)
		ik_list_add(&plan->passed_over, source->opened.zip.passed_over.items[i]);
	plan->server = ik_strdup(manifest->server);
	plan->server_id = ik_strdup(manifest->server_id);
	plan->time = manifest->time;
	plan->in_use = manifest->in_use;
	plan->n = manifest->n_generations;
	plan->entries = ik_alloc_array(plan->n + 1, sizeof(*plan->entries));
}

static bool compare(const ik_restore_source *source, struct ik_restore_plan *plan,
		    const char *group, unsigned use, unsigned next, struct ik_error *err)
{
	struct around around = {.use = use, .group = group};
	size_t others = 0;
	bool ok = look_around(source, plan, &around, err);

	for (size_t i = 0; ok && i < plan->n; i++)
		ok = settle(source, i, &around, plan, err);
	if (ok) {
		plan->older = is_older(&around.history, plan->time);
		for (size_t i = 0; i < around.history.n; i++)
			others += !around.matched[i];
		plan->empty = others == 0 && (plan->head.from == 0 || plan->finishes);
		plan->adopts = plan->empty && plan->head.from == 0;
	}
	free_around(&around);
	return ok && give_numbers(plan, next, err);
}

static void plan_lead(struct ik_restore_plan *plan)
{
	const struct ik_restore_entry *entry = ik_restore_in_use(plan);

	if (!plan->switches)
		plan->head.lead = IK_LEAD_NOBODY;
	else if (entry)
		ik_plan_lead(&plan->head, &entry->facts);
}

/* What came back just now goes by no rule for old keys: none of it is here yet.  The commands run
 * after the note of a restore was taken away, so they did not where it is still there. */
static bool plan_follow(const struct ik_restore_wish *wish, struct ik_restore_plan *plan,
			struct ik_error *err)
{
	return !(plan->switches || plan->finishes)
	       || ik_plan_follow(&plan->head, wish->keep_keys, err);
}

/* WISH NULL: nothing is chosen. */
static bool make_plan(const ik_restore_source *source, const char *store,
		      const struct ik_restore_wish *wish, int64_t now, struct ik_restore_plan **out,
		      struct ik_error *err)
{
	struct ik_restore_plan *plan = ik_alloc(sizeof(*plan));
	unsigned use = 0, next;
	bool ok;

	plan->not_exportable = wish && wish->not_exportable;
	tell_source(source, plan);
	ok = ik_plan_begin(&plan->head, store, now, err);
	next = plan->head.to;
	plan->head.to = 0;
	ok = ok && (!wish || read_use(wish->use, &use, err))
	     && compare(source, plan, wish ? wish->key_group : NULL, use, next, err);
	if (ok && wish)
		ok = choose(plan, use, err) && plan_groups(source, wish->key_group, plan, err)
		     && plan_follow(wish, plan, err);
	if (ok && wish)
		plan_lead(plan);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_restore_plan_free(plan);
	return ok;
}

bool ik_restore_plan(const ik_restore_source *source, const char *store,
		     const struct ik_restore_wish *wish, int64_t now, struct ik_restore_plan **plan,
		     struct ik_error *err)
{
	return make_plan(source, store, wish, now, plan, err);
}

bool ik_restore_compare(const ik_restore_source *source, const char *store, int64_t now,
			struct ik_restore_plan **plan, struct ik_error *err)
{
	return make_plan(source, store, NULL, now, plan, err);
}

bool ik_restore_changes(const struct ik_restore_plan *plan)
{
	return plan->added > 0 || plan->requests_added > 0 || plan->steps.n > 0
	       || plan->adds_recovery || plan->switches || plan->finishes;
}

const struct ik_restore_entry *ik_restore_in_use(const struct ik_restore_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->head.to && plan->entries[i].here == plan->head.to)
			return &plan->entries[i];
	return NULL;
}

void ik_restore_plan_free(struct ik_restore_plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->n; i++) {
		ik_facts_free(&plan->entries[i].facts);
		ik_key_group_free(&plan->entries[i].group);
	}
	for (size_t i = 0; i < plan->n_requests; i++) {
		free(plan->requests[i].id);
		free(plan->requests[i].name);
	}
	ik_list_free(&plan->steps);
	free(plan->requests);
	free(plan->entries);
	free(plan->numbers);
	ik_plan_free(&plan->head);
	free(plan->idle_group);
	ik_list_free(&plan->passed_over);
	free(plan->server_id);
	free(plan->server);
	free(plan->file);
	free(plan);
}
