/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.h: a page is data: its words, its fields, its rules.  Front-ends only draw it.
 *
 * All words are message ids (N_); they are translated where they are shown, so that F2 works on the
 * spot. */
#ifndef IK_WIZARD_PAGE_H
#define IK_WIZARD_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/list.h"
#include "rows/report.h"
#include "wizard/fields.h"

struct ik_wizard;

enum ik_field_kind {
	IK_FIELD_TEXT,     /* one line */
	IK_FIELD_NUMBER,   /* one line, narrow, with a suffix */
	IK_FIELD_PATH,     /* one line; Tab completes */
	IK_FIELD_PASSWORD, /* one * a character; the answer is a secret */
	IK_FIELD_RADIO,    /* choices under each other with hints */
	IK_FIELD_PICK,     /* < choice > on one line */
};

struct ik_choice {
	const char *id; /* as in the answer file */
	const char *label;
	const char *hint; /* a line under it, or NULL */
	/* Instead of HINT, unless NULL; translated, caller frees. */
	char *(*say)(const struct ik_wizard *wizard);
	bool (*shown)(const struct ik_wizard *wizard); /* NULL: always */
};

/* Choices that are found while the wizard runs: their words are translated already, and owned here.
 */
struct ik_choices {
	struct ik_choice *items;
	size_t n;
	struct ik_list strings;
};

struct ik_field {
	enum ik_field_id id; /* one on two pages that never meet is one question */
	enum ik_field_kind kind;
	const char *label;
	const char *help;    /* one line above the keys, at most 58 columns */
	const char *explain; /* F1: paragraphs split by newlines */
	bool needed;         /* has no default: must be in an answer file */
	bool (*shown)(const struct ik_wizard *wizard); /* NULL: whenever the page is */
	/* The default, filled in when the page is first entered: caller frees; NULL for none. */
	char *(*fill)(const struct ik_wizard *wizard);
	/* Whether the present answer may stand. NULL: it may. Called at every pause in typing, so
	 * quick. */
	bool (*check)(struct ik_wizard *wizard, struct ik_error *err);
	/* What to say under the field while it is right: caller frees; NULL for nothing. */
	char *(*remark)(struct ik_wizard *wizard);
	/* Whether that is a warning.  NULL: it never is. */
	bool (*warns)(const struct ik_wizard *wizard);
	/* TEXT as it will be used, put into the field when it is left: caller frees; NULL: as it
	 * stands. Paths have a way of their own. */
	char *(*tidy)(const char *text);
	/* What stands behind the field, such as "days, until ...": caller frees; NULL for nothing.
	 */
	char *(*suffix)(struct ik_wizard *wizard);
	const struct ik_choice *choices; /* RADIO and PICK */
	size_t n_choices;
	/* RADIO and PICK: adds the choices there are now, instead of CHOICES.  CHECK says what else
	 * may be answered: a number in wide digits, or that of what is in use already. */
	void (*list)(const struct ik_wizard *wizard, struct ik_choices *choices);
	bool makes;      /* PATH: the file is going to be made */
	bool unnumbered; /* RADIO: the choices have numbers of their own, so a digit chooses none */
	bool all_hints;  /* RADIO: it is the hints that tell the choices apart */
};

/* A page's own buttons, before [Back] and [Next]. */
enum ik_button_does { IK_BUTTON_REVEAL, IK_BUTTON_MAKE, IK_BUTTON_BROWSE, IK_BUTTON_SHEET };

struct ik_button {
	enum ik_button_does does;
	const char *label;
	const char *label_on;                          /* REVEAL: while shown */
	bool (*shown)(const struct ik_wizard *wizard); /* NULL: always */
};

enum ik_page_kind {
	IK_PAGE_FORM,
	IK_PAGE_REVIEW,   /* rows only; [Accept] for [Next] */
	IK_PAGE_PROGRESS, /* steps; [Cancel] */
	IK_PAGE_PROOF,    /* rows only, full width; [Back] to the start, [Quit] */
};

