/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain.c: tests of children that die, lie, hang, and of those that work. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "suites.h"

static bool echo(const void *argument, const ik_secret *secret, ik_secret *result,
		 struct ik_error *err)
{
	(void)argument;
	return ik_secret_set(result, ik_secret_data(secret), ik_secret_size(secret), err);
}

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
	ik_fail(err, IK_E_FILE_LARGE, "4 MiB", "/b/証");
	return ik_error_detail(err, "the detail");
}

static bool fail_mutely(const void *argument, const ik_secret *secret, ik_secret *result,
			struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	return false;
}

static bool crash(const void *argument, const ik_secret *secret, ik_secret *result,
		  struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	abort();
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

static bool spin(const void *argument, const ik_secret *secret, ik_secret *result,
		 struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	for (volatile unsigned i = 0;; i++)
		continue;
	return false;
}

/* Speaks on the pipe itself, past what contain would let it say. */
static bool shout(const void *argument, const ik_secret *secret, ik_secret *result,
		  struct ik_error *err)
{
	char bytes[4096];

	(void)argument, (void)secret, (void)result, (void)err;
	memset(bytes, 'x', sizeof(bytes));
	for (;;)
		for (int fd = 3; fd < 10; fd++)
			if (write(fd, bytes, sizeof(bytes)) < 0 && errno == EPIPE)
				_exit(0);
	return false;
}

static bool mumble(const void *argument, const ik_secret *secret, ik_secret *result,
		   struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	for (int fd = 3; fd < 10; fd++)
		(void)!write(fd, "x", 1);
	_exit(0);
}

/* Closes its side and stays. */
static bool play_dead(const void *argument, const ik_secret *secret, ik_secret *result,
		      struct ik_error *err)
{
	for (int fd = 3; fd < 10; fd++)
		close(fd);
	return hang(argument, secret, result, err);
}

#ifndef IK_SANITIZED
static bool hoard(const void *argument, const ik_secret *secret, ik_secret *result,
		  struct ik_error *err)
{
	(void)argument, (void)secret, (void)result, (void)err;
	for (int i = 0; i < 64; i++)
		ik_alloc(64 * 1024 * 1024);
	return true;
}
#endif

static int prepared;

static void prepare(const void *argument)
{
	(void)argument;
	prepared = open("/dev/null", O_RDONLY) >= 0 ? 1 : 2;
}

static bool say_prepared(const void *argument, const ik_secret *secret, ik_secret *result,
			 struct ik_error *err)
{
	(void)argument, (void)secret;
	return ik_secret_set(result, prepared == 1 ? "yes" : "no", prepared == 1 ? 3 : 2, err);
}

static unsigned open_descriptors(void)
{
	unsigned n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* Runs N copies of JOB; checks that no child, descriptor or result is left over after a failure. */
static enum ik_error_id failing(struct ik_job job, size_t n, struct ik_watch *watch,
				struct ik_error *err)
{
	struct ik_job jobs[8];
	struct ik_error unheard = {0};
	const unsigned before = open_descriptors();

	err = err ? err : &unheard;
	for (size_t i = 0; i < n; i++)
		jobs[i] = job;
	ck_assert(!ik_contain(jobs, n, watch, err));
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
	ck_assert_uint_eq(open_descriptors(), before);
	for (size_t i = 0; i < n; i++)
		ck_assert_ptr_null(jobs[i].result);
	return err->id;
}

START_TEST(an_error_reaches_the_parent_whole)
{
	struct ik_error err = {0};

	ck_assert_uint_eq(
		failing((struct ik_job){.run = fail_whole, .result_cap = 10}, 1, NULL, &err),
		IK_E_FILE_LARGE);
	ck_assert_str_eq(err.arg[0], "4 MiB");
	ck_assert_str_eq(err.arg[1], "/b/証");
	ck_assert_str_eq(err.arg[2], "");
	ck_assert_str_eq(err.detail, "the detail");
}
END_TEST

static const struct {
	bool (*run)(const void *, const ik_secret *, ik_secret *, struct ik_error *);
	enum ik_error_id id;
} bad_children[] = {
	{crash, IK_E_CHILD_DIED},     {leave, IK_E_CHILD_DIED}, {fail_mutely, IK_E_CHILD_DIED},
	{play_dead, IK_E_CHILD_DIED}, {shout, IK_E_CHILD_LIED}, {mumble, IK_E_CHILD_LIED},
	{hang, IK_E_CHILD_SLOW},      {spin, IK_E_CHILD_SLOW},
#ifndef IK_SANITIZED
	{hoard, IK_E_NO_MEMORY},
#endif
};

START_TEST(a_child_that_goes_wrong_is_a_sentence)
{
	/* Only who never ends is ended early: on a busy machine the others need their time. */
	const struct ik_job job = {.run = bad_children[_i].run,
				   .result_cap = 1000,
				   .seconds = bad_children[_i].id == IK_E_CHILD_SLOW ? 1 : 0};
	const char *preloaded = getenv("LD_PRELOAD");

	/* Without memory, valgrind ends before its guest learns of it. */
	if (bad_children[_i].id == IK_E_NO_MEMORY && preloaded && strstr(preloaded, "valgrind"))
		return;

	ck_assert_uint_eq(failing(job, 1, NULL, NULL), bad_children[_i].id);
}
END_TEST

START_TEST(one_failure_ends_the_others)
{
	struct ik_job jobs[] = {{.run = hang}, {.run = fail_whole}, {.run = hang}};
	struct ik_error err = {0};

	ck_assert(!ik_contain(jobs, 3, NULL, &err));
	/* With one processor the first job hangs alone until its time is over. */
	ck_assert(err.id == IK_E_FILE_LARGE || err.id == IK_E_CHILD_SLOW);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

START_TEST(an_answer_beyond_the_cap_is_refused)
{
	struct ik_error err = {0};

	ck_assert_uint_eq(
		failing((struct ik_job){.run = say_argument, .argument = "12345", .result_cap = 4},
			1, NULL, &err),
		IK_E_SECRET_LONG);
}
END_TEST

static bool refuse(void *self, const struct ik_progress *progress, int fd)
{
	(void)progress, (void)fd;
	return --*(int *)self > 0;
}

START_TEST(cancel_kills_every_child)
{
	int times = 1;
	struct ik_watch watch = {.wait = refuse, .self = &times};

	ck_assert_uint_eq(failing((struct ik_job){.run = hang}, 4, &watch, NULL), IK_E_CANCELLED);
}
END_TEST

START_TEST(no_descriptors_left_is_an_error_not_a_crash)
{
	struct rlimit limit;
	const struct ik_job job = {.run = leave};

	getrlimit(RLIMIT_NOFILE, &limit);
	for (rlim_t n = 3; n < 8; n++) {
		setrlimit(RLIMIT_NOFILE, &(struct rlimit){n, limit.rlim_max});

		const enum ik_error_id id = failing(job, 1, NULL, NULL);

		ck_assert_int_eq(id, IK_E_FILES_MANY);
	}
	setrlimit(RLIMIT_NOFILE, &limit);
}
END_TEST

START_TEST(a_child_prepares_before_it_gives_up_files)
{
	struct ik_job job = {.run = say_prepared, .prepare = prepare, .result_cap = 5};

	ck_assert(ik_contain(&job, 1, NULL, NULL));
	ck_assert_str_eq(ik_secret_data(job.result), "yes");
	ck_assert_int_eq(prepared, 0);
	ik_job_free(&job, 1);
}
END_TEST

START_TEST(a_secret_larger_than_a_pipe_comes_back_whole)
{
	enum { SIZE = 3 * 1024 * 1024 + 7 };
	ik_secret *secret = ik_secret_new(SIZE);
	struct ik_job job = {.run = echo, .secret = secret, .result_cap = SIZE};

	for (size_t i = 0; i < SIZE; i++) {
		*ik_secret_tail(secret) = (char)(i * 7 >> 3);
		ik_secret_grown(secret, 1);
	}
	ck_assert(ik_contain(&job, 1, NULL, NULL));
	ck_assert(ik_secret_equal(job.result, secret));
	ik_job_free(&job, 1);
	ik_job_free(&job, 1);
	ik_secret_free(secret);
}
END_TEST

START_TEST(many_jobs_give_each_its_own_result)
{
	static const char *const words[] = {"one", "", "three", "four", "five", "six", "seven"};
	struct ik_job jobs[7] = {0};
	const unsigned before = open_descriptors();

	for (size_t i = 0; i < 7; i++)
		jobs[i] = (struct ik_job){
			.run = say_argument, .argument = words[i], .result_cap = 5};
	ck_assert(ik_contain(jobs, 7, NULL, NULL));
	for (size_t i = 0; i < 7; i++)
		ck_assert_str_eq(ik_secret_data(jobs[i].result), words[i]);
	ik_job_free(jobs, 7);
	ck_assert_uint_eq(open_descriptors(), before);
	ck_assert(ik_contain(NULL, 0, NULL, NULL));
}
END_TEST

static int reaped;

static void reap(int number)
{
	(void)number;
	while (waitpid(-1, NULL, WNOHANG) > 0)
		reaped++;
}

START_TEST(whatever_the_caller_does_with_children_is_put_aside_and_back)
{
	struct sigaction now;
	struct ik_job job = {.run = say_argument, .argument = "here", .result_cap = 5};

	signal(SIGCHLD, SIG_IGN);
	ck_assert(ik_contain(&job, 1, NULL, NULL));
	ck_assert_str_eq(ik_secret_data(job.result), "here");
	ik_job_free(&job, 1);
	ck_assert_uint_eq(failing((struct ik_job){.run = crash}, 2, NULL, NULL), IK_E_CHILD_DIED);
	sigaction(SIGCHLD, NULL, &now);
	ck_assert(now.sa_handler == SIG_IGN);
	signal(SIGCHLD, reap);
	ck_assert_uint_eq(failing((struct ik_job){.run = crash}, 2, NULL, NULL), IK_E_CHILD_DIED);
	ck_assert_int_eq(reaped, 0);
	signal(SIGCHLD, SIG_DFL);
}
END_TEST

static void nothing(int number)
{
	(void)number;
}

START_TEST(signals_interrupt_nothing)
{
	const struct itimerspec often = {.it_interval.tv_nsec = 200000, .it_value.tv_nsec = 200000};
	const struct sigaction quick = {.sa_handler = nothing};
	timer_t timer;

	sigaction(SIGALRM, &quick, NULL);
	ck_assert_int_eq(timer_create(CLOCK_MONOTONIC, NULL, &timer), 0);
	timer_settime(timer, 0, &often, NULL);
	for (int i = 0; i < 20; i++) {
		struct ik_job job = {.run = say_argument, .argument = "here", .result_cap = 5};

		ck_assert(ik_contain(&job, 1, NULL, NULL));
		ik_job_free(&job, 1);
	}
	timer_delete(timer);
}
END_TEST

/* Says that the child was started, and waits for good. */
static bool tell(void *self, const struct ik_progress *progress, int fd)
{
	(void)progress, (void)fd;
	(void)!write(*(int *)self, "x", 1);
	for (;;)
		pause();
	return false;
}

START_TEST(a_child_dies_with_its_parent)
{
	int ends[2], status;
	char byte;

	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	ck_assert_int_eq(pipe(ends), 0);

	const pid_t parent = fork();

	if (parent == 0) {
		struct ik_watch watch = {.wait = tell, .self = &ends[1]};
		struct ik_job job = {.run = hang};

		ik_contain(&job, 1, &watch, NULL);
		_exit(0);
	}
	ck_assert_int_eq(read(ends[0], &byte, 1), 1);
	kill(parent, SIGKILL);
	ck_assert_int_eq(waitpid(parent, NULL, 0), parent);
	/* The orphan is ours now; if it lived on, this would wait until the test's own time is
	 * over. */
	ck_assert_int_gt(waitpid(-1, &status, 0), 0);
	ck_assert(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 1);
}
END_TEST

Suite *suite_contain(void)
{
	Suite *suite = suite_create("contain");
	TCase *one = tcase_create("contain");

	tcase_set_timeout(one, 120);
	tcase_add_test(one, an_error_reaches_the_parent_whole);
	tcase_add_loop_test(one, a_child_that_goes_wrong_is_a_sentence, 0, IK_COUNT(bad_children));
	tcase_add_test(one, one_failure_ends_the_others);
	tcase_add_test(one, an_answer_beyond_the_cap_is_refused);
	tcase_add_test(one, cancel_kills_every_child);
	tcase_add_test(one, no_descriptors_left_is_an_error_not_a_crash);
	tcase_add_test(one, a_child_prepares_before_it_gives_up_files);
	tcase_add_test(one, a_secret_larger_than_a_pipe_comes_back_whole);
	tcase_add_test(one, many_jobs_give_each_its_own_result);
	tcase_add_test(one, whatever_the_caller_does_with_children_is_put_aside_and_back);
	tcase_add_test(one, signals_interrupt_nothing);
	tcase_add_test(one, a_child_dies_with_its_parent);
	suite_add_tcase(suite, one);
	return suite;
}
