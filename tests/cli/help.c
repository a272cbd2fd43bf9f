/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: every command and option is explained, in both languages, in 80 columns; what shells
 * complete knows them all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "command/completion.h"
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

/* The script for SHELL; caller frees. */
static char *script_for(const char *shell)
{
	struct ik_buffer script = {0};
	char *text;

	ik_shell_find(shell)->write(&ik_inkan_syntax, &script);
	text = ik_strdup(ik_buffer_string(&script));
	ik_buffer_free(&script);
	return text;
}

static const char *const shells[] = {"bash", "zsh", "fish"};

START_TEST(the_completion_knows_every_command_option_and_word)
{
	char *text = script_for(shells[_i]);

	for (size_t i = 1; i < ik_inkan_syntax.n_commands; i++)
		ck_assert_msg(strstr(text, ik_inkan_syntax.commands[i].name) != NULL, "%s",
			      ik_inkan_syntax.commands[i].name);
	/* fish writes "-l name" */
	for (int i = 0; i < IK_OPTION_COUNT; i++)
		ck_assert_msg(strstr(text, ik_inkan_syntax.options[i].name + 2) != NULL, "%s",
			      ik_inkan_syntax.options[i].name);
	for (size_t i = 0; i < ik_inkan_syntax.n_kinds; i++)
		for (size_t k = 0;
		     ik_inkan_syntax.kinds[i].word && ik_inkan_syntax.kinds[i].word(k); k++)
			ck_assert_msg(strstr(text, ik_inkan_syntax.kinds[i].word(k)) != NULL, "%s",
				      ik_inkan_syntax.kinds[i].word(k));
	free(text);
}
END_TEST

START_TEST(a_shell_that_nobody_knows_has_no_completion)
{
	ck_assert_ptr_null(ik_shell_find("csh"));
	ck_assert_ptr_null(ik_shell_find(""));
}
END_TEST

START_TEST(the_help_knows_every_language)
{
	char *help = help_of(NULL, IK_LANG_EN), *list = ik_i18n_codes();
	char *explained = ik_format("The language: %s.\n", list);

	ck_assert_msg(strstr(help, explained) != NULL, "%s", help);
	free(explained);
	free(list);
	free(help);
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
		ck_assert_msg(command->run == ik_help_command || !names(mo_id(&mo, i), command),
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
	tcase_add_loop_test(tcase, the_completion_knows_every_command_option_and_word, 0,
			    IK_COUNT(shells));
	tcase_add_test(tcase, a_shell_that_nobody_knows_has_no_completion);
	tcase_add_test(tcase, the_help_knows_every_language);
	suite_add_tcase(suite, tcase);
	return suite;
}
