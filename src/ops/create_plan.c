/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_plan.c: from what was typed to all that will happen, with nothing changed. */
#include "config.h"

#include "ops/create.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/generation.h"
#include "ops/identity.h"
#include "ops/rules.h"
#include "store/store.h"

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
	plan->key_group_name = ik_strdup(wish->key_group ? wish->key_group : "");
	return ik_rule_key_type(wish->key_type, &plan->key_type, err) &&
	       ik_rule_key_group(wish->key_group, &plan->key_group, err);
}

/* Whatever of the old one can still be read is shown; one that is damaged is there to be replaced. */
static void plan_before(const ik_store *store, struct ik_create_plan *plan)
{
	struct ik_generation before;

	ik_generation_load(store, plan->from, IK_KEY_LOOK, &before, NULL);
	plan->has_before = before.has_facts;
	if (before.has_facts)
		ik_facts_copy(&plan->before, &before.facts);
	plan->undo_helps = before.has_facts && before.has_key && before.facts.not_before <= plan->planned_at &&
			   plan->planned_at <= before.facts.not_after;
	ik_generation_free(&before);
}

static bool plan_store(struct ik_create_plan *plan, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_store *store;
	bool ok;

	plan->to = 1;
	if (!ik_store_may_change(plan->store, err))
		return false;
	store = ik_store_open(plan->store, &inner);
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	/* A link that leads nowhere is mended by the switch, like all other damage. */
	ok = store && (ik_store_current(store, &plan->from, &inner) || inner.id == IK_E_STORE_CURRENT);
	if (ok) {
		ik_error_clear(&inner);
		ok = ik_store_next(store, &plan->to, &inner);
	}
	if (ok && plan->from)
		plan_before(store, plan);
	if (!ok && err && err->id == IK_E_NONE)
		*err = inner;
	ik_store_close(store);
	return ok;
}

static bool plan_old_keys(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	ik_store *store;
	bool ok;

	if (wish->keep_keys || plan->from == 0)
		return true;
	store = ik_store_open(plan->store, err);
	ok = store && ik_old_keys_find(store, plan->to, plan->from, plan->planned_at, IK_KEY_DAYS, &plan->old_keys, err);
	ik_store_close(store);
	return ok;
}

static bool plan_backup(const struct ik_create_wish *wish, struct ik_create_plan *plan, struct ik_error *err)
{
	struct ik_place place = {0};

	if (!wish->backup_file)
		return true;
	if (!ik_rule_backup_file(wish->backup_file, plan->store, &plan->backup_file, &place, err))
		return false;
	plan->backup_in_store = place.in_store;
	if (!wish->password)
		return ik_error_set(err, IK_E_PW_EMPTY, NULL, NULL, NULL);
	return ik_rule_password(wish->password, &plan->password, NULL, err);
}

bool ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now, struct ik_create_plan **out,
		    struct ik_error *err)
{
	struct ik_create_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	plan->store = ik_strdup(store);
	plan->planned_at = now;
	ok = plan_identity(wish, plan, err) && plan_dates(wish, plan, err) && plan_key(wish, plan, err) &&
	     plan_store(plan, err) && plan_old_keys(wish, plan, err) && plan_backup(wish, plan, err);
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
	free(plan->key_group_name);
	free(plan->backup_file);
	free(plan);
}
