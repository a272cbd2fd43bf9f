/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain.c: lines as the front-end that the wizard knows. */
#include "config.h"

#include "front/line/plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "front/line/inside.h"
#include "wizard/flow.h"

/* A handler that must not touch the heap has to find it. */
static struct {
	struct termios usual;
	bool known;
} terminal;

static bool plain_open(struct ik_wizard *wizard, void **out, struct ik_error *err)
{
	struct ik_plain *ui = ik_alloc(sizeof(*ui));

	(void)err;
	ik_plain_signals_start();
	ui->wizard = wizard;
	ui->terminal = isatty(STDIN_FILENO) == 1;
	terminal.known = ui->terminal && tcgetattr(STDIN_FILENO, &terminal.usual) == 0;
	wizard->on_lines = true;
	ik_plain_measure(ui);
	if (wizard->situation.host)
		ik_plain_say_taken(
			ui, ik_format(_("Server certificate of %s."), wizard->situation.host));
	ik_plain_say(ui, _("Help: question mark. Back: less-than sign. Empty: hyphen."));
	*out = ui;
	return true;
}

/* Where PAGE stands on the way, and what it asks. */
static void say_title(struct ik_plain *ui)
{
	const struct ik_page *way[IK_FLOW_MAX];
	size_t n = ik_flow_path(ui->wizard, way), at = 0;
	enum ik_tone tone;
	char *title = ik_page_says(ui->wizard, ui->page, &tone);

	while (at < n && way[at] != ui->page)
		at++;
	ik_plain_say_blank();
	if (at < n)
		ik_plain_say_taken(ui, ik_format(_("Page %zu of %zu: %s. %s"), at + 1, n,
						 _(ui->page->rail), title));
	else
		ik_plain_say(ui, title);
	free(title);
}

/* Whether FIELD, which is asked next, says the same. */
static bool is_said_there(const struct ik_plain *ui, const struct ik_field *field,
			  const struct ik_error *notice)
{
	struct ik_error err = {0};

	return field && (field->kind == IK_FIELD_RADIO || field->kind == IK_FIELD_PICK)
	       && ui->wizard->failure.id == IK_E_NONE && ik_page_of(field) == ui->page
	       && ik_field_shown(ui->wizard, field) && !ik_field_check(ui->wizard, field, &err)
	       && err.id == notice->id;
}

static void say_notice(const struct ik_plain *ui, const struct ik_error *notice)
{
	if (is_said_there(ui, ui->wizard->attention, notice))
		return;
	char *below = ik_error_below(notice);

	ik_plain_say_error(ui, ik_wizard_notice(ui->wizard, notice));
	ik_plain_say_taken(ui, below);
}

static enum ik_plain_end run(struct ik_plain *ui, bool continues)
{
	switch (ui->page->kind) {
	case IK_PAGE_REVIEW:
		return ik_plain_review(ui);
	case IK_PAGE_PROOF:
		ui->wizard->told = true;
		return ik_plain_last(ui);
	default:
		return ik_plain_form(ui, continues);
	}
}

static enum ik_leave leave(const struct ik_plain *ui, enum ik_plain_end end, struct ik_error *err)
{
	bool last = ui->page->kind == IK_PAGE_PROOF;

	if (ik_plain_signals_deadly() || end == IK_PLAIN_LOST) {
		ik_fail(err, IK_E_TERMINAL_LOST);
		return IK_LEAVE_FAILED;
	}
	if (end == IK_PLAIN_DUMB) {
		ik_fail(err, IK_E_PASSWORD_MISSING);
		return IK_LEAVE_FAILED;
	}
	if (end == IK_PLAIN_BACK)
		return IK_LEAVE_BACK;
	return end == IK_PLAIN_QUIT && !last ? IK_LEAVE_QUIT : IK_LEAVE_NEXT;
}

static enum ik_leave plain_page(void *self, struct ik_wizard *wizard, const struct ik_page *page,
				const struct ik_error *notice, struct ik_error *err)
{
	struct ik_plain *ui = self;
	bool continues = page == ui->page && wizard->attention;

	ui->working = false;
	if (ui->quits)
		return IK_LEAVE_QUIT;
	/* Of a page that is shown again because of something, that is news. */
	if (notice)
		ik_plain_settle(ui);
	ik_plain_measure(ui);
	ui->page = page;
	if (!continues) {
		ik_list_free(&ui->said);
		say_title(ui);
	}
	if (notice)
		say_notice(ui, notice);
	ik_plain_say_rows(ui);
	return leave(ui, run(ui, continues), err);
}

static bool plain_ask(void *self, struct ik_wizard *wizard, const char *question)
{
	struct ik_plain *ui = self;
	enum ik_plain_end end;

	(void)wizard;
	ik_plain_say_blank();
	ik_plain_settle(ui);
	bool yes = ik_plain_ask_yes(ui, question, &end);

	ui->quits = end == IK_PLAIN_QUIT;
	return yes;
}

static void plain_close(void *self)
{
	struct ik_plain *ui = self;

	if (ui) {
		/* What was typed ahead was for the wizard: the shell would run it. */
		ik_plain_settle(ui);
		/* What ends the last line stands before what is said of the end. */
		fflush(stdout);
		ik_list_free(&ui->said);
		explicit_bzero(ui, sizeof(*ui));
		free(ui);
	}
	if (ik_plain_signals_deadly())
		ik_plain_signals_die();
	ik_plain_signals_end();
}

static void plain_emergency(void)
{
	if (terminal.known)
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal.usual);
}

const struct ik_frontend ik_frontend_plain = {
	.name = "plain",
	.open = plain_open,
	.page = plain_page,
	.asks = true,
	.ask = plain_ask,
	.pulse = ik_plain_pulse,
	.close = plain_close,
	.emergency = plain_emergency,
};
