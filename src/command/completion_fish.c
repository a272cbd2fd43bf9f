/* SPDX-License-Identifier: GPL-3.0-or-later */
/* completion_fish.c: the completion of a program for fish. */
#include "command/completion.h"

#include <stdlib.h>

#include "base/alloc.h"

struct fish {
	const struct ik_syntax *syntax;
	struct ik_buffer *out;
	const char *when;      /* the arguments of "complete" that say when */
	const char *described; /* and those that say what */
};

/* WHAT is completed, as "complete" says it. */
static void put(const struct fish *fish, const char *what)
{
	ik_buffer_format(fish->out, "complete -c %s%s%s%s\n", fish->syntax->program, fish->when,
			 fish->described, what);
}

static void put_list(const struct fish *fish, const char *list)
{
	char *what = ik_format(" -a '%s'", list);

	put(fish, what);
	free(what);
}

static void write_kind(const struct ik_value_kind *kind, void *context)
{
	static const struct {
		unsigned completed;
		const char *what;
	} sources[] = {
		{IK_COMPLETED_FILES, " -F"},
		{IK_COMPLETED_FOLDERS, " -a '(__fish_complete_directories)'"},
		{IK_COMPLETED_HOSTS, " -a '(__fish_print_hostnames)'"},
		{IK_COMPLETED_GROUPS, " -a '(__fish_complete_groups)'"},
	};
	const struct fish *fish = context;

	for (size_t i = 0; i < IK_COUNT(sources); i++)
		if (kind->completed & sources[i].completed)
			put(fish, sources[i].what);
	if (kind->completed & IK_COMPLETED_COMMANDS)
		for (size_t i = 1; i < fish->syntax->n_commands; i++)
			put_list(fish, fish->syntax->commands[i].name);
	if (kind->word) {
		char *words = ik_completion_words(kind);

		put_list(fish, words);
		free(words);
	}
	if (kind->command) {
		char *name = ik_completion_function(fish->syntax);
		char *list = ik_format("(%s_listed %s %s)", name, kind->command, kind->listed);

		put_list(fish, list);
		free(list);
		free(name);
	}
}

static void write_option(struct fish *fish, int option)
{
	const struct ik_option_row *row = &fish->syntax->options[option];
	const char *letter = ik_syntax_letter(fish->syntax, option);
	const struct ik_value_kind *kind = ik_completion_kind(fish->syntax, row->value);
	char *help = ik_syntax_option_help(fish->syntax, option), *says = ik_completion_says(help);
	char *described = ik_format(" -l %s%s%s%s -d '%s'", row->name + 2, letter ? " -s " : "",
				    letter ? letter + 1 : "",
				    !*row->value                                   ? ""
				    : kind && kind->completed & IK_COMPLETED_FILES ? " -r"
										   : " -x",
				    says);

	fish->described = described;
	if (kind)
		write_kind(kind, fish);
	else
		put(fish, "");
	fish->described = "";
	free(described);
	free(says);
	free(help);
}

static void write_command(struct fish *fish, const struct ik_command *command)
{
	char *when = *command->name
			     ? ik_format(" -n '__fish_seen_subcommand_from %s'", command->name)
			     : ik_strdup(" -n __fish_use_subcommand");

	fish->when = when;
	for (int i = 0; i < (int)fish->syntax->n_options; i++)
		if (!ik_syntax_always(fish->syntax, i) && ik_syntax_takes(fish->syntax, command, i))
			write_option(fish, i);
	ik_completion_arguments(fish->syntax, command, write_kind, fish);
	free(when);
	fish->when = "";
}

static void write_commands(struct fish *fish)
{
	fish->when = " -n __fish_use_subcommand";
	for (size_t i = 1; i < fish->syntax->n_commands; i++) {
		char *says = ik_completion_says(fish->syntax->commands[i].summary);
		char *what = ik_format(" -a %s -d '%s'", fish->syntax->commands[i].name, says);

		put(fish, what);
		free(what);
		free(says);
	}
	fish->when = "";
}

/* What the program lists, as the store of the line has it. */
static void write_listed(const struct ik_syntax *syntax, struct ik_buffer *out)
{
	char *name = ik_completion_function(syntax);

	ik_buffer_format(
		out,
		"function %s_listed\n"
		"\tset -l words (commandline -opc)\n"
		"\tset -l place\n"
		"\tif set -l i (contains -i -- --store $words)\n"
		"\t\tset place --store (string replace -r '^~' $HOME -- $words[(math $i + 1)])\n"
		"\tend\n"
		"\t%s --lang en $place $argv[1] 2>/dev/null | string replace -rf \"^$argv[2] ([^: "
		"]*):.*\" '$1'\n"
		"end\n\n",
		name, syntax->program);
	free(name);
}

void ik_completion_fish(const struct ik_syntax *syntax, struct ik_buffer *out)
{
	struct fish fish = {syntax, out, "", ""};

	ik_buffer_format(out, "# Completion of %s for fish, made of the program's own tables.\n\n",
			 syntax->program);
	if (ik_completion_lists(syntax))
		write_listed(syntax, out);
	ik_buffer_format(out, "complete -c %s -f\n", syntax->program);
	write_commands(&fish);
	for (size_t i = 0; i < syntax->n_commands; i++)
		write_command(&fish, &syntax->commands[i]);
	for (int i = 0; i < (int)syntax->n_options; i++)
		if (ik_syntax_always(syntax, i))
			write_option(&fish, i);
}
