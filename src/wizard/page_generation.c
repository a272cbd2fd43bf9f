/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_generation.c: which earlier generation is to be used again, of those that still have their
 * key. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/change/rollback.h"
#include "rows/words.h"
#include "wizard/field_expired.h"
#include "wizard/pages.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Which generation should be used again?");
}

static bool when_rolling_back(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "rollback");
}

static void add_choice(const struct ik_rollback_choice *choice, int64_t now,
		       struct ik_choices *choices)
{
	char *until = ik_date_day(choice->facts.not_after);
	char *left = ik_words_days_left(choice->facts.not_after, now);
	char *serial = ik_words_serial(choice->facts.serial);

	ik_choices_add(choices, ik_format("%u", choice->number),
		       ik_format(_("Generation %u, until %s"), choice->number, until),
		       ik_format(_("%s; %s"), left, serial));
	free(serial);
	free(left);
	free(until);
}

static void list_generations(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	for (size_t i = 0; i < wizard->ways_back.n; i++)
		add_choice(&wizard->ways_back.items[i], wizard->clock(), choices);
}

/* The one that was in use before is what an operator mostly means. */
static char *fill_generation(const struct ik_wizard *wizard)
{
	const struct ik_rollback_wish wish = {.accept_expired = true, .keep_keys = true};
	struct ik_rollback_plan *plan = NULL;
	char *number = NULL;

	if (ik_rollback_plan(&wish, wizard->store, wizard->clock(), &plan, NULL))
		number = ik_format("%u", plan->back_to);
	ik_rollback_plan_free(plan);
	return number;
}

bool ik_rollback_is_possible(const struct ik_wizard *wizard, const char *generation,
			     struct ik_error *err)
{
	const struct ik_rollback_wish wish = {
		.generation = generation, .accept_expired = true, .keep_keys = true};
	struct ik_rollback_plan *plan = NULL;
	bool ok = ik_rollback_plan(&wish, wizard->store, wizard->clock(), &plan, err);

	ik_rollback_plan_free(plan);
	return ok;
}

/* What is not in the list is refused for a reason of its own. */
static bool check_generation(struct ik_wizard *wizard, struct ik_error *err)
{
	const char *answer = ik_answer(wizard->answers, IK_F_GENERATION);
	size_t n;
	const struct ik_choice *choices = ik_field_choices(wizard, ik_field_find(IK_F_GENERATION),
							   &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(choices[i].id, answer) == 0)
			return true;
	return ik_rollback_is_possible(wizard, answer, err);
}

static char *remark_generation(struct ik_wizard *wizard)
{
	unsigned long number = strtoul(ik_answer(wizard->answers, IK_F_GENERATION), NULL, 10);

	for (size_t i = 0; i < wizard->ways_back.n; i++) {
		const struct ik_rollback_choice *choice = &wizard->ways_back.items[i];

		if (choice->number == number && choice->facts.not_after < wizard->clock())
			return ik_format(_("Generation %u has expired: it would not help."),
					 choice->number);
	}
	return NULL;
}

static const struct ik_field fields[] = {
	{
		.id = IK_F_GENERATION,
		.kind = IK_FIELD_RADIO,
		.label = N_("Generation"),
		.help = N_("Arrows choose, Enter goes on. Nothing changes yet."),
		.unnumbered = true,
		.explain = N_("Only generations whose key is still here can be used again. The one "
			      "chosen becomes a new generation; "
			      "nothing is lost, and this step can be undone in the same way.\n"
			      "A certificate that has expired does not come back to life."),
		.fill = fill_generation,
		.check = check_generation,
		.remark = remark_generation,
		.list = list_generations,
	},
	IK_FIELD_ACCEPT_EXPIRED,
};

const struct ik_page ik_page_generation = {
	.id = "generation",
	.kind = IK_PAGE_FORM,
	.rail = N_("Generation"),
	.title = title,
	.shown = when_rolling_back,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
};
