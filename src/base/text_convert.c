/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_convert.c: full-width to half-width, and the locale's encoding to UTF-8 and back. */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uniconv.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/alloc.h"
#include "base/buffer.h"

/* What the keys of a Japanese input method give for these, and NFKC leaves alone. */
static const struct {
	ucs4_t from;
	const char *to;
} narrower[] = {
	{0x3002, "."}, /* ideographic full stop */
	{0xFF61, "."}, /* its half-width form */
	{0x3001, ","}, /* ideographic comma */
	{0xFF64, ","}, /* its half-width form */
	{0x2010, "-"}, /* hyphen */
	{0x2011, "-"}, /* hyphen that does not break */
	{0x2212, "-"}, /* minus sign */
};

static const char *narrower_of(ucs4_t c)
{
	for (size_t i = 0; i < IK_COUNT(narrower); i++)
		if (narrower[i].from == c)
			return narrower[i].to;
	return NULL;
}

/* TEXT in the normal form FORM, as a string of ours. */
static char *normalized(uninorm_t form, const char *text)
{
	size_t size = 0;
	uint8_t *result = u8_normalize(form, (const uint8_t *)text, strlen(text), NULL, &size);
	char *out = ik_strndup(result ? (const char *)result : text, result ? size : strlen(text));

	free(result);
	return out;
}

bool ik_text_narrow(const char *text, char **out)
{
	struct ik_buffer swapped = {0};
	char *composed;
	size_t size = strlen(text);
	bool changed;

	if (!ik_text_is_utf8(text, size)) {
		*out = ik_strdup(text);
		return false;
	}
	for (size_t at = 0; at < size;) {
		ucs4_t c;
		int length = u8_mbtouc(&c, (const uint8_t *)text + at, size - at);
		const char *to = narrower_of(c);

		ik_buffer_add(&swapped, to ? to : text + at, to ? strlen(to) : (size_t)length);
		at += (size_t)length;
	}
	*out = normalized(UNINORM_NFKC, ik_buffer_string(&swapped));
	/* Joining a letter and its accent is no change that anybody has to be told about. */
	composed = normalized(UNINORM_NFC, text);
	changed = strcmp(composed, *out) != 0;
	free(composed);
	ik_buffer_free(&swapped);
	return changed;
}

char *ik_text_folded(const char *text)
{
	size_t size = 0;
	uint8_t *folded = u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFKC, NULL,
				      &size);
	char *out = folded ? ik_strndup((const char *)folded, size) : ik_strdup(text);

	free(folded);
	return out;
}

char *ik_text_from_locale(const char *bytes)
{
	uint8_t *text = u8_strconv_from_encoding(bytes, locale_charset(), iconveh_error);
	char *out = text ? ik_strdup((const char *)text) : NULL;

	free(text);
	return out;
}

char *ik_text_to_locale(const char *text)
{
	char *bytes = u8_strconv_to_encoding((const uint8_t *)text, locale_charset(),
					     iconveh_error);
	char *out = bytes ? ik_strdup(bytes) : NULL;

	free(bytes);
	return out;
}

char *ik_text_typed(const char *bytes)
{
	char *text = ik_text_from_locale(bytes);

	return text || !ik_text_is_utf8(bytes, strlen(bytes)) ? text : ik_strdup(bytes);
}

char *ik_text_shown(const char *bytes)
{
	char *text = ik_text_from_locale(bytes);
	char *shown = ik_text_visible(text ? text : bytes, strlen(text ? text : bytes));

	free(text);
	return shown;
}
