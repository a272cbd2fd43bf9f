/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_plan.c: from what was typed to all that will happen, with nothing changed. */
#include "config.h"

#include "ops/change/create.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/change/plan_parts.h"
#include "ops/rules/rules.h"

/* A certificate dated back lets clients in whose clocks lag behind; the last moment is that of the year 9999. */
enum { SECONDS_A_DAY = 86400 };
static const int64_t last_moment = 253402300799;

static bool plan_identity(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	const struct ik_identity_wish typed = {
		.name = wish->name,
		.alt_names = wish->alt_names,
		.organization = wish->organization,
		.in_use = ik_kept_common_name(plan->has_before ? &plan->before : NULL),
	};

	return ik_identity_plan(&typed, &plan->identity, err);
}

static bool plan_dates(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	if (!ik_rule_days(wish->days, &plan->days, err))
		return false;
	plan->days_cut = ik_kept_days_cut(plan->has_before ? &plan->before : NULL, plan->days);
	plan->not_before = plan->planned_at < SECONDS_A_DAY ? 0 : plan->planned_at - SECONDS_A_DAY;
	plan->not_after = plan->planned_at + (int64_t)plan->days * SECONDS_A_DAY;
	return plan->not_after <= last_moment || ik_fail(err, IK_E_DAYS_FAR);
}

static bool plan_key(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	plan->key_type = ik_strdup(wish->key_type);
	return ik_rule_key_type(wish->key_type, ik_kept_key_type(plan->has_before ? &plan->before : NULL), err) &&
	       ik_key_group_plan(plan->store, wish->key_group, NULL, &plan->group, err);
}

static bool plan_store(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	struct ik_before before;

	if (!ik_before_names_plan(plan->store, plan->planned_at, &before, err))
		return false;
	plan->from = before.from;
	plan->to = before.to;
	plan->has_before = before.has_facts;
	plan->before = before.facts;
	plan->certificate = before.certificate;
	plan->undo_helps = before.undo_helps;
	plan->clock = before.clock;
	return wish->keep_keys || ik_old_keys_plan(plan->store, &before, plan->planned_at, &plan->old_keys, err);
}

static void plan_losses(struct ik_create_plan *plan)
{
	const struct ik_new new = {&plan->identity.dns_names, &plan->identity.ip_addresses, plan->key_type,
				   .signs_itself = true};

	if (plan->has_before)
		ik_losses_find(&plan->before, &plan->certificate, &new, &plan->losses);
}

bool ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now, struct ik_create_plan **out,
		    struct ik_error *err)
{
	struct ik_create_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	plan->store = ik_strdup(store);
	plan->planned_at = now;
	plan->exportable = !wish->not_exportable;
	ok = plan_store(wish, plan, err) && plan_identity(wish, plan, err) && plan_dates(wish, plan, err) &&
	     plan_key(wish, plan, err) &&
	     ik_backup_place_plan(wish->backup_file, wish->password, store, &plan->backup_file, &plan->backup_in_store,
				  &plan->password, err);
	if (ok)
		plan_losses(plan);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_create_plan_free(plan);
	return ok;
}

void ik_create_plan_free(struct ik_create_plan *plan)
{
	if (!plan)
		return;
	ik_facts_free(&plan->before);
	ik_buffer_free(&plan->certificate);
	ik_losses_free(&plan->losses);
	ik_identity_free(&plan->identity);
	free(plan->key_type);
	ik_secret_free(plan->password);
	ik_old_keys_free(&plan->old_keys);
	free(plan->store);
	ik_key_group_free(&plan->group);
	free(plan->backup_file);
	free(plan);
}
