/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asking.c: the commands on a terminal: which passwords they ask for, when, and how often. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

#define FILE_PASSWORD "another horse 42"
#define ASKS_FILE "Password of the file (typing is not shown):"
#define ASKS_INNER "Password of what is in the ZIP file (typing is not shown):"
#define ASKS_BACKUP "Backup password (typing is not shown):"
#define ASKS_AGAIN "The same once more:"

enum { ARGUMENTS = 8 };

static void sh(const char *script)
{
	int status;
	const char *said = world_run(&status, "cd %s && (%s) 2>&1", world_path(""), script);

	ck_assert_msg(status == 0, "%s\nended with %d: %s", script, status, said);
}

/* srv02 in a sealed file, and beside it as text. */
static void make_files(void)
{
	world_begin();
	sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem "
	   "-out c.pem -days 3650 "
	   "-subj /CN=srv02.example.jp -addext subjectAltName=DNS:srv02.example.jp");
	sh("cat k.pem c.pem >plain.pem");
	sh("openssl pkcs12 -export -inkey k.pem -in c.pem -out file.dat -passout "
	   "'pass:" FILE_PASSWORD "'");
	sh("openssl pkcs12 -export -inkey k.pem -in c.pem -nomac -out nomac.p12 -passout "
	   "'pass:" FILE_PASSWORD "'");
}

/* inkan import FILE with MORE, in the world's store. */
static struct console *import(const char *file, const char *const more[ARGUMENTS])
{
	static char path[256];
	const char *arguments[5 + ARGUMENTS] = {"import", path, "--store", world_store()};
	struct console_setup setup = {.arguments = arguments, .real_world = true, .columns = 120};

	snprintf(path, sizeof path, "%s", world_path(file));
	for (size_t i = 0; more && i < ARGUMENTS && more[i]; i++)
		arguments[4 + i] = more[i];
	return console_start(&setup);
}

static void is_asked(struct console *c, const char *question, const char *answer)
{
	console_wait(c, question);
	console_type(c, answer);
	console_type(c, "<Enter>");
}

static size_t count(struct console *c, const char *what)
{
	const char *at = console_output(c, NULL);
	size_t n = 0;

	while ((at = strstr(at, what))) {
		at += strlen(what);
		n++;
	}
	return n;
}

/* Waits for NUMBER: the file's password was asked for so often, that of the backup never, and there
 * is no store. */
static void is_refused(struct console *c, const char *number, size_t asked, int status)
{
	console_wait(c, number);
	ck_assert_uint_eq(count(c, ASKS_FILE), asked);
	ck_assert_uint_eq(count(c, ASKS_BACKUP), 0);
	ck_assert(!world_has("store"));
	ck_assert_int_eq(console_end(c), status);
}

/* Waits until QUESTION was asked for the Nth time, and answers it. */
struct question {
	const char *text;
	size_t n;
};

static bool was_asked(struct console *c, void *self)
{
	const struct question *question = self;

	return count(c, question->text) >= question->n;
}

static void is_asked_again(struct console *c, const char *text, size_t n, const char *answer)
{
	struct question question = {text, n};

	ck_assert_msg(console_until(c, was_asked, &question), "not asked %zu times: %s\n%s", n,
		      text, console_screen(c));
	console_type(c, answer);
	console_type(c, "<Enter>");
}

/* The same, all in one, as who types fast does: nothing of it can be late. */
static void is_asked_again_at_once(struct console *c, const char *text, size_t n, const char *typed)
{
	struct question question = {text, n};

	ck_assert_msg(console_until(c, was_asked, &question), "not asked %zu times: %s\n%s", n,
		      text, console_screen(c));
	console_send(c, typed, strlen(typed));
}

START_TEST(a_wrong_password_of_the_file_is_asked_for_three_times)
{
	struct console *c = import("file.dat", NULL);

	is_asked(c, ASKS_FILE, "wrong");
	is_asked_again(c, ASKS_FILE, 2, "wrong again ");
	console_wait(c, "The password begins or ends with a blank.");
	is_asked_again(c, ASKS_FILE, 3, "wrong");
	/* It is the last line that comes. */
	ck_assert(console_until(c, was_asked, &(struct question){"INK-3203", 3}));
	is_refused(c, "Nothing was changed", 3, 1);
}
END_TEST

