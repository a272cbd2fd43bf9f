/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal_type.h: terminals newer than this server's descriptions of terminals.  Pure. */
#ifndef IK_FRONT_TUI_TERMINAL_TYPE_H
#define IK_FRONT_TUI_TERMINAL_TYPE_H

/* What almost every terminal understands, and every server describes. */
#define IK_TERMINAL_USUAL "xterm-256color"

/* The type that can stand in for TERM, which this system does not know; NULL: it may be anything.
 */
const char *ik_terminal_stand_in(const char *term);

#endif
