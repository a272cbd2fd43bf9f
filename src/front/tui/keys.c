/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.c: the key decoder. */
#include "config.h"

#include "front/tui/keys.h"

#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <unistr.h>

#include "base/alloc.h"

static const char paste_end[] = "\033[201~";

/* clang-format off */
/* F1 to F12; those not named do nothing: they are conversion keys of input methods. */
static const enum ik_action function_keys[13] = {
	[1] = IK_ACTION_HELP, [2] = IK_ACTION_LANGUAGE, [3] = IK_ACTION_DETAILS,
	[7] = IK_ACTION_BACK, [8] = IK_ACTION_NEXT,     [10] = IK_ACTION_QUIT,
};

static const enum ik_action control_keys[32] = {
	['A' - 64] = IK_ACTION_HOME,       ['C' - 64] = IK_ACTION_QUIT,    ['D' - 64] = IK_ACTION_DELETE,
	['E' - 64] = IK_ACTION_END,        ['G' - 64] = IK_ACTION_HELP,    ['H' - 64] = IK_ACTION_ERASE,
	['I' - 64] = IK_ACTION_FORWARD,    ['J' - 64] = IK_ACTION_ENTER,   ['K' - 64] = IK_ACTION_ERASE_END,
	['L' - 64] = IK_ACTION_REDRAW,     ['M' - 64] = IK_ACTION_ENTER,   ['N' - 64] = IK_ACTION_DOWN,
	['O' - 64] = IK_ACTION_BROWSE,
	['P' - 64] = IK_ACTION_UP,         ['R' - 64] = IK_ACTION_REVEAL,  ['U' - 64] = IK_ACTION_ERASE_LINE,
	['W' - 64] = IK_ACTION_ERASE_WORD, ['Z' - 64] = IK_ACTION_SUSPEND,
};

/* The last byte of ESC [ ... and of ESC O ... */
struct final {
	char byte;
	enum ik_action action;
};

static const struct final csi_finals[] = {
	{ 'A', IK_ACTION_UP },    { 'B', IK_ACTION_DOWN },    { 'C', IK_ACTION_RIGHT },    { 'D', IK_ACTION_LEFT },
	{ 'H', IK_ACTION_HOME },  { 'F', IK_ACTION_END },     { 'Z', IK_ACTION_BACKWARD },
	/* xterm's F1 to F4 when a modifier is held: ESC [ 1 ; 2 P */
	{ 'P', IK_ACTION_HELP },  { 'Q', IK_ACTION_LANGUAGE }, { 'R', IK_ACTION_DETAILS },
};

static const struct final ss3_finals[] = {
	{ 'A', IK_ACTION_UP },    { 'B', IK_ACTION_DOWN },    { 'C', IK_ACTION_RIGHT },    { 'D', IK_ACTION_LEFT },
	{ 'a', IK_ACTION_UP },    { 'b', IK_ACTION_DOWN },    { 'c', IK_ACTION_RIGHT },    { 'd', IK_ACTION_LEFT },
	{ 'H', IK_ACTION_HOME },  { 'F', IK_ACTION_END },     { 'M', IK_ACTION_ENTER },    { 'I', IK_ACTION_FORWARD },
	{ 'P', IK_ACTION_HELP },  { 'Q', IK_ACTION_LANGUAGE }, { 'R', IK_ACTION_DETAILS },
};

/* ESC [ NUMBER ~ : the key's number, or minus the number of the function key. */
static const struct {
	unsigned number;
	enum ik_action action;
	unsigned function_key;
} tildes[] = {
	{ 1, IK_ACTION_HOME, 0 },    { 3, IK_ACTION_DELETE, 0 },    { 4, IK_ACTION_END, 0 },
	{ 5, IK_ACTION_PAGE_UP, 0 }, { 6, IK_ACTION_PAGE_DOWN, 0 }, { 7, IK_ACTION_HOME, 0 },
	{ 8, IK_ACTION_END, 0 },     { 11, IK_ACTION_NONE, 1 },     { 12, IK_ACTION_NONE, 2 },
	{ 13, IK_ACTION_NONE, 3 },   { 14, IK_ACTION_NONE, 4 },     { 15, IK_ACTION_NONE, 5 },
	{ 17, IK_ACTION_NONE, 6 },   { 18, IK_ACTION_NONE, 7 },     { 19, IK_ACTION_NONE, 8 },
	{ 20, IK_ACTION_NONE, 9 },   { 21, IK_ACTION_NONE, 10 },    { 23, IK_ACTION_NONE, 11 },
	{ 24, IK_ACTION_NONE, 12 },
};
/* clang-format on */

/* A numeric keypad in application mode sends ESC O and one of these, from "*" on. */
static const char keypad[] = "*+,-./0123456789";

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

bool ik_keys_esc_waits(const struct ik_keys *keys)
{
	return keys->state == IK_KEYS_ESC;
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
	keys->paste_bad = keys->paste_long = false;
}

