/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture.c: an emulated screen as an SVG picture.
 *
 * A run of cells becomes one text with a given length, so that what follows stands in its column
 * whatever the font; lines and blocks are drawn, since those of fonts do not join. */
#include "config.h"

#include "lib/picture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "lib/cell_look.h"
#include "lib/screen_text.h"

struct square {
	char text[CELL_BYTES_MOST + 1]; /* empty behind a wide character */
	int width;
	struct cell_look look;
};

struct picture {
	FILE *to;
	struct square *squares;
	int rows, columns;
};

/* In tenths of a unit: whole numbers have no rounding. */
enum { CELL_WIDE = 84, CELL_HIGH = 190, BASELINE = 137, MARGIN = 140, LINE_WIDE = 10 };

static struct square *square_at(const struct picture *picture, int row, int column)
{
	return &picture->squares[row * picture->columns + column];
}

static int x_of(int column)
{
	return MARGIN + column * CELL_WIDE;
}

static int y_of(int row)
{
	return MARGIN + row * CELL_HIGH;
}

/* --- the cells -------------------------------------------------------------------------------- */

static void take_cell(const struct picture *picture, VTermScreen *screen, int row, int column)
{
	VTermScreenCell cell;
	struct square *square = square_at(picture, row, column);

	vterm_screen_get_cell(screen, (VTermPos){.row = row, .col = column}, &cell);
	square->width = cell.width > 1 ? cell.width : 1;
	square->look = cell_look(&cell);
	screen_put_cell(square->text, &cell);
	/* What is behind a wide character looks as that does. */
	if (!*square->text && column > 0)
		square->look = square[-1].look;
}

static void take_cells(const struct picture *picture, VTermScreen *screen)
{
	for (int row = 0; row < picture->rows; row++)
		for (int column = 0; column < picture->columns; column++)
			take_cell(picture, screen, row, column);
}

/* Writes the lines of TEXT over the squares, whose characters have as many bytes as before. */
static void write_over(struct picture *picture, const char *text)
{
	for (int row = 0; row < picture->rows; row++) {
		for (int column = 0; column < picture->columns && *text != '\n'; column++) {
			char *to = square_at(picture, row, column)->text;
			const size_t size = strlen(to);

			memcpy(to, text, size);
			text += size;
		}
		text += strcspn(text, "\n") + 1;
	}
}

static bool is_blank(const struct square *square)
{
	return strcmp(square->text, " ") == 0;
}

static bool stands_at(const struct picture *picture, int row, int column, const char *text)
{
	for (; *text; text++, column++)
		if (column >= picture->columns || square_at(picture, row, column)->text[0] != *text)
			return false;
	return true;
}

/* The store of a test stands in a folder of its own; a reader's is where it usually is.  What is
 * behind it on the line moves up, as far as it belongs to it. */
static void move_store(struct picture *picture, int row, int column)
{
	static const char usual[] = "/var/lib/inkan";
	const int shorter = (int)(strlen("/tmp/inkan-0000000/store") - strlen(usual));
	const int from = column + (int)strlen(usual);
	int end = from + shorter;

	for (int i = 0; usual[i]; i++)
		square_at(picture, row, column + i)->text[0] = usual[i];
	while (end < picture->columns
	       && !(is_blank(square_at(picture, row, end))
		    && (end + 1 == picture->columns || is_blank(square_at(picture, row, end + 1)))))
		end++;
	memmove(square_at(picture, row, from), square_at(picture, row, from + shorter),
		(size_t)(end - from - shorter) * sizeof *picture->squares);
	for (int i = end - shorter; i < end; i++)
		strcpy(square_at(picture, row, i)->text, " ");
}

