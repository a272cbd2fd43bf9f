/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c: how wide text is, where its characters end, and what of foreign text may be shown. */
#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <uniconv.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/alloc.h"
#include "base/buffer.h"

/* One cell of ncurses holds a base character and four marks; whoever stacks more wants to overprint
 * other lines. */
enum { MARKS_MAX = 4 };

static const uint8_t *bytes_of(const char *text)
{
	return (const uint8_t *)text;
}

/* A variant of an ideograph (葛 in a place name), which Japanese names may hold.  Anywhere else it
 * only hides. */
static bool is_ideograph_variant(ucs4_t c, ucs4_t before)
{
	return c >= 0xE0100 && c <= 0xE01EF && uc_is_property_ideographic(before);
}

/* Control, format and unassigned characters, line separators, and whatever is drawn as nothing at
 * all. */
static bool is_hidden(ucs4_t c, ucs4_t before)
{
	const uint32_t kinds = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs
			       | UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp;

	if (c >= 0x20 && c < 0x7F)
		return false;
	if (uc_is_general_category_withtable(c, kinds))
		return true;
	return uc_is_property_default_ignorable_code_point(c) && !is_ideograph_variant(c, before);
}

/* What was read so far, as far as the next character's fate depends on it. */
struct reading {
	ucs4_t before; /* 0 at the start */
	int marks;     /* combining marks since the last base character */
};

/* How many bytes of TEXT the next character has; *SHOWN is whether it may stand as it is, *C what
 * it is. */
/* A byte that begins no character counts as one byte that may not, with *C above every code point.
 */
static size_t take(struct reading *state, const uint8_t *text, size_t size, ucs4_t *c, bool *shown)
{
	int length = u8_mbtoucr(c, text, size);
	bool mark;

	if (length < 1) {
		*c = UINT32_MAX;
		*shown = false;
		*state = (struct reading){0};
		return 1;
	}
	mark = uc_is_general_category_withtable(*c, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me);
	state->marks = mark ? state->marks + 1 : 0;
	*shown = !is_hidden(*c, state->before)
		 && !(mark && (!state->before || state->marks > MARKS_MAX));
	state->before = *c;
	return (size_t)length;
}

char *ik_text_visible(const void *bytes, size_t size)
{
	const uint8_t *text = bytes;
	struct reading state = {0};
	struct ik_buffer out = {0};
	size_t at = 0;

	while (at < size) {
		ucs4_t c;
		bool shown;
		size_t length = take(&state, text + at, size - at, &c, &shown);

		if (shown)
			ik_buffer_add(&out, text + at, length);
		else if (length == 1)
			ik_buffer_format(&out, "\\x%02x", text[at]);
		else
			ik_buffer_format(&out, "<U+%04X>", (unsigned)c);
		at += length;
	}
	return out.data ? (char *)out.data : ik_strdup("");
}

bool ik_text_is_visible(const char *text)
{
	return ik_text_check_visible(text, NULL);
}

static bool fail_hidden(ucs4_t c, const char *bytes, size_t size, struct ik_error *err)
{
	char character[8] = "";

	if (c == UINT32_MAX)
		return ik_fail(err, IK_E_TEXT_BYTES);
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc))
		return ik_fail(err, IK_E_TEXT_CONTROL);
	/* The error itself makes its number of it. */
	memcpy(character, bytes, size);
	return ik_fail(err, IK_E_TEXT_HIDDEN, character);
}

bool ik_text_check_visible(const char *text, struct ik_error *err)
{
	struct reading state = {0};
	size_t size = strlen(text);

	for (size_t at = 0, length; at < size; at += length) {
		ucs4_t c;
		bool shown;

		length = take(&state, bytes_of(text) + at, size - at, &c, &shown);
		if (!shown)
			return fail_hidden(c, text + at, length, err);
	}
	return true;
}

bool ik_text_is_utf8(const void *bytes, size_t size)
{
	return !u8_check(bytes, size);
}

bool ik_text_is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

