/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.c: where the fields and buttons of a page stand.
 *
 * Fields start in one column.  The row under each is kept for what is to be said of it, so that
 * nothing moves when something is said. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/view.h"
#include "wizard/flow.h"
#include "wizard/reveal.h"

/* SUFFIX_WIDTH: the longest day with its words, in any language. */
enum {
	LABEL_MAX = 28,
	FIELD_MAX = 64,
	NUMBER_WIDTH = 6,
	SUFFIX_WIDTH = 29,
};

static const char error_sign[] = "! ";

void ik_layout_add(struct ik_layout *layout, struct ik_item item)
{
	if (layout->n < IK_COUNT(layout->items))
		layout->items[layout->n++] = item;
}

int ik_layout_air(struct ik_view *view, enum ik_air air)
{
	int rows = view->air >= air;

	view->layout.blank[air] += rows;
	return rows;
}

/* Lists have their choices below them, and a path needs every column there is. */
static bool has_own_line(const struct ik_field *field)
{
	return field->kind == IK_FIELD_RADIO || field->kind == IK_FIELD_PATH;
}

/* The most columns that labels before their fields may take.  What stands behind a number is never
 * cut, and what is typed moves nothing, so there is room for the longest; a longer label gets a
 * line of its own. */
static int label_limit(const struct ik_view *view, const struct ik_space *space)
{
	int limit = LABEL_MAX;

	for (size_t i = 0; i < view->page->n_fields; i++) {
		const struct ik_field *field = &view->page->fields[i];
		int room = space->width - NUMBER_WIDTH - 1 - SUFFIX_WIDTH;

		if (field->suffix && ik_field_shown(view->wizard, field) && room < limit)
			limit = room;
	}
	return limit;
}

/* The column in which fields start: 0 if every label stands on a line of its own. */
static int label_column(const struct ik_view *view, const struct ik_space *space)
{
	int limit = label_limit(view, space);
	int longest = 0;

	for (size_t i = 0; space->wide && i < view->page->n_fields; i++) {
		const struct ik_field *field = &view->page->fields[i];
		if (has_own_line(field) || !ik_field_shown(view->wizard, field))
			continue;
		int columns = ik_text_columns(_(field->label)) + 2;
		if (columns > longest && columns <= limit)
			longest = columns;
	}
	return longest;
}

/* Whoever is still typing is not told that it is too short or not yet the same. */
static bool may_complain(struct ik_view *view, const struct ik_field *field,
			 const struct ik_error *err)
{
	const struct ik_line *line = ik_view_line(view, field);

	if (!line || line->judged)
		return true;
	if (ik_editor_size(&line->editor) == 0)
		return false;
	/* A path that is being typed leads nowhere yet. */
	return err->id != IK_E_PW_SHORT && err->id != IK_E_PW_DIFFER && err->id != IK_E_PW_NOTED
	       && err->id != IK_E_PW_NOTED_PART && err->id != IK_E_PW_NOTED_WRONG
	       && err->id != IK_E_FILE_NONE && err->id != IK_E_FILE_KIND
	       && err->id != IK_E_FILE_DIRECTORY;
}

/* What is to be said under FIELD; NULL for nothing.  Caller frees. */
static char *remark_on(struct ik_view *view, const struct ik_field *field, enum ik_style *style)
{
	struct ik_error err = {0};

	*style = IK_STYLE_ERROR;
	if (view->said_about == field)
		return ik_error_sentence(&view->said);
	if (!ik_field_check(view->wizard, field, &err))
		return may_complain(view, field, &err) ? ik_error_sentence(&err) : NULL;
	*style = field->warns && field->warns(view->wizard) ? IK_STYLE_WARNING : IK_STYLE_PLAIN;
	return field->remark ? field->remark(view->wizard) : NULL;
}

/* TEXT under what stands at COLUMN, or as much further left as it needs to stay on one line; after
 * the sign of an error if it is one.  Returns how many rows that took. */
static int lay_under(struct ik_view *view, enum ik_style style, const char *text, int row,
		     int column, int width)
{
	struct ik_canvas *canvas = &view->layout.canvas;
	int sign = style == IK_STYLE_ERROR ? ik_text_columns(error_sign) : 0;

	int first = width - sign - ik_text_columns(text);

	if (first < column)
		column = first < IK_LAYOUT_INDENT ? IK_LAYOUT_INDENT : first;
	if (sign)
		ik_canvas_text(canvas, row, column, style, error_sign);
	return ik_canvas_wrap(canvas, row, column + sign, width - column - sign, style, text);
}

