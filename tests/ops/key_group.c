/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_group.c: no change takes the key away from the group that reads it, unless that was asked
 * for; a group that is not here stops nothing. */
#include "config.h"

#include "ops/change/key_group.h"

#include <check.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "grouped.h"
#include "made.h"
#include "ops/change/request.h"
#include "ops/change/restore.h"
#include "ops/change/rollback.h"
#include "ops/records/waiting.h"
#include "ops/status/check.h"
#include "suites.h"

static void go_back(const char *number, const char *group)
{
	const struct ik_rollback_wish wish = {.generation = number, .key_group = group};
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};

	ck_assert(ik_rollback_plan(&wish, grouped.store, MADE_AT, &plan, NULL));
	ck_assert(ik_rollback_perform(plan, NULL, &outcome, NULL));
	ik_outcome_free(&outcome);
	ik_rollback_plan_free(plan);
}

/* What is planned where nobody says anything and RECORDED is what the key brings along. */
static struct ik_key_group planned(const char *given, struct ik_key_group_record recorded)
{
	struct ik_key_group group;
	struct ik_error err = {0};

	ck_assert_msg(ik_key_group_plan(grouped.store, given, &recorded, &group, &err), "INK-%u",
		      ik_error_number(err.id));
	return group;
}

static void plans(const char *given, struct ik_key_group_record recorded, const char *name,
		  bool removed)
{
	struct ik_key_group group = planned(given, recorded);

	ck_assert_str_eq(group.name, name);
	ck_assert_int_eq(group.removed, removed);
	ck_assert_int_eq(group.id != (gid_t)-1, *name != '\0');
	ik_key_group_free(&group);
}

/* --- the rule --------------------------------------------------------------------------------- */

START_TEST(the_one_given_goes_before_the_one_in_use_and_that_before_a_record)
{
	const struct ik_key_group_record none = {0}, here = {.name = grouped.ours},
					 gone = {.name = NOBODYS};

	plans(NULL, none, "", false);
	plans(NULL, here, grouped.ours, false);
	plans(grouped.ours, none, grouped.ours, false);
	plans("", none, "", false);
	plans("", here, "", true);
	grouped_create(grouped.ours);
	plans(NULL, none, grouped.ours, false);
	plans(NULL, gone, grouped.ours, false);
	plans("", none, "", true);
	plans(grouped.ours, gone, grouped.ours, false);
}
END_TEST

START_TEST(what_a_request_was_given_goes_before_the_one_in_use)
{
	grouped_create(NULL);
	grouped_record(1, NOBODYS);
	plans(NULL, (struct ik_key_group_record){.name = grouped.ours, .asked = true}, grouped.ours,
	      false);
	plans(NULL, (struct ik_key_group_record){.removed = true, .asked = true}, "", true);
	grouped_create(grouped.ours);
	plans(NULL, (struct ik_key_group_record){.removed = true, .asked = true}, "", true);
	plans(NULL, (struct ik_key_group_record){.removed = true}, grouped.ours, false);
}
END_TEST

START_TEST(one_given_that_does_not_exist_is_refused_by_every_change)
{
	const struct ik_rollback_wish back = {.key_group = NOBODYS};
	struct ik_create_wish wish = made_wish(NULL, NULL);
	char *file = ik_format("%s/a.csr", grouped.directory);
	const struct ik_request_wish request = {.name = wish.name,
						.key_type = wish.key_type,
						.key_group = NOBODYS,
						.request_file = file};
	struct ik_create_plan *create = NULL;
	struct ik_rollback_plan *rollback = NULL;
	struct ik_request_plan *asking = NULL;
	struct ik_error err[3] = {{0}};

	grouped_create(NULL);
	grouped_create(NULL);
	wish.key_group = NOBODYS;
	ck_assert(!ik_create_plan(&wish, grouped.store, MADE_AT, &create, &err[0]));
	ck_assert(!ik_rollback_plan(&back, grouped.store, MADE_AT, &rollback, &err[1]));
	ck_assert(!ik_request_plan(&request, grouped.store, MADE_AT, &asking, &err[2]));
	for (size_t i = 0; i < IK_COUNT(err); i++)
		ck_assert_int_eq(err[i].id, IK_E_KEY_GROUP_UNKNOWN);
	free(file);
}
END_TEST

/* --- each change ------------------------------------------------------------------------------ */

START_TEST(a_new_certificate_keeps_the_group_until_it_is_taken_away)
{
	grouped_create(grouped.ours);
	grouped_create(NULL);
	grouped_has(2, grouped.ours, false);
	grouped_create("");
	grouped_has(3, "", true);
	grouped_create(NULL);
	grouped_has(4, "", true);
	grouped_create(grouped.ours);
	grouped_has(5, grouped.ours, false);
}
END_TEST

START_TEST(the_group_that_goes_is_named)
{
	struct ik_key_group group;

	grouped_create(grouped.ours);
	group = planned("", (struct ik_key_group_record){0});
	ck_assert_str_eq(group.dropped, grouped.ours);
	ck_assert_ptr_null(group.lost);
	ik_key_group_free(&group);
}
END_TEST

START_TEST(a_group_that_is_not_here_is_said_and_left_out)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;

	grouped_create(NULL);
	grouped_record(1, NOBODYS);
	ck_assert(ik_create_plan(&wish, grouped.store, MADE_AT, &plan, NULL));
	ck_assert_str_eq(plan->head.group.lost, NOBODYS);
	ck_assert_ptr_null(plan->head.group.dropped);
	ik_create_plan_free(plan);
	grouped_create(NULL);
	grouped_has(2, "", false);
}
END_TEST

