/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.h: a page being looked at: where the focus is, what was typed, what it looks like.  Pure: it
 * neither reads keys nor paints. */
#ifndef IK_FRONT_TUI_VIEW_H
#define IK_FRONT_TUI_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "front/tui/canvas.h"
#include "front/tui/editor.h"
#include "wizard/page.h"
#include "wizard/wizard.h"

enum { IK_VIEW_FIELDS = 12, IK_VIEW_ITEMS = 20 };

/* What a button does. */
enum ik_press {
	IK_PRESS_NONE,
	IK_PRESS_REVEAL,
	IK_PRESS_MAKE,
	IK_PRESS_BROWSE,
	IK_PRESS_SHEET,
	IK_PRESS_BACK,
	IK_PRESS_NEXT,
	IK_PRESS_ACCEPT,
	IK_PRESS_CANCEL,
	IK_PRESS_QUIT,
	IK_PRESS_YES,
	IK_PRESS_NO,
};

/* Something that can have the focus: a field, a button (PRESS), or, with neither, the page's text.
 */
struct ik_focus {
	const struct ik_field *field;
	enum ik_press press;
};

struct ik_item {
	struct ik_focus what;
	int row, last_row; /* to be kept in sight */
	int cursor_row, cursor_column;
	const char *label; /* of a button, translated */
};

/* How much of a page is blank: as much as fits without scrolling.  Each has what stands above it,
 * too.
 */
enum ik_air {
	IK_AIR_BRIEF, /* nothing, and what has something shorter is cut: on a proof only */
	IK_AIR_NONE,
	IK_AIR_TITLE,  /* below the title */
	IK_AIR_TEXT,   /* between the text and the fields */
	IK_AIR_BLOCKS, /* above the buttons */
	IK_AIR_FIELDS, /* between the fields: what is said of one moves nothing */
	IK_AIR_COUNT,
};

/* The inside of a page: rows and columns count from its own top left. */
struct ik_layout {
	struct ik_canvas canvas;
	struct ik_item items[IK_VIEW_ITEMS]; /* in the order of Tab */
	size_t n;
	int right;               /* where the fields end, and so the buttons */
	int blank[IK_AIR_COUNT]; /* rows that are there for air alone */
};

/* The state of a field of kind TEXT, NUMBER, PATH or PASSWORD. */
struct ik_line {
	struct ik_editor editor;
	bool typed;  /* something was typed here */
	bool judged; /* it was left, or Next was pressed: now it may be called wrong */
	bool afresh; /* PASSWORD: it was just entered, so typing starts it anew unless it is seen or
		      * its rest was asked for */
};

struct ik_view {
	struct ik_wizard *wizard;
	const struct ik_page *page;
	const struct ik_error *notice; /* why the operator is here again, or NULL */
	struct ik_error trouble;       /* what a button of the page could not do */
	struct ik_report report;
	struct ik_line lines[IK_VIEW_FIELDS];
	struct ik_focus focus;
	struct ik_error said; /* about the last thing typed into SAID_ABOUT */
	const struct ik_field *said_about;
	const struct ik_field *path;     /* the path field that had the focus last, or NULL */
	const struct ik_field *password; /* likewise */
	int top;                         /* the first row in sight */
	bool scrolled;                   /* by the operator, since the focus moved */
	bool end_seen;                   /* the last row was in sight */
	enum ik_air air;
	struct ik_layout layout; /* as of the last ik_view_lay() */
};

/* The room for the inside of a page on a screen of this size. */
struct ik_space {
	int left, width, rows;
	bool wide; /* labels stand before their fields, values side by side */
	bool rail;
};

enum { IK_COLUMNS_MIN = 60, IK_ROWS_MIN = 16, IK_COLUMNS_WIDE = 72 };

/* Longer lines are hard to read: where text and fields end, and where a table does. */
enum { IK_TEXT_END = 100, IK_TABLE_END = 120 };

/* From here on details are shown unasked. */
enum { IK_COLUMNS_ROOMY = 110 };

struct ik_space ik_space_for(const struct ik_page *page, int columns, int rows);

void ik_view_open(struct ik_view *view, struct ik_wizard *wizard, const struct ik_page *page,
		  const struct ik_error *notice);
void ik_view_close(struct ik_view *view);

/* Asks the page for its rows again: after F2, F3, a choice. */
void ik_view_renew(struct ik_view *view);

/* Lays the page out anew and scrolls so that the focus is in sight. */
void ik_view_lay(struct ik_view *view, const struct ik_space *space);

struct ik_line *ik_view_line(struct ik_view *view, const struct ik_field *field);
/* Whether the choices of FIELD have digits before them, which choose them. */
bool ik_view_numbers(const struct ik_view *view, const struct ik_field *field);

bool ik_view_is_focus(const struct ik_view *view, struct ik_focus focus);
size_t ik_view_index(const struct ik_view *view); /* of the focused item */

/* Moves the focus; what is typed where it is already stays.  False: there is no such item. */
bool ik_view_move(struct ik_view *view, struct ik_focus to);
bool ik_view_step(struct ik_view *view, int by, bool around);

/* What was typed into the focused field becomes what will be used of it. */
void ik_view_tidy(struct ik_view *view);

/* From a button to the one that stands to its left (BY -1) or right (1). */
void ik_view_sideways(struct ik_view *view, int by);

/* The focused field is told to be wrong, if it is, and stays. */
void ik_view_judge(struct ik_view *view);

/* Scrolls by ROWS; on a form the focus follows, unless what has it stays in sight. */
void ik_view_scroll(struct ik_view *view, const struct ik_space *space, int rows);
bool ik_view_has_more(const struct ik_view *view, const struct ik_space *space);

/* What the help line says of the focus, translated. */
const char *ik_view_help(const struct ik_view *view);

/* The key that leads on from the focus, as the key bar names it, and to what: translated, the first
 * SIZE bytes of LABEL. */
struct ik_first_key {
	const char *key, *label;
	size_t size;
};
struct ik_first_key ik_first_key(const char *label); /* Enter, to LABEL */
struct ik_first_key ik_view_first_key(const struct ik_view *view);

/* layout.c, list.c: the parts of ik_view_lay(). */
enum { IK_LAYOUT_INDENT = 2 };
int ik_layout_fields(struct ik_view *view, const struct ik_space *space, int row);
int ik_layout_buttons(struct ik_view *view, int row);
void ik_layout_add(struct ik_layout *layout, struct ik_item item);
int ik_layout_air(struct ik_view *view, enum ik_air air); /* how many rows are to be blank there */
int ik_layout_list(struct ik_view *view, const struct ik_field *field, const struct ik_space *space,
		   int row);

/* The row kept under a field at COLUMN, or more if the sentence needs them; an error has a blank
 * row below it.  Returns the row below. */
int ik_layout_remark(struct ik_view *view, const struct ik_field *field,
		     const struct ik_space *space, int row, int column);

/* The shown choice of FIELD that is the answer, or NULL. */
const struct ik_choice *ik_layout_chosen(const struct ik_view *view, const struct ik_field *field);

/* rows.c: how a text of TONE is drawn; a plain title is bold. */
enum ik_style ik_style_of_tone(enum ik_tone tone);
enum ik_style ik_style_of_title(enum ik_tone tone);

/* rows.c: what a report looks like, from ROW on; returns the row below it. */
int ik_layout_rows(struct ik_canvas *canvas, const struct ik_report *report,
		   const struct ik_space *space, enum ik_air air, int row);

#endif
