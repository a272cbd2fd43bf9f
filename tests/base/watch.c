/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch.c: tests of steps and waiting. */
#include <string.h>
#include <unistd.h>

#include "base/watch.h"
#include "suites.h"

struct seen {
	unsigned times;
	unsigned cancel_at;       /* 0: never */
	enum ik_step_state first; /* of the first step, as last shown */
};

static bool look(void *self, const struct ik_progress *progress, int fd)
{
	struct seen *seen = self;

	(void)fd;
	seen->times++;
	seen->first = progress->steps[0].state;
	return seen->times != seen->cancel_at;
}

START_TEST(nobody_looking_on_is_fine)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	ck_assert_uint_eq(ik_watch_add(NULL, "a", NULL), 0);
	ck_assert(ik_watch_begin(NULL, 0));
	ik_watch_done(NULL, 0);
	ik_watch_fail(NULL);
	ck_assert(ik_watch_wait(NULL, ends[0]));
	ck_assert(ik_watch_wait(&(struct ik_watch){0}, ends[0]));
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(a_cancel_is_not_lost_while_a_step_is_only_shown)
{
	struct seen seen = {.cancel_at = 2};
	struct ik_watch watch = {.wait = look, .self = &seen, .progress.can_cancel = true};

	ik_watch_add(&watch, "one", NULL);
	ik_watch_add(&watch, "two", NULL);
	ck_assert(ik_watch_begin(&watch, 0));
	ik_watch_done(&watch, 0);
	ck_assert(!ik_watch_begin(&watch, 1));
}
END_TEST

START_TEST(from_the_switch_on_an_old_cancel_counts_no_more)
{
	struct seen seen = {.cancel_at = 2};
	struct ik_watch watch = {.wait = look, .self = &seen, .progress.can_cancel = true};

	ik_watch_add(&watch, "one", NULL);
	ck_assert(ik_watch_begin(&watch, 0));
	ik_watch_done(&watch, 0);
	watch.progress.can_cancel = false;
	ck_assert(ik_watch_wait(&watch, -1));
}
END_TEST

static void count(void *keeper)
{
	++*(int *)keeper;
}

START_TEST(who_keeps_secrets_is_told_when_they_are_not_needed_any_more)
{
	int told = 0;
	struct ik_watch watch = {.settled = count, .keeper = &told}, nobody = {0};

	ik_watch_settled(&watch);
	ck_assert_int_eq(told, 1);
	ik_watch_settled(&nobody);
	ik_watch_settled(NULL);
}
END_TEST

START_TEST(every_change_is_shown_with_its_time)
{
	struct seen seen = {0};
	struct ik_watch watch = {.wait = look, .self = &seen};
	const size_t one = ik_watch_add(&watch, "one", "証明書");

	ck_assert_str_eq(watch.progress.steps[one].arg, "証明書");
	ck_assert_uint_eq(watch.progress.steps[one].state, IK_STEP_WAITING);
	ik_watch_begin(&watch, one);
	ck_assert_uint_eq(seen.first, IK_STEP_NOW);
	ck_assert(watch.progress.steps[one].since > 0);
	ik_watch_done(&watch, one);
	ck_assert_uint_eq(seen.first, IK_STEP_DONE);
	ck_assert(watch.progress.steps[one].seconds >= 0);
	ck_assert_uint_eq(seen.times, 2);
}
END_TEST

START_TEST(only_what_is_running_fails)
{
	struct ik_watch watch = {0};

	for (int i = 0; i < 3; i++)
		ik_watch_add(&watch, "step", NULL);
	ik_watch_begin(&watch, 0);
	ik_watch_done(&watch, 0);
	ik_watch_begin(&watch, 1);
	ik_watch_fail(&watch);
	ck_assert_uint_eq(watch.progress.steps[0].state, IK_STEP_DONE);
	ck_assert_uint_eq(watch.progress.steps[1].state, IK_STEP_FAILED);
	ck_assert_uint_eq(watch.progress.steps[2].state, IK_STEP_WAITING);
}
END_TEST

START_TEST(long_arguments_and_too_many_steps_stay_inside)
{
	struct ik_watch watch = {0};
	char arg[400] = "";
	size_t last = 0;

	for (int i = 0; i < 100; i++)
		strcat(arg, "証");
	for (int i = 0; i < IK_WATCH_STEPS_MAX + 5; i++)
		last = ik_watch_add(&watch, "step", arg);
	ck_assert_uint_eq(last, IK_WATCH_STEPS_MAX - 1);
	ck_assert_uint_eq(watch.progress.n, IK_WATCH_STEPS_MAX);
	ck_assert_uint_eq(strlen(watch.progress.steps[0].arg), 255);
	ck_assert(ik_watch_begin(&watch, 999));
}
END_TEST

Suite *suite_watch(void)
{
	Suite *suite = suite_create("watch");
	TCase *one = tcase_create("watch");

	tcase_set_timeout(one, 60);
	tcase_add_test(one, nobody_looking_on_is_fine);
	tcase_add_test(one, a_cancel_is_not_lost_while_a_step_is_only_shown);
	tcase_add_test(one, from_the_switch_on_an_old_cancel_counts_no_more);
	tcase_add_test(one, who_keeps_secrets_is_told_when_they_are_not_needed_any_more);
	tcase_add_test(one, every_change_is_shown_with_its_time);
	tcase_add_test(one, only_what_is_running_fails);
	tcase_add_test(one, long_arguments_and_too_many_steps_stay_inside);
	suite_add_tcase(suite, one);
	return suite;
}
