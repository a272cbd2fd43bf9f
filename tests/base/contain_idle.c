/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_idle.c: tests of children that wait for others, side by side, and fail each for itself.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/contain.h"
#include "suites.h"

static bool say_argument(const void *argument, const ik_secret *secret, ik_secret *result,
			 struct ik_error *err)
{
	(void)secret;
	return ik_secret_set(result, argument, strlen(argument), err);
}

static bool fail_whole(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	(void)argument, (void)secret, (void)result;
	return ik_fail(err, IK_E_FILE_LARGE, "4 MiB");
}

static bool leave(const void *argument, const ik_secret *secret, ik_secret *result,
		  struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	_exit(0);
}

static bool hang(const void *argument, const ik_secret *secret, ik_secret *result,
		 struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	for (;;)
		nanosleep(&(struct timespec){.tv_sec = 100}, NULL);
	return false;
}

START_TEST(a_failure_of_its_own_ends_nobody_else)
{
	struct ik_error own[4] = {0}, err = {0};
	struct ik_job jobs[] = {
		{.run = hang, .wall_seconds = 1, .idles = true, .failure = &own[0]},
		{.run = fail_whole, .failure = &own[1]},
		{.run = leave, .failure = &own[2]},
		{.run = say_argument, .argument = "here", .result_cap = 5, .failure = &own[3]},
	};

	ck_assert(ik_contain(jobs, 4, NULL, &err));
	ck_assert_int_eq(own[0].id, IK_E_CHILD_SLOW);
	ck_assert_int_eq(own[1].id, IK_E_FILE_LARGE);
	ck_assert_int_eq(own[2].id, IK_E_CHILD_DIED);
	ck_assert_int_eq(own[3].id, IK_E_NONE);
	ck_assert_str_eq(ik_secret_data(jobs[3].result), "here");
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ik_job_free(jobs, 4);
}
END_TEST

/* Of which each ends only when all have begun. */
enum { AT_THE_MEETING = 16 };
static int *met;

static bool meet(const void *argument, const ik_secret *secret, ik_secret *result,
		 struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	__atomic_add_fetch(met, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(met, __ATOMIC_SEQ_CST) < AT_THE_MEETING)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	return true;
}

START_TEST(jobs_that_idle_run_side_by_side)
{
	struct ik_job jobs[AT_THE_MEETING] = {0};

	met = mmap(NULL, sizeof(*met), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(met, MAP_FAILED);
	for (size_t i = 0; i < AT_THE_MEETING; i++)
		jobs[i] = (struct ik_job){.run = meet, .wall_seconds = 60, .idles = true};
	ck_assert(ik_contain(jobs, AT_THE_MEETING, NULL, NULL));
	ck_assert_int_eq(*met, AT_THE_MEETING);
	munmap(met, sizeof(*met));
	ik_job_free(jobs, AT_THE_MEETING);
}
END_TEST

static void give_up(const void *argument)
{
	(void)argument;
	abort();
}

START_TEST(an_unread_secret_does_not_hurt)
{
	ik_secret *secret = ik_secret_new(1024 * 1024);
	struct ik_job job = {.run = say_argument, .prepare = give_up, .secret = secret};
	struct ik_error err = {0};

	ik_secret_grown(secret, 1024 * 1024);
	/* Dies in prepare, before it reads. */
	ck_assert(!ik_contain(&job, 1, NULL, &err));
	ck_assert_int_eq(err.id, IK_E_CHILD_DIED);
	ik_secret_free(secret);
}
END_TEST

Suite *suite_contain_idle(void)
{
	Suite *suite = suite_create("contain_idle");
	TCase *one = tcase_create("idle");

	tcase_set_timeout(one, 60);
	tcase_add_test(one, a_failure_of_its_own_ends_nobody_else);
	tcase_add_test(one, an_unread_secret_does_not_hurt);
	tcase_add_test(one, jobs_that_idle_run_side_by_side);
	suite_add_tcase(suite, one);
	return suite;
}
