/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_group.c: no change takes the key away from the group that reads it, unless that was asked for; a group that is not
 * here stops nothing. */
#include "config.h"

#include "ops/change/key_group.h"

#include <check.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/change/request.h"
#include "ops/change/restore.h"
#include "ops/change/rollback.h"
#include "ops/records/waiting.h"
#include "ops/status/check.h"
#include "suites.h"

#define NOBODYS "no-such-group-here"

static char *directory, *store, *ours;

/* A group that this user may give a file to: each test has one, by its name or its number. */
static void begin(void)
{
	const struct group *own = getgrgid(getegid());

	directory = made_directory();
	store = ik_format("%s/store", directory);
	ours = own ? ik_strdup(own->gr_name) : ik_format("%u", (unsigned)getegid());
}

static void end(void)
{
	free(ours);
	free(store);
	made_remove(directory);
}

/* --- what is looked at --------------------------------------------------------------------------- */

static struct ik_info info_of(unsigned number)
{
	char *name = ik_format("store/generations/%u/info", number);
	struct ik_info info = {0};
	size_t size;
	char *text = made_read(directory, name, &size);

	ck_assert(ik_info_parse(text, size, "", &info, NULL));
	free(text);
	free(name);
	return info;
}

/* Generation NUMBER can be read by GROUP ("": by none), and says so; REMOVED: it says that none was asked for. */
static void has_group(unsigned number, const char *group, bool removed)
{
	static const char *const files[] = {"key.pem", "combined.pem"};
	struct ik_info info = info_of(number);

	ck_assert_str_eq(info.key_group, group);
	ck_assert_int_eq(info.no_key_group, removed);
	ik_info_free(&info);
	for (size_t i = 0; i < IK_COUNT(files); i++) {
		char *name = ik_format("store/generations/%u/%s", number, files[i]);

		ck_assert_msg(made_mode(directory, name) == (*group ? 0640 : 0600), "%s: %o", name,
			      (unsigned)made_mode(directory, name));
		free(name);
	}
}

/* GROUP at the end of what generation NUMBER records, as an older version or another server left it. */
static void record_group(unsigned number, const char *group)
{
	char *name = ik_format("store/generations/%u/info", number);
	char *old = made_read(directory, name, NULL), *new = ik_format("%skey-group = %s\n", old, group);

	made_write(directory, name, new, strlen(new));
	free(new);
	free(old);
	free(name);
}

/* --- the changes --------------------------------------------------------------------------------- */

static void create_with(const char *group)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;
	struct ik_outcome outcome = {0};

	wish.key_group = group;
	ck_assert(ik_create_plan(&wish, store, MADE_AT, &plan, NULL));
	ck_assert(ik_create_perform(plan, NULL, &outcome, NULL));
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}

static void go_back(const char *number, const char *group)
{
	const struct ik_rollback_wish wish = {.generation = number, .key_group = group};
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};

	ck_assert(ik_rollback_plan(&wish, store, MADE_AT, &plan, NULL));
	ck_assert(ik_rollback_perform(plan, NULL, &outcome, NULL));
	ik_outcome_free(&outcome);
	ik_rollback_plan_free(plan);
}

/* What is planned where nobody says anything and RECORDED is what the key brings along. */
static struct ik_key_group planned(const char *given, struct ik_key_group_record recorded)
{
	struct ik_key_group group;
	struct ik_error err = {0};

	ck_assert_msg(ik_key_group_plan(store, given, &recorded, &group, &err), "INK-%u", ik_error_number(err.id));
	return group;
}

static void plans(const char *given, struct ik_key_group_record recorded, const char *name, bool removed)
{
	struct ik_key_group group = planned(given, recorded);

	ck_assert_str_eq(group.name, name);
	ck_assert_int_eq(group.removed, removed);
	ck_assert_int_eq(group.id != (gid_t)-1, *name != '\0');
	ik_key_group_free(&group);
}

/* --- the rule ------------------------------------------------------------------------------------ */

START_TEST(the_one_given_goes_before_the_one_in_use_and_that_before_a_record)
{
	const struct ik_key_group_record none = {0}, here = {.name = ours}, gone = {.name = NOBODYS};

	plans(NULL, none, "", false);
	plans(NULL, here, ours, false);
	plans(ours, none, ours, false);
	plans("", none, "", false);
	plans("", here, "", true);
	create_with(ours);
	plans(NULL, none, ours, false);
	plans(NULL, gone, ours, false);
	plans("", none, "", true);
	plans(ours, gone, ours, false);
}
END_TEST

START_TEST(what_a_request_was_given_goes_before_the_one_in_use)
{
	create_with(NULL);
	record_group(1, NOBODYS);
	plans(NULL, (struct ik_key_group_record){.name = ours, .asked = true}, ours, false);
	plans(NULL, (struct ik_key_group_record){.removed = true, .asked = true}, "", true);
	create_with(ours);
	plans(NULL, (struct ik_key_group_record){.removed = true, .asked = true}, "", true);
	plans(NULL, (struct ik_key_group_record){.removed = true}, ours, false);
}
END_TEST

