/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_breaks.h: where a line may end.  For text_wrap.c only. */
#ifndef IK_BASE_TEXT_BREAKS_H
#define IK_BASE_TEXT_BREAKS_H

#include <stddef.h>

/* How good a place is for the end of a line. */
enum ik_break {
	IK_BREAK_NEVER,   /* 。 or a small kana would begin the next line */
	IK_BREAK_INSIDE,  /* Unicode allows it, but it cuts a Katakana word, a name or a number and
			     its counter */
	IK_BREAK_BETWEEN, /* between such runs, though perhaps inside a Japanese phrase */
	IK_BREAK_PHRASE,  /* where a reader draws breath: between words, before a Japanese phrase,
			     behind 。 or 、 */
};

/* Fills PLACES, one a byte, with what a line end before that byte of TEXT (UTF-8, without newlines)
 * is. */
void ik_text_breaks(const char *text, size_t size, char *places);

#endif
