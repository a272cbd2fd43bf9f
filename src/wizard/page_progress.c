/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_progress.c: the steps while something is done. */
#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/change/hooks.h"
#include "wizard/pages.h"
#include "wizard/progress.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	return wizard->opening ? N_("Opening the file.") : N_("Working.");
}

const char *ik_progress_in_use(const struct ik_wizard *wizard, const struct ik_progress *progress,
			       enum ik_tone *tone)
{
	/* Which of the two is the old one then is not to be asked at such a moment. */
	const bool goes_back = ik_task_is(wizard, "rollback");

	*tone = progress->switched ? IK_TONE_STRONG : IK_TONE_PLAIN;
	if (!progress->switches)
		return NULL;
	if (progress->switched && goes_back)
		return _("THE EARLIER CERTIFICATE IS IN USE AGAIN.");
	if (goes_back)
		return _("Nothing is switched yet.");
	if (progress->switched)
		return _("THE NEW CERTIFICATE IS IN USE.");
	return wizard->situation.generation ? _("The old certificate is in use.")
					    : _("No certificate is in use yet.");
}

static bool runs_commands(const struct ik_wizard *wizard)
{
	const struct ik_plan *plan = ik_wizard_head(wizard);

	return plan && plan->hooks.n > 0;
}

char *ik_progress_help(const struct ik_wizard *wizard, const struct ik_progress *progress)
{
	if (wizard->opening)
		return ik_strdup(_("Tab, then Enter stops it; nothing is changed."));
	if (progress->can_cancel)
		return ik_strdup(_(ik_page_progress.help));
	if (progress->switched && runs_commands(wizard))
		return ik_format(_("In use already; nothing to cancel. Each command has %d s."),
				 IK_HOOK_SECONDS);
	return ik_strdup(_("There is nothing to cancel any more. It is done soon."));
}

size_t ik_progress_done(const struct ik_progress *progress)
{
	size_t n = 0;

	for (size_t i = 0; i < progress->n; i++)
		n += progress->steps[i].state == IK_STEP_DONE
		     || progress->steps[i].state == IK_STEP_FAILED;
	return n;
}

const struct ik_page ik_page_progress = {
	.id = "progress",
	.kind = IK_PAGE_PROGRESS,
	.rail = N_("Progress"),
	.title = title,
	.help = N_("Until the switch, Tab and then Enter cancels."),
	.explain = N_("Cancel works until the switch. What was made until then is removed again, "
		      "and the certificate in use "
		      "stays in use."),
	.shown = ik_task_changes,
};
