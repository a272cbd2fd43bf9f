/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line.c: reads a command line by the tables of its program. */
#include "command/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "command/nearest.h"

struct reader {
	int argc;
	char **argv;
	int at;
	bool only_arguments;      /* "--" was seen */
	const char *letter;       /* the first short option, "-c" */
	const char *other_letter; /* the second */
	const char *words[8];     /* the first that are no options */
	size_t n_words;
};

static bool find_option(const struct ik_syntax *syntax, const char *word, size_t size, int *option)
{
	for (size_t i = 0; i < syntax->n_options; i++) {
		const char *name = syntax->options[i].name;

		if (strlen(name) == size && strncmp(name, word, size) == 0) {
			*option = (int)i;
			return true;
		}
	}
	return false;
}

/* What nobody knows is named, unless a password may stand behind it. */
static bool refuse_unknown(const struct ik_syntax *syntax, const char *word, size_t size,
			   struct ik_error *err)
{
	char *name = ik_strndup(word, size);
	bool secret = false;

	for (size_t i = 0; i < syntax->n_secrets; i++)
		secret = secret
			 || strncmp(name, syntax->secrets[i], strlen(syntax->secrets[i])) == 0;
	ik_fail(err, secret ? IK_E_PASSWORD_ARGUMENT : IK_E_OPTION_NONE, secret ? NULL : name,
		syntax->program);
	if (!secret)
		ik_nearest_suggest(syntax, name, err);
	free(name);
	return false;
}

static bool keep(struct ik_line *line, int option, const char *value, struct ik_error *err)
{
	if (ik_syntax_repeats(line->syntax, option))
		ik_list_add(&line->repeated, value);
	else if (line->given[option])
		return ik_fail(err, IK_E_OPTION_TWICE, line->syntax->options[option].name);
	line->given[option] = true;
	line->value[option] = value;
	return true;
}

static bool read_option(struct reader *reader, const char *word, struct ik_line *line,
			struct ik_error *err)
{
	size_t size = strcspn(word, "=");
	const char *value = word[size] ? word + size + 1 : NULL;
	int option;

	if (!find_option(line->syntax, word, size, &option))
		return refuse_unknown(line->syntax, word, size, err);
	const struct ik_option_row *info = &line->syntax->options[option];

	if (!*info->value && value)
		return ik_fail(err, IK_E_OPTION_NO_VALUE, info->name);
	if (*info->value && !value) {
		if (reader->at >= reader->argc)
			return ik_fail(err, IK_E_OPTION_VALUE, info->name);
		value = reader->argv[reader->at++];
		/* Values may look like anything, but no language begins so: it was forgotten. */
		if (option == line->syntax->language && value[0] == '-')
			return ik_fail(err, IK_E_OPTION_VALUE, info->name);
	}
	if (*info->value && !*value && !info->may_be_empty)
		return ik_fail(err, IK_E_OPTION_VALUE, info->name);
	return keep(line, option, value, err);
}

static const struct ik_short *find_short(const struct ik_syntax *syntax, const char *word)
{
	for (size_t i = 0; i < syntax->n_shorts; i++)
		if (strcmp(word, syntax->shorts[i].letter) == 0)
			return &syntax->shorts[i];
	return NULL;
}

/* A word of one hyphen: another way to write an option, or a letter that stands for a command. */
static bool read_letter(struct reader *reader, const char *word, struct ik_line *line,
			struct ik_error *err)
{
	const struct ik_short *found = find_short(line->syntax, word);

	if (found)
		return keep(line, found->option, NULL, err);
	if (!reader->letter)
		reader->letter = word;
	else if (!reader->other_letter)
		reader->other_letter = word;
	return true;
}

static bool read_word(struct reader *reader, const char *word, struct ik_line *line,
		      struct ik_error *err)
{
	if (!reader->only_arguments && strcmp(word, "--") == 0) {
		reader->only_arguments = true;
		return true;
	}
	if (!reader->only_arguments && strncmp(word, "--", 2) == 0)
		return read_option(reader, word, line, err);
	if (!reader->only_arguments && word[0] == '-' && word[1])
		return read_letter(reader, word, line, err);
	if (reader->n_words < IK_COUNT(reader->words))
		reader->words[reader->n_words++] = word;
	return true;
}

static bool take_arguments(const struct reader *reader, size_t first, struct ik_line *line,
			   struct ik_error *err)
{
	/* The model's tool takes a password behind the one file. */
	size_t most = line->by_letter && line->command->least > 0 ? line->command->least
								  : line->command->most;

	for (size_t i = first; i < reader->n_words; i++) {
		if (line->n_arguments >= most) {
			if (line->command->takes_password)
				return ik_fail(err, IK_E_PASSWORD_ARGUMENT);
			return ik_fail(err, IK_E_ARGUMENT_EXTRA, reader->words[i],
				       line->syntax->program, line->command->name);
		}
		line->argument[line->n_arguments++] = reader->words[i];
	}
	return true;
}

static const struct ik_letter *find_letter(const struct ik_syntax *syntax, const char *word)
{
	for (size_t i = 0; i < syntax->n_letters; i++)
		if (strcmp(word, syntax->letters[i].letter) == 0)
			return &syntax->letters[i];
	return NULL;
}

/* The option of LETTER has a value, which is all that stands beside it. */
static bool take_value(const struct reader *reader, const struct ik_letter *letter,
		       struct ik_line *line, struct ik_error *err)
{
	const struct ik_option_row *info = &line->syntax->options[letter->option];

