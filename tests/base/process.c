/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.c: tests of the start of the process and of what it prints. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/print.h"
#include "base/process.h"
#include "suites.h"

START_TEST(closed_standard_descriptors_lead_nowhere)
{
	struct stat null, found;
	bool right = true;
	const int saved = fcntl(1, F_DUPFD, 10);

	for (int fd = 0; fd <= 2; fd++)
		close(fd);
	ik_process_start();
	stat("/dev/null", &null);
	for (int fd = 0; fd <= 2; fd++)
		right &= fstat(fd, &found) == 0 && found.st_rdev == null.st_rdev;
	dup2(saved, 1);
	ck_assert(right);
}
END_TEST

START_TEST(open_standard_descriptors_stay)
{
	struct stat before, after;

	ck_assert_int_eq(fstat(1, &before), 0);
	ik_process_start();
	ck_assert_int_eq(fstat(1, &after), 0);
	ck_assert(before.st_ino == after.st_ino && before.st_dev == after.st_dev);
}
END_TEST

START_TEST(nothing_outside_steers_or_watches_the_process)
{
	struct rlimit core;

	setenv("GNUTLS_FORCE_FIPS_MODE", "1", 1);
	setenv("GNUTLS_DEBUG_LEVEL", "9", 1);
	setenv("SSLKEYLOGFILE", "/tmp/x", 1);
	setenv("SSLKEYLOGFILES", "kept", 1);
	umask(027);
	ik_process_start();
	ck_assert_ptr_null(getenv("GNUTLS_FORCE_FIPS_MODE"));
	ck_assert_ptr_null(getenv("GNUTLS_DEBUG_LEVEL"));
	ck_assert_ptr_null(getenv("SSLKEYLOGFILE"));
	ck_assert_str_eq(getenv("SSLKEYLOGFILES"), "kept");
	ck_assert_uint_eq(ik_process_umask(), 027);
	ck_assert_uint_eq(umask(0), 077);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &core), 0);
	ck_assert_uint_eq(core.rlim_max, 0);
}
END_TEST

static char *printed(const char *text)
{
	static char bytes[8192];
	FILE *out = fmemopen(bytes, sizeof(bytes), "w");

	ik_print(out, text);
	fclose(out);
	return bytes;
}

START_TEST(a_plain_locale_gets_question_marks_and_not_bytes)
{
	setenv("LC_ALL", "C", 1);
	ik_i18n_start("en");
	for (const char *at = printed("a証b\n"); *at; at++)
		ck_assert(!(*at & 0x80));
	ck_assert_str_eq(printed("plain text\n"), "plain text\n");
	ck_assert_str_eq(printed("証"), "?");
}
END_TEST

START_TEST(a_utf8_locale_gets_the_text_as_it_is)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	ik_i18n_start("en");
	ck_assert_str_eq(printed("a証b\n"), "a証b\n");
}
END_TEST

START_TEST(a_long_text_passes_the_converter_whole)
{
	char text[5001];

	setenv("LC_ALL", "C", 1);
	ik_i18n_start("en");
	memset(text, 'x', 5000);
	text[5000] = '\0';
	ck_assert_str_eq(printed(text), text);
}
END_TEST

START_TEST(output_to_a_full_disk_is_noticed)
{
	FILE *full = fopen("/dev/full", "w");

	if (!full)
		return;
	ik_printf(full, "%s %d\n", "text", 1);
	ck_assert(!ik_print_ok(full));
	ck_assert(!ik_print_ok(full));
	ck_assert(!ik_print_received(full));
	fclose(full);
}
END_TEST

static void open_pipe(int ends[2])
{
	ck_assert_int_eq(pipe(ends), 0);
}

static void open_socket(int ends[2])
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
}

START_TEST(a_reader_who_left_has_had_what_it_wanted_but_not_received_all)
{
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	(_i == 0 ? open_pipe : open_socket)(ends);

	FILE *out = fdopen(ends[1], "w");

	ik_print(out, "heard\n");
	ck_assert(ik_print_ok(out));
	ck_assert(ik_print_received(out));
	close(ends[0]);
	ik_print(out, "unheard\n");
	ck_assert(ik_print_ok(out));
	ck_assert(!ik_print_received(out));
	fclose(out);
}
END_TEST

Suite *suite_process(void)
{
	Suite *suite = suite_create("process");
	TCase *one = tcase_create("process");

	tcase_set_timeout(one, 60);
	tcase_add_test(one, closed_standard_descriptors_lead_nowhere);
	tcase_add_test(one, open_standard_descriptors_stay);
	tcase_add_test(one, nothing_outside_steers_or_watches_the_process);
	tcase_add_test(one, a_plain_locale_gets_question_marks_and_not_bytes);
	tcase_add_test(one, a_utf8_locale_gets_the_text_as_it_is);
	tcase_add_test(one, a_long_text_passes_the_converter_whole);
	tcase_add_test(one, output_to_a_full_disk_is_noticed);
	tcase_add_loop_test(one, a_reader_who_left_has_had_what_it_wanted_but_not_received_all, 0,
			    2);
	suite_add_tcase(suite, one);
	return suite;
}
