/* SPDX-License-Identifier: GPL-3.0-or-later */
/* daily.h: what agents fetch is signed for some days only: what has it signed again every day. */
#ifndef IK_OPS_STATUS_DAILY_H
#define IK_OPS_STATUS_DAILY_H

#include <stdbool.h>

/* What to type to have it done for STORE; caller frees.  IS_TIMER: once, which turns on
 * inkan-publish.timer, that is there for root's default store; else it is what cron or a timer of
 * one's own has to run. */
char *ik_daily_command(const char *store, bool *is_timer);

/* Whether that timer is known to be on; ROOT stands in front of where the system says so: "" but
 * for tests. */
bool ik_daily_timer_is_on(const char *root);

#endif
