/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choice.c: lists of choices.  The highlighted choice is the chosen one. */
#include <string.h>

#include "base/alloc.h"
#include "front/tui/ui.h"

struct choices {
	int n;   /* that are shown */
	int now; /* -1: none of them */
};

static struct choices shown_choices(const struct ik_view *view)
{
	const struct ik_field *field = view->focus.field;
	struct choices choices = {.now = -1};
	const char *answer = ik_answer(view->wizard->answers, field->id);
	size_t n;
	const struct ik_choice *list = ik_field_choices(view->wizard, field, &n);

	for (size_t i = 0; i < n; i++) {
		if (!ik_choice_shown(view->wizard, &list[i]))
			continue;
		if (strcmp(list[i].id, answer) == 0)
			choices.now = choices.n;
		choices.n++;
	}
	return choices;
}

/* The shown choice number I. */
static const struct ik_choice *choice_number(const struct ik_view *view, int i)
{
	size_t n;
	const struct ik_choice *list = ik_field_choices(view->wizard, view->focus.field, &n);

	for (size_t at = 0; at < n; at++)
		if (ik_choice_shown(view->wizard, &list[at]) && i-- == 0)
			return &list[at];
	return NULL;
}

static bool is_choice(const struct ik_view *view)
{
	const struct ik_field *field = view->focus.field;

	return field && (field->kind == IK_FIELD_RADIO || field->kind == IK_FIELD_PICK);
}

static bool choose(struct ik_view *view, const struct choices *choices, int i)
{
	if (i < 0 || i >= choices->n)
		return false;
	if (i != choices->now)
		ik_answer_set(view->wizard->answers, view->focus.field->id,
			      choice_number(view, i)->id, IK_FROM_OPERATOR);
	view->said_about = NULL;
	view->scrolled = false;
	return true;
}

/* 1 for "1" and its full-width form; 0 for what is no digit. */
static int digit(const char *text)
{
	static const char wide[] = "\xef\xbc";

	if (strlen(text) == 1 && text[0] >= '1' && text[0] <= '9')
		return text[0] - '0';
	if (strlen(text) == 3 && memcmp(text, wide, 2) == 0 && (unsigned char)text[2] >= 0x91
	    && (unsigned char)text[2] <= 0x99)
		return (unsigned char)text[2] - 0x90;
	return 0;
}

bool ik_choice_type(struct ik_view *view, const char *text)
{
	if (!is_choice(view))
		return false;
	struct choices choices = shown_choices(view);
	bool space = strcmp(text, " ") == 0 || strcmp(text, "　") == 0;

	if (space && choices.n > 0 && view->focus.field->kind == IK_FIELD_PICK)
		choose(view, &choices, (choices.now + 1) % choices.n);
	else if (digit(text) && ik_view_numbers(view, view->focus.field))
		choose(view, &choices, digit(text) - 1);
	return true;
}

bool ik_choice_act(struct ik_view *view, enum ik_action action)
{
	if (!is_choice(view))
		return false;
	struct choices choices = shown_choices(view);
	bool list = view->focus.field->kind == IK_FIELD_RADIO;

	if (choices.n == 0)
		return false;
	if (list && action == IK_ACTION_UP)
		return choose(view, &choices, choices.now - 1);
	if (list && action == IK_ACTION_DOWN)
		return choose(view, &choices, choices.now + 1);
	if (!list && action == IK_ACTION_LEFT)
		return choose(view, &choices, (choices.now + choices.n - 1) % choices.n);
	if (!list && action == IK_ACTION_RIGHT)
		return choose(view, &choices, (choices.now + 1) % choices.n);
	return false;
}