/* Inside a paste nothing is a key but the paste's end. */
static void paste_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
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

static enum ik_action find_final(const struct final *finals, size_t n, unsigned char byte)
{
	for (size_t i = 0; i < n; i++)
		if (finals[i].byte == (char)byte)
			return finals[i].action;
	return IK_ACTION_NONE;
}

static void tilde(struct ik_keys *keys, struct ik_event *event)
{
	if (keys->number == 200)
		begin_paste(keys);
	for (size_t i = 0; i < IK_COUNT(tildes); i++)
		if (tildes[i].number == keys->number)
			act(event, tildes[i].function_key ? function_keys[tildes[i].function_key]
							  : tildes[i].action);
}

/* A digit, separator or the like inside a sequence: its first number names the key, the rest are
 * modifiers. */
static void parameter(struct ik_keys *keys, unsigned char byte)
{
	if (byte < '0' || byte > '9')
		keys->number_ended = true;
	else if (!keys->number_ended && keys->number < 10000)
		keys->number = keys->number * 10 + (unsigned)(byte - '0');
}

static void csi_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	if (byte == '[' && !keys->number && !keys->number_ended) {
		keys->state = IK_KEYS_CSI_CONSOLE;
		return;
	}
	/* rxvt ends a key with "$" when Shift is held, though "$" ends nothing by the standard. */
	if (byte < 0x40 && byte != '$') {
		parameter(keys, byte);
		return;
	}
	keys->state = IK_KEYS_GROUND;
	if (byte == '~' || byte == '^' || byte == '$' || byte == '@')
		tilde(keys, event);
	else
		act(event, find_final(csi_finals, IK_COUNT(csi_finals), byte));
}

static void ss3_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	if (byte < 0x40) {
		parameter(keys, byte);
		return;
	}
	keys->state = IK_KEYS_GROUND;
	if (byte >= 'j' && byte <= 'y')
		say(keys, event, &keypad[byte - 'j'], 1);
	else
		act(event, find_final(ss3_finals, IK_COUNT(ss3_finals), byte));
}

static void console_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	keys->state = IK_KEYS_GROUND;
	if (byte >= 'A' && byte <= 'E')
		act(event, function_keys[byte - 'A' + 1]);
}

/* Returns whether the byte was taken. */
static bool text_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	bool again;
	int size = decode(keys, byte, &again);

	if (size < 0)
		event->kind = IK_EVENT_BAD_TEXT;
	else if (size > 0)
		say(keys, event, keys->text, (size_t)size);
	return !again;
}

static bool ground_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	bool control = byte < 0x20 || byte == 0x7f;

	if (keys->mb_inside && control) {
		begin_character(keys);
		event->kind = IK_EVENT_BAD_TEXT;
		return false;
	}
	if (!control)
		return text_byte(keys, byte, event);
	if (byte == 0x1b)
		keys->state = IK_KEYS_ESC;
	else
		act(event, byte == 0x7f ? IK_ACTION_ERASE : control_keys[byte]);
	return true;
}

static bool esc_byte(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	keys->number = 0;
	keys->number_ended = false;
	keys->state = IK_KEYS_GROUND;
	if (byte == '[')
		keys->state = IK_KEYS_CSI;
	else if (byte == 'O')
		keys->state = IK_KEYS_SS3;
	else if (byte == 0x1b)
		act(event, IK_ACTION_BACK);
	else if (byte >= '0' && byte <= '9')
		act(event, function_keys[byte == '0' ? 10 : byte - '0']);
	else
		return false;
	return true;
}

/* A control or 8-bit byte cannot be part of a sequence: the sequence was cut, and the byte stands
 * for itself. */
static bool breaks_sequence(unsigned char byte)
{
	return byte < 0x20 || byte >= 0x7f;
}

/* Returns whether the byte was taken; if not, it is to be fed again. */
static bool feed(struct ik_keys *keys, unsigned char byte, struct ik_event *event)
{
	if (keys->state == IK_KEYS_GROUND)
		return ground_byte(keys, byte, event);
	if (keys->state == IK_KEYS_ESC)
		return esc_byte(keys, byte, event);
	if (keys->state == IK_KEYS_PASTE) {
		paste_byte(keys, byte, event);
		return true;
	}
	if (breaks_sequence(byte)) {
		keys->state = IK_KEYS_GROUND;
		return false;
	}
	if (keys->state == IK_KEYS_CSI)
		csi_byte(keys, byte, event);
	else if (keys->state == IK_KEYS_SS3)
		ss3_byte(keys, byte, event);
	else
		console_byte(keys, byte, event);
	return true;
}

size_t ik_keys_read(struct ik_keys *keys, const unsigned char *bytes, size_t size,
		    struct ik_event *event)
{
	size_t used = 0;

	memset(event, 0, sizeof(*event));
	while (used < size && event->kind == IK_EVENT_NONE)
		if (feed(keys, bytes[used], event))
			used++;
	return used;
}