int ik_layout_remark(struct ik_view *view, const struct ik_field *field,
		     const struct ik_space *space, int row, int column)
{
	enum ik_style style = IK_STYLE_PLAIN;
	char *text = remark_on(view, field, &style);
	int rows = text ? lay_under(view, style, text, row, column, space->width) : 0;
	bool is_error = text && style == IK_STYLE_ERROR;
	int blank = is_error ? 1 : ik_layout_air(view, IK_AIR_FIELDS);

	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
	return row + (rows > 1 ? rows : 1) + blank;
}

/* The label; moves *ROW and *COLUMN to where the field itself stands. */
static void lay_label(struct ik_view *view, const struct ik_field *field, int labels, int *row,
		      int *column)
{
	const char *label = _(field->label);
	bool focused = ik_view_is_focus(view, (struct ik_focus){.field = field});

	ik_canvas_text(&view->layout.canvas, *row, 0, focused ? IK_STYLE_STRONG : IK_STYLE_PLAIN,
		       label);
	if (has_own_line(field) || ik_text_columns(label) + 2 > labels) {
		++*row;
		*column = IK_LAYOUT_INDENT;
	} else {
		*column = labels;
	}
}

static void lay_pick(struct ik_view *view, const struct ik_field *field, int row, int column,
		     struct ik_item *item)
{
	const struct ik_choice *now = ik_layout_chosen(view, field);
	bool focused = ik_view_is_focus(view, (struct ik_focus){.field = field});

	ik_canvas_take(&view->layout.canvas, row, column, focused ? IK_STYLE_FOCUS : IK_STYLE_PLAIN,
		       ik_format("< %s >", now ? _(now->label) : "?"));
	item->cursor_column = column + 2;
}

static void lay_line(struct ik_view *view, const struct ik_field *field, int row, int column,
		     int width, struct ik_item *item)
{
	struct ik_line *line = ik_view_line(view, field);
	bool focused = ik_view_is_focus(view, (struct ik_focus){.field = field});
	bool masked = field->kind == IK_FIELD_PASSWORD && !ik_wizard_reveals(view->wizard, field);
	char *suffix = field->suffix ? field->suffix(view->wizard) : NULL;
	int cursor = 0;

	if (width > FIELD_MAX)
		width = FIELD_MAX;
	if (column + width > view->layout.right)
		view->layout.right = column + width;
	if (field->kind == IK_FIELD_NUMBER)
		width = NUMBER_WIDTH;
	ik_canvas_take(&view->layout.canvas, row, column, focused ? IK_STYLE_FOCUS : IK_STYLE_PLAIN,
		       ik_editor_view(&line->editor, width, masked, &cursor));
	if (suffix)
		ik_canvas_take(&view->layout.canvas, row, column + width + 1, IK_STYLE_PLAIN,
			       suffix);
	item->cursor_column = column + cursor;
}

static int lay_field(struct ik_view *view, const struct ik_field *field,
		     const struct ik_space *space, int labels, int row)
{
	struct ik_item item = {.what.field = field, .row = row};
	int column;

	lay_label(view, field, labels, &row, &column);
	item.cursor_row = row;
	if (field->kind == IK_FIELD_PICK)
		lay_pick(view, field, row, column, &item);
	else
		lay_line(view, field, row, column, space->width - column, &item);
	row = ik_layout_remark(view, field, space, row + 1, column);
	item.last_row = row - 1;
	ik_layout_add(&view->layout, item);
	return row;
}

int ik_layout_fields(struct ik_view *view, const struct ik_space *space, int row)
{
	int labels = label_column(view, space);

	for (size_t i = 0; i < view->page->n_fields && i < IK_VIEW_FIELDS; i++) {
		const struct ik_field *field = &view->page->fields[i];
		if (!ik_field_shown(view->wizard, field))
			continue;
		if (field->kind == IK_FIELD_RADIO)
			row = ik_layout_list(view, field, space, row);
		else
			row = lay_field(view, field, space, labels, row);
	}
	if (!view->layout.right)
		view->layout.right = space->width;
	/* The row kept under the last field may be in use. */
	if (row == view->layout.canvas.height)
		row += ik_layout_air(view, IK_AIR_BLOCKS);
	return row;
}

/* A page's buttons: its own to the left, the way back and on to the right. */
struct buttons {
	struct {
		enum ik_press press;
		const char *label;
		bool own;
	} list[6];
	size_t n;
};

static void add_button(struct buttons *buttons, enum ik_press press, const char *label, bool own)
{
	if (buttons->n == IK_COUNT(buttons->list))
		return;
	buttons->list[buttons->n].press = press;
	buttons->list[buttons->n].label = label;
	buttons->list[buttons->n++].own = own;
}

