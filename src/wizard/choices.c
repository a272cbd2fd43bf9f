/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices.c: the choices of a field: those of its table, or those found while the wizard runs,
 * which are kept until they may have changed. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wizard/inside.h"
#include "wizard/page.h"
#include "wizard/wizard.h"

/* What each field that lists its choices has found; of two fields with one id, the one asked last.
 */
struct ik_choices_kept {
	struct {
		const struct ik_field *field; /* NULL: nothing was listed */
		enum ik_language language;
		struct ik_choices choices;
	} of[IK_F_COUNT];
};

void ik_choices_add(struct ik_choices *choices, char *id, char *label, char *hint)
{
	char *strings[] = {id, label, hint};

	choices->items = ik_realloc(choices->items, (choices->n + 1) * sizeof(*choices->items));
	choices->items[choices->n++] = (struct ik_choice){.id = id, .label = label, .hint = hint};
	for (size_t i = 0; i < IK_COUNT(strings); i++)
		if (strings[i])
			ik_list_take(&choices->strings, strings[i]);
}

static void forget(struct ik_choices *choices)
{
	ik_list_free(&choices->strings);
	free(choices->items);
	*choices = (struct ik_choices){0};
}

struct ik_choices_kept *ik_choices_new(void)
{
	return ik_alloc(sizeof(struct ik_choices_kept));
}

static void forget_all(struct ik_choices_kept *kept)
{
	for (size_t i = 0; kept && i < IK_F_COUNT; i++) {
		forget(&kept->of[i].choices);
		kept->of[i].field = NULL;
	}
}

void ik_choices_free(struct ik_choices_kept *kept)
{
	forget_all(kept);
	free(kept);
}

void ik_choices_forget(const struct ik_wizard *wizard)
{
	forget_all(wizard->choices);
}

static const struct ik_choices *listed(const struct ik_wizard *wizard, const struct ik_field *field)
{
	struct ik_choices_kept *kept = wizard->choices;
	struct ik_choices *choices = &kept->of[field->id].choices;

	if (kept->of[field->id].field == field
	    && kept->of[field->id].language == ik_i18n_language())
		return choices;
	forget(choices);
	kept->of[field->id].field = field;
	kept->of[field->id].language = ik_i18n_language();
	field->list(wizard, choices);
	return choices;
}

const struct ik_choice *ik_field_choices(const struct ik_wizard *wizard,
					 const struct ik_field *field, size_t *n)
{
	if (!field->list) {
		*n = field->n_choices;
		return field->choices;
	}
	if (!wizard->choices) {
		*n = 0;
		return NULL;
	}
	const struct ik_choices *choices = listed(wizard, field);

	*n = choices->n;
	return choices->items;
}
