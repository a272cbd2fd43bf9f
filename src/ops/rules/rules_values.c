/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_values.c: what an organization, a number of days, a key type and a group are. */
#include "config.h"

#include "ops/rules/rules.h"

#include <grp.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/rules/rules_inside.h"

enum { ORGANIZATION_MAX = 64 }; /* ub-organization-name of RFC 5280 */

bool ik_rule_organization(const char *text, struct ik_error *err)
{
	if (!ik_rule_text(text, "", err))
		return false;
	/* What is not visible would make two organizations look like one. */
	if (!ik_text_check_visible(text, err))
		return false;
	if (ik_text_characters(text) > ORGANIZATION_MAX)
		return ik_fail(err, IK_E_ORGANIZATION_LONG);
	return true;
}

bool ik_rule_number(const char *text, unsigned max, unsigned *number)
{
	char *narrowed = NULL;
	uint64_t found = 0;
	bool ok;

	ik_text_narrow(text, &narrowed);
	ok = ik_text_typed_number(narrowed, max, &found);
	free(narrowed);
	*number = (unsigned)found;
	return ok;
}

bool ik_rule_days(const char *text, int *days, struct ik_error *err)
{
	char *tidy = ik_rule_tidy_days(text);
	unsigned number = 0;
	bool ok = ik_rule_number(tidy, IK_DAYS_MAX, &number) && number > 0;

	free(tidy);
	if (!ok)
		return ik_fail(err, IK_E_DAYS_RANGE);
	if (days)
		*days = (int)number;
	return true;
}

bool ik_rule_key_type(const char *text, const char *as_now, struct ik_error *err)
{
	struct ik_list ids = {0};
	enum ik_key_type found;
	char *choices;

	if (ik_key_type_find(text, &found) || (as_now && strcmp(text, as_now) == 0))
		return true;
	for (int i = 0; i < IK_KEY_TYPE_COUNT; i++)
		ik_list_add(&ids, ik_key_type_id((enum ik_key_type)i));
	if (as_now)
		ik_list_add(&ids, as_now);
	choices = ik_list_join(&ids, ", ");
	ik_fail(err, IK_E_KEY_TYPE_UNKNOWN, text, choices);
	free(choices);
	ik_list_free(&ids);
	return false;
}

bool ik_rule_key_group(const char *text, gid_t *group, struct ik_error *err)
{
	const struct group *found;
	uint64_t number;

	if (!text || !*text) {
		if (group)
			*group = (gid_t)-1;
		return true;
	}
	found = getgrnam(text);
	if (!found && ik_text_typed_number(text, INT32_MAX, &number))
		found = getgrgid((gid_t)number);
	if (!found)
		return ik_fail(err, IK_E_KEY_GROUP_UNKNOWN, text);
	if (group)
		*group = found->gr_gid;
	return true;
}
