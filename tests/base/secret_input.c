/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret_input.c: tests of every place that a password may come from, and of every refusal. */
#include "config.h"

#include <fcntl.h>
#include <pty.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/secret_input.h"
#include "suites.h"

static char dir[512];
static char path[600];

static void make_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/inkan-secret-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/password", dir);
}

static void remove_dir(void)
{
	char other[640];

	snprintf(other, sizeof(other), "%s.link", path);
	unlink(other);
	if (unlink(path) != 0)
		rmdir(path);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void put_file(const void *data, size_t size, mode_t mode)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_eq(write(fd, data, size), (ssize_t)size);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	close(fd);
}

static enum ik_error_id refused(const char *name)
{
	struct ik_error err = {0};
	ik_secret *secret;

	ck_assert(!ik_secret_from_file(name, &secret, &err));
	ck_assert_ptr_null(secret);
	return err.id;
}

static const struct {
	const char *bytes;
	size_t size;
	enum ik_error_id id;
} bad_contents[] = {
	{"", 0, IK_E_PW_FILE_EMPTY},        {"\n", 1, IK_E_PW_FILE_EMPTY},
	{"\r\n", 2, IK_E_PW_FILE_EMPTY},    {"one\ntwo", 7, IK_E_PW_FILE_LINES},
	{"one\n\n", 5, IK_E_PW_FILE_LINES}, {"one\0two\n", 8, IK_E_PW_FILE_NUL},
	{"\0", 1, IK_E_PW_FILE_NUL},        {"caf\xe9\n", 5, IK_E_PW_FILE_BYTES},
};

START_TEST(a_file_that_is_not_one_line_of_text_is_refused)
{
	put_file(bad_contents[_i].bytes, bad_contents[_i].size, 0600);
	ck_assert_uint_eq(refused(path), bad_contents[_i].id);
}
END_TEST

START_TEST(a_password_too_long_is_refused_not_cut)
{
	char text[IK_SECRET_PASSWORD_ROOM + 4096];

	memset(text, 'x', sizeof(text));
	for (size_t size = IK_SECRET_PASSWORD_ROOM + 1; size < sizeof(text); size += 1000) {
		put_file(text, size, 0600);
		ck_assert_uint_eq(refused(path), IK_E_PW_FILE_LONG);
	}
	text[IK_SECRET_PASSWORD_ROOM] = '\r';
	text[IK_SECRET_PASSWORD_ROOM + 1] = '\n';
	put_file(text, IK_SECRET_PASSWORD_ROOM + 2, 0600);

	ik_secret *secret;

	ck_assert(ik_secret_from_file(path, &secret, NULL));
	ck_assert_uint_eq(ik_secret_size(secret), IK_SECRET_PASSWORD_ROOM);
	ik_secret_free(secret);
}
END_TEST

START_TEST(a_file_that_others_can_read_is_refused)
{
	static const mode_t modes[] = {0640, 0604, 0620, 0601, 0644};

	for (size_t i = 0; i < IK_COUNT(modes); i++) {
		put_file("password", 8, modes[i]);
		ck_assert_uint_eq(refused(path), IK_E_PW_FILE_MODE);
	}
}
END_TEST

START_TEST(a_file_of_another_user_is_refused)
{
	put_file("password", 8, 0600);
	if (geteuid() != 0)
		return; /* only root can give a file away */
	ck_assert_int_eq(chown(path, 12345, (gid_t)-1), 0);
	ck_assert_uint_eq(refused(path), IK_E_PW_FILE_OWNER);
}
END_TEST

START_TEST(a_missing_file_is_said_to_be_missing)
{
	char below[640];

	ck_assert_uint_eq(refused(path), IK_E_PW_FILE_NONE);
	put_file("password", 8, 0600);
	snprintf(below, sizeof(below), "%s/below", path);
	ck_assert_uint_eq(refused(below), IK_E_PW_FILE_NONE);
}
END_TEST

