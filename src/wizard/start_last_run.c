/* SPDX-License-Identifier: GPL-3.0-or-later */
/* start_last_run.c: what the run before this one did and did not do, in a sentence. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "wizard/start.h"

/* Of a run that took all back. */
static char *undone_sentence(const struct ik_last_run *last, const char *when, unsigned in_use)
{
	bool stopped = last->end == IK_LAST_RUN_STOPPED;

	if (stopped && !in_use)
		return ik_format(_("The run of %s was stopped and changed nothing. No certificate "
				   "is in use yet."),
				 when);
	if (stopped)
		return ik_format(_("The run of %s was stopped and changed nothing. Generation %u "
				   "is in use."),
				 when, in_use);
	if (!in_use)
		return ik_format(_("The run of %s failed (INK-%u) and changed nothing. No "
				   "certificate is in use yet."),
				 when, last->error);
	return ik_format(_("The run of %s failed (INK-%u) and changed nothing. Generation %u is in "
			   "use."),
			 when, last->error, in_use);
}

static char *late_sentence(const struct ik_last_run *last, const char *when)
{
	if (last->generation)
		return ik_format(_("The run of %s put generation %u in use, and then something "
				   "failed (INK-%u)."),
				 when, last->generation, last->error);
	return ik_format(_("The run of %s did its work, and then something failed (INK-%u)."), when,
			 last->error);
}

static char *cut_sentence(const struct ik_last_run *last, unsigned in_use)
{
	if (last->end == IK_LAST_RUN_CUT_LATE)
		return ik_format(_("The last run was interrupted after the switch. Generation %u "
				   "is in use."),
				 in_use);
	if (!in_use)
		return ik_strdup(_("The last run was interrupted. No certificate is in use yet."));
	return ik_format(_("The last run was interrupted and changed nothing in use. Generation %u "
			   "is in use."),
			 in_use);
}

/* What it did and did not do, unless all went well. */
void ik_start_last_run(const struct ik_situation *situation, struct ik_report *report)
{
	const struct ik_last_run *last = &situation->last_run;
	char *when = last->when < 0 ? ik_strdup("?") : ik_date_full(last->when);
	char *sentence = NULL;

	switch (last->end) {
	case IK_LAST_RUN_WELL:
		break;
	case IK_LAST_RUN_STOPPED:
	case IK_LAST_RUN_FAILED:
		sentence = undone_sentence(last, when, situation->generation);
		break;
	case IK_LAST_RUN_LATE:
		sentence = late_sentence(last, when);
		break;
	case IK_LAST_RUN_CUT:
	case IK_LAST_RUN_CUT_LATE:
		sentence = cut_sentence(last, situation->generation);
		break;
	}
	if (sentence)
		ik_report_text(report, IK_TONE_WARNING, sentence);
	free(when);
}