START_TEST(going_back_keeps_the_group_of_the_one_in_use)
{
	grouped_create(NULL);
	grouped_create(grouped.ours);
	go_back(NULL, NULL);
	grouped_has(3, grouped.ours, false);
	go_back("1", "");
	grouped_has(4, "", true);
	go_back("3", grouped.ours);
	grouped_has(5, grouped.ours, false);
}
END_TEST

START_TEST(going_back_takes_the_recorded_group_where_the_one_in_use_has_none)
{
	grouped_create(grouped.ours);
	grouped_create(NULL);
	grouped_record(2, NOBODYS); /* damage, twice: what is in use says nothing */
	go_back("1", NULL);
	grouped_has(3, grouped.ours, false);
	grouped_create("");
	go_back("1", NULL); /* that there be none was asked for, and stays */
	grouped_has(5, "", true);
}
END_TEST

START_TEST(going_back_is_not_stopped_by_a_group_that_is_gone)
{
	grouped_create(NULL);
	grouped_create(NULL);
	grouped_record(1, NOBODYS);
	go_back("1", NULL);
	grouped_has(3, "", false);
}
END_TEST

START_TEST(a_request_remembers_the_group_and_who_said_it)
{
	char *file = ik_format("%s/b.csr", grouped.directory);
	struct ik_request_wish wish = {.name = "srv02.example.jp",
				       .key_type = "ecdsa-p256",
				       .key_group = "",
				       .request_file = file};
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	grouped_create(grouped.ours);
	free(made_request(grouped.directory));
	ck_assert(ik_request_plan(&wish, grouped.store, MADE_AT + 86400, &plan, NULL));
	ck_assert(ik_request_perform(plan, NULL, &outcome, NULL));
	ck_assert(ik_requests_waiting(grouped.store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(waiting[0].key_group, grouped.ours);
	ck_assert(!waiting[0].no_key_group && !waiting[0].asked_key_group);
	ck_assert_str_eq(waiting[1].key_group, "");
	ck_assert(waiting[1].no_key_group && waiting[1].asked_key_group);
	ik_waiting_free(waiting, n);
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	free(file);
}
END_TEST

/* --- check ------------------------------------------------------------------------------------ */

static const struct ik_finding *find(const struct ik_check *check)
{
	for (size_t i = 0; i < check->n; i++)
		if (check->findings[i].error.id == IK_E_CHECK_GROUP_LOST)
			return &check->findings[i];
	return NULL;
}

static bool warns(const char *cure)
{
	const struct ik_check_wish wish = {
		.store = grouped.store, .now = MADE_AT, .clock = IK_CLOCK_SYNCHRONISED};
	struct ik_check check;
	const struct ik_finding *finding;
	bool found;

	ik_check(&wish, &check);
	finding = find(&check);
	found = finding != NULL;
	if (found) {
		ck_assert_int_eq(finding->severity, IK_SEVERITY_WARNING);
		ck_assert_str_eq(finding->error.arg[0], NOBODYS);
		ck_assert_ptr_nonnull(strstr(finding->cure, cure));
	}
	ik_check_free(&check);
	return found;
}

START_TEST(a_group_lost_unasked_is_warned_of_and_one_taken_away_is_not)
{
	grouped_create(NULL);
	ck_assert(!warns(""));
	grouped_record(1, NOBODYS);
	grouped_create(NULL);
	ck_assert(warns("make it first. Give it the key again (inkan renew --key-group " NOBODYS));
	grouped_create(NULL);
	ck_assert(warns("make it first. Give it the key again (inkan renew --key-group " NOBODYS));
	grouped_create("");
	ck_assert(!warns(""));
	grouped_has(4, "", true);
}
END_TEST

START_TEST(a_request_remembers_what_was_lost)
{
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	grouped_create(NULL);
	grouped_record(1, NOBODYS);
	free(made_request(grouped.directory));
	ck_assert(ik_requests_waiting(grouped.store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(waiting[0].key_group, NOBODYS);
	ck_assert(!waiting[0].asked_key_group);
	ik_waiting_free(waiting, n);
}
END_TEST

Suite *suite_key_group(void)
{
	Suite *suite = suite_create("key_group");
	TCase *tests = tcase_create("key_group");

	tcase_add_checked_fixture(tests, grouped_begin, grouped_end);
	tcase_set_timeout(tests, 300);
	tcase_add_test(tests, the_one_given_goes_before_the_one_in_use_and_that_before_a_record);
	tcase_add_test(tests, what_a_request_was_given_goes_before_the_one_in_use);
	tcase_add_test(tests, one_given_that_does_not_exist_is_refused_by_every_change);
	tcase_add_test(tests, a_new_certificate_keeps_the_group_until_it_is_taken_away);
	tcase_add_test(tests, the_group_that_goes_is_named);
	tcase_add_test(tests, a_group_that_is_not_here_is_said_and_left_out);
	tcase_add_test(tests, going_back_keeps_the_group_of_the_one_in_use);
	tcase_add_test(tests, going_back_takes_the_recorded_group_where_the_one_in_use_has_none);
	tcase_add_test(tests, going_back_is_not_stopped_by_a_group_that_is_gone);
	tcase_add_test(tests, a_request_remembers_the_group_and_who_said_it);
	tcase_add_test(tests, a_group_lost_unasked_is_warned_of_and_one_taken_away_is_not);
	tcase_add_test(tests, a_request_remembers_what_was_lost);
	suite_add_tcase(suite, tests);
	return suite;
}
