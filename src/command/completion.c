/* SPDX-License-Identifier: GPL-3.0-or-later */
/* completion.c: what a program's tables say to a shell, whichever. */
#include "command/completion.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/list.h"

const char *ik_completion_language(size_t i)
{
	return i < IK_LANG_COUNT ? ik_i18n_code((enum ik_language)i) : NULL;
}

const struct ik_shell *ik_shell_find(const char *name)
{
	static const struct ik_shell shells[] = {
		{"bash", ik_completion_bash},
		{"zsh", ik_completion_zsh},
		{"fish", ik_completion_fish},
	};

	for (size_t i = 0; i < IK_COUNT(shells); i++)
		if (!strcmp(shells[i].name, name))
			return &shells[i];
	return NULL;
}

char *ik_completion_function(const struct ik_syntax *syntax)
{
	char *name = ik_format("_%s", syntax->program);

	for (char *at = name; *at; at++)
		*at = *at == '-' ? '_' : *at;
	return name;
}

static const struct ik_value_kind *kind_of(const struct ik_syntax *syntax, const char *value,
					   size_t size)
{
	for (size_t i = 0; i < syntax->n_kinds; i++)
		if (strlen(syntax->kinds[i].value) == size
		    && !memcmp(syntax->kinds[i].value, value, size))
			return &syntax->kinds[i];
	return NULL;
}

const struct ik_value_kind *ik_completion_kind(const struct ik_syntax *syntax, const char *value)
{
	return kind_of(syntax, value, strlen(value));
}

/* A usage is "[GENERATION|FILE]", "A B", "FILE...". */
void ik_completion_arguments(const struct ik_syntax *syntax, const struct ik_command *command,
			     void (*each)(const struct ik_value_kind *kind, void *context),
			     void *context)
{
	const char *between = " []|.";
	const struct ik_value_kind *seen = NULL;

	for (const char *at = command->usage; at && *at;) {
		size_t size = strcspn(at, between);
		const struct ik_value_kind *kind = kind_of(syntax, at, size);

		/* A and B are of one kind. */
		if (kind
		    && !(seen && seen->completed == kind->completed
			 && seen->command == kind->command))
			each(kind, context);
		seen = kind ? kind : seen;
		at += size + strspn(at + size, between);
	}
}

char *ik_completion_options(const struct ik_syntax *syntax, const struct ik_command *command,
			    bool always, const char *between)
{
	struct ik_list names = {0};
	char *text;

	for (int i = 0; i < (int)syntax->n_options; i++)
		if (ik_syntax_always(syntax, i) == always && ik_syntax_takes(syntax, command, i))
			ik_list_add(&names, syntax->options[i].name);
	text = ik_list_join(&names, between);
	ik_list_free(&names);
	return text;
}

char *ik_completion_words(const struct ik_value_kind *kind)
{
	struct ik_list words = {0};
	char *text;

	for (size_t i = 0; kind->word && kind->word(i); i++)
		ik_list_add(&words, kind->word(i));
	text = ik_list_join(&words, " ");
	ik_list_free(&words);
	return text;
}

char *ik_completion_says(const char *text)
{
	const char *end = strstr(text, ". ");
	size_t size = end ? (size_t)(end - text) : strlen(text);
	struct ik_buffer says = {0};

	if (!end && size && text[size - 1] == '.')
		size--;
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\'')
			ik_buffer_add(&says, "'\\''", 4);
		else
			ik_buffer_add(&says, &text[i], 1);
	char *copy = ik_strdup(ik_buffer_string(&says));

	ik_buffer_free(&says);
	return copy;
}

bool ik_completion_lists(const struct ik_syntax *syntax)
{
	bool lists = false;

	for (size_t i = 0; i < syntax->n_kinds; i++)
		lists |= syntax->kinds[i].command != NULL;
	return lists;
}
