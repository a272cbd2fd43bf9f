/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_time.c: the dates in a certificate.
 *
 * GnuTLS says 1970 for whatever is earlier, and such certificates exist: UTCTime begins in 1950. */
#include "config.h"

#include "pki/facts_time.h"

#include <string.h>
#include <time.h>

enum { UTC_TIME = 0x17, GENERALIZED_TIME = 0x18, UTC_YEARS_FROM = 50 };

/* Two digits, which are stepped over; -1 if there are none. */
static int two_digits(struct ik_der *in)
{
	int high, low;

	if (in->size < 2)
		return -1;
	high = in->data[0] - '0';
	low = in->data[1] - '0';
	in->data += 2;
	in->size -= 2;
	return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : 10 * high + low;
}

static int read_year(struct ik_der *in, uint8_t tag)
{
	int first = two_digits(in), second;

	if (tag == UTC_TIME)
		return first < 0 ? -1 : first + (first < UTC_YEARS_FROM ? 2000 : 1900);
	second = two_digits(in);
	return first < 0 || second < 0 ? -1 : 100 * first + second;
}

/* Whatever its numbers: month 13 may be read. */
static bool read_time(struct ik_der *in, struct tm *tm)
{
	struct ik_der text;
	uint8_t tag;
	int year;

	*tm = (struct tm){0};
	if (!ik_der_next(in, &tag, &text) || (tag != UTC_TIME && tag != GENERALIZED_TIME))
		return false;
	year = read_year(&text, tag);
	tm->tm_year = year - 1900;
	tm->tm_mon = two_digits(&text) - 1;
	tm->tm_mday = two_digits(&text);
	tm->tm_hour = two_digits(&text);
	tm->tm_min = two_digits(&text);
	if (text.size > 1)
		tm->tm_sec = two_digits(&text);
	return year >= 0 && tm->tm_mon >= 0 && tm->tm_mday >= 1 && tm->tm_hour >= 0
	       && tm->tm_min >= 0 && tm->tm_sec >= 0 && text.size == 1 && text.data[0] == 'Z';
}

bool ik_facts_time(struct ik_der *in, int64_t *when)
{
	struct tm tm;

	if (!read_time(in, &tm))
		return false;
	*when = timegm(&tm);
	return true;
}

bool ik_facts_calendar_time(struct ik_der *in, int64_t *when)
{
	struct tm said, is;

	if (!read_time(in, &said))
		return false;
	is = said;
	*when = timegm(&is);
	return is.tm_year == said.tm_year && is.tm_mon == said.tm_mon && is.tm_mday == said.tm_mday
	       && is.tm_hour == said.tm_hour && is.tm_min == said.tm_min
	       && is.tm_sec == said.tm_sec;
}
