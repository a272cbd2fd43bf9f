/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.h: the terminal, taken over and given back.  There is one terminal, so there is one of
 * these. */
#ifndef IK_FRONT_TUI_SCREEN_H
#define IK_FRONT_TUI_SCREEN_H

#include <stdbool.h>

#include "base/error.h"
#include "front/tui/sequence.h"

/* Whether a screen can be had: IK_E_TERMINAL_NONE, _SSH, _UNTOLD, _UNKNOWN, _POOR.
 * *STANDS_IN, if so: the type that is used in place of one that this system does not know, or NULL.
 */
bool ik_screen_possible(const char **stands_in, struct ik_error *err);

/* ASCII: lines of - | + instead of the terminal's own. */
bool ik_screen_open(bool ascii, struct ik_error *err);
void ik_screen_close(void); /* twice is fine */

/* The keys that this terminal sends in a way of its own, as its description says. */
void ik_screen_teach(struct ik_lessons *lessons);

/* The terminal's answer to what ik_screen_open() asked it: how wide it draws a line of a box. Where
 * that is not one cell, lines are made of ASCII from now on, and it is true.  An answer that nobody
 * asked for says nothing. */
bool ik_screen_answered(unsigned column);

/* Gives the terminal back for a while, and takes it again as a whole. */
void ik_screen_leave(void);
void ik_screen_return(void);

/* The size as it is now; the screen is fitted to it. */
void ik_screen_fit(int *columns, int *rows);

/* Gives the terminal back with nothing but async-signal-safe calls. */
void ik_screen_emergency(void);

#endif
