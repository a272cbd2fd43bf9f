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
#include "wizard/progress.h"

enum { INDENT = 2, BAR_MAX = 40, SECONDS_WIDTH = 9, TICK_MILLISECONDS = 200 };

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

/* How long STEP took, or takes by now; at the end of its line. */
static void lay_seconds(struct ik_canvas *canvas, const struct ik_step *step, int width, int row)
{
	double seconds = step->state == IK_STEP_NOW ? seconds_now() - step->since : step->seconds;
	char *elapsed = ik_format(_("%.1f s"), seconds);

	ik_canvas_take(canvas, row, width - ik_text_columns(elapsed), IK_STYLE_PLAIN, elapsed);
}

/* One line of the work; returns the row below. */
static int lay_step(struct ik_canvas *canvas, const struct ik_step *step,
		    const struct ik_space *space, int row)
{
	static const enum ik_style styles[] = {
		[IK_STEP_WAITING] = IK_STYLE_DIM,
		[IK_STEP_NOW] = IK_STYLE_STRONG,
		[IK_STEP_DONE] = IK_STYLE_GOOD,
		[IK_STEP_FAILED] = IK_STYLE_ERROR,
	};
	int column = INDENT + words_width() + 2;
	char *label = ik_format(_(step->label), step->arg);
	int rows = ik_canvas_wrap(canvas, row, column, space->width - column - SECONDS_WIDTH,
				  IK_STYLE_PLAIN, label);

	ik_canvas_text(canvas, row, INDENT, styles[step->state], _(state_words[step->state]));
	if (step->state != IK_STEP_WAITING)
		lay_seconds(canvas, step, space->width, row);
	free(label);
	return row + (rows > 1 ? rows : 1);
}

/* A part of the bar for each step that is over, and how many of how many. */
static void lay_bar(struct ik_canvas *canvas, const struct ik_progress *progress, int width,
		    int row)
{
	size_t done = ik_progress_done(progress);
	char *count = ik_format(_("%zu of %zu"), done, progress->n);
	int cells = width - ik_text_columns(count) - 3;
	char bar[BAR_MAX + 1] = "";

	cells = cells < BAR_MAX ? cells : BAR_MAX;
	for (int i = 0; i < cells; i++)
		bar[i] = (size_t)i * progress->n < done * (size_t)cells ? '#' : '.';
	ik_canvas_take(canvas, row, 0, IK_STYLE_PLAIN, ik_format("[%s] %s", bar, count));
	free(count);
}

/* What stands above the steps, with BLANK rows between; returns the row below. */
static int lay_above(const struct ik_tui *ui, const struct ik_progress *progress,
		     struct ik_canvas *canvas, const struct ik_space *space, int blank)
{
	const struct ik_page *page = progress_page();
	enum ik_tone tone;
	const char *in_use = ik_progress_in_use(ui->wizard, progress, &tone);
	int row = ik_canvas_wrap(canvas, 0, 0, space->width, IK_STYLE_STRONG,
				 _(page->title(ui->wizard)))
		  + blank;

	lay_bar(canvas, progress, space->width, row++);
	row += blank;
	if (in_use)
		row += ik_canvas_wrap(canvas, row, 0, space->width, ik_style_of_tone(tone), in_use)
		       + blank;
	return row;
}

static void lay_progress(const struct ik_tui *ui, const struct ik_progress *progress,
			 struct ik_sheet *sheet, const struct ik_space *space, int blank)
{
	int row = lay_above(ui, progress, &sheet->body, space, blank);

	for (size_t i = 0; i < progress->n; i++) {
		if (progress->steps[i].state == IK_STEP_NOW)
			sheet->cursor_row = row;
		row = lay_step(&sheet->body, &progress->steps[i], space, row);
	}
	sheet->cursor_column = INDENT;
	if (!progress->can_cancel)
		return;
	char *button = ik_format("[ %s ]", _("Cancel"));
	int column = space->width - ik_text_columns(button);

	ik_canvas_take(&sheet->body, row + blank, column,
		       ui->on_cancel ? IK_STYLE_FOCUS : IK_STYLE_PLAIN, button);
	if (ui->on_cancel) {
		sheet->cursor_row = row + blank;
		sheet->cursor_column = column + 2;
	}
}

/* With blank rows where there is room for them; else the present step stays in sight. */
static void lay_fitting(const struct ik_tui *ui, const struct ik_progress *progress,
			struct ik_sheet *sheet, const struct ik_space *space)
{
	lay_progress(ui, progress, sheet, space, 1);
	if (sheet->body.height <= space->rows)
		return;
	ik_canvas_free(&sheet->body);
	lay_progress(ui, progress, sheet, space, 0);
	if (sheet->cursor_row >= space->rows)
		sheet->top = sheet->cursor_row - space->rows + 1;
}

/* The key that leads to Cancel, or presses it; none where there is nothing to cancel. */
static struct ik_first_key first_key(const struct ik_tui *ui, const struct ik_progress *progress)
{
	const char *label = _("Cancel");
	enum ik_action action = ui->on_cancel ? IK_ACTION_ENTER : IK_ACTION_FORWARD;

	if (!progress->can_cancel)
		return (struct ik_first_key){0};
	return (struct ik_first_key){
		.key = ik_action_info(action)->keys, .label = label, .size = strlen(label)};
}

static void paint_progress(struct ik_tui *ui, const struct ik_progress *progress)
{
	const struct ik_page *page = page_at_work(ui);
	struct ik_space space = ik_space_for(page, ui->columns, ui->rows);
	struct ik_canvas screen = {0};
	int cursor_row = 0;
	struct ik_sheet sheet = {.top = 0};
	char *help = ik_progress_help(ui->wizard, progress);

	if (ik_frame_fits(ui->columns, ui->rows)) {
		lay_fitting(ui, progress, &sheet, &space);
		struct ik_frame frame = {
			.wizard = ui->wizard,
			.page = page,
			.columns = ui->columns,
			.rows = ui->rows,
			.space = space,
			.body = &sheet.body,
			.top = sheet.top,
			.help = help,
			.first = first_key(ui, progress),
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
	free(help);
}

/* Whether ACTION asks for an end.  Enter does so on the button only: it may be the second one of a
 * hurried Accept. */
static bool act_at_work(struct ik_tui *ui, enum ik_action action)
{
	switch (action) {
	case IK_ACTION_FORWARD:
	case IK_ACTION_BACKWARD:
		ui->on_cancel = !ui->on_cancel;
		return false;
	case IK_ACTION_DOWN:
	case IK_ACTION_UP:
		ui->on_cancel = action == IK_ACTION_DOWN;
		return false;
	case IK_ACTION_LANGUAGE:
		ik_i18n_switch(ik_i18n_next());
		return false;
	case IK_ACTION_ENTER:
		return ui->on_cancel;
	default:
		return action == IK_ACTION_BACK || action == IK_ACTION_QUIT;
	}
}

/* Whether the operator wants the work to stop. */
static bool wants_cancel(struct ik_tui *ui)
{
	struct ik_event event;
	bool cancel = false;

	while (ik_loop_event(ui, &event)) {
		bool q = event.kind == IK_EVENT_TEXT && strcmp(event.text, "q") == 0
			 && !ik_frame_fits(ui->columns, ui->rows);

		cancel |= q || (event.kind == IK_EVENT_ACTION && act_at_work(ui, event.action));
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
	if (!ui->working) {
		ik_loop_discard(ui);
		ui->on_cancel = false;
	}
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
