/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bars.h: the generations of a store as bars over time. */
#ifndef IK_WIZARD_BARS_H
#define IK_WIZARD_BARS_H

#include "ops/status/show.h"
#include "rows/timeline.h"

/* Adds the bar of SHOWN, below those that are there. */
void ik_bars_add(struct ik_timeline *timeline, const struct ik_shown *shown);

#endif
