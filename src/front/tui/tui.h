/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tui.h: the ncurses screen.  The only room that knows ncurses. */
#ifndef IK_FRONT_TUI_TUI_H
#define IK_FRONT_TUI_TUI_H

#include <stdbool.h>

#include "base/error.h"
#include "wizard/frontend.h"

extern const struct ik_frontend ik_frontend_tui;

/* Whether a screen can be opened here: a terminal on both sides that can place its cursor.
 * IK_E_TERMINAL_NONE, _SSH, _UNTOLD, _UNKNOWN, _POOR.  One that this system does not
 * know, but that draws what another does, is taken for that; a note says so. */
bool ik_tui_possible(struct ik_error *err);

/* --ascii: lines of - | + instead of the terminal's own. */
void ik_tui_ascii(bool ascii);

#endif
