/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines_keys.c: what is typed line by line, and what must not come of it. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program/lines.h"
#include "program/wizard.h"

/* Up to the question for the password of the backup. */
static const char *const to_password[] = {"generate", "srv02.example.jp", "", "", "", "", "", "1",
					  NULL};
static const char *const to_review[] = {"generate", "srv02.example.jp", "",       "", "",  "", "",
					"1",        PASSWORD,           PASSWORD, "", NULL};

/* The shell's COMMAND on a terminal; "$0" is the program, line by line on the world's store. */
static struct console *start_in_shell(const char *command)
{
	char inkan[512], script[1024];
	const char *arguments[] = {"-c", script, NULL};
	struct console_setup setup = {.rows = 100, .program = "/bin/sh", .arguments = arguments};

	snprintf(inkan, sizeof inkan, "'%s' --plain --lang en --store %s", getenv("INKAN"),
		 world_store());
	snprintf(script, sizeof script, command, inkan);
	lines_begin();
	return console_start(&setup);
}

static void send_to_children(struct console *c, const char *name)
{
	world_run(NULL, "pkill -%s -P %zu", name, console_pid(c));
}

/* --- the terminal ----------------------------------------------------------------------------- */

START_TEST(the_echo_comes_back_on_every_signal_while_a_password_is_typed)
{
	static const char *const names[] = {"TERM", "HUP", "QUIT", "INT"};
	struct console *c;

	ck_assert_int_eq(chdir(world_path("")), 0);
	c = start_in_shell("stty -a >before; %s; stty -a >after; echo DONE");
	lines_answers(c, to_password);
	lines_asked(c);
	ck_assert_ptr_nonnull(lines_since(c, "Password: "));
	console_type(c, "hidden words");
	send_to_children(c, names[_i]);
	/* Something was chosen, so that this is asked first. */
	if (strcmp(names[_i], "INT") == 0) {
		console_wait(c, "Quit? What you typed is lost.");
		lines_answer(c, "1");
	}
	console_wait(c, "DONE");
	ck_assert_ptr_null(strstr(console_output(c, NULL), "hidden words"));
	console_kill(c);
	ck_assert_str_eq(world_run(NULL, "diff before after && echo same"), "same\n");
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(what_is_typed_when_it_ends_never_reaches_the_shell)
{
	struct console *c = start_in_shell("%s; read line; echo \"got: $line\"");

	lines_answers(c, to_password);
	lines_asked(c);
	send_to_children(c, "STOP");
	console_type(c, PASSWORD "<Enter>");
	send_to_children(c, "TERM");
	send_to_children(c, "CONT");
	console_wait(c, "Terminated");
	console_type(c, "next");
	console_send(c, "\n", 1);
	console_wait(c, "got: next");
	console_kill(c);
}
END_TEST

START_TEST(what_was_typed_before_the_review_was_said_accepts_nothing)
{
	struct console *c = start_in_shell("%s");

	for (size_t i = 0; to_review[i + 1]; i++)
		lines_answer(c, to_review[i]);
	lines_asked(c);
	send_to_children(c, "STOP");
	console_type(c, "<Enter>1<Enter>1<Enter>1<Enter>");
	send_to_children(c, "CONT");
	console_wait(c, "3. Quit.");
	lines_answer(c, "");
	console_wait(c, "Please type a number from 1 to 3.");
	ck_assert(!world_has("store"));
	lines_answer(c, "3");
	console_wait(c, "Nothing was changed.");
	console_kill(c);
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(control_c_asks_where_something_would_be_lost)
{
	struct console *c = lines_start("en", 80, NULL);

	lines_answers(c, (const char *const[]){"generate", "srv02.example.jp", NULL});
	lines_asked(c);
	console_type(c, "<C-c>");
	console_wait(c, "Quit? What you typed is lost.");
	lines_answers(c, (const char *const[]){"", "", NULL});
	console_wait(c, "Organization (optional).");
	lines_asked(c);
	console_type(c, "<C-d>");
	ck_assert_int_eq(console_end(c), 1);
}
END_TEST

static bool was_said(struct console *c, void *text)
{
	return strstr(console_output(c, NULL), text) != NULL;
}

/* The shell, or what ^Z shows, stands where the question stood; where that was asked, ANEW is said
 * on a line of its own. */
static void is_asked_anew(struct console *c, char *anew)
{
	lines_asked(c);
	send_to_children(c, "STOP");
	send_to_children(c, "CONT");
	ck_assert(console_until(c, was_said, anew));
}

START_TEST(what_was_stopped_asks_the_whole_question_again)
{
	char action[] = "(Enter for 1): \r\nAction.\r\n1. Generate a new certificate.\r\n",
	     name[] = "keeps it): \r\nServer name.\r\nNow: ",
	     quit[] = "(Enter for 2): \r\nQuit? What you typed is lost.\r\n1. Yes.\r\n2. No.\r\n"
		      "Number (Enter for 2): ",
	     review[] = "Number: \r\n1. Accept.\r\n2. Back.\r\n3. Quit.\r\nNumber: ";
	struct console *c = start_in_shell("%s");

	is_asked_anew(c, action);
	lines_answer(c, "generate");
	is_asked_anew(c, name);
	lines_answer(c, to_review[1]);
	lines_asked(c);
	console_type(c, "<C-c>");
	ck_assert(console_until(c, was_said, strstr(quit, "2. No.")));
	is_asked_anew(c, quit);
	lines_answer(c, "2");
	for (size_t i = 2; to_review[i]; i++)
		lines_answer(c, to_review[i]);
	is_asked_anew(c, review);
	console_kill(c);
}
END_TEST

/* It has asked for the password again itself. */
START_TEST(stopped_at_a_password_asks_the_next_question_once)
{
	struct console *c = start_in_shell("%s");

	lines_answers(c, to_password);
	lines_asked(c);
	send_to_children(c, "CONT");
	lines_answers(c, (const char *const[]){PASSWORD, PASSWORD, "", NULL});
	console_wait(c, "3. Quit.");
	ck_assert_ptr_null(strstr(lines_since(c, "Backup file."), "it): \r\nBackup file."));
	ck_assert_ptr_nonnull(lines_since(c, "Backup file.\r\nNow: "));
	console_kill(c);
}
END_TEST

/* --- the signs -------------------------------------------------------------------------------- */

START_TEST(a_sign_alone_explains_leads_back_or_empties_wide_or_not)
{
	static const char *const signs[][3] = {{"?", "<", "-"}, {"？", "＜", "－"}};
	struct console *c = lines_start("en", 80, NULL);

	lines_answer(c, "<");
	console_wait(c, "This is the first page.");
	lines_answer(c, "generate");
	lines_answer(c, signs[_i][0]);
	console_wait(c, "The full name by which");
	lines_answer(c, signs[_i][1]);
	lines_asked(c);
	ck_assert_ptr_nonnull(
		strstr(lines_since(c, "The full name by which"), "Number (Enter for 1): "));
	lines_answers(c, (const char *const[]){"", "", signs[_i][2], NULL});
	console_wait(c, "Organization (optional).");
	lines_answers(c, (const char *const[]){"", "", "", "", "1", PASSWORD, PASSWORD, "", NULL});
	lines_asked(c);
	ck_assert_ptr_nonnull(lines_since(c, "Names: srv01.example.jp\r\n"));
	console_kill(c);
}
END_TEST

START_TEST(at_a_password_the_signs_are_characters)
{
	struct console *c = lines_start("en", 80, NULL);

	lines_answers(c, to_password);
	lines_answers(c, (const char *const[]){"?", "<", "-", "", NULL});
	lines_asked(c);
	/* Enter alone led back, as was said, and is no error then. */
	ck_assert_ptr_nonnull(strstr(lines_since(c, "Choose a password"),
				     "Error: At least 12 characters are needed.\r\n"
				     "Enter alone goes back.\r\n"
				     "Password: \r\n\r\nBackup password."));
	lines_answers(c, (const char *const[]){"1", "?<- and ten more", "?<- and ten more", NULL});
	console_wait(c, "Both are the same.");
	console_kill(c);
}
END_TEST

/* It is not said which of the two was the wrong one. */
START_TEST(passwords_that_differ_are_both_typed_again)
{
	struct console *c = lines_start("en", 80, NULL);

	lines_answers(c, to_password);
	lines_answers(c, (const char *const[]){PASSWORD, PASSWORD "x", "1", NULL});
	lines_asked(c);
	ck_assert_ptr_nonnull(lines_since(c, "Please type them again.\r\n\r\nBackup password."));
	lines_answers(c, (const char *const[]){PASSWORD, PASSWORD, NULL});
	console_wait(c, "Both are the same.");
	console_kill(c);
}
END_TEST

/* Which one that is, is said; what repeats it is not asked for once more. */
START_TEST(a_password_that_stands_is_kept_by_one_answer)
{
	struct console *c = lines_start("en", 80, NULL);

	lines_answers(c, to_password);
	lines_answers(c, (const char *const[]){PASSWORD, PASSWORD, "<", "", NULL});
	lines_asked(c);
	ck_assert_ptr_nonnull(lines_since(c,
					  "\r\n\r\nBackup password.\r\n"
					  "1. Keep the password typed before.\r\n"
					  "2. Type it yourself.\r\n3. Make one for me.\r\n"
					  "Number (Enter for 1): \r\n\r\nBoth are the same.\r\n\r\n"
					  "Page 4 of 6: Backup."));
	console_kill(c);
}
END_TEST

/* Before anything else is asked. */
START_TEST(an_empty_password_of_a_backup_is_said_at_once)
{
	struct console *c;

	lines_world();
	c = lines_start("en", 80, NULL);
	lines_answers(c, (const char *const[]){"restore", world_path("b.zip"), "", NULL});
	lines_asked(c);
	ck_assert_ptr_nonnull(
		strstr(lines_since(c, "The one that was chosen"),
		       "Password: \r\nError: Please give a password.\r\n\r\nFile.\r\nNow: "));
	console_kill(c);
}
END_TEST

/* No key of the screen is named, and the way back is. */
START_TEST(a_wrong_note_is_told_the_way_on_lines)
{
	struct console *c = lines_start("en", 80, NULL);

	for (size_t i = 0; to_password[i + 1]; i++)
		lines_answer(c, to_password[i]);
	lines_answers(c, (const char *const[]){"2", "12345", "12345678", "", NULL});
	lines_asked(c);
	const char *said = lines_since(c, "8 characters. Typing is not shown.");

	ck_assert_ptr_nonnull(strstr(said, "Error: Type the first 4 and last 4 characters"));
	ck_assert_ptr_nonnull(strstr(said, "Error: Not the same. Compare your note, or have "
					   "another made.\r\nEnter alone goes back."));
	ck_assert_ptr_nonnull(strstr(said, "3. Make one for me."));
	ck_assert_ptr_null(strstr(said, "^R"));
	console_kill(c);
}
END_TEST

START_TEST(to_quit_at_a_question_between_pages_quits)
{
	struct console *c = lines_start("en", 80, NULL);

	lines_answers(c, to_password);
	lines_answers(c, (const char *const[]){"password1234", "password1234", NULL});
	console_wait(c, "Use it all the same?");
	lines_asked(c);
	console_type(c, "<C-c>");
	console_wait(c, "Quit? What you typed is lost.");
	lines_answer(c, "1");
	ck_assert_int_eq(console_end(c), 1);
}
END_TEST

START_TEST(a_wrong_answer_is_said_before_the_question_comes_again)
{
	struct console *c = lines_start("en", 80, NULL);

	lines_answers(c, (const char *const[]){"generate", "srv01..example.jp", NULL});
	lines_asked(c);
	ck_assert_ptr_nonnull(lines_since(c,
					  "Error: Two dots in a row. Example: srv01.example.jp\r\n"
					  "New value (Enter keeps it): "));
	console_kill(c);
}
END_TEST

START_TEST(a_directory_is_listed_for_who_looks_for_a_file)
{
	struct console *c = lines_start("en", 400, NULL);
	char said[256];

	world_sh("mkdir d && touch d/one.p12 d/two.pem d/.hidden && mkdir d/three");
	lines_answers(c, (const char *const[]){"import", world_path("d/"), NULL});
	lines_asked(c);
	snprintf(said, sizeof said,
		 "3 names in %s\r\nthree/\r\none.p12\r\ntwo.pem\r\nValue: ", world_path("d"));
	lines_since(c, said);
	lines_answer(c, world_path("nowhere/"));
	lines_asked(c);
	ck_assert_ptr_nonnull(strstr(lines_since(c, "two.pem"), "Error: "));
	console_kill(c);
}
END_TEST

START_TEST(a_made_password_is_shown_once_and_whole)
{
	struct console *c = lines_start("en", 60, NULL);
	char made[MADE + 1], ends[9];

	for (size_t i = 0; to_password[i + 1]; i++)
		lines_answer(c, to_password[i]);
	lines_answer(c, "2");
	lines_asked(c);
	const char *line = strstr(console_output(c, NULL), "before going on.\r\n\r\n");

	ck_assert_ptr_nonnull(line);
	snprintf(made, sizeof made, "%s", line + strlen("before going on.\r\n\r\n"));
	ck_assert_uint_eq(strcspn(made, "\r\n"), MADE);
	snprintf(ends, sizeof ends, "%.4s%.4s", made, made + MADE - 4);
	lines_answer(c, ends);
	console_wait(c, "That is right.");
	lines_asked(c);
	const char *again = strstr(strstr(console_output(c, NULL), made) + 1, made);

	ck_assert_ptr_null(again);
	console_kill(c);
}
END_TEST

/* --- what is no terminal ---------------------------------------------------------------------- */

START_TEST(the_end_of_the_file_quits)
{
	int status;
	const char *said = world_run(&status,
				     "printf '%s' | '%s' --plain --lang en --store %s 2>&1",
				     "generate\\n\\n", getenv("INKAN"), world_store());

	ck_assert_int_eq(status, 1);
	ck_assert_ptr_nonnull(strstr(said, "inkan: Nothing was changed."));
	ck_assert_ptr_null(strchr(said, '\033'));
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(who_is_not_heard_is_not_asked_for_ever)
{
	int status;
	const char *said = world_run(
		&status, "yes 1 | timeout 60 '%s' --plain --lang en --store %s 2>&1 >/dev/full",
		getenv("INKAN"), world_store());

	ck_assert_int_eq(status, 1);
	ck_assert_ptr_nonnull(strstr(said, "INK-1907"));
	ck_assert(!world_has("store"));
}
END_TEST

/* What stands behind a zero byte is not left out unheard. */
START_TEST(numbers_may_be_wide_and_zero_bytes_are_refused)
{
	const char *said = world_run(NULL, "printf '%s' | '%s' --plain --lang en --store %s 2>&1",
				     "１\\nsrv02\\000.example.jp\\n\\n\\n\\n\\n２\\n",
				     getenv("INKAN"), world_store());

	ck_assert_ptr_nonnull(strstr(said, "Who is this certificate for?"));
	ck_assert_ptr_nonnull(strstr(said, "Error: Control characters cannot be used here."));
	ck_assert_ptr_null(strstr(said, "Please type a number"));
	ck_assert_ptr_nonnull(strstr(said, "Key group (optional).\nValue: \ninkan: Nothing"));
}
END_TEST

/* A file that was written on Windows is the same: neither its mark, of one or of two that were
 * joined, nor how its lines end is an answer. */
START_TEST(passwords_then_come_by_file_only)
{
	static const char *const files[] = {
		"generate\\n\\n\\n\\n\\n\\n\\n\\n1\\n\\n",
		"\\357\\273\\277generate\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n"
		"\\357\\273\\277\\r\\n1\\r\\n\\r\\n"};
	const char *answers = files[_i];
	int status;
	const char *said;

	world_sh("umask 077 && printf '" PASSWORD "' >p");
	said = world_run(&status, "printf '%s' | '%s' --plain --lang en --store %s 2>&1", answers,
			 getenv("INKAN"), world_store());
	ck_assert_int_eq(status, 2);
	ck_assert_ptr_nonnull(strstr(said, "INK-1110"));
	ck_assert(!world_has("store"));
	said = world_run(&status,
			 "printf '%s' | '%s' --plain --lang en --store %s --password-file %s 2>&1",
			 answers, getenv("INKAN"), world_store(), world_path("p"));
	ck_assert_msg(status == 0, "%s", said);
	ck_assert_ptr_nonnull(strstr(said, "Done: the new certificate is in use."));
	ck_assert_ptr_null(strstr(said, PASSWORD));
	ck_assert_ptr_null(strstr(said, "Error: "));
	ck_assert(world_has("store/current"));
}
END_TEST

/* In a C locale what is not ASCII is replaced, not left out; in EUC-JP each byte is of that code,
 * and what is typed is understood. */
START_TEST(other_encodings_have_their_own_bytes)
{
	char path[256];
	const char *environment[] = {_i ? "LC_ALL=ja_JP.eucJP" : "LC_ALL=C", path, NULL};
	const char *arguments[] = {"--plain", "--lang",      _i ? "ja" : "en",
				   "--store", world_store(), NULL};
	struct console_setup setup = {
		.rows = 100, .arguments = arguments, .environment = environment};
	char valid_for[] = "\xcd\xad\xb8\xfa\xb4\xfc\xb4\xd6", error[] = "Error: ";
	struct console *c;
	int status;

	snprintf(path, sizeof path, "LOCPATH=%s", world_path("."));
	world_run(&status,
		  "cd %s && localedef --no-archive -i ja_JP -f EUC-JP ./ja_JP.eucJP >said 2>&1",
		  world_path("."));
	if (_i && status != 0)
		return; /* this machine has no sources of locales */
	lines_begin();
	c = console_start(&setup);
	lines_answers(c, (const char *const[]){"generate", "", "", NULL});
	/* "株式会社" in the encoding of the terminal. */
	lines_answer(c, _i ? "\xb3\xf4\xbc\xb0\xb2\xf1\xbc\xd2" : "\xff\xfe");
	ck_assert_msg(console_until(c, was_said, _i ? valid_for : error), "not said:\n%s",
		      console_output(c, NULL));
	console_kill(c);
}
END_TEST

Suite *suite_lines_keys(void)
{
	Suite *suite = suite_create("lines-keys");
	TCase *all = tcase_create("lines-keys");

	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, the_echo_comes_back_on_every_signal_while_a_password_is_typed, 0,
			    4);
	tcase_add_test(all, what_is_typed_when_it_ends_never_reaches_the_shell);
	tcase_add_test(all, what_was_typed_before_the_review_was_said_accepts_nothing);
	tcase_add_test(all, control_c_asks_where_something_would_be_lost);
	tcase_add_test(all, what_was_stopped_asks_the_whole_question_again);
	tcase_add_test(all, stopped_at_a_password_asks_the_next_question_once);
	tcase_add_loop_test(all, a_sign_alone_explains_leads_back_or_empties_wide_or_not, 0, 2);
	tcase_add_test(all, at_a_password_the_signs_are_characters);
	tcase_add_test(all, passwords_that_differ_are_both_typed_again);
	tcase_add_test(all, a_password_that_stands_is_kept_by_one_answer);
	tcase_add_test(all, an_empty_password_of_a_backup_is_said_at_once);
	tcase_add_test(all, a_wrong_note_is_told_the_way_on_lines);
	tcase_add_test(all, to_quit_at_a_question_between_pages_quits);
	tcase_add_test(all, a_wrong_answer_is_said_before_the_question_comes_again);
	tcase_add_test(all, a_directory_is_listed_for_who_looks_for_a_file);
	tcase_add_test(all, a_made_password_is_shown_once_and_whole);
	tcase_add_test(all, the_end_of_the_file_quits);
	tcase_add_test(all, who_is_not_heard_is_not_asked_for_ever);
	tcase_add_test(all, numbers_may_be_wide_and_zero_bytes_are_refused);
	tcase_add_loop_test(all, passwords_then_come_by_file_only, 0, 2);
	tcase_add_loop_test(all, other_encodings_have_their_own_bytes, 0, 2);
	tcase_set_timeout(all, 300);
	suite_add_tcase(suite, all);
	return suite;
}
