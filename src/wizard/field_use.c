/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field_use.c: which generation of a backup is to be in use, asked once the backup is open. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/records/state.h"
#include "rows/words.h"
#include "wizard/field_use.h"
#include "wizard/source.h"
#include "wizard/task.h"

/* One whose key is gone here comes back with the key of the backup. */
static bool can_be_used(const struct ik_restore_plan *compared,
			const struct ik_restore_entry *entry)
{
	return entry->has_facts && entry->key_state == IK_KEY_SEALED
	       && entry->here != compared->head.from;
}

static size_t count_usable(const struct ik_restore_plan *compared)
{
	size_t n = 0;

	for (size_t i = 0; i < compared->n; i++)
		n += can_be_used(compared, &compared->entries[i]);
	return n;
}

/* The entry that was in use when the backup was made; one can come in use without being chosen only
 * where nothing is. */
static bool has_default(const struct ik_restore_plan *compared)
{
	if (compared->head.from != 0)
		return true;
	for (size_t i = 0; i < compared->n; i++)
		if (compared->entries[i].number == compared->in_use)
			return can_be_used(compared, &compared->entries[i]);
	return false;
}

/* Asked only where there is more than one answer.  Answers from a file or from options are written
 * before anybody knows how many there are, so they may always have it. */
bool ik_field_use_shown(const struct ik_wizard *wizard)
{
	const struct ik_restore_plan *compared;

	if (!ik_task_is(wizard, "restore"))
		return false;
	compared = ik_source_compared(wizard);
	if (!compared)
		return wizard->unattended;
	return wizard->unattended || count_usable(compared) + (compared->head.from != 0) > 1
	       || (!has_default(compared) && count_usable(compared) == 1);
}

static void add_stay(const struct ik_restore_plan *compared, struct ik_choices *choices)
{
	ik_choices_add(choices, ik_strdup(""),
		       ik_format(_("Generation %u stays in use"), compared->head.from),
		       ik_strdup(_("Only what is missing here comes back.")));
}

static void add_use(const struct ik_restore_plan *compared, const struct ik_restore_entry *entry,
		    int64_t now, struct ik_choices *choices)
{
	char *until = ik_date_day(entry->facts.not_after);
	char *left = ik_words_days_left(entry->facts.not_after, now);
	char *serial = ik_words_serial(entry->facts.serial);
	/* Numbers of two servers stand in one list. */
	const char *label = compared->head.from ? _("Generation %u of the backup, until %s")
						: _("Generation %u, until %s");
	const char *hint = entry->number == compared->in_use ? _("%s; in use then; %s")
							     : _("%s; %s");

	ik_choices_add(choices, ik_format("%u", entry->number),
		       ik_format(label, entry->number, until), ik_format(hint, left, serial));
	free(serial);
	free(left);
	free(until);
}

/* Newest first, as an operator looks for them. */
void ik_field_use_list(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	const struct ik_restore_plan *compared = ik_source_compared(wizard);

	if (!compared)
		return;
	if (compared->head.from != 0)
		add_stay(compared, choices);
	for (size_t i = compared->n; i-- > 0;)
		if (can_be_used(compared, &compared->entries[i]))
			add_use(compared, &compared->entries[i], wizard->clock(), choices);
}

char *ik_field_use_fill(const struct ik_wizard *wizard)
{
	const struct ik_restore_plan *compared = ik_source_compared(wizard);

	if (!compared || compared->head.from != 0 || !has_default(compared))
		return ik_strdup("");
	return ik_format("%u", compared->in_use);
}

/* What is not among the choices is refused for a reason of its own, which the plan knows. */
bool ik_field_use_check(struct ik_wizard *wizard, struct ik_error *err)
{
	const struct ik_restore_wish wish = {.use = ik_answer(wizard->answers, IK_F_USE),
					     .keep_keys = true};
	struct ik_restore_plan *plan = NULL;
	size_t n;
	const struct ik_choice *choices;
	bool ok;

	if (!ik_source_compared(wizard))
		return true;
	choices = ik_field_choices(wizard, ik_field_find(IK_F_USE), &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(choices[i].id, wish.use) == 0)
			return true;
	ok = ik_restore_plan(wizard->source->backup, wizard->store, &wish, wizard->clock(), &plan,
			     err);
	ik_restore_plan_free(plan);
	return ok;
}