START_TEST(the_right_password_of_the_file_may_come_second)
{
	const char *more[ARGUMENTS] = {"--no-backup"};
	struct console *c = import("file.dat", more);

	is_asked(c, ASKS_FILE, "wrong");
	is_asked_again(c, ASKS_FILE, 2, FILE_PASSWORD);
	console_wait(c, "Done: the new certificate is in use.");
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

START_TEST(a_short_backup_password_is_refused_at_once)
{
	struct console *c = import("plain.pem", NULL);

	is_asked(c, ASKS_BACKUP, "short");
	is_asked_again(c, ASKS_BACKUP, 2, "");
	is_asked_again(c, ASKS_BACKUP, 3, PASSWORD);
	is_asked(c, ASKS_AGAIN, PASSWORD);
	console_wait(c, "Done: the new certificate is in use.");
	ck_assert_uint_eq(count(c, "INK-2202"), 1);
	ck_assert_uint_eq(count(c, "INK-2201"), 1);
	ck_assert_uint_eq(count(c, ASKS_AGAIN), 1);
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

START_TEST(three_backup_passwords_are_enough)
{
	struct console *c = import("plain.pem", NULL);

	for (size_t i = 1; i <= 3; i++)
		is_asked_again(c, ASKS_BACKUP, i, "short");
	console_wait(c, "Nothing was changed");
	ck_assert_uint_eq(count(c, ASKS_BACKUP), 3);
	ck_assert_uint_eq(count(c, ASKS_AGAIN), 0);
	ck_assert_int_eq(console_end(c), 2);
	ck_assert(!world_has("store"));
}
END_TEST

/* A shell would run it, and keep it in its history. */
START_TEST(what_is_typed_ahead_of_a_question_that_does_not_come_reaches_no_shell)
{
	static char script[1024];
	const char *arguments[] = {"-c", script, NULL};
	struct console_setup setup = {
		.program = "/bin/sh", .arguments = arguments, .real_world = true, .columns = 120};
	struct console *c;

	snprintf(script, sizeof script,
		 "%s import %s --store %s; echo over; read -r line; echo \"got ($line)\"",
		 getenv("INKAN"), world_path("plain.pem"), world_store());
	c = console_start(&setup);
	is_asked(c, ASKS_BACKUP, "short");
	is_asked_again(c, ASKS_BACKUP, 2, "short");
	is_asked_again_at_once(c, ASKS_BACKUP, 3, "short\rCorrect-Horse-98\rCorrect-Horse-98\r");
	console_wait(c, "over");
	console_type(c, "end<Enter>");
	console_wait(c, "got (end)");
	ck_assert_uint_eq(count(c, "Correct-Horse"), 0);
	console_kill(c);
}
END_TEST

START_TEST(an_empty_answer_is_not_asked_for_twice)
{
	struct console *c = import("file.dat", NULL);

	is_asked(c, ASKS_FILE, "");
	is_refused(c, "INK-3202", 1, 1);
}
END_TEST

/* A backup is never opened without one. */
START_TEST(an_empty_password_of_a_backup_is_called_that)
{
	char path[256];
	const char *arguments[] = {"restore", path, "--store", world_store(), NULL};
	struct console_setup setup = {.arguments = arguments, .real_world = true, .columns = 120};
	struct console *c;

	sh("umask 077 && printf '" PASSWORD "' >p && \"$INKAN\" create --name a.test --store s "
	   "--password-file p --backup b.zip -q && rm -r s");
	snprintf(path, sizeof path, "%s", world_path("b.zip"));
	c = console_start(&setup);
	is_asked(c, "Password of the backup (typing is not shown):", "");
	is_refused(c, "INK-2201", 0, 2);
}
END_TEST

START_TEST(an_interrupt_at_the_question_changes_nothing)
{
	struct console *c = import("file.dat", NULL);

	console_wait(c, ASKS_FILE);
	console_type(c, "<C-c>");
	is_refused(c, "Nothing was changed", 1, 1);
}
END_TEST

START_TEST(what_cannot_be_is_said_before_anything_is_asked)
{
	static const struct {
		const char *file, *number, *option, *value;
		int status;
	} cases[] = {
		{"nothing", "INK-2310", NULL, NULL, 1},
		{"nomac.p12", "INK-3206", NULL, NULL, 1},
		{"plain.pem", "INK-3225", "--key-choice", "2", 2},
		{"plain.pem", "INK-2151", "--key-group", "no-such-group", 2},
		{"c.pem", "INK-3210", NULL, NULL, 1},
	};
	const char *more[ARGUMENTS] = {cases[_i].option, cases[_i].value};
	struct console *c = import(cases[_i].file, more);

	is_refused(c, cases[_i].number, 0, cases[_i].status);
}
END_TEST

START_TEST(two_backup_passwords_that_differ_make_no_store)
{
	struct console *c = import("plain.pem", NULL);

	for (size_t i = 1; i <= 3; i++) {
		is_asked_again(c, ASKS_BACKUP, i, PASSWORD);
		is_asked_again(c, ASKS_AGAIN, i, "something else 1");
	}
	ck_assert(console_until(c, was_asked, &(struct question){"INK-2204", 3}));
	console_wait(c, "Nothing was changed");
	ck_assert(!world_has("store"));
	ck_assert_int_eq(console_end(c), 2);
}
END_TEST

START_TEST(the_file_is_opened_before_the_backup_password_is_asked)
{
	static char saved[256];
	const char *more[ARGUMENTS] = {"--save-answers", saved};
	struct console *c;

	snprintf(saved, sizeof saved, "%s", world_path("saved"));
	c = import("file.dat", more);
	is_asked(c, ASKS_FILE, FILE_PASSWORD);
	is_asked(c, ASKS_BACKUP, PASSWORD);
	is_asked(c, ASKS_AGAIN, PASSWORD);
	console_wait(c, "Done: the new certificate is in use.");
	ck_assert_uint_eq(count(c, FILE_PASSWORD) + count(c, PASSWORD), 0);
	ck_assert_uint_eq(count(c, "done: Key and certificate"), 1);
	ck_assert_int_eq(console_end(c), 0);
	sh("grep -q '^action = import$' saved && grep -q '^file = .*file.dat$' saved");
	sh("! grep -q -i -e horse -e password saved");
}
END_TEST

START_TEST(what_is_in_a_zip_has_a_password_of_its_own)
{
	const char *more[ARGUMENTS] = {"--no-backup"};
	int status;
	struct console *c;

	world_run(&status, "cd %s && zip -q -P 'zip secret' other.zip file.dat", world_path(""));
	if (status)
		return; /* no zip here to make one with */
	c = import("other.zip", more);
	is_asked(c, ASKS_FILE, "zip secret");
	is_asked(c, ASKS_INNER, FILE_PASSWORD);
	console_wait(c, "Done: the new certificate is in use.");
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

START_TEST(an_import_makes_no_key_and_says_so_in_japanese)
{
	const char *more[ARGUMENTS] = {"--no-backup", "--lang", "ja"};
	struct console *c = import("plain.pem", more);

	console_wait(c, "完了: 鍵と証明書の準備");
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

Suite *suite_asking(void)
{
	Suite *suite = suite_create("asking");
	TCase *all = tcase_create("asking");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, make_files, world_end);
	tcase_add_test(all, a_wrong_password_of_the_file_is_asked_for_three_times);
	tcase_add_test(all, the_right_password_of_the_file_may_come_second);
	tcase_add_test(all, a_short_backup_password_is_refused_at_once);
	tcase_add_test(all, three_backup_passwords_are_enough);
	tcase_add_test(all, what_is_typed_ahead_of_a_question_that_does_not_come_reaches_no_shell);
	tcase_add_test(all, an_empty_answer_is_not_asked_for_twice);
	tcase_add_test(all, an_empty_password_of_a_backup_is_called_that);
	tcase_add_test(all, an_interrupt_at_the_question_changes_nothing);
	tcase_add_loop_test(all, what_cannot_be_is_said_before_anything_is_asked, 0, 5);
	tcase_add_test(all, two_backup_passwords_that_differ_make_no_store);
	tcase_add_test(all, the_file_is_opened_before_the_backup_password_is_asked);
	tcase_add_test(all, what_is_in_a_zip_has_a_password_of_its_own);
	tcase_add_test(all, an_import_makes_no_key_and_says_so_in_japanese);
	suite_add_tcase(suite, all);
	return suite;
}
