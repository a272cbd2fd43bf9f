/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.c: the work, step by step, while it goes on. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/draw.h"
#include "front/tui/ui.h"

enum { INDENT = 2, TICK_MILLISECONDS = 200 };

static const char *const state_words[] = {
	[IK_STEP_WAITING] = N_("waiting"),
	[IK_STEP_NOW] = N_C("progress", "now"),
	[IK_STEP_DONE] = N_("done"),
	[IK_STEP_FAILED] = N_("failed"),
};

static const struct ik_page *progress_page(void)
{
	for (size_t i = 0; i < ik_page_count(); i++)
		if (ik_page_at(i)->kind == IK_PAGE_PROGRESS)
			return ik_page_at(i);
	return NULL;
}

/* A file is opened on the way, while its page is left; all other work belongs to the page of the
 * work. */
static const struct ik_page *page_at_work(const struct ik_tui *ui)
{
	return ui->wizard->opening && ui->page ? ui->page : progress_page();
}

static int words_width(void)
{
	int width = 0;

	for (size_t i = 0; i < IK_COUNT(state_words); i++)
		if (ik_text_columns(_(state_words[i])) > width)
			width = ik_text_columns(_(state_words[i]));
	return width;
}

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* One line of the work; returns the row below. */
static int lay_step(struct ik_canvas *canvas, const struct ik_step *step,
		    const struct ik_space *space, int row)
{
	static const enum ik_style styles[] = {
		[IK_STEP_NOW] = IK_STYLE_STRONG,
		[IK_STEP_DONE] = IK_STYLE_GOOD,
		[IK_STEP_FAILED] = IK_STYLE_ERROR,
	};
	int column = INDENT + words_width() + 2;
	char *label = ik_format(_(step->label), step->arg);
	int rows = ik_canvas_wrap(canvas, row, column, space->width - column - 9, IK_STYLE_PLAIN,
				  label);

	ik_canvas_text(canvas, row, INDENT,
		       step->state == IK_STEP_WAITING ? IK_STYLE_PLAIN : styles[step->state],
		       _(state_words[step->state]));
	if (step->state == IK_STEP_NOW) {
		char *elapsed = ik_format(_("%.1f s"), seconds_now() - step->since);
		ik_canvas_take(canvas, row, space->width - ik_text_columns(elapsed), IK_STYLE_PLAIN,
			       elapsed);
	}
	free(label);
	return row + (rows > 1 ? rows : 1);
}

static void lay_progress(struct ik_tui *ui, const struct ik_progress *progress,
			 struct ik_sheet *sheet, const struct ik_space *space)
{
	const struct ik_page *page = progress_page();
	int row = ik_canvas_wrap(&sheet->body, 0, 0, space->width, IK_STYLE_STRONG,
				 _(page->title(ui->wizard)))
		  + 1;

	for (size_t i = 0; i < progress->n; i++) {
		if (progress->steps[i].state == IK_STEP_NOW)
			sheet->cursor_row = row;
		row = lay_step(&sheet->body, &progress->steps[i], space, row);
	}
	sheet->cursor_column = INDENT;
	if (!progress->can_cancel)
		return;
	char *button = ik_format("[ %s ]", _("Cancel"));
	sheet->cursor_row = row + 1;
	sheet->cursor_column = space->width - ik_text_columns(button) + 2;
	ik_canvas_take(&sheet->body, row + 1, sheet->cursor_column - 2, IK_STYLE_FOCUS, button);
}

static const char *cancel_help(const struct ik_tui *ui)
{
	const char *help = progress_page()->help;

	if (ui->wizard->opening)
		return _("Enter stops it; nothing is changed.");
	return help ? _(help) : "";
}

static void paint_progress(struct ik_tui *ui, const struct ik_progress *progress)
{
	const struct ik_page *page = page_at_work(ui);
	struct ik_space space = ik_space_for(page, ui->columns, ui->rows);
	struct ik_canvas screen = {0};
	int cursor_row = 0;
	struct ik_sheet sheet = {.help = progress->can_cancel ? cancel_help(ui) : ""};

	if (ik_frame_fits(ui->columns, ui->rows)) {
		lay_progress(ui, progress, &sheet, &space);
		struct ik_frame frame = {
			.wizard = ui->wizard,
			.page = page,
			.columns = ui->columns,
			.rows = ui->rows,
			.space = space,
			.body = &sheet.body,
			.help = sheet.help,
			.keys = ik_frame_keys(ui->wizard, progress_page()),
		};
		ik_frame_compose(&frame, &screen);
		cursor_row = ik_frame_row(&frame, sheet.cursor_row);
	} else {
		ik_frame_too_small(ui->columns, ui->rows, &screen);
	}
	ik_draw(&screen, cursor_row, sheet.cursor_column + space.left);
	ik_canvas_free(&screen);
	ik_canvas_free(&sheet.body);
}

/* Whether the operator wants the work to stop. */
static bool wants_cancel(struct ik_tui *ui)
{
	struct ik_event event;
	bool cancel = false;

	while (ik_loop_event(ui, &event)) {
		bool q = event.kind == IK_EVENT_TEXT && strcmp(event.text, "q") == 0
			 && !ik_frame_fits(ui->columns, ui->rows);
		cancel |= q;
		if (event.kind != IK_EVENT_ACTION)
			continue;
		cancel |= event.action == IK_ACTION_ENTER || event.action == IK_ACTION_BACK
			  || event.action == IK_ACTION_QUIT;
		if (event.action == IK_ACTION_LANGUAGE)
			ik_i18n_switch(ik_i18n_next());
	}
	return cancel;
}

static bool is_ticking(const struct ik_progress *progress)
{
	for (size_t i = 0; i < progress->n; i++)
		if (progress->steps[i].state == IK_STEP_NOW)
			return true;
	return false;
}

bool ik_progress_pulse(struct ik_tui *ui, const struct ik_progress *progress, int fd)
{
	/* An Enter typed twice on Accept is not meant for Cancel. */
	if (!ui->working)
		ik_loop_discard(ui);
	ui->working = true;
	for (;;) {
		if (!ui->lost)
			paint_progress(ui, progress);
		unsigned woke = ik_loop_wait(ui, fd,
					     fd < 0                 ? 0
					     : is_ticking(progress) ? TICK_MILLISECONDS
								    : -1);
		bool stop = (woke & (IK_WOKE_LOST | IK_WOKE_DEADLY)) != 0;
		if (woke & IK_WOKE_INPUT)
			stop |= wants_cancel(ui);
		if (stop && progress->can_cancel)
			return false;
		/* From the switch on the work is finished, whatever becomes of the terminal. */
		if (fd < 0 || (woke & IK_WOKE_FD))
			return true;
	}
}
