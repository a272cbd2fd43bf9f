/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h: whether the clock of this server can be right.  A certificate made under a clock that
 * stands in the past has ended before it is used. */
#ifndef IK_OPS_RECORDS_CLOCK_H
#define IK_OPS_RECORDS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/built.h"
#include "base/error.h"

/* Whether it can be NOW: not before this program was built, and at most a day before MADE_AT, when
 * what is in use was made (0: nothing is, or it is not known).  IK_E_CHECK_CLOCK. */
bool ik_clock_rule(int64_t now, int64_t made_at, struct ik_error *err);

/* Whether something that took the place of what was made at MADE_AT can have done so at MOMENT, as
 * the records have it: not before there was an inkan, and at most a day before MADE_AT.  When this
 * program was built says nothing here, since what is recorded may well be the work of an older one.
 */
bool ik_clock_was_possible(int64_t moment, int64_t made_at);

#endif
