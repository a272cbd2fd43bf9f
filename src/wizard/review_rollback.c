/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review_rollback.c: what going back to an earlier generation does. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "rows/words.h"
#include "wizard/follow.h"
#include "wizard/leading.h"
#include "wizard/review.h"

/* What clients will mind. */
static void add_doubts(const struct ik_rollback_plan *plan, struct ik_report *report)
{
	if (plan->same != IK_SAME_NOT)
		ik_report_text(report, IK_TONE_WARNING, ik_strdup(ik_same_sentence(plan->same)));
	if (plan->expired)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(_("Generation %u has EXPIRED. Clients will refuse it."),
					 plan->back_to));
	if (plan->not_yet)
		ik_report_text(
			report, IK_TONE_WARNING,
			ik_format(_("Generation %u is not valid yet. Clients will refuse it."),
				  plan->back_to));
}

static void add_taken(const struct ik_rollback_plan *plan, struct ik_report *report)
{
	const struct ik_facts *facts = &plan->facts;
	const char *name = facts->common_name ? facts->common_name : facts->subject;
	struct ik_list names = ik_review_names(&facts->dns_names, &facts->ip_addresses);
	char *until = ik_date_day(facts->not_after);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Take")),
		       ik_format(_("key (%s) and certificate of generation %u, as generation %u"),
				 ik_key_type_name(facts->key_type ? facts->key_type : ""),
				 plan->back_to, plan->head.to));
	ik_review_more(report, IK_TONE_STRONG,
		       ik_format(_("%s, until %s"), name ? name : "", until));
	ik_review_add_names(&facts->dns_names, &facts->ip_addresses, report);
	if (plan->head.has_before)
		ik_review_differences(&plan->head.before, &names,
				      facts->organization ? facts->organization : "",
				      facts->key_type ? facts->key_type : "", report);
	free(until);
	ik_list_free(&names);
}

void ik_review_rollback(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_rollback_plan *plan = wizard->rollback;

	add_doubts(plan, report);
	add_taken(plan, report);
	ik_review_key_group(&plan->head.group, false, report);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Keep")),
		       ik_strdup(_("the backups as they are; none is written")));
	ik_review_switch(&plan->head, report);
	ik_review_follow(&plan->head, report);
	ik_review_agents(wizard, &plan->head, report);
	ik_review_undo(wizard, report);
	ik_review_safe(&plan->head, report);
}
