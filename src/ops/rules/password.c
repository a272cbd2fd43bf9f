/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.c: how strong a password is, its normal form, and making one. */
#include "config.h"

#include "ops/rules/password.h"

#include <math.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <zxcvbn.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/i18n.h"
#include "base/text.h"
#include "pki/digest.h"
#include "pki/names.h"

/* --- its normal form -------------------------------------------------------------------------- */

static bool normalize_job(const void *argument, const ik_secret *typed, ik_secret *result,
			  struct ik_error *err)
{
	ik_secret *normal = NULL;
	bool changed;
	bool ok = ik_password_normalize(typed, &normal, &changed, err)
		  && ik_secret_set(result, ik_secret_data(normal), ik_secret_size(normal), err);

	(void)argument;
	ik_secret_free(normal);
	return ok;
}

bool ik_password_normal_form(const ik_secret *typed, ik_secret **out, bool *changed,
			     struct ik_error *err)
{
	struct ik_job job = {
		.run = normalize_job, .secret = typed, .result_cap = IK_SECRET_PASSWORD_ROOM};

	if (ik_password_is_plain(typed))
		return ik_password_normalize(typed, out, changed, err);
	*changed = ik_contain_one(&job, NULL, out, err) && !ik_secret_equal(typed, *out);
	return *out != NULL;
}

/* --- how strong it is ------------------------------------------------------------------------- */

/* NFKC makes 18 characters of one at most, and hardly ever more than one. */
enum { FOLDED_ROOM = 16 * 1024 };

/* zxcvbn's time explodes where digits may stand for letters: 1.5 s for 128 characters of 1 and 2, 6
 * ms for 32.  A text that is still weak after 32 characters is left weak. */
enum { JUDGED_MAX = 32 };

/* Below a kana's 6 bits, since words are made of few syllables and no dictionary here knows them.
 */
static const double bits_of_foreign = 4;

static const struct {
	double bits; /* fewer than these */
	enum ik_strength strength;
} bands[] = {
	{35, IK_STRENGTH_WEAK},
	{55, IK_STRENGTH_FAIR},
	{75, IK_STRENGTH_STRONG},
};

static const char *const words[] = {
	[IK_STRENGTH_WEAK] = N_("weak"),
	[IK_STRENGTH_FAIR] = N_("fair"),
	[IK_STRENGTH_STRONG] = N_("strong"),
	[IK_STRENGTH_VERY_STRONG] = N_("very strong"),
};

/* PASSWORD in NFKC, in pages of its own; NULL if it is no text. */
static ik_secret *folded(const ik_secret *password)
{
	ik_secret *out = ik_secret_new(FOLDED_ROOM);
	size_t size = ik_secret_room(out);
	uint8_t *pages = (uint8_t *)ik_secret_tail(out);
	const uint8_t *from = (const uint8_t *)ik_secret_data(password);
	/* Into the pages, and nowhere else: the library takes memory of its own only when they are
	 * too small. */
	uint8_t *result = u8_normalize(UNINORM_NFKC, from, ik_secret_size(password), pages, &size);

	if (result == pages) {
		ik_secret_grown(out, size);
		return out;
	}
	if (result) {
		explicit_bzero(result, size);
		free(result);
	}
	ik_secret_free(out);
	return NULL;
}

/* The bits of what is not ASCII in TEXT, whose ASCII part goes to ASCII.  A character that came
 * before, or that is the alphabet's next (あいう), says nothing new. */
static double foreign_bits(const ik_secret *text, ik_secret *ascii)
{
	const uint8_t *bytes = (const uint8_t *)ik_secret_data(text);
	size_t size = ik_secret_size(text);
	ucs4_t before = 0, c;
	double bits = 0;

	for (size_t at = 0, length; at < size; at += length, before = c) {
		length = (size_t)u8_mbtouc(&c, bytes + at, size - at);
		if (c < 0x80)
			ik_secret_append(ascii, bytes + at, 1, NULL);
		else if (c + 2 < before || c > before + 2)
			bits += u8_chr(bytes, at, c) ? 0 : bits_of_foreign;
	}
	return bits;
}

/* How many characters it takes until TEXT, SIZE long, repeats itself. */
static size_t period(const char *text, size_t size)
{
	size_t n = 1;

	while (n < size && memcmp(text, text + n, size - n) != 0)
		n++;
	return n;
}

static double ascii_bits(ik_secret *ascii)
{
	size_t size = ik_secret_size(ascii);
	size_t once = period(ik_secret_data(ascii), size);
	size_t judged = once <= size / 2 ? once : size;
	double repeats = once <= size / 2 ? log2((double)size / (double)once) : 0;

	if (!size)
		return 0;
	if (judged > JUDGED_MAX)
		judged = JUDGED_MAX;
	ik_secret_erase(ascii, judged, size - judged);
	return ZxcvbnMatch(ik_secret_data(ascii), NULL, NULL) + repeats;
}

