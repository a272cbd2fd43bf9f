/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.c: what Ctrl-O shows: a directory, in which a file is looked for.  It stands where the
 * page was. */
#include "wizard/browse.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/frame.h"
#include "front/tui/ui.h"
#include "rows/words.h"

enum { HEAD_ROWS = 2 };

struct browser {
	struct ik_tui *ui;
	struct ik_browse browse;
	const struct ik_field *field;
	const char *typed; /* what the field held */
	size_t top;        /* the first entry in sight */
	char *chosen;      /* NULL: nothing */
	bool open, quit;
};

static int list_rows(const struct browser *browser)
{
	int rows = ik_sheet_space(browser->ui).rows - HEAD_ROWS;

	return rows > 1 ? rows : 1;
}

static void keep_in_sight(struct browser *browser)
{
	size_t rows = (size_t)list_rows(browser);

	if (browser->browse.at < browser->top)
		browser->top = browser->browse.at;
	if (browser->browse.at >= browser->top + rows)
		browser->top = browser->browse.at - rows + 1;
}

/* The columns of the list: the name takes what is left. */
struct columns {
	int name, mark, size, date; /* where each begins; DATE: 0 for none */
	int name_width, size_width;
};

static struct columns columns_for(int width)
{
	enum { NAME = 2, GAP = 2, MARK = 16, SIZE = 9, DATE = 18 };
	bool dated = width >= IK_COLUMNS_WIDE - 2;
	struct columns columns = {.name = NAME, .size_width = SIZE};
	int end = dated ? width - DATE : width;

	columns.date = dated ? end : 0;
	columns.size = end - (dated ? GAP : 0) - SIZE;
	columns.mark = columns.size - GAP - MARK;
	columns.name_width = columns.mark - GAP - NAME;
	return columns;
}

static char *say_size(int64_t size)
{
	return size < 1000 ? ik_format("%d B", (int)size) : ik_words_size(size);
}

static void lay_facts(const struct ik_browse_entry *entry, const struct columns *columns, int row,
		      struct ik_canvas *canvas)
{
	if (*entry->mark)
		ik_canvas_text(canvas, row, columns->mark, IK_STYLE_PLAIN, _(entry->mark));
	if (entry->size >= 0) {
		char *size = say_size(entry->size);
		int blanks = columns->size_width - ik_text_columns(size);

		ik_canvas_take(canvas, row, columns->size + (blanks > 0 ? blanks : 0),
			       IK_STYLE_PLAIN, size);
	}
	if (columns->date && entry->modified)
		ik_canvas_take(canvas, row, columns->date, IK_STYLE_PLAIN,
			       ik_date_day(entry->modified));
}

static void lay_entry(const struct browser *browser, size_t i, int row, int width,
		      struct ik_canvas *canvas)
{
	const struct ik_browse_entry *entry = browser->browse.entries[i];
	const struct columns columns = columns_for(width);
	bool here = i == browser->browse.at;

	ik_canvas_text(canvas, row, 0, IK_STYLE_STRONG, here ? ">" : " ");
	ik_canvas_take(canvas, row, columns.name,
		       here               ? IK_STYLE_FOCUS
		       : entry->choosable ? IK_STYLE_PLAIN
					  : IK_STYLE_WARNING,
		       ik_text_squeeze(entry->name, columns.name_width));
	lay_facts(entry, &columns, row, canvas);
}

/* What there is to say of the list, or of the entry selected; caller frees. */
static char *state_of(const struct ik_browse *browse, enum ik_style *style)
{
	*style = IK_STYLE_PLAIN;
	if (browse->trouble.id != IK_E_NONE) {
		*style = IK_STYLE_ERROR;
		return ik_error_sentence(&browse->trouble);
	}
	if (browse->n > 0 && !browse->entries[browse->at]->choosable) {
		*style = IK_STYLE_WARNING;
		return ik_strdup(_("This name cannot be shown as it is. Rename it first."));
	}
	if (browse->sought[0])
		return ik_format(browse->n > 0 ? _("Only names with: %s")
					       : _("No name here has: %s"),
				 browse->sought);
	if (browse->n <= 1)
		return ik_strdup(_("There is nothing to be seen here."));
	return ik_strdup(_("Type a part of a name to see only those that have it."));
}

/* The directory's name above, what is to be said under it, then as many entries as there is room
 * for. */
static void lay_browser(struct browser *browser, struct ik_sheet *sheet)
{
	struct ik_space space = ik_sheet_space(browser->ui);
	const struct ik_browse *browse = &browser->browse;
	char *title = ik_format(_("Directory: %s"), browse->folder);
	size_t end = browser->top + (size_t)list_rows(browser);
	enum ik_style style;
	char *state = state_of(browse, &style);

	ik_canvas_take(&sheet->body, 0, 0, IK_STYLE_STRONG, ik_text_squeeze(title, space.width));
	ik_canvas_take(&sheet->body, 1, 0, style, ik_text_squeeze(state, space.width));
	free(state);
	free(title);
	sheet->more = end < browse->n;
	for (size_t i = browser->top; i < end && i < browse->n; i++)
		lay_entry(browser, i, HEAD_ROWS + (int)(i - browser->top), space.width,
			  &sheet->body);
	sheet->cursor_row = browse->n ? HEAD_ROWS + (int)(browse->at - browser->top) : 0;
	sheet->cursor_column = 2;
}

