/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frontend.h: everything the wizard may ask of a screen, and nothing more.  The ncurses screen
 * (front/tui) and the front-ends that never ask (front/batch) implement it. */
#ifndef IK_WIZARD_FRONTEND_H
#define IK_WIZARD_FRONTEND_H

#include <stdbool.h>

#include "base/error.h"
#include "base/watch.h"
#include "rows/report.h"
#include "wizard/page.h"

/* How a page was left. */
enum ik_leave {
	IK_LEAVE_NEXT, /* all its answers passed ik_page_check(); on review: Accept was pressed */
	IK_LEAVE_BACK,
	IK_LEAVE_QUIT,   /* the operator, asked where something would be lost */
	IK_LEAVE_FAILED, /* ERR says why: the terminal is gone, an answer is missing */
};

struct ik_frontend {
	const char *name; /* "tui", "batch" */
	bool asks; /* somebody sees the pages and can change an answer; false: all is answered
		      beforehand */

	/* *UI is the front-end's own; ik_frontend.close frees it. */
	bool (*open)(struct ik_wizard *wizard, void **ui, struct ik_error *err);

	/* Shows PAGE and lets it be filled in.  Works on the wizard's answers in place.  NOTICE, if
	 * it holds an error, is why the operator is here again; its sentence is shown first. */
	enum ik_leave (*page)(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
			      const struct ik_error *notice, struct ik_error *err);

	/* A yes-or-no question (translated), default no.  Of one that asks only. */
	bool (*ask)(void *ui, struct ik_wizard *wizard, const char *question);

	/* Tells what the review shows, where nobody sees the page; NULL: nobody is to be told. */
	void (*tell)(void *ui, const struct ik_report *report);

	/* See struct ik_watch: shows progress, waits for FD, false to cancel. UI is passed as self.
	 */
	bool (*pulse)(void *ui, const struct ik_progress *progress, int fd);

	/* Restores the terminal; safe to call twice; UI may be NULL. */
	void (*close)(void *ui);

	/* What is told when it has closed, and the exit status; NULL: ik_wizard_print_end(). */
	int (*end)(struct ik_wizard *wizard, bool left, const struct ik_error *err);

	/* The same from a handler that must not return, with nothing but safe calls; may be NULL.
	 */
	void (*emergency)(void);
};

#endif
