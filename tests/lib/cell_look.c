/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cell_look.c: how a cell of an emulated screen looks, apart from its character. */
#include "config.h"

#include "lib/cell_look.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/screen_text.h"

enum { DIM_FONT = 9, SINGLE_BLANK = 1 };

/* --- one cell --------------------------------------------------------------------------------- */

static int colour_of(const VTermColor *colour, bool is_default)
{
	if (is_default)
		return CELL_PLAIN;
	/* Pages have the colours that every terminal names, and no shades. */
	ck_assert(VTERM_COLOR_IS_INDEXED(colour));
	return colour->indexed.idx;
}

static bool is_blank(const VTermScreenCell *cell)
{
	return cell->chars[0] == 0 || (cell->chars[0] == ' ' && cell->chars[1] == 0);
}

struct cell_look cell_look(const VTermScreenCell *cell)
{
	const VTermScreenCellAttrs *attributes = &cell->attrs;
	struct cell_look look = {
		.reverse = attributes->reverse,
		.bold = attributes->bold,
		.dim = attributes->font == DIM_FONT,
		.other = attributes->underline || attributes->italic || attributes->blink
			 || attributes->strike,
		.colour = colour_of(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg)),
		.ground = colour_of(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg)),
	};

	if (is_blank(cell)) {
		look.bold = look.dim = false;
		if (!look.reverse)
			look.colour = CELL_PLAIN;
	}
	return look;
}

bool cell_look_same(struct cell_look a, struct cell_look b)
{
	return a.reverse == b.reverse && a.bold == b.bold && a.dim == b.dim && a.other == b.other
	       && a.colour == b.colour && a.ground == b.ground;
}

bool cell_look_plain(struct cell_look look)
{
	return cell_look_same(look, (struct cell_look){.colour = CELL_PLAIN, .ground = CELL_PLAIN});
}

/* --- a run ------------------------------------------------------------------------------------ */

static VTermScreenCell cell_at(VTermScreen *screen, int row, int column)
{
	VTermScreenCell cell = {0};

	vterm_screen_get_cell(screen, (VTermPos){.row = row, .col = column}, &cell);
	return cell;
}

static int width_of(const VTermScreenCell *cell)
{
	return cell->width > 1 ? cell->width : 1;
}

/* A blank takes the look of what stands round it, as far as its own shows nothing. */
static bool continues(const VTermScreenCell *cell, struct cell_look look)
{
	struct cell_look own = cell_look(cell);

	if (is_blank(cell) && own.reverse == look.reverse) {
		own.bold = look.bold;
		own.dim = look.dim;
		if (!own.reverse)
			own.colour = look.colour;
	}
	return cell_look_same(own, look);
}

static void extend(VTermScreen *screen, int columns, struct cell_run *run)
{
	int blanks = 0;

	for (int column = run->from; column < columns;) {
		const VTermScreenCell cell = cell_at(screen, run->row, column);
		const bool shows = !is_blank(&cell) || run->look.reverse;

		if (!continues(&cell, run->look))
			return;
		blanks = shows ? 0 : blanks + 1;
		if (blanks > SINGLE_BLANK)
			return;
		column += width_of(&cell);
		if (shows)
			run->to = column - 1;
	}
}

bool cell_run_next(VTermScreen *screen, int rows, int columns, struct cell_run *run)
{
	for (; run->row < rows; run->row++, run->from = 0)
		while (run->from < columns) {
			const VTermScreenCell cell = cell_at(screen, run->row, run->from);

			run->look = cell_look(&cell);
			run->to = run->from + width_of(&cell) - 1;
			if (!cell_look_plain(run->look)) {
				extend(screen, columns, run);
				return true;
			}
			run->from = run->to + 1;
		}
	return false;
}

/* --- dim -------------------------------------------------------------------------------------- */

static size_t put(char *to, const char *bytes, size_t size)
{
	memcpy(to, bytes, size);
	return size;
}

/* The parameter "2" becomes a font; behind 38 or 48 it is a part of a colour.  "22" ends the font,
 * too. */
static size_t put_parameters(char *to, const char *parameters)
{
	size_t n = 0;
	bool in_colour = false;

	for (const char *at = parameters;;) {
		const int size = (int)strcspn(at, ";");
		const int number = atoi(at);

		in_colour = in_colour || number == 38 || number == 48;
		if (number == 2 && !in_colour)
			n += (size_t)sprintf(to + n, "%d", 10 + DIM_FONT);
		else
			n += (size_t)sprintf(to + n, "%.*s%s", size, at, number == 22 ? ";10" : "");
		if (!at[size])
			return n;
		to[n++] = ';';
		at += size + 1;
	}
}

static size_t end_sequence(struct dim_state *state, char *to, char last)
{
	size_t n = put(to, "\033[", 2);

	state->parameters[state->size] = '\0';
	n += last == 'm' ? put_parameters(to + n, state->parameters)
			 : put(to + n, state->parameters, state->size);
	to[n++] = last;
	state->at = DIM_TEXT;
	state->size = 0;
	return n;
}

static size_t keep_byte(struct dim_state *state, char *to, char byte)
{
	switch (state->at) {
	case DIM_TEXT:
		state->at = byte == '\033' ? DIM_ESCAPE : DIM_TEXT;
		return byte == '\033' ? 0 : put(to, &byte, 1);
	case DIM_ESCAPE:
		state->at = byte == '[' ? DIM_SEQUENCE : DIM_TEXT;
		if (byte == '[')
			return 0;
		to[0] = '\033';
		to[1] = byte;
		return 2;
	default:
		ck_assert_uint_lt(state->size, sizeof state->parameters - 1);
		if (byte >= '@')
			return end_sequence(state, to, byte);
		state->parameters[state->size++] = byte;
		return 0;
	}
}

size_t cell_keep_dim(struct dim_state *state, char *to, const char *from, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i++)
		n += keep_byte(state, to + n, from[i]);
	return n;
}

/* --- as text ---------------------------------------------------------------------------------- */

static const char *const colour_names[] = {"black", "red",     "green", "yellow",
					   "blue",  "magenta", "cyan",  "white"};

static void name_colour(FILE *to, const char *before, int colour)
{
	if (colour == CELL_PLAIN)
		return;
	if (colour < 8)
		fprintf(to, " %s%s", before, colour_names[colour]);
	else
		fprintf(to, " %scolour-%d", before, colour);
}

static void write_run(FILE *to, VTermScreen *screen, const struct cell_run *run)
{
	char *names = NULL, *text = screen_text_of(screen, run->row, run->from, run->to);
	size_t size;
	FILE *list = open_memstream(&names, &size);

	ck_assert_ptr_nonnull(list);
	name_colour(list, "", run->look.colour);
	name_colour(list, "on-", run->look.ground);
	fputs(run->look.bold ? " bold" : "", list);
	fputs(run->look.dim ? " dim" : "", list);
	fputs(run->look.reverse ? " reverse" : "", list);
	fputs(run->look.other ? " other" : "", list);
	fclose(list);
	fprintf(to, "%3d %3d-%-3d", run->row + 1, run->from + 1, run->to + 1);
	if (*text)
		fprintf(to, "%-15s %s\n", names, text);
	else
		fprintf(to, "%s\n", names);
	free(names);
	free(text);
}

char *screen_attributes(VTermScreen *screen, int rows, int columns)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(to);
	for (struct cell_run run = {0}; cell_run_next(screen, rows, columns, &run);
	     run.from = run.to + 1)
		write_run(to, screen, &run);
	fclose(to);
	return text;
}
