/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c: the way through the pages, whatever front-end shows them: back and forth, plan, accept,
 * perform, proof. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/print.h"
#include "rows/report.h"
#include "wizard/flow.h"
#include "wizard/inside.h"
#include "wizard/pages.h"
#include "wizard/reported.h"
#include "wizard/source.h"
#include "wizard/task.h"

/* Each time somebody else got through, so a crowd comes to its end; a front-end that always accepts
 * does so too. */
enum { MOVED_MAX = 1000 };

struct run {
	struct ik_wizard *wizard;
	const struct ik_frontend *frontend;
	void *ui;
	const struct ik_page *page; /* NULL: over */
	struct ik_error notice;     /* why PAGE is shown again */
	struct ik_error err;        /* why the conversation failed */
	bool left;                  /* the operator quit */
	bool saved;                 /* the answers were written */
	int moved;
};

/* Shows PAGE next, with WHY as its notice. */
static void turn_back(struct run *run, const struct ik_page *page, const struct ik_error *why)
{
	run->notice = *why;
	run->page = page;
}

/* A weak password needs a second yes; who cannot be asked is told. */
static bool weak_is_meant(struct run *run)
{
	struct ik_wizard *wizard = run->wizard;

	if (run->page != &ik_page_password || !ik_password_is_weak(wizard))
		return true;
	if (run->frontend->asks)
		return run->frontend->ask(
			run->ui, wizard,
			_("This password is weak and could be guessed. Use it all the same?"));
	ik_print_note("inkan: %s\n",
		      _("Warning: the backup password is weak and could be guessed."));
	return true;
}

/* A clock that cannot be right needs a second yes; for who cannot be asked it is the end. */
static bool clock_is_meant(struct run *run)
{
	struct ik_wizard *wizard = run->wizard;
	const struct ik_error *clock = ik_task_clock(wizard);

	if (!clock)
		return true;
	if (run->frontend->asks)
		return run->frontend->ask(
			run->ui, wizard,
			_("The clock of this server is wrong. Make the change all the same?"));
	wizard->failure = run->err = *clock;
	run->page = NULL;
	return false;
}

/* What is in use, as the outcome of having looked. */
static void look(struct ik_wizard *wizard)
{
	ik_wizard_look_again(wizard);
	ik_wizard_forget_secrets(wizard);
	ik_outcome_free(&wizard->outcome);
	ik_followed_free(&wizard->followed);
	wizard->outcome = (struct ik_outcome){.generation = wizard->situation.generation};
	ik_facts_copy(&wizard->outcome.now, &wizard->situation.facts);
	wizard->done = true;
}

/* The review shows a plan, so it is made first.  What it refuses leads to the page that asked for
 * it. */
static void plan(struct run *run, const struct ik_page *review)
{
	struct ik_error err = {0};

	if (ik_wizard_plan(run->wizard, &err)) {
		ik_reported_complete(run->wizard);
		run->page = review;
		return;
	}
	const struct ik_field *field = ik_wizard_field_at_fault(run->wizard, &err);

	turn_back(run, field ? ik_page_of(field) : ik_flow_previous(run->wizard, review), &err);
}

/* The first shown field of PAGE that is not among the N fields SHOWN before, or NULL. */
static const struct ik_field *first_new(const struct ik_wizard *wizard, const struct ik_page *page,
					const bool *shown)
{
	for (size_t i = 0; i < page->n_fields; i++)
		if (!shown[i] && ik_field_shown(wizard, &page->fields[i]))
			return &page->fields[i];
	return NULL;
}

/* Opens what the source page names.  False: there is more to be asked on that page, or it could not
 * be opened. */
