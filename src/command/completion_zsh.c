/* SPDX-License-Identifier: GPL-3.0-or-later */
/* completion_zsh.c: the completion of a program for zsh. */
#include "command/completion.h"

#include <stdlib.h>

#include "base/alloc.h"

struct zsh {
	const char *name; /* of the function */
	struct ik_buffer *out;
};

static void write_kind(const struct ik_value_kind *kind, void *context)
{
	static const struct {
		unsigned completed;
		const char *call;
	} calls[] = {
		{IK_COMPLETED_FILES, "_files"},
		{IK_COMPLETED_FOLDERS, "_files -/"},
		{IK_COMPLETED_HOSTS, "_hosts"},
		{IK_COMPLETED_GROUPS, "_groups"},
		{IK_COMPLETED_COMMANDS, "_describe command commands"},
	};
	const struct zsh *zsh = context;
	struct ik_buffer *out = zsh->out;

	for (size_t i = 0; i < IK_COUNT(calls); i++)
		if (kind->completed & calls[i].completed)
			ik_buffer_format(out, "\t\t%s\n", calls[i].call);
	if (kind->word) {
		char *words = ik_completion_words(kind);

		ik_buffer_format(out, "\t\tcompadd -- %s\n", words);
		free(words);
	}
	if (kind->command)
		ik_buffer_format(out, "\t\tcompadd -- $(%s_listed %s %s)\n", zsh->name,
				 kind->command, kind->listed);
}

/* One of what _describe shows: a colon parts the name from what it is. */
static void write_described(struct ik_buffer *out, const char *name, const char *text)
{
	char *says = ik_completion_says(text);

	ik_buffer_format(out, "\t\t'%s:%s'\n", name, says);
	free(says);
}

static void write_option(const struct ik_syntax *syntax, int option, struct ik_buffer *out)
{
	char *help = ik_syntax_option_help(syntax, option);

	write_described(out, syntax->options[option].name, help);
	free(help);
}

/* ALWAYS: those that each command takes. */
static void write_options(const struct ik_syntax *syntax, const struct ik_command *command,
			  bool always, struct ik_buffer *out)
{
	for (int i = 0; i < (int)syntax->n_options; i++)
		if (ik_syntax_always(syntax, i) == always && ik_syntax_takes(syntax, command, i))
			write_option(syntax, i, out);
}

static void write_tables(const struct ik_syntax *syntax, struct ik_buffer *out)
{
	const bool lists = ik_completion_lists(syntax);

	ik_buffer_format(out,
			 "\tlocal -a commands options%s\n"
			 "\tlocal command word previous=${words[CURRENT-1]}\n"
			 "\tcommands=(\n",
			 lists ? " place" : "");
	for (size_t i = 1; i < syntax->n_commands; i++)
		write_described(out, syntax->commands[i].name, syntax->commands[i].summary);
	ik_buffer_format(out, "\t)\n"
			      "\tfor word in ${words[2,CURRENT-1]}; do\n"
			      "\t\tif (( ${commands[(I)$word:*]} )); then\n"
			      "\t\t\tcommand=$word\n"
			      "\t\t\tbreak\n"
			      "\t\tfi\n"
			      "\tdone\n");
	if (lists)
		ik_buffer_text(out, "\tword=${words[(I)--store]}\n"
				    "\tif (( word )); then\n"
				    "\t\tplace=(--store ${(Q)~words[word+1]})\n"
				    "\tfi\n");
	ik_buffer_text(out, "\tcase $command in\n");
	for (size_t i = 0; i < syntax->n_commands; i++) {
		const char *name = syntax->commands[i].name;

		ik_buffer_format(out, "\t%s) options=(\n", *name ? name : "''");
		write_options(syntax, &syntax->commands[i], false, out);
		ik_buffer_text(out, "\t\t) ;;\n");
	}
	ik_buffer_text(out, "\tesac\n\toptions+=(\n");
	write_options(syntax, &syntax->commands[0], true, out);
	ik_buffer_text(out, "\t)\n");
}

static void write_values(const struct ik_syntax *syntax, struct zsh *zsh)
{
	struct ik_buffer *out = zsh->out;

	ik_buffer_text(out, "\tcase $previous in\n");
	for (size_t i = 0; i < syntax->n_options; i++) {
		const struct ik_option_row *row = &syntax->options[i];
		const struct ik_value_kind *kind = ik_completion_kind(syntax, row->value);

		if (!*row->value)
			continue;
		ik_buffer_format(out, "\t%s)\n", row->name);
		if (kind)
			write_kind(kind, zsh);
		ik_buffer_text(out, "\t\treturn\n\t\t;;\n");
	}
	ik_buffer_text(out, "\tesac\n");
}

static void write_arguments(const struct ik_syntax *syntax, struct zsh *zsh)
{
	struct ik_buffer *out = zsh->out;

	ik_buffer_text(out, "\tcase $command,$PREFIX in\n"
			    "\t*,-*) _describe -o option options ;;\n"
			    "\t,*) _describe command commands ;;\n");
	for (size_t i = 1; i < syntax->n_commands; i++) {
		ik_buffer_format(out, "\t%s,*)\n", syntax->commands[i].name);
		ik_completion_arguments(syntax, &syntax->commands[i], write_kind, zsh);
		ik_buffer_text(out, "\t\t;;\n");
	}
	ik_buffer_text(out, "\tesac\n}\n");
}

/* What the program lists, as the store of the line has it; "local" is seen by what is called. */
static void write_listed(const struct ik_syntax *syntax, const char *name, struct ik_buffer *out)
{
	ik_buffer_format(out,
			 "%s_listed() {\n"
			 "\t%s --lang en $place $1 2>/dev/null | sed -n \"s/^$2 \\\\([^: "
			 "]*\\\\):.*/\\\\1/p\"\n"
			 "}\n\n",
			 name, syntax->program);
}

void ik_completion_zsh(const struct ik_syntax *syntax, struct ik_buffer *out)
{
	char *name = ik_completion_function(syntax);
	struct zsh zsh = {name, out};

	ik_buffer_format(out,
			 "#compdef %s\n"
			 "# Completion of %s for zsh, made of the program's own tables.\n\n",
			 syntax->program, syntax->program);
	if (ik_completion_lists(syntax))
		write_listed(syntax, name, out);
	ik_buffer_format(out, "%s() {\n", name);
	write_tables(syntax, out);
	write_values(syntax, &zsh);
	write_arguments(syntax, &zsh);
	ik_buffer_format(out, "\n%s \"$@\"\n", name);
	free(name);
}
