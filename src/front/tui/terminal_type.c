/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal_type.c: terminals newer than this server's descriptions of terminals. */
#include "front/tui/terminal_type.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

/* All of them draw what xterm draws; these do not say so in their name. */
static const char *const modern[] = {
	"foot", "wezterm", "contour", "alacritty", "kitty", "ghostty", "rio",
};

/* "foot", "foot-extra". */
static bool is_kind_of(const char *term, const char *name)
{
	size_t size = strlen(name);

	return strncmp(term, name, size) == 0 && (term[size] == '\0' || term[size] == '-');
}

static bool ends_with(const char *term, const char *end)
{
	size_t size = strlen(term);

	return size > strlen(end) && strcmp(term + size - strlen(end), end) == 0;
}

const char *ik_terminal_stand_in(const char *term)
{
	bool like_xterm = is_kind_of(term, "xterm") || ends_with(term, "-256color");

	for (size_t i = 0; i < IK_COUNT(modern); i++)
		like_xterm |= is_kind_of(term, modern[i]);
	return like_xterm ? IK_TERMINAL_USUAL : NULL;
}
