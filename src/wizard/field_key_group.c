/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field_key_group.c: what stands in the field for the group that reads the key, and what is said of
 * it. */
#include "wizard/field_key_group.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/change/key_group.h"
#include "ops/rules/rules.h"
#include "wizard/task.h"

/* What the plan comes to where nobody says which; what is imported may bring a record of its own.
 */
static void default_group(const struct ik_wizard *wizard, struct ik_key_group *group)
{
	const struct ik_import *import = ik_task_is(wizard, "import") ? ik_wizard_opened(wizard)
								      : NULL;
	const struct ik_key_group_record in_use = {.name = wizard->situation.key_group,
						   .removed = wizard->situation.no_key_group};
	struct ik_key_group_record recorded = {0};
	const struct ik_import_key *key;

	if (import
	    && ik_import_choose(import, ik_answer(wizard->answers, IK_F_KEY_CHOICE), &key, NULL))
		recorded = ik_import_key_group(key);
	ik_key_group_choose(NULL, &in_use, &recorded, group, NULL);
}

char *ik_field_key_group_fill(const struct ik_wizard *wizard)
{
	struct ik_key_group group;

	default_group(wizard, &group);
	char *name = ik_strdup(group.name);

	ik_key_group_free(&group);
	return name;
}

bool ik_field_key_group_check(struct ik_wizard *wizard, struct ik_error *err)
{
	return ik_key_group_rule(ik_answer(wizard->answers, IK_F_KEY_GROUP), NULL, err);
}

/* A field that is empty by itself must not look as if there had never been a group. */
char *ik_field_key_group_remark(struct ik_wizard *wizard)
{
	struct ik_key_group group;
	char *remark = NULL;

	default_group(wizard, &group);
	if (group.lost && !*ik_answer(wizard->answers, IK_F_KEY_GROUP))
		remark = ik_format(_("Not possible on this server: %s"), group.lost);
	else if (*group.name && !*ik_answer(wizard->answers, IK_F_KEY_GROUP))
		remark = ik_format(_("No longer readable by the group %s."), group.name);
	ik_key_group_free(&group);
	return remark;
}
