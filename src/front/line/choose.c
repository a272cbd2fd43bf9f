/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choose.c: lists one of several things a line, each behind its number, and asks for the number. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/line/inside.h"

const char *ik_plain_label(const struct ik_plain *ui, enum ik_button_does does)
{
	for (size_t i = 0; i < ui->page->n_buttons; i++) {
		const struct ik_button *button = &ui->page->buttons[i];

		if (button->does == does && (!button->shown || button->shown(ui->wizard)))
			return button->label;
	}
	return NULL;
}

/* What is asked for, where Enter alone is the number USUAL; none if that is less than 1. */
static char *prompt_for(const char *usual)
{
	return usual ? ik_format(_("Number (Enter for %s): "), usual) : ik_strdup(_("Number: "));
}

/* It ends as a sentence does: else the next number would be heard as its last word. */
static void say_item(const struct ik_plain *ui, size_t number, const char *item)
{
	ik_plain_say_taken(ui, ik_format(_("%zu. %s."), number, item));
}

static char *number_prompt(long usual)
{
	char *number = usual > 0 ? ik_format("%ld", usual) : NULL;
	char *prompt = prompt_for(number);

	free(number);
	return prompt;
}

/* --- menus ------------------------------------------------------------------------------------ */

void ik_menu_add(struct ik_menu *menu, int means, const char *item)
{
	if (menu->n == IK_COUNT(menu->items))
		return;
	menu->items[menu->n] = item;
	menu->means[menu->n++] = means;
}

static long place_of(const struct ik_menu *menu, int means)
{
	for (size_t i = 0; i < menu->n; i++)
		if (menu->means[i] == means)
			return (long)i + 1;
	return 0;
}

/* The number from 1 to MAX that TYPED is, wide or not; 0: it is none. */
static size_t typed_number(const char *typed, size_t max)
{
	uint64_t number = 0;
	char *narrow = NULL;

	ik_text_narrow(typed, &narrow);
	if (!narrow || !ik_text_typed_number(narrow, max, &number))
		number = 0;
	free(narrow);
	return (size_t)number;
}

/* The number in ANSWER, or USUAL where it is empty; 0: there is none from 1 to N, and that was
 * said. */
static size_t number_of(const struct ik_plain *ui, const char *answer, size_t n, long usual)
{
	size_t number;

	if (!*answer && usual > 0)
		return (size_t)usual;
	number = typed_number(answer, n);
	if (number > 0)
		return number;
	ik_plain_say_error(ui, ik_format(_("Please type a number from 1 to %zu."), n));
	return 0;
}

void ik_plain_say_menu(const struct ik_plain *ui, const struct ik_menu *menu)
{
	if (menu->question)
		ik_plain_say(ui, menu->question);
	for (size_t i = 0; i < menu->n; i++)
		say_item(ui, i + 1, menu->items[i]);
}

/* An answer to MENU, as it was typed, for which PROMPT asks.  It may be a question within another.
 */
static enum ik_plain_end hear(struct ik_plain *ui, const struct ik_field *field,
			      const struct ik_menu *menu, const char *prompt, char **answer)
{
	const struct ik_menu *outer = ui->menu;

	ui->menu = menu;
	enum ik_plain_end end = ik_plain_hear(ui, field, prompt, answer);

	ui->menu = outer;
	return end;
}

enum ik_plain_end ik_plain_ask_menu(struct ik_plain *ui, const struct ik_field *field,
				    const struct ik_menu *menu, int usual, int *means)
{
	const long place = place_of(menu, usual);
	enum ik_plain_end end = IK_PLAIN_ON;
	size_t number = 0;

	ik_plain_say_menu(ui, menu);
	char *prompt = number_prompt(place);

	while (end == IK_PLAIN_ON && number == 0) {
		char *answer = NULL;

		end = hear(ui, field, menu, prompt, &answer);
		if (end == IK_PLAIN_ON)
			number = number_of(ui, answer, menu->n, place);
		free(answer);
	}
	free(prompt);
	if (number > 0)
		*means = menu->means[number - 1];
	return end;
}

/* --- yes or no -------------------------------------------------------------------------------- */

enum { NO, YES };

/* A letter, wide or not; -1: it is none. */
static int letter_of(const char *answer)
{
	char *folded = ik_text_folded(answer);
	int letter = !folded                    ? -1
		     : strcmp(folded, "y") == 0 ? YES
		     : strcmp(folded, "n") == 0 ? NO
						: -1;

	free(folded);
	return letter;
}

bool ik_plain_ask_yes(struct ik_plain *ui, const char *question, enum ik_plain_end *end)
{
	enum { YES_NUMBER = 1, NO_NUMBER };
	struct ik_menu menu = {.question = question};
	char *prompt = number_prompt(NO_NUMBER);
	int letter = -1;

	ik_menu_add(&menu, YES, _("Yes"));
	ik_menu_add(&menu, NO, _("No"));
	ik_plain_say_menu(ui, &menu);
	*end = IK_PLAIN_ON;
	while (*end == IK_PLAIN_ON && letter < 0) {
		char *answer = NULL;

		*end = hear(ui, NULL, &menu, prompt, &answer);
		if (*end == IK_PLAIN_ON && (letter = letter_of(answer)) < 0) {
			size_t number = number_of(ui, answer, NO_NUMBER, NO_NUMBER);

			letter = number == 0 ? -1 : number == YES_NUMBER ? YES : NO;
		}
		free(answer);
	}
	free(prompt);
	/* To go back from a question is to say no to it. */
	if (*end == IK_PLAIN_BACK)
		*end = IK_PLAIN_ON;
	return letter == YES;
}

