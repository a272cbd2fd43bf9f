/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.c: a page being looked at. */
#include "front/tui/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wizard/flow.h"
#include "wizard/reveal.h"

enum { RAIL_LEFT = 18, FRAME_ROWS = 4 };

struct ik_space ik_space_for(const struct ik_page *page, int columns, int rows)
{
	struct ik_space space = {.wide = columns >= IK_COLUMNS_WIDE};
	bool table = page && page->kind == IK_PAGE_PROOF;
	int end = table ? IK_TABLE_END : IK_TEXT_END;

	/* The proof's table needs the width, and its way has been gone. */
	space.rail = space.wide && page && !table;
	space.left = space.rail ? RAIL_LEFT : 1;
	space.width = (columns - 1 < end ? columns - 1 : end) - space.left;
	space.rows = rows - FRAME_ROWS;
	return space;
}

struct ik_line *ik_view_line(struct ik_view *view, const struct ik_field *field)
{
	bool has_line = field->kind != IK_FIELD_RADIO && field->kind != IK_FIELD_PICK;
	size_t i = (size_t)(field - view->page->fields);

	return has_line && i < IK_VIEW_FIELDS ? &view->lines[i] : NULL;
}

bool ik_view_is_focus(const struct ik_view *view, struct ik_focus focus)
{
	return view->focus.field == focus.field && view->focus.press == focus.press;
}

/* Forms begin at their first field, the others at their text. */
static void place_focus(struct ik_view *view)
{
	for (size_t i = 0; i < view->page->n_fields; i++)
		if (ik_field_shown(view->wizard, &view->page->fields[i])) {
			view->focus = (struct ik_focus){.field = &view->page->fields[i]};
			return;
		}
	view->focus = (struct ik_focus){.press = view->page->kind == IK_PAGE_FORM ? IK_PRESS_NEXT
										  : IK_PRESS_NONE};
}

/* What the page is shown again for is said at the field it is about, not above all of them as well.
 */
static void lead_to(struct ik_view *view, const struct ik_field *field)
{
	struct ik_error err = {0};
	struct ik_line *line;

	if (!field || ik_page_of(field) != view->page || !ik_field_shown(view->wizard, field))
		return;
	view->focus = (struct ik_focus){.field = field};
	line = ik_view_line(view, field);
	if (line && view->notice)
		line->judged = true;
	if (view->notice && view->wizard->failure.id == IK_E_NONE
	    && !ik_field_check(view->wizard, field, &err) && err.id == view->notice->id)
		view->notice = NULL;
}

/* Whether the rest of what stands in FIELD was asked for. */
static bool wants_the_rest(const struct ik_view *view, const struct ik_field *field,
			   const struct ik_line *line)
{
	struct ik_error err = {0};

	return line->judged && !ik_field_check(view->wizard, field, &err)
	       && err.id == IK_E_PW_NOTED_PART;
}

/* Nobody can add to what is not seen: the first character takes the place of all, unless just that
 * was asked for. */
static void enter_field(struct ik_view *view)
{
	const struct ik_field *field = view->focus.field;
	struct ik_line *line = field ? ik_view_line(view, field) : NULL;

	if (field)
		ik_wizard_hide_others(view->wizard, field);
	if (line && field->kind == IK_FIELD_PASSWORD) {
		line->afresh = !wants_the_rest(view, field, line);
		view->password = field;
	}
}

void ik_view_open(struct ik_view *view, struct ik_wizard *wizard, const struct ik_page *page,
		  const struct ik_error *notice)
{
	memset(view, 0, sizeof(*view));
	view->wizard = wizard;
	view->page = page;
	view->notice = notice && notice->id != IK_E_NONE ? notice : NULL;
	for (size_t i = 0; i < page->n_fields; i++) {
		const struct ik_field *field = &page->fields[i];
		struct ik_line *line = ik_view_line(view, field);
		if (line && field->kind == IK_FIELD_PASSWORD)
			ik_editor_set_secret(&line->editor,
					     ik_answer_secret(wizard->answers, field->id));
		else if (line)
			ik_editor_set(&line->editor, ik_answer(wizard->answers, field->id));
	}
	place_focus(view);
	lead_to(view, wizard->attention);
	enter_field(view);
	ik_view_renew(view);
}

