/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_end.c: tests of children that end while something else holds their pipe open. */
#include "config.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/contain.h"
#include "suites.h"

enum { LEFT_ALONE = 60 }; /* seconds a grandchild lives: longer than what the jobs here may take */

static pid_t left_behind;

/* Before the filter, which would forbid it: a process that outlives the child and has its end of
 * the pipe. */
static void leave_one_behind(const void *argument)
{
	(void)argument;
	left_behind = fork();
	if (left_behind != 0)
		return;
	alarm(LEFT_ALONE);
	for (;;)
		pause();
}

static bool name_it(const void *argument, const ik_secret *secret, ik_secret *result,
		    struct ik_error *err)
{
	(void)argument, (void)secret;
	return ik_secret_set(result, &left_behind, sizeof(left_behind), err);
}

/* Its whole answer without the last step of it: the child ends, and nothing is said. */
static bool end_mutely(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	_exit(0);
}

/* As on a kernel before 5.3; for the rest of this test's process. */
static void forget_pidfds(void)
{
#ifdef SYS_pidfd_open
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {.len = sizeof(code) / sizeof(*code), .filter = code};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0)
		ck_assert_int_eq(syscall(SYS_pidfd_open, getpid(), 0), -1);
#endif
}

/* Three times SECONDS is all the time there is, and the pipe stays open for longer: who waits for
 * it is too slow. */
START_TEST(a_child_that_has_ended_is_not_waited_for)
{
	struct ik_job job = {
		.run = name_it, .prepare = leave_one_behind, .result_cap = 100, .seconds = 5};
	struct ik_error err = {0};
	pid_t other;

	if (_i == 1)
		forget_pidfds();
	ck_assert_msg(ik_contain(&job, 1, NULL, &err), "error %d", (int)err.id);
	ck_assert_uint_eq(ik_secret_size(job.result), sizeof(other));
	memcpy(&other, ik_secret_data(job.result), sizeof(other));
	ck_assert_int_gt(other, 0);
	ck_assert_int_eq(kill(other, SIGKILL), 0); /* it was there all the time */
	ik_job_free(&job, 1);
}
END_TEST

START_TEST(a_child_that_ended_without_a_word_died_whoever_holds_its_pipe)
{
	struct ik_job job = {
		.run = end_mutely, .prepare = leave_one_behind, .result_cap = 100, .seconds = 5};
	struct ik_error err = {0};

	if (_i == 1)
		forget_pidfds();
	ck_assert(!ik_contain(&job, 1, NULL, &err));
	ck_assert_int_eq(err.id, IK_E_CHILD_DIED);
}
END_TEST

/* As a caller asks for one job: with room for the answer or without. */
START_TEST(of_one_job_that_failed_there_is_no_answer_and_of_one_that_worked_it_is_the_callers)
{
	const struct ik_job mute = {.run = end_mutely, .result_cap = 100};
	const struct ik_job naming = {.run = name_it, .result_cap = 100};
	ik_secret *out = ik_secret_new(1), *before = out;
	struct ik_error err = {0};

	ck_assert(!ik_contain_one(&mute, NULL, &out, &err));
	ck_assert_int_eq(err.id, IK_E_CHILD_DIED);
	ck_assert_ptr_null(out);
	ck_assert(!ik_contain_one(&mute, NULL, NULL, NULL));
	ck_assert(ik_contain_one(&naming, NULL, NULL, NULL));
	ck_assert(ik_contain_one(&naming, NULL, &out, NULL));
	ck_assert_uint_eq(ik_secret_size(out), sizeof(left_behind));
	ik_secret_free(out);
	ik_secret_free(before);
}
END_TEST

Suite *suite_contain_end(void)
{
	Suite *suite = suite_create("contain_end");
	TCase *one = tcase_create("contain_end");

	tcase_set_timeout(one, 120);
	tcase_add_loop_test(one, a_child_that_has_ended_is_not_waited_for, 0, 2);
	tcase_add_loop_test(one, a_child_that_ended_without_a_word_died_whoever_holds_its_pipe, 0,
			    2);
	tcase_add_test(
		one,
		of_one_job_that_failed_there_is_no_answer_and_of_one_that_worked_it_is_the_callers);
	suite_add_tcase(suite, one);
	return suite;
}
