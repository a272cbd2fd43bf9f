/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.c: writes the parts of the manual page that come from the program's own tables, so that
 * page and program cannot differ; and shows roff where a page may be broken that has no blanks.
 *
 *   tables commands|options|keys|questions|errors [CODE]      as man(7) text, in the language CODE
 *   tables completion bash|zsh|fish                           a script for that shell
 *   tables agent-commands ...                                 the same of inkan-agent
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/i18n.h"
#include "command/completion.h"
#ifdef IK_WITH_AGENT
#include "agent/options.h"
#endif
#include "inkan/options.h"
#include "wizard/action.h"
#include "wizard/page.h"

/* The tables of the program whose page it is. */
static const struct ik_syntax *syntax = &ik_inkan_syntax;

/* TEXT as roff wants it: hyphens of options are minus signs, a newline is a new paragraph. */
static void put(const char *text)
{
	for (const char *at = text; *at; at++) {
		if (*at == '\n')
			fputs("\n.IP\n", stdout);
		else if (*at == '-')
			fputs("\\-", stdout);
		else if (*at == '\\')
			fputs("\\e", stdout);
		else if (at == text && (*at == '.' || *at == '\''))
			printf("\\&%c", *at);
		else
			putchar(*at);
	}
}

static void put_line(const char *text)
{
	put(text);
	putchar('\n');
}

static void put_option(int option)
{
	const struct ik_option_row *info = &syntax->options[option];

	fputs("\\fB", stdout);
	put(info->name);
	fputs("\\fR", stdout);
	if (*info->value)
		printf(" \\fI%s\\fR", info->value);
}

static void write_commands(void)
{
	for (size_t i = 0; i < syntax->n_commands; i++) {
		const struct ik_command *command = &syntax->commands[i];

		printf(".TP\n\\fB%s%s%s\\fR %s", syntax->program, *command->name ? " " : "",
		       command->name, command->usage ? command->usage : "");
		for (int option = 0; option < (int)syntax->n_options; option++)
			if (ik_syntax_takes(syntax, command, option)
			    && !ik_syntax_always(syntax, option)) {
				fputs(" [", stdout);
				put_option(option);
				putchar(']');
			}
		putchar('\n');
		put_line(_(command->summary));
		if (command->explain && *command->explain) {
			puts(".IP");
			put_line(_(command->explain));
		}
	}
}

static void write_options(void)
{
	for (int option = 0; option < (int)syntax->n_options; option++) {
		char *help = ik_syntax_option_help(syntax, option);

		const char *letter = ik_syntax_letter(syntax, option);

		fputs(".TP\n", stdout);
		if (letter) {
			fputs("\\fB", stdout);
			put(letter);
			fputs("\\fR, ", stdout);
		}
		put_option(option);
		putchar('\n');
		put_line(help);
		free(help);
	}
}

static void write_keys(void)
{
	for (int action = 0; action < IK_ACTION_COUNT; action++) {
		const struct ik_action_info *info = ik_action_info((enum ik_action)action);

		if (!*info->keys)
			continue;
		fputs(".TP\n\\fB", stdout);
		for (const char *at = info->keys; *at; at++)
			fputs(*at == ' '   ? "\\fR, \\fB"
			      : *at == '-' ? "\\-"
					   : (const char[]){*at, '\0'},
			      stdout);
		fputs("\\fR\n", stdout);
		put_line(_(info->help));
	}
}

static void write_questions(void)
{
	for (size_t i = 0; i < ik_page_count(); i++) {
		const struct ik_page *page = ik_page_at(i);

		for (size_t k = 0; k < page->n_fields; k++) {
			const struct ik_field *field = &page->fields[k];

			if (field->kind == IK_FIELD_PASSWORD || field != ik_field_find(field->id))
				continue;
			printf(".TP\n\\fB%s\\fR", ik_field_name(field->id));
			for (size_t c = 0; c < field->n_choices; c++)
				if (c == 0
				    || strcmp(field->choices[c].id, field->choices[c - 1].id)
					       != 0) {
					fputs(c == 0 ? " = " : ", ", stdout);
					put(field->choices[c].id);
				}
			putchar('\n');
			put_line(_(field->help));
		}
	}
}

/* Of those before it the other page tells. */
static unsigned first_error = 1;

static void write_errors(void)
{
	for (int id = 1; id < IK_E_COUNT; id++) {
		if (ik_error_number((enum ik_error_id)id) < first_error)
			continue;
		printf(".TP\n\\fBINK\\-%u\\fR (%d)\n", ik_error_number((enum ik_error_id)id),
		       ik_error_status((enum ik_error_id)id));
		put_line(_(ik_error_msgid((enum ik_error_id)id)));
	}
}

/* Roff breaks lines at blanks, which Japanese has not.  Breaks between ASCII are left to roff, and
 * so are requests. */
static void put_breaks(const char *line, size_t size)
{
	char *breaks = ik_alloc(size + 1);

	u8_possible_linebreaks((const uint8_t *)line, size, "UTF-8", breaks);
	for (size_t i = 0; i < size; i++) {
		bool wide = i > 0 && ((line[i] | line[i - 1]) & 0x80);

		if (wide && *line != '.' && breaks[i] == UC_BREAK_POSSIBLE && line[i - 1] != ' ')
			fputs("\\:", stdout);
		putchar(line[i]);
	}
	free(breaks);
}

static void write_breaks(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t size;

	while ((size = getline(&line, &room, stdin)) >= 0)
		put_breaks(line, (size_t)size);
	free(line);
}

/* In English: shells show the same to everybody. */
static int write_completion(const char *name)
{
	const struct ik_shell *shell = ik_shell_find(name);
	struct ik_buffer script = {0};

	if (!shell || !ik_i18n_start("en")) {
		fprintf(stderr, "tables: no completion for %s\n", name);
		return 2;
	}
	shell->write(syntax, &script);
	fwrite(script.data, 1, script.size, stdout);
	ik_buffer_free(&script);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* Takes the syntax of the program that NAME begins with; returns what comes behind. */
static const char *choose_program(const char *name)
{
#ifdef IK_WITH_AGENT
	static const char agent[] = "agent-";

	if (!strncmp(name, agent, sizeof(agent) - 1)) {
		syntax = &ik_agent_syntax;
		first_error = 7201;
		return name + sizeof(agent) - 1;
	}
#endif
	return name;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*write)(void);
	} tables[] = {
		{"commands", write_commands}, {"options", write_options},
		{"keys", write_keys},         {"questions", write_questions},
		{"errors", write_errors},     {"breaks", write_breaks},
	};
	const char *name = argc >= 2 ? choose_program(argv[1]) : "";

	if (argc == 3 && !strcmp(name, "completion"))
		return write_completion(argv[2]);
	if (!ik_i18n_start(argc == 3 ? argv[2] : "en")) {
		fprintf(stderr, "tables: no catalogue for %s\n", argv[2]);
		return 1;
	}
	for (size_t i = 0; i < IK_COUNT(tables); i++)
		if (!strcmp(name, tables[i].name)) {
			tables[i].write();
			return fflush(stdout) == 0 ? 0 : 1;
		}
	fprintf(stderr, "usage: tables commands|options|keys|questions|errors [CODE] | breaks | "
			"completion SHELL\n");
	return 2;
}
