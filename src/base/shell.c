/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell.c: words of a shell, and of systemd. */
#include "config.h"

#include "base/shell.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"

char *ik_shell_word(const char *path)
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

char *ik_unit_word(const char *path)
{
	const bool quoted = *path == '\0' || strpbrk(path, " \t\n\"'\\");
	struct ik_buffer text = {0};

	if (quoted)
		ik_buffer_add(&text, "\"", 1);
	for (; *path; path++) {
		/* A percent sign begins what systemd puts something else for, in quotes, too. */
		if (*path == '%' || *path == '"' || *path == '\\')
			ik_buffer_add(&text, *path == '%' ? "%" : "\\", 1);
		ik_buffer_add(&text, path, 1);
	}
	if (quoted)
		ik_buffer_add(&text, "\"", 1);
	char *word = ik_strdup(ik_buffer_string(&text));

	ik_buffer_free(&text);
	return word;
}
