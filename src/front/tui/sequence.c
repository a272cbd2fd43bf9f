/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sequence.c: what follows Esc [ or Esc O, and what it means. */
#include "config.h"

#include "front/tui/sequence.h"

#include <stdint.h>
#include <string.h>
#include <unistr.h>

#include "base/alloc.h"

/* clang-format off */
/* F1 to F12; those not named do nothing: they are conversion keys of input methods. */
static const enum ik_action function_keys[13] = {
	[1] = IK_ACTION_HELP, [2] = IK_ACTION_LANGUAGE, [3] = IK_ACTION_DETAILS,
	[7] = IK_ACTION_BACK, [8] = IK_ACTION_NEXT,     [10] = IK_ACTION_QUIT,
};

static const enum ik_action control_keys[32] = {
	['A' - 64] = IK_ACTION_HOME,       ['B' - 64] = IK_ACTION_LEFT,    ['C' - 64] = IK_ACTION_QUIT,
	['D' - 64] = IK_ACTION_DELETE,     ['E' - 64] = IK_ACTION_END,     ['F' - 64] = IK_ACTION_RIGHT,
	['G' - 64] = IK_ACTION_HELP,       ['H' - 64] = IK_ACTION_ERASE,   ['I' - 64] = IK_ACTION_FORWARD,
	['J' - 64] = IK_ACTION_ENTER,      ['K' - 64] = IK_ACTION_ERASE_END, ['L' - 64] = IK_ACTION_REDRAW,
	['M' - 64] = IK_ACTION_ENTER,      ['N' - 64] = IK_ACTION_DOWN,    ['O' - 64] = IK_ACTION_BROWSE,
	['P' - 64] = IK_ACTION_UP,         ['R' - 64] = IK_ACTION_REVEAL,  ['U' - 64] = IK_ACTION_ERASE_LINE,
	['W' - 64] = IK_ACTION_ERASE_WORD, ['Z' - 64] = IK_ACTION_SUSPEND, ['_' - 64] = IK_ACTION_UNDO,
};

/* The last byte of a sequence: an action, or a function key. */
struct final {
	char byte;
	enum ik_action action;
	unsigned function_key;
};

static const struct final csi_finals[] = {
	{ 'A', IK_ACTION_UP, 0 },    { 'B', IK_ACTION_DOWN, 0 },    { 'C', IK_ACTION_RIGHT, 0 }, { 'D', IK_ACTION_LEFT, 0 },
	{ 'H', IK_ACTION_HOME, 0 },  { 'F', IK_ACTION_END, 0 },     { 'Z', IK_ACTION_BACKWARD, 0 },
	/* xterm's F1 to F4 when a modifier is held: ESC [ 1 ; 2 P; but R with numbers is where the
	 * cursor is */
	{ 'P', IK_ACTION_NONE, 1 },  { 'Q', IK_ACTION_NONE, 2 },    { 'R', IK_ACTION_NONE, 3 },
};

static const struct final ss3_finals[] = {
	{ 'A', IK_ACTION_UP, 0 },    { 'B', IK_ACTION_DOWN, 0 },    { 'C', IK_ACTION_RIGHT, 0 }, { 'D', IK_ACTION_LEFT, 0 },
	{ 'a', IK_ACTION_UP, 0 },    { 'b', IK_ACTION_DOWN, 0 },    { 'c', IK_ACTION_RIGHT, 0 }, { 'd', IK_ACTION_LEFT, 0 },
	{ 'H', IK_ACTION_HOME, 0 },  { 'F', IK_ACTION_END, 0 },     { 'M', IK_ACTION_ENTER, 0 }, { 'I', IK_ACTION_FORWARD, 0 },
	/* The VT100's four, and those that the VT100+ of some programs counts on with. */
	{ 'P', IK_ACTION_NONE, 1 },  { 'Q', IK_ACTION_NONE, 2 },    { 'R', IK_ACTION_NONE, 3 },  { 'V', IK_ACTION_NONE, 7 },
	{ 'W', IK_ACTION_NONE, 8 },  { 'Y', IK_ACTION_NONE, 10 },
};

/* ESC [ NUMBER ~ */
static const struct {
	unsigned number;
	enum ik_action action;
	unsigned function_key;
} tildes[] = {
	{ 1, IK_ACTION_HOME, 0 },    { 3, IK_ACTION_DELETE, 0 },    { 4, IK_ACTION_END, 0 },
	{ 5, IK_ACTION_PAGE_UP, 0 }, { 6, IK_ACTION_PAGE_DOWN, 0 }, { 7, IK_ACTION_HOME, 0 },
	{ 8, IK_ACTION_END, 0 },     { 11, IK_ACTION_NONE, 1 },     { 12, IK_ACTION_NONE, 2 },
	{ 13, IK_ACTION_NONE, 3 },   { 18, IK_ACTION_NONE, 7 },     { 19, IK_ACTION_NONE, 8 },
	{ 21, IK_ACTION_NONE, 10 },
};

/* Keys that have a number of their own in the protocol that kitty began, and xterm's Enter, Tab, Backspace. */
static const struct {
	unsigned code;
	enum ik_action action;
} coded[] = {
	{ 8, IK_ACTION_ERASE },      { 13, IK_ACTION_ENTER },       { 127, IK_ACTION_ERASE },
	{ 57414, IK_ACTION_ENTER },  { 57417, IK_ACTION_LEFT },     { 57418, IK_ACTION_RIGHT },
	{ 57419, IK_ACTION_UP },     { 57420, IK_ACTION_DOWN },     { 57421, IK_ACTION_PAGE_UP },
	{ 57422, IK_ACTION_PAGE_DOWN }, { 57423, IK_ACTION_HOME },  { 57424, IK_ACTION_END },
	{ 57426, IK_ACTION_DELETE },
};
/* clang-format on */

/* A numeric keypad in application mode sends ESC O and one of these, from "*" on; in kitty's
 * protocol its keys count from KEYPAD_FIRST. */
static const char keypad[] = "*+,-./0123456789";
static const char coded_keypad[] = "0123456789./*-+";
enum { KEYPAD_FIRST = 57399, KEYPAD_EQUALS = 57415, KEYPAD_COMMA = 57416 };

/* Unicode keeps these for itself; there the protocol puts keys that type nothing. */
enum { PRIVATE_FIRST = 0xe000, PRIVATE_LAST = 0xf8ff };

/* A sequence's second number less one. */
enum { SHIFT = 1, ALT = 2, CONTROL = 4, CAPS_LOCK = 64, NUM_LOCK = 128 };

enum { RELEASED = 3, NUMBER_MAX = 9999999 };

enum ik_action ik_control_action(unsigned char byte)
{
	return byte == 0x7f ? IK_ACTION_ERASE : byte < 0x20 ? control_keys[byte] : IK_ACTION_NONE;
}

enum ik_action ik_function_key(unsigned n)
{
	return n < IK_COUNT(function_keys) ? function_keys[n] : IK_ACTION_NONE;
}

void ik_sequence_begin(struct ik_sequence *sequence, char lead)
{
	memset(sequence, 0, sizeof(*sequence));
	sequence->lead = lead;
	sequence->bytes[sequence->size++] = lead;
}

/* A digit or what stands between numbers. */
static void add_parameter(struct ik_sequence *sequence, unsigned char byte)
{
	if (byte == ';') {
		sequence->number++;
		sequence->part = 0;
	} else if (byte == ':') {
		sequence->part++;
	} else if (byte > '9') {
		sequence->marker = (char)byte;
	} else if (sequence->number < IK_SEQUENCE_PARTS && sequence->part < IK_SEQUENCE_PARTS) {
		unsigned *number = &sequence->numbers[sequence->number][sequence->part];

		if (*number <= NUMBER_MAX / 10)
			*number = *number * 10 + (unsigned)(byte - '0');
	}
}

/* rxvt ends a key with "$" when Shift is held, though "$" ends nothing by the standard, and stands
 * before the last byte of an answer about modes. */
static bool is_shifted_rxvt(const struct ik_sequence *sequence, unsigned char byte)
{
	return byte == '$' && sequence->lead == '[' && !sequence->marker && sequence->number == 0
	       && sequence->numbers[0][0] > 0;
}

bool ik_sequence_add(struct ik_sequence *sequence, unsigned char byte)
{
	/* The Linux console sends F1 to F5 as ESC [ [ A. */
	bool second_lead = byte == '[' && sequence->lead == '[' && sequence->size == 1;

	if (sequence->size < IK_SEQUENCE_ROOM - 1)
		sequence->bytes[sequence->size++] = (char)byte;
	else
		sequence->longer = true;
	if (byte >= '0' && byte <= '?')
		add_parameter(sequence, byte);
	else if (byte < '0' && !is_shifted_rxvt(sequence, byte))
		sequence->middle = true;
	return !second_lead && (byte >= 0x40 || is_shifted_rxvt(sequence, byte));
}

static void mean_action(struct ik_meaning *meaning, enum ik_action action)
{
	meaning->kind = action == IK_ACTION_NONE ? IK_MEANT_NOTHING : IK_MEANT_ACTION;
	meaning->action = action;
}

static void add_character(struct ik_meaning *meaning, unsigned code)
{
	size_t room = sizeof(meaning->text) - meaning->size;
	int size = u8_uctomb((uint8_t *)meaning->text + meaning->size, (ucs4_t)code,
			     (ptrdiff_t)room);

	if (code < 0x20 || (code >= 0x7f && code < 0xa0) || size <= 0)
		return;
	meaning->size += (size_t)size;
	meaning->kind = IK_MEANT_TEXT;
}

static char last_byte(const struct ik_sequence *sequence)
{
	return sequence->longer ? '\0' : sequence->bytes[sequence->size - 1];
}

/* Left out or 1: no modifier. */
static unsigned modifiers(const struct ik_sequence *sequence)
{
	return sequence->numbers[1][0] > 0 ? sequence->numbers[1][0] - 1 : 0;
}

/* What a key types, as far as that can be known.  xterm says the character that Shift made, kitty
 * the key under it. */
static void mean_text(const struct ik_sequence *sequence, unsigned code, bool by_xterm,
		      struct ik_meaning *meaning)
{
	unsigned held = modifiers(sequence);
	bool letter = code >= 'a' && code <= 'z';

	if (sequence->numbers[2][0] > 0 && !by_xterm) {
		for (size_t i = 0; i < IK_SEQUENCE_PARTS && sequence->numbers[2][i] > 0; i++)
			add_character(meaning, sequence->numbers[2][i]);
	} else if (sequence->numbers[0][1] > 0 && (held & SHIFT)) {
		add_character(meaning, sequence->numbers[0][1]);
	} else if (letter && !by_xterm) {
		add_character(meaning,
			      !(held & SHIFT) != !(held & CAPS_LOCK) ? code - 'a' + 'A' : code);
	} else if (by_xterm || !(held & SHIFT) || code == ' ' || code >= 0x7f) {
		add_character(meaning, code);
	}
}

/* With Ctrl held, as the byte that it would be otherwise. */
static void mean_control(unsigned code, struct ik_meaning *meaning)
{
	if (code == '[')
		meaning->kind = IK_MEANT_ESC;
	else if (code == '/' || code == '-' || code == '7' || code == '_')
		mean_action(meaning, IK_ACTION_UNDO);
	else if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z'))
		mean_action(meaning, ik_control_action((unsigned char)(code & 0x1f)));
}

/* A key of the number pad, or 0. */
static unsigned keypad_character(unsigned code)
{
	if (code == KEYPAD_EQUALS || code == KEYPAD_COMMA)
		return code == KEYPAD_EQUALS ? '=' : ',';
	if (code >= KEYPAD_FIRST && code < KEYPAD_FIRST + sizeof(coded_keypad) - 1)
		return (unsigned char)coded_keypad[code - KEYPAD_FIRST];
	return 0;
}

/* A key by its number, as xterm (CSI 27 ; 5 ; 99 ~) and kitty (CSI 99 ; 5 u) send it when a program
 * asked for that, perhaps one that is gone since. */
static void mean_code(const struct ik_sequence *sequence, unsigned code, bool by_xterm,
		      struct ik_meaning *meaning)
{
	const unsigned locks = CAPS_LOCK | NUM_LOCK;
	unsigned held = modifiers(sequence) & ~locks;

	for (size_t i = 0; i < IK_COUNT(coded); i++)
		if (coded[i].code == code) {
			mean_action(meaning, coded[i].action);
			return;
		}
	if (code == 27)
		meaning->kind = IK_MEANT_ESC;
	else if (code == '\t')
		mean_action(meaning, held & SHIFT ? IK_ACTION_BACKWARD : IK_ACTION_FORWARD);
	else if (keypad_character(code) != 0)
		add_character(meaning, keypad_character(code));
	else if (code >= PRIVATE_FIRST && code <= PRIVATE_LAST)
		return;
	else if (held == ALT && code >= '0' && code <= '9')
		mean_action(meaning, ik_function_key(code == '0' ? 10 : code - '0'));
	else if ((held & ~(unsigned)SHIFT) == CONTROL)
		mean_control(code, meaning);
	else if ((held & ~(unsigned)SHIFT) == 0)
		mean_text(sequence, code, by_xterm, meaning);
}

/* ACTION, or that of a function key. */
static void mean_key(enum ik_action action, unsigned function_key, struct ik_meaning *meaning)
{
	mean_action(meaning, function_key ? ik_function_key(function_key) : action);
}

static void mean_final(const struct final *finals, size_t n, char byte, struct ik_meaning *meaning)
{
	for (size_t i = 0; i < n; i++)
		if (finals[i].byte == byte)
			mean_key(finals[i].action, finals[i].function_key, meaning);
}

static void mean_tilde(const struct ik_sequence *sequence, struct ik_meaning *meaning)
{
	if (sequence->numbers[0][0] == 200)
		meaning->kind = IK_MEANT_PASTE;
	else if (sequence->numbers[0][0] == 27 && sequence->numbers[2][0] > 0)
		mean_code(sequence, sequence->numbers[2][0], true, meaning);
	for (size_t i = 0; i < IK_COUNT(tildes); i++)
		if (tildes[i].number == sequence->numbers[0][0])
			mean_key(tildes[i].action, tildes[i].function_key, meaning);
}

static void mean_csi(const struct ik_sequence *sequence, struct ik_meaning *meaning)
{
	char last = last_byte(sequence);

	if (sequence->marker || sequence->middle || sequence->numbers[1][1] == RELEASED)
		return;
	if (sequence->size == 3 && sequence->bytes[1] == '[')
		mean_action(meaning, last >= 'A' && last <= 'E'
					     ? ik_function_key((unsigned)(last - 'A' + 1))
					     : IK_ACTION_NONE);
	else if (last == '~' || last == '^' || last == '$' || last == '@')
		mean_tilde(sequence, meaning);
	else if (last == 'u')
		mean_code(sequence, sequence->numbers[0][0], false, meaning);
	else if (last == 'M' && sequence->size == 2)
		meaning->kind = IK_MEANT_MOUSE;
	else if (last != 'R' || sequence->size == 2)
		mean_final(csi_finals, IK_COUNT(csi_finals), last, meaning);
	else
		*meaning = (struct ik_meaning){.kind = IK_MEANT_PLACE,
					       .column = sequence->numbers[1][0]};
}

static void mean_ss3(const struct ik_sequence *sequence, struct ik_meaning *meaning)
{
	char last = last_byte(sequence);

	if (last >= 'j' && last <= 'y')
		add_character(meaning, (unsigned char)keypad[last - 'j']);
	else
		mean_final(ss3_finals, IK_COUNT(ss3_finals), last, meaning);
}

void ik_sequence_mean(const struct ik_sequence *sequence, const struct ik_lessons *lessons,
		      struct ik_meaning *meaning)
{
	memset(meaning, 0, sizeof(*meaning));
	for (size_t i = 0; i < lessons->n; i++) {
		const struct ik_taught *taught = &lessons->of[i];

		if (strlen(taught->bytes) == sequence->size
		    && memcmp(taught->bytes, sequence->bytes, sequence->size) == 0) {
			mean_action(meaning, taught->action);
			return;
		}
	}
	if (sequence->lead == '[')
		mean_csi(sequence, meaning);
	else
		mean_ss3(sequence, meaning);
}

void ik_lessons_add(struct ik_lessons *lessons, const char *bytes, enum ik_action action)
{
	size_t size = bytes ? strlen(bytes) : 0;

	if (size < 2 || strncmp(bytes, "\033[", 2) != 0 || size > sizeof(lessons->of->bytes)
	    || lessons->n == IK_TAUGHT_ROOM)
		return;
	struct ik_taught *taught = &lessons->of[lessons->n++];
	memcpy(taught->bytes, bytes + 1, size);
	taught->action = action;
}
