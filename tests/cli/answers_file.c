/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers_file.c: a file of answers is taken whole or refused with line and id, and the front-end
 * that follows never asks. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"
#include "suites.h"

#define PASSWORD "correct horse battery staple"
#define NAMED "action = generate\nname = srv01.example.jp\n"

static const struct {
	const char *text;
	size_t size; /* 0: as long as the text */
	enum ik_error_id id;
	const char *line, *what; /* the sentence's arguments; NULL: not looked at */
} refused[] = {
	{"", 0, IK_E_ANSWERS_MISSING, "action", NULL},
	{"# nothing\n\n", 0, IK_E_ANSWERS_MISSING, "action", NULL},
	{"name = srv01.example.jp\n", 0, IK_E_ANSWERS_MISSING, "action", NULL},
	{NAMED "frob = 1\n", 0, IK_E_ANSWERS_UNKNOWN, "3", "frob"},
	{NAMED "frob = 1", 0, IK_E_ANSWERS_UNKNOWN, "3", "frob"},
	{NAMED "Days = 1\n", 0, IK_E_ANSWERS_UNKNOWN, "3", "Days"},
	{NAMED "made = 1\n", 0, IK_E_ANSWERS_UNKNOWN, "3", "made"},
	{NAMED "\nname = srv02.example.jp\n", 0, IK_E_ANSWERS_TWICE, "4", "name"},
	{"action = generate\naction = generate\n", 0, IK_E_ANSWERS_TWICE, "2", "action"},
	{NAMED "backup_password = x\n", 0, IK_E_ANSWERS_SECRET, "3", "backup_password"},
	{NAMED "backup_password_again = x\n", 0, IK_E_ANSWERS_SECRET, "3", NULL},
	{NAMED "backup_password_noted = x\n", 0, IK_E_ANSWERS_SECRET, "3", NULL},
	{NAMED "password = x\n", 0, IK_E_ANSWERS_SECRET, "3", "password"},
	{NAMED "days\n", 0, IK_E_ANSWERS_LINE, "3", NULL},
	{NAMED "days = 1\0\n", sizeof(NAMED "days = 1\0\n") - 1, IK_E_ANSWERS_TEXT, NULL, NULL},
	{NAMED "organization = \xff\n", 0, IK_E_ANSWERS_TEXT, NULL, NULL},
	{"action = export\n", 0, IK_E_ANSWERS_CHOICE, "export", "action"},
	{"action = \n", 0, IK_E_ANSWERS_CHOICE, "''", "action"},
	{"action = verify\n", 0, IK_E_STORE_NONE, NULL, NULL},
	{"action = backup\n", 0, IK_E_STORE_NONE, NULL, NULL},
};

START_TEST(a_wrong_file_is_refused_by_line_and_id)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};
	const char *text = refused[_i].text;

	ck_assert(ik_wizard_start(&wizard, place_path("store"), ik_cli_now, NULL));
	ck_assert(!ik_answers_take(&wizard, text,
				   refused[_i].size ? refused[_i].size : strlen(text), &err));
	ck_assert_msg(err.id == refused[_i].id, "%u", ik_error_number(err.id));
	if (refused[_i].line)
		ck_assert_str_eq(err.arg[0], refused[_i].line);
	if (refused[_i].what)
		ck_assert_str_eq(err.arg[1], refused[_i].what);
	ik_wizard_free(&wizard);
}
END_TEST

static void start(struct ik_wizard *wizard, const char *text)
{
	struct ik_error err = {0};

	ck_assert(ik_wizard_start(wizard, place_path("store"), ik_cli_now, NULL));
	ck_assert_msg(ik_answers_take(wizard, text, strlen(text), &err), "%u",
		      ik_error_number(err.id));
}

static void give_password(struct ik_wizard *wizard, const char *password)
{
	const enum ik_field_id ids[] = {IK_F_BACKUP_PASSWORD, IK_F_BACKUP_PASSWORD_AGAIN};

	for (size_t i = 0; i < IK_COUNT(ids); i++)
		ck_assert(ik_secret_set(ik_answer_secret(wizard->answers, ids[i]), password,
					strlen(password), NULL));
}

/* Runs WIZARD; what was printed comes back in OUT and ERR. */
static int run(struct ik_wizard *wizard, char **out, char **err)
{
	place_listen(1);
	place_listen(2);
	int status = ik_wizard_run(wizard, &ik_frontend_batch);

	*err = place_heard(2);
	*out = place_heard(1);
	return status;
}

