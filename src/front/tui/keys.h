/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h: from the bytes a terminal sends to what the operator meant.
 *
 * A pure machine: no curses, no timers, no reading.  Sequences may be cut anywhere.  A lone Esc
 * waits for the byte that decides, however late it comes: "[" and "O" go on with a sequence, a
 * digit is that function key, a second Esc is Back, anything else counts as itself.  Sequences
 * nobody knows are swallowed whole. */
#ifndef IK_FRONT_TUI_KEYS_H
#define IK_FRONT_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "base/secret.h"
#include "wizard/action.h"

enum ik_event_kind {
	IK_EVENT_NONE,
	IK_EVENT_ACTION,
	IK_EVENT_TEXT,      /* one character */
	IK_EVENT_PASTE,     /* one whole paste, line ends and all */
	IK_EVENT_BAD_TEXT,  /* bytes that mean nothing in the locale's encoding, or a paste that
			       holds such */
	IK_EVENT_LONG_TEXT, /* a paste longer than IK_PASTE_ROOM */
};

enum { IK_PASTE_ROOM = 64 * 1024 };

struct ik_event {
	enum ik_event_kind kind;
	enum ik_action action;
	const char *text; /* UTF-8, valid until the next ik_keys_read() */
	size_t size;
};

enum ik_keys_state {
	IK_KEYS_GROUND,
	IK_KEYS_ESC,
	IK_KEYS_CSI,
	IK_KEYS_CSI_CONSOLE, /* ESC [ [, the Linux console's F1 to F5 */
	IK_KEYS_SS3,
	IK_KEYS_PASTE,
};

/* Private to keys.c, apart from ik_keys_esc_waits(). */
struct ik_keys {
	enum ik_keys_state state;
	mbstate_t mb;
	bool mb_inside;  /* some bytes of a character came */
	unsigned number; /* the first parameter of a sequence */
	bool number_ended;
	char text[16];     /* the last character */
	ik_secret *pasted; /* it may be a password */
	size_t matched;    /* bytes of the paste's end seen so far */
	bool paste_bad;
	bool paste_long;
};

void ik_keys_start(struct ik_keys *keys);
void ik_keys_end(struct ik_keys *keys); /* wipes */

/* Takes bytes until EVENT is complete, or all SIZE of them are taken (EVENT is then IK_EVENT_NONE).
 * Returns how many were taken, which may be 0 with an event. */
size_t ik_keys_read(struct ik_keys *keys, const unsigned char *bytes, size_t size,
		    struct ik_event *event);

/* The last paste was taken: it is wiped. */
void ik_keys_forget(struct ik_keys *keys);

/* Whether an Esc waits for the byte that decides: the screen shows a hint. */
bool ik_keys_esc_waits(const struct ik_keys *keys);

#endif
