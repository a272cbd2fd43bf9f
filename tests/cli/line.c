/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line.c: every command line is read, or refused with the right number and without repeating a
 * password. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "inkan/options.h"
#include "suites.h"

enum { WORDS = 12 };

static int count(char **argv)
{
	int n = 0;

	while (n < WORDS && argv[n])
		n++;
	return n;
}

static const struct {
	const char *words[WORDS];
	enum ik_error_id id;
} refused[] = {
	{{"inkan", "frob"}, IK_E_COMMAND_UNKNOWN},
	{{"inkan", "Create"}, IK_E_COMMAND_UNKNOWN},
	{{"inkan", ""}, IK_E_COMMAND_UNKNOWN},
	{{"inkan", "--frob"}, IK_E_OPTION_NONE},
	{{"inkan", "create", "--nam", "a"}, IK_E_OPTION_NONE},
	{{"inkan", "create", "-n", "a"}, IK_E_OPTION_NONE},
	{{"inkan", "--name", "a"}, IK_E_OPTION_NONE},
	{{"inkan", "--no-backup"}, IK_E_OPTION_NONE},
	{{"inkan", "create", "--verify"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "export", "--services"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "--answers", "f", "create"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "list", "--password-fd", "3"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "create", "--days"}, IK_E_OPTION_VALUE},
	{{"inkan", "--store"}, IK_E_OPTION_VALUE},
	{{"inkan", "--lang", "--store", "x"}, IK_E_OPTION_VALUE},
	{{"inkan", "--store", "", "create"}, IK_E_OPTION_VALUE},
	{{"inkan", "create", "--store="}, IK_E_OPTION_VALUE},
	{{"inkan", "create", "--backup", "", "--name", ""}, IK_E_OPTION_VALUE},
	{{"inkan", "create", "--days", "1", "--days=2"}, IK_E_OPTION_TWICE},
	{{"inkan", "show", "--json", "--json"}, IK_E_OPTION_TWICE},
	{{"inkan", "--store", "a", "list", "--store", "b"}, IK_E_OPTION_TWICE},
	{{"inkan", "list", "--json=yes"}, IK_E_OPTION_NO_VALUE},
	{{"inkan", "create", "--backup", "f", "--no-backup"}, IK_E_OPTION_CONFLICT},
	{{"inkan", "create", "--password-file", "f", "--password-fd", "3"}, IK_E_OPTION_CONFLICT},
	{{"inkan", "create", "--password-file", "f", "--no-backup"}, IK_E_OPTION_CONFLICT},
	{{"inkan", "renew", "--within", "9"}, IK_E_OPTION_ALONE},
	{{"inkan", "export", "f", "--compatibility"}, IK_E_OPTION_ALONE},
	{{"inkan", "export", "f", "--password-file", "f"}, IK_E_OPTION_ALONE},
	{{"inkan", "export", "f", "--password-fd", "3"}, IK_E_OPTION_ALONE},
	{{"inkan", "backup"}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "backup", "--verify"}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "list", "1"}, IK_E_ARGUMENT_EXTRA},
	{{"inkan", "show", "1", "2"}, IK_E_ARGUMENT_EXTRA},
	{{"inkan", "show", "--", "--json", "2"}, IK_E_ARGUMENT_EXTRA},
	{{"inkan", "import"}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "import", "f", "--file-password-file", "f", "--file-password-fd", "3"},
	 IK_E_OPTION_CONFLICT},
	{{"inkan", "import", "f", "--file-password=hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "import", "f", "--days", "1"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "request", "f", "--out", "f"}, IK_E_ARGUMENT_EXTRA},
	/* the model's letters are commands, and their passwords are refused */
	{{"inkan", "-b"}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "-i"}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "-c", "-b", "file"}, IK_E_OPTION_NONE},
	{{"inkan", "-b=file"}, IK_E_OPTION_NONE},
	{{"inkan", "-c", "--verify"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "list", "-x"}, IK_E_OPTION_NONE},
	{{"inkan", "list", "-q", "--quiet"}, IK_E_OPTION_TWICE},
	{{"inkan", "-q=yes", "list"}, IK_E_OPTION_NONE},
	{{"inkan", "-l"}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "-l", ""}, IK_E_ARGUMENT_MISSING},
	{{"inkan", "-l", "file", "--csv", "other"}, IK_E_OPTION_TWICE},
	{{"inkan", "-l", "file", "--days", "1"}, IK_E_OPTION_UNKNOWN},
	{{"inkan", "agents", "file"}, IK_E_ARGUMENT_EXTRA},
	{{"inkan", "agents", "--forget", "srv02", "--all"}, IK_E_OPTION_CONFLICT},
	{{"inkan", "-l", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "-e", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "-c", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "hunter2hunter2", "-c"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "-b", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "-r", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "-re", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "-i", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "create", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "create", "--", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "backup", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "backup", "--verify", "file", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "create", "--password", "hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "create", "--password=hunter2hunter2"}, IK_E_PASSWORD_ARGUMENT},
	{{"inkan", "create", "--frob=hunter2hunter2"}, IK_E_OPTION_NONE},
};

START_TEST(a_wrong_line_is_refused_and_no_password_is_repeated)
{
	char **argv = (char **)(uintptr_t)refused[_i].words;
	struct ik_line line;
	struct ik_error err = {0};

	ck_assert(!ik_line_read(&ik_inkan_syntax, count(argv), argv, &line, &err));
	ck_assert_msg(err.id == refused[_i].id, "%s %s: %u", argv[1], argv[2] ? argv[2] : "",
		      ik_error_number(err.id));
	ck_assert_int_eq(ik_error_status(err.id), 2);
	char *lines = ik_error_lines(&err);

	ck_assert_ptr_null(strstr(lines, "hunter2"));
	if (err.id == IK_E_ARGUMENT_MISSING)
		ck_assert_msg(strstr(lines, "inkan help ") != NULL, "%s", lines);
	free(lines);
	ik_line_free(&line);
}
END_TEST

START_TEST(a_slip_of_the_finger_is_told_by_what_is_near)
{
	static const struct {
		const char *word, *nearest; /* NULL: nothing is */
	} cases[] = {
		{"creat", "create"},
		{"craete", "create"},
		{"restoer", "restore"},
		{"LIST", NULL},
		{"frobnicate", NULL},
		{"x", NULL},
		{"--stor", "--store"},
		{"--nmae", "--name"},
		{"--quiett=1", "--quiet"},
		{"--frobnicate=1", NULL},
		{"--pasword-fil=hunter2hunter2", NULL},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		const char *words[] = {"inkan", cases[i].word, NULL};
		char **argv = (char **)(uintptr_t)words;
		struct ik_line line;
		struct ik_error err = {0};
		char *expected = ik_format("Did you mean: %s", cases[i].nearest);

		ck_assert(!ik_line_read(&ik_inkan_syntax, 2, argv, &line, &err));
		if (cases[i].nearest)
			ck_assert_str_eq(err.detail, expected);
		else
			ck_assert_msg(!strstr(err.detail, "hunter2")
					      && (strstr(cases[i].word, "pas") || !*err.detail),
				      "%s: %s", cases[i].word, err.detail);
		free(expected);
		ik_line_free(&line);
	}
}
END_TEST

static void read_line(const char *const *words, struct ik_line *line)
{
	char **argv = (char **)(uintptr_t)words;
	struct ik_error err = {0};

	ck_assert_msg(ik_line_read(&ik_inkan_syntax, count(argv), argv, line, &err), "%u",
		      ik_error_number(err.id));
}

START_TEST(options_stand_before_or_after_the_command_with_or_without_an_equals_sign)
{
	static const char *const ways[][WORDS] = {
		{"inkan", "--store", "/s", "create", "--name", "n"},
		{"inkan", "create", "--name=n", "--store=/s"},
		{"inkan", "--name=n", "--store", "/s", "create"},
		{"inkan", "--store=/s", "--name", "n", "--", "create"},
	};
	struct ik_line line;

	read_line(ways[_i], &line);
	ck_assert_str_eq(line.command->name, "create");
	ck_assert_str_eq(line.value[IK_OPTION_STORE], "/s");
	ck_assert_str_eq(line.value[IK_OPTION_NAME], "n");
	ck_assert(!line.given[IK_OPTION_BACKUP]);
	ik_line_free(&line);
}
END_TEST

START_TEST(values_may_look_like_anything)
{
	static const char *const words[] = {"inkan",  "create",     "--organization",
					    "--name", "--name=a=b", NULL};
	struct ik_line line;

	read_line(words, &line);
	ck_assert_str_eq(line.value[IK_OPTION_ORGANIZATION], "--name");
	ck_assert_str_eq(line.value[IK_OPTION_NAME], "a=b");
	ik_line_free(&line);
}
END_TEST

START_TEST(other_names_add_up)
{
	static const char *const words[] = {"inkan", "create",       "--alt-name",
					    "a",     "--alt-name=b", NULL};
	struct ik_line line;

	read_line(words, &line);
	ck_assert_uint_eq(line.repeated.n, 2);
	ck_assert_str_eq(line.repeated.items[0], "a");
	ck_assert_str_eq(line.repeated.items[1], "b");
	ik_line_free(&line);
}
END_TEST

START_TEST(the_letters_of_the_model_are_commands)
{
	static const struct {
		const char *words[WORDS];
		const char *command;
		const char *argument;
	} cases[] = {
		{{"inkan", "-c"}, "create", NULL},
		{{"inkan", "-b", "file"}, "backup", "file"},
		{{"inkan", "file", "-b"}, "backup", "file"},
		{{"inkan", "--store=/s", "-b", "file", "--password-fd", "3"}, "backup", "file"},
		{{"inkan", "-e", "file"}, "export", "file"},
		{{"inkan", "-i", "file", "--no-backup"}, "import", "file"},
		{{"inkan", "-i", "--", "-file"}, "import", "-file"},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_line line;

		read_line(cases[i].words, &line);
		ck_assert_str_eq(line.command->name, cases[i].command);
		ck_assert_pstr_eq(line.n_arguments ? line.argument[0] : NULL, cases[i].argument);
		ik_line_free(&line);
	}
}
END_TEST

START_TEST(the_letters_that_every_program_has_are_options_of_every_command)
{
	static const struct {
		const char *words[WORDS];
		const char *command;
		enum ik_option option;
	} cases[] = {
		{{"inkan", "-h"}, "", IK_OPTION_HELP},
		{{"inkan", "-h", "import"}, "import", IK_OPTION_HELP},
		{{"inkan", "-V"}, "", IK_OPTION_VERSION},
		{{"inkan", "list", "-q"}, "list", IK_OPTION_QUIET},
		{{"inkan", "-q", "-c"}, "create", IK_OPTION_QUIET},
		{{"inkan", "-b", "-q", "file"}, "backup", IK_OPTION_QUIET},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_line line;

		read_line(cases[i].words, &line);
		ck_assert_str_eq(line.command->name, cases[i].command);
		ck_assert(line.given[cases[i].option]);
		ik_line_free(&line);
	}
}
END_TEST

START_TEST(two_hyphens_end_the_options)
{
	static const char *const words[] = {"inkan", "backup", "--", "--verify", NULL};
	struct ik_line line;

	read_line(words, &line);
	ck_assert(!line.given[IK_OPTION_VERIFY]);
	ck_assert_uint_eq(line.n_arguments, 1);
	ck_assert_str_eq(line.argument[0], "--verify");
	ik_line_free(&line);
}
END_TEST

START_TEST(help_is_given_whatever_else_is_missing)
{
	static const char *const words[] = {"inkan", "backup", "--help", NULL};
	struct ik_line line;

	read_line(words, &line);
	ck_assert(line.given[IK_OPTION_HELP]);
	ck_assert_str_eq(line.command->name, "backup");
	ik_line_free(&line);
}
END_TEST

START_TEST(without_a_command_it_is_the_wizard)
{
	static const char *const words[] = {"inkan", "--store", "/s", "--save-answers",
					    "f",     "--ascii", NULL};
	struct ik_line line;

	read_line(words, &line);
	ck_assert_ptr_eq(line.command, &ik_inkan_syntax.commands[0]);
	ck_assert_ptr_null(line.command->run);
	ik_line_free(&line);
}
END_TEST

START_TEST(the_language_is_known_before_anything_is_judged)
{
	const struct {
		const char *words[WORDS];
		const char *language;
	} cases[] = {
		{{"inkan"}, NULL},
		{{"inkan", "frob", "--lang", "ja"}, "ja"},
		{{"inkan", "--frob", "--lang=ja", "create"}, "ja"},
		{{"inkan", "--lang"}, NULL},
		{{"inkan", "backup", "--", "--lang=ja"}, NULL},
	};
	char **argv = (char **)(uintptr_t)cases[_i].words;

	ck_assert_pstr_eq(ik_line_language(count(argv), argv), cases[_i].language);
}
END_TEST

Suite *suite_line(void)
{
	Suite *suite = suite_create("line");
	TCase *tcase = tcase_create("line");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, place_begin, place_end);
	tcase_add_loop_test(tcase, a_wrong_line_is_refused_and_no_password_is_repeated, 0,
			    IK_COUNT(refused));
	tcase_add_test(tcase, a_slip_of_the_finger_is_told_by_what_is_near);
	tcase_add_loop_test(
		tcase, options_stand_before_or_after_the_command_with_or_without_an_equals_sign, 0,
		4);
	tcase_add_test(tcase, values_may_look_like_anything);
	tcase_add_test(tcase, other_names_add_up);
	tcase_add_test(tcase, the_letters_of_the_model_are_commands);
	tcase_add_test(tcase, the_letters_that_every_program_has_are_options_of_every_command);
	tcase_add_test(tcase, two_hyphens_end_the_options);
	tcase_add_test(tcase, help_is_given_whatever_else_is_missing);
	tcase_add_test(tcase, without_a_command_it_is_the_wizard);
	tcase_add_loop_test(tcase, the_language_is_known_before_anything_is_judged, 0, 5);
	suite_add_tcase(suite, tcase);
	return suite;
}
