/* SPDX-License-Identifier: GPL-3.0-or-later */
/* program.c: a program gets nothing of ours but what it is given, and no more time than it may
 * have. */
#include "config.h"

#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "suites.h"

static char *path;

static void begin(void)
{
	const char *top = getenv("TMPDIR");

	path = ik_format("%s/inkan-program-XXXXXX", top && *top ? top : "/tmp");
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void end(void)
{
	unlink(path);
	free(path);
}

static struct ik_program_result run(const char *script, unsigned seconds)
{
	static char where[] = "PATH=/usr/bin:/bin", word[] = "WORD=one two";
	char *const environment[] = {where, word, NULL};
	struct ik_program program = {.path = path, .environment = environment, .seconds = seconds};
	struct ik_program_result result;
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, 0700), 0);
	ik_program_run(&program, NULL, &result);
	return result;
}

static void assert_says(const char *script, const char *expected)
{
	struct ik_program_result result = run(script, 30);

	ck_assert_int_eq(result.end, IK_PROGRAM_DONE);
	ck_assert_str_eq(ik_buffer_string(&result.said), expected);
	ik_buffer_free(&result.said);
}

START_TEST(what_cannot_be_started_is_said)
{
	char *const environment[] = {NULL};
	struct ik_program program = {.path = path, .environment = environment, .seconds = 30};
	struct ik_program_result result;

	ck_assert_int_eq(chmod(path, 0600), 0);
	ik_program_run(&program, NULL, &result);
	ck_assert_int_eq(result.end, IK_PROGRAM_UNSTARTED);
	ck_assert_int_eq(result.code, EACCES);
}
END_TEST

START_TEST(an_exit_status_is_told)
{
	struct ik_program_result result = run("echo why >&2; exit 7", 30);

	ck_assert_int_eq(result.end, IK_PROGRAM_FAILED);
	ck_assert_int_eq(result.code, 7);
	ck_assert_str_eq(ik_buffer_string(&result.said), "why\n");
	ik_buffer_free(&result.said);
}
END_TEST

START_TEST(a_signal_is_told)
{
	struct ik_program_result result = run("kill -KILL $$", 30);

	ck_assert_int_eq(result.end, IK_PROGRAM_KILLED);
	ck_assert_int_eq(result.code, 9);
	ik_buffer_free(&result.said);
}
END_TEST

START_TEST(time_is_bounded_for_all_its_processes)
{
	struct ik_program_result result = run("sleep 60 & sleep 60", 1);

	ck_assert_int_eq(result.end, IK_PROGRAM_SLOW);
	ck_assert_int_eq(result.code, 1);
	ck_assert(result.seconds >= 1 && result.seconds < 20);
	ik_buffer_free(&result.said);
}
END_TEST

START_TEST(what_stays_in_the_background_is_not_waited_for)
{
	struct ik_program_result result = run("sleep 40 & echo done", 60);

	ck_assert_int_eq(result.end, IK_PROGRAM_DONE);
	ck_assert_str_eq(ik_buffer_string(&result.said), "done\n");
	ck_assert(result.seconds < 20);
	ik_buffer_free(&result.said);
}
END_TEST

START_TEST(only_the_end_of_much_output_is_kept)
{
	struct ik_program_result result = run("yes 0123456789abcde | head -c 300000; echo end", 60);

	ck_assert_int_eq(result.end, IK_PROGRAM_DONE);
	ck_assert_uint_le(result.said.size, IK_PROGRAM_SAID_MAX);
	ck_assert_uint_gt(result.said.size, IK_PROGRAM_SAID_MAX / 2);
	ck_assert_str_eq(ik_buffer_string(&result.said) + result.said.size - 4, "end\n");
	ik_buffer_free(&result.said);
}
END_TEST

START_TEST(the_environment_is_what_was_given)
{
	assert_says("env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD= | sort",
		    "PATH=/usr/bin:/bin\nWORD=one two\n");
}
END_TEST

START_TEST(input_is_empty_and_the_place_is_the_root)
{
	assert_says("cat; pwd", "/\n");
}
END_TEST

START_TEST(no_other_descriptor_is_open)
{
	int fd = open("/dev/null", O_RDONLY); /* as a caller may have left one, without O_CLOEXEC */
	int high = dup2(fd, 200);

	ck_assert_int_ge(fd, 0);
	assert_says("for fd in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$fd ] && readlink "
		    "/proc/$$/fd/$fd | grep -v "
		    "inkan-program; done; [ -e /proc/$$/fd/200 ] && echo 200; true",
		    "");
	close(high);
	close(fd);
}
END_TEST

START_TEST(signals_that_we_ignore_are_as_usual)
{
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);

	/* The C library keeps two signals, 32 and 33, for itself; a shell that starts something
	 * blocks all for a moment. */
	assert_says("exec sed -n 's/^Sig\\(Blk\\|Ign\\).*\\(.......\\)$/\\2/p' /proc/self/status",
		    "0000000\n0000000\n");
	signal(SIGPIPE, before);
}
END_TEST

START_TEST(how_it_ended_is_known_even_where_children_are_ignored)
{
	void (*before)(int) = signal(SIGCHLD, SIG_IGN);
	struct ik_program_result result = run("exit 3", 30);

	ck_assert_int_eq(result.end, IK_PROGRAM_FAILED);
	ck_assert_int_eq(result.code, 3);
	ck_assert_ptr_eq((void *)(uintptr_t)signal(SIGCHLD, before), (void *)(uintptr_t)SIG_IGN);
	ik_buffer_free(&result.said);
}
END_TEST

Suite *suite_program(void)
{
	Suite *suite = suite_create("program");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, what_cannot_be_started_is_said);
	tcase_add_test(all, an_exit_status_is_told);
	tcase_add_test(all, a_signal_is_told);
	tcase_add_test(all, time_is_bounded_for_all_its_processes);
	tcase_add_test(all, what_stays_in_the_background_is_not_waited_for);
	tcase_add_test(all, only_the_end_of_much_output_is_kept);
	tcase_add_test(all, the_environment_is_what_was_given);
	tcase_add_test(all, input_is_empty_and_the_place_is_the_root);
	tcase_add_test(all, no_other_descriptor_is_open);
	tcase_add_test(all, signals_that_we_ignore_are_as_usual);
	tcase_add_test(all, how_it_ended_is_known_even_where_children_are_ignored);
	suite_add_tcase(suite, all);
	return suite;
}
