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

START_TEST(a_wrong_password_of_the_file_ends_it)
{
	struct console *c = import("file.dat", NULL);

	is_asked(c, ASKS_FILE, "wrong");
	is_refused(c, "INK-3203", 1, 1);
}
END_TEST

START_TEST(an_empty_answer_is_not_asked_for_twice)
{
	struct console *c = import("file.dat", NULL);

	is_asked(c, ASKS_FILE, "");
	is_refused(c, "INK-3202", 1, 1);
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

	is_asked(c, ASKS_BACKUP, PASSWORD);
	is_asked(c, ASKS_AGAIN, "something else 1");
	console_wait(c, "INK-2204");
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
	console_wait(c, "Imported, and checked as read back from disk.");
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
	console_wait(c, "Imported, and checked as read back from disk.");
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
	tcase_add_test(all, a_wrong_password_of_the_file_ends_it);
	tcase_add_test(all, an_empty_answer_is_not_asked_for_twice);
	tcase_add_test(all, an_interrupt_at_the_question_changes_nothing);
	tcase_add_loop_test(all, what_cannot_be_is_said_before_anything_is_asked, 0, 5);
	tcase_add_test(all, two_backup_passwords_that_differ_make_no_store);
	tcase_add_test(all, the_file_is_opened_before_the_backup_password_is_asked);
	tcase_add_test(all, what_is_in_a_zip_has_a_password_of_its_own);
	tcase_add_test(all, an_import_makes_no_key_and_says_so_in_japanese);
	suite_add_tcase(suite, all);
	return suite;
}