START_TEST(one_given_that_does_not_exist_is_refused_by_every_change)
{
	const struct ik_rollback_wish back = {.key_group = NOBODYS};
	struct ik_create_wish wish = made_wish(NULL, NULL);
	char *file = ik_format("%s/a.csr", directory);
	const struct ik_request_wish request = {
		.name = wish.name, .key_type = wish.key_type, .key_group = NOBODYS, .request_file = file};
	struct ik_create_plan *create = NULL;
	struct ik_rollback_plan *rollback = NULL;
	struct ik_request_plan *asking = NULL;
	struct ik_error err[3] = {{0}};

	create_with(NULL);
	create_with(NULL);
	wish.key_group = NOBODYS;
	ck_assert(!ik_create_plan(&wish, store, MADE_AT, &create, &err[0]));
	ck_assert(!ik_rollback_plan(&back, store, MADE_AT, &rollback, &err[1]));
	ck_assert(!ik_request_plan(&request, store, MADE_AT, &asking, &err[2]));
	for (size_t i = 0; i < IK_COUNT(err); i++)
		ck_assert_int_eq(err[i].id, IK_E_KEY_GROUP_UNKNOWN);
	free(file);
}
END_TEST

/* --- each change --------------------------------------------------------------------------------- */

START_TEST(a_new_certificate_keeps_the_group_until_it_is_taken_away)
{
	create_with(ours);
	create_with(NULL);
	has_group(2, ours, false);
	create_with("");
	has_group(3, "", true);
	create_with(NULL);
	has_group(4, "", true);
	create_with(ours);
	has_group(5, ours, false);
}
END_TEST

START_TEST(the_group_that_goes_is_named)
{
	struct ik_key_group group;

	create_with(ours);
	group = planned("", (struct ik_key_group_record){0});
	ck_assert_str_eq(group.dropped, ours);
	ck_assert_ptr_null(group.lost);
	ik_key_group_free(&group);
}
END_TEST

START_TEST(a_group_that_is_not_here_is_said_and_left_out)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;

	create_with(NULL);
	record_group(1, NOBODYS);
	ck_assert(ik_create_plan(&wish, store, MADE_AT, &plan, NULL));
	ck_assert_str_eq(plan->head.group.lost, NOBODYS);
	ck_assert_ptr_null(plan->head.group.dropped);
	ik_create_plan_free(plan);
	create_with(NULL);
	has_group(2, "", false);
}
END_TEST

START_TEST(going_back_keeps_the_group_of_the_one_in_use)
{
	create_with(NULL);
	create_with(ours);
	go_back(NULL, NULL);
	has_group(3, ours, false);
	go_back("1", "");
	has_group(4, "", true);
	go_back("3", ours);
	has_group(5, ours, false);
}
END_TEST

START_TEST(going_back_takes_the_recorded_group_where_the_one_in_use_has_none)
{
	create_with(ours);
	create_with(NULL);
	record_group(2, NOBODYS);    /* damage, twice: what is in use says nothing */
	go_back("1", NULL);
	has_group(3, ours, false);
	create_with("");
	go_back("1", NULL);          /* that there be none was asked for, and stays */
	has_group(5, "", true);
}
END_TEST

START_TEST(going_back_is_not_stopped_by_a_group_that_is_gone)
{
	create_with(NULL);
	create_with(NULL);
	record_group(1, NOBODYS);
	go_back("1", NULL);
	has_group(3, "", false);
}
END_TEST

