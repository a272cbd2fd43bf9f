/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paint.c: a page, or a text that stands over it, onto the screen. */
#include "base/i18n.h"
#include "front/tui/draw.h"
#include "front/tui/ui.h"

static const char *help_line(const struct ik_tui *ui, const char *otherwise)
{
	enum ik_keys_wait wait = ik_keys_wait(&ui->keys);

	if (wait == IK_WAIT_ESC)
		return _("Esc: 1-0 = F1-F10, Esc = Back, a letter = nothing");
	if (wait == IK_WAIT_ANSWER)
		return _("The terminal is sending something. Enter ends it.");
	if (wait == IK_WAIT_STOP)
		return _("^C once more stops the paste.");
	if (wait == IK_WAIT_PASTE)
		return ui->silent ? _("Pasting... ^C ^C stops it.") : otherwise;
	return ui->dropped ? _("The paste was dropped; nothing of it was taken.") : otherwise;
}

static void paint_too_small(const struct ik_tui *ui)
{
	struct ik_canvas screen = {0};

	ik_frame_too_small(ui->columns, ui->rows, &screen);
	ik_draw(&screen, 0, 0);
	ik_canvas_free(&screen);
}

struct ik_space ik_sheet_space(const struct ik_tui *ui)
{
	if (ik_frame_fits(ui->columns, ui->rows))
		return ik_space_for(NULL, ui->columns, ui->rows);
	return (struct ik_space){.width = ui->columns > 1 ? ui->columns - 1 : 1, .rows = ui->rows};
}

void ik_paint_sheet(struct ik_tui *ui, const struct ik_sheet *sheet)
{
	struct ik_canvas screen = {0};
	bool framed = ik_frame_fits(ui->columns, ui->rows);
	struct ik_frame frame = {
		.wizard = ui->wizard,
		.page = ui->page,
		.columns = ui->columns,
		.rows = ui->rows,
		.space = ik_sheet_space(ui),
		.body = &sheet->body,
		.top = sheet->top,
		.more = sheet->more,
		.keys = sheet->keys,
		.first = sheet->first,
		.help = help_line(ui, sheet->help),
	};

	if (framed)
		ik_frame_compose(&frame, &screen);
	else
		ik_canvas_copy(&screen, 0, 0, &sheet->body, sheet->top, ui->rows);
	ik_draw(&screen,
		framed ? ik_frame_row(&frame, sheet->cursor_row) : sheet->cursor_row - sheet->top,
		sheet->cursor_column + frame.space.left);
	ik_canvas_free(&screen);
}

/* The review's help line tells to read on first, where there is more. */
static const char *help_for(const struct ik_view *view)
{
	bool on_text = !view->focus.field && !view->focus.press;

	if (view->page->kind == IK_PAGE_REVIEW && on_text && !view->end_seen)
		return _("PgDn shows the rest. It can be accepted at its end.");
	return ik_view_help(view);
}

/* Where on the screen the cursor stands. */
struct place {
	int row, column;
};

static struct place cursor_in(const struct ik_view *view, const struct ik_frame *frame)
{
	const struct ik_item *item = &view->layout.items[ik_view_index(view)];
	bool on_text = !item->what.field && !item->what.press;
	bool seen = !on_text && item->cursor_row >= view->top
		    && item->cursor_row < view->top + frame->space.rows;

	return (struct place){.row = ik_frame_row(frame, seen ? item->cursor_row : view->top),
			      .column = item->cursor_column + frame->space.left};
}

/* The page as it is now, in a frame that is to be composed. */
static struct ik_frame lay_view(struct ik_tui *ui, struct ik_view *view)
{
	struct ik_frame frame = {
		.wizard = view->wizard,
		.page = view->page,
		.columns = ui->columns,
		.rows = ui->rows,
		.space = ik_space_for(view->page, ui->columns, ui->rows),
		.keys = ik_frame_keys(view->wizard, view->page),
	};

	bool roomy = ui->columns >= IK_COLUMNS_ROOMY;
	bool renewed = view->page->kind == IK_PAGE_FORM || view->wizard->roomy != roomy;

	view->wizard->roomy = roomy;
	if (renewed)
		ik_view_renew(view);
	ik_view_lay(view, &frame.space);
	view->end_seen |= !ik_view_has_more(view, &frame.space);
	frame.body = &view->layout.canvas;
	frame.top = view->top;
	return frame;
}

static struct place compose_view(struct ik_tui *ui, struct ik_view *view, struct ik_canvas *screen)
{
	struct ik_frame frame = lay_view(ui, view);

	frame.help = help_line(ui, help_for(view));
	frame.first = ik_view_first_key(view);
	ik_frame_compose(&frame, screen);
	return cursor_in(view, &frame);
}

void ik_paint_view(struct ik_tui *ui, struct ik_view *view)
{
	struct ik_canvas screen = {0};

	if (!ik_frame_fits(ui->columns, ui->rows)) {
		paint_too_small(ui);
		return;
	}
	struct place cursor = compose_view(ui, view, &screen);
	ik_draw(&screen, cursor.row, cursor.column);
	ik_canvas_free(&screen);
}

static void take_focus_away(struct ik_canvas *canvas)
{
	for (size_t i = 0; i < canvas->n; i++)
		if (canvas->spans[i].style == IK_STYLE_FOCUS)
			canvas->spans[i].style = IK_STYLE_PLAIN;
}

static void compose_below(struct ik_tui *ui, const struct ik_sheet *band, struct ik_canvas *screen)
{
	struct ik_frame frame = lay_view(ui, ui->view);

	take_focus_away(&ui->view->layout.canvas);
	frame.help = help_line(ui, band->help);
	frame.keys = band->keys;
	frame.first = band->first;
	frame.still = true;
	ik_frame_compose(&frame, screen);
}

void ik_paint_band(struct ik_tui *ui, const struct ik_sheet *band)
{
	struct ik_canvas screen = {0};
	int top = ui->rows - IK_FRAME_ROWS_BELOW - band->body.height;

	if (!ui->view || !ik_frame_fits(ui->columns, ui->rows) || top < 2) {
		ik_paint_sheet(ui, band);
		return;
	}
	compose_below(ui, band, &screen);
	ik_frame_band(&band->body, ui->columns, top, &screen);
	ik_draw(&screen, top + band->cursor_row, band->cursor_column + 1);
	ik_canvas_free(&screen);
}
