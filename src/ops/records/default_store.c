/* SPDX-License-Identifier: GPL-3.0-or-later */
/* default_store.c: finds the default store for rooms above, which do not know the store room; and
 * writes a command as it has to be typed for another one. */
#include "config.h"

#include "ops/records/default_store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/shell.h"
#include "base/text.h"
#include "store/store.h"

char *ik_default_store(void)
{
	return ik_store_default_path();
}

/* PATH without links as far as it exists; caller frees. */
static char *resolve(const char *path)
{
	char *whole = realpath(path, NULL);
	size_t size = strlen(path);
	const char *slash;

	if (whole || errno != ENOENT || strcmp(path, ".") == 0)
		return whole ? whole : ik_strdup(path);
	while (size > 1 && path[size - 1] == '/')
		size--;
	slash = memrchr(path, '/', size);
	char *above = !slash          ? ik_strdup(".")
		      : slash == path ? ik_strdup("/")
				      : ik_strndup(path, (size_t)(slash - path));
	const char *last = slash ? slash + 1 : path;
	char *place = resolve(above);

	whole = ik_format("%s%s%.*s", place, strcmp(place, "/") == 0 ? "" : "/",
			  (int)(path + size - last), last);
	free(place);
	free(above);
	return whole;
}

bool ik_is_same_place(const char *a, const char *b)
{
	char *here = resolve(a), *there = resolve(b);
	bool same = strcmp(here, there) == 0;

	free(there);
	free(here);
	return same;
}

bool ik_is_default_store(const char *store)
{
	char *usual = ik_store_default_path();
	bool same = usual && ik_is_same_place(store, usual);

	free(usual);
	return same;
}

char *ik_command_for(const char *store, const char *command)
{
	char *usual = ik_store_default_path();
	char *shown = ik_text_shown(store);
	char *word = ik_shell_word(shown);
	char *text = usual && strcmp(usual, store) == 0 ? ik_strdup(command)
							: ik_format("%s --store %s", command, word);

	free(word);
	free(shown);
	free(usual);
	return text;
}

char *ik_command_without(const char *store, const char *name, const char *command)
{
	char *shown = ik_text_shown(store);
	char *path = ik_format("%s/%s", shown, name);
	char *word = ik_shell_word(path);
	char *typed = ik_command_for(store, command);
	char *text = ik_format("rm %s && %s", word, typed);

	free(typed);
	free(word);
	free(path);
	free(shown);
	return text;
}

bool ik_tell_cure(char *line, struct ik_error *err)
{
	ik_error_detail(err, "%s", line);
	free(line);
	return false;
}
