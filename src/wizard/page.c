/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.c: finding pages and fields, and whether an answer may stand. */
#include "wizard/page.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wizard/wizard.h"

const struct ik_page *ik_page_find(const char *id)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		if (strcmp(ik_page_at(i)->id, id) == 0)
			return ik_page_at(i);
	return NULL;
}

const struct ik_page *ik_page_of(const struct ik_field *field)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++)
			if (&ik_page_at(i)->fields[k] == field)
				return ik_page_at(i);
	return NULL;
}

char *ik_page_says(const struct ik_wizard *wizard, const struct ik_page *page, enum ik_tone *tone)
{
	char *news = NULL;

	*tone = IK_TONE_PLAIN;
	if (page->news)
		news = page->news(wizard, tone);
	return news ? news : ik_strdup(_(page->title(wizard)));
}

const char *ik_field_name(enum ik_field_id id)
{
	static const char *const names[] = {
#define X(id, name) [IK_F_##id] = name,
		IK_FIELDS(X)
#undef X
	};

	return names[id];
}

/* WIZARD NULL: whether it is shown or not. */
static const struct ik_field *find(const struct ik_wizard *wizard, enum ik_field_id id)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		for (size_t k = 0; k < ik_page_at(i)->n_fields; k++) {
			const struct ik_field *field = &ik_page_at(i)->fields[k];

			if (field->id == id && (!wizard || ik_field_shown(wizard, field)))
				return field;
		}
	return NULL;
}

const struct ik_field *ik_field_find(enum ik_field_id id)
{
	return find(NULL, id);
}

const struct ik_field *ik_field_named(const char *name)
{
	for (enum ik_field_id id = 0; id < IK_F_COUNT; id++)
		if (strcmp(ik_field_name(id), name) == 0)
			return ik_field_find(id);
	return NULL;
}

const struct ik_field *ik_field_asked(const struct ik_wizard *wizard, enum ik_field_id id)
{
	return find(wizard, id);
}

bool ik_field_shown(const struct ik_wizard *wizard, const struct ik_field *field)
{
	const struct ik_page *page = ik_page_of(field);

	if (page && page->shown && !page->shown(wizard))
		return false;
	return !field->shown || field->shown(wizard);
}

bool ik_choice_shown(const struct ik_wizard *wizard, const struct ik_choice *choice)
{
	return !choice->shown || choice->shown(wizard);
}

char *ik_choice_hint(const struct ik_wizard *wizard, const struct ik_choice *choice)
{
	char *said = choice->say ? choice->say(wizard) : NULL;

	if (said)
		return said;
	return choice->hint ? ik_strdup(_(choice->hint)) : NULL;
}

static bool is_a_choice(const struct ik_wizard *wizard, const struct ik_field *field,
			const char *answer)
{
	for (size_t i = 0; i < field->n_choices; i++)
		if (strcmp(field->choices[i].id, answer) == 0
		    && ik_choice_shown(wizard, &field->choices[i]))
			return true;
	return false;
}

bool ik_field_check(struct ik_wizard *wizard, const struct ik_field *field, struct ik_error *err)
{
	const char *answer = ik_answer(wizard->answers, field->id);

	if (!ik_field_shown(wizard, field))
		return true;
	if (field->check && !field->check(wizard, err))
		return false;
	if (field->n_choices && !is_a_choice(wizard, field, answer))
		return ik_fail(err, IK_E_ANSWERS_CHOICE, *answer ? answer : "''",
			       ik_field_name(field->id));
	return true;
}

const struct ik_field *ik_page_check(struct ik_wizard *wizard, const struct ik_page *page,
				     struct ik_error *err)
{
	if (page->look)
		page->look(wizard);
	for (size_t i = 0; i < page->n_fields; i++)
		if (!ik_field_check(wizard, &page->fields[i], err))
			return &page->fields[i];
	return NULL;
}
