/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choices.c: the choices of a field: those of its table, or those found while the wizard runs, which are kept until they may
 * have changed. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wizard/inside.h"
#include "wizard/page.h"
#include "wizard/wizard.h"

enum { KEPT = 4 };

/* What each field that lists its choices has found. */
struct ik_choices_kept {
	struct {
		const struct ik_field *field;
		enum ik_language language;
		struct ik_choices choices;
	} of[KEPT];
	size_t n;
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

void ik_choices_free(struct ik_choices_kept *kept)
{
	for (size_t i = 0; kept && i < kept->n; i++)
		forget(&kept->of[i].choices);
	free(kept);
}

void ik_choices_forget(const struct ik_wizard *wizard)
{
	struct ik_choices_kept *kept = wizard->choices;

	for (size_t i = 0; kept && i < kept->n; i++)
		forget(&kept->of[i].choices);
	if (kept)
		kept->n = 0;
}

static const struct ik_choices *listed(const struct ik_wizard *wizard, const struct ik_field *field)
{
	struct ik_choices_kept *kept = wizard->choices;
	size_t i = 0;

	while (i < kept->n && kept->of[i].field != field)
		i++;
	if (i < kept->n && kept->of[i].language == ik_i18n_language())
		return &kept->of[i].choices;
	if (i == kept->n)
		kept->n++;
	else
		forget(&kept->of[i].choices);
	kept->of[i].field = field;
	kept->of[i].language = ik_i18n_language();
	kept->of[i].choices = (struct ik_choices){0};
	field->list(wizard, &kept->of[i].choices);
	return &kept->of[i].choices;
}

const struct ik_choice *ik_field_choices(const struct ik_wizard *wizard, const struct ik_field *field, size_t *n)
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
