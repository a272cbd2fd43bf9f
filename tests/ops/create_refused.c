/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_refused.c: a plan that cannot be, or a change that fails, leaves everything as it was. */
#include "config.h"

#include "ops/change/create.h"

#include <check.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "made.h"
#include "ops/change/request.h"
#include "ops/change/rollback.h"
#include "suites.h"

/* --- plans that cannot be --------------------------------------------------------------------- */

START_TEST(a_plan_that_breaks_a_rule_changes_nothing)
{
	struct ik_create_wish good = made_wish(file, password);
	ik_secret *small = made_secret("short");
	char *before = made_tree(directory), *after;

#define WITH(member, value, error) \
	do { \
		struct ik_create_wish wish = good; \
		wish.member = value; \
		ck_assert_int_eq(plan_fails(&wish), error); \
	} while (0)
	WITH(name, "srv01..example.jp", IK_E_HOST_DOTS);
	WITH(name, "", IK_E_HOST_EMPTY);
	WITH(alt_names, "a, b_c", IK_E_HOST_CHARACTER);
	WITH(organization, "a\nb", IK_E_TEXT_CONTROL);
	WITH(days, "0", IK_E_DAYS_RANGE);
	WITH(key_type, "rsa-512", IK_E_KEY_TYPE_UNKNOWN);
	WITH(key_group, "no such group", IK_E_KEY_GROUP_UNKNOWN);
	WITH(backup_file, directory, IK_E_PATH_DIRECTORY);
	WITH(password, small, IK_E_PW_SHORT);
	WITH(password, NULL, IK_E_PW_EMPTY);
#undef WITH
	after = made_tree(directory);
	ck_assert_str_eq(before, after);
	ck_assert(!made_exists(directory, "store"));
	ik_secret_free(small);
	free(before);
	free(after);
}
END_TEST

START_TEST(an_end_after_the_year_9999_is_refused)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	wish.days = "36500";
	ck_assert(
		!ik_create_plan(&wish, store, 253402300799 - 36499 * INT64_C(86400), &plan, &err));
	ck_assert_int_eq(err.id, IK_E_DAYS_FAR);
	ik_error_clear(&err);
	ck_assert(ik_create_plan(&wish, store, 253402300799 - 36500 * INT64_C(86400), &plan, &err));
	ck_assert_int_eq(plan->not_after, 253402300799);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_clock_before_1970_plans_nothing)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_request_wish request = {
		.name = wish.name, .key_type = wish.key_type, .request_file = file};
	struct ik_create_plan *plan = NULL;
	struct ik_request_plan *asking = NULL;
	struct ik_rollback_plan *back = NULL;
	struct ik_error err = {0};

	setenv("TZ", "UTC", 1);
	tzset();
	ck_assert(!ik_create_plan(&wish, store, -1, &plan, &err));
	ck_assert_ptr_null(plan);
	ck_assert_int_eq(err.id, IK_E_CHECK_CLOCK);
	ck_assert_str_eq(err.arg[0], "Wed 31 Dec 1969 23:59 UTC");
	ik_error_clear(&err);
	ck_assert(!ik_request_plan(&request, store, -1, &asking, &err));
	ck_assert_int_eq(err.id, IK_E_CHECK_CLOCK);
	ik_error_clear(&err);
	ck_assert(!ik_rollback_plan(&(struct ik_rollback_wish){0}, store, -1, &back, &err));
	ck_assert_int_eq(err.id, IK_E_CHECK_CLOCK);
	ck_assert(!made_exists(directory, "store"));
	ik_error_clear(&err);
	ck_assert(ik_create_plan(&wish, store, 0, &plan, &err));
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(planning_alone_leaves_no_trace)
{
	struct ik_create_wish wish = made_wish(file, password);
	char *before = made_tree(directory), *after;

	ik_create_plan_free(plan_for(&wish));
	after = made_tree(directory);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

START_TEST(the_name_comes_first_and_each_name_once)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	char *names;

	wish.alt_names = "www.example.jp, SRV01.example.jp, *.example.jp, 2001:DB8::1, "
			 "www.example.jp, 192.0.2.7";
	plan = plan_for(&wish);
	names = ik_list_join(&plan->identity.dns_names, " ");
	ck_assert_str_eq(names, "srv01.example.jp www.example.jp *.example.jp");
	ck_assert_uint_eq(plan->identity.ip_addresses.n, 2);
	ck_assert_str_eq(plan->identity.common_name, "srv01.example.jp");
	ck_assert_int_eq(plan->not_before, MADE_AT - 86400);
	ck_assert_int_eq(plan->not_after, MADE_AT + 730 * 86400);
	ck_assert_uint_eq(plan->head.from, 0);
	ck_assert_uint_eq(plan->head.to, 1);
	ck_assert(!plan->head.undo_helps && !plan->head.has_before && !plan->head.backup.file);
	free(names);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_long_name_has_its_short_form_as_common_name)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;

	wish.name = "srv01.a-rather-long-department-name.an-even-longer-division.example.co.jp";
	plan = plan_for(&wish);
	ck_assert_str_eq(plan->identity.common_name, "srv01");
	perform(plan, &outcome);
	ck_assert_str_eq(outcome.now.common_name, "srv01");
	ck_assert(ik_list_has(&outcome.now.dns_names, wish.name));
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

