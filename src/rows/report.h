/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.h: what a page says besides its fields, as rows that every front-end draws its own way. */
#ifndef IK_ROWS_REPORT_H
#define IK_ROWS_REPORT_H

#include <stddef.h>

#include "base/secret.h"
#include "rows/timeline.h"

enum ik_row_kind {
	IK_ROW_TEXT,    /* NOW is a sentence over the whole width */
	IK_ROW_PAIR,    /* HEAD and NOW: "Write    /mnt/usb/..."; without HEAD it goes on under the
			   pair above */
	IK_ROW_COMPARE, /* HEAD, BEFORE, NOW, CHANGED; no row has a BEFORE where there was nothing
			   before */
	IK_ROW_COMMAND, /* NOW is to be copied: under HEAD, if there is one, on a line of its own */
	IK_ROW_TIMELINE, /* TIMELINE over the whole width; nothing outside the screen */
	IK_ROW_PICTURE,  /* BEFORE, which may be NULL, and NOW are lines that are drawn as they
			    stand; nothing outside the screen */
	IK_ROW_SPACE,    /* an empty line on the screen, nothing elsewhere */
	IK_ROW_SECRET,   /* SECRET alone on its line, never broken; nothing outside the screen */
};

enum ik_tone {
	IK_TONE_PLAIN,
	IK_TONE_STRONG,
	IK_TONE_ERROR,   /* it failed, has expired or is damaged */
	IK_TONE_WARNING, /* something to be thought about */
	IK_TONE_GOOD,
	IK_TONE_QUIET,
};
enum ik_changed { IK_CHANGED_UNSAID, IK_CHANGED_YES, IK_CHANGED_NO };

/* All text is translated, filtered and owned by the row; unused parts are NULL.  A newline in
 * BEFORE or NOW ends a line. */
struct ik_row {
	enum ik_row_kind kind;
	enum ik_tone tone;
	enum ik_changed changed;
	char *head;
	char *before;
	char *now;
	char *brief_before; /* COMPARE: what stands in a table without room for all of BEFORE */
	char *brief_now;    /* and of NOW; NULL: there is nothing shorter */
	struct ik_timeline timeline;
	const ik_secret *secret; /* not owned, and never copied */
};

/* A zeroed struct is empty. */
struct ik_report {
	struct ik_row *rows;
	size_t n;
};

/* Each takes over the strings given (malloc'ed), which may be NULL where the kind allows. */
void ik_report_text(struct ik_report *report, enum ik_tone tone, char *text);
void ik_report_pair(struct ik_report *report, enum ik_tone tone, char *head, char *text);
void ik_report_compare(struct ik_report *report, char *head, char *before, char *now,
		       enum ik_changed changed);
void ik_report_command(struct ik_report *report, char *head, char *command);
/* Takes TIMELINE over. */
void ik_report_timeline(struct ik_report *report, const struct ik_timeline *timeline);
void ik_report_picture(struct ik_report *report, char *left, char *right);
void ik_report_space(struct ik_report *report);
void ik_report_secret(struct ik_report *report, const ik_secret *secret);

/* What the COMPARE row added last says where there is little room. */
void ik_report_brief(struct ik_report *report, char *before, char *now);
void ik_report_free(struct ik_report *report);

/* REPORT as lines of text, each value in full on one line; caller frees. */
char *ik_report_plain(const struct ik_report *report);

/* How a COMPARE row is said on lines, as message ids: its head where the two differ, either, and
 * head and value where they do not. */
struct ik_report_words {
	const char *differs;
	const char *first, *second;
	const char *same;
};

char *ik_report_plain_with(const struct ik_report *report, const struct ik_report_words *words);

/* The lines of CELL on one, joined by the commas of the language; "" for NULL.  Caller frees. */
char *ik_report_one_line(const char *cell);

/* ik_report_plain() on standard output. */
void ik_report_print(const struct ik_report *report);

#endif
