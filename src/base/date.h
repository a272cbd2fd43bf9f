/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date.h: moments as seconds since 1970 (int64_t, so that 9999 is a year like any other). */
#ifndef IK_BASE_DATE_H
#define IK_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

enum { IK_SECONDS_A_DAY = 24 * 60 * 60 };

/* In the language in use and the server's zone, with the weekday; caller frees:
 *   day   Sat 21 Nov 2026            2026年11月21日(土)
 *   full  Sat 21 Nov 2026 14:05      2026年11月21日(土) 14:05
 *   zoned full, and the zone as the server names it: ... 14:05 JST */
char *ik_date_day(int64_t when);
char *ik_date_full(int64_t when);
char *ik_date_zoned(int64_t when);

/* The same as full, and how far the zone is from UTC at that moment: ... 14:05 UTC+9. */
char *ik_date_offset(int64_t when);

/* Whether the zone is as far from UTC at A as at B: it is not, across the change to summer time. */
bool ik_date_same_offset(int64_t a, int64_t b);

/* "Times are JST (UTC+9)." in the language in use, for the zone at WHEN; caller frees. */
char *ik_date_zone_sentence(int64_t when);

char *ik_date_rfc3339(int64_t when); /* 2026-11-21T18:12:00Z; RFC 3339, UTC; caller frees */
char *ik_date_compact(int64_t when); /* 20261121T181200Z, for file names; caller frees */

/* Reads what ik_date_rfc3339() writes; -1 for anything else. */
int64_t ik_date_from_rfc3339(const char *text);

/* From the day of NOW to that of UNTIL, both in UTC, so that all who look on one day say the same:
 * 0 on the day itself, whether it has passed or not. */
int64_t ik_date_days_left(int64_t until, int64_t now);

/* Whole days from SINCE to NOW, rounded down: -1 for a second to come. */
int64_t ik_date_days_past(int64_t since, int64_t now);

#endif
