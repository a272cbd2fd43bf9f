/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c: a list of choices as it looks.
 *
 * Each has a hint, of which only the chosen one's is shown; the rows of the longest are kept, so
 * that the list keeps its height whatever is chosen. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/list.h"
#include "base/text.h"
#include "front/tui/view.h"

enum { CHOICE_INDENT = 4, DIGITS_MAX = 9 };

const struct ik_choice *ik_layout_chosen(const struct ik_view *view, const struct ik_field *field)
{
	const char *answer = ik_answer(view->wizard->answers, field->id);

	size_t n;
	const struct ik_choice *choices = ik_field_choices(view->wizard, field, &n);

	for (size_t i = 0; i < n; i++)
		if (ik_choice_shown(view->wizard, &choices[i])
		    && strcmp(choices[i].id, answer) == 0)
			return &choices[i];
	return NULL;
}

bool ik_view_numbers(const struct ik_view *view, const struct ik_field *field)
{
	size_t n, shown = 0;
	const struct ik_choice *choices = ik_field_choices(view->wizard, field, &n);

	for (size_t i = 0; i < n; i++)
		shown += ik_choice_shown(view->wizard, &choices[i]);
	return !field->unnumbered && shown <= DIGITS_MAX;
}

/* The choices of a list while they are laid out. */
struct list {
	struct ik_view *view;
	int width;
	bool focused, numbered, all_hints;
	int n;          /* laid out so far */
	int hint_rows;  /* of the longest hint: the list keeps its height whatever is chosen */
	int hint_shown; /* of the one that is shown */
};

static int hint_rows(const char *hint, int width)
{
	struct ik_list lines = {0};

	if (!hint)
		return 0;
	ik_text_wrap(hint, width, &lines);
	int rows = (int)lines.n;
	ik_list_free(&lines);
	return rows;
}

/* A name in it may be of any length: what does not fit shows that it was cut. */
static char *choice_text(const struct list *list, const struct ik_choice *choice)
{
	char *text = list->numbered ? ik_format("%d %s", list->n + 1, _(choice->label))
				    : ik_strdup(_(choice->label));
	char *fitting = ik_text_squeeze(text, list->width - CHOICE_INDENT);

	free(text);
	return fitting;
}

/* One choice of a list, the chosen one with its hint; returns the row below. */
static int lay_choice(struct list *list, const struct ik_choice *choice, bool chosen, int row)
{
	struct ik_canvas *canvas = &list->view->layout.canvas;
	int column = CHOICE_INDENT + 2 * list->numbered;

	ik_canvas_text(canvas, row, 0, IK_STYLE_PLAIN, chosen ? "(*)" : "( )");
	ik_canvas_take(canvas, row, CHOICE_INDENT,
		       chosen && list->focused ? IK_STYLE_FOCUS : IK_STYLE_PLAIN,
		       choice_text(list, choice));
	char *text = ik_choice_hint(list->view->wizard, choice);
	int hint = hint_rows(text, list->width - column);
	if (hint > list->hint_rows)
		list->hint_rows = hint;
	list->n++;
	row++;
	if (text && (chosen || list->all_hints)) {
		list->hint_shown = hint;
		row += ik_canvas_wrap(canvas, row, column, list->width - column, IK_STYLE_PLAIN,
				      text);
	}
	free(text);
	return row;
}

/* Whether FIELD is all that its page asks: then the page's own words say what it is. */
static bool is_alone(const struct ik_view *view, const struct ik_field *field)
{
	for (size_t i = 0; i < view->page->n_fields; i++) {
		const struct ik_field *other = &view->page->fields[i];

		if (other != field && ik_field_shown(view->wizard, other))
			return false;
	}
	return true;
}

int ik_layout_list(struct ik_view *view, const struct ik_field *field, const struct ik_space *space,
		   int row)
{
	const struct ik_choice *now = ik_layout_chosen(view, field);
	size_t n;
	const struct ik_choice *choices = ik_field_choices(view->wizard, field, &n);
	struct list list = {.view = view,
			    .width = space->width,
			    .focused = ik_view_is_focus(view, (struct ik_focus){.field = field}),
			    .numbered = ik_view_numbers(view, field),
			    .all_hints = field->all_hints};
	struct ik_item item = {.what.field = field,
			       .row = row,
			       .last_row = row,
			       .cursor_row = row,
			       .cursor_column = 1};

	if (!is_alone(view, field))
		ik_canvas_text(&view->layout.canvas, row++, 0, IK_STYLE_STRONG, _(field->label));
	for (size_t i = 0; i < n; i++) {
		const struct ik_choice *choice = &choices[i];
		if (!ik_choice_shown(view->wizard, choice))
			continue;
		int below = lay_choice(&list, choice, choice == now, row);
		if (choice == now) {
			item.row = item.cursor_row = row;
			item.last_row = below - 1;
		}
		row = below;
	}
	if (!list.all_hints)
		row += list.hint_rows - list.hint_shown;
	ik_layout_add(&view->layout, item);
	return ik_layout_remark(view, field, space, row, IK_LAYOUT_INDENT);
}
