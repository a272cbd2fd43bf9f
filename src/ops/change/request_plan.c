/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_plan.c: from what was typed to the request that will wait, with nothing changed. */
#include "config.h"

#include "ops/change/request.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/rules/rules.h"
#include "store/requests.h"
#include "store/store.h"

static bool plan_identity(const struct ik_request_wish *wish, struct ik_request_plan *plan,
			  struct ik_error *err)
{
	const struct ik_identity_wish typed = {
		.name = wish->name,
		.alt_names = wish->alt_names,
		.organization = wish->organization,
		.in_use = ik_kept_common_name(plan->head.has_before ? &plan->head.before : NULL),
	};

	return ik_identity_plan(&typed, &plan->identity, err);
}

/* The group is only remembered; whether it still is there is asked again when the certificate
 * comes. */
static bool plan_key(const struct ik_request_wish *wish, struct ik_request_plan *plan,
		     struct ik_error *err)
{
	plan->asked_key_group = wish->key_group != NULL;
	plan->same_key = wish->same_key;
	if (plan->same_key && !plan->head.has_before)
		return ik_fail(err, IK_E_STORE_NONE, plan->head.store);
	plan->key_type = ik_strdup(plan->same_key ? plan->head.before.key_type : wish->key_type);
	return (plan->same_key
		|| ik_rule_key_type(
			wish->key_type,
			ik_kept_key_type(plan->head.has_before ? &plan->head.before : NULL), err))
	       && ik_key_group_plan(plan->head.store, wish->key_group, NULL, &plan->head.group,
				    err);
}

static bool count_waiting(struct ik_request_plan *plan, struct ik_error *err)
{
	struct ik_error inner = {0};
	struct ik_list ids = {0};
	ik_store *store = ik_store_open(plan->head.store, &inner);
	bool ok = store ? ik_store_requests(store, &ids, &inner) : inner.id == IK_E_STORE_NONE;

	plan->waiting = (unsigned)ids.n;
	if (!ok)
		ik_pass(err, &inner);
	ik_list_free(&ids);
	ik_store_close(store);
	return ok;
}

/* Who signs it decides what becomes of the rest. */
static void plan_losses(struct ik_request_plan *plan)
{
	const struct ik_new new = {&plan->identity.dns_names, &plan->identity.ip_addresses,
				   plan->key_type, .signs_itself = false};

	ik_plan_losses(&plan->head, &new, &plan->losses);
}

bool ik_request_plan(const struct ik_request_wish *wish, const char *store, int64_t now,
		     struct ik_request_plan **out, struct ik_error *err)
{
	struct ik_request_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	ok = ik_plan_begin_names(&plan->head, store, now, err) && count_waiting(plan, err)
	     && plan_identity(wish, plan, err) && plan_key(wish, plan, err)
	     && ik_rule_backup_file(wish->request_file ? wish->request_file : "", store,
				    &plan->request_file, NULL, err);
	plan->head.to = plan->head.from;
	if (ok)
		plan_losses(plan);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_request_plan_free(plan);
	return ok;
}

void ik_request_plan_free(struct ik_request_plan *plan)
{
	if (!plan)
		return;
	ik_plan_free(&plan->head);
	ik_losses_free(&plan->losses);
	ik_identity_free(&plan->identity);
	free(plan->key_type);
	free(plan->request_file);
	free(plan);
}
