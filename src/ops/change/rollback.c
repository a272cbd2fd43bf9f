/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rollback.c: the key and certificate of an earlier generation in use again. */
#include "config.h"

#include "ops/change/rollback.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/change/change.h"
#include "ops/change/plan_parts.h"
#include "ops/records/generation.h"
#include "ops/rules/rules.h"
#include "store/store.h"

/* --- which one ----------------------------------------------------------------------------------- */

static bool can_go_back_to(const ik_store *store, unsigned number)
{
	struct ik_generation generation;
	bool can = ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL) && generation.has_facts &&
		   generation.has_key;

	ik_generation_free(&generation);
	return can;
}

bool ik_rollback_choices(const char *path, unsigned **numbers, size_t *n, struct ik_error *err)
{
	ik_store *store = ik_store_open(path, err);
	unsigned *all = NULL, in_use = 0;
	size_t n_all = 0;
	bool ok = store && ik_store_current(store, &in_use, err) && ik_store_generations(store, &all, &n_all, err);

	*n = 0;
	*numbers = ik_alloc_array(n_all + 1, sizeof(**numbers));
	for (size_t i = n_all; ok && i > 0; i--)
		/* Most keys of a long-lived store are deleted, and looking for them is quick. */
		if (all[i - 1] != in_use && ik_store_has(store, all[i - 1], "key.pem") && can_go_back_to(store, all[i - 1]))
			(*numbers)[(*n)++] = all[i - 1];
	free(all);
	ik_store_close(store);
	return ok;
}

/* The newest that can be used again, for a store that has lost the link to the one in use; 0: none. */
static unsigned newest(const ik_store *store)
{
	unsigned *all = NULL, found = 0;
	size_t n = 0;

	ik_store_generations(store, &all, &n, NULL);
	for (; n > 0 && !found; n--)
		found = can_go_back_to(store, all[n - 1]) ? all[n - 1] : 0;
	free(all);
	return found;
}

/* Without a number: the generation that FROM took the place of. */
static bool choose_before(const ik_store *store, struct ik_rollback_plan *plan, struct ik_error *err)
{
	plan->back_to = plan->from ? ik_generation_before(store, plan->from) : newest(store);
	if (plan->back_to)
		return true;
	return plan->from ? ik_fail(err, IK_E_ROLLBACK_NONE)
			  : ik_fail(err, IK_E_STORE_NONE, plan->store);
}

static bool choose(const ik_store *store, const char *text, struct ik_rollback_plan *plan, struct ik_error *err)
{
	if (!text || !*text)
		return choose_before(store, plan, err);
	if (!ik_rule_number(text, IK_GENERATION_MAX, &plan->back_to) || plan->back_to == 0)
		return ik_fail(err, IK_E_STORE_NO_GENERATION, text);
	return plan->back_to != plan->from || ik_fail(err, IK_E_ROLLBACK_IN_USE, text);
}

/* --- the plan ------------------------------------------------------------------------------------ */

static bool take(const struct ik_generation *generation, const struct ik_rollback_wish *wish,
		 struct ik_rollback_plan *plan, struct ik_error *err)
{
	struct ik_key_group_record recorded;
	char *number = ik_format("%u", plan->back_to);
	bool ok = generation->has_key || ik_fail(err, IK_E_ROLLBACK_NO_KEY, number);

	free(number);
	ik_facts_copy(&plan->facts, &generation->facts);
	plan->expired = plan->planned_at > plan->facts.not_after;
	plan->not_yet = plan->planned_at < plan->facts.not_before;
	plan->exportable = !generation->has_info || generation->info.exportable;
	recorded = ik_key_group_recorded(&generation->info);
	return ok && ik_key_group_plan(plan->store, wish->key_group, &recorded, &plan->group, err);
}

static bool look_at_target(const struct ik_rollback_wish *wish, struct ik_rollback_plan *plan, struct ik_error *err)
{
	ik_store *store = ik_store_open(plan->store, err);
	struct ik_generation generation = {0};
	bool ok = store && choose(store, wish->generation, plan, err) &&
		  ik_generation_load(store, plan->back_to, IK_KEY_CHECK, &generation, err) &&
		  take(&generation, wish, plan, err);

	ik_generation_free(&generation);
	ik_store_close(store);
	return ok;
}

bool ik_rollback_plan(const struct ik_rollback_wish *wish, const char *store, int64_t now, struct ik_rollback_plan **out,
		      struct ik_error *err)
{
	struct ik_rollback_plan *plan = ik_alloc(sizeof(*plan));
	struct ik_before before = {0};
	bool ok;

	plan->store = ik_strdup(store);
	plan->planned_at = now;
	ok = ik_before_plan(store, now, &before, err);
	plan->from = before.from;
	plan->to = before.to;
	plan->has_before = before.has_facts;
	plan->before = before.facts;
	ik_buffer_free(&before.certificate);
	plan->undo_helps = before.undo_helps;
	plan->clock = before.clock;
	ok = ok && look_at_target(wish, plan, err) &&
	     (wish->keep_keys || ik_old_keys_plan(store, &before, now, &plan->old_keys, err));
	*out = ok ? plan : NULL;
	if (!ok)
		ik_rollback_plan_free(plan);
	return ok;
}

void ik_rollback_plan_free(struct ik_rollback_plan *plan)
{
	if (!plan)
		return;
	ik_facts_free(&plan->before);
	ik_facts_free(&plan->facts);
	ik_old_keys_free(&plan->old_keys);
	ik_key_group_free(&plan->group);
	free(plan->store);
	free(plan);
}

/* --- the change ---------------------------------------------------------------------------------- */

static bool copy(void *self, const ik_store *store, struct ik_watch *watch, ik_secret **key,
		 struct ik_buffer *certificate, struct ik_error *err)
{
	const struct ik_rollback_plan *plan = self;
	struct ik_generation generation;
	bool ok = ik_generation_load(store, plan->back_to, IK_KEY_LOAD, &generation, err);

	(void)watch;
	if (ok && !generation.key) {
		char *number = ik_format("%u", plan->back_to);

		ok = ik_fail(err, IK_E_ROLLBACK_NO_KEY, number);
		free(number);
	}
	if (ok) {
		ik_buffer_add(certificate, generation.certificate.data, generation.certificate.size);
		*key = generation.key;
		generation.key = NULL;
	}
	ik_generation_free(&generation);
	return ok;
}

static void describe(void *self, struct ik_info *info)
{
	const struct ik_rollback_plan *plan = self;

	info->exportable = plan->exportable;
	ik_key_group_describe(&plan->group, info);
}

bool ik_rollback_perform(const struct ik_rollback_plan *plan, struct ik_watch *watch, struct ik_outcome *outcome,
			 struct ik_error *err)
{
	struct ik_rollback_plan seen = *plan;
	const struct ik_change change = {
		.operation = "rollback",
		.store = plan->store,
		.from = plan->from,
		.to = plan->to,
		.reads = plan->back_to,
		.now = plan->planned_at,
		.key_group = plan->group.id,
		.old_keys = &plan->old_keys,
		.make_label = N_("Earlier key and certificate"),
		.make = copy,
		.describe = describe,
		.origin = IK_ORIGIN_ROLLED_BACK,
		.self = &seen,
	};

	return ik_change_perform(&change, watch, outcome, err);
}
