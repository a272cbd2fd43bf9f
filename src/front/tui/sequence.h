/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sequence.h: what follows Esc [ or Esc O, as keys, mice and protocols of keyboards send it, and
 * what it means.  Pure. */
#ifndef IK_FRONT_TUI_SEQUENCE_H
#define IK_FRONT_TUI_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "wizard/action.h"

enum { IK_SEQUENCE_ROOM = 32, IK_SEQUENCE_PARTS = 3, IK_TAUGHT_ROOM = 16 };

struct ik_sequence {
	char bytes[IK_SEQUENCE_ROOM]; /* as it came, Esc left out; of a longer one the beginning */
	size_t size;
	bool longer; /* than BYTES holds */
	char lead;   /* '[' or 'O' */
	char marker; /* '<' to '?', before the numbers: no key has one; or 0 */
	bool middle; /* something stands between the numbers and the last byte: no key has that */
	/* 3;5:1 is {{3}, {5, 1}}. */
	unsigned numbers[IK_SEQUENCE_PARTS][IK_SEQUENCE_PARTS];
	size_t number, part; /* where the next digit goes; beyond all of them it is dropped */
};

/* A key that this terminal sends in a way of its own: its bytes, Esc left out. */
struct ik_taught {
	char bytes[8];
	enum ik_action action;
};

struct ik_lessons {
	struct ik_taught of[IK_TAUGHT_ROOM];
	size_t n;
};

enum ik_meant {
	IK_MEANT_NOTHING,
	IK_MEANT_ACTION,
	IK_MEANT_TEXT,
	IK_MEANT_ESC,   /* the Esc key by itself */
	IK_MEANT_PASTE, /* the mark before a paste */
	IK_MEANT_MOUSE, /* three characters follow that belong to it */
	IK_MEANT_PLACE, /* where the cursor is, which somebody asked */
};

struct ik_meaning {
	enum ik_meant kind;
	enum ik_action action;
	char text[16]; /* UTF-8 */
	size_t size;
	unsigned column; /* of a PLACE, from 1 */
};

/* What a control byte means, what function key N (1 to 12) does. */
enum ik_action ik_control_action(unsigned char byte);
enum ik_action ik_function_key(unsigned n);

void ik_sequence_begin(struct ik_sequence *sequence, char lead);

/* Takes one byte of 0x20 to 0x7e; true if it was the last one. */
bool ik_sequence_add(struct ik_sequence *sequence, unsigned char byte);

void ik_sequence_mean(const struct ik_sequence *sequence, const struct ik_lessons *lessons,
		      struct ik_meaning *meaning);

/* BYTES, Esc first, are how this terminal sends the key of ACTION.  What does not begin with Esc [
 * is not taken: Esc O and a small letter is what a keypad sends, whatever a terminal's description
 * says. */
void ik_lessons_add(struct ik_lessons *lessons, const char *bytes, enum ik_action action);

#endif