static void fix_cells(struct picture *picture, VTermScreen *screen)
{
	char *text = screen_text(screen, picture->rows, picture->columns);
	char *fixed = screen_stand_in(text);

	write_over(picture, fixed);
	for (int row = 0; row < picture->rows; row++)
		for (int column = 0; column < picture->columns; column++)
			if (stands_at(picture, row, column, "/tmp/inkan-0000000/store"))
				move_store(picture, row, column);
	free(fixed);
	free(text);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* A number of tenths. */
#define UNITS "%d.%d"
#define TENTHS(n) (n) / 10, (n) % 10

static void write_head(const struct picture *picture, const char *title)
{
	const int wide = 2 * MARGIN + picture->columns * CELL_WIDE;
	const int high = 2 * MARGIN + picture->rows * CELL_HIGH;

	fprintf(picture->to,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" UNITS
		"\" height=\"" UNITS "\" viewBox=\"0 0 " UNITS " " UNITS "\">\n<title>%s</title>\n",
		TENTHS(wide), TENTHS(high), TENTHS(wide), TENTHS(high), title);
	fputs("<style>\n"
	      "text { font: 14px 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace;"
	      " white-space: pre; fill: #24292f; }\n"
	      "text.w { font: 15.6px 'Noto Sans Mono CJK JP', 'Noto Sans CJK JP', 'Hiragino Sans',"
	      " 'Yu Gothic', 'MS Gothic', 'IPAGothic', sans-serif; letter-spacing: 1.2px; }\n"
	      "text.b { font-weight: 700; } .d { opacity: .62; }\n"
	      "rect { fill: #24292f; } .e { fill: #fdfdfc; stroke: #d0d7de; } text.p { fill: "
	      "#fdfdfc; }\n"
	      ".k { fill: none; stroke: #24292f; } .q { stroke: #fdfdfc; }\n"
	      ".c1 { fill: #b42318; } .c2 { fill: #116329; } .c3 { fill: #815300; }"
	      " .c4 { fill: #0a54b8; } .c5 { fill: #8a2c8a; } .c6 { fill: #0b6774; }\n"
	      "@media (prefers-color-scheme: dark) {\n"
	      "text, rect { fill: #d8dee4; } .e { fill: #10151b; stroke: #30363d; } text.p { fill: "
	      "#10151b; }\n"
	      ".k { fill: none; stroke: #d8dee4; } .q { stroke: #10151b; }\n"
	      ".c1 { fill: #ff7b72; } .c2 { fill: #56d364; } .c3 { fill: #e3b341; }"
	      " .c4 { fill: #79b8ff; } .c5 { fill: #e0a0f0; } .c6 { fill: #56c8d8; }\n"
	      "}\n</style>\n",
	      picture->to);
	fprintf(picture->to,
		"<rect class=\"e\" x=\".5\" y=\".5\" width=\"" UNITS "\" height=\"" UNITS
		"\" rx=\"6\"/>\n",
		TENTHS(wide - 10), TENTHS(high - 10));
}

static void write_rect(const struct picture *picture, const char *class, int x, int y, int wide,
		       int high)
{
	fprintf(picture->to,
		"<rect%s%s%s x=\"" UNITS "\" y=\"" UNITS "\" width=\"" UNITS "\" height=\"" UNITS
		"\"/>\n",
		*class ? " class=\"" : "", class, *class ? "\"" : "", TENTHS(x), TENTHS(y),
		TENTHS(wide), TENTHS(high));
}

static void name_class(char class[8], int colour)
{
	*class = '\0';
	if (colour > 0 && colour < 7)
		snprintf(class, 8, "c%d", colour);
}

static bool has_ground(const struct square *square)
{
	return square->look.reverse || square->look.ground != CELL_PLAIN;
}

/* How many squares from here on have the same ground. */
static int ground_size(const struct picture *picture, int row, int column)
{
	const struct cell_look look = square_at(picture, row, column)->look;
	int n = 0;

	while (column + n < picture->columns) {
		const struct square *square = square_at(picture, row, column + n);

		if (square->look.reverse != look.reverse || square->look.ground != look.ground
		    || (look.reverse && square->look.colour != look.colour))
			break;
		n++;
	}
	return n;
}

static void draw_ground(const struct picture *picture, int row)
{
	for (int column = 0; column < picture->columns;) {
		const struct square *square = square_at(picture, row, column);
		const int n = ground_size(picture, row, column);
		char class[8];

		name_class(class, square->look.reverse ? square->look.colour : square->look.ground);
		if (has_ground(square))
			write_rect(picture, class, x_of(column), y_of(row), n * CELL_WIDE,
				   CELL_HIGH);
		column += n;
	}
}

/* Lines and blocks, as parts of a cell: from the left and the top, in tenths. */
static const struct shape {
	const char *text;
	int x, y, wide, high;
} shapes[] = {
	{"─", 0, (CELL_HIGH - LINE_WIDE) / 2, CELL_WIDE, LINE_WIDE},
	{"│", (CELL_WIDE - LINE_WIDE) / 2, 0, LINE_WIDE, CELL_HIGH},
	{"▀", 0, 0, CELL_WIDE, CELL_HIGH / 2},
	{"▄", 0, CELL_HIGH / 2, CELL_WIDE, CELL_HIGH / 2},
	{"█", 0, 0, CELL_WIDE, CELL_HIGH},
};

static const struct shape *shape_of(const struct square *square)
{
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (strcmp(shapes[i].text, square->text) == 0)
			return &shapes[i];
	return NULL;
}

/* How many squares from here on are one text: alike, as wide, and no two blanks together. */
static int text_size(const struct picture *picture, int row, int column)
{
	const struct square *first = square_at(picture, row, column);
	const struct shape *shape = shape_of(first);
	int n = 0, end = 0;

	while (column + n < picture->columns) {
		const struct square *square = square_at(picture, row, column + n);
		const bool blank = is_blank(square);

		if (square->width != first->width || shape_of(square) != shape
		    || (blank ? n > end : !cell_look_same(square->look, first->look)))
			break;
		n += square->width;
		if (!blank)
			end = n;
	}
	return end;
}

static void write_escaped(const struct picture *picture, const char *text)
{
	for (; *text; text++)
		if (*text == '&')
			fputs("&amp;", picture->to);
		else if (*text == '<')
			fputs("&lt;", picture->to);
		else
			putc(*text, picture->to);
}

static void write_class(const struct picture *picture, const struct square *square)
{
	char colour[8];
	const struct {
		bool holds;
		const char *name;
	} classes[] = {
		{square->width > 1, "w"},
		{square->look.bold, "b"},
		{square->look.dim, "d"},
		{square->look.reverse, "p"},
		{!square->look.reverse && square->look.colour != CELL_PLAIN, colour},
	};
	const char *before = " class=\"";

	name_class(colour, square->look.colour);
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (classes[i].holds && *classes[i].name) {
			fprintf(picture->to, "%s%s", before, classes[i].name);
			before = " ";
		}
	if (before[1] == '\0')
		putc('"', picture->to);
}

static void write_text(const struct picture *picture, int row, int column, int n)
{
	const struct square *first = square_at(picture, row, column);

	fprintf(picture->to, "<text x=\"" UNITS "\" y=\"" UNITS "\"", TENTHS(x_of(column)),
		TENTHS(y_of(row) + BASELINE));
	write_class(picture, first);
	if (n > first->width)
		fprintf(picture->to, " textLength=\"" UNITS "\"%s", TENTHS(n * CELL_WIDE),
			first->width > 1 ? "" : " lengthAdjust=\"spacingAndGlyphs\"");
	putc('>', picture->to);
	for (int i = 0; i < n; i += first->width)
		write_escaped(picture, square_at(picture, row, column + i)->text);
	fputs("</text>\n", picture->to);
}

static void draw_shapes(const struct picture *picture, int row, int column, int n)
{
	const struct square *square = square_at(picture, row, column);
	const struct shape *shape = shape_of(square);
	char class[16];

	name_class(class, square->look.colour);
	if (square->look.dim)
		strcat(class, " d");
	if (shape->wide == CELL_WIDE) {
		write_rect(picture, class, x_of(column) + shape->x, y_of(row) + shape->y,
			   n * CELL_WIDE, shape->high);
		return;
	}
	for (int i = 0; i < n; i++)
		write_rect(picture, class, x_of(column + i) + shape->x, y_of(row) + shape->y,
			   shape->wide, shape->high);
}

static void draw_row(const struct picture *picture, int row)
{
	draw_ground(picture, row);
	for (int column = 0; column < picture->columns;) {
		const int n = text_size(picture, row, column);

		if (is_blank(square_at(picture, row, column))) {
			column++;
			continue;
		}
		if (shape_of(square_at(picture, row, column)))
			draw_shapes(picture, row, column, n);
		else
			write_text(picture, row, column, n);
		column += n;
	}
}

static void draw_cursor(const struct picture *picture, VTermPos cursor)
{
	if (cursor.row < 0 || cursor.row >= picture->rows || cursor.col >= picture->columns)
		return;
	const struct square *square = square_at(picture, cursor.row, cursor.col);

	write_rect(picture, has_ground(square) ? "k q" : "k", x_of(cursor.col) + 5,
		   y_of(cursor.row) + 5, square->width * CELL_WIDE - 10, CELL_HIGH - 10);
}

static struct picture take_picture(VTermScreen *screen, int rows, int columns)
{
	struct picture picture = {
		.squares = calloc((size_t)rows * (size_t)columns, sizeof(struct square)),
		.rows = rows,
		.columns = columns,
	};

	ck_assert_ptr_nonnull(picture.squares);
	take_cells(&picture, screen);
	fix_cells(&picture, screen);
	return picture;
}

char *picture_svg(VTermScreen *screen, int rows, int columns, VTermPos cursor, const char *title)
{
	struct picture picture = take_picture(screen, rows, columns);
	char *text = NULL;
	size_t size;

	picture.to = open_memstream(&text, &size);
	ck_assert_ptr_nonnull(picture.to);
	write_head(&picture, title);
	for (int row = 0; row < rows; row++)
		draw_row(&picture, row);
	draw_cursor(&picture, cursor);
	fputs("</svg>\n", picture.to);
	fclose(picture.to);
	free(picture.squares);
	return text;
}

static void write_line(const struct picture *picture, int row)
{
	int end = picture->columns;

	while (end > 0 && is_blank(square_at(picture, row, end - 1)))
		end--;
	for (int column = 0; column < end; column++)
		fputs(square_at(picture, row, column)->text, picture->to);
	putc('\n', picture->to);
}

char *picture_text(VTermScreen *screen, int rows, int columns)
{
	struct picture picture = take_picture(screen, rows, columns);
	char *text = NULL;
	size_t size;

	picture.to = open_memstream(&text, &size);
	ck_assert_ptr_nonnull(picture.to);
	for (int row = 0; row < rows; row++)
		write_line(&picture, row);
	fclose(picture.to);
	free(picture.squares);
	return text;
}
