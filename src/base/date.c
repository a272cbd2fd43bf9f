/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date.c: moments in words and in the notations of machines.
 *
 * Names of days and months come from our own catalogue: where no Japanese locale was generated,
 * strftime() knows only English.  Years are Gregorian in every language, as in certificates and
 * tickets. */
#include "config.h"

#include "base/date.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

enum { RFC3339_SIZE = 20 };

static const char *const weekdays[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
				       N_("Thu"), N_("Fri"), N_("Sat")};
static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
				     N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
				     N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

/* WHEN on the server's clock; a moment no calendar reaches becomes 1970. */
static struct tm local_time(int64_t when)
{
	time_t t = (time_t)when, epoch = 0;
	struct tm tm;

	if (!localtime_r(&t, &tm))
		localtime_r(&epoch, &tm);
	return tm;
}

static struct tm universal_time(int64_t when)
{
	time_t t = (time_t)when, epoch = 0;
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		gmtime_r(&epoch, &tm);
	return tm;
}

static int year_of(const struct tm *tm)
{
	return tm->tm_year + 1900;
}

char *ik_date_day(int64_t when)
{
	struct tm tm = local_time(when);

	/* TRANSLATORS: 1 weekday, 2 day, 3 month (its short name), 4 year: Sat 21 Nov 2026 */
	return ik_format(_("%1$s %2$d %3$s %4$d"), _(weekdays[tm.tm_wday]), tm.tm_mday,
			 _(months[tm.tm_mon]), year_of(&tm));
}

char *ik_date_full(int64_t when)
{
	struct tm tm = local_time(when);
	char *day = ik_date_day(when);
	/* TRANSLATORS: day, hour, minute: Sat 21 Nov 2026 14:05 */
	char *full = ik_format(_("%s %02d:%02d"), day, tm.tm_hour, tm.tm_min);

	free(day);
	return full;
}

/* How far the zone is from UTC: "" for UTC itself, "+9", "-3:30". */
static char *offset_of(const struct tm *tm)
{
	long minutes = labs(tm->tm_gmtoff) / 60;
	char sign = tm->tm_gmtoff < 0 ? '-' : '+';

	if (!minutes)
		return ik_strdup("");
	if (minutes % 60)
		return ik_format("%c%ld:%02ld", sign, minutes / 60, minutes % 60);
	return ik_format("%c%ld", sign, minutes / 60);
}

/* Of a zone that it does not know the library makes UTC, under the first letters of what was asked
 * for: TZ=Asia/Nowhere would be "Asia". */
static bool is_unknown(const struct tm *tm)
{
	const char *zone = getenv("TZ");
	size_t letters = strlen(tm->tm_zone);

	return zone && tm->tm_gmtoff == 0 && strncmp(zone, tm->tm_zone, letters) == 0
	       && zone[letters] == '/';
}

/* The zone's name, or NULL where it has none of its own: UTC, and zones named by a number such as
 * "-03". */
static char *zone_name(const struct tm *tm)
{
	const char *name = tm->tm_zone;

	if (!name || !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", name[0])
	    || !name[0] || is_unknown(tm))
		return NULL;
	return strcmp(name, "UTC") ? ik_text_visible(name, strlen(name)) : NULL;
}

char *ik_date_zoned(int64_t when)
{
	struct tm tm = local_time(when);
	char *full = ik_date_full(when);
	char *offset = offset_of(&tm);
	char *name = zone_name(&tm);
	char *zoned = name ? ik_format("%s %s", full, name) : ik_format("%s UTC%s", full, offset);

	free(name);
	free(offset);
	free(full);
	return zoned;
}

char *ik_date_offset(int64_t when)
{
	struct tm tm = local_time(when);
	char *full = ik_date_full(when);
	char *offset = offset_of(&tm);
	char *both = ik_format("%s UTC%s", full, offset);

	free(offset);
	free(full);
	return both;
}

bool ik_date_same_offset(int64_t a, int64_t b)
{
	return local_time(a).tm_gmtoff == local_time(b).tm_gmtoff;
}

char *ik_date_zone_sentence(int64_t when)
{
	struct tm tm = local_time(when);
	char *offset = offset_of(&tm);
	char *name = zone_name(&tm);
	char *sentence;

	if (name)
		/* TRANSLATORS: the zone's name and its distance from UTC: JST, +9 */
		sentence = ik_format(_("Times are %s (UTC%s)."), name, *offset ? offset : "+0");
	else
		/* TRANSLATORS: the zone has no name but its distance from UTC, +9 or nothing */
		sentence = ik_format(_("Times are UTC%s."), offset);
	free(name);
	free(offset);
	return sentence;
}

char *ik_date_rfc3339(int64_t when)
{
	struct tm tm = universal_time(when);

	return ik_format("%04d-%02d-%02dT%02d:%02d:%02dZ", year_of(&tm), tm.tm_mon + 1, tm.tm_mday,
			 tm.tm_hour, tm.tm_min, tm.tm_sec);
}

char *ik_date_compact(int64_t when)
{
	struct tm tm = universal_time(when);

	return ik_format("%04d%02d%02dT%02d%02d%02dZ", year_of(&tm), tm.tm_mon + 1, tm.tm_mday,
			 tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static bool has_rfc3339_shape(const char *text)
{
	static const char shape[] = "0000-00-00T00:00:00Z";

	if (strlen(text) != RFC3339_SIZE)
		return false;
	for (size_t i = 0; i < RFC3339_SIZE; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		if (shape[i] == '0' ? !digit : text[i] != shape[i])
			return false;
	}
	return true;
}

int64_t ik_date_from_rfc3339(const char *text)
{
	struct tm tm = {0};
	int64_t when;
	char *again;

	if (!has_rfc3339_shape(text))
		return -1;
	tm.tm_year = atoi(text) - 1900;
	tm.tm_mon = atoi(text + 5) - 1;
	tm.tm_mday = atoi(text + 8);
	tm.tm_hour = atoi(text + 11);
	tm.tm_min = atoi(text + 14);
	tm.tm_sec = atoi(text + 17);
	when = timegm(&tm);
	/* timegm() turns 30 February into 2 March; what does not read back the same never was a
	 * date. */
	again = ik_date_rfc3339(when);
	if (strcmp(again, text) != 0)
		when = -1;
	free(again);
	return when;
}

/* The number of the day of WHEN; days before 1970 are negative. */
static int64_t day_number(int64_t when)
{
	int64_t day = when / IK_SECONDS_A_DAY;

	return when % IK_SECONDS_A_DAY < 0 ? day - 1 : day;
}

int64_t ik_date_days_left(int64_t until, int64_t now)
{
	return day_number(until) - day_number(now);
}

int64_t ik_date_days_past(int64_t since, int64_t now)
{
	return day_number(now - since);
}