static bool source_is_open(struct run *run)
{
	struct ik_wizard *wizard = run->wizard;
	const struct ik_page *page = run->page;
	struct ik_watch watch = {.wait = run->frontend->pulse, .self = run->ui};
	struct ik_error err = {0};
	bool shown[IK_PAGE_FIELDS];

	if (!ik_task(wizard)->open || page != &ik_page_source)
		return true;
	for (size_t i = 0; i < page->n_fields; i++)
		shown[i] = ik_field_shown(wizard, &page->fields[i]);
	wizard->opening = true;
	bool ok = ik_source_open(wizard, &watch, &err);

	wizard->opening = false;
	ik_wizard_enter(wizard, page);
	wizard->attention = first_new(wizard, page, shown);
	if (ok && !ik_page_check(wizard, page, &err) && (!run->frontend->asks || !wizard->attention)
	    && ik_wizard_could(wizard, &err))
		return true;
	if (!ok || err.id != IK_E_NONE)
		wizard->attention = ik_page_check(wizard, page, NULL);
	turn_back(run, page, &err);
	return false;
}

/* Whether it is due, and nothing hinders it, is said before anybody is asked for a password. */
static bool renewal_stands(struct run *run)
{
	struct ik_error err = {0};

	if (!run->wizard->renews || run->page != &ik_page_identity
	    || ik_wizard_could(run->wizard, &err))
		return true;
	turn_back(run, run->page, &err);
	return false;
}

/* Reads what is only to be looked at.  False: that cannot be read. */
static bool is_read(struct run *run)
{
	struct ik_wizard *wizard = run->wizard;
	struct ik_watch watch = {.wait = run->frontend->pulse, .self = run->ui};
	struct ik_error err = {0};

	if (!ik_task(wizard)->read || run->page != &ik_page_start)
		return true;
	wizard->opening = true;
	bool ok = ik_task(wizard)->read(wizard, &watch, &err);

	wizard->opening = false;
	if (!ok)
		turn_back(run, run->page, &err);
	return ok;
}

static bool is_ready(struct run *run, const struct ik_page *next)
{
	enum ik_field_id field = IK_F_COUNT;
	struct ik_error err = {0};

	if (!next || !next->ready || next->ready(run->wizard, &field, &err))
		return true;
	run->wizard->attention = ik_field_asked(run->wizard, field);
	turn_back(run, run->page, &err);
	return false;
}

static void go_on(struct run *run)
{
	if (!renewal_stands(run) || !weak_is_meant(run) || !source_is_open(run) || !is_read(run))
		return;
	const struct ik_page *next = ik_flow_next(run->wizard, run->page);

	if (!is_ready(run, next))
		return;
	if (!next || next->kind != IK_PAGE_REVIEW)
		run->page = next;
	else
		plan(run, next);
}

static void forget_secrets(void *keeper)
{
	ik_wizard_forget_secrets(keeper);
}

static bool perform(struct run *run, struct ik_error *err)
{
	struct ik_wizard *wizard = run->wizard;
	struct ik_watch watch = {.wait = run->frontend->pulse,
				 .self = run->ui,
				 .settled = forget_secrets,
				 .keeper = wizard};

	ik_outcome_free(&wizard->outcome);
	ik_followed_free(&wizard->followed);
	wizard->outcome = (struct ik_outcome){0};
	free(wizard->sheet); /* of what is in use no longer */
	wizard->sheet = NULL;

	const bool ok = ik_task(wizard)->perform(wizard, &watch, err);

	if (wizard->outcome.switched)
		ik_services_follow(wizard->store, wizard->clock(), &watch, &wizard->followed);
	return ok;
}

static bool save(struct run *run, struct ik_error *err)
{
	if (!run->wizard->save_answers)
		return true;
	run->saved = ik_wizard_save_answers(run->wizard, run->saved, err) || run->saved;
	return err->id == IK_E_NONE;
}

static void succeeded(struct run *run)
{
	run->wizard->failure = (struct ik_error){0};
	run->wizard->done = true;
	/* Of what had nothing to settle, and what was typed on the way to something else. */
	ik_wizard_forget_secrets(run->wizard);
	/* The outcome says what is there now; only who can go on from here needs new answers to
	 * start with. */
	if (run->frontend->asks)
		ik_wizard_look_again(run->wizard);
	run->page = ik_flow_next(run->wizard, run->page);
}

