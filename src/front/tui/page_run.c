/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_run.c: a page from its appearance until it is left: which key does what. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/secret.h"
#include "front/tui/ui.h"
#include "wizard/browse.h"
#include "wizard/flow.h"
#include "wizard/reveal.h"

/* More rows than any page has. */
enum { FAR = 1000000 };

/* A page while it runs. */
struct run {
	struct ik_tui *ui;
	struct ik_view *view;
	bool left;
	enum ik_leave leave;
};

static void leave(struct run *run, enum ik_leave how)
{
	run->left = true;
	run->leave = how;
}

enum ik_leave ik_leave_lost(struct ik_error *err)
{
	ik_fail(err, IK_E_TERMINAL_LOST);
	return IK_LEAVE_FAILED;
}

static bool on_text(const struct run *run)
{
	return !run->view->focus.field && !run->view->focus.press;
}

static struct ik_space space_of(const struct run *run)
{
	return ik_space_for(run->view->page, run->ui->columns, run->ui->rows);
}

static bool has_more(const struct run *run)
{
	struct ik_space space = space_of(run);

	return ik_view_has_more(run->view, &space);
}

static void scroll(const struct run *run, int rows, int pages)
{
	struct ik_space space = space_of(run);

	ik_view_scroll(run->view, &space, rows + pages * (space.rows - 1));
}

static void do_quit(struct run *run)
{
	if (run->view->page->kind == IK_PAGE_PROOF) {
		leave(run, IK_LEAVE_NEXT);
		return;
	}
	if (ik_answers_touched(run->view->wizard->answers)) {
		char *question = ik_format("%s\n%s", _("Quit? What you typed is lost."),
					   _("Nothing was changed."));
		bool yes = ik_ask(run->ui, question);
		free(question);
		if (!yes && !run->ui->leaving)
			return;
		run->ui->leaving = false;
	}
	leave(run, IK_LEAVE_QUIT);
}

static void do_back(struct run *run)
{
	if (ik_flow_previous(run->view->wizard, run->view->page))
		leave(run, IK_LEAVE_BACK);
}

/* Everything is judged now; the first wrong answer gets the focus. */
static void do_next_form(struct run *run)
{
	struct ik_view *view = run->view;
	struct ik_error err = {0};
	const struct ik_field *wrong;

	ik_view_tidy(view);
	wrong = ik_page_check(view->wizard, view->page, &err);
	if (!wrong) {
		leave(run, IK_LEAVE_NEXT);
		return;
	}
	for (size_t i = 0; i < IK_VIEW_FIELDS; i++)
		view->lines[i].judged = true;
	if (view->focus.field == wrong)
		ik_view_judge(view);
	else
		ik_view_move(view, (struct ik_focus){.field = wrong});
}

/* Neither review nor proof is left by F8: it leads to the button that does. */
static void do_next(struct run *run)
{
	if (run->view->page->kind == IK_PAGE_FORM)
		do_next_form(run);
	else if (run->view->page->kind == IK_PAGE_REVIEW)
		ik_view_move(run->view, (struct ik_focus){.press = IK_PRESS_ACCEPT});
	else
		ik_view_move(run->view, (struct ik_focus){.press = IK_PRESS_QUIT});
}

/* Nobody accepts what was not on the screen to its end. */
static void do_accept(struct run *run)
{
	if (!run->view->end_seen)
		ik_paint_view(run->ui, run->view);
	if (run->view->end_seen)
		leave(run, IK_LEAVE_NEXT);
}

static bool has_button(const struct ik_view *view, enum ik_button_does does)
{
	for (size_t i = 0; i < view->page->n_buttons; i++)
		if (view->page->buttons[i].does == does)
			return !view->page->buttons[i].shown
			       || view->page->buttons[i].shown(view->wizard);
	return false;
}

/* The field of KIND that a button is for: the focused one, the one that was LAST, or the first. */
static const struct ik_field *field_for(const struct ik_view *view, enum ik_field_kind kind,
					const struct ik_field *last)
{
	const struct ik_field *field = view->focus.field;

	if (field && field->kind == kind)
		return field;
	if (last && ik_field_shown(view->wizard, last))
		return last;
	for (size_t i = 0; i < view->page->n_fields; i++)
		if (view->page->fields[i].kind == kind
		    && ik_field_shown(view->wizard, &view->page->fields[i]))
			return &view->page->fields[i];
	return NULL;
}

/* The field after the focused one, or NULL behind the last. */
static const struct ik_field *field_after(const struct ik_view *view)
{
	size_t next = ik_view_index(view) + 1;

	return next < view->layout.n ? view->layout.items[next].what.field : NULL;
}

