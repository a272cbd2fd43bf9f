/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help.c: what F1 shows: the field explained; a second F1 shows all keys, a third the field again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/ui.h"

enum { KEYS_COLUMN = 22 };

/* Paragraphs are split by newlines; an empty line between them is easier to read. */
static int lay_paragraphs(struct ik_canvas *canvas, const char *text, int width, int row)
{
	while (*text) {
		size_t size = strcspn(text, "\n");
		char *paragraph = ik_strndup(text, size);
		row += ik_canvas_wrap(canvas, row, 0, width, IK_STYLE_PLAIN, paragraph) + 1;
		free(paragraph);
		text += size + (text[size] == '\n');
	}
	return row;
}

static void lay_keys(struct ik_canvas *canvas, int width)
{
	int row = 0;

	ik_canvas_text(canvas, row, 0, IK_STYLE_STRONG, _("Keys"));
	row += 2;
	for (int action = 0; action < IK_ACTION_COUNT; action++) {
		const struct ik_action_info *info = ik_action_info((enum ik_action)action);
		if (!info->keys[0])
			continue;
		ik_canvas_text(canvas, row, 0, IK_STYLE_PLAIN, info->keys);
		row += ik_canvas_wrap(canvas, row, KEYS_COLUMN, width - KEYS_COLUMN, IK_STYLE_PLAIN,
				      _(info->help));
	}
	ik_canvas_wrap(canvas, row + 1, 0, width, IK_STYLE_PLAIN,
		       _("If lines or columns look wrong, start it as: inkan --ascii"));
}

static void lay_explanation(struct ik_canvas *canvas, const struct ik_view *view, int width)
{
	const struct ik_field *field = view->focus.field;
	const char *title = field ? field->label : view->page->title(view->wizard);
	const char *text = field ? field->explain : view->page->explain;
	int row = ik_canvas_wrap(canvas, 0, 0, width, IK_STYLE_STRONG, _(title)) + 1;

	/* On a button, what that does is all there is to say. */
	lay_paragraphs(canvas, text ? _(text) : ik_view_help(view), width, row);
}

static void scroll(struct ik_sheet *sheet, int by, int rows)
{
	int last = sheet->body.height - rows;

	sheet->top += by;
	if (sheet->top > last)
		sheet->top = last;
	if (sheet->top < 0)
		sheet->top = 0;
}

/* False: closed. */
static bool take_action(struct ik_sheet *sheet, bool *keys, enum ik_action action, int rows)
{
	static const struct {
		enum ik_action action;
		int lines, pages;
	} moves[] = {
		{IK_ACTION_UP, -1, 0},      {IK_ACTION_DOWN, 1, 0},   {IK_ACTION_PAGE_UP, 1, -1},
		{IK_ACTION_HOME, -1000, 0}, {IK_ACTION_END, 1000, 0}, {IK_ACTION_PAGE_DOWN, -1, 1},
	};

	for (size_t i = 0; i < IK_COUNT(moves); i++)
		if (moves[i].action == action)
			scroll(sheet, moves[i].lines + moves[i].pages * rows, rows);
	if (action == IK_ACTION_LANGUAGE)
		ik_i18n_switch(ik_i18n_next());
	if (action == IK_ACTION_HELP) {
		*keys = !*keys;
		sheet->top = 0;
	}
	return action != IK_ACTION_BACK && action != IK_ACTION_ENTER && action != IK_ACTION_QUIT;
}

static void paint(struct ik_tui *ui, const struct ik_view *view, struct ik_sheet *sheet, bool keys,
		  const struct ik_space *space)
{
	ik_canvas_free(&sheet->body);
	if (keys)
		lay_keys(&sheet->body, space->width);
	else
		lay_explanation(&sheet->body, view, space->width);
	scroll(sheet, 0, space->rows);
	sheet->cursor_row = sheet->top;
	sheet->help = keys ? _("F1: the explanation. Enter or Esc Esc closes this help.")
			   : _("F1: all keys. Enter or Esc Esc closes this help.");
	sheet->first = ik_first_key(_("Close"));
	ik_paint_sheet(ui, sheet);
}

bool ik_help_show(struct ik_tui *ui, struct ik_view *view)
{
	struct ik_sheet sheet = {.keys = IK_KEY(IK_ACTION_LANGUAGE)};
	struct ik_event event = {.kind = IK_EVENT_NONE};
	bool open = true, keys = false;

	while (open) {
		struct ik_space space = ik_sheet_space(ui);
		paint(ui, view, &sheet, keys, &space);
		if (!ik_loop_keys(ui))
			break;
		while (open && ik_loop_event(ui, &event))
			if (event.kind == IK_EVENT_ACTION)
				open = take_action(&sheet, &keys, event.action, space.rows);
	}
	ik_canvas_free(&sheet.body);
	return !open && event.action == IK_ACTION_QUIT;
}