enum { IK_PAGE_FIELDS = 12 }; /* at most */

struct ik_page {
	const char *id;
	enum ik_page_kind kind;
	const char *rail; /* its name on the way, at most 12 columns */
	const char *(*title)(
		const struct ik_wizard *wizard); /* message id of the page's sentence */
	/* What it says instead, where a fixed sentence does not do: translated, caller frees; NULL:
	 * TITLE.  *TONE is how. */
	char *(*news)(const struct ik_wizard *wizard, enum ik_tone *tone);
	const char *help; /* help line where there is no field (review, proof) */
	const char *(*help_now)(
		const struct ik_wizard *wizard); /* another one for how things stand; NULL: HELP */
	const char *explain;
	bool (*shown)(const struct ik_wizard *wizard);
	const struct ik_field *fields;
	size_t n_fields;
	const struct ik_button *buttons;
	size_t n_buttons;
	bool has_details; /* F3 adds to its rows */
	/* Appends what the page says above its fields, translated now. May be NULL. */
	void (*rows)(struct ik_wizard *wizard, struct ik_report *report);
	/* Looks anew at what the page asks about and can change outside of the program: as it is
	 * entered, and before it is left.  What it says in between comes from that.  May be NULL.
	 */
	void (*look)(const struct ik_wizard *wizard);
	/* Makes what has to be there before the page is shown; false: the page before it stays,
	 * and asks for FIELD again.  May be NULL. */
	bool (*ready)(struct ik_wizard *wizard, enum ik_field_id *field, struct ik_error *err);
};

/* The conversation, in order. */
size_t ik_page_count(void);
const struct ik_page *ik_page_at(size_t i);
const struct ik_page *ik_page_find(const char *id);
const struct ik_page *ik_page_of(const struct ik_field *field);

/* The sentence that PAGE begins with, in today's language, and how it is said; caller frees. */
char *ik_page_says(const struct ik_wizard *wizard, const struct ik_page *page, enum ik_tone *tone);

/* The first field of that id; by its name in an answer file, NULL if there is none; and the one
 * shown now, or NULL. */
const struct ik_field *ik_field_find(enum ik_field_id id);
const struct ik_field *ik_field_named(const char *name);
const struct ik_field *ik_field_asked(const struct ik_wizard *wizard, enum ik_field_id id);

/* The choices of FIELD, of which some may not be shown; valid until something is opened, or the
 * language changes. */
const struct ik_choice *ik_field_choices(const struct ik_wizard *wizard,
					 const struct ik_field *field, size_t *n);

/* For those who fill a list: takes the strings over; HINT may be NULL. */
void ik_choices_add(struct ik_choices *choices, char *id, char *label, char *hint);

/* What was listed is listed anew when it is next asked for. */
void ik_choices_forget(const struct ik_wizard *wizard);

/* Whether FIELD is asked now. */
bool ik_field_shown(const struct ik_wizard *wizard, const struct ik_field *field);
bool ik_choice_shown(const struct ik_wizard *wizard, const struct ik_choice *choice);

/* The hint of CHOICE, translated; NULL for none.  Caller frees. */
char *ik_choice_hint(const struct ik_wizard *wizard, const struct ik_choice *choice);

/* The field's answer against its rule; for choices that it is one of those shown. */
bool ik_field_check(struct ik_wizard *wizard, const struct ik_field *field, struct ik_error *err);

/* The answer of FIELD as it will be used: without what only came along when it was typed or pasted.
 * NULL: as it stands.  Caller frees. */
char *ik_field_tidied(const struct ik_wizard *wizard, const struct ik_field *field);

/* The first shown field of PAGE whose answer may not stand, after a new look, or NULL. */
const struct ik_field *ik_page_check(struct ik_wizard *wizard, const struct ik_page *page,
				     struct ik_error *err);

#endif
