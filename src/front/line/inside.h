/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inside.h: what the files of this room share.  For this room only. */
#ifndef IK_FRONT_LINE_INSIDE_H
#define IK_FRONT_LINE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "wizard/frontend.h"
#include "wizard/wizard.h"

enum { IK_PLAIN_INPUT = 4096 };

/* How a question ended. */
enum ik_plain_end {
	IK_PLAIN_ON,    /* it is answered */
	IK_PLAIN_BACK,  /* "<" */
	IK_PLAIN_AGAIN, /* the page is to be asked from its beginning */
	IK_PLAIN_QUIT,
	IK_PLAIN_LOST, /* the terminal is gone */
	IK_PLAIN_DUMB, /* a password has to be typed, and there is no terminal to type it on */
};

struct ik_plain {
	struct ik_wizard *wizard;
	const struct ik_page *page;
	bool terminal; /* standard input is one */
	int width;     /* columns of the terminal; 0: lines are not broken */
	/* What was read and not yet heard. */
	char input[IK_PLAIN_INPUT];
	size_t size;
	bool over;                  /* of a line too long, the rest is not heard */
	bool ended;                 /* there is no more to read */
	bool asking;                /* whether to quit */
	bool quits;                 /* it was said at a question that is no page's */
	const struct ik_menu *menu; /* is asked just now; NULL: a field is */
	/* Of the present page. */
	struct ik_list said;    /* lines that were said */
	bool secret_said;       /* the made password was shown, once */
	bool asked[IK_F_COUNT]; /* fields that were answered */
	bool typed[IK_F_COUNT]; /* passwords that were typed or made here: others were brought */
	/* Of the present work. */
	size_t steps;
	bool working, switched;
};

/* --- say.c: nothing but lines ----------------------------------------------------------------- */

/* TEXT, which may have several lines, each broken between words where it is longer than the
 * terminal is wide. */
void ik_plain_say(const struct ik_plain *ui, const char *text);

/* The same, and frees TEXT; NULL says nothing. */
void ik_plain_say_taken(const struct ik_plain *ui, char *text);

void ik_plain_say_blank(void);

/* An error's sentence; frees TEXT. */
void ik_plain_say_error(const struct ik_plain *ui, char *text);

/* What PAGE says above its fields, less what it said before. */
void ik_plain_say_rows(struct ik_plain *ui);

/* What explains FIELD, or, where that is NULL, the page. */
void ik_plain_say_help(struct ik_plain *ui, const struct ik_field *field);

/* How long a line may be, asked of the terminal. */
void ik_plain_measure(struct ik_plain *ui);

/* --- hear.c: one line of input ---------------------------------------------------------------- */

/* Asks PROMPT about FIELD (NULL: the page) until there is an answer, which is not help: *ANSWER, in
 * UTF-8 without outer blanks, may be empty; caller frees. */
enum ik_plain_end ik_plain_hear(struct ik_plain *ui, const struct ik_field *field,
				const char *prompt, char **answer);

/* ^C was typed, or nothing more can be read: whether to quit is asked if something would be lost.
 * IK_PLAIN_ON: go on with the question. */
enum ik_plain_end ik_plain_hear_end(struct ik_plain *ui);

/* Forgets what was typed before the question was seen; of standard input that is no terminal
 * nothing. */
void ik_plain_settle(struct ik_plain *ui);

/* --- choose.c: one of several ----------------------------------------------------------------- */

enum ik_plain_end ik_plain_ask_choice(struct ik_plain *ui, const struct ik_field *field);

/* Says once more what FIELD (NULL: the page) is asked, all but the prompt: whoever comes back to it
 * no longer sees it. */
void ik_plain_say_question(const struct ik_plain *ui, const struct ik_field *field);

void ik_plain_say_menu(const struct ik_plain *ui, const struct ik_menu *menu);
void ik_plain_say_choices(const struct ik_plain *ui, const struct ik_field *field);

/* Items with numbers, translated, none of them owned. */
struct ik_menu {
	const char *question; /* said above them; NULL: none */
	const char *items[IK_PAGE_FIELDS + 8];
	int means[IK_PAGE_FIELDS + 8];
	size_t n;
};
void ik_menu_add(struct ik_menu *menu, int means, const char *item);

/* Asks for one of MENU, about FIELD (NULL: the page); Enter alone chooses the one that means USUAL,
 * or nothing if none does. */
enum ik_plain_end ik_plain_ask_menu(struct ik_plain *ui, const struct ik_field *field,
				    const struct ik_menu *menu, int usual, int *means);

/* A yes-or-no question; Enter alone is No.  *END: how it ended. */
bool ik_plain_ask_yes(struct ik_plain *ui, const char *question, enum ik_plain_end *end);

/* Where TYPED, for a path, ends in "/", says what that directory holds; false: it is an answer. */
bool ik_plain_list(const struct ik_plain *ui, const struct ik_field *field, const char *typed);

/* --- buttons: items of a menu here ---------------------------------------------------------------
 */

/* What the page's button says that DOES so, untranslated; NULL: there is none now. */
const char *ik_plain_label(const struct ik_plain *ui, enum ik_button_does does);

/* --- field.c, password.c: one field; form.c, last.c: pages ------------------------------------ */

enum ik_plain_end ik_plain_ask_field(struct ik_plain *ui, const struct ik_field *field);
enum ik_plain_end ik_plain_ask_password(struct ik_plain *ui, const struct ik_field *field);

/* What is to be said of FIELD while it is right, unless it is what was SAID before; frees that.
 * Returns what was said; caller frees. */
char *ik_plain_remark(struct ik_plain *ui, const struct ik_field *field, char *said);

/* Whether FIELD may stand; if not, that was said. */
bool ik_plain_stands(struct ik_plain *ui, const struct ik_field *field);

enum ik_plain_end ik_plain_form(struct ik_plain *ui, bool continues);
enum ik_plain_end ik_plain_review(struct ik_plain *ui);
enum ik_plain_end ik_plain_last(struct ik_plain *ui);

/* --- steps.c: the work ------------------------------------------------------------------------ */

bool ik_plain_pulse(void *ui, const struct ik_progress *progress, int fd);

/* --- signals.c -------------------------------------------------------------------------------- */

/* Those that matter are blocked, and let through only by ik_plain_signals_wait(). */
void ik_plain_signals_start(void);
void ik_plain_signals_end(void);

/* Waits for FD (or only looks, if it is negative); false if a signal came instead. */
bool ik_plain_signals_wait(int fd);

/* ^C was typed since the last call; the program was continued after having been stopped. */
bool ik_plain_signals_interrupted(void);
bool ik_plain_signals_continued(void);

/* One came that ends the program: it does so now. */
bool ik_plain_signals_deadly(void);
void ik_plain_signals_die(void);

#endif
