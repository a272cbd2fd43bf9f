/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell.c: words of a shell. */
#include "config.h"

#include "base/shell.h"

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
