/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.c: the key decoder. */
#include "config.h"

#include "front/tui/keys.h"

#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <unistr.h>

#include "base/alloc.h"

enum { ESC = 0x1b, BEL = 0x07, INTERRUPT = 0x03 };

/* Where C1 is meant, as a character of its own. */
enum {
	C1_FIRST = 0x80,
	C1_SS3 = 0x8f,
	C1_DCS = 0x90,
	C1_CSI = 0x9b,
	C1_OSC = 0x9d,
	C1_APC = 0x9f,
	C1_LAST = 0x9f
};

/* Alphabets that are typed with Alt end here; what comes behind them comes from an input method,
 * which may leave an Esc behind. */
enum { ALPHABETS_LAST = 0x10ff };

/* As many ^C, each alone, end a paste whose end was lost. */
enum { STOPS = 2 };

static const char paste_end[] = "\033[201~";

/* What begins an answer after Esc, and the bytes that such an answer goes on with: all others are
 * Alt and a character. */
static const struct {
	char byte;
	const char *second;
} answers[] = {
	{']', "0123456789lL"},
	{'P', "0123456789>!$+"},
	{'_', "G"},
};

void ik_keys_start(struct ik_keys *keys)
{
	memset(keys, 0, sizeof(*keys));
}

void ik_keys_end(struct ik_keys *keys)
{
	ik_secret_free(keys->pasted);
	explicit_bzero(keys, sizeof(*keys));
}

void ik_keys_forget(struct ik_keys *keys)
{
	if (keys->pasted && keys->state != IK_KEYS_PASTE)
		ik_secret_wipe(keys->pasted);
}

enum ik_keys_wait ik_keys_wait(const struct ik_keys *keys)
{
	switch (keys->state) {
	case IK_KEYS_ESC:
		return IK_WAIT_ESC;
	case IK_KEYS_ANSWER_BEGIN:
	case IK_KEYS_ANSWER:
		return IK_WAIT_ANSWER;
	case IK_KEYS_PASTE:
		return keys->stops > 0 ? IK_WAIT_STOP : IK_WAIT_PASTE;
	default:
		return IK_WAIT_NONE;
	}
}

static void act(struct ik_event *event, enum ik_action action)
{
	if (action == IK_ACTION_NONE)
		return;
	event->kind = IK_EVENT_ACTION;
	event->action = action;
}

static void say(struct ik_keys *keys, struct ik_event *event, const char *text, size_t size)
{
	memmove(keys->text, text, size);
	keys->text[size] = '\0';
	event->kind = IK_EVENT_TEXT;
	event->text = keys->text;
	event->size = size;
}

static void begin_character(struct ik_keys *keys)
{
	memset(&keys->mb, 0, sizeof(keys->mb));
	keys->mb_inside = false;
}

/* In the C locale glibc gives each byte a character of its own, which says nothing about what was
 * typed. */
static bool locale_is_ascii(void)
{
	return strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0;
}

/* One byte of text in the locale's encoding.  Returns the bytes of UTF-8 now in KEYS->text: 0 while
 * the character goes on, -1 for bytes that mean nothing.  *AGAIN: the byte was not part of it and
 * stands for itself. */
static int decode(struct ik_keys *keys, unsigned char byte, bool *again)
{
	char one = (char)byte;
	wchar_t wide;
	size_t rc = mbrtowc(&wide, &one, 1, &keys->mb);

	*again = false;
	if (rc == (size_t)-2) {
		keys->mb_inside = true;
		return 0;
	}
	if (rc == (size_t)-1) {
		*again = keys->mb_inside;
		begin_character(keys);
		return -1;
	}
	keys->mb_inside = false;
	if (byte > 0x7f && locale_is_ascii())
		return -1;
	int size = u8_uctomb((uint8_t *)keys->text, (ucs4_t)wide, sizeof(keys->text) - 1);
	return size > 0 ? size : -1;
}

