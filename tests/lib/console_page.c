/* SPDX-License-Identifier: GPL-3.0-or-later */
/* console_page.c: what stands on the screen, compared with what was agreed, and as a picture. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cell_look.h"
#include "lib/console.h"
#include "lib/picture.h"
#include "lib/screen_text.h"

/* A golden screen has its attributes beside it. */
struct golden {
	const char *screen;
	char attributes[128];
};

static char *masked_attributes(struct console *c)
{
	struct console_page page = console_page(c);
	char *attributes = screen_attributes(page.screen, page.rows, page.columns);
	char *masked = screen_mask(attributes);

	free(attributes);
	return masked;
}

static bool is_as_agreed(struct console *c, void *self)
{
	const struct golden *golden = self;
	char *screen = screen_mask(console_screen(c)), *attributes = masked_attributes(c);
	const bool same = screen_is_golden(screen, golden->screen)
			  && screen_is_golden(attributes, golden->attributes);

	free(attributes);
	free(screen);
	return same;
}

static void compare(struct console *c, struct golden *golden)
{
	if (console_comes_to(c, is_as_agreed, golden))
		return;
	char *screen = screen_mask(console_screen(c)), *attributes = masked_attributes(c);

	screen_compare(screen, golden->screen);
	screen_compare(attributes, golden->attributes);
	free(attributes);
	free(screen);
}

/* For people who look at all pages as they are. */
static void draw_into(struct console *c, const char *folder, const char *name)
{
	char *picture = console_picture(c, name), path[512];
	struct console_page page = console_page(c);

	snprintf(path, sizeof path, "%s/%.*s.%dx%d.svg", folder,
		 (int)(strchr(strchr(name, '.') + 1, '.') - name), name, page.columns, page.rows);
	screen_write(picture, path);
	free(picture);
}

void console_compare(struct console *c, const char *name)
{
	const char *folder = getenv("LOOK_INTO");
	struct golden golden = {.screen = name};

	if (folder) {
		draw_into(c, folder, name);
		return;
	}
	snprintf(golden.attributes, sizeof golden.attributes, "%.*s.attributes",
		 (int)(strrchr(name, '.') - name), name);
	compare(c, &golden);
}

char *console_picture_text(struct console *c)
{
	console_settle(c);
	struct console_page page = console_page(c);

	return picture_text(page.screen, page.rows, page.columns);
}

char *console_picture(struct console *c, const char *title)
{
	console_settle(c);
	struct console_page page = console_page(c);

	return picture_svg(page.screen, page.rows, page.columns, page.cursor, title);
}
