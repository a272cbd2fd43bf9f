/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw.c: a canvas onto the terminal.
 *
 * Everything is written into ncurses' picture each time; ncurses sends the cells that differ.
 * Characters go there as wide ones, so that it works in every locale; what the locale has no code
 * for becomes "?". */
#include "config.h"

#include "front/tui/draw.h"

#include <limits.h>
#include <string.h>
#include <unistr.h>
#include <wchar.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
/* term.h names its macros like everyday words. */
#undef columns
#undef lines

#include "base/alloc.h"
#include "base/text.h"

/* The pairs of colours, numbered as ncurses wants them. */
enum { NO_PAIR, PAIR_ERROR, PAIR_WARNING, PAIR_GOOD, PAIR_KEY };

static bool ascii_lines;
static bool coloured;

void ik_draw_lines(bool ascii)
{
	ascii_lines = ascii;
}

void ik_draw_colours(bool wanted)
{
	coloured = wanted && has_colors();
	if (!coloured)
		return;
	start_color();
	use_default_colors();
	init_pair(PAIR_ERROR, COLOR_RED, -1);
	init_pair(PAIR_WARNING, COLOR_YELLOW, -1);
	init_pair(PAIR_GOOD, COLOR_GREEN, -1);
	init_pair(PAIR_KEY, COLOR_CYAN, -1);
}

/* Bold yellow is too bright to be read on a white ground; without colours a warning is bold. */
static attr_t attributes(enum ik_style style, short *pair)
{
	static const struct {
		attr_t attribute, without_colours;
		short pair;
	} looks[] = {
		[IK_STYLE_STRONG] = {A_BOLD, A_BOLD, NO_PAIR},
		[IK_STYLE_ERROR] = {A_BOLD, A_BOLD, PAIR_ERROR},
		[IK_STYLE_WARNING] = {A_NORMAL, A_BOLD, PAIR_WARNING},
		[IK_STYLE_GOOD] = {A_NORMAL, A_NORMAL, PAIR_GOOD},
		[IK_STYLE_KEY] = {A_BOLD, A_BOLD, PAIR_KEY},
		[IK_STYLE_DIM] = {A_DIM, A_DIM, NO_PAIR},
		[IK_STYLE_FOCUS] = {A_REVERSE, A_REVERSE, NO_PAIR},
		[IK_STYLE_DOWN] = {A_NORMAL, A_NORMAL, NO_PAIR},
	};

	*pair = coloured ? looks[style].pair : NO_PAIR;
	return coloured ? looks[style].attribute : looks[style].without_colours;
}

static bool is_drawable(wchar_t wide, bool first)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = {0};

	if (wcrtomb(bytes, wide, &state) == (size_t)-1)
		return false;
	return first ? wcwidth(wide) > 0 : wcwidth(wide) == 0;
}

/* One character as the reader sees it: a base and its marks.  False if this terminal has no code
 * for the base. */
static bool to_wide(const char *text, size_t size, wchar_t wide[CCHARW_MAX + 1])
{
	size_t n = 0;

	for (size_t at = 0; at < size && n < CCHARW_MAX;) {
		ucs4_t c;
		int step = u8_mbtouc(&c, (const uint8_t *)text + at, size - at);
		if (is_drawable((wchar_t)c, n == 0))
			wide[n++] = (wchar_t)c;
		else if (n == 0)
			return false;
		at += (size_t)step;
	}
	wide[n] = L'\0';
	return n > 0;
}

static void put_cell(int row, int column, enum ik_style style, const wchar_t *wide)
{
	cchar_t cell;
	short pair;
	attr_t attribute = attributes(style, &pair);

	setcchar(&cell, wide, attribute, pair, NULL);
	mvadd_wch(row, column, &cell);
}

static int columns_of(const char *text, size_t size, size_t *step)
{
	ucs4_t c;

	*step = (size_t)u8_mbtouc(&c, (const uint8_t *)text, size);
	return is_drawable((wchar_t)c, true) ? wcwidth((wchar_t)c) : -1;
}

/* Half-width kana and its mark are one character to the reader, and two cells. */
static bool draw_apart(int row, int column, enum ik_style style, const char *text, size_t size,
		       int width)
{
	int columns = 0;

	for (size_t at = 0, step; at < size; at += step) {
		int wide = columns_of(text + at, size - at, &step);
		if (wide < 0)
			return false;
		columns += wide;
	}
	if (columns != width)
		return false;
	for (size_t at = 0, step; at < size; at += step) {
		wchar_t wide[CCHARW_MAX + 1];
		int n = columns_of(text + at, size - at, &step);
		to_wide(text + at, step, wide);
		put_cell(row, column, style, wide);
		column += n;
	}
	return true;
}

static void draw_character(int row, int column, enum ik_style style, const char *text, size_t size,
			   int width)
{
	wchar_t wide[CCHARW_MAX + 1];

	if (to_wide(text, size, wide) && wcwidth(wide[0]) == width)
		put_cell(row, column, style, wide);
	else if (!draw_apart(row, column, style, text, size, width))
		/* As many columns as it was counted for, so that the rest of the line stays in
		 * place. */
		for (int i = 0; i < width; i++)
			put_cell(row, column + i, style, i == 0 ? L"?" : L" ");
}

/* Whatever is put into the last cell of all scrolls some terminals; a few go on to the next line
 * from the last cell of any. */
static int columns_in(int row)
{
	bool wraps = tigetflag("am") > 0 && tigetflag("xenl") <= 0;

	return row == LINES - 1 || wraps ? COLS - 1 : COLS;
}

static void draw_text(const struct ik_span *span)
{
	int column = span->column;
	int end = columns_in(span->row);

	for (size_t at = 0, step; (step = ik_text_next(span->text, at)) > 0; at += step) {
		int width = ik_text_columns_n(span->text + at, step);
		if (column >= 0 && column + width <= end)
			draw_character(span->row, column, span->style, span->text + at, step,
				       width);
		column += width;
	}
}

static void draw_line(const struct ik_span *span)
{
	int n = (int)strlen(span->text);

	if (span->column + n > columns_in(span->row))
		n = columns_in(span->row) - span->column;

	if (ascii_lines)
		mvhline(span->row, span->column, span->style == IK_STYLE_ACROSS ? '-' : '|', n);
	else
		mvhline_set(span->row, span->column,
			    span->style == IK_STYLE_ACROSS ? WACS_HLINE : WACS_VLINE, n);
}

void ik_draw(const struct ik_canvas *screen, int row, int column)
{
	erase();
	for (size_t i = 0; i < screen->n; i++) {
		const struct ik_span *span = &screen->spans[i];
		if (span->row < 0 || span->row >= LINES)
			continue;
		if (span->style == IK_STYLE_ACROSS || span->style == IK_STYLE_DOWN)
			draw_line(span);
		else
			draw_text(span);
	}
	if (row >= 0 && row < LINES && column >= 0)
		move(row, column < COLS ? column : COLS - 1);
	else
		move(0, 0);
	wnoutrefresh(stdscr);
	doupdate();
}

void ik_draw_forget(void)
{
	WINDOW *const pictures[] = {stdscr, newscr, curscr};

	for (size_t i = 0; i < IK_COUNT(pictures); i++)
		werase(pictures[i]);
	clearok(curscr, TRUE);
}

void ik_draw_again(void)
{
	clearok(curscr, TRUE);
}
