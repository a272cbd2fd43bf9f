/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_progress.c: the steps while something is done. */
#include "base/i18n.h"
#include "wizard/pages.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	return wizard->opening ? N_("Opening the file.") : N_("Working.");
}

const struct ik_page ik_page_progress = {
	.id = "progress",
	.kind = IK_PAGE_PROGRESS,
	.rail = N_("Progress"),
	.title = title,
	.help = N_("Until the switch you can still cancel."),
	.explain = N_("Cancel works until the switch. What was made until then is removed again, "
		      "and the certificate in use "
		      "stays in use."),
	.shown = ik_task_changes,
};
