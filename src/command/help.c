/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: the help texts, made of the tables, for 80 columns. */
#include "command/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/text.h"
#include "command/line.h"

enum { WIDTH = 78, INDENT = 2, TERM_COLUMNS = 24 };

static void print_paragraphs(const char *text, int indent)
{
	struct ik_list lines = {0};

	ik_text_wrap(text, WIDTH - indent, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_printf(stdout, "%*s%s\n", *lines.items[i] ? indent : 0, "", lines.items[i]);
	ik_list_free(&lines);
}

/* TERM and what it means in two columns; a long term has a line of its own. */
static void print_pair(const char *term, const char *meaning)
{
	struct ik_list lines = {0};
	bool alone = ik_text_columns(term) >= TERM_COLUMNS;
	char *padded = ik_text_pad(alone ? "" : term, TERM_COLUMNS);

	if (alone)
		ik_printf(stdout, "%*s%s\n", INDENT, "", term);

	ik_text_wrap(meaning, WIDTH - INDENT - TERM_COLUMNS, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_printf(stdout, "%*s%*s%s\n", INDENT, "", i ? TERM_COLUMNS : 0, i ? "" : padded,
			  lines.items[i]);
	free(padded);
	ik_list_free(&lines);
}

static void print_option(const struct ik_syntax *syntax, int option)
{
	const struct ik_option_row *row = &syntax->options[option];
	const char *letter = ik_syntax_letter(syntax, option);
	char *term = ik_format("%s%s%s%s%s", letter ? letter : "", letter ? ", " : "", row->name,
			       *row->value ? " " : "", row->value);
	char *help = ik_syntax_option_help(syntax, option);

	print_pair(term, help);
	free(help);
	free(term);
}

static void print_options(const struct ik_syntax *syntax, const struct ik_command *command)
{
	ik_printf(stdout, "\n%s\n", _("Options:"));
	for (size_t i = 0; i < syntax->n_options; i++)
		if (ik_syntax_takes(syntax, command, (int)i))
			print_option(syntax, (int)i);
}

static void print_common(const struct ik_syntax *syntax)
{
	char *closing = syntax->closing();

	ik_print(stdout, "\n");
	print_paragraphs(closing, 0);
	free(closing);
	ik_printf(stdout, "\n%s\n", _("Exit status:"));
	for (size_t i = 0; i < syntax->n_exits; i++)
		print_pair(syntax->exits[i][0], _(syntax->exits[i][1]));
}

/* The program alone, with its other forms, then each command. */
static void print_commands(const struct ik_syntax *syntax)
{
	for (size_t i = 0; i < syntax->n_commands; i++) {
		const struct ik_command *command = &syntax->commands[i];
		char *term = ik_format("%s%s%s %s", syntax->program, *command->name ? " " : "",
				       command->name, command->usage);

		term[strlen(term) - (term[strlen(term) - 1] == ' ')] = '\0';
		print_pair(term, _(command->summary));
		free(term);
		for (size_t k = 0; i == 0 && k < syntax->n_forms; k++)
			print_pair(syntax->forms[k][0], _(syntax->forms[k][1]));
	}
}

static void print_all(const struct ik_syntax *syntax)
{
	ik_printf(stdout, "%s\n\n", _(syntax->about));
	print_commands(syntax);
	print_options(syntax, &syntax->commands[0]);
	print_common(syntax);
}

void ik_help_print(const struct ik_syntax *syntax, const struct ik_command *command)
{
	if (!command) {
		print_all(syntax);
		return;
	}
	ik_printf(stdout, "%s %s [OPTION]...%s%s\n\n", syntax->program, command->name,
		  *command->usage ? " " : "", command->usage);
	print_paragraphs(_(command->summary), 0);
	print_paragraphs(_(command->explain), 0);
	print_options(syntax, command);
}

int ik_help_command(const struct ik_line *line)
{
	const struct ik_command *command = NULL;
	struct ik_error err = {0};

	if (line->n_arguments > 0) {
		command = ik_syntax_find(line->syntax, line->argument[0]);
		if (!command) {
			const char *word = *line->argument[0] ? line->argument[0] : "''";

			ik_fail(&err, IK_E_COMMAND_UNKNOWN, word, line->syntax->program);
			return ik_print_failure(&err);
		}
	}
	ik_help_print(line->syntax, command);
	return 0;
}

void ik_help_version(const char *program, const char *version)
{
	ik_printf(stdout, "%s %s\n%s\n", program, version,
		  _("Free software under the GNU GPL, version 3 or later. There is no warranty."));
}
