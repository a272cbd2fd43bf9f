/* SPDX-License-Identifier: GPL-3.0-or-later */
/* validity.c: valid, expiring, expiring today, expired or not yet valid. */
#include "config.h"

#include "base/validity.h"

#include <time.h>

#include "base/date.h"

/* Midnight at the server DAYS days after the day of NOW: a day is what the operator's clock calls
 * one. */
static int64_t midnight(int64_t now, int days)
{
	time_t when = (time_t)now;
	struct tm day;

	if (!localtime_r(&when, &day))
		return now;
	day.tm_mday += days;
	day.tm_hour = day.tm_min = day.tm_sec = 0;
	day.tm_isdst = -1;
	return mktime(&day);
}

enum ik_validity ik_validity_of(const struct ik_facts *facts, int64_t now)
{
	int64_t left = ik_date_days_left(facts->not_after, now);

	if (facts->not_before > now)
		return IK_VALIDITY_NOT_YET;
	/* What is far away is not today; where that begins and ends costs two questions to the
	 * system. */
	if (left >= -2 && left <= 2 && facts->not_after >= midnight(now, 0)
	    && facts->not_after < midnight(now, 1))
		return IK_VALIDITY_TODAY;
	if (facts->not_after < now)
		return IK_VALIDITY_EXPIRED;
	return left <= IK_WARNING_DAYS ? IK_VALIDITY_EXPIRING : IK_VALIDITY_VALID;
}