	if (reader->n_words > 1)
		return ik_fail(err, IK_E_PASSWORD_ARGUMENT);
	if (reader->n_words == 0 || !*reader->words[0])
		return ik_fail(err, IK_E_ARGUMENT_MISSING, info->value, line->syntax->program,
			       letter->command);
	return keep(line, letter->option, reader->words[0], err);
}

/* With more beside a letter than its command needs, what is left over is a password. */
static bool take_letter(const struct reader *reader, struct ik_line *line, struct ik_error *err)
{
	const struct ik_letter *letter = find_letter(line->syntax, reader->letter);

	if (!letter)
		return refuse_unknown(line->syntax, reader->letter, strcspn(reader->letter, "="),
				      err);
	if (reader->other_letter)
		return refuse_unknown(line->syntax, reader->other_letter,
				      strcspn(reader->other_letter, "="), err);
	line->command = ik_syntax_find(line->syntax, letter->command);
	line->by_letter = true;
	if (letter->option != IK_OPTIONS_END) {
		if (*line->syntax->options[letter->option].value)
			return take_value(reader, letter, line, err);
		line->given[letter->option] = true;
	}
	return take_arguments(reader, 0, line, err);
}

static bool take_words(const struct reader *reader, struct ik_line *line, struct ik_error *err)
{
	if (reader->letter)
		return take_letter(reader, line, err);
	line->command = &line->syntax->commands[0];
	if (reader->n_words == 0)
		return true;
	line->command = ik_syntax_find(line->syntax, reader->words[0]);
	if (!line->command) {
		ik_fail(err, IK_E_COMMAND_UNKNOWN, *reader->words[0] ? reader->words[0] : "''",
			line->syntax->program);
		return ik_nearest_suggest(line->syntax, reader->words[0], err);
	}
	return take_arguments(reader, 1, line, err);
}

static bool check_options(const struct ik_line *line, struct ik_error *err)
{
	const struct ik_command *command = line->command;

	for (size_t i = 0; i < line->syntax->n_options; i++) {
		const char *name = line->syntax->options[i].name;

		if (!line->given[i] || ik_syntax_takes(line->syntax, command, (int)i))
			continue;
		if (*command->name)
			return ik_fail(err, IK_E_OPTION_UNKNOWN, name, line->syntax->program,
				       command->name);
		return ik_fail(err, IK_E_OPTION_NONE, name, line->syntax->program);
	}
	return true;
}

/* Pairs that contradict each other. */
static bool check_apart(const struct ik_line *line, struct ik_error *err)
{
	const struct ik_syntax *syntax = line->syntax;

	for (size_t i = 0; i < syntax->n_apart; i++) {
		const int *pair = syntax->apart[i];

		if (line->given[pair[0]] && line->given[pair[1]])
			return ik_fail(err, IK_E_OPTION_CONFLICT, syntax->options[pair[0]].name,
				       syntax->options[pair[1]].name);
	}
	return true;
}

/* Options that mean nothing alone. */
static bool check_needs(const struct ik_line *line, struct ik_error *err)
{
	const struct ik_syntax *syntax = line->syntax;

	for (size_t i = 0; i < syntax->n_needs; i++) {
		const struct ik_option_need *need = &syntax->needs[i];

		if (strcmp(need->command, line->command->name) == 0 && line->given[need->option]
		    && !line->given[need->needs])
			return ik_fail(err, IK_E_OPTION_ALONE, syntax->options[need->option].name,
				       syntax->options[need->needs].name);
	}
	return true;
}

/* What may follow more than once is missing once: the dots would end the sentence twice. */
static bool fail_missing(const struct ik_line *line, struct ik_error *err)
{
	static const char dots[] = "...";
	const char *usage = line->command->usage;
	const size_t size = strlen(usage), end = size > strlen(dots) ? size - strlen(dots) : 0;
	char *what = ik_strndup(usage, strcmp(usage + end, dots) == 0 ? end : size);

	ik_fail(err, IK_E_ARGUMENT_MISSING, what, line->syntax->program, line->command->name);
	free(what);
	return false;
}

bool ik_line_read(const struct ik_syntax *syntax, int argc, char **argv, struct ik_line *line,
		  struct ik_error *err)
{
	struct reader reader = {.argc = argc, .argv = argv, .at = 1};

	*line = (struct ik_line){.syntax = syntax, .command = &syntax->commands[0]};
	while (reader.at < argc)
		if (!read_word(&reader, argv[reader.at++], line, err))
			return false;
	if (line->given[syntax->version])
		return true;
	if (!take_words(&reader, line, err) || !check_options(line, err))
		return false;
	if (line->given[syntax->help])
		return true;
	if (line->n_arguments < line->command->least)
		return fail_missing(line, err);
	return check_apart(line, err) && check_needs(line, err);
}

void ik_line_free(struct ik_line *line)
{
	ik_list_free(&line->repeated);
}

const char *ik_line_language(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--lang=", strlen("--lang=")) == 0)
			return argv[i] + strlen("--lang=");
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc && argv[i + 1][0] != '-')
			return argv[i + 1];
	}
	return NULL;
}

const char *ik_line_first_word(const struct ik_syntax *syntax, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int option;

		if (argv[i][0] != '-' || !argv[i][1])
			return argv[i];
		if (find_option(syntax, argv[i], strlen(argv[i]), &option)
		    && *syntax->options[option].value)
			i++;
	}
	return NULL;
}
