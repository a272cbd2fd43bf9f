/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leading.c: what a change means for the agents that follow this server. */
#include "wizard/leading.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/default_store.h"
#include "wizard/reported.h"
#include "wizard/review.h"

/* --- before ----------------------------------------------------------------------------------- */

/* Whoever is not shown the review is told so as well: it is a sentence of its own. */
static void add_left_behind(const struct ik_wizard *wizard, enum ik_lead lead,
			    struct ik_report *report)
{
	const size_t n = ik_reported_concerned(wizard)->reported;
	struct ik_error why = {0};

	ik_fail(&why, ik_lead_error(lead));
	ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&why));
	if (n > 0)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(ngettext("%zu agent reports to this server. It has to be "
						  "enrolled again.",
						  "%zu agents report to this server. They have to "
						  "be enrolled again.",
						  n),
					 n));
}

/* How many can be told by what they reported of late. */
static char *led(const struct ik_agents_count *count)
{
	if (count->today == 0)
		return ik_strdup(_("none reported today; those that do follow within the hour"));
	return ik_format(ngettext("%zu reported today; it follows within the hour",
				  "%zu reported today; they follow within the hour", count->today),
			 count->today);
}

static void add_led(const struct ik_agents_count *count, const char *group,
		    struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Agents")), led(count));
	if (count->older > 0)
		ik_review_more(report, IK_TONE_WARNING,
			       ik_format(ngettext("%zu has an older inkan-agent than this server",
						  "%zu have an older inkan-agent than this server",
						  count->older),
					 count->older));
	if (group && *group)
		ik_review_more(
			report, IK_TONE_WARNING,
			ik_format(_("whoever is in the group %s can lead them, too"), group));
	ik_review_more(report, IK_TONE_PLAIN,
		       ik_strdup(_("messages signed before: sign again within 24 hours")));
}

/* Of one that takes nobody's place, too: whoever is enrolled with it will be concerned. */
static void add_large(const struct ik_plan *plan, struct ik_report *report)
{
	struct ik_error why = {0};

	if (!plan->next_is_large)
		return;
	ik_fail(&why, IK_E_LEAD_LARGE_NEXT);
	ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(&why));
}

void ik_review_agents(const struct ik_wizard *wizard, const struct ik_plan *plan,
		      struct ik_report *report)
{
	add_large(plan, report);
	if (!wizard->reported.served || plan->lead == IK_LEAD_NOBODY)
		return;
	if (ik_lead_fails(plan->lead))
		add_left_behind(wizard, plan->lead, report);
	else
		add_led(ik_reported_concerned(wizard), plan->group.name, report);
}

void ik_review_unled(const struct ik_wizard *wizard, struct ik_report *report)
{
	const size_t n = wizard->reported.unled;

	if (n > 0)
		ik_report_text(
			report, IK_TONE_WARNING,
			ik_format(ngettext("Warning: %zu agent reports a certificate that is "
					   "not in this backup, and will not follow. Restore "
					   "a newer backup, or enrol it again afterwards.",
					   "Warning: %zu agents report a certificate that is "
					   "not in this backup, and will not follow. Restore "
					   "a newer backup, or enrol them again afterwards.",
					   n),
				  n));
}

/* --- after ------------------------------------------------------------------------------------ */

static void add_waited_for(const struct ik_wizard *wizard, struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Agents")),
		       led(ik_reported_concerned(wizard)));
	ik_review_more(report, IK_TONE_PLAIN,
		       ik_strdup(_("at once by inkan-agent run there; who follows:")));
	ik_report_command(report, NULL, ik_command_for(wizard->store, "inkan agents"));
}

void ik_proof_agents(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_outcome *outcome = &wizard->outcome;

	if (!outcome->switched || !wizard->reported.served || outcome->lead == IK_LEAD_NOBODY)
		return;
	if (ik_lead_fails(outcome->lead))
		add_left_behind(wizard, outcome->lead, report);
	else
		add_waited_for(wizard, report);
}
