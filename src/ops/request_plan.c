/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_plan.c: from what was typed to the request that will wait, with nothing changed. */
#include "config.h"

#include "ops/request.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/clock.h"
#include "ops/generation.h"
#include "ops/identity.h"
#include "ops/plan_parts.h"
#include "ops/rules.h"
#include "store/requests.h"
#include "store/store.h"

static bool plan_identity(const struct ik_request_wish *wish, struct ik_request_plan *plan, struct ik_error *err)
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

/* The group is only remembered; whether it still is there is asked again when the certificate comes. */
static bool plan_key(const struct ik_request_wish *wish, struct ik_request_plan *plan, struct ik_error *err)
{
	plan->asked_key_group = wish->key_group != NULL;
	return ik_rule_key_type(wish->key_type, &plan->key_type, err) &&
	       ik_key_group_plan(plan->store, wish->key_group, NULL, &plan->group, err);
}

/* When generation NUMBER was made; 0: there is none, or it does not say. */
static int64_t made_at(const ik_store *store, unsigned number)
{
	struct ik_generation generation = {0};
	int64_t when;

	if (number)
		ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL);
	when = generation.info.made_at;
	ik_generation_free(&generation);
	return when;
}

static bool plan_store(struct ik_request_plan *plan, struct ik_error *err)
{
	struct ik_error inner = {0};
	struct ik_list ids = {0};
	ik_store *store;
	bool ok;

	if (!ik_clock_check(plan->planned_at, err) || !ik_store_may_change(plan->store, err))
		return false;
	ik_clock_rule(plan->planned_at, 0, &plan->clock);
	store = ik_store_open(plan->store, &inner);
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	ok = store && (ik_store_current(store, &plan->in_use, &inner) || inner.id == IK_E_STORE_CURRENT);
	if (ok) {
		ik_error_clear(&inner);
		ik_clock_rule(plan->planned_at, made_at(store, plan->in_use), &plan->clock);
		ok = ik_store_requests(store, &ids, &inner);
	}
	plan->waiting = (unsigned)ids.n;
	if (!ok && err && err->id == IK_E_NONE)
		*err = inner;
	ik_list_free(&ids);
	ik_store_close(store);
	return ok;
}

bool ik_request_plan(const struct ik_request_wish *wish, const char *store, int64_t now, struct ik_request_plan **out,
		     struct ik_error *err)
{
	struct ik_request_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	plan->store = ik_strdup(store);
	plan->planned_at = now;
	ok = plan_identity(wish, plan, err) && plan_key(wish, plan, err) && plan_store(plan, err) &&
	     ik_rule_backup_file(wish->request_file ? wish->request_file : "", store, &plan->request_file, NULL, err);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_request_plan_free(plan);
	return ok;
}

void ik_request_plan_free(struct ik_request_plan *plan)
{
	if (!plan)
		return;
	free(plan->store);
	free(plan->name);
	free(plan->common_name);
	free(plan->organization);
	ik_list_free(&plan->dns_names);
	ik_list_free(&plan->ip_addresses);
	ik_key_group_free(&plan->group);
	free(plan->request_file);
	free(plan);
}
