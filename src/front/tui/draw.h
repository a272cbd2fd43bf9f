/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw.h: a canvas onto the terminal.  Text is UTF-8 until here. */
#ifndef IK_FRONT_TUI_DRAW_H
#define IK_FRONT_TUI_DRAW_H

#include <stdbool.h>

#include "front/tui/canvas.h"

/* Lines of - and | instead of the terminal's own. */
void ik_draw_lines(bool ascii);

/* The colours of the styles, where the terminal has some and the operator wants them.  Each only
 * repeats what a word or a sign says. */
void ik_draw_colours(bool wanted);

/* Paints what differs from what is there, in one go; the cursor ends at ROW, COLUMN. */
void ik_draw(const struct ik_canvas *screen, int row, int column);

/* Nothing of what was drawn stays in ncurses' pictures of the screen; the next ik_draw() paints
 * everything. */
void ik_draw_forget(void);

/* The next ik_draw() paints everything, whatever is thought to be there. */
void ik_draw_again(void);

#endif
