/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tui.c: the ncurses screen as the front-end that the wizard knows. */
#include "front/tui/tui.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/text.h"
#include "front/tui/screen.h"
#include "front/tui/ui.h"

/* --ascii is known before there is a screen to tell it to. */
static bool ascii_wanted;

void ik_tui_ascii(bool ascii)
{
	ascii_wanted = ascii;
	ik_i18n_name_in_ascii(ascii);
}

bool ik_tui_possible(struct ik_error *err)
{
	const char *stands_in;

	if (!ik_screen_possible(&stands_in, err))
		return false;
	if (stands_in) {
		char *term = ik_text_visible(getenv("TERM"), strlen(getenv("TERM")));
		ik_print_note(_("inkan: This server does not know the terminal type %s; "
				"it is taken for %s.\n"),
			      term, stands_in);
		free(term);
	}
	return true;
}

static bool tui_open(struct ik_wizard *wizard, void **out, struct ik_error *err)
{
	/* First the signals: ncurses leaves those alone that have a handler. */
	ik_loop_start();
	if (!ik_screen_open(ascii_wanted, err)) {
		ik_loop_end();
		return false;
	}
	struct ik_tui *ui = ik_alloc(sizeof(*ui));
	ui->wizard = wizard;
	ik_keys_start(&ui->keys);
	ik_screen_teach(&ui->keys.lessons);
	ik_screen_fit(&ui->columns, &ui->rows);
	*out = ui;
	return true;
}

static enum ik_leave tui_page(void *self, struct ik_wizard *wizard, const struct ik_page *page,
			      const struct ik_error *notice, struct ik_error *err)
{
	struct ik_tui *ui = self;

	if (ik_loop_is_deadly())
		ik_loop_die();
	if (ui->lost)
		return ik_leave_lost(err);
	/* What was typed ahead must neither accept a review, nor close a proof, nor run past a
	 * notice. */
	if (page->kind != IK_PAGE_FORM || notice)
		ik_loop_settle(ui);
	ui->wizard = wizard;
	ui->page = page;
	ui->working = false;
	struct ik_view *view = ik_alloc(sizeof(*view));
	ik_view_open(view, wizard, page, notice);
	ui->view = view;
	enum ik_leave leave = ik_page_run(ui, view, err);
	ui->view = NULL;
	ik_view_close(view);
	free(view);
	return leave;
}

static bool tui_ask(void *self, struct ik_wizard *wizard, const char *question)
{
	struct ik_tui *ui = self;

	/* What was typed before the question was seen is no answer to it. */
	ik_loop_settle(ui);
	if (ui->lost)
		return false;
	/* The page that it is about has just been left. */
	struct ik_view *view = ik_alloc(sizeof(*view));
	ik_view_open(view, wizard, ui->page, NULL);
	ui->view = view;
	bool yes = ik_ask(ui, question);
	ui->view = NULL;
	ik_view_close(view);
	free(view);
	return yes;
}

static bool tui_pulse(void *self, const struct ik_progress *progress, int fd)
{
	return ik_progress_pulse(self, progress, fd);
}

static void tui_close(void *self)
{
	struct ik_tui *ui = self;

	ik_screen_close();
	if (ui) {
		ik_keys_end(&ui->keys);
		explicit_bzero(ui, sizeof(*ui));
		free(ui);
	}
	ik_loop_end();
	if (ik_loop_is_deadly())
		ik_loop_die();
}

const struct ik_frontend ik_frontend_tui = {
	.name = "tui",
	.open = tui_open,
	.page = tui_page,
	.asks = true,
	.ask = tui_ask,
	.pulse = tui_pulse,
	.close = tui_close,
	.emergency = ik_screen_emergency,
};
