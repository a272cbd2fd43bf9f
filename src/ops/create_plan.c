/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_plan.c: from what was typed to all that will happen, with nothing changed. */
#include "config.h"

#include "ops/create.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/identity.h"
#include "ops/plan_parts.h"
#include "ops/rules.h"

/* A certificate dated back lets clients in whose clocks lag behind; the last moment is that of the year 9999. */
enum { SECONDS_A_DAY = 86400 };
static const int64_t last_moment = 253402300799;

static bool plan_identity(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	struct ik_identity identity;

	if (!ik_identity_plan(wish->name, wish->alt_names, wish->organization, &identity, err))
		return false;
	plan->name = identity.name;
	plan->common_name = identity.common_name;
	plan->organization = identity.organization;
	plan->dns_names = identity.dns_names;
	plan->ip_addresses = identity.ip_addresses;
	return true;
}

static bool plan_dates(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	if (!ik_rule_days(wish->days, &plan->days, err))
		return false;
	plan->not_before = plan->planned_at < SECONDS_A_DAY ? 0 : plan->planned_at - SECONDS_A_DAY;
	plan->not_after = plan->planned_at + (int64_t)plan->days * SECONDS_A_DAY;
	return plan->not_after <= last_moment || ik_error_set(err, IK_E_DAYS_FAR, NULL, NULL, NULL);
}

static bool plan_key(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	return ik_rule_key_type(wish->key_type, &plan->key_type, err) &&
	       ik_key_group_plan(plan->store, wish->key_group, NULL, &plan->group, err);
}

static bool plan_store(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	struct ik_before before;

	if (!ik_before_plan(plan->store, plan->planned_at, &before, err))
		return false;
	plan->from = before.from;
	plan->to = before.to;
	plan->has_before = before.has_facts;
	plan->before = before.facts;
	plan->undo_helps = before.undo_helps;
	plan->clock = before.clock;
	return wish->keep_keys || ik_old_keys_plan(plan->store, &before, plan->planned_at, &plan->old_keys, err);
}

bool ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now, struct ik_create_plan **out,
		    struct ik_error *err)
{
	struct ik_create_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	plan->store = ik_strdup(store);
	plan->planned_at = now;
	ok = plan_identity(wish, plan, err) && plan_dates(wish, plan, err) && plan_key(wish, plan, err) &&
	     plan_store(wish, plan, err) &&
	     ik_backup_place_plan(wish->backup_file, wish->password, store, &plan->backup_file, &plan->backup_in_store,
				  &plan->password, err);
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
	ik_list_free(&plan->dns_names);
	ik_list_free(&plan->ip_addresses);
	ik_secret_free(plan->password);
	ik_old_keys_free(&plan->old_keys);
	free(plan->store);
	free(plan->name);
	free(plan->common_name);
	free(plan->organization);
	ik_key_group_free(&plan->group);
	free(plan->backup_file);
	free(plan);
}