/* What a chosen file asks for next is typed next; in the field of its path it would stand in clear.
 */
static void lead_on(struct run *run, const struct ik_field *field)
{
	struct ik_view *view = run->view;
	struct ik_space space = space_of(run);
	struct ik_error ignored = {0};
	const struct ik_field *after;

	ik_view_lay(view, &space);
	after = field_after(view);
	if (after && ik_field_check(view->wizard, field, &ignored))
		ik_view_move(view, (struct ik_focus){.field = after});
}

static void do_browse(struct run *run)
{
	struct ik_view *view = run->view;
	const struct ik_field *field = field_for(view, IK_FIELD_PATH, view->path);

	if (!field)
		return;
	bool quit = false;
	char *start = ik_browse_start(view->wizard, field);
	char *chosen = ik_browse_show(run->ui, field, start, &quit);
	struct ik_space space = space_of(run);

	free(start);
	if (quit) {
		do_quit(run);
		return;
	}
	ik_view_lay(view, &space);
	if (chosen) {
		ik_line_put(view, field, chosen);
		lead_on(run, field);
	}
	free(chosen);
}

static void do_reveal(struct run *run)
{
	const struct ik_view *view = run->view;
	const struct ik_field *field = field_for(view, IK_FIELD_PASSWORD, view->password);

	if (field && has_button(view, IK_BUTTON_REVEAL))
		ik_wizard_reveal(view->wizard, field);
}

/* Leads on to what is to be filled in now: the proof that it was noted. */
static void do_make(struct run *run)
{
	struct ik_view *view = run->view;
	const struct ik_field *open;
	struct ik_error ignored = {0};

	ik_error_clear(&view->trouble);
	if (!ik_wizard_make_password(view->wizard, &view->trouble))
		return;
	ik_line_reload(view);
	struct ik_space space = space_of(run);
	ik_view_lay(view, &space);
	open = ik_page_check(view->wizard, view->page, &ignored);
	if (open)
		ik_view_move(view, (struct ik_focus){.field = open});
}

/* What it says of it stands among the rows then. */
static void do_sheet(struct run *run)
{
	struct ik_view *view = run->view;

	ik_error_clear(&view->trouble);
	ik_wizard_write_sheet(view->wizard, &view->trouble);
	ik_view_renew(view);
}

static void press(struct run *run, enum ik_press button)
{
	switch (button) {
	case IK_PRESS_REVEAL:
		do_reveal(run);
		return;
	case IK_PRESS_MAKE:
		do_make(run);
		return;
	case IK_PRESS_BROWSE:
		do_browse(run);
		return;
	case IK_PRESS_SHEET:
		do_sheet(run);
		return;
	case IK_PRESS_BACK:
		do_back(run);
		return;
	case IK_PRESS_NEXT:
		do_next_form(run);
		return;
	case IK_PRESS_ACCEPT:
		do_accept(run);
		return;
	case IK_PRESS_QUIT:
		do_quit(run);
		return;
	default:
		return;
	}
}

/* Whoever types blindly is told at once, not after the same was typed a second time in vain.  What
 * is asked next depends on the file that is named: without that a password would be typed into
 * whatever field comes then, in clear. */
static bool is_held_back(const struct ik_view *view)
{
	const struct ik_field *field = view->focus.field;
	struct ik_error ignored = {0};

	return field
	       && (field->kind == IK_FIELD_PASSWORD
		   || (field->kind == IK_FIELD_PATH && !field->makes))
	       && !ik_field_check(view->wizard, field, &ignored);
}

static void do_enter(struct run *run)
{
	struct ik_view *view = run->view;
	const struct ik_field *after = field_after(view);

	if (view->focus.press)
		press(run, view->focus.press);
	else if (on_text(run) && has_more(run))
		scroll(run, 0, 1);
	else if (on_text(run))
		ik_view_step(view, 1, false);
	else if (after && is_held_back(view))
		ik_view_judge(view);
	else if (after)
		ik_view_move(view, (struct ik_focus){.field = after});
	else
		do_next_form(run);
}

static void do_help(struct run *run)
{
	if (ik_help_show(run->ui, run->view))
		do_quit(run);
	else
		ik_view_renew(run->view);
}

static void do_language(struct run *run)
{
	ik_i18n_switch(ik_i18n_next());
	ik_view_renew(run->view);
}

static void do_details(struct run *run)
{
	if (!run->view->page->has_details)
		return;
	ik_wizard_toggle_details(run->view->wizard);
	ik_view_renew(run->view);
}

