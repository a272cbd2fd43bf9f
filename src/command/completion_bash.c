/* SPDX-License-Identifier: GPL-3.0-or-later */
/* completion_bash.c: the completion of a program for bash. */
#include "command/completion.h"

#include <stdlib.h>

#include "base/alloc.h"

struct bash {
	const struct ik_syntax *syntax;
	struct ik_buffer *out;
};

static void add(struct ik_buffer *out, const char *source)
{
	ik_buffer_format(out, "\t\tmapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(%s)\n", source);
}

static void add_words(struct ik_buffer *out, const char *words)
{
	char *source = ik_format("compgen -W %s -- \"$cur\"", words);

	add(out, source);
	free(source);
}

static void write_kind(const struct ik_value_kind *kind, void *context)
{
	static const struct {
		unsigned completed;
		const char *source;
	} sources[] = {
		{IK_COMPLETED_FILES, "compgen -f -- \"$cur\""},
		{IK_COMPLETED_FOLDERS, "compgen -d -- \"$cur\""},
		{IK_COMPLETED_HOSTS, "compgen -A hostname -- \"$cur\""},
		{IK_COMPLETED_GROUPS, "compgen -g -- \"$cur\""},
		{IK_COMPLETED_COMMANDS, "compgen -W \"$commands\" -- \"$cur\""},
	};
	const struct bash *bash = context;

	for (size_t i = 0; i < IK_COUNT(sources); i++)
		if (kind->completed & sources[i].completed)
			add(bash->out, sources[i].source);
	if (kind->word) {
		char *words = ik_completion_words(kind), *quoted = ik_format("'%s'", words);

		add_words(bash->out, quoted);
		free(quoted);
		free(words);
	}
	if (kind->command) {
		char *name = ik_completion_function(bash->syntax);
		char *listing = ik_format("\"$(%s_listed %s %s)\"", name, kind->command,
					  kind->listed);

		add_words(bash->out, listing);
		free(listing);
		free(name);
	}
}

/* A value comes behind its option; one that nobody knows is not completed. */
static void write_values(struct bash *bash)
{
	const struct ik_syntax *syntax = bash->syntax;

	ik_buffer_text(bash->out, "\tcase $prev in\n");
	for (size_t i = 0; i < syntax->n_options; i++) {
		const struct ik_option_row *row = &syntax->options[i];
		const struct ik_value_kind *kind = ik_completion_kind(syntax, row->value);

		if (!*row->value)
			continue;
		ik_buffer_format(bash->out, "\t%s)\n", row->name);
		if (kind)
			write_kind(kind, bash);
		ik_buffer_text(bash->out, "\t\treturn\n\t\t;;\n");
	}
	ik_buffer_text(bash->out, "\tesac\n");
}

static void write_commands(struct bash *bash)
{
	const struct ik_syntax *syntax = bash->syntax;
	char *always = ik_completion_options(syntax, &syntax->commands[0], true, " ");

	ik_buffer_text(bash->out, "\tlocal commands='");
	for (size_t i = 1; i < syntax->n_commands; i++)
		ik_buffer_format(bash->out, "%s%s", i > 1 ? " " : "", syntax->commands[i].name);
	ik_buffer_format(bash->out, "'\n\tlocal common='%s'\n", always);
	free(always);
}

static void write_options(struct bash *bash)
{
	const struct ik_syntax *syntax = bash->syntax;

	ik_buffer_text(bash->out, "\tcase $command in\n");
	for (size_t i = 0; i < syntax->n_commands; i++) {
		const struct ik_command *command = &syntax->commands[i];
		char *options = ik_completion_options(syntax, command, false, " ");

		ik_buffer_format(bash->out, "\t%s) options='%s' ;;\n",
				 *command->name ? command->name : "''", options);
		free(options);
	}
	ik_buffer_text(bash->out, "\tesac\n");
}

static void write_arguments(struct bash *bash)
{
	const struct ik_syntax *syntax = bash->syntax;

	ik_buffer_text(bash->out, "\tcase $command,$cur in\n\t*,-*)\n");
	add_words(bash->out, "\"$options $common\"");
	ik_buffer_text(bash->out, "\t\t;;\n\t,*)\n");
	add_words(bash->out, "\"$commands\"");
	ik_buffer_text(bash->out, "\t\t;;\n");
	for (size_t i = 1; i < syntax->n_commands; i++) {
		ik_buffer_format(bash->out, "\t%s,*)\n", syntax->commands[i].name);
		ik_completion_arguments(syntax, &syntax->commands[i], write_kind, bash);
		ik_buffer_text(bash->out, "\t\t;;\n");
	}
	ik_buffer_text(bash->out, "\tesac\n}\n");
}

/* What the program lists, as the store of the line has it; "local" is seen by what is called. */
static void write_listed(const struct bash *bash, const char *name)
{
	ik_buffer_format(
		bash->out,
		"%s_listed()\n"
		"{\n"
		"\t%s --lang en \"${place[@]}\" \"$1\" 2>/dev/null | sed -n \"s/^$2 \\\\([^: "
		"]*\\\\):.*/\\\\1/p\"\n"
		"}\n\n",
		name, bash->syntax->program);
}

/* Bash makes three words of --generation=2. */
static const char find_word[] = "\tCOMPREPLY=()\n"
				"\tif [[ $cur = = ]]; then\n"
				"\t\tcur=\n"
				"\telif [[ $prev = = ]]; then\n"
				"\t\tprev=${COMP_WORDS[COMP_CWORD - 2]}\n"
				"\tfi\n"
				"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n";

static const char find_store[] = "\t\tif [[ ${COMP_WORDS[i]} = --store ]]; then\n"
				 "\t\t\tplace=(--store \"${COMP_WORDS[i + 1]/#\\~/$HOME}\")\n"
				 "\t\tel";

static void write_finding(const struct bash *bash, bool lists)
{
	ik_buffer_format(
		bash->out,
		"\tlocal command='' options=''%s i\n\n"
		"%s%s"
		"if [[ -z $command && \" $commands \" = *\" ${COMP_WORDS[i]} \"* ]]; then\n"
		"\t\t\tcommand=${COMP_WORDS[i]}\n"
		"\t\tfi\n"
		"\tdone\n",
		lists ? " place=()" : "", find_word, lists ? find_store : "\t\t");
}

void ik_completion_bash(const struct ik_syntax *syntax, struct ik_buffer *out)
{
	struct bash bash = {syntax, out};
	char *name = ik_completion_function(syntax);
	const bool lists = ik_completion_lists(syntax);

	ik_buffer_format(out, "# Completion of %s for bash, made of the program's own tables.\n\n",
			 syntax->program);
	if (lists)
		write_listed(&bash, name);
	ik_buffer_format(
		out,
		"%s()\n"
		"{\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n",
		name);
	write_commands(&bash);
	write_finding(&bash, lists);
	write_options(&bash);
	write_values(&bash);
	write_arguments(&bash);
	ik_buffer_format(out, "complete -o filenames -F %s %s\n", name, syntax->program);
	free(name);
}