static enum ik_press press_of(const struct ik_button *button)
{
	static const enum ik_press presses[] = {
		[IK_BUTTON_REVEAL] = IK_PRESS_REVEAL,
		[IK_BUTTON_MAKE] = IK_PRESS_MAKE,
		[IK_BUTTON_BROWSE] = IK_PRESS_BROWSE,
		[IK_BUTTON_SHEET] = IK_PRESS_SHEET,
	};

	return presses[button->does];
}

static void collect_buttons(const struct ik_view *view, struct buttons *buttons)
{
	const struct ik_page *page = view->page;
	bool has_back = ik_flow_previous(view->wizard, page) != NULL;

	for (size_t i = 0; i < page->n_buttons; i++) {
		const struct ik_button *button = &page->buttons[i];
		if (button->shown && !button->shown(view->wizard))
			continue;
		bool on = button->does == IK_BUTTON_REVEAL
			  && ik_wizard_shows_secret(view->wizard, page);
		add_button(buttons, press_of(button),
			   on && button->label_on ? _(button->label_on) : _(button->label), true);
	}
	if (page->kind == IK_PAGE_PROOF) {
		add_button(buttons, IK_PRESS_BACK, _("Back"), false);
		add_button(buttons, IK_PRESS_QUIT, _("Quit"), false);
		return;
	}
	if (has_back)
		add_button(buttons, IK_PRESS_BACK, _("Back"), false);
	if (page->kind == IK_PAGE_REVIEW)
		add_button(buttons, IK_PRESS_ACCEPT, _("Accept"), false);
	if (page->kind == IK_PAGE_FORM)
		add_button(buttons, IK_PRESS_NEXT, _("Next"), false);
}

static int button_columns(const char *label)
{
	return ik_text_columns(label) + 4;
}

/* How wide those are that are OWN, or those that are not, with the gaps between them. */
static int buttons_width(const struct buttons *buttons, bool own)
{
	int width = 0;

	for (size_t i = 0; i < buttons->n; i++)
		if (buttons->list[i].own == own)
			width += (width ? 2 : 0) + button_columns(buttons->list[i].label);
	return width;
}

static void lay_button(struct ik_view *view, const struct buttons *buttons, size_t i, int row,
		       int column)
{
	struct ik_focus what = {.press = buttons->list[i].press};

	ik_canvas_take(&view->layout.canvas, row, column,
		       ik_view_is_focus(view, what) ? IK_STYLE_FOCUS : IK_STYLE_PLAIN,
		       ik_format("[ %s ]", buttons->list[i].label));
	ik_layout_add(&view->layout, (struct ik_item){.what = what,
						      .row = row,
						      .last_row = row,
						      .cursor_row = row,
						      .cursor_column = column + 2,
						      .label = buttons->list[i].label});
}

/* What the page offers besides its ways on and back: Tab comes to it last, since who presses Enter
 * in a hurry means to leave. */
static void put_sheet_last(struct ik_layout *layout, size_t first)
{
	if (first >= layout->n || layout->items[first].what.press != IK_PRESS_SHEET)
		return;
	struct ik_item sheet = layout->items[first];

	for (size_t i = first; i + 1 < layout->n; i++)
		layout->items[i] = layout->items[i + 1];
	layout->items[layout->n - 1] = sheet;
}

/* "Tab to the button, then Enter" must not lead back from a review or a proof: Tab comes to the way
 * on first, though that stands to the right. */
static void put_way_on_first(struct ik_layout *layout)
{
	struct ik_item *last = &layout->items[layout->n - 1];

	if (layout->n < 2 || last[-1].what.press != IK_PRESS_BACK
	    || (last->what.press != IK_PRESS_ACCEPT && last->what.press != IK_PRESS_QUIT))
		return;
	struct ik_item on = *last;
	*last = last[-1];
	last[-1] = on;
}

int ik_layout_buttons(struct ik_view *view, int row)
{
	int right = view->layout.right;
	struct buttons buttons = {.n = 0};
	int column[2];

	collect_buttons(view, &buttons);
	int own = buttons_width(&buttons, true);
	int way = buttons_width(&buttons, false);
	size_t first = view->layout.n;
	int way_row = own && own + 2 + way > right ? row + 1 : row;

	column[true] = 0;
	column[false] = way < right ? right - way : 0;
	for (size_t i = 0; i < buttons.n; i++) {
		bool is_own = buttons.list[i].own;
		lay_button(view, &buttons, i, is_own ? row : way_row, column[is_own]);
		column[is_own] += button_columns(buttons.list[i].label) + 2;
	}
	put_way_on_first(&view->layout);
	put_sheet_last(&view->layout, first);
	return way_row + 1;
}