size_t ik_text_characters(const char *text)
{
	return u8_mbsnlen(bytes_of(text), strlen(text));
}

size_t ik_text_cut(const char *text, size_t size, size_t room)
{
	if (size <= room)
		return size;
	while (room > 0 && ((unsigned char)text[room] & 0xc0) == 0x80)
		room--;
	return room;
}

bool ik_text_typed_number(const char *text, uint64_t max, uint64_t *number)
{
	uint64_t read = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;

		const uint64_t digit = (uint64_t)(*text - '0');

		if (digit > max || read > (max - digit) / 10)
			return false;
		read = read * 10 + digit;
	}
	*number = read;
	return true;
}

bool ik_text_number(const char *text, uint64_t max, uint64_t *number)
{
	return (text[0] != '0' || !text[1]) && ik_text_typed_number(text, max, number);
}

int ik_text_columns(const char *text)
{
	return ik_text_columns_n(text, strlen(text));
}

int ik_text_columns_n(const char *text, size_t bytes)
{
	if (u8_check(bytes_of(text), bytes))
		return -1;
	return u8_width(bytes_of(text), bytes, locale_charset());
}

size_t ik_text_next(const char *text, size_t at)
{
	const uint8_t *start = bytes_of(text) + at;
	const uint8_t *next = u8_grapheme_next(start, start + strlen(text + at));

	return next ? (size_t)(next - start) : 0;
}

size_t ik_text_previous(const char *text, size_t at)
{
	const uint8_t *end = bytes_of(text) + at;
	const uint8_t *previous;

	/* Backwards, libunistring 1.0 runs off the start of what is not UTF-8; there a byte is a
	 * character. */
	if (u8_check(bytes_of(text), at))
		return 1;
	previous = u8_grapheme_prev(end, bytes_of(text));

	return previous ? (size_t)(end - previous) : 0;
}

size_t ik_text_fit(const char *text, int columns)
{
	size_t at = 0;

	for (;;) {
		size_t length = ik_text_next(text, at);

		if (!length)
			return at;
		columns -= u8_width(bytes_of(text) + at, length, locale_charset());
		if (columns < 0)
			return at;
		at += length;
	}
}

/* Where the longest end of TEXT that fits into COLUMNS begins. */
static size_t fit_end(const char *text, int columns)
{
	size_t at = strlen(text);

	for (;;) {
		size_t length = ik_text_previous(text, at);

		if (!length)
			return at;
		columns -= u8_width(bytes_of(text) + at - length, length, locale_charset());
		if (columns < 0)
			return at;
		at -= length;
	}
}

char *ik_text_squeeze(const char *text, int columns)
{
	static const char mark[] = "..";
	int room = columns - (int)strlen(mark);
	size_t head, tail;

	if (ik_text_columns(text) <= columns)
		return ik_strdup(text);
	if (room < 2)
		return ik_strndup(text, ik_text_fit(text, columns));
	head = ik_text_fit(text, (room + 1) / 2);
	/* What a wide character left unused at the head goes to the tail. */
	tail = fit_end(text, room - ik_text_columns_n(text, head));
	/* Dots beside the mark would be taken for part of it. */
	while (head > 0 && text[head - 1] == '.')
		head--;
	tail += strspn(text + tail, ".");
	return ik_format("%.*s%s%s", (int)head, text, mark, text + tail);
}

char *ik_text_pad(const char *text, int columns)
{
	int missing = columns - ik_text_columns(text);

	return ik_format("%s%*s", text, missing > 0 ? missing : 0, "");
}

char *ik_text_in_fours(const char *hex)
{
	struct ik_buffer text = {0};
	const size_t n = hex ? strlen(hex) : 0, sign = n > 0 && hex[0] == '-' ? 1 : 0;
	char *out;

	for (size_t i = 0; i < n; i++) {
		if (i > sign && (i - sign) % 4 == 0)
			ik_buffer_text(&text, " ");
		ik_buffer_add(&text, &hex[i], 1);
	}
	out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}
