/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret_terminal.c: tests of a password asked on the terminal: never shown, never left over, echo
 * always back. */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/secret_input.h"
#include "suites.h"

static void write_fd(int fd, const char *text)
{
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* Reads from the terminal until WANTED was shown; all that was shown is in SEEN. */
static void until(int master, const char *wanted, char *seen, size_t size)
{
	size_t n = 0;

	seen[0] = '\0';
	while (!strstr(seen, wanted)) {
		ck_assert_msg(poll(&(struct pollfd){.fd = master, .events = POLLIN}, 1, 30000) == 1,
			      "saw: %s", seen);

		const ssize_t got = read(master, seen + n, size - 1 - n);

		ck_assert_msg(got > 0, "saw: %s", seen);
		n += (size_t)got;
		seen[n] = '\0';
	}
}

static bool echoes(int master)
{
	struct termios state;

	ck_assert_int_eq(tcgetattr(master, &state), 0);
	return (state.c_lflag & ECHO) != 0;
}

static void caller_handles(int number)
{
	(void)number;
}

static const int deadly[] = {SIGTERM, SIGHUP, SIGQUIT};

/* Asks twice on a terminal of its own; what came of it is shown as "(id:text)". */
static pid_t asking(int *master, const char *locale, bool handled)
{
	const pid_t pid = forkpty(master, NULL, NULL, NULL);

	if (pid != 0)
		return pid;
	setenv("LC_ALL", locale, 1);
	ik_i18n_start("en");
	/* The test library has handlers of its own. */
	for (size_t i = 0; i < IK_COUNT(deadly); i++)
		signal(deadly[i], handled ? caller_handles : SIG_DFL);
	for (int i = 0; i < 2; i++) {
		struct ik_error err = {0};
		ik_secret *secret;

		ik_secret_from_terminal(i == 0 ? "First: " : "Second: ", &secret, &err);
		printf("(%u:%s)\n", ik_error_number(err.id), secret ? ik_secret_data(secret) : "");
		fflush(stdout);
		ik_secret_free(secret);
	}
	_exit(0);
}

static int end_of(pid_t pid)
{
	int status = -1;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

START_TEST(without_a_terminal_nothing_is_asked)
{
	struct ik_error err = {0};
	ik_secret *secret;

	const pid_t pid = fork();

	if (pid == 0) {
		setsid(); /* leaves the terminal behind */

		const bool ok = ik_secret_from_terminal("Password: ", &secret, &err);

		_exit(!ok && !secret && err.id == IK_E_PASSWORD_MISSING
				      && !ik_secret_terminal_exists()
			      ? 0
			      : 1);
	}
	ck_assert_int_eq(end_of(pid), 0);
}
END_TEST

START_TEST(a_typed_password_is_taken_and_never_shown)
{
	char seen[4096];
	int master;
	const pid_t pid = asking(&master, "C.UTF-8", false);

	until(master, "First: ", seen, sizeof(seen));
	ck_assert(!echoes(master));
	write_fd(master, "パスX\x7fワード\n");
	until(master, "Second: ", seen, sizeof(seen));
	ck_assert_ptr_nonnull(strstr(seen, "(0:パスワード)"));
	ck_assert_ptr_eq(strstr(seen, "パス"), strstr(seen, "(0:") + 3);
	write_fd(master, "two\n");
	until(master, "(0:two)", seen, sizeof(seen));
	ck_assert_int_eq(end_of(pid), 0);
	ck_assert(echoes(master));
}
END_TEST

START_TEST(a_line_too_long_never_reaches_the_next_question)
{
	static const size_t sizes[] = {IK_SECRET_PASSWORD_ROOM + 1, 2000, 4000};
	char seen[4096], text[4096];
	int master;
	const pid_t pid = asking(&master, "C.UTF-8", false);

	until(master, "First: ", seen, sizeof(seen));
	memset(text, 'x', sizes[_i]);
	strcpy(text + sizes[_i], "\nleft over\n");
	write_fd(master, text);
	until(master, "Second: ", seen, sizeof(seen));
	ck_assert_ptr_nonnull(strstr(seen, "(2210:)"));
	write_fd(master, "two\n");
	until(master, "(0:two)", seen, sizeof(seen));
	ck_assert_int_eq(end_of(pid), 0);
}
END_TEST

START_TEST(control_c_and_end_of_file_cancel)
{
	char seen[4096];
	int master;
	const pid_t pid = asking(&master, "C.UTF-8", false);

	until(master, "First: ", seen, sizeof(seen));
	write_fd(master, "half\x03");
	until(master, "Second: ", seen, sizeof(seen));
	ck_assert_ptr_nonnull(strstr(seen, "(1001:)"));
	write_fd(master, "\x04");
	until(master, "(1001:)", seen, sizeof(seen));
	ck_assert_int_eq(end_of(pid), 0);
	ck_assert(echoes(master));
}
END_TEST

START_TEST(a_deadly_signal_kills_after_the_echo_is_back)
{
	char seen[4096];
	int master;
	const pid_t pid = asking(&master, "C.UTF-8", false);

	until(master, "First: ", seen, sizeof(seen));

	/* Kept open, or the terminal would end with its last user. */
	char *name = ptsname(master);
	const int slave = open(name, O_RDWR | O_NOCTTY);

	kill(pid, deadly[_i]);

	const int status = end_of(pid);

	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), deadly[_i]);
	ck_assert(echoes(slave));
	close(slave);
}
END_TEST

