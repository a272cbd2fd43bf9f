/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field_expired.c: the second yes to a certificate that has expired or is not valid yet. */
#include "wizard/field_expired.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/change/plan.h"
#include "ops/records/clock.h"
#include "ops/status/show.h"
#include "wizard/pages.h"
#include "wizard/source.h"
#include "wizard/task.h"

const struct ik_choice ik_field_expired_choices[2] = {
	{.id = "no", .label = N_("No")},
	{.id = "yes", .label = N_("Yes")},
};

static bool judge_facts(const struct ik_wizard *wizard, const struct ik_facts *facts,
			struct ik_error *err)
{
	struct ik_plan head = {.at = wizard->clock()};

	ik_clock_rule(head.at, 0, &head.clock);
	return ik_plan_dates(&head, facts, false, err);
}

/* Why the certificate that was chosen may not be used just so; true where it may, or none is known.
 */
static bool judge_import(const struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_import *import = wizard->source->import && ik_source_is_open(wizard)
						 ? wizard->source->import
						 : NULL;
	const struct ik_import_key *key;

	if (!import
	    || !ik_import_choose(import, ik_answer(wizard->answers, IK_F_KEY_CHOICE), &key, NULL))
		return true;
	return judge_facts(wizard, &key->facts, err);
}

static bool judge_generation(const struct ik_wizard *wizard, struct ik_error *err)
{
	unsigned long number = strtoul(ik_answer(wizard->answers, IK_F_GENERATION), NULL, 10);
	struct ik_shown shown = {0};
	bool ok = true;

	if (number && ik_show(wizard->store, (unsigned)number, wizard->clock(), &shown, NULL)
	    && shown.facts.sha256)
		ok = judge_facts(wizard, &shown.facts, err);
	ik_shown_free(&shown);
	return ok;
}

/* Which one a restore puts in use is known to its plan alone; that refuses it. */
static bool may_be_old(const struct ik_wizard *wizard)
{
	const struct ik_restore_plan *compared = ik_source_compared(wizard);

	for (size_t i = 0; compared && i < compared->n; i++)
		if (compared->entries[i].has_facts
		    && !judge_facts(wizard, &compared->entries[i].facts, NULL))
			return true;
	return false;
}

static bool judge(const struct ik_wizard *wizard, struct ik_error *err)
{
	if (ik_task_is(wizard, "import"))
		return judge_import(wizard, err);
	return !ik_task_is(wizard, "rollback") || judge_generation(wizard, err);
}

/* Answers from a file or from options are written before anybody knows whether it is asked. */
bool ik_field_expired_shown(const struct ik_wizard *wizard)
{
	if (wizard->unattended)
		return ik_task_is(wizard, "import") || ik_task_is(wizard, "rollback")
		       || ik_task_is(wizard, "restore");
	return ik_task_is(wizard, "restore") ? may_be_old(wizard) : !judge(wizard, NULL);
}

char *ik_field_expired_fill(const struct ik_wizard *wizard)
{
	(void)wizard;
	return ik_strdup("no");
}

bool ik_field_expired_check(struct ik_wizard *wizard, struct ik_error *err)
{
	struct ik_error inner = {0};

	/* Who is not asked here is refused by the plan. */
	if (wizard->unattended
	    || strcmp(ik_answer(wizard->answers, IK_F_ACCEPT_EXPIRED), "yes") == 0
	    || judge(wizard, &inner))
		return true;
	return ik_fail(err,
		       inner.id == IK_E_IMPORT_EXPIRED ? IK_E_EXPIRED_CHOOSE : IK_E_NOT_YET_CHOOSE);
}
