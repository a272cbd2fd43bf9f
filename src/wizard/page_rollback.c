/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_rollback.c: which earlier generation is to be used again, of those that still have their key. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/change/rollback.h"
#include "ops/status/show.h"
#include "rows/words.h"
#include "wizard/deed.h"
#include "wizard/follow.h"
#include "wizard/parts.h"
#include "wizard/review.h"

/* Enough of a serial number to tell one from another by eye. */
enum { SERIAL_START = 14 };

const char *ik_generation_title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Which generation should be used again?");
}

bool ik_source_has_generation(const struct ik_wizard *wizard)
{
	return ik_deed_is(wizard, "rollback");
}

static void add_choice(const struct ik_shown *shown, int64_t now, struct ik_choices *choices)
{
	char *until = ik_date_day(shown->facts.not_after);
	char *left = ik_words_days_left(shown->facts.not_after, now);
	char *serial = ik_words_hex(shown->facts.serial);

	ik_choices_add(choices, ik_format("%u", shown->generation),
		       ik_format(_("Generation %u, until %s"), shown->generation, until),
		       ik_format(_("%s; serial number %.*s (start)"), left, SERIAL_START, serial));
	free(serial);
	free(left);
	free(until);
}

void ik_source_list_generations(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	unsigned *numbers = NULL;
	size_t n = 0;
	int64_t now = wizard->clock();

	if (!ik_rollback_choices(wizard->store, &numbers, &n, NULL))
		return;
	for (size_t i = 0; i < n; i++) {
		struct ik_shown shown = {0};

		if (ik_show(wizard->store, numbers[i], now, &shown, NULL) && shown.facts.sha256)
			add_choice(&shown, now, choices);
		ik_shown_free(&shown);
	}
	free(numbers);
}

/* The one that was in use before is what an operator mostly means. */
char *ik_source_fill_generation(const struct ik_wizard *wizard)
{
	const struct ik_rollback_wish wish = {.keep_keys = true};
	struct ik_rollback_plan *plan = NULL;
	char *number = NULL;

	if (ik_rollback_plan(&wish, wizard->store, wizard->clock(), &plan, NULL))
		number = ik_format("%u", plan->back_to);
	ik_rollback_plan_free(plan);
	return number;
}

bool ik_rollback_is_possible(const struct ik_wizard *wizard, const char *generation, struct ik_error *err)
{
	const struct ik_rollback_wish wish = {.generation = generation, .keep_keys = true};
	struct ik_rollback_plan *plan = NULL;
	bool ok = ik_rollback_plan(&wish, wizard->store, wizard->clock(), &plan, err);

	ik_rollback_plan_free(plan);
	return ok;
}

/* What is not in the list is refused for a reason of its own. */
bool ik_source_check_generation(struct ik_wizard *wizard, struct ik_error *err)
{
	const char *answer = ik_answer(wizard->answers, IK_F_GENERATION);
	size_t n;
	const struct ik_choice *choices = ik_field_choices(wizard, ik_field_find(IK_F_GENERATION), &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(choices[i].id, answer) == 0)
			return true;
	return ik_rollback_is_possible(wizard, answer, err);
}

char *ik_source_remark_generation(struct ik_wizard *wizard)
{
	unsigned long number = strtoul(ik_answer(wizard->answers, IK_F_GENERATION), NULL, 10);
	struct ik_shown shown = {0};
	char *remark = NULL;

	if (number && ik_show(wizard->store, (unsigned)number, wizard->clock(), &shown, NULL) &&
	    shown.validity == IK_VALIDITY_EXPIRED)
		remark = ik_format(_("Generation %u has expired: it would not help."), shown.generation);
	ik_shown_free(&shown);
	return remark;
}

void ik_review_rollback(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_rollback_plan *plan = wizard->rollback;
	const struct ik_facts *facts = &plan->facts;
	struct ik_list names = ik_review_names(&facts->dns_names, &facts->ip_addresses);
	char *until = ik_date_day(facts->not_after);
	const char *name = facts->common_name ? facts->common_name : facts->subject;

	if (plan->expired)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(_("Generation %u has EXPIRED. Clients will refuse it."), plan->back_to));
	if (plan->not_yet)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_format(_("Generation %u is not valid yet. Clients will refuse it."), plan->back_to));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Take")),
		       ik_format(_("key (%s) and certificate of generation %u, as generation %u"),
				 ik_key_type_name(facts->key_type ? facts->key_type : ""), plan->back_to, plan->to));
	ik_review_more(report, IK_TONE_STRONG, ik_format(_("%s, until %s"), name ? name : "", until));
	free(until);
	ik_review_add_names(&facts->dns_names, &facts->ip_addresses, report);
	if (plan->has_before)
		ik_review_differences(&plan->before, &names, facts->organization ? facts->organization : "",
				      facts->key_type ? facts->key_type : "", report);
	ik_list_free(&names);
	ik_review_key_group(&plan->group, false, report);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Keep")), ik_strdup(_("the backups as they are; none is written")));
	ik_review_switch(plan->store, plan->from, plan->to, report);
	ik_review_follow(plan->store, &plan->old_keys, report);
	ik_review_undo(wizard, report);
	ik_review_safe(plan->from, report);
}
