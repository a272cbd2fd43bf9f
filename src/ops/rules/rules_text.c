/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_text.c: what holds for every line that is typed. */
#include "config.h"

#include "ops/rules/rules_inside.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/rules/rules.h"

bool ik_rule_text(const char *text, const char *allowed, struct ik_error *err)
{
	size_t size = strlen(text);
	ucs4_t c;

	if (!ik_text_is_utf8(text, size))
		return ik_fail(err, IK_E_TEXT_BYTES);
	for (size_t at = 0; at < size;) {
		at += (size_t)u8_mbtouc(&c, (const uint8_t *)text + at, size - at);
		if (uc_is_cntrl(c) && !(c < 0x80 && strchr(allowed, (int)c)))
			return ik_fail(err, IK_E_TEXT_CONTROL);
	}
	return true;
}

char *ik_rule_character(uint32_t c)
{
	uint8_t bytes[6];
	int size = u8_uctomb(bytes, c, sizeof(bytes));
	char *shown, *named;

	if (size < 1)
		return ik_format("U+%04X", (unsigned)c);
	shown = ik_text_visible(bytes, (size_t)size);
	/* ASCII speaks for itself, and an escape tells the number already. */
	if (c < 0x80 || strlen(shown) != (size_t)size)
		return shown;
	named = ik_format("%s (U+%04X)", shown, (unsigned)c);
	free(shown);
	return named;
}

bool ik_rule_is_narrowed(const char *text)
{
	char *narrowed = NULL;
	bool changed = ik_text_narrow(text, &narrowed);

	free(narrowed);
	return changed;
}
