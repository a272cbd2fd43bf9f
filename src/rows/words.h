/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h: small things said on more than one page, in the language in use.  Callers free. */
#ifndef IK_ROWS_WORDS_H
#define IK_ROWS_WORDS_H

#include <stdint.h>

char *ik_words_path(const char *path);       /* a path in the form on disk, as it may be shown */
char *ik_words_whole_path(const char *path); /* the same, from the root on */
char *ik_words_size(int64_t bytes);          /* "4.2 MB"; "unknown" for a negative one */
char *ik_words_bytes(uint64_t bytes);        /* "4,198 bytes" */
char *ik_words_hex(const char *hex); /* "4f12 9c07 ...": groups of four can be compared by eye and
					read aloud */
/* "serial number begins 4f12 9c07 4be1": enough to tell one from another by eye */
char *ik_words_serial(const char *hex);
/* "730 days left", "expires today", "expired 3 days ago" */
char *ik_words_days_left(int64_t not_after, int64_t now);

/* Whole days since WHEN, at least one: for "EXPIRED %d days ago" on a day that is no longer that
 * day. */
int64_t ik_words_days_ago(int64_t when, int64_t now);

#endif
