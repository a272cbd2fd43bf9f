/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_time.h: the dates in a certificate, of any year.  Private to the room. */
#ifndef IK_PKI_FACTS_TIME_H
#define IK_PKI_FACTS_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "pki/der.h"

/* The next element of IN, a UTCTime or GeneralizedTime as RFC 5280 has them (or without seconds, as
 * some old ones are). False for any other form. */
bool ik_facts_time(struct ik_der *in, int64_t *when);

/* The same, and such a moment is in the calendar: false for month 13 or the 31st of February, which
 * is counted on into the next month above, as certificates have been read before. */
bool ik_facts_calendar_time(struct ik_der *in, int64_t *when);

#endif
