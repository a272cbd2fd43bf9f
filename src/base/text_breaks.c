/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_breaks.c: where Japanese and English lines may end, from what stands on both sides.
 *
 * Unicode (UAX #14) lets a Japanese line end nearly anywhere, which is legible in a book but cuts
 * words on a page of few columns.  A phrase begins where Hiragana, the endings and particles, gives
 * way to Kanji, Katakana or Latin letters; that needs no dictionary and is nearly always right. */
#include "base/text_breaks.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>
#include <unistr.h>

enum kind { OTHER, ASCII, DIGIT, SPACE, KATAKANA, HIRAGANA, KANJI };

/* The last three characters read, 0 before the start. */
struct sight {
	ucs4_t earlier, before, here;
};

static enum kind kind_of(ucs4_t c)
{
	if (c == ' ')
		return SPACE;
	if (c >= '0' && c <= '9')
		return DIGIT;
	if (c > 0 && c < 0x7F)
		return ASCII;
	if (c >= 0x3041 && c <= 0x309F)
		return HIRAGANA;
	if ((c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF)
	    || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F))
		return KATAKANA;
	return uc_is_property_ideographic(c) ? KANJI : OTHER;
}

static bool is_ascii(enum kind kind)
{
	return kind == ASCII || kind == DIGIT;
}

static bool is_one_of(ucs4_t c, const char *characters)
{
	return u8_strchr((const uint8_t *)characters, c) != NULL;
}

/* Unicode never breaks before "/", not even after a space; a path is where we want it. */
static bool begins_word(const struct sight *at)
{
	return kind_of(at->before) == SPACE && is_ascii(kind_of(at->here))
	       && !is_one_of(at->here, ")]},;:!?");
}

/* ASCII, a Katakana word; 世代4, 730日間 and all of 2026年11月21日(土). */
static bool is_inside_run(const struct sight *at)
{
	enum kind left = kind_of(at->before), right = kind_of(at->here);

	if (is_ascii(left) && is_ascii(right))
		return true;
	if (left == KATAKANA && right == KATAKANA)
		return true;
	if (left == KANJI && right == KANJI)
		return kind_of(at->earlier) == DIGIT;
	return (left == DIGIT && right == KANJI)
	       || (left == KANJI && (right == DIGIT || at->here == '('));
}

/* 読み取る, 切り替え: the end of one verb inside a longer one.  お待ち, ご確認: what makes a word
 * polite. */
static bool joins_kanji(const struct sight *at)
{
	if (kind_of(at->here) != KANJI)
		return false;
	return is_one_of(at->before, "おご")
	       || (kind_of(at->earlier) == KANJI
		   && is_one_of(at->before, "いきぎしちびみりえけげせねべめれ"));
}

static bool is_japanese(enum kind kind)
{
	return kind == KATAKANA || kind == HIRAGANA || kind == KANJI;
}

static bool is_inside_phrase(const struct sight *at)
{
	enum kind left = kind_of(at->before), right = kind_of(at->here);

	/* A particle belongs to the name before it, over a space and over a bracket. */
	if (right == HIRAGANA)
		return left != OTHER || is_one_of(at->before, "」』）");
	if (left == HIRAGANA)
		return joins_kanji(at);
	return (is_japanese(left) || is_ascii(left)) && is_japanese(right);
}

static enum ik_break judge(const struct sight *at, char unicode)
{
	if (begins_word(at))
		return IK_BREAK_PHRASE;
	if (unicode != UC_BREAK_POSSIBLE)
		return IK_BREAK_NEVER;
	if (is_inside_run(at))
		return IK_BREAK_INSIDE;
	return is_inside_phrase(at) ? IK_BREAK_BETWEEN : IK_BREAK_PHRASE;
}

void ik_text_breaks(const char *text, size_t size, char *places)
{
	struct sight at = {0};

	u8_possible_linebreaks((const uint8_t *)text, size, "UTF-8", places);
	for (size_t i = 0; i < size;) {
		int length = u8_mbtouc(&at.here, (const uint8_t *)text + i, size - i);

		places[i] = (char)(i ? judge(&at, places[i]) : IK_BREAK_NEVER);
		/* Inside a character Unicode prohibits a break, as we do, but with another number.
		 */
		memset(places + i + 1, IK_BREAK_NEVER, (size_t)length - 1);
		at.earlier = at.before;
		at.before = at.here;
		i += (size_t)length;
	}
}