static void add_to_paste(struct ik_keys *keys, unsigned char byte)
{
	bool again = true;

	while (again) {
		int size = decode(keys, byte, &again);
		if (size < 0)
			keys->paste_bad = true;
		else if (size > 0
			 && !ik_secret_append(keys->pasted, keys->text, (size_t)size, NULL))
			keys->paste_long = true;
	}
}

static void finish_paste(struct ik_keys *keys, struct ik_event *event)
{
	keys->state = IK_KEYS_GROUND;
	if (keys->mb_inside)
		keys->paste_bad = true;
	begin_character(keys);
	event->kind = keys->paste_bad    ? IK_EVENT_BAD_TEXT
		      : keys->paste_long ? IK_EVENT_LONG_TEXT
					 : IK_EVENT_PASTE;
	event->text = ik_secret_data(keys->pasted);
	event->size = ik_secret_size(keys->pasted);
}

static void begin_paste(struct ik_keys *keys)
{
	if (!keys->pasted)
		keys->pasted = ik_secret_new(IK_PASTE_ROOM);
	ik_secret_wipe(keys->pasted);
	keys->state = IK_KEYS_PASTE;
	keys->matched = 0;
	keys->stops = 0;
	keys->paste_bad = keys->paste_long = false;
}

static void drop_paste(struct ik_keys *keys, struct ik_event *event)
{
	ik_secret_wipe(keys->pasted);
	keys->state = IK_KEYS_GROUND;
	begin_character(keys);
	event->kind = IK_EVENT_DROPPED;
}

/* Inside a paste nothing is a key but the paste's end, and ^C where it came ALONE. */
static void paste_byte(struct ik_keys *keys, unsigned char byte, bool alone, struct ik_event *event)
{
	keys->stops = alone && byte == INTERRUPT ? keys->stops + 1 : 0;
	if (keys->stops == STOPS) {
		drop_paste(keys, event);
		return;
	}
	if (byte == (unsigned char)paste_end[keys->matched]) {
		if (++keys->matched == sizeof(paste_end) - 1)
			finish_paste(keys, event);
		return;
	}
	for (size_t i = 0; i < keys->matched; i++)
		add_to_paste(keys, (unsigned char)paste_end[i]);
	keys->matched = 0;
	if (byte == (unsigned char)paste_end[0])
		keys->matched = 1;
	else
		add_to_paste(keys, byte);
}

/* A digit after Esc is a function key; anything else is Alt and that character: nothing. */
static void escaped_text(struct ik_event *event, const char *text, size_t size)
{
	if (size == 1 && text[0] >= '0' && text[0] <= '9')
		act(event, ik_function_key(text[0] == '0' ? 10 : (unsigned)(text[0] - '0')));
}

/* The Esc key by itself; the second one is Back. */
static void esc_key(struct ik_keys *keys, struct ik_event *event)
{
	if (keys->escaped) {
		act(event, IK_ACTION_BACK);
		return;
	}
	keys->state = IK_KEYS_ESC;
	keys->coded = true;
}

static void finish_sequence(struct ik_keys *keys, struct ik_event *event)
{
	struct ik_meaning meaning;

	keys->state = IK_KEYS_GROUND;
	ik_sequence_mean(&keys->sequence, &keys->lessons, &meaning);
	switch (meaning.kind) {
	case IK_MEANT_ACTION:
		act(event, meaning.action);
		break;
	case IK_MEANT_TEXT:
		if (keys->escaped)
			escaped_text(event, meaning.text, meaning.size);
		else
			say(keys, event, meaning.text, meaning.size);
		break;
	case IK_MEANT_ESC:
		esc_key(keys, event);
		break;
	case IK_MEANT_PASTE:
		begin_paste(keys);
		break;
	case IK_MEANT_MOUSE:
		keys->state = IK_KEYS_MOUSE;
		keys->mouse = 3;
		keys->last = 0;
		break;
	case IK_MEANT_PLACE:
		event->kind = IK_EVENT_PLACE;
		event->column = meaning.column;
		break;
	case IK_MEANT_NOTHING:
		/* That the Esc key was let go. */
		if (keys->escaped && keys->sequence.numbers[0][0] == ESC) {
			keys->state = IK_KEYS_ESC;
			keys->coded = true;
		}
		break;
	}
}

