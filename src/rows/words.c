/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.c: paths, sizes, hexadecimal groups and days left. */
#include "rows/words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/validity.h"

char *ik_words_path(const char *path)
{
	return ik_text_shown(path);
}

char *ik_words_whole_path(const char *path)
{
	char *here = *path == '/' ? NULL : getcwd(NULL, 0);
	char *whole = here ? ik_format("%s/%s", here, path) : ik_strdup(path);
	char *shown = ik_words_path(whole);

	free(whole);
	free(here);
	return shown;
}

char *ik_words_size(int64_t bytes)
{
	static const char *const units[] = {"kB", "MB", "GB", "TB", "PB"};
	double size = (double)bytes / 1000;
	size_t unit = 0;

	if (bytes < 0)
		return ik_strdup(_("unknown"));
	while (size >= 1000 && unit + 1 < IK_COUNT(units)) {
		size /= 1000;
		unit++;
	}
	return ik_format("%.1f %s", size, units[unit]);
}

static char *grouped(uint64_t number)
{
	char *digits = ik_format("%llu", (unsigned long long)number);
	struct ik_buffer text = {0};
	size_t n = strlen(digits);

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			ik_buffer_text(&text, ",");
		ik_buffer_add(&text, &digits[i], 1);
	}
	free(digits);
	char *out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}

char *ik_words_bytes(uint64_t bytes)
{
	char *number = grouped(bytes);
	char *text = ik_format(ngettext("%s byte", "%s bytes", (unsigned long)bytes), number);

	free(number);
	return text;
}

char *ik_words_hex(const char *hex)
{
	return ik_text_in_fours(hex);
}

char *ik_words_serial(const char *hex)
{
	enum { START = 14 };
	char *whole = ik_words_hex(hex);
	char *text = strlen(whole) <= START
			     ? ik_format(_("serial number %s"), whole)
			     : ik_format(_("serial number begins %.*s"), START, whole);

	free(whole);
	return text;
}

int64_t ik_words_days_ago(int64_t when, int64_t now)
{
	int64_t days = -ik_date_days_left(when, now);

	return days < 1 ? 1 : days;
}

static bool is_today(int64_t not_after, int64_t now)
{
	struct ik_facts facts = {.not_before = 0, .not_after = not_after};

	return ik_validity_of(&facts, now) == IK_VALIDITY_TODAY;
}

char *ik_words_days_left(int64_t not_after, int64_t now)
{
	int64_t left = ik_date_days_left(not_after, now);

	if (is_today(not_after, now))
		return ik_strdup(not_after < now ? _("expired today") : _("expires today"));
	if (not_after < now) {
		int64_t ago = ik_words_days_ago(not_after, now);

		return ik_format(
			ngettext("expired %d day ago", "expired %d days ago", (unsigned long)ago),
			(int)ago);
	}
	if (left == 0)
		return ik_strdup(_("less than a day left"));
	return ik_format(ngettext("%d day left", "%d days left", (unsigned long)left), (int)left);
}
