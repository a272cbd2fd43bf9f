/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_looks.c: names that look like others.
 *
 * What a Japanese input method gives for the key of the hyphen is often the long-vowel mark, a
 * letter to IDNA: srvー01 would become another name, which nobody sees until nothing connects. */
#include "config.h"

#include "ops/rules/rules_looks.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "ops/rules/rules.h"
#include "ops/rules/rules_inside.h"

/* In narrowed text. */
static const struct lookalike {
	ucs4_t c;
	char meant;
} lookalikes[] = {
	{0x02D7, '-'}, /* modifier letter minus */
	{0x1173, '-'}, /* hangul eu */
	{0x2012, '-'}, /* figure dash */
	{0x2013, '-'}, /* en dash */
	{0x2014, '-'}, /* em dash */
	{0x2015, '-'}, /* horizontal bar */
	{0x2043, '-'}, /* hyphen bullet */
	{0x2212, '-'}, /* minus sign, of its superscript form */
	{0x2500, '-'}, /* box drawings light horizontal */
	{0x2501, '-'}, /* box drawings heavy horizontal */
	{0x2796, '-'}, /* heavy minus sign */
	{0x30FC, '-'}, /* long-vowel mark */
	{0x4E00, '-'}, /* the ideograph one */
	{0x00B7, '.'}, /* middle dot */
	{0x2022, '.'}, /* bullet */
	{0x2027, '.'}, /* hyphenation point */
	{0x2219, '.'}, /* bullet operator */
	{0x22C5, '.'}, /* dot operator */
	{0x30FB, '.'}, /* katakana middle dot */
};

static char meant_by(ucs4_t c)
{
	for (size_t i = 0; i < IK_COUNT(lookalikes); i++)
		if (lookalikes[i].c == c)
			return lookalikes[i].meant;
	return '\0';
}

/* One label, or what stands between two separators. */
struct label {
	const uint8_t *text;
	size_t size;
};

static int next_character(const struct label *label, size_t at, ucs4_t *c)
{
	return u8_mbtouc(c, label->text + at, label->size - at);
}

/* Whether LABEL holds ASCII letters and digits and, besides hyphens, nothing but look-alikes. */
static bool is_ascii_but_for_lookalikes(const struct label *label)
{
	bool ascii = false, alike = false;
	ucs4_t c;

	for (size_t at = 0; at < label->size;) {
		at += (size_t)next_character(label, at, &c);
		if (meant_by(c))
			alike = true;
		else if (c >= 0x80)
			return false;
		else
			ascii = ascii || c != '-';
	}
	return ascii && alike;
}

static void add_meant(const struct label *label, struct ik_buffer *meant)
{
	bool swaps = is_ascii_but_for_lookalikes(label);
	ucs4_t c;

	for (size_t at = 0; at < label->size;) {
		int size = next_character(label, at, &c);
		char to = swaps ? meant_by(c) : '\0';

		ik_buffer_add(meant, to ? (const void *)&to : label->text + at,
			      to ? 1 : (size_t)size);
		at += (size_t)size;
	}
}

/* The label of TEXT that begins at *AT, which moves behind it; separators are SPLIT. */
static struct label next_label(const char *text, size_t *at, const char *split)
{
	struct label label = {.text = (const uint8_t *)text + *at,
			      .size = strcspn(text + *at, split)};

	*at += label.size;
	return label;
}

bool ik_rule_check_lookalikes(const char *name, struct ik_error *err)
{
	struct ik_buffer meant = {0};
	bool ok;

	for (size_t at = 0; name[at];) {
		struct label label = next_label(name, &at, ".");

		add_meant(&label, &meant);
		if (name[at])
			ik_buffer_add(&meant, name + at++, 1);
	}
	ok = strcmp(ik_buffer_string(&meant), name) == 0
	     || ik_fail(err, IK_E_HOST_LOOKALIKE, ik_buffer_string(&meant));
	ik_buffer_free(&meant);
	return ok;
}

/* --- what is taken, and warned of ------------------------------------------------------------- */

/* Scripts that are written together: a set of bits, 0 for what belongs to all of them. */
enum { LATIN = 1, HAN = 2, KANA = 4, HANGUL = 8, BOPOMOFO = 16, OTHER = 32 };

static unsigned script_of(ucs4_t c)
{
	static const struct {
		const char *name;
		unsigned bit;
	} known[] = {
		{"Common", 0},      {"Inherited", 0},   {"Latin", LATIN},   {"Han", HAN},
		{"Hiragana", KANA}, {"Katakana", KANA}, {"Hangul", HANGUL}, {"Bopomofo", BOPOMOFO},
	};
	const uc_script_t *script = uc_script(c);

	if (!script)
		return 0;
	for (size_t i = 0; i < IK_COUNT(known); i++)
		if (strcmp(script->name, known[i].name) == 0)
			return known[i].bit;
	return OTHER;
}

/* Whether a label may be written in all of SCRIPTS: Japanese, Korean or Chinese with Latin letters,
 * or one script alone; C is of another one than what came before, where that is OTHER too. */
static bool go_together(unsigned scripts)
{
	static const unsigned sets[] = {LATIN | HAN | KANA, LATIN | HAN | HANGUL,
					LATIN | HAN | BOPOMOFO, OTHER};

	for (size_t i = 0; i < IK_COUNT(sets); i++)
		if ((scripts & ~sets[i]) == 0)
			return true;
	return false;
}

/* The character of LABEL that is of another script than the rest, 0 for none: one that is neither
 * Latin nor of ours. */
static ucs4_t odd_one(const struct label *label)
{
	const uc_script_t *other = NULL;
	unsigned scripts = 0;
	ucs4_t c, odd = 0;

	for (size_t at = 0; at < label->size;) {
		at += (size_t)next_character(label, at, &c);
		unsigned script = script_of(c);
		bool second = script == OTHER && other && other != uc_script(c);

		if (script == OTHER && !other)
			other = uc_script(c);
		if (!odd && (script & (OTHER | HANGUL | BOPOMOFO)))
			odd = c;
		scripts |= script;
		if (second)
			return c;
	}
	return go_together(scripts) ? 0 : odd;
}

static ucs4_t lookalike_in(const struct label *label)
{
	ucs4_t c;

	for (size_t at = 0; at < label->size;) {
		at += (size_t)next_character(label, at, &c);
		/* The ideograph one is at home among others. */
		if (meant_by(c) && c != 0x4E00)
			return c;
	}
	return 0;
}

enum ik_name_looks ik_rule_name_looks(const char *text, char **character)
{
	char *list = ik_rule_tidy_names(text);
	enum ik_name_looks looks = IK_NAME_CLEAR;
	ucs4_t found = 0;

	for (size_t at = 0; list[at] && !found;) {
		struct label label = next_label(list, &at, "., \t\n\r");

		at += list[at] != '\0';
		if ((found = odd_one(&label)))
			looks = IK_NAME_MIXED;
		else if ((found = lookalike_in(&label)))
			looks = IK_NAME_LOOKALIKE;
	}
	*character = found ? ik_rule_character(found) : NULL;
	free(list);
	return looks;
}
