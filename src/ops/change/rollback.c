/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback.c: the key and certificate of an earlier generation in use again. */
#include "config.h"

#include "ops/change/rollback.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/shell.h"
#include "base/text.h"
#include "ops/backup/backup_held.h"
#include "ops/change/change.h"
#include "ops/records/default_store.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/rules/rules.h"
#include "store/store.h"

/* --- which one -------------------------------------------------------------------------------- */

static bool can_go_back_to(const struct ik_past *past)
{
	return past->has_key && past->has_facts && !past->damage;
}

static unsigned newest(const struct ik_history *history)
{
	for (size_t i = history->n; i-- > 0;)
		if (can_go_back_to(&history->items[i]))
			return history->items[i].number;
	return 0;
}

/* Whether nothing would be changed.  The plan knows: by it another chain, or a file that is
 * damaged, is a reason to go back all the same. */
static bool is_in_use_already(const char *path, unsigned number, int64_t now)
{
	char *text = ik_format("%u", number);
	const struct ik_rollback_wish wish = {
		.generation = text, .accept_expired = true, .keep_keys = true};
	struct ik_rollback_plan *plan = NULL;
	struct ik_error refused = {0};

	ik_rollback_plan(&wish, path, now, &plan, &refused);
	ik_rollback_plan_free(plan);
	free(text);
	return refused.id == IK_E_IN_USE_ALREADY;
}

static void take_choices(const struct ik_history *history, const char *path, const char *in_use,
			 int64_t now, struct ik_rollback_choices *choices)
{
	choices->items = ik_alloc_array(history->n + 1, sizeof(*choices->items));
	for (size_t i = history->n; i-- > 0;) {
		const struct ik_past *past = &history->items[i];
		struct ik_rollback_choice *choice = &choices->items[choices->n];

		if (past->number == history->in_use || !can_go_back_to(past)
		    || (in_use && !strcmp(past->facts.sha256, in_use)
			&& is_in_use_already(path, past->number, now)))
			continue;
		choice->number = past->number;
		ik_facts_copy(&choice->facts, &past->facts);
		choices->n++;
	}
}

bool ik_rollback_choices(const char *path, const char *sha256, int64_t now,
			 struct ik_rollback_choices *choices, struct ik_error *err)
{
	ik_store *store = ik_store_open(path, err);
	struct ik_history history = {0};
	struct ik_error lost = {0};
	unsigned in_use = 0;
	/* One that is used again mends a link that leads nowhere. */
	bool ok = store
		  && (ik_store_current(store, &in_use, &lost) || lost.id == IK_E_STORE_CURRENT
		      || ik_pass(err, &lost))
		  && ik_history_read(store, in_use, IK_HISTORY_KEYED, 0, &history, err);

	*choices = (struct ik_rollback_choices){0};
	take_choices(&history, path, sha256, now, choices);
	ik_history_free(&history);
	ik_store_close(store);
	return ok;
}

void ik_rollback_choices_free(struct ik_rollback_choices *choices)
{
	for (size_t i = 0; i < choices->n; i++)
		ik_facts_free(&choices->items[i].facts);
	free(choices->items);
	*choices = (struct ik_rollback_choices){0};
}

/* Without a number: the generation that FROM took the place of; the newest that can be used again,
 * for a store that has lost the link to the one in use. */
static bool choose_before(const ik_store *store, struct ik_rollback_plan *plan,
			  struct ik_error *err)
{
	struct ik_history history;

	ik_history_read(store, plan->head.from,
			plan->head.from ? IK_HISTORY_RECORDS : IK_HISTORY_KEYED, 0, &history, NULL);
	plan->back_to = plan->head.from ? ik_history_before(&history, plan->head.from)
					: newest(&history);
	ik_history_free(&history);
	if (plan->back_to)
		return true;
	return plan->head.from ? ik_fail(err, IK_E_ROLLBACK_NONE)
			       : ik_fail(err, IK_E_STORE_NONE, plan->head.store);
}

static bool choose(const ik_store *store, const char *text, struct ik_rollback_plan *plan,
		   struct ik_error *err)
{
	if (!text || !*text)
		return choose_before(store, plan, err);
	if (!ik_rule_number(text, IK_GENERATION_MAX, &plan->back_to) || plan->back_to == 0)
		return ik_fail(err, IK_E_STORE_NO_GENERATION, text);
	return true;
}

/* --- the plan --------------------------------------------------------------------------------- */

/* The same pair may be in use under this number, or under a later one. */
static bool judge_same(const struct ik_generation *generation, struct ik_rollback_plan *plan,
		       struct ik_error *err)
{
	const struct ik_same_wish wish = {.sha256 = plan->facts.sha256,
					  .chain = &generation->certificate,
					  .group = &plan->head.group};

