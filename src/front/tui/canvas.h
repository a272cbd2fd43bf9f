/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canvas.h: pieces of text at their places: what a screen, or the inside of a page, looks like.
 * Pure: what is laid out here can be compared as text by a test, or painted by draw.c. */
#ifndef IK_FRONT_TUI_CANVAS_H
#define IK_FRONT_TUI_CANVAS_H

#include <stddef.h>

enum ik_style {
	IK_STYLE_PLAIN,
	IK_STYLE_STRONG,
	IK_STYLE_ERROR,   /* red: failed, or expired */
	IK_STYLE_WARNING, /* yellow */
	IK_STYLE_GOOD,    /* green */
	IK_STYLE_KEY,     /* cyan: a key's name, and where on the way this is */
	IK_STYLE_DIM,     /* what is still to come */
	IK_STYLE_FOCUS,   /* reverse */
	IK_STYLE_ACROSS,  /* a horizontal line; the span's text says how long it is, in blanks */
	IK_STYLE_DOWN,    /* one cell of a vertical line */
};

struct ik_span {
	int row;
	int column;
	enum ik_style style;
	char *text; /* UTF-8 */
};

/* A zeroed struct is empty. */
struct ik_canvas {
	struct ik_span *spans;
	size_t n;
	size_t room;
	int height; /* one below the lowest row used */
};

/* Takes TEXT over. */
void ik_canvas_take(struct ik_canvas *canvas, int row, int column, enum ik_style style, char *text);
void ik_canvas_text(struct ik_canvas *canvas, int row, int column, enum ik_style style,
		    const char *text);

/* TEXT broken to WIDTH, from ROW on; returns how many rows that took. */
int ik_canvas_wrap(struct ik_canvas *canvas, int row, int column, int width, enum ik_style style,
		   const char *text);

/* Copies the ROWS rows from TOP on to ROW, COLUMN of TO. */
void ik_canvas_copy(struct ik_canvas *to, int row, int column, const struct ik_canvas *from,
		    int top, int rows);

void ik_canvas_free(struct ik_canvas *canvas); /* wipes: a password may have been shown */

/* For tests: the canvas as lines of text, trailing blanks removed, lines drawn as - and |.  Caller
 * frees. */
char *ik_canvas_string(const struct ik_canvas *canvas, int columns, int rows);

#endif
