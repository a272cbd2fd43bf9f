/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line.c: reads a command line by the tables.  Nothing of it is ever repeated in an error that may be a password. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/options.h"

struct reader {
	int argc;
	char **argv;
	int at;
	bool only_arguments;       /* "--" was seen */
	const char *letter;        /* the first short option, "-c" */
	const char *other_letter;  /* the second */
	const char *words[8];      /* the first that are no options */
	size_t n_words;
};

/* The letters of the model's tool; their arguments are those of the command, less the password. */
static const struct {
	const char *letter;
	const char *command;       /* NULL: what it did comes later */
	const char *option;        /* that it implies, or NULL */
} model_letters[] = {
	{"-c", "create", NULL},	 {"-b", "backup", NULL}, {"-r", "restore", NULL}, {"-re", "restore", "--not-exportable"},
	{"-e", "export", NULL}, {"-i", "import", NULL}, {"-l", NULL, NULL},
};

static bool find_option(const char *word, size_t size, enum ik_option *option)
{
	for (int i = 0; i < IK_OPTION_COUNT; i++) {
		const char *name = ik_option_info((enum ik_option)i)->name;

		if (strlen(name) == size && strncmp(name, word, size) == 0) {
			*option = (enum ik_option)i;
			return true;
		}
	}
	return false;
}

static bool refuse_unknown(const char *word, size_t size, struct ik_error *err)
{
	char *name = ik_strndup(word, size);

	if (strncmp(name, "--password", strlen("--password")) == 0 || strcmp(name, "--passwd") == 0 ||
	    strcmp(name, "--file-password") == 0)
		ik_error_set(err, IK_E_PASSWORD_ARGUMENT, NULL, NULL, NULL);
	else
		ik_error_set(err, IK_E_OPTION_NONE, name, NULL, NULL);
	free(name);
	return false;
}

/* Names and texts may be empty; a store that is none must not mean the usual one because a variable was not set. */
static bool may_be_empty(const struct ik_option_info *info)
{
	return strcmp(info->value, "NAME") == 0 || strcmp(info->value, "TEXT") == 0;
}

static bool keep(struct ik_line *line, enum ik_option option, const char *value, struct ik_error *err)
{
	if (option == IK_OPTION_ALT_NAME)
		ik_list_add(&line->alt_names, value);
	else if (line->given[option])
		return ik_error_set(err, IK_E_OPTION_TWICE, ik_option_info(option)->name, NULL, NULL);
	line->given[option] = true;
	line->value[option] = value;
	return true;
}

static bool read_option(struct reader *reader, const char *word, struct ik_line *line, struct ik_error *err)
{
	size_t size = strcspn(word, "=");
	const char *value = word[size] ? word + size + 1 : NULL;
	enum ik_option option;

	if (!find_option(word, size, &option))
		return refuse_unknown(word, size, err);
	const struct ik_option_info *info = ik_option_info(option);

	if (!*info->value && value)
		return ik_error_set(err, IK_E_OPTION_NO_VALUE, info->name, NULL, NULL);
	if (*info->value && !value) {
		if (reader->at >= reader->argc)
			return ik_error_set(err, IK_E_OPTION_VALUE, info->name, NULL, NULL);
		value = reader->argv[reader->at++];
	}
	if (*info->value && !*value && !may_be_empty(info))
		return ik_error_set(err, IK_E_OPTION_VALUE, info->name, NULL, NULL);
	return keep(line, option, value, err);
}

static bool read_word(struct reader *reader, const char *word, struct ik_line *line, struct ik_error *err)
{
	if (!reader->only_arguments && strcmp(word, "--") == 0) {
		reader->only_arguments = true;
		return true;
	}
	if (!reader->only_arguments && strncmp(word, "--", 2) == 0)
		return read_option(reader, word, line, err);
	if (!reader->only_arguments && word[0] == '-' && word[1]) {
		if (!reader->letter)
			reader->letter = word;
		else if (!reader->other_letter)
			reader->other_letter = word;
		return true;
	}
	if (reader->n_words < IK_COUNT(reader->words))
		reader->words[reader->n_words++] = word;
	return true;
}

static bool take_arguments(const struct reader *reader, size_t first, struct ik_line *line, struct ik_error *err)
{
	for (size_t i = first; i < reader->n_words; i++) {
		if (line->n_arguments >= line->command->most) {
			if (line->command->takes_password)
				return ik_error_set(err, IK_E_PASSWORD_ARGUMENT, NULL, NULL, NULL);
			return ik_error_set(err, IK_E_ARGUMENT_EXTRA, reader->words[i], line->command->name, NULL);
		}
		line->argument[line->n_arguments++] = reader->words[i];
	}
	return true;
}

