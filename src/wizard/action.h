/* SPDX-License-Identifier: GPL-3.0-or-later */
/* action.h: what a key does, from one list: key bar, help, manual page and tests are made of it. */
#ifndef IK_WIZARD_ACTION_H
#define IK_WIZARD_ACTION_H

#include "base/i18n.h"

/* id, name, keys as the manual writes them, label in the key bar ("" : not in it), what it does */
/* clang-format off */
#define IK_ACTIONS(X) \
	X(NONE,     "none",     "",                          "",          "") \
	X(ENTER,    "enter",    "Enter",                     "",          N_("Next field; from the last field the next page; presses a button")) \
	X(FORWARD,  "forward",  "Tab",                       "",          N_("Next field or button; in a path it first completes")) \
	X(BACKWARD, "backward", "Shift-Tab",                 "",          N_("Previous field or button")) \
	X(DOWN,     "down",     "Down Ctrl-N",               "",          N_("Next field; in a list, the next choice")) \
	X(UP,       "up",       "Up Ctrl-P",                 "",          N_("Previous field; in a list, the previous choice")) \
	X(LEFT,     "left",     "Left Ctrl-B",               "",          N_("Back one character; the previous choice")) \
	X(RIGHT,    "right",    "Right Ctrl-F",              "",          N_("Forward one character; the next choice")) \
	X(HOME,     "home",     "Home Ctrl-A",               "",          N_("Start of the line")) \
	X(END,      "end",      "End Ctrl-E",                "",          N_("End of the line")) \
	X(ERASE,    "erase",    "Backspace",                 "",          N_("Delete the character before the cursor")) \
	X(DELETE,   "delete",   "Delete Ctrl-D",             "",          N_("Delete the character under the cursor")) \
	X(ERASE_LINE, "erase-line", "Ctrl-U",                "",          N_("Delete to the start of the line")) \
	X(ERASE_END, "erase-end", "Ctrl-K",                  "",          N_("Delete to the end of the line")) \
	X(ERASE_WORD, "erase-word", "Ctrl-W",                "",          N_("Delete the word before the cursor")) \
	X(UNDO,     "undo",     "Ctrl-_",                    "",          N_("Take back what was cleared; again brings the later text")) \
	X(PAGE_UP,  "page-up",  "PgUp",                      "",          N_("Scroll back")) \
	X(PAGE_DOWN, "page-down", "PgDn",                    "",          N_("Scroll on")) \
	X(HELP,     "help",     "F1 Ctrl-G",                 N_("Help"),  N_("Explain the current field; again: all keys")) \
	X(LANGUAGE, "language", "F2",                        N_("Language"), N_("The other language; nothing typed is lost")) \
	X(DETAILS,  "details",  "F3",                        N_("Details"), N_("More about the certificates")) \
	X(BACK,     "back",     "F7 Esc-Esc",                N_("Back"),  N_("The page before; answers are kept")) \
	X(NEXT,     "next",     "F8",                        N_("Next"),  N_("Check this page and go on")) \
	X(QUIT,     "quit",     "F10 Ctrl-C",                N_("Quit"),  N_("Leave; asks if something would be lost")) \
	X(REVEAL,   "reveal",   "Ctrl-R",                    "",          N_("Show or hide the password")) \
	X(BROWSE,   "browse",   "Ctrl-O",                    "",          N_("Look for the file in a list")) \
	X(REDRAW,   "redraw",   "Ctrl-L",                    "",          N_("Draw the screen again, in its present size")) \
	X(SUSPEND,  "suspend",  "Ctrl-Z",                    "",          N_("Back to the shell for a while; fg returns"))
/* clang-format on */

#define X(id, name, keys, bar, help) IK_ACTION_##id,
enum ik_action { IK_ACTIONS(X) IK_ACTION_COUNT };
#undef X

struct ik_action_info {
	const char *name;
	const char *keys;
	const char *bar;  /* message id or "" */
	const char *help; /* message id */
};

const struct ik_action_info *ik_action_info(enum ik_action action);

#endif