START_TEST(what_is_not_asked_for_an_action_is_refused)
{
	const char *text = "action = verify\nname = srv01.example.jp\n";
	struct ik_wizard wizard;
	struct ik_error err = {0};
	char *out, *said;

	start(&wizard, NAMED);
	give_password(&wizard, PASSWORD);
	ck_assert_int_eq(run(&wizard, &out, &said), 0);
	free(out);
	free(said);
	ik_wizard_free(&wizard);

	ck_assert(ik_wizard_start(&wizard, place_path("store"), ik_cli_now, NULL));
	ck_assert(!ik_answers_take(&wizard, text, strlen(text), &err));
	ck_assert_int_eq(err.id, IK_E_ANSWERS_HIDDEN);
	ck_assert_str_eq(err.arg[0], "2");
	ck_assert_str_eq(err.arg[1], "name");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_has_a_default_may_be_missing)
{
	struct ik_wizard wizard;
	char *out, *err;

	start(&wizard, NAMED);
	give_password(&wizard, PASSWORD);
	ck_assert_int_eq(run(&wizard, &out, &err), 0);
	ck_assert_ptr_nonnull(strstr(out, "730 days left"));
	ck_assert_ptr_nonnull(strstr(out, "Key: ECDSA P-256"));
	ck_assert_ptr_nonnull(strstr(out, "opened again and compared"));
	ck_assert_str_eq(err, "");
	free(out);
	free(err);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(comments_blank_lines_and_a_missing_last_newline_are_fine)
{
	struct ik_wizard wizard;

	start(&wizard,
	      "# renewal\n\n  action=generate  \nname =srv01.example.jp\norganization = a = b");
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_NAME), "srv01.example.jp");
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_ORGANIZATION), "a = b");
	ck_assert_int_eq(ik_answer_origin(wizard.answers, IK_F_NAME), IK_FROM_COMMAND);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_byte_order_mark_is_passed_over)
{
	struct ik_wizard wizard;

	start(&wizard, "\xef\xbb\xbf" NAMED);
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_NAME), "srv01.example.jp");
	ik_wizard_free(&wizard);
}
END_TEST

static const struct {
	const char *text;
	const char *password;
	const char *number; /* that standard error names */
	const char *detail;
} broken[] = {
	{NAMED, NULL, "INK-1132", NULL},
	{NAMED, "short", "INK-2202", NULL},
	{"action = generate\nname = a..b\n", PASSWORD, "INK-2102", "  name = a..b\n"},
	{"action = generate\nname =\n", PASSWORD, "INK-2101", "  name = \n"},
	{NAMED "alt_names = 192.0.2.300\n", PASSWORD, "INK-2120", NULL},
	{NAMED "days = 0\n", PASSWORD, "INK-2140", "  days = 0\n"},
	{NAMED "days = -1\n", PASSWORD, "INK-2140", "  days = -1\n"},
	{NAMED "days = 3x\n", PASSWORD, "INK-2140", "  days = 3x\n"},
	{NAMED "days = 99999999\n", PASSWORD, "INK-2140", NULL},
	{NAMED "key_type = rsa-1024\n", PASSWORD, "INK-2150", NULL},
	{NAMED "backup_file = /\n", PASSWORD, "INK-2302", NULL},
	{NAMED "backup_file = /nowhere/at/all.zip\n", PASSWORD, "INK-2304", NULL},
};

START_TEST(a_wrong_answer_changes_nothing_and_is_named)
{
	struct ik_wizard wizard;
	char *out, *err;

	start(&wizard, broken[_i].text);
	if (broken[_i].password)
		give_password(&wizard, broken[_i].password);
	ck_assert_int_eq(run(&wizard, &out, &err), 2);
	ck_assert_str_eq(out, "");
	ck_assert(strncmp(err, "inkan: Nothing was changed; there is no certificate yet.\n", 57)
		  == 0);
	ck_assert_msg(strstr(err, broken[_i].number) != NULL, "%s", err);
	if (broken[_i].detail)
		ck_assert_msg(strstr(err, broken[_i].detail) != NULL, "%s", err);
	ck_assert_int_ne(access(place_path("store"), F_OK), 0);
	free(out);
	free(err);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_weak_password_is_taken_with_a_warning)
{
	struct ik_wizard wizard;
	char *out, *err;

	start(&wizard, NAMED);
	give_password(&wizard, "aaaaaaaaaaaa");
	ck_assert_int_eq(run(&wizard, &out, &err), 0);
	ck_assert_str_eq(err,
			 "inkan: Warning: the backup password is weak and could be guessed.\n");
	free(out);
	free(err);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(saved_answers_can_be_given_again)
{
	struct ik_wizard wizard;
	char saved[4096] = "";
	char *out, *err;

	start(&wizard, NAMED "organization = 株式会社サンプル\nalt_names = srv01, 192.0.2.7\n");
	give_password(&wizard, PASSWORD);
	wizard.save_answers = place_path("saved");
	ck_assert_int_eq(run(&wizard, &out, &err), 0);
	free(out);
	free(err);
	ik_wizard_free(&wizard);

	int fd = open(place_path("saved"), O_RDONLY);

	ck_assert_int_gt(read(fd, saved, sizeof(saved) - 1), 0);
	close(fd);
	start(&wizard, saved);
	give_password(&wizard, PASSWORD);
	ck_assert_int_eq(run(&wizard, &out, &err), 0);
	ck_assert_ptr_nonnull(strstr(out, "CN=srv01.example.jp,O=株式会社サンプル (not changed)"));
	free(out);
	free(err);
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_answers_file(void)
{
	Suite *suite = suite_create("answers file");
	TCase *tcase = tcase_create("answers file");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, place_begin, place_end);
	tcase_add_loop_test(tcase, a_wrong_file_is_refused_by_line_and_id, 0, IK_COUNT(refused));
	tcase_add_test(tcase, what_is_not_asked_for_an_action_is_refused);
	tcase_add_loop_test(tcase, a_wrong_answer_changes_nothing_and_is_named, 0,
			    IK_COUNT(broken));
	tcase_add_test(tcase, what_has_a_default_may_be_missing);
	tcase_add_test(tcase, comments_blank_lines_and_a_missing_last_newline_are_fine);
	tcase_add_test(tcase, a_byte_order_mark_is_passed_over);
	tcase_add_test(tcase, a_weak_password_is_taken_with_a_warning);
	tcase_add_test(tcase, saved_answers_can_be_given_again);
	suite_add_tcase(suite, tcase);
	return suite;
}
