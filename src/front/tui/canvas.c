/* SPDX-License-Identifier: GPL-3.0-or-later */
/* canvas.c: pieces of text at their places. */
#include "front/tui/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/list.h"
#include "base/text.h"

void ik_canvas_take(struct ik_canvas *canvas, int row, int column, enum ik_style style, char *text)
{
	if (canvas->n == canvas->room) {
		canvas->room = canvas->room ? 2 * canvas->room : 64;
		canvas->spans = ik_realloc(canvas->spans, canvas->room * sizeof(*canvas->spans));
	}
	canvas->spans[canvas->n++] = (struct ik_span){
		.row = row, .column = column, .style = style, .text = text};
	if (row >= canvas->height)
		canvas->height = row + 1;
}

void ik_canvas_text(struct ik_canvas *canvas, int row, int column, enum ik_style style,
		    const char *text)
{
	ik_canvas_take(canvas, row, column, style, ik_strdup(text));
}

int ik_canvas_wrap(struct ik_canvas *canvas, int row, int column, int width, enum ik_style style,
		   const char *text)
{
	struct ik_list lines = {0};

	ik_text_wrap(text, width, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_canvas_text(canvas, row + (int)i, column, style, lines.items[i]);
	int rows = (int)lines.n;
	ik_list_free(&lines);
	return rows;
}

void ik_canvas_copy(struct ik_canvas *to, int row, int column, const struct ik_canvas *from,
		    int top, int rows)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct ik_span *span = &from->spans[i];
		if (span->row >= top && span->row < top + rows)
			ik_canvas_text(to, row + span->row - top, column + span->column,
				       span->style, span->text);
	}
}

void ik_canvas_free(struct ik_canvas *canvas)
{
	for (size_t i = 0; i < canvas->n; i++) {
		explicit_bzero(canvas->spans[i].text, strlen(canvas->spans[i].text));
		free(canvas->spans[i].text);
	}
	free(canvas->spans);
	memset(canvas, 0, sizeof(*canvas));
}

/* A row as one string per column; the second half of a wide character is "". */
static void put(char **cells, int columns, const struct ik_span *span)
{
	int column = span->column;

	for (size_t at = 0, step; (step = ik_text_next(span->text, at)) > 0; at += step) {
		int width = ik_text_columns_n(span->text + at, step);
		for (int i = 0; i < width; i++, column++) {
			if (column < 0 || column >= columns)
				continue;
			free(cells[column]);
			cells[column] = i > 0                            ? ik_strdup("")
					: span->style == IK_STYLE_ACROSS ? ik_strdup("-")
					: span->style == IK_STYLE_DOWN
						? ik_strdup("|")
						: ik_strndup(span->text + at, step);
		}
	}
}

static void add_row(struct ik_buffer *out, char **cells, int columns)
{
	int last = columns;

	while (last > 0 && (!cells[last - 1] || strcmp(cells[last - 1], " ") == 0))
		last--;
	for (int column = 0; column < last; column++)
		ik_buffer_text(out, cells[column] ? cells[column] : " ");
	ik_buffer_text(out, "\n");
}

char *ik_canvas_string(const struct ik_canvas *canvas, int columns, int rows)
{
	struct ik_buffer out = {0};

	for (int row = 0; row < rows; row++) {
		char **cells = ik_alloc_array((size_t)columns + 1, sizeof(*cells));
		for (size_t i = 0; i < canvas->n; i++)
			if (canvas->spans[i].row == row)
				put(cells, columns, &canvas->spans[i]);
		add_row(&out, cells, columns);
		for (int column = 0; column < columns; column++)
			free(cells[column]);
		free(cells);
	}
	char *string = ik_strdup(ik_buffer_string(&out));
	ik_buffer_free(&out);
	return string;
}
