/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_plan.c: which of the keys is taken, and all that will happen, with nothing changed. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/rules/rules.h"

/* --- the key ---------------------------------------------------------------------------------- */

bool ik_import_choose(const struct ik_import *import, const char *choice,
		      const struct ik_import_key **key, struct ik_error *err)
{
	uint64_t number;

	*key = &import->keys[0];
	if (!choice || !*choice)
		return import->n_fits - import->n_alternatives == 1
		       || ik_fail_number(err, IK_E_IMPORT_CHOICE, import->n_fits);
	if (!ik_text_typed_number(choice, import->n_keys, &number) || number < 1)
		return ik_fail(err, IK_E_IMPORT_CHOICE_NONE, choice);
	*key = &import->keys[number - 1];
	return (*key)->fits || ik_import_misfit(*key, err);
}

struct ik_key_group_record ik_import_key_group(const struct ik_import_key *key)
{
	return (struct ik_key_group_record){.name = key->key_group,
					    .removed = key->no_key_group,
					    .asked = key->asked_key_group};
}

static void copy_key(struct ik_import_key *to, const struct ik_import_key *from)
{
	*to = *from;
	to->type = ik_strdup(from->type);
	to->name = ik_strdup(from->name);
	to->member = ik_strdup(from->member);
	to->request = ik_strdup(from->request);
	to->key_group = ik_strdup(from->key_group);
	to->facts = (struct ik_facts){0};
	ik_facts_copy(&to->facts, &from->facts);
	to->asked_for = (struct ik_asked){0};
	ik_asked_copy(&to->asked_for, &from->asked_for);
	to->chain = (struct ik_buffer){0};
	ik_buffer_add(&to->chain, from->chain.data, from->chain.size);
	to->objections = to->left_out = (struct ik_objections){0};
	ik_objections_add_all(&to->objections, &from->objections);
	ik_objections_add_all(&to->left_out, &from->left_out);
	to->key = ik_secret_copy(from->key);
}

static bool take_key(const struct ik_import *import, const struct ik_import_wish *wish,
		     struct ik_import_plan *plan, struct ik_error *err)
{
	const struct ik_import_key *key;

	if (import->unprotected && !wish->accept_unprotected)
		return ik_fail(err, IK_E_IMPORT_NO_MAC);
	if (!ik_import_choose(import, wish->key_choice, &key, err))
		return false;
	copy_key(&plan->taken, key);
	plan->unprotected = import->unprotected;
	return true;
}

/* The same once more is not made again, whatever its dates are. */
static bool judge_same(struct ik_import_plan *plan, struct ik_error *err)
{
	const struct ik_same_wish wish = {.sha256 = plan->taken.facts.sha256,
					  .chain = &plan->taken.chain,
					  .group = &plan->head.group,
					  .request = plan->taken.request};

	return ik_same_find(&plan->head, &wish, &plan->same, err)
	       && (plan->same != IK_SAME_WHOLLY || ik_fail(err, IK_E_IN_USE_ALREADY));
}

static bool judge_key(const struct ik_import_wish *wish, struct ik_import_plan *plan,
		      struct ik_error *err)
{
	const struct ik_key_group_record recorded = ik_import_key_group(&plan->taken);

	plan->expired = plan->taken.facts.not_after < plan->head.at;
	plan->not_yet = plan->head.at < plan->taken.facts.not_before;
	ik_asked_copy(&plan->head.asked, &plan->taken.asked_for);
	return ik_key_group_plan(plan->head.store, wish->key_group, &recorded, &plan->head.group,
				 err)
	       && judge_same(plan, err)
	       && ik_plan_dates(&plan->head, &plan->taken.facts, wish->accept_expired, err);
}

/* --- the plan --------------------------------------------------------------------------------- */

bool ik_import_plan(const struct ik_import *import, const struct ik_import_wish *wish,
		    const char *store, int64_t now, struct ik_import_plan **out,
		    struct ik_error *err)
{
	struct ik_import_plan *plan = ik_alloc(sizeof(*plan));
	bool ok;

	ok = take_key(import, wish, plan, err) && ik_plan_begin(&plan->head, store, now, err)
	     && judge_key(wish, plan, err) && ik_plan_follow(&plan->head, wish->keep_keys, err)
	     && ik_plan_backup(&plan->head, wish->backup_file, wish->password, err);
	if (ok)
		ik_plan_lead(&plan->head, &plan->taken.facts);
	*out = ok ? plan : NULL;
	if (!ok)
		ik_import_plan_free(plan);
	return ok;
}

void ik_import_plan_free(struct ik_import_plan *plan)
{
	if (!plan)
		return;
	ik_import_key_free(&plan->taken);
	ik_plan_free(&plan->head);
	free(plan);
}