START_TEST(a_signal_that_the_caller_handles_cancels)
{
	char seen[4096];
	int master;
	const pid_t pid = asking(&master, "C.UTF-8", true);

	until(master, "First: ", seen, sizeof(seen));
	kill(pid, SIGTERM);
	until(master, "Second: ", seen, sizeof(seen));
	ck_assert_ptr_nonnull(strstr(seen, "(1001:)"));
	kill(pid, SIGKILL);
	end_of(pid);
}
END_TEST

START_TEST(stopped_the_echo_is_back_and_continued_it_asks_again)
{
	char seen[4096];
	int master, status;
	const pid_t pid = asking(&master, "C.UTF-8", false);

	until(master, "First: ", seen, sizeof(seen));
	write_fd(master, "half");
	/* An orphaned group is never stopped by the keyboard, so the session's leader stops by
	 * hand. */
	kill(pid, SIGTSTP);
	until(master, "First: ", seen, sizeof(seen));
	ck_assert(!echoes(master));
	write_fd(master, "whole\n");
	until(master, "(0:whole)", seen, sizeof(seen));
	kill(pid, SIGTERM);
	status = end_of(pid);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGTERM);
}
END_TEST

START_TEST(bytes_that_the_encoding_lacks_are_refused)
{
	char seen[4096];
	int master;
	const pid_t pid = asking(&master, "C.UTF-8", false);

	until(master, "First: ", seen, sizeof(seen));
	write_fd(master, "caf\xe9\n");
	until(master, "Second: ", seen, sizeof(seen));
	ck_assert_ptr_nonnull(strstr(seen, "(2205:)"));
	ck_assert_int_eq(write(master, "a\0b\n", 4), 4);
	until(master, "(2206:)", seen, sizeof(seen));
	ck_assert_int_eq(end_of(pid), 0);
}
END_TEST

Suite *suite_secret_terminal(void)
{
	Suite *suite = suite_create("secret_terminal");
	TCase *terminal = tcase_create("terminal");

	tcase_set_timeout(terminal, 60);
	tcase_add_test(terminal, without_a_terminal_nothing_is_asked);
	tcase_add_test(terminal, a_typed_password_is_taken_and_never_shown);
	tcase_add_loop_test(terminal, a_line_too_long_never_reaches_the_next_question, 0, 3);
	tcase_add_test(terminal, control_c_and_end_of_file_cancel);
	tcase_add_loop_test(terminal, a_deadly_signal_kills_after_the_echo_is_back, 0,
			    IK_COUNT(deadly));
	tcase_add_test(terminal, a_signal_that_the_caller_handles_cancels);
	tcase_add_test(terminal, stopped_the_echo_is_back_and_continued_it_asks_again);
	tcase_add_test(terminal, bytes_that_the_encoding_lacks_are_refused);
	suite_add_tcase(suite, terminal);
	return suite;
}