void ik_view_close(struct ik_view *view)
{
	for (size_t i = 0; i < IK_VIEW_FIELDS; i++)
		ik_editor_free(&view->lines[i].editor);
	ik_report_free(&view->report);
	ik_canvas_free(&view->layout.canvas);
}

void ik_view_renew(struct ik_view *view)
{
	ik_report_free(&view->report);
	if (view->page->rows)
		view->page->rows(view->wizard, &view->report);
}

static int lay_notice(struct ik_view *view, const struct ik_error *error,
		      const struct ik_space *space, int row)
{
	struct ik_canvas *canvas = &view->layout.canvas;
	char *text = ik_wizard_notice(view->wizard, error);

	row += ik_canvas_wrap(canvas, row, 0, space->width, IK_STYLE_ERROR, text);
	free(text);
	text = ik_error_below(error);
	if (text)
		row += ik_canvas_wrap(canvas, row, 2, space->width - 2, IK_STYLE_PLAIN, text);
	free(text);
	return row;
}

/* Everything above the fields. */
static int lay_head(struct ik_view *view, const struct ik_space *space)
{
	struct ik_canvas *canvas = &view->layout.canvas;
	enum ik_tone tone;
	char *title = ik_page_says(view->wizard, view->page, &tone);
	int row = ik_canvas_wrap(canvas, 0, 0, space->width, ik_style_of_title(tone), title);

	free(title);

	if (view->notice)
		row = lay_notice(view, view->notice, space, row);
	if (view->trouble.id != IK_E_NONE)
		row = lay_notice(view, &view->trouble, space, row);
	row += ik_layout_air(view, IK_AIR_TITLE);
	if (view->report.n) {
		row = ik_layout_rows(canvas, &view->report, space, view->air, row);
		row += ik_layout_air(view, IK_AIR_TEXT);
	}
	return row;
}

size_t ik_view_index(const struct ik_view *view)
{
	for (size_t i = 0; i < view->layout.n; i++)
		if (ik_view_is_focus(view, view->layout.items[i].what))
			return i;
	return 0;
}

static void clamp_top(struct ik_view *view, const struct ik_space *space)
{
	int last = view->layout.canvas.height - space->rows;

	if (view->top > last)
		view->top = last;
	if (view->top < 0)
		view->top = 0;
}

/* A list may be longer than the window: it is looked at all over, and nothing is chosen by that. */
static bool is_list(const struct ik_item *item)
{
	return item->what.field && item->what.field->kind == IK_FIELD_RADIO;
}

/* The text itself scrolls freely; anything else has to be in sight, whole if that is possible. */
static void keep_in_sight(struct ik_view *view, const struct ik_space *space)
{
	const struct ik_item *item = &view->layout.items[ik_view_index(view)];
	bool over = view->scrolled && is_list(item);

	if (!over && (item->what.field || item->what.press)) {
		if (item->last_row >= view->top + space->rows)
			view->top = item->last_row - space->rows + 1;
		if (item->row < view->top)
			view->top = item->row;
		if (item->cursor_row >= view->top + space->rows)
			view->top = item->cursor_row - space->rows + 1;
		/* What stands above the first field explains it, until the operator looks further.
		 */
		if (!view->scrolled && item == view->layout.items && item->last_row < space->rows)
			view->top = 0;
	}
	clamp_top(view, space);
}

static void lay_all(struct ik_view *view, const struct ik_space *space)
{
	ik_canvas_free(&view->layout.canvas);
	view->layout.n = 0;
	view->layout.right = 0;
	memset(view->layout.blank, 0, sizeof(view->layout.blank));
	int row = lay_head(view, space);
	if (view->page->kind == IK_PAGE_REVIEW || view->page->kind == IK_PAGE_PROOF)
		ik_layout_add(&view->layout, (struct ik_item){.last_row = row});
	row = ik_layout_fields(view, space, row);
	ik_layout_buttons(view, row);
}