/* Moving about: what is left of the keys when neither a line nor a list took them. */
static void move(struct run *run, enum ik_action action)
{
	bool button = run->view->focus.press != IK_PRESS_NONE;

	if (action == IK_ACTION_FORWARD && !ik_line_complete(run->view))
		ik_view_step(run->view, 1, true);
	else if (action == IK_ACTION_BACKWARD)
		ik_view_step(run->view, -1, true);
	else if (action == IK_ACTION_DOWN)
		ik_view_step(run->view, 1, false);
	else if (action == IK_ACTION_UP)
		ik_view_step(run->view, -1, false);
	else if (button && (action == IK_ACTION_LEFT || action == IK_ACTION_RIGHT))
		ik_view_sideways(run->view, action == IK_ACTION_LEFT ? -1 : 1);
	else if (action == IK_ACTION_PAGE_UP)
		scroll(run, 0, -1);
	else if (action == IK_ACTION_PAGE_DOWN)
		scroll(run, 0, 1);
}

/* On a text the arrows scroll it; at its end they lead to the buttons. */
static void move_on_text(struct run *run, enum ik_action action)
{
	if (action == IK_ACTION_UP)
		scroll(run, -1, 0);
	else if (action == IK_ACTION_DOWN && has_more(run))
		scroll(run, 1, 0);
	else if (action == IK_ACTION_HOME)
		scroll(run, -FAR, 0);
	else if (action == IK_ACTION_END)
		scroll(run, FAR, 0);
	else if (action == IK_ACTION_LEFT)
		ik_view_step(run->view, -1, true);
	else
		move(run, action);
}

static void act(struct run *run, enum ik_action action)
{
	static const struct {
		enum ik_action action;
		void (*does)(struct run *run);
	} commands[] = {
		{IK_ACTION_ENTER, do_enter},     {IK_ACTION_BACK, do_back},
		{IK_ACTION_NEXT, do_next},       {IK_ACTION_QUIT, do_quit},
		{IK_ACTION_HELP, do_help},       {IK_ACTION_REVEAL, do_reveal},
		{IK_ACTION_DETAILS, do_details}, {IK_ACTION_LANGUAGE, do_language},
		{IK_ACTION_BROWSE, do_browse},
	};

	for (size_t i = 0; i < IK_COUNT(commands); i++)
		if (commands[i].action == action) {
			commands[i].does(run);
			return;
		}
	if (ik_line_act(run->view, action) || ik_choice_act(run->view, action))
		return;
	else if (on_text(run))
		move_on_text(run, action);
	else
		move(run, action);
}

/* In a window too small for the page nothing is typed blindly. */
static void act_small(struct run *run, const struct ik_event *event)
{
	bool q = event->kind == IK_EVENT_TEXT
		 && (strcmp(event->text, "q") == 0 || strcmp(event->text, "ｑ") == 0);

	if (q || (event->kind == IK_EVENT_ACTION && event->action == IK_ACTION_QUIT))
		do_quit(run);
	else if (event->kind == IK_EVENT_ACTION && event->action == IK_ACTION_LANGUAGE)
		act(run, event->action);
}

/* The next key may depend on where the last one led. */
static void lay(struct run *run)
{
	struct ik_space space = space_of(run);

	if (ik_frame_fits(run->ui->columns, run->ui->rows))
		ik_view_lay(run->view, &space);
}

static void handle(struct run *run, const struct ik_event *event)
{
	if (!ik_frame_fits(run->ui->columns, run->ui->rows)) {
		act_small(run, event);
	} else if (event->kind == IK_EVENT_ACTION) {
		lay(run);
		act(run, event->action);
	} else if (event->kind != IK_EVENT_TEXT || !ik_choice_type(run->view, event->text)) {
		ik_line_type(run->view, event);
	}
}

enum ik_leave ik_page_run(struct ik_tui *ui, struct ik_view *view, struct ik_error *err)
{
	struct run run = {.ui = ui, .view = view};
	struct ik_event event;

	if (ui->leaving) {
		ui->leaving = false;
		return IK_LEAVE_QUIT;
	}
	while (!run.left) {
		ik_paint_view(ui, view);
		ik_secret_wipe_stack();
		if (!ik_loop_keys(ui))
			return ik_leave_lost(err);
		while (!run.left && ik_loop_event(ui, &event))
			handle(&run, &event);
		if (ui->lost && !run.left)
			return ik_leave_lost(err);
	}
	return run.leave;
}
