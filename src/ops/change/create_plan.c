/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_plan.c: from what was typed to all that will happen, with nothing changed. */
#include "config.h"

#include "ops/change/create.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/rules/rules.h"

/* A certificate dated back lets clients in whose clocks lag behind; the last moment is that of the
 * year 9999. */
static const int64_t last_moment = 253402300799;

static bool plan_identity(const struct ik_create_wish *wish, struct ik_create_plan *plan,
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

static bool plan_dates(const struct ik_create_wish *wish, struct ik_create_plan *plan,
		       struct ik_error *err)
{
	if (!ik_rule_days(wish->days, &plan->days, err))
		return false;
	plan->days_cut = ik_kept_days_cut(plan->head.has_before ? &plan->head.before : NULL,
					  plan->days);
	plan->not_before = plan->head.at < IK_SECONDS_A_DAY ? 0 : plan->head.at - IK_SECONDS_A_DAY;
	plan->not_after = plan->head.at + (int64_t)plan->days * IK_SECONDS_A_DAY;
	return plan->not_after <= last_moment || ik_fail(err, IK_E_DAYS_FAR);
}

static bool plan_key(const struct ik_create_wish *wish, struct ik_create_plan *plan,
		     struct ik_error *err)
{
	plan->key_type = ik_strdup(wish->key_type);
	return ik_rule_key_type(wish->key_type,
				ik_kept_key_type(plan->head.has_before ? &plan->head.before : NULL),
				err)
	       && ik_key_group_plan(plan->head.store, wish->key_group, NULL, &plan->head.group,
				    err);
}

static void plan_losses(struct ik_create_plan *plan)
{
	const struct ik_new new = {&plan->identity.dns_names, &plan->identity.ip_addresses,
				   plan->key_type, .signs_itself = true};

	ik_plan_losses(&plan->head, &new, &plan->losses);
}

/* All but the names: two numbers of the longest key, and twice the longest common name. */
enum { MADE_SIZE = 2 * 1024, NAME_HEAD = 4 };

/* The bytes that the certificate will have at most; its organization stands there twice. */
static size_t made_size(const struct ik_identity *identity)
{
	return MADE_SIZE + ik_identity_size(identity) + strlen(identity->organization)
	       + NAME_HEAD * (identity->dns_names.n + identity->ip_addresses.n);
}

bool ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now,
		    struct ik_create_plan **out, struct ik_error *err)
{
	struct ik_create_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	plan->exportable = !wish->not_exportable;
	ok = ik_plan_begin_names(&plan->head, store, now, err)
	     && ik_plan_follow(&plan->head, wish->keep_keys, err) && plan_identity(wish, plan, err)
	     && plan_dates(wish, plan, err) && plan_key(wish, plan, err)
	     && ik_plan_backup(&plan->head, wish->backup_file, wish->password, err);
	if (ok) {
		ik_plan_lead_made(&plan->head, made_size(&plan->identity));
		plan_losses(plan);
	}
	*out = ok ? plan : NULL;
	if (!ok)
		ik_create_plan_free(plan);
	return ok;
}

void ik_create_plan_free(struct ik_create_plan *plan)
{
	if (!plan)
		return;
	ik_plan_free(&plan->head);
	ik_losses_free(&plan->losses);
	ik_identity_free(&plan->identity);
	free(plan->key_type);
	free(plan);
}
