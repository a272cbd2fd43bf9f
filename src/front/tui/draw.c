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

#include "base/alloc.h"
#include "base/text.h"

static bool ascii_lines;

void ik_draw_lines(bool ascii)
{
	ascii_lines = ascii;
}

static attr_t attributes(enum ik_style style, short *pair)
{
	*pair = 0;
	switch (style) {
	case IK_STYLE_STRONG:
		return A_BOLD;
	case IK_STYLE_WARNING:
		*pair = has_colors() ? IK_PAIR_WARNING : 0;
		return A_BOLD;
	case IK_STYLE_GOOD:
		*pair = has_colors() ? IK_PAIR_GOOD : 0;
		return A_NORMAL;
	case IK_STYLE_FOCUS:
		return A_REVERSE;
	default:
		return A_NORMAL;
	}
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

static void draw_character(int row, int column, const struct ik_span *span, const char *text,
			   size_t size, int width)
{
	wchar_t wide[CCHARW_MAX + 1];
	cchar_t cell;
	short pair;
	attr_t attribute = attributes(span->style, &pair);

	if (!to_wide(text, size, wide) || wcwidth(wide[0]) != width) {
		/* As many columns as it was counted for, so that the rest of the line stays in
		 * place. */
		for (int i = 0; i < width; i++) {
			setcchar(&cell, i == 0 ? L"?" : L" ", attribute, pair, NULL);
			mvadd_wch(row, column + i, &cell);
		}
		return;
	}
	setcchar(&cell, wide, attribute, pair, NULL);
	mvadd_wch(row, column, &cell);
}

static void draw_text(const struct ik_span *span)
{
	int column = span->column;
	/* Whatever is put into the last cell of all scrolls some terminals. */
	int end = span->row == LINES - 1 ? COLS - 1 : COLS;

	for (size_t at = 0, step; (step = ik_text_next(span->text, at)) > 0; at += step) {
		int width = ik_text_columns_n(span->text + at, step);
		if (column >= 0 && column + width <= end)
			draw_character(span->row, column, span, span->text + at, step, width);
		column += width;
	}
}

static void draw_line(const struct ik_span *span)
{
	int n = (int)strlen(span->text);

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
