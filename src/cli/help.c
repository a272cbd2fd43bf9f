/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: inkan help and --help, made of the tables, for 80 columns. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/places.h"
#include "base/print.h"
#include "base/text.h"
#include "cli/commands.h"

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
		ik_printf(stdout, "%*s%*s%s\n", INDENT, "", i ? TERM_COLUMNS : 0, i ? "" : padded, lines.items[i]);
	free(padded);
	ik_list_free(&lines);
}

static void print_option(enum ik_option option)
{
	const struct ik_option_info *info = ik_option_info(option);
	char *term = *info->value ? ik_format("%s %s", info->name, info->value) : ik_strdup(info->name);
	char *help = ik_option_help(option);

	print_pair(term, help);
	free(help);
	free(term);
}

static void print_options(const struct ik_command *command)
{
	ik_printf(stdout, "\n%s\n", _("Options:"));
	for (int i = 0; i < IK_OPTION_COUNT; i++)
		if (ik_command_takes(command, (enum ik_option)i))
			print_option((enum ik_option)i);
}

static void print_common(void)
{
	char *store = ik_format(_("The store is %s for root, otherwise ~/.local/share/inkan, unless --store or INKAN_STORE names "
				  "another."),
				IK_STORE_OF_ROOT);

	ik_print(stdout, "\n");
	print_paragraphs(_("A password is never an argument: without --password-file or --password-fd it is asked for on the "
			   "terminal."),
			 0);
	print_paragraphs(store, 0);
	free(store);
	ik_printf(stdout, "\n%s\n", _("Exit status:"));
	print_pair("0", _("Done."));
	print_pair("1", _("Failed or left; nothing was changed."));
	print_pair("2", _("The command line, an answer or a value is wrong."));
	print_pair("3", _("The certificate is replaced, but something after that failed."));
}

static void print_all(void)
{
	ik_printf(stdout, "%s\n\n", _("inkan keeps the authentication certificate of this server."));
	print_pair("inkan", _(ik_command_at(0)->summary));
	print_pair("inkan --answers FILE", _("The same without questions."));
	for (size_t i = 1; i < ik_command_count(); i++) {
		const struct ik_command *command = ik_command_at(i);
		char *term = ik_format("inkan %s %s", command->name, command->usage);

		print_pair(term, _(command->summary));
		free(term);
	}
	print_options(ik_command_at(0));
	print_common();
}

void ik_help_print(const struct ik_command *command)
{
	if (!command) {
		print_all();
		return;
	}
	ik_printf(stdout, "inkan %s [OPTION]...%s%s\n\n", command->name, *command->usage ? " " : "", command->usage);
	print_paragraphs(_(command->summary), 0);
	print_paragraphs(_(command->explain), 0);
	print_options(command);
}

int ik_command_help(const struct ik_line *line)
{
	const struct ik_command *command = NULL;
	struct ik_error err = {0};

	if (line->n_arguments > 0) {
		command = ik_command_find(line->argument[0]);
		if (!command) {
			const char *word = *line->argument[0] ? line->argument[0] : "''";

			ik_error_set(&err, IK_E_COMMAND_UNKNOWN, word, NULL, NULL);
			return ik_cli_fail(&err);
		}
	}
	ik_help_print(command);
	return 0;
}
