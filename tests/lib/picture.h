/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture.h: an emulated screen as an SVG picture. */
#ifndef IK_TESTS_PICTURE_H
#define IK_TESTS_PICTURE_H

#include <vterm.h>

/* ROWS x COLUMNS of SCREEN under TITLE; the cursor at CURSOR where CURSOR.row is not negative.
 * Colours follow the reader's choice of light or dark; text stays text, and keeps its columns in
 * whatever font.  What changes from run to run is replaced by what never does, the folder of the
 * test by the usual one, so that the same page gives the same bytes.  The caller frees. */
char *picture_svg(VTermScreen *screen, int rows, int columns, VTermPos cursor, const char *title);

/* The same as lines without trailing blanks; the caller frees. */
char *picture_text(VTermScreen *screen, int rows, int columns);

#endif