static void begin_sequence(struct ik_keys *keys, char lead)
{
	ik_sequence_begin(&keys->sequence, lead);
	keys->state = IK_KEYS_SEQUENCE;
}

static void begin_answer(struct ik_keys *keys, char byte, enum ik_keys_state state)
{
	keys->answer = byte;
	keys->last = 0;
	keys->state = state;
}

/* A control character of the upper half, as a terminal that speaks 8 bits sends it. */
static void upper_control(struct ik_keys *keys, ucs4_t code)
{
	keys->escaped = keys->coded = false;
	if (code == C1_CSI)
		begin_sequence(keys, '[');
	else if (code == C1_SS3)
		begin_sequence(keys, 'O');
	else if (code == C1_DCS || code == C1_OSC || code == C1_APC)
		begin_answer(keys, '\0', IK_KEYS_ANSWER);
}

/* Returns whether the byte was taken. */
static bool text_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	bool again;
	int size = decode(keys, byte, &again);
	ucs4_t code = 0;

	if (size > 0)
		u8_mbtouc(&code, (const uint8_t *)keys->text, (size_t)size);
	if (size < 0)
		event->kind = IK_EVENT_BAD_TEXT;
	else if (code >= C1_FIRST && code <= C1_LAST)
		upper_control(keys, code);
	else if (size > 0 && !(keys->alt && code <= ALPHABETS_LAST))
		say(keys, event, keys->text, (size_t)size);
	if (size != 0)
		keys->alt = false;
	return !again;
}

static bool ground_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	bool control = byte < 0x20 || byte == 0x7f;
	/* Some send Enter as both. */
	bool second_half = keys->entered && byte == '\n';

	if (keys->mb_inside && control) {
		begin_character(keys);
		keys->alt = false;
		event->kind = IK_EVENT_BAD_TEXT;
		return false;
	}
	keys->entered = byte == '\r';
	if (!control)
		return text_byte(keys, byte, event);
	if (byte == ESC) {
		keys->state = IK_KEYS_ESC;
		keys->escaped = keys->coded = false;
	} else if (!second_half) {
		act(event, ik_control_action(byte));
	}
	return true;
}

static bool begins_answer(char byte)
{
	for (size_t i = 0; i < IK_COUNT(answers); i++)
		if (answers[i].byte == byte)
			return true;
	return false;
}

/* NEXT: the byte that has arrived behind it, or 0. */
static bool esc_byte(struct ik_keys *keys, unsigned char byte, unsigned char next,
		     struct ik_event *event)
{
	char text = (char)byte;

	if (byte == ESC && (keys->coded || next == '[' || next == 'O')) {
		keys->escaped = true;
		keys->coded = false;
		return true; /* that byte decides */
	}
	keys->state = IK_KEYS_GROUND;
	keys->entered = false;
	if (byte == '[' || byte == 'O')
		begin_sequence(keys, text);
	else if (begins_answer(text))
		begin_answer(keys, text, IK_KEYS_ANSWER_BEGIN);
	else if (byte == ESC) {
		keys->returned = next == 0;
		act(event, IK_ACTION_BACK);
	} else if (byte == '\t')
		act(event, IK_ACTION_BACKWARD);
	else if (byte >= 0x20 && byte < 0x7f)
		escaped_text(event, &text, 1);
	else {
		keys->alt = byte >= 0x80;
		return false;
	}
	return true;
}

/* Whether the byte goes on with an answer that begins. */
static bool goes_on(const struct ik_keys *keys, unsigned char byte)
{
	for (size_t i = 0; i < IK_COUNT(answers); i++)
		if (answers[i].byte == keys->answer)
			return byte && strchr(answers[i].second, byte) != NULL;
	return false;
}