/* --- the choices of a field ------------------------------------------------------------------- */

static const struct ik_choice *shown_answer(const struct ik_plain *ui, const struct ik_field *field)
{
	const char *answer = ik_answer(ui->wizard->answers, field->id);
	size_t n;
	const struct ik_choice *list = ik_field_choices(ui->wizard, field, &n);

	for (size_t i = 0; i < n; i++)
		if (ik_choice_shown(ui->wizard, &list[i]) && strcmp(list[i].id, answer) == 0)
			return &list[i];
	return NULL;
}

/* The shown choice that TYPED is: by its number, or by its name in an answer file, y and n for yes
 * and no; NULL: none. */
static const struct ik_choice *choice_of(const struct ik_plain *ui, const struct ik_field *field,
					 const char *typed)
{
	size_t n;
	const struct ik_choice *list = ik_field_choices(ui->wizard, field, &n);
	const size_t number = field->unnumbered ? 0 : typed_number(typed, n);
	/* The letters that a question takes, since its numbers stand the other way round. */
	const int letter = letter_of(typed);
	char *narrow = NULL;
	const struct ik_choice *found = NULL;

	ik_text_narrow(letter == YES ? "yes" : letter == NO ? "no" : typed, &narrow);
	for (size_t i = 0, at = 0; i < n && !found; i++) {
		if (!ik_choice_shown(ui->wizard, &list[i]))
			continue;
		if (number > 0 ? ++at == number : narrow && strcmp(list[i].id, narrow) == 0)
			found = &list[i];
	}
	free(narrow);
	return found;
}

static void say_choice(const struct ik_plain *ui, const struct ik_field *field,
		       const struct ik_choice *choice, size_t number)
{
	char *hint = field->all_hints ? ik_choice_hint(ui->wizard, choice) : NULL;
	char *text = hint ? ik_format("%s%s%s", _(choice->label), _(", "), hint)
			  : ik_strdup(_(choice->label));

	if (field->unnumbered)
		ik_plain_say_taken(ui, ik_format(_("%s."), text));
	else
		say_item(ui, number, text);
	free(text);
	free(hint);
}

/* What Enter alone chooses, as it is typed; caller frees; NULL: nothing. */
static char *usual_of(const struct ik_plain *ui, const struct ik_field *field)
{
	const struct ik_choice *chosen = shown_answer(ui, field);
	struct ik_error ignored = {0};
	size_t n;
	const struct ik_choice *list = ik_field_choices(ui->wizard, field, &n);
	long number = 0;

	if (!chosen || !ik_field_check(ui->wizard, field, &ignored))
		return NULL;
	for (const struct ik_choice *at = list; at <= chosen; at++)
		number += ik_choice_shown(ui->wizard, at);
	return field->unnumbered ? ik_strdup(chosen->id) : ik_format("%ld", number);
}

static char *choice_prompt(const struct ik_plain *ui, const struct ik_field *field)
{
	char *usual = usual_of(ui, field);
	char *prompt = prompt_for(usual);

	free(usual);
	return prompt;
}

void ik_plain_say_choices(const struct ik_plain *ui, const struct ik_field *field)
{
	size_t n;
	const struct ik_choice *list = ik_field_choices(ui->wizard, field, &n);

	for (size_t i = 0, number = 0; i < n; i++)
		if (ik_choice_shown(ui->wizard, &list[i]))
			say_choice(ui, field, &list[i], ++number);
}

static void say_no_choice(const struct ik_plain *ui, const struct ik_field *field,
			  const char *typed)
{
	struct ik_error err = {0};
	size_t n, shown = 0;
	const struct ik_choice *list = ik_field_choices(ui->wizard, field, &n);

	for (size_t i = 0; i < n; i++)
		shown += ik_choice_shown(ui->wizard, &list[i]);
	if (!field->unnumbered) {
		ik_plain_say_error(ui, ik_format(_("Please type a number from 1 to %zu."), shown));
		return;
	}
	ik_fail(&err, IK_E_ANSWERS_CHOICE, *typed ? typed : "''", _(field->label));
	ik_plain_say_error(ui, ik_error_sentence(&err));
}

/* TYPED as the answer; false: it is none, and that was said. */
static bool take(struct ik_plain *ui, const struct ik_field *field, const char *typed)
{
	const struct ik_choice *choice = *typed ? choice_of(ui, field, typed)
						: shown_answer(ui, field);

	if (!choice) {
		say_no_choice(ui, field, typed);
		return false;
	}
	if (strcmp(choice->id, ik_answer(ui->wizard->answers, field->id)) != 0)
		ik_answer_set(ui->wizard->answers, field->id, choice->id, IK_FROM_OPERATOR);
	return ik_plain_stands(ui, field);
}

enum ik_plain_end ik_plain_ask_choice(struct ik_plain *ui, const struct ik_field *field)
{
	enum ik_plain_end end = IK_PLAIN_ON;
	bool taken = false;

	ik_plain_say_taken(ui, ik_format(_("%s."), _(field->label)));
	char *said = ik_plain_remark(ui, field, NULL);

	ik_plain_say_choices(ui, field);
	while (end == IK_PLAIN_ON && !taken) {
		char *answer = NULL, *prompt = choice_prompt(ui, field);

		end = ik_plain_hear(ui, field, prompt, &answer);
		if (end == IK_PLAIN_ON)
			taken = take(ui, field, answer);
		free(answer);
		free(prompt);
	}
	if (taken)
		said = ik_plain_remark(ui, field, said);
	free(said);
	return end;
}
