/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: every command and option is explained, in both languages, in 80 columns; the completion
 * knows them all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "command/help.h"
#include "inkan/commands.h"
#include "lint/mo.h"
#include "suites.h"

static char *help_of(const struct ik_command *command, enum ik_language language)
{
	ik_i18n_switch(language);
	place_listen(1);
	ik_help_print(&ik_inkan_syntax, command);
	return place_heard(1);
}

/* Command 0 is the help of all. */
static const struct ik_command *command_of(int i)
{
	return i == 0 ? NULL : &ik_inkan_syntax.commands[i];
}

START_TEST(help_fits_80_columns)
{
	char *text = help_of(command_of(_i / IK_LANG_COUNT),
			     (enum ik_language)(_i % IK_LANG_COUNT));

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_msg(ik_text_columns(line) < 80, "%s", line);
	free(text);
}
END_TEST

START_TEST(help_is_translated)
{
	char *english = help_of(command_of(_i), IK_LANG_EN);
	char *japanese = help_of(command_of(_i), IK_LANG_JA);

	ck_assert_str_ne(english, japanese);
	free(english);
	free(japanese);
}
END_TEST

START_TEST(help_names_every_option_of_its_command)
{
	const struct ik_command *command = &ik_inkan_syntax.commands[_i];
	char *text = help_of(command_of(_i), IK_LANG_EN);

	for (int i = 0; i < IK_OPTION_COUNT; i++)
		if (ik_syntax_takes(&ik_inkan_syntax, command, i))
			ck_assert_ptr_nonnull(strstr(text, ik_inkan_syntax.options[i].name));
	free(text);
}
END_TEST

START_TEST(no_option_takes_a_password)
{
	for (int i = 0; i < IK_OPTION_COUNT; i++) {
		const struct ik_option_row *info = &ik_inkan_syntax.options[i];

		ck_assert_ptr_null(strstr(info->value, "PASSWORD"));
		ck_assert(strncmp(info->name, "--", 2) == 0 && *info->help);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(ik_inkan_syntax.options[k].name, info->name);
	}
}
END_TEST

static char *read_source(const char *name)
{
	const char *root = getenv("top_srcdir");
	char *path = ik_format("%s/%s", root ? root : "../..", name);
	char *text = ik_alloc(65536);
	FILE *file = fopen(path, "r");

	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_uint_gt(fread(text, 1, 65535, file), 0);
	fclose(file);
	free(path);
	return text;
}

/* The options of COMMAND, in the order of the table. */
static char *options_of(const struct ik_command *command, bool always)
{
	struct ik_list names = {0};

	for (int i = 0; i < IK_OPTION_COUNT; i++)
		if (ik_syntax_always(&ik_inkan_syntax, i) == always
		    && ik_syntax_takes(&ik_inkan_syntax, command, i))
			ik_list_add(&names, ik_inkan_syntax.options[i].name);
	char *text = ik_list_join(&names, " ");

	ik_list_free(&names);
	return text;
}

START_TEST(the_completion_knows_every_command_and_option)
{
	char *text = read_source("data/completions/inkan");

	for (size_t i = 0; i < ik_inkan_syntax.n_commands; i++) {
		const struct ik_command *command = &ik_inkan_syntax.commands[i];
		char *options = options_of(command, false);
		char *line = ik_format("\t%s) options='%s' ;;\n",
				       *command->name ? command->name : "''", options);

		ck_assert_msg(strstr(text, line) != NULL, "%s", line);
		free(line);
		free(options);
	}
	char *common = options_of(&ik_inkan_syntax.commands[0], true);
	char *line = ik_format("common='%s'\n", common);

	ck_assert_msg(strstr(text, line) != NULL, "%s", line);
	free(line);
	free(common);
	free(text);
}
END_TEST

/* The codes of the languages, BETWEEN them; caller frees. */
static char *codes(const char *between)
{
	struct ik_list list = {0};
	char *text;

	for (int i = 0; i < IK_LANG_COUNT; i++)
		ik_list_add(&list, ik_i18n_code((enum ik_language)i));
	text = ik_list_join(&list, between);
	ik_list_free(&list);
	return text;
}

START_TEST(the_completion_and_the_help_know_every_language)
{
	char *text = read_source("data/completions/inkan"), *help = help_of(NULL, IK_LANG_EN);
	char *words = codes(" "), *list = codes(", ");
	char *completed = ik_format(
		"\t--lang)\n\t\tmapfile -t COMPREPLY < <(compgen -W '%s' -- \"$cur\")\n", words);
	char *explained = ik_format("The language: %s.\n", list);

	ck_assert_msg(strstr(text, completed) != NULL, "%s", completed);
	ck_assert_msg(strstr(help, explained) != NULL, "%s", help);
	free(explained);
	free(completed);
	free(list);
	free(words);
	free(help);
	free(text);
}
END_TEST

static bool names(const char *message, const struct ik_command *command)
{
	char *words = ik_format("inkan %s", command->name);
	const char *at = message;
	bool found = false;

	while (!found && (at = strstr(at, words)) != NULL) {
		at += strlen(words);
		found = !(*at >= 'a' && *at <= 'z');
	}
	free(words);
	return found;
}

/* What is typed for one store is wrong for another: a sentence is given each command, as
 * ik_command_for() writes it. */
START_TEST(no_message_has_a_command_in_it_that_lacks_its_store)
{
	const struct ik_command *command = &ik_inkan_syntax.commands[_i];
	struct mo mo;

	mo_load(&mo, "ja");
	for (size_t i = 1; i < mo.n; i++)
		ck_assert_msg(command->run == ik_command_help || !names(mo_id(&mo, i), command),
			      "%s", mo_id(&mo, i));
	free(mo.bytes);
}
END_TEST

Suite *suite_help(void)
{
	Suite *suite = suite_create("help");
	TCase *tcase = tcase_create("help");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, place_begin, place_end);
	tcase_add_loop_test(tcase, help_fits_80_columns, 0,
			    (int)ik_inkan_syntax.n_commands * IK_LANG_COUNT);
	tcase_add_loop_test(tcase, help_is_translated, 0, (int)ik_inkan_syntax.n_commands);
	tcase_add_loop_test(tcase, help_names_every_option_of_its_command, 0,
			    (int)ik_inkan_syntax.n_commands);
	tcase_add_loop_test(tcase, no_message_has_a_command_in_it_that_lacks_its_store, 1,
			    (int)ik_inkan_syntax.n_commands);
	tcase_add_test(tcase, no_option_takes_a_password);
	tcase_add_test(tcase, the_completion_knows_every_command_and_option);
	tcase_add_test(tcase, the_completion_and_the_help_know_every_language);
	suite_add_tcase(suite, tcase);
	return suite;
}