/* What the terminal answers to a question that somebody asked.  It ends in BEL, ESC \\ or the
 * character of the upper half.  Any other control byte means that its end was lost.  Returns
 * whether the byte was taken. */
static bool answer_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	unsigned char last = keys->last;
	bool ends = byte == BEL || (last == ESC && byte == '\\') || (last == 0xc2 && byte == 0x9c);
	bool inside = (byte >= 0x20 && byte != 0x7f) || byte == ESC || byte == 0;

	keys->last = byte;
	if (!ends && last == ESC) {
		keys->escaped = keys->coded = false;
		return esc_byte(keys, byte, 0, event);
	}
	if (ends || !inside)
		keys->state = IK_KEYS_GROUND;
	return ends || inside;
}

static bool answer_begins(struct ik_keys *keys, unsigned char byte)
{
	keys->state = goes_on(keys, byte) ? IK_KEYS_ANSWER : IK_KEYS_GROUND;
	return keys->state == IK_KEYS_ANSWER;
}

/* X10's report: three characters, each a byte or, from some, UTF-8.  Returns whether the byte was
 * taken. */
static bool mouse_byte(struct ik_keys *keys, unsigned char byte)
{
	bool continues = keys->last >= 0xc2 && byte >= 0x80 && byte < 0xc0;

	keys->last = byte;
	if (byte < 0x20 || (keys->mouse == 0 && !continues)) {
		keys->state = IK_KEYS_GROUND;
		return false;
	}
	if (!continues)
		keys->mouse--;
	if (keys->mouse == 0 && byte < 0xc2)
		keys->state = IK_KEYS_GROUND;
	return true;
}

/* A control or 8-bit byte cannot be part of a sequence: the sequence was cut, and the byte stands
 * for itself. */
static bool sequence_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	if (byte < 0x20 || byte >= 0x7f) {
		keys->state = IK_KEYS_GROUND;
		return false;
	}
	if (ik_sequence_add(&keys->sequence, byte))
		finish_sequence(keys, event);
	return true;
}

/* Takes the first of SIZE bytes, ALONE if nothing else has arrived with it.  Returns whether it was
 * taken; if not, it is to be fed again. */
static bool feed(struct ik_keys *keys, const unsigned char *bytes, size_t size, bool alone,
		 struct ik_event *event)
{
	switch (keys->state) {
	case IK_KEYS_ESC:
		return esc_byte(keys, bytes[0], size > 1 ? bytes[1] : 0, event);
	case IK_KEYS_SEQUENCE:
		return sequence_byte(keys, bytes[0], event);
	case IK_KEYS_ANSWER_BEGIN:
		return answer_begins(keys, bytes[0]);
	case IK_KEYS_ANSWER:
		return answer_byte(keys, bytes[0], event);
	case IK_KEYS_MOUSE:
		return mouse_byte(keys, bytes[0]);
	case IK_KEYS_PASTE:
		paste_byte(keys, bytes[0], alone, event);
		return true;
	default:
		return ground_byte(keys, bytes[0], event);
	}
}

/* What is left of a key with Alt whose two Esc came before and were Back. */
static bool is_rest_of_key(const unsigned char *bytes, size_t size)
{
	size_t last = size - 1;

	if (size < 2)
		return false;
	if (bytes[0] == 'O')
		return size == 2 && bytes[1] >= 'A' && bytes[1] <= 'D';
	for (size_t i = 1; i < last; i++)
		if (bytes[i] < 0x20 || bytes[i] > 0x3f)
			return false;
	return bytes[0] == '[' && bytes[last] >= 0x40 && bytes[last] < 0x7f;
}

size_t ik_keys_read(struct ik_keys *keys, const unsigned char *bytes, size_t size,
		    struct ik_event *event)
{
	size_t used = keys->returned && is_rest_of_key(bytes, size) ? size : 0;

	memset(event, 0, sizeof(*event));
	keys->returned &= size == 0;
	while (used < size && event->kind == IK_EVENT_NONE)
		if (feed(keys, bytes + used, size - used, used == 0 && size == 1, event))
			used++;
	return used;
}