/* A letter of the model stands for a command; with more beside it than that needs, what is left over is a password. */
static bool take_letter(const struct reader *reader, struct ik_line *line, struct ik_error *err)
{
	enum ik_option option;
	size_t i = 0;

	while (i < IK_COUNT(model_letters) && strcmp(reader->letter, model_letters[i].letter) != 0)
		i++;
	if (i == IK_COUNT(model_letters))
		return refuse_unknown(reader->letter, strcspn(reader->letter, "="), err);
	if (reader->other_letter)
		return refuse_unknown(reader->other_letter, strcspn(reader->other_letter, "="), err);
	if (!model_letters[i].command)
		return ik_error_set(err, reader->n_words > 1 ? IK_E_PASSWORD_ARGUMENT : IK_E_AGENTS_LATER, NULL, NULL, NULL);
	line->command = ik_command_find(model_letters[i].command);
	if (!line->command)
		return reader->n_words > 1 ? ik_error_set(err, IK_E_PASSWORD_ARGUMENT, NULL, NULL, NULL)
					   : refuse_unknown(reader->letter, strlen(reader->letter), err);
	if (model_letters[i].option && find_option(model_letters[i].option, strlen(model_letters[i].option), &option))
		line->given[option] = true;
	return take_arguments(reader, 0, line, err);
}

static bool take_words(const struct reader *reader, struct ik_line *line, struct ik_error *err)
{
	if (reader->letter)
		return take_letter(reader, line, err);
	line->command = ik_command_at(0);
	if (reader->n_words == 0)
		return true;
	line->command = ik_command_find(reader->words[0]);
	if (!line->command)
		return ik_error_set(err, IK_E_COMMAND_UNKNOWN, *reader->words[0] ? reader->words[0] : "''", NULL, NULL);
	return take_arguments(reader, 1, line, err);
}

static bool check_options(const struct ik_line *line, struct ik_error *err)
{
	const struct ik_command *command = line->command;

	for (int i = 0; i < IK_OPTION_COUNT; i++) {
		const char *name = ik_option_info((enum ik_option)i)->name;

		if (!line->given[i] || ik_command_takes(command, (enum ik_option)i))
			continue;
		if (*command->name)
			return ik_error_set(err, IK_E_OPTION_UNKNOWN, name, command->name, NULL);
		return ik_error_set(err, IK_E_OPTION_NONE, name, NULL, NULL);
	}
	return true;
}

/* Pairs that contradict each other, and options that mean nothing alone. */
static bool check_pairs(const struct ik_line *line, struct ik_error *err)
{
	static const enum ik_option apart[][2] = {
		{IK_OPTION_PASSWORD_FILE, IK_OPTION_PASSWORD_FD},
		{IK_OPTION_FILE_PASSWORD_FILE, IK_OPTION_FILE_PASSWORD_FD},
		{IK_OPTION_BACKUP, IK_OPTION_NO_BACKUP},
		{IK_OPTION_KEY_GROUP, IK_OPTION_NO_KEY_GROUP},
		{IK_OPTION_PASSWORD_FILE, IK_OPTION_NO_BACKUP},
		{IK_OPTION_PASSWORD_FD, IK_OPTION_NO_BACKUP},
		{IK_OPTION_VERIFY, IK_OPTION_SAVE_ANSWERS},
		{IK_OPTION_JSON, IK_OPTION_PROMETHEUS},
	};

	for (size_t i = 0; i < IK_COUNT(apart); i++)
		if (line->given[apart[i][0]] && line->given[apart[i][1]])
			return ik_error_set(err, IK_E_OPTION_CONFLICT, ik_option_info(apart[i][0])->name,
					    ik_option_info(apart[i][1])->name, NULL);
	if (!*line->command->name && !line->given[IK_OPTION_ANSWERS])
		for (int i = IK_OPTION_PASSWORD_FILE; i <= IK_OPTION_PASSWORD_FD; i++)
			if (line->given[i])
				return ik_error_set(err, IK_E_OPTION_ALONE, ik_option_info((enum ik_option)i)->name,
						    "--answers", NULL);
	return true;
}

bool ik_line_read(int argc, char **argv, struct ik_line *line, struct ik_error *err)
{
	struct reader reader = {.argc = argc, .argv = argv, .at = 1};

	*line = (struct ik_line){.command = ik_command_at(0)};
	while (reader.at < argc)
		if (!read_word(&reader, argv[reader.at++], line, err))
			return false;
	if (line->given[IK_OPTION_VERSION])
		return true;
	if (!take_words(&reader, line, err) || !check_options(line, err))
		return false;
	if (line->given[IK_OPTION_HELP])
		return true;
	if (line->n_arguments < line->command->least)
		return ik_error_set(err, IK_E_ARGUMENT_MISSING, line->command->usage, line->command->name, NULL);
	return check_pairs(line, err);
}

void ik_line_free(struct ik_line *line)
{
	ik_list_free(&line->alt_names);
}

const char *ik_line_language(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strncmp(argv[i], "--lang=", strlen("--lang=")) == 0)
			return argv[i] + strlen("--lang=");
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			return argv[i + 1];
	}
	return NULL;
}

const char *ik_line_first_word(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		enum ik_option option;

		if (argv[i][0] != '-' || !argv[i][1])
			return argv[i];
		if (find_option(argv[i], strlen(argv[i]), &option) && *ik_option_info(option)->value)
			i++;
	}
	return NULL;
}