	return ik_same_find(&plan->head, &wish, &plan->same, err)
	       && (plan->same != IK_SAME_WHOLLY || ik_fail(err, IK_E_IN_USE_ALREADY));
}

/* The backup that has the key can put it in use. */
static bool refuse_keyless(const struct ik_rollback_plan *plan, struct ik_error *err)
{
	ik_store *store = ik_store_open(plan->head.store, NULL);
	char *path = store ? ik_backup_holding(store, plan->back_to) : NULL;

	ik_fail_number(err, IK_E_ROLLBACK_NO_KEY, plan->back_to);
	if (path) {
		char *shown = ik_text_shown(path);
		char *word = ik_shell_word(shown);
		char *restore = ik_format("inkan restore %s --use %u", word, plan->back_to);
		char *command = ik_command_for(plan->head.store, restore);

		ik_error_detail(err, "%s", command);
		free(command);
		free(restore);
		free(word);
		free(shown);
	}
	free(path);
	ik_store_close(store);
	return false;
}

static bool take(const struct ik_generation *generation, const struct ik_rollback_wish *wish,
		 struct ik_rollback_plan *plan, struct ik_error *err)
{
	struct ik_key_group_record recorded;
	bool ok = generation->has_key || refuse_keyless(plan, err);

	ik_facts_copy(&plan->facts, &generation->facts);
	plan->expired = plan->head.at > plan->facts.not_after;
	plan->not_yet = plan->head.at < plan->facts.not_before;
	plan->exportable = !generation->has_info || generation->info.exportable;
	ik_asked_copy(&plan->head.asked, &generation->info.asked);
	recorded = ik_key_group_recorded(&generation->info);
	return ok
	       && ik_key_group_plan(plan->head.store, wish->key_group, &recorded, &plan->head.group,
				    err)
	       && judge_same(generation, plan, err)
	       && ik_plan_dates(&plan->head, &plan->facts, wish->accept_expired, err);
}

static bool look_at_target(const struct ik_rollback_wish *wish, struct ik_rollback_plan *plan,
			   struct ik_error *err)
{
	ik_store *store = ik_store_open(plan->head.store, err);
	struct ik_generation generation = {0};
	bool ok = store && choose(store, wish->generation, plan, err)
		  && ik_generation_load(store, plan->back_to, IK_KEY_CHECK, &generation, err)
		  && take(&generation, wish, plan, err);

	ik_generation_free(&generation);
	ik_store_close(store);
	return ok;
}

bool ik_rollback_plan(const struct ik_rollback_wish *wish, const char *store, int64_t now,
		      struct ik_rollback_plan **out, struct ik_error *err)
{
	struct ik_rollback_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	ok = ik_plan_begin(&plan->head, store, now, err) && look_at_target(wish, plan, err)
	     && ik_plan_follow(&plan->head, wish->keep_keys, err);
	if (ok)
		ik_plan_lead(&plan->head, &plan->facts);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_rollback_plan_free(plan);
	return ok;
}

void ik_rollback_plan_free(struct ik_rollback_plan *plan)
{
	if (!plan)
		return;
	ik_plan_free(&plan->head);
	ik_facts_free(&plan->facts);
	free(plan);
}

/* --- the change ------------------------------------------------------------------------------- */

static bool copy(const struct ik_rollback_plan *plan, ik_change *change)
{
	struct ik_error *err = ik_change_error(change);
	struct ik_key_pair *pair = ik_change_pair(change);
	struct ik_generation generation = {0};
	bool ok = ik_change_step(change, 0)
		  && ik_generation_load(ik_change_store(change), plan->back_to, IK_KEY_LOAD,
					&generation, err);

	if (ok && !generation.key)
		ok = ik_fail_number(err, IK_E_ROLLBACK_NO_KEY, plan->back_to);
	if (ok) {
		ik_buffer_add(&pair->certificate, generation.certificate.data,
			      generation.certificate.size);
		pair->key = generation.key;
		generation.key = NULL;
	}
	ik_generation_free(&generation);
	return ok;
}

bool ik_rollback_perform(const struct ik_rollback_plan *plan, struct ik_watch *watch,
			 struct ik_outcome *outcome, struct ik_error *err)
{
	const struct ik_change_kind kind = {
		.operation = "rollback",
		.steps = {N_("Earlier key and certificate")},
		.makes = true,
		.switches = true,
		.reason = IK_STEP_ROLLED_BACK,
		.spared = {.generations = &plan->back_to, .n = 1},
		.log_failed = IK_E_AUDIT_LOG,
	};
	ik_change *change = ik_change_begin(&plan->head, &kind, watch, outcome, err);
	bool ok = change && copy(plan, change)
		  && ik_change_write_pair(change, IK_ORIGIN_ROLLED_BACK, plan->exportable)
		  && ik_change_back_up(change) && ik_change_switch(change);

	return ik_change_end(change, ok, err);
}
