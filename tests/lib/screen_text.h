/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen_text.h: an emulated screen as text, and golden screens. */
#ifndef IK_TESTS_SCREEN_TEXT_H
#define IK_TESTS_SCREEN_TEXT_H

#include <stdbool.h>
#include <vterm.h>

/* The most bytes of a cell's character, with its marks. */
enum { CELL_BYTES_MOST = 24 };

/* Writes CELL's character, a blank if there is none, nothing for what is behind a wide one, to AT;
 * returns the number of bytes. */
size_t screen_put_cell(char *at, const VTermScreenCell *cell);

/* Line by line in UTF-8, trailing blanks cut; the caller frees. */
char *screen_text(VTermScreen *screen, int rows, int columns);
/* The same of the columns FROM to TO of one row. */
char *screen_text_of(VTermScreen *screen, int row, int from, int to);

/* TEXT with what changes from run to run masked, widths kept: groups of 4 hex digits (serial
 * numbers, fingerprints) become "hhhh", the characters of a made password "x", digits before
 * "bytes", "s", "GiB" and the like become "0"; the caller frees. */
char *screen_mask(const char *text);
/* The same, but what stands there instead looks real: for pictures. */
char *screen_stand_in(const char *text);

/* Whether MASKED is what tests/screens/NAME holds; with UPDATE_SCREENS it is. */
bool screen_is_golden(const char *masked, const char *name);
/* Fails the test with both if MASKED is not what tests/screens/NAME holds. */
void screen_compare(const char *masked, const char *name);
/* Whether TEXT is what the file at PATH holds; with UPDATE_SCREENS in the environment it is, since
 * it is written there. */
bool screen_is_file(const char *text, const char *path);
void screen_write(const char *text, const char *path);
char *screen_read(const char *path); /* "" if there is none; the caller frees */

#endif