START_TEST(what_is_no_file_is_refused_without_waiting)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_uint_eq(refused(dir), IK_E_PW_FILE_KIND);
	ck_assert_uint_eq(refused("/dev/null"), IK_E_PW_FILE_KIND);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_uint_eq(refused(path), IK_E_PW_FILE_KIND);
	unlink(path);
	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", path);
	ck_assert_int_eq(bind(sock, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_uint_eq(refused(path), IK_E_PW_FILE_KIND);
	close(sock);
}
END_TEST

START_TEST(an_unreadable_file_is_said_to_be_so)
{
	put_file("password", 8, 0);
	if (geteuid() == 0)
		return; /* root reads everything */
	ck_assert_uint_eq(refused(path), IK_E_PW_FILE_READ);
}
END_TEST

START_TEST(one_line_end_is_removed_and_nothing_else)
{
	static const char *const texts[][2] = {
		{"password", "password"},       {"password\n", "password"},
		{"password\r\n", "password"},   {" pass word \n", " pass word "},
		{"パスワード\n", "パスワード"}, {"cr\rcr", "cr\rcr"},
	};
	char link[640];
	ik_secret *secret;

	snprintf(link, sizeof(link), "%s.link", path);
	ck_assert_int_eq(symlink(path, link), 0);
	for (size_t i = 0; i < IK_COUNT(texts); i++) {
		put_file(texts[i][0], strlen(texts[i][0]), i % 2 ? 0600 : 0400);
		ck_assert(ik_secret_from_file(i == 0 ? link : path, &secret, NULL));
		ck_assert_str_eq(ik_secret_data(secret), texts[i][1]);
		ik_secret_free(secret);
		unlink(path);
	}
}
END_TEST

static enum ik_error_id refused_fd(int fd)
{
	struct ik_error err = {0};
	ik_secret *secret;

	ck_assert(!ik_secret_from_fd(fd, &secret, &err));
	ck_assert_ptr_null(secret);
	return err.id;
}

START_TEST(a_descriptor_that_is_not_open_is_refused)
{
	ck_assert_uint_eq(refused_fd(-1), IK_E_PW_FD);
	ck_assert_uint_eq(refused_fd(777), IK_E_PW_FD);
}
END_TEST

START_TEST(a_descriptor_without_a_password_is_refused)
{
	int master, slave, ends[2];
	const int null = open("/dev/null", O_RDONLY), folder = open(dir, O_RDONLY);

	ck_assert_uint_eq(refused_fd(null), IK_E_PW_FILE_KIND);
	ck_assert_uint_eq(refused_fd(folder), IK_E_PW_FILE_KIND);
	ck_assert_int_eq(openpty(&master, &slave, NULL, NULL, NULL), 0);
	ck_assert_uint_eq(refused_fd(slave), IK_E_PW_FILE_KIND);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_uint_eq(refused_fd(ends[0]), IK_E_PW_FILE_KIND);
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_uint_eq(refused_fd(ends[1]), IK_E_PW_FILE_READ);
	put_file("password", 8, 0644);
	ck_assert_uint_eq(refused_fd(open(path, O_RDONLY)), IK_E_PW_FILE_MODE);
}
END_TEST

START_TEST(a_pipe_may_come_in_pieces_and_stays_open)
{
	ik_secret *secret;
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);

	const pid_t pid = fork();

	if (pid == 0) {
		fcntl(ends[1], F_SETFL, 0);
		(void)!write(ends[1], "pass", 4);
		sched_yield();
		(void)!write(ends[1], "word\n", 5);
		_exit(0);
	}
	close(ends[1]);
	ck_assert(ik_secret_from_fd(ends[0], &secret, NULL));
	ck_assert_str_eq(ik_secret_data(secret), "password");
	ck_assert_int_ge(fcntl(ends[0], F_GETFD), 0);
	waitpid(pid, NULL, 0);
	ik_secret_free(secret);
}
END_TEST

START_TEST(an_endless_pipe_is_not_read_to_its_end)
{
	char text[8192];
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	memset(text, 'y', sizeof(text));
	ck_assert_int_eq(write(ends[1], text, sizeof(text)), (ssize_t)sizeof(text));
	ck_assert_uint_eq(refused_fd(ends[0]), IK_E_PW_FILE_LONG);
}
END_TEST

START_TEST(a_deleted_file_of_a_here_string_works)
{
	ik_secret *secret;

	put_file("password\n", 9, 0600);

	const int fd = open(path, O_RDONLY);

	unlink(path);
	mkdir(path, 0700);
	ck_assert(ik_secret_from_fd(fd, &secret, NULL));
	ck_assert_str_eq(ik_secret_data(secret), "password");
	ik_secret_free(secret);
}
END_TEST

Suite *suite_secret_input(void)
{
	Suite *suite = suite_create("secret_input");
	TCase *file = tcase_create("file");

	tcase_set_timeout(file, 60);
	tcase_add_checked_fixture(file, make_dir, remove_dir);
	tcase_add_loop_test(file, a_file_that_is_not_one_line_of_text_is_refused, 0,
			    IK_COUNT(bad_contents));
	tcase_add_test(file, a_password_too_long_is_refused_not_cut);
	tcase_add_test(file, a_file_that_others_can_read_is_refused);
	tcase_add_test(file, a_file_of_another_user_is_refused);
	tcase_add_test(file, a_missing_file_is_said_to_be_missing);
	tcase_add_test(file, what_is_no_file_is_refused_without_waiting);
	tcase_add_test(file, an_unreadable_file_is_said_to_be_so);
	tcase_add_test(file, one_line_end_is_removed_and_nothing_else);
	tcase_add_test(file, a_descriptor_that_is_not_open_is_refused);
	tcase_add_test(file, a_descriptor_without_a_password_is_refused);
	tcase_add_test(file, a_pipe_may_come_in_pieces_and_stays_open);
	tcase_add_test(file, an_endless_pipe_is_not_read_to_its_end);
	tcase_add_test(file, a_deleted_file_of_a_here_string_works);
	suite_add_tcase(suite, file);
	return suite;
}