static bool fits(struct ik_view *view, const struct ik_space *space, enum ik_air air)
{
	view->air = air;
	lay_all(view, space);
	return view->layout.canvas.height <= space->rows;
}

/* The airiest page that fits.  Whatever has to be scrolled even without any blank row is whole, and
 * has those between its blocks. */
static void lay_airily(struct ik_view *view, const struct ik_space *space)
{
	enum ik_air air = IK_AIR_FIELDS;

	if (fits(view, space, air))
		return;
	/* Each try asks every field what there is to say of it: those that cannot fit are left
	 * out. */
	int height = view->layout.canvas.height;
	while (air > IK_AIR_NONE && height > space->rows)
		height -= view->layout.blank[air--];
	for (; air >= IK_AIR_NONE; air--)
		if (fits(view, space, air))
			return;
	if (view->page->kind != IK_PAGE_PROOF || !fits(view, space, IK_AIR_BRIEF))
		fits(view, space, IK_AIR_BLOCKS);
}

void ik_view_lay(struct ik_view *view, const struct ik_space *space)
{
	lay_airily(view, space);
	/* What had the focus may not be asked any more. */
	if (!ik_view_is_focus(view, view->layout.items[ik_view_index(view)].what)) {
		place_focus(view);
		lay_airily(view, space);
	}
	keep_in_sight(view, space);
}

void ik_view_tidy(struct ik_view *view)
{
	const struct ik_field *field = view->focus.field;
	struct ik_line *line = field ? ik_view_line(view, field) : NULL;
	char *tidy;

	if (!line || !line->typed || line->editor.secret)
		return;
	tidy = ik_field_tidied(view->wizard, field);
	if (tidy && strcmp(tidy, ik_editor_text(&line->editor)) != 0) {
		ik_editor_set(&line->editor, tidy);
		ik_answer_set(view->wizard->answers, field->id, tidy, IK_FROM_OPERATOR);
	}
	free(tidy);
}

/* Leaving a field in which something stands, or was typed, allows to call it wrong. */
static void leave_field(struct ik_view *view)
{
	struct ik_line *line = view->focus.field ? ik_view_line(view, view->focus.field) : NULL;

	ik_view_tidy(view);
	if (line && (line->typed || ik_editor_size(&line->editor) > 0))
		line->judged = true;
	if (view->focus.field && view->focus.field->kind == IK_FIELD_PATH)
		view->path = view->focus.field;
	view->said_about = NULL;
}

void ik_view_judge(struct ik_view *view)
{
	struct ik_line *line = ik_view_line(view, view->focus.field);

	if (line)
		line->judged = true;
	enter_field(view);
}

bool ik_view_move(struct ik_view *view, struct ik_focus to)
{
	for (size_t i = 0; i < view->layout.n; i++) {
		struct ik_focus what = view->layout.items[i].what;
		if (what.field != to.field || what.press != to.press)
			continue;
		/* Who is there already is in the middle of typing. */
		if (ik_view_is_focus(view, to))
			return true;
		leave_field(view);
		view->focus = to;
		view->scrolled = false;
		enter_field(view);
		return true;
	}
	return false;
}

bool ik_view_step(struct ik_view *view, int by, bool around)
{
	int n = (int)view->layout.n;
	int to = (int)ik_view_index(view) + by;

	if (around)
		to = (to + n) % n;
	return to >= 0 && to < n && ik_view_move(view, view->layout.items[to].what);
}

