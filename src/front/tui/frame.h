/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.h: what surrounds every page: top line, the way, lower rule, help line, key bar.  Pure. */
#ifndef IK_FRONT_TUI_FRAME_H
#define IK_FRONT_TUI_FRAME_H

#include <stdbool.h>

#include "front/tui/canvas.h"
#include "front/tui/view.h"

struct ik_frame {
	const struct ik_wizard *wizard;
	const struct ik_page *page;
	int columns, rows;
	struct ik_space space;
	const struct ik_canvas *body;
	int top;                   /* the first row of BODY in sight */
	bool more;                 /* there is more than BODY holds */
	bool still;                /* it is not scrolled now */
	const char *help;          /* translated */
	unsigned long keys;        /* the actions of the key bar: bits of IK_KEY() */
	struct ik_first_key first; /* stands before them; its key may be NULL */
};

#define IK_KEY(action) (1UL << (action))

bool ik_frame_fits(int columns, int rows);

/* Where on the screen row ROW of the body stands: one lower if there is room for a blank row above.
 */
int ik_frame_row(const struct ik_frame *frame, int row);

/* The whole screen, where it fits. */
void ik_frame_compose(const struct ik_frame *frame, struct ik_canvas *screen);

/* BODY from row TOP on over what stands there, a line above it. */
void ik_frame_band(const struct ik_canvas *body, int columns, int top, struct ik_canvas *screen);

/* The lower rule, the help line and the key bar. */
enum { IK_FRAME_ROWS_BELOW = 3 };

/* The two lines that say that it does not. */
void ik_frame_too_small(int columns, int rows, struct ik_canvas *screen);

/* Which actions the key bar of PAGE names. */
unsigned long ik_frame_keys(const struct ik_wizard *wizard, const struct ik_page *page);

#endif
