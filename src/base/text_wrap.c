/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_wrap.c: lines of text, broken as a Japanese or English reader expects.
 *
 * Unicode's rules (UAX #14) say where a break is possible.  On top of them some runs are kept whole: ASCII, since
 * half a host name misleads; Katakana words; a number and its counter.  A run too long for a line falls
 * back to Unicode's breaks, a path to its slashes, and the rest is cut where it must be. */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/alloc.h"

struct paragraph {
	const char *text;
	size_t size;
	int width;
	char *breaks;     /* per byte: what UAX #14 says about a break before it */
	char *whole;      /* the same, less the breaks inside runs that we keep whole */
};

enum kind { OTHER, ASCII, DIGIT, SPACE, KATAKANA, IDEOGRAPH };

static enum kind kind_of(ucs4_t c)
{
	if (c == ' ')
		return SPACE;
	if (c >= '0' && c <= '9')
		return DIGIT;
	if (c < 0x7F)
		return ASCII;
	if ((c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
	    (c >= 0xFF66 && c <= 0xFF9F))
		return KATAKANA;
	return uc_is_property_ideographic(c) ? IDEOGRAPH : OTHER;
}

static bool is_ascii_kind(enum kind kind)
{
	return kind == ASCII || kind == DIGIT;
}

/* Whether a line may not end between A and B, which follows it, though Unicode would let it.  BEFORE stands before A. */
static bool stays_together(ucs4_t before, ucs4_t a, ucs4_t b)
{
	enum kind left = kind_of(a), right = kind_of(b);

	if (is_ascii_kind(left) && is_ascii_kind(right))
		return true;
	if (left == KATAKANA && right == KATAKANA)
		return true;
	/* 世代4, 730日間, and all of 2026年11月21日(土) */
	if (left == IDEOGRAPH && right == IDEOGRAPH)
		return kind_of(before) == DIGIT;
	return (left == DIGIT && right == IDEOGRAPH) || (left == IDEOGRAPH && (right == DIGIT || b == '('));
}

/* Unicode never breaks before "/", not even after a space; a path is where we want it. */
static bool begins_word(ucs4_t before, ucs4_t c)
{
	return kind_of(before) == SPACE && is_ascii_kind(kind_of(c)) && !strchr(")]},;:!?", (int)c);
}

static void find_breaks(struct paragraph *p)
{
	const uint8_t *text = (const uint8_t *)p->text;
	ucs4_t before = 0, earlier = 0;

	u8_possible_linebreaks(text, p->size, "UTF-8", p->breaks);
	memcpy(p->whole, p->breaks, p->size);
	for (size_t at = 0; at < p->size;) {
		ucs4_t c;
		int length = u8_mbtouc(&c, text + at, p->size - at);

		if (begins_word(before, c))
			p->breaks[at] = p->whole[at] = UC_BREAK_POSSIBLE;
		else if (at && stays_together(earlier, before, c))
			p->whole[at] = UC_BREAK_PROHIBITED;
		earlier = before;
		before = c;
		at += (size_t)length;
	}
}

static int columns(const struct paragraph *p, size_t from, size_t to)
{
	return u8_width((const uint8_t *)p->text + from, to - from, "UTF-8");
}

/* TO less the spaces that would hang over the end of the line from FROM. */
static size_t without_spaces(const struct paragraph *p, size_t from, size_t to)
{
	while (to > from && p->text[to - 1] == ' ')
		to--;
	return to;
}

static bool fits(const struct paragraph *p, size_t from, size_t to)
{
	return columns(p, from, without_spaces(p, from, to)) <= p->width;
}

/* The last break in BREAKS at which a line from FROM still fits, at most END; FROM if there is none. */
static size_t last_break(const struct paragraph *p, const char *breaks, size_t from, size_t end)
{
	size_t found = from;

	for (size_t at = from + 1; at <= end; at++) {
		if (at < p->size && breaks[at] != UC_BREAK_POSSIBLE)
			continue;
		if (!fits(p, from, at))
			break;
		found = at;
	}
	return found;
}

static size_t next_break(const struct paragraph *p, size_t from)
{
	size_t at = from + 1;

	while (at < p->size && p->whole[at] != UC_BREAK_POSSIBLE)
		at++;
	return at;
}

static size_t last_slash(const struct paragraph *p, size_t from, size_t end)
{
	size_t found = from;

	for (size_t at = from + 1; at < end && fits(p, from, at); at++)
		if (p->text[at - 1] == '/')
			found = at;
	return found;
}

/* Whether a line that begins at AT would begin with what closes something. */
static bool begins_badly(const struct paragraph *p, size_t at)
{
	unsigned char c = (unsigned char)p->text[at];

	return strchr(")]},.;:!?", c) || (c >= 0x80 && p->breaks[at] == UC_BREAK_PROHIBITED);
}

/* Cuts at a character, as late as fits; at least one character, or nothing would ever end. */
static size_t cut(const struct paragraph *p, size_t from)
{
	size_t least = from + ik_text_next(p->text, from);
	size_t at = from + ik_text_fit(p->text + from, p->width);
	size_t late = at;

	if (at <= least)
		return least;
	while (at > least && at < p->size && begins_badly(p, at))
		at -= ik_text_previous(p->text + from, at - from);
	return at > least ? at : late;
}

/* Where the line that begins at FROM ends. */
static size_t line_end(const struct paragraph *p, size_t from)
{
	size_t at = last_break(p, p->whole, from, p->size);
	size_t run = next_break(p, from);

	if (at > from)
		return at;
	if ((unsigned char)p->text[from] < 0x80)
		at = last_slash(p, from, run);   /* Unicode's own breaks would cut host-name behind the hyphen */
	else
		at = last_break(p, p->breaks, from, run);
	return at > from ? at : cut(p, from);
}

static void wrap_paragraph(struct paragraph *p, struct ik_list *lines)
{
	size_t from = 0;

	find_breaks(p);
	do {
		size_t to = p->size ? line_end(p, from) : 0;

		ik_list_take(lines, ik_strndup(p->text + from, without_spaces(p, from, to) - from));
		for (from = to; from < p->size && p->text[from] == ' ';)
			from++;
	} while (from < p->size);
}

/* libunistring trusts what it breaks to be UTF-8. */
static char *made_safe(const char *text)
{
	size_t size = strlen(text);

	return ik_text_is_utf8(text, size) ? ik_strndup(text, size) : ik_text_visible(text, size);
}

void ik_text_wrap(const char *text, int width, struct ik_list *lines)
{
	char *copy = made_safe(text);
	char *breaks = ik_alloc(2 * strlen(copy) + 2);

	for (char *at = copy; *at;) {
		size_t size = strcspn(at, "\n");
		bool more = at[size] == '\n';
		struct paragraph p = {at, size, width > 0 ? width : 1, breaks, breaks + size + 1};

		at[size] = '\0';
		wrap_paragraph(&p, lines);
		at += size + more;
	}
	free(breaks);
	free(copy);
}
