/* SPDX-License-Identifier: GPL-3.0-or-later */
/* start.h: parts of the start page that stand in files of their own.  For this room only. */
#ifndef IK_WIZARD_START_H
#define IK_WIZARD_START_H

#include "ops/status/situation.h"
#include "rows/report.h"

/* What the last run did and did not do, unless all went well. */
void ik_start_last_run(const struct ik_situation *situation, struct ik_report *report);

#endif
