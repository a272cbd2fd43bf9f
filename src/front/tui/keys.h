/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h: from the bytes a terminal sends to what the operator meant.
 *
 * A pure machine: no curses, no timers, no reading.  Sequences may be cut anywhere.  A lone Esc
 * waits for the byte that decides, however late it comes: "[" and "O" go on with a sequence, a
 * digit is that function key, Tab is Shift-Tab, a second Esc is Back; a letter is Alt and that
 * letter, which means nothing, and any other key counts as itself.  Whatever nobody typed, answers
 * of the terminal and mice, is swallowed whole, and so are keys that nobody knows. */
#ifndef IK_FRONT_TUI_KEYS_H
#define IK_FRONT_TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "base/secret.h"
#include "front/tui/sequence.h"
#include "wizard/action.h"

enum ik_event_kind {
	IK_EVENT_NONE,
	IK_EVENT_ACTION,
	IK_EVENT_TEXT,      /* what one key typed */
	IK_EVENT_PASTE,     /* one whole paste, line ends and all */
	IK_EVENT_BAD_TEXT,  /* bytes that mean nothing in the locale's encoding, or a paste that
			       holds such */
	IK_EVENT_LONG_TEXT, /* a paste longer than IK_PASTE_ROOM */
	IK_EVENT_DROPPED,   /* a paste whose end never came, at the operator's wish */
	IK_EVENT_PLACE,     /* the terminal says in which COLUMN its cursor is, from 1 */
};

enum { IK_PASTE_ROOM = 64 * 1024 };

struct ik_event {
	enum ik_event_kind kind;
	enum ik_action action;
	const char *text; /* UTF-8, valid until the next ik_keys_read() */
	size_t size;
	unsigned column;
};

enum ik_keys_state {
	IK_KEYS_GROUND,
	IK_KEYS_ESC,
	IK_KEYS_SEQUENCE,
	IK_KEYS_ANSWER_BEGIN, /* Esc and the byte that may begin an answer */
	IK_KEYS_ANSWER,
	IK_KEYS_MOUSE,
	IK_KEYS_PASTE,
};

/* What the next byte decides, or the operator has to know. */
enum ik_keys_wait {
	IK_WAIT_NONE,
	IK_WAIT_ESC,
	IK_WAIT_ANSWER,
	IK_WAIT_PASTE,
	IK_WAIT_STOP, /* the second ^C */
};

/* Private to keys.c, apart from LESSONS. */
struct ik_keys {
	enum ik_keys_state state;
	struct ik_lessons lessons; /* keys of this terminal alone */
	struct ik_sequence sequence;
	bool escaped;  /* an Esc waited when the sequence began */
	bool coded;    /* the Esc that waits came as a sequence itself */
	bool returned; /* Esc Esc were the last bytes that came */
	bool entered;  /* Enter was the last byte that came */
	bool alt;      /* the character that begins is held with Alt */
	char answer;   /* the byte that began it */
	unsigned char last;
	unsigned mouse; /* characters that still belong to it */
	mbstate_t mb;
	bool mb_inside;    /* some bytes of a character came */
	char text[16];     /* the last character */
	ik_secret *pasted; /* it may be a password */
	size_t matched;    /* bytes of the paste's end seen so far */
	unsigned stops;    /* ^C, each of which came alone */
	bool paste_bad;
	bool paste_long;
};

void ik_keys_start(struct ik_keys *keys);
void ik_keys_end(struct ik_keys *keys); /* wipes */

/* Takes bytes until EVENT is complete, or all SIZE of them are taken (EVENT is then IK_EVENT_NONE).
 * Returns how many were taken, which may be 0 with an event.
 *
 * BYTES are all that has arrived.  This counts in three places only: Esc Esc is Back, but the
 * beginning of a key held with Alt if "[" or "O" has arrived as well; where the rest of such a key
 * arrives alone, it is dropped; and ^C that arrives alone, twice, ends a paste. */
size_t ik_keys_read(struct ik_keys *keys, const unsigned char *bytes, size_t size,
		    struct ik_event *event);

/* The last paste was taken: it is wiped. */
void ik_keys_forget(struct ik_keys *keys);

/* What is being waited for: the screen shows a hint. */
enum ik_keys_wait ik_keys_wait(const struct ik_keys *keys);

#endif
