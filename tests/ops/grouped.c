/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grouped.c: a store whose key a group may read. */
#include "config.h"

#include "grouped.h"

#include <check.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/change/create.h"
#include "ops/records/info.h"

struct grouped grouped;

/* A group that this user may give a file to: each test has one, by its name or its number. */
void grouped_begin(void)
{
	const struct group *own = getgrgid(getegid());

	grouped.directory = made_directory();
	grouped.store = ik_format("%s/store", grouped.directory);
	grouped.ours = own ? ik_strdup(own->gr_name) : ik_format("%u", (unsigned)getegid());
}

void grouped_end(void)
{
	free(grouped.ours);
	free(grouped.store);
	made_remove(grouped.directory);
}

struct ik_info grouped_info(unsigned number)
{
	char *name = ik_format("store/generations/%u/info", number);
	struct ik_info info = {0};
	size_t size;
	char *text = made_read(grouped.directory, name, &size);

	ck_assert(ik_info_parse(text, size, "", &info, NULL));
	free(text);
	free(name);
	return info;
}

/* Generation NUMBER can be read by GROUP ("": by none), and says so; REMOVED: it says that none was
 * asked for. */
void grouped_has(unsigned number, const char *group, bool removed)
{
	static const char *const files[] = {"key.pem", "combined.pem"};
	struct ik_info info = grouped_info(number);

	ck_assert_str_eq(info.key_group, group);
	ck_assert_int_eq(info.no_key_group, removed);
	ik_info_free(&info);
	for (size_t i = 0; i < IK_COUNT(files); i++) {
		char *name = ik_format("store/generations/%u/%s", number, files[i]);

		ck_assert_msg(made_mode(grouped.directory, name) == (*group ? 0640 : 0600),
			      "%s: %o", name, (unsigned)made_mode(grouped.directory, name));
		free(name);
	}
}

/* GROUP at the end of what generation NUMBER records, as an older version or another server left
 * it. */
void grouped_record(unsigned number, const char *group)
{
	char *name = ik_format("store/generations/%u/info", number);
	char *old = made_read(grouped.directory, name, NULL),
	     *new = ik_format("%skey-group = %s\n", old, group);

	made_write(grouped.directory, name, new, strlen(new));
	free(new);
	free(old);
	free(name);
}

void grouped_create(const char *group)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;
	struct ik_outcome outcome = {0};

	wish.key_group = group;
	ck_assert(ik_create_plan(&wish, grouped.store, MADE_AT, &plan, NULL));
	ck_assert(ik_create_perform(plan, NULL, &outcome, NULL));
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