/* What the review page shows to who looks at it. */
static void announce(const struct run *run)
{
	struct ik_report report = {0};

	if (!run->frontend->tell || !(ik_task(run->wizard)->announces || run->wizard->dry_run))
		return;
	ik_page_review.rows(run->wizard, &report);
	run->frontend->tell(run->ui, &report);
	ik_report_free(&report);
}

static void accept(struct run *run)
{
	struct ik_wizard *wizard = run->wizard;
	struct ik_error err = {0};
	bool saved = save(run, &err);

	if (saved)
		announce(run);
	if (saved && wizard->dry_run) {
		wizard->rehearsed = true;
		run->page = NULL;
		return;
	}
	if (saved && perform(run, &err)) {
		succeeded(run);
		return;
	}
	if (wizard->outcome.switched) {
		wizard->outcome.late = err;
		succeeded(run);
		return;
	}
	bool moved = err.id == IK_E_STORE_MOVED && run->moved++ < MOVED_MAX;

	wizard->failure = err;
	wizard->tried = !moved;
	ik_wizard_look_again(wizard);
	plan(run, run->page);
	if (run->notice.id == IK_E_NONE)
		run->notice = err;
	/* For a front-end that cannot change an answer there is no second try, except after
	 * somebody else's change. */
	if (!run->frontend->asks && !moved) {
		run->err = err;
		run->page = NULL;
	}
}

/* Who goes on from the first page begins anew. */
static void leave_last(struct run *run)
{
	const struct ik_page *back = ik_flow_back(run->wizard, run->page);

	if (back != ik_flow_first(run->wizard)) {
		run->wizard->done = false;
		run->page = back;
		return;
	}
	if (ik_task_changes(run->wizard))
		ik_wizard_keep_proof(run->wizard);
	ik_wizard_begin_again(run->wizard);
	run->page = ik_flow_first(run->wizard);
}

static void handle(struct run *run, enum ik_leave leave)
{
	bool last = run->page->kind == IK_PAGE_PROOF;

	if (last && leave == IK_LEAVE_BACK) {
		leave_last(run);
	} else if (leave == IK_LEAVE_FAILED || leave == IK_LEAVE_QUIT || last) {
		run->left = leave == IK_LEAVE_QUIT;
		run->page = NULL;
	} else if (leave == IK_LEAVE_BACK) {
		const struct ik_page *before = ik_flow_previous(run->wizard, run->page);

		run->page = before ? before : run->page;
	} else if (run->page->kind == IK_PAGE_REVIEW) {
		if (clock_is_meant(run))
			accept(run);
	} else {
		go_on(run);
	}
}

static void converse(struct run *run)
{
	struct ik_wizard *wizard = run->wizard;

	run->page = ik_flow_first(wizard);
	while (run->page) {
		struct ik_error notice = run->notice;

		run->notice = (struct ik_error){0};
		if (run->page->kind == IK_PAGE_PROOF && !wizard->done) {
			look(wizard);
			if (!save(run, &run->err))
				return;
		}
		ik_wizard_enter(wizard, run->page);
		wizard->tried = wizard->tried && run->page->kind == IK_PAGE_REVIEW;

		enum ik_leave leave = run->frontend->page(run->ui, wizard, run->page,
							  notice.id == IK_E_NONE ? NULL : &notice,
							  &run->err);

		wizard->attention = NULL;
		handle(run, leave);
	}
}

int ik_wizard_run(struct ik_wizard *wizard, const struct ik_frontend *frontend)
{
	struct run run = {.wizard = wizard, .frontend = frontend};

	wizard->unattended = !frontend->asks;
	if (frontend->open(wizard, &run.ui, &run.err))
		converse(&run);
	frontend->close(run.ui);
	int status = (frontend->end ? frontend->end : ik_wizard_print_end)(wizard, run.left,
									   &run.err);

	if (run.err.id != IK_E_NONE)
		wizard->failure = run.err;
	return status;
}
