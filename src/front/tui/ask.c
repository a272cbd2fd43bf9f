/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ask.c: a yes-or-no question.  It stands below the page that it is about; No is the default. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/screen.h"
#include "front/tui/ui.h"

enum answer { OPEN, YES, NO };

static void paint_question(struct ik_tui *ui, const char *question, bool yes)
{
	struct ik_sheet sheet = {.help = _("y or n; or Tab, then Enter. Esc Esc means No."),
				 .first = ik_first_key(yes ? _("Yes") : _("No"))};
	struct ik_space space = ik_sheet_space(ui);
	int row = ik_canvas_wrap(&sheet.body, 0, 0, space.width, IK_STYLE_STRONG, question) + 1;
	char *yes_button = ik_format("[ %s ]", _("Yes"));
	int no_column = ik_text_columns(yes_button) + 2;

	ik_canvas_take(&sheet.body, row, 0, yes ? IK_STYLE_FOCUS : IK_STYLE_PLAIN, yes_button);
	ik_canvas_take(&sheet.body, row, no_column, yes ? IK_STYLE_PLAIN : IK_STYLE_FOCUS,
		       ik_format("[ %s ]", _("No")));
	sheet.cursor_row = row;
	sheet.cursor_column = yes ? 2 : no_column + 2;
	/* In a window too small for all of it, the buttons are what must be seen. */
	if (row >= space.rows)
		sheet.top = row - space.rows + 1;
	ik_paint_band(ui, &sheet);
	ik_canvas_free(&sheet.body);
}

static enum answer answer_text(const char *text)
{
	static const char *const yes[] = {"y", "Y", "ｙ", "Ｙ"};
	static const char *const no[] = {"n", "N", "ｎ", "Ｎ"};

	for (size_t i = 0; i < IK_COUNT(yes); i++) {
		if (strcmp(text, yes[i]) == 0)
			return YES;
		if (strcmp(text, no[i]) == 0)
			return NO;
	}
	return OPEN;
}

static enum answer answer_action(struct ik_tui *ui, enum ik_action action, bool *yes)
{
	switch (action) {
	case IK_ACTION_ENTER:
		return *yes ? YES : NO;
	case IK_ACTION_FORWARD:
	case IK_ACTION_BACKWARD:
	case IK_ACTION_UP:
	case IK_ACTION_DOWN:
		*yes = !*yes;
		return OPEN;
	case IK_ACTION_LEFT:
	case IK_ACTION_RIGHT:
		*yes = action == IK_ACTION_LEFT;
		return OPEN;
	case IK_ACTION_BACK:
		return NO;
	case IK_ACTION_QUIT:
		ui->leaving = true;
		return NO;
	default:
		return OPEN;
	}
}

bool ik_ask(struct ik_tui *ui, const char *question)
{
	enum answer answer = OPEN;
	bool yes = false;
	struct ik_event event;

	while (answer == OPEN) {
		paint_question(ui, question, yes);
		if (!ik_loop_keys(ui))
			return false;
		while (answer == OPEN && ik_loop_event(ui, &event)) {
			if (event.kind == IK_EVENT_TEXT)
				answer = answer_text(event.text);
			else if (event.kind == IK_EVENT_ACTION)
				answer = answer_action(ui, event.action, &yes);
		}
	}
	return answer == YES;
}