static bool fits(const struct browser *browser)
{
	return ik_frame_fits(browser->ui->columns, browser->ui->rows);
}

static void paint(struct browser *browser)
{
	struct ik_sheet sheet = {.keys = IK_KEY(IK_ACTION_LANGUAGE)};

	if (fits(browser)) {
		keep_in_sight(browser);
		lay_browser(browser, &sheet);
	} else {
		ik_frame_too_small(browser->ui->columns, browser->ui->rows, &sheet.body);
	}
	sheet.first = ik_first_key(_("Open"));
	sheet.help = browser->field->makes
			     ? _("Enter opens, Backspace goes up, F8 puts the file here.")
			     : _("Enter opens, Backspace goes up, Esc Esc closes.");
	ik_paint_sheet(browser->ui, &sheet);
	ik_canvas_free(&sheet.body);
}

/* Enter: into a directory, or the file it is. */
static void choose(struct browser *browser)
{
	browser->chosen = ik_browse_chosen(&browser->browse);
	if (browser->chosen)
		browser->open = false;
	else
		ik_browse_open(&browser->browse);
}

/* A file that is to be made goes into the directory that is open. */
static void choose_here(struct browser *browser)
{
	if (!browser->field->makes) {
		choose(browser);
		return;
	}
	browser->chosen = ik_browse_here(&browser->browse, browser->typed);
	browser->open = false;
}

static bool step(struct browser *browser, enum ik_action action)
{
	static const struct {
		enum ik_action action;
		long lines, pages;
	} moves[] = {
		{IK_ACTION_UP, -1, 0},
		{IK_ACTION_DOWN, 1, 0},
		{IK_ACTION_BACKWARD, -1, 0},
		{IK_ACTION_FORWARD, 1, 0},
		{IK_ACTION_PAGE_UP, 0, -1},
		{IK_ACTION_PAGE_DOWN, 0, 1},
		{IK_ACTION_HOME, -1000000000, 0},
		{IK_ACTION_END, 1000000000, 0},
	};

	for (size_t i = 0; i < IK_COUNT(moves); i++)
		if (moves[i].action == action) {
			ik_browse_step(&browser->browse,
				       moves[i].lines + moves[i].pages * list_rows(browser));
			return true;
		}
	return false;
}

static void act(struct browser *browser, enum ik_action action)
{
	if (step(browser, action))
		return;
	if (action == IK_ACTION_ENTER || action == IK_ACTION_RIGHT)
		choose(browser);
	else if (action == IK_ACTION_NEXT)
		choose_here(browser);
	else if (action == IK_ACTION_ERASE_LINE)
		while (ik_browse_unseek(&browser->browse))
			continue;
	else if (action == IK_ACTION_LEFT
		 || (action == IK_ACTION_ERASE && !ik_browse_unseek(&browser->browse)))
		ik_browse_up(&browser->browse);
	else if (action == IK_ACTION_LANGUAGE)
		ik_i18n_switch(ik_i18n_next());
	else if (action == IK_ACTION_BACK || action == IK_ACTION_QUIT || action == IK_ACTION_BROWSE)
		browser->open = false;
}

/* In a window too small for the list nothing is chosen blindly. */
static void handle_small(struct browser *browser, const struct ik_event *event)
{
	bool q = event->kind == IK_EVENT_TEXT
		 && (strcmp(event->text, "q") == 0 || strcmp(event->text, "ｑ") == 0);

	if (q || (event->kind == IK_EVENT_ACTION && event->action == IK_ACTION_QUIT)) {
		browser->open = false;
		browser->quit = true;
	} else if (event->kind == IK_EVENT_ACTION && event->action == IK_ACTION_LANGUAGE) {
		act(browser, event->action);
	}
}

static void handle(struct browser *browser, const struct ik_event *event)
{
	if (!fits(browser))
		handle_small(browser, event);
	else if (event->kind == IK_EVENT_ACTION)
		act(browser, event->action);
	else if (event->kind == IK_EVENT_TEXT)
		ik_browse_seek(&browser->browse, event->text);
}

/* Looks into the files in sight, one after the other, for as long as nobody waits: true if that
 * made anything known. */
static bool look_inside(struct browser *browser)
{
	size_t end = browser->top + (size_t)list_rows(browser);
	bool found = false;

	for (size_t i = browser->top; fits(browser) && i < end && i < browser->browse.n; i++) {
		if (!browser->browse.entries[i]->unknown)
			continue;
		if (ik_loop_wait(browser->ui, -1, 0))
			break;
		ik_browse_mark(&browser->browse, i);
		found = true;
	}
	return found;
}

char *ik_browse_show(struct ik_tui *ui, const struct ik_field *field, const char *typed, bool *quit)
{
	struct browser browser = {.ui = ui, .field = field, .typed = typed, .open = true};
	struct ik_event event;

	ik_browse_begin(&browser.browse, typed);
	while (browser.open) {
		paint(&browser);
		if (look_inside(&browser))
			continue;
		if (!ik_loop_keys(ui))
			break;
		while (browser.open && ik_loop_event(ui, &event))
			handle(&browser, &event);
	}
	*quit = browser.quit;
	ik_browse_end(&browser.browse);
	return browser.chosen;
}