enum ik_strength ik_password_strength(const ik_secret *password)
{
	ik_secret *text = folded(password);
	ik_secret *ascii;
	double bits;

	if (!text)
		return IK_STRENGTH_WEAK;
	ascii = ik_secret_new(FOLDED_ROOM);
	bits = foreign_bits(text, ascii);
	bits += ascii_bits(ascii);
	ik_secret_free(text);
	ik_secret_free(ascii);
	for (size_t i = 0; i < IK_COUNT(bands); i++)
		if (bits < bands[i].bits)
			return bands[i].strength;
	return IK_STRENGTH_VERY_STRONG;
}

const char *ik_strength_word(enum ik_strength strength)
{
	return words[strength];
}

bool ik_password_is_ascii(const ik_secret *password)
{
	const char *bytes = ik_secret_data(password);

	for (size_t i = 0; i < ik_secret_size(password); i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return false;
	return true;
}

/* --- making one ------------------------------------------------------------------------------- */

/* 5 bits a character, so that each byte of chance gives one without a bias.  Small letters only: a
 * capital is lost when a password is read aloud. */
static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";
_Static_assert(sizeof(alphabet) == 32 + 1, "one character for each 5 bits");

enum { GROUPS = 7, GROUP = 4 }; /* 140 bits */

bool ik_password_make(ik_secret **out, struct ik_error *err)
{
	ik_secret *chance = ik_secret_new(GROUPS * GROUP);
	ik_secret *made = NULL;
	bool ok = ik_random(ik_secret_tail(chance), GROUPS * GROUP, err);

	*out = NULL;
	if (ok) {
		made = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
		ik_secret_grown(chance, GROUPS * GROUP);
	}
	for (size_t i = 0; ok && i < GROUPS * GROUP; i++) {
		unsigned char byte = (unsigned char)ik_secret_data(chance)[i];

		if (i > 0 && i % GROUP == 0)
			ok = ik_secret_append(made, "-", 1, err);
		ok = ok && ik_secret_append(made, &alphabet[byte & 31], 1, err);
	}
	ik_secret_free(chance);
	*out = made;
	return ok;
}

bool ik_password_has_outer_blank(const ik_secret *password)
{
	const uint8_t *text = (const uint8_t *)ik_secret_data(password);
	size_t size = ik_secret_size(password);
	ucs4_t first, last;

	if (size == 0)
		return false;
	u8_mbtouc(&first, text, size);
	u8_prev(&last, text + size, text);
	return uc_is_general_category_withtable(first, UC_CATEGORY_MASK_Zs)
	       || uc_is_general_category_withtable(last, UC_CATEGORY_MASK_Zs);
}

/* --- whether it was noted --------------------------------------------------------------------- */

enum { NOTED = 4 };

/* One of those that stand between groups, in every width. */
static bool is_between(ucs4_t c)
{
	static const ucs4_t hyphens[] = {'-', 0x2212, 0x30FC, 0xFF0D, 0xFF70};

	for (size_t i = 0; i < IK_COUNT(hyphens); i++)
		if (c == hyphens[i])
			return true;
	return c == ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2010 && c <= 0x2015);
}

/* What counts of TEXT, in pages of its own. */
static ik_secret *distilled(const ik_secret *text)
{
	ik_secret *out = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	const uint8_t *bytes = (const uint8_t *)ik_secret_data(text);
	size_t size = ik_secret_size(text);
	uint8_t one[6];
	ucs4_t c;

	for (size_t at = 0; at < size;) {
		at += (size_t)u8_mbtouc(&c, bytes + at, size - at);
		if (is_between(c))
			continue;
		c = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF00 + ' ' : c;
		ik_secret_append(out, one, (size_t)u8_uctomb(one, c, sizeof(one)), NULL);
	}
	return out;
}

enum ik_noted ik_password_compare_note(const ik_secret *made, const ik_secret *note, size_t *count)
{
	ik_secret *whole = distilled(made), *typed = distilled(note),
		  *ends = ik_secret_new(2 * NOTED);
	size_t size = ik_secret_size(whole);
	enum ik_noted noted = ik_secret_size(typed) < 2 * NOTED ? IK_NOTED_SHORT : IK_NOTED_WRONG;

	if (count)
		*count = u8_mbsnlen((const uint8_t *)ik_secret_data(typed), ik_secret_size(typed));
	if (size >= 2 * NOTED) {
		ik_secret_append(ends, ik_secret_data(whole), NOTED, NULL);
		ik_secret_append(ends, ik_secret_data(whole) + size - NOTED, NOTED, NULL);
	}
	if (size >= 2 * NOTED && (ik_secret_equal(typed, ends) || ik_secret_equal(typed, whole)))
		noted = IK_NOTED_RIGHT;
	ik_secret_free(ends);
	ik_secret_free(typed);
	ik_secret_free(whole);
	return noted;
}