/* --- changes that fail ------------------------------------------------------------------------ */

START_TEST(a_store_that_moved_is_not_changed)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	made_create(directory, NULL);
	fails_without_trace(plan, NULL, IK_E_STORE_MOVED);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_backup_file_that_came_meanwhile_stays_and_nothing_changes)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	made_write(directory, "backup.zip", "mine", 4);
	fails_without_trace(plan, NULL, IK_E_PATH_EXISTS);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_backup_directory_that_went_away_changes_nothing)
{
	char *folder = ik_format("%s/usb", directory);
	char *path = ik_format("%s/backup.zip", folder);
	struct ik_create_wish wish = made_wish(path, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	plan = plan_for(&wish);
	ck_assert_int_eq(rmdir(folder), 0);
	fails_without_trace(plan, NULL, IK_E_PATH_NO_DIRECTORY);
	ik_create_plan_free(plan);
	free(path);
	free(folder);
}
END_TEST

START_TEST(a_backup_that_does_not_fit_changes_nothing)
{
	const struct rlimit limit = {.rlim_cur = 3000, .rlim_max = RLIM_INFINITY};
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	fails_without_trace(plan, NULL, IK_E_BACKUP_WRITE);
	ik_create_plan_free(plan);
}
END_TEST

/* Cancels at the n-th time it is asked. */
struct impatient {
	unsigned left;
	bool late; /* it was asked once more when it could not cancel any longer */
};

static bool lose_patience(void *self, const struct ik_progress *progress, int fd)
{
	struct impatient *impatient = self;
	struct pollfd one = {.fd = fd, .events = POLLIN};

	if (!progress->can_cancel)
		impatient->late = true;
	if (impatient->left == 0)
		return false;
	impatient->left--;
	return fd < 0 || poll(&one, 1, -1) >= 0;
}

START_TEST(a_cancel_at_any_moment_leaves_all_as_it_was_until_the_switch)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;
	bool switched = false;
	unsigned n;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	for (n = 0; !switched; n++) {
		struct impatient impatient = {.left = n};
		struct ik_watch watch = {.wait = lose_patience, .self = &impatient};
		char *before = made_tree(directory), *after;
		struct ik_outcome outcome;
		struct ik_error err = {0};
		bool ok = ik_create_perform(plan, &watch, &outcome, &err);

		after = made_tree(directory);
		switched = outcome.switched;
		ck_assert_int_eq(ok, switched);
		if (!ok) {
			ck_assert_int_eq(err.id, IK_E_CANCELLED);
			ck_assert_str_eq(before, after);
		}
		ck_assert(!is_interrupted());
		ik_outcome_free(&outcome);
		free(before);
		free(after);
	}
	ck_assert_uint_gt(n, 8);
	ck_assert(made_exists(directory, "backup.zip"));
	ik_create_plan_free(plan);
}
END_TEST

Suite *suite_create_refused(void)
{
	Suite *suite = suite_create("create refused");
	TCase *tests = tcase_create("create refused");

	tcase_set_timeout(tests, 600);
	tcase_add_checked_fixture(tests, create_begin, create_end);
	tcase_add_test(tests, a_plan_that_breaks_a_rule_changes_nothing);
	tcase_add_test(tests, an_end_after_the_year_9999_is_refused);
	tcase_add_test(tests, a_clock_before_1970_plans_nothing);
	tcase_add_test(tests, planning_alone_leaves_no_trace);
	tcase_add_test(tests, the_name_comes_first_and_each_name_once);
	tcase_add_test(tests, a_long_name_has_its_short_form_as_common_name);
	tcase_add_test(tests, a_store_that_moved_is_not_changed);
	tcase_add_test(tests, a_backup_file_that_came_meanwhile_stays_and_nothing_changes);
	tcase_add_test(tests, a_backup_directory_that_went_away_changes_nothing);
	tcase_add_test(tests, a_backup_that_does_not_fit_changes_nothing);
	tcase_add_test(tests, a_cancel_at_any_moment_leaves_all_as_it_was_until_the_switch);
	suite_add_tcase(suite, tests);
	return suite;
}
