/* SPDX-License-Identifier: GPL-3.0-or-later */
/* syntax.c: looking things up in the tables of a program. */
#include "command/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

static bool lists(const int *options, int option)
{
	while (options && *options != IK_OPTIONS_END)
		if (*options++ == option)
			return true;
	return false;
}

const struct ik_command *ik_syntax_find(const struct ik_syntax *syntax, const char *name)
{
	for (size_t i = 1; i < syntax->n_commands; i++)
		if (strcmp(syntax->commands[i].name, name) == 0)
			return &syntax->commands[i];
	return NULL;
}

bool ik_syntax_takes(const struct ik_syntax *syntax, const struct ik_command *command, int option)
{
	return lists(command->options, option) || ik_syntax_always(syntax, option);
}

bool ik_syntax_always(const struct ik_syntax *syntax, int option)
{
	return lists(syntax->always, option);
}

bool ik_syntax_repeats(const struct ik_syntax *syntax, int option)
{
	return lists(syntax->repeats, option);
}

const char *ik_syntax_letter(const struct ik_syntax *syntax, int option)
{
	for (size_t i = 0; i < syntax->n_shorts; i++)
		if (syntax->shorts[i].option == option)
			return syntax->shorts[i].letter;
	return NULL;
}

char *ik_syntax_option_help(const struct ik_syntax *syntax, int option)
{
	const char *help = _(syntax->options[option].help);
	char *codes, *filled;

	if (option != syntax->language)
		return ik_strdup(help);
	codes = ik_i18n_codes();
	filled = ik_format(help, codes);
	free(codes);
	return filled;
}
