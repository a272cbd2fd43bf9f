/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_shut.c: tests that a child can reach nothing outside its job. */
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
#include <unistd.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "suites.h"

/* What a library would try; the result is how much of it was possible. */
static bool pry(const void *argument, const ik_secret *secret, ik_secret *result,
		struct ik_error *err)
{
	char found[] = "-----";
	struct stat st;

	(void)secret;
	if (open("/etc/passwd", O_RDONLY) >= 0)
		found[0] = 'r';
	if (open(argument, O_WRONLY | O_CREAT, 0600) >= 0)
		found[1] = 'w';
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		found[2] = 'n';
	if (fork() >= 0)
		found[3] = 'f';
	for (int fd = 5; fd < 1024; fd++)
		if (fstat(fd, &st) == 0)
			found[4] = 'd';
	return ik_secret_set(result, found, 5, err);
}

static const int forms_expected[] = {0, ENOENT, ENOENT, EPERM,  0,    EPERM,
				     0, EPERM,  EPERM,  EACCES, EPERM};

/* Each call that only some forms are allowed of: what it says to a harmless one, and to another. */
static bool try_forms(const void *argument, const ik_secret *secret, ik_secret *result,
		      struct ik_error *err)
{
	struct stat st;
	struct rlimit limit;
	int said[IK_COUNT(forms_expected)] = {0}, *next = said;

	(void)argument, (void)secret;
#define SAID(call) (errno = 0, (void)!(call), *next++ = errno)
	SAID(fstatat(4, "", &st, AT_EMPTY_PATH));
	SAID(fstatat(4, "/", &st, 0));
	SAID(fstatat(4, "/", &st, AT_SYMLINK_NOFOLLOW));
	SAID(fstatat(4, "", &st, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW));
	SAID(getrlimit(RLIMIT_CPU, &limit));
	SAID(setrlimit(RLIMIT_CPU, &limit));
	SAID(fcntl(4, F_GETFL));
	SAID(fcntl(4, F_SETFL, O_NONBLOCK));
	SAID(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
	SAID(open("/", O_RDONLY));
	SAID(kill(getpid(), 0));
#undef SAID
	return ik_secret_set(result, said, sizeof(said), err);
}

START_TEST(a_child_can_open_nothing_and_start_nothing)
{
	const char *tmp = getenv("TMPDIR");
	char dir[512], path[600];

	snprintf(dir, sizeof(dir), "%s/inkan-contain-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);

	const int mine = open("/dev/null", O_RDONLY);
	struct ik_job job = {.run = pry, .argument = path, .result_cap = 5};

	ck_assert(ik_contain(&job, 1, NULL, NULL));
	ck_assert_str_eq(ik_secret_data(job.result), "-----");
	ik_job_free(&job, 1);
	close(mine);
	ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

START_TEST(a_call_that_is_harmless_in_one_form_is_left_in_that_form)
{
	struct ik_job job = {.run = try_forms, .result_cap = sizeof(forms_expected)};
	int said[IK_COUNT(forms_expected)];

	ck_assert(ik_contain(&job, 1, NULL, NULL));
	ck_assert_uint_eq(ik_secret_size(job.result), sizeof(said));
	memcpy(said, ik_secret_data(job.result), sizeof(said));
	for (size_t i = 0; i < IK_COUNT(said); i++)
		ck_assert_msg(said[i] == forms_expected[i], "%zu: %s", i, strerror(said[i]));
	ik_job_free(&job, 1);
}
END_TEST

Suite *suite_contain_shut(void)
{
	Suite *suite = suite_create("contain_shut");
	TCase *one = tcase_create("contain_shut");

	tcase_set_timeout(one, 120);
	tcase_add_test(one, a_child_can_open_nothing_and_start_nothing);
	tcase_add_test(one, a_call_that_is_harmless_in_one_form_is_left_in_that_form);
	suite_add_tcase(suite, one);
	return suite;
}
