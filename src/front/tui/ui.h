/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui.h: what the parts of the screen share: the keys that arrive, and the pages that take them. For
 * this room only. */
#ifndef IK_FRONT_TUI_UI_H
#define IK_FRONT_TUI_UI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/watch.h"
#include "front/tui/frame.h"
#include "front/tui/keys.h"
#include "front/tui/view.h"
#include "wizard/frontend.h"

struct ik_tui {
	struct ik_wizard *wizard;
	const struct ik_page *page; /* the last one shown */
	struct ik_view *view;       /* what is seen of it while it is shown, else NULL */
	struct ik_keys keys;
	unsigned char input[4096]; /* read and not yet decoded: from INPUT_AT to INPUT_SIZE */
	size_t input_at, input_size;
	int columns, rows;
	bool lost;      /* the terminal is gone */
	bool silent;    /* a paste has not gone on for a while */
	bool dropped;   /* a paste was, and the operator knows nothing of it yet */
	bool leaving;   /* ^C in a question: the page it is about is to be left */
	bool on_cancel; /* the work's button has the focus, not its text */
	bool working;   /* the progress of the present work was shown */
};

/* loop.c: waiting.  Signals arrive only while it waits. */
enum {
	IK_WOKE_INPUT = 1, /* ik_loop_event() has something */
	IK_WOKE_FD = 2,    /* the given descriptor is readable */
	IK_WOKE_LOST = 4,  /* the terminal is gone */
	IK_WOKE_DEADLY =
		8, /* a signal came that ends the program: ik_loop_die() when it is right */
};

void ik_loop_start(void);
void ik_loop_end(void);
unsigned ik_loop_wait(struct ik_tui *ui, int fd, int milliseconds); /* -1: for ever; FD -1: none */
/* False: nothing waits any more.  What is the same on every page is done already: redraw, suspend.
 */
bool ik_loop_event(struct ik_tui *ui, struct ik_event *event);
void ik_loop_discard(struct ik_tui *ui); /* what was typed ahead */
void ik_loop_settle(struct ik_tui *ui);  /* the same, until the keys are quiet */
bool ik_loop_is_deadly(void);
void ik_loop_die(void); /* restores the terminal; by the signal */

/* Waits for keys; false if the terminal is gone.  Dies by the signal that asks for it. */
bool ik_loop_keys(struct ik_tui *ui);

/* paint.c: a page, or a text that stands over it, onto the screen. */
struct ik_sheet {
	struct ik_canvas body;
	int top;
	bool more;                     /* there is more to see than BODY holds */
	int cursor_row, cursor_column; /* in BODY */
	const char *help;              /* translated */
	unsigned long keys;
	struct ik_first_key first;
};

struct ik_space ik_sheet_space(const struct ik_tui *ui);
void ik_paint_sheet(struct ik_tui *ui, const struct ik_sheet *sheet);
void ik_paint_view(struct ik_tui *ui, struct ik_view *view);

/* BAND above the lower rule, over the page, which stays to be seen; it alone has a focus then. */
void ik_paint_band(struct ik_tui *ui, const struct ik_sheet *band);

/* page_*.c: one page from its appearance until it is left. */
enum ik_leave ik_page_run(struct ik_tui *ui, struct ik_view *view, struct ik_error *err);
enum ik_leave ik_leave_lost(struct ik_error *err);

bool ik_progress_pulse(struct ik_tui *ui, const struct ik_progress *progress, int fd);
bool ik_help_show(struct ik_tui *ui, struct ik_view *view); /* true: the operator wants to quit */
bool ik_ask(struct ik_tui *ui, const char *question);

/* Looks for the file of FIELD, which held TYPED.  NULL: none was chosen.  QUIT: the operator wants
 * to.  Caller frees. */
char *ik_browse_show(struct ik_tui *ui, const struct ik_field *field, const char *typed,
		     bool *quit);

/* line.c: what is typed into a field, and what is done in it.  False: it is not about a line. */
void ik_line_type(struct ik_view *view, const struct ik_event *event);
bool ik_line_act(struct ik_view *view, enum ik_action action);
bool ik_line_complete(struct ik_view *view);
void ik_line_reload(struct ik_view *view);
void ik_line_put(struct ik_view *view, const struct ik_field *field, const char *text);

/* choice.c: the same for lists of choices. */
bool ik_choice_type(struct ik_view *view, const char *text);
bool ik_choice_act(struct ik_view *view, enum ik_action action);

#endif