START_TEST(a_request_remembers_the_group_and_who_said_it)
{
	char *file = ik_format("%s/b.csr", directory);
	struct ik_request_wish wish = {
		.name = "srv02.example.jp", .key_type = "ecdsa-p256", .key_group = "", .request_file = file};
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	create_with(ours);
	free(made_request(directory));
	ck_assert(ik_request_plan(&wish, store, MADE_AT + 86400, &plan, NULL));
	ck_assert(ik_request_perform(plan, NULL, &outcome, NULL));
	ck_assert(ik_requests_waiting(store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(waiting[0].key_group, ours);
	ck_assert(!waiting[0].no_key_group && !waiting[0].asked_key_group);
	ck_assert_str_eq(waiting[1].key_group, "");
	ck_assert(waiting[1].no_key_group && waiting[1].asked_key_group);
	ik_waiting_free(waiting, n);
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	free(file);
}
END_TEST

/* --- restore ------------------------------------------------------------------------------------- */

static char *moved;       /* the directory as it was before back_up_and_move() */

/* A backup of two generations, the first recorded for FIRST, both made for GROUP; then all begins anew in an empty place. */
static void back_up_and_move(const char *first, const char *group)
{
	create_with(group);
	if (first)
		record_group(1, first);
	made_create(directory, "all.zip");
	moved = directory;
	directory = made_directory();
	free(store);
	store = ik_format("%s/store", directory);
}

/* Restores that backup; the plan is the caller's. */
static struct ik_restore_plan *restore(const char *use, const char *group)
{
	char *file = ik_format("%s/all.zip", moved);
	const struct ik_restore_wish wish = {.use = use, .key_group = group};
	ik_secret *password = made_secret(MADE_PASSWORD);
	ik_restore_source *source = NULL;
	struct ik_restore_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert_msg(ik_restore_open(file, password, NULL, &source, &err) &&
			      ik_restore_plan(source, store, &wish, MADE_AT, &plan, &err) &&
			      ik_restore_perform(source, plan, NULL, &outcome, &err),
		      "INK-%u %s", ik_error_number(err.id), err.arg[0]);
	ik_outcome_free(&outcome);
	ik_restore_source_free(source);
	ik_secret_free(password);
	free(file);
	made_remove(moved);
	return plan;
}

START_TEST(a_restore_brings_the_group_back)
{
	back_up_and_move(NULL, ours);
	ik_restore_plan_free(restore(NULL, NULL));
	has_group(1, ours, false);
	has_group(2, ours, false);
}
END_TEST

START_TEST(a_restore_gives_what_is_put_in_use_to_the_group_given)
{
	struct ik_restore_plan *plan;

	back_up_and_move(NOBODYS, NULL);
	plan = restore(NULL, ours);
	ck_assert_str_eq(plan->entries[0].group.lost, NOBODYS);
	ck_assert_ptr_null(plan->idle_group);
	ik_restore_plan_free(plan);
	has_group(1, "", false);
	has_group(2, ours, false);
}
END_TEST

START_TEST(a_restore_remembers_what_was_lost)
{
	struct ik_info info;

	back_up_and_move(NOBODYS, NULL);    /* generation 2, in use, has lost it; 1 is recorded for it */
	ik_restore_plan_free(restore(NULL, NULL));
	for (unsigned number = 1; number <= 2; number++) {
		has_group(number, "", false);
		info = info_of(number);
		ck_assert_str_eq(info.lost_key_group, NOBODYS);
		ik_info_free(&info);
	}
}
END_TEST

START_TEST(a_restore_lets_no_group_read_where_none_may)
{
	back_up_and_move(NULL, ours);
	ik_restore_plan_free(restore(NULL, ""));
	has_group(1, "", true);
	has_group(2, "", true);
}
END_TEST

START_TEST(a_restore_into_use_follows_the_one_in_use_here)
{
	struct ik_restore_plan *plan;

	back_up_and_move(NULL, NULL);
	create_with(ours);
	plan = restore("2", NULL);
	ck_assert_uint_eq(plan->head.to, 2);
	ik_restore_plan_free(plan);
	has_group(2, ours, false);
}
END_TEST

START_TEST(a_group_for_a_restore_that_puts_nothing_in_use_is_said_to_be_of_no_use)
{
	struct ik_restore_plan *plan;

	back_up_and_move(NULL, NULL);
	create_with(NULL);
	plan = restore(NULL, ours);
	ck_assert_str_eq(plan->idle_group, ours);
	ik_restore_plan_free(plan);
}
END_TEST

/* --- check --------------------------------------------------------------------------------------- */

static const struct ik_finding *find(const struct ik_check *check)
{
	for (size_t i = 0; i < check->n; i++)
		if (check->findings[i].error.id == IK_E_CHECK_GROUP_LOST)
			return &check->findings[i];
	return NULL;
}

static bool warns(const char *cure)
{
	const struct ik_check_wish wish = {.store = store, .now = MADE_AT, .clock = IK_CLOCK_SYNCHRONISED};
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
	create_with(NULL);
	ck_assert(!warns(""));
	record_group(1, NOBODYS);
	create_with(NULL);
	ck_assert(warns("make it first. If a service needs it: inkan renew --key-group " NOBODYS));
	create_with(NULL);
	ck_assert(warns("make it first. If a service needs it: inkan renew --key-group " NOBODYS));
	create_with("");
	ck_assert(!warns(""));
	has_group(4, "", true);
}
END_TEST

START_TEST(a_request_remembers_what_was_lost)
{
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	create_with(NULL);
	record_group(1, NOBODYS);
	free(made_request(directory));
	ck_assert(ik_requests_waiting(store, &waiting, &n, NULL));
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

	tcase_add_checked_fixture(tests, begin, end);
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
	tcase_add_test(tests, a_restore_brings_the_group_back);
	tcase_add_test(tests, a_restore_gives_what_is_put_in_use_to_the_group_given);
	tcase_add_test(tests, a_restore_lets_no_group_read_where_none_may);
	tcase_add_test(tests, a_restore_into_use_follows_the_one_in_use_here);
	tcase_add_test(tests, a_group_for_a_restore_that_puts_nothing_in_use_is_said_to_be_of_no_use);
	tcase_add_test(tests, a_group_lost_unasked_is_warned_of_and_one_taken_away_is_not);
	tcase_add_test(tests, a_request_remembers_what_was_lost);
	tcase_add_test(tests, a_restore_remembers_what_was_lost);
	suite_add_tcase(suite, tests);
	return suite;
}