void ik_view_sideways(struct ik_view *view, int by)
{
	const struct ik_layout *layout = &view->layout;
	const struct ik_item *from = &layout->items[ik_view_index(view)], *best = NULL;

	for (size_t i = 0; i < layout->n; i++) {
		const struct ik_item *item = &layout->items[i];
		int away = by * (item->cursor_column - from->cursor_column);

		if (!item->what.press || item->row != from->row || away <= 0)
			continue;
		if (!best || away < by * (best->cursor_column - from->cursor_column))
			best = item;
	}
	if (best)
		ik_view_move(view, best->what);
}

static bool in_sight(const struct ik_view *view, const struct ik_item *item,
		     const struct ik_space *space)
{
	return is_list(item)
	       || (item->row >= view->top && item->last_row < view->top + space->rows);
}

/* The focus stays where it is in sight; else it goes to the first item that is, or the last one
 * above. */
static void follow_scroll(struct ik_view *view, const struct ik_space *space)
{
	const struct ik_item *item = &view->layout.items[ik_view_index(view)];

	if ((!item->what.field && !item->what.press) || in_sight(view, item, space))
		return;
	for (size_t i = 0; i < view->layout.n; i++) {
		item = &view->layout.items[i];
		if (is_list(item)
		    || (item->row >= view->top && item->cursor_row < view->top + space->rows))
			break;
	}
	ik_view_move(view, item->what);
}

void ik_view_scroll(struct ik_view *view, const struct ik_space *space, int rows)
{
	int before = view->top;

	view->top += rows;
	clamp_top(view, space);
	if (view->top == before)
		return;
	follow_scroll(view, space);
	view->scrolled = true;
}

bool ik_view_has_more(const struct ik_view *view, const struct ik_space *space)
{
	return view->top + space->rows < view->layout.canvas.height;
}

static const char *help_of_back(const struct ik_view *view)
{
	const struct ik_wizard *wizard = view->wizard;

	return view->page->kind == IK_PAGE_PROOF
			       && ik_flow_back(wizard, view->page) == ik_flow_first(wizard)
		       ? _("Back to the start, for something else. It undoes nothing.")
		       : _("Back to the page before. What was typed is kept.");
}

const char *ik_view_help(const struct ik_view *view)
{
	const struct ik_focus *focus = &view->focus;

	if (focus->field)
		return _(focus->field->help);
	if (focus->press == IK_PRESS_REVEAL)
		return _("Shows the password, or hides it again.");
	if (focus->press == IK_PRESS_MAKE)
		return _("Makes a password that nobody can guess.");
	if (focus->press == IK_PRESS_BROWSE)
		return _("Looks for the file in a list.");
	if (focus->press == IK_PRESS_SHEET)
		return _("Writes a page to print, beside the backup.");
	if (focus->press == IK_PRESS_BACK)
		return help_of_back(view);
	if (focus->press == IK_PRESS_NEXT)
		return _("Checks this page and goes on.");
	if (focus->press == IK_PRESS_ACCEPT)
		return _("Enter does all of this. Up goes back to the text.");
	if (view->page->help_now)
		return _(view->page->help_now(view->wizard));
	return view->page->help ? _(view->page->help) : "";
}

/* A button's label names its own key, too. */
static size_t without_key(const char *label)
{
	const char *key = strstr(label, " ^");

	return key ? (size_t)(key - label) : strlen(label);
}

struct ik_first_key ik_first_key(const char *label)
{
	return (struct ik_first_key){.key = ik_action_info(IK_ACTION_ENTER)->keys,
				     .label = label,
				     .size = without_key(label)};
}

struct ik_first_key ik_view_first_key(const struct ik_view *view)
{
	const struct ik_item *item = &view->layout.items[ik_view_index(view)];
	bool on_text = !view->focus.field && !view->focus.press;

	if (on_text) {
		/* It is not accepted by itself: Tab leads to what does that. */
		struct ik_first_key first = ik_first_key(
			view->page->kind == IK_PAGE_REVIEW ? _("Accept") : _("Quit"));
		first.key = ik_action_info(IK_ACTION_FORWARD)->keys;
		return first;
	}
	return ik_first_key(view->focus.press ? item->label : _("Next"));
}
