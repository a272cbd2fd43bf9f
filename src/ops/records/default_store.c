/* SPDX-License-Identifier: GPL-3.0-or-later */
/* default_store.c: finds the default store for rooms above, which do not know the store room; and
 * writes a command as it has to be typed for another one. */
#include "ops/records/default_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"
#include "store/store.h"

char *ik_default_store(void)
{
	return ik_store_default_path();
}

/* PATH as one word of a shell; caller frees. */
static char *quoted(const char *path)
{
	struct ik_buffer text = {0};

	/* A path that is not plain ASCII needs no quotes for that. */
	if (*path && !strpbrk(path, " \t\n\"'\\$`&|;<>()[]{}*?!~#="))
		return ik_strdup(path);
	ik_buffer_add(&text, "'", 1);
	for (; *path; path++)
		ik_buffer_add(&text, *path == '\'' ? "'\\''" : path, *path == '\'' ? 4 : 1);
	ik_buffer_add(&text, "'", 1);
	char *word = ik_strdup(ik_buffer_string(&text));

	ik_buffer_free(&text);
	return word;
}

char *ik_command_for(const char *store, const char *command)
{
	char *usual = ik_store_default_path();
	char *shown = ik_text_shown(store);
	char *word = quoted(shown);
	char *text = usual && strcmp(usual, store) == 0 ? ik_strdup(command)
							: ik_format("%s --store %s", command, word);

	free(word);
	free(shown);
	free(usual);
	return text;
}
