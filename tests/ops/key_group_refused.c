/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_group_refused.c: of a group given by hand: one that this user cannot give the key to is
 * refused before anything is made for it, and a number becomes the name that is recorded. */
#include "config.h"

#include <check.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/change/key_group.h"
#include "ops/change/request.h"
#include "suites.h"

enum { NOBODYS = 12345 };

static char *directory, *store;

static void begin(void)
{
	directory = made_directory();
	store = ik_format("%s/store", directory);
}

static void end(void)
{
	free(store);
	made_remove(directory);
}

/* 0: every change refuses the group that only root can give here, and nothing was made. */
static int is_refused(void)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	const struct ik_request_wish request = {.name = "srv02.example.jp",
						.key_type = "ecdsa-p256",
						.key_group = "root",
						.request_file = "/tmp/never.csr"};
	struct ik_create_plan *create = NULL;
	struct ik_request_plan *asking = NULL;
	struct ik_key_group group;
	struct ik_error err[3] = {{0}};

	wish.key_group = "root";
	if (ik_create_plan(&wish, store, MADE_AT, &create, &err[0])
	    || ik_request_plan(&request, store, MADE_AT, &asking, &err[1])
	    || ik_key_group_plan(store, "0", NULL, &group, &err[2]))
		return 1;
	for (size_t i = 0; i < IK_COUNT(err); i++)
		if (err[i].id != IK_E_KEY_GROUP_DENIED)
			return 2;
	return access(store, F_OK) == 0 ? 3 : 0;
}

START_TEST(one_given_that_this_user_cannot_give_is_refused_before_anything_is_made)
{
	int status;

	if (geteuid() != 0)
		return; /* only root can become somebody else */
	ck_assert_int_eq(chown(directory, NOBODYS, NOBODYS), 0);
	pid_t pid = fork();

	if (pid == 0)
		_exit(setgroups(0, NULL) == 0 && setgid(NOBODYS) == 0 && setuid(NOBODYS) == 0
			      ? is_refused()
			      : 9);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

/* On another server the number may be any other group's, and a restore would give it the key. */
START_TEST(a_group_given_by_its_number_is_recorded_by_its_name)
{
	const struct group *own = getgrgid(getegid());
	char *number = ik_format("%u", (unsigned)getegid()),
	     *name = own ? ik_strdup(own->gr_name) : NULL;
	const struct ik_key_group_record none = {0}, in_use = {.name = name};
	struct ik_info info = {0};
	struct ik_key_group group;

	ck_assert_msg(name, "this user's group has no name here");
	ck_assert(ik_key_group_choose(number, &in_use, &none, &group, NULL));
	ck_assert_str_eq(group.name, name);
	ck_assert_uint_eq(group.id, getegid());
	ck_assert_ptr_null(group.dropped);
	ik_key_group_describe(&group, &info);
	ck_assert_str_eq(info.key_group, name);
	ik_info_free(&info);
	ik_key_group_free(&group);
	free(name);
	free(number);
}
END_TEST

START_TEST(the_group_of_a_key_that_comes_back_for_nobody_is_named)
{
	static const struct {
		const char *given;
		struct ik_key_group_record in_use, recorded;
		const char *dropped;
	} cases[] = {
		{NULL, {.removed = true}, {.name = "root"}, "root"},
		{"", {.name = NULL}, {.name = "root"}, "root"},
		{NULL, {.removed = true}, {.name = "root", .asked = true}, NULL},
		{NULL, {.removed = true}, {.name = "no-such-group-here", .lost = true}, NULL},
		{NULL, {.removed = true}, {.name = NULL}, NULL},
	};
	struct ik_key_group group;

	if (geteuid() != 0)
		return; /* only root can give every group a key */
	ck_assert(ik_key_group_choose(cases[_i].given, &cases[_i].in_use, &cases[_i].recorded,
				      &group, NULL));
	if (cases[_i].dropped)
		ck_assert_str_eq(group.dropped, cases[_i].dropped);
	else
		ck_assert_ptr_null(group.dropped);
	ik_key_group_free(&group);
}
END_TEST

Suite *suite_key_group_refused(void)
{
	Suite *suite = suite_create("key_group_refused");
	TCase *tests = tcase_create("key_group_refused");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests,
		       one_given_that_this_user_cannot_give_is_refused_before_anything_is_made);
	tcase_add_test(tests, a_group_given_by_its_number_is_recorded_by_its_name);
	tcase_add_loop_test(tests, the_group_of_a_key_that_comes_back_for_nobody_is_named, 0, 5);
	suite_add_tcase(suite, tests);
	return suite;
}
