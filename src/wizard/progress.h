/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.h: what is said while something is done, beside its steps. */
#ifndef IK_WIZARD_PROGRESS_H
#define IK_WIZARD_PROGRESS_H

#include "base/watch.h"
#include "rows/report.h"
#include "wizard/wizard.h"

/* Which certificate is in use by now, translated; NULL where the work leaves that as it is. */
const char *ik_progress_in_use(const struct ik_wizard *wizard, const struct ik_progress *progress,
			       enum ik_tone *tone);

/* Whether it can be stopped and how, or how long it may still take: translated, caller frees. */
char *ik_progress_help(const struct ik_wizard *wizard, const struct ik_progress *progress);

/* How many of its steps are over. */
size_t ik_progress_done(const struct ik_progress *progress);

#endif
