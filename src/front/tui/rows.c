/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows.c: what a page says besides its fields: sentences, pairs, and the table of before and now.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "front/tui/view.h"
#include "rows/report.h"

enum { HEAD_MAX = 28, STACKED_INDENT = 4, SECRET_INDENT = 2, COMMAND_INDENT = 2 };
enum { PICTURE_INDENT = 2, PICTURE_GAP = 3 };

/* In the table five groups of four hexadecimal digits, or a date with its time, are to stand on one
 * line; before its heads is the sign of what changed, and between its columns are two blanks. */
enum { SIGN = 2, GAP = 2, VALUE_WIDTH = 24, TABLE_HEAD_MIN = 20 };

/* The columns of the table; BEFORE is 0 where there was nothing before, or no room side by side. */
struct table {
	struct ik_canvas *canvas;
	int indent;
	int head;
	int before;
	int values; /* where the value of the last pair began */
	int width;
	bool compares;
	bool stacked;
	bool brief;
	bool cut;    /* something brief was drawn */
	bool headed; /* the table's first line was drawn */
	bool closed; /* and its last */
};

static int larger(int a, int b)
{
	return a > b ? a : b;
}

enum ik_style ik_style_of_tone(enum ik_tone tone)
{
	switch (tone) {
	case IK_TONE_STRONG:
		return IK_STYLE_STRONG;
	case IK_TONE_ERROR:
		return IK_STYLE_ERROR;
	case IK_TONE_WARNING:
		return IK_STYLE_WARNING;
	case IK_TONE_GOOD:
		return IK_STYLE_GOOD;
	default:
		return IK_STYLE_PLAIN;
	}
}

enum ik_style ik_style_of_title(enum ik_tone tone)
{
	return tone == IK_TONE_PLAIN ? IK_STYLE_STRONG : ik_style_of_tone(tone);
}

static int longest_head(const struct ik_report *report)
{
	int longest = 0;

	for (size_t i = 0; i < report->n; i++) {
		int columns = report->rows[i].head ? ik_text_columns(report->rows[i].head) : 0;
		if (columns > longest)
			longest = columns;
	}
	return longest + 2 < HEAD_MAX ? longest + 2 : HEAD_MAX;
}

static struct table measure(struct ik_canvas *canvas, const struct ik_report *report,
			    const struct ik_space *space, enum ik_air air)
{
	struct table table = {
		.canvas = canvas, .width = space->width, .brief = air == IK_AIR_BRIEF};
	bool has_before = false;

	for (size_t i = 0; i < report->n; i++) {
		table.compares |= report->rows[i].kind == IK_ROW_COMPARE;
		has_before |= report->rows[i].kind != IK_ROW_PICTURE && report->rows[i].before;
	}
	table.indent = table.compares ? 0 : 2;
	table.head = longest_head(report);
	table.stacked = table.indent + table.head > space->width / 2
			|| (table.compares && !space->wide);
	table.values = table.indent + (table.stacked ? STACKED_INDENT : table.head);
	if (has_before && !table.stacked) {
		int room = larger(space->width - SIGN - 2 * VALUE_WIDTH - GAP, TABLE_HEAD_MIN);
		table.indent = SIGN;
		table.head = table.head < room ? table.head : room;
		table.before = (space->width - SIGN - table.head + GAP) / 2;
		table.values = SIGN + table.head;
	}
	return table;
}

/* Whether VALUE stands beside its head: always where there is room for columns, else if it fits
 * there in one line. */
static bool stands_beside(const struct table *table, const char *value)
{
	int room = table->width - table->indent - table->head;

	return !table->stacked || (!strchr(value, '\n') && ik_text_columns(value) <= room);
}

static int lay_pair(struct table *table, const struct ik_row *line, int row)
{
	const char *now = line->now ? line->now : "";
	int heads = 0;

	if (line->head) {
		bool beside = stands_beside(table, now);
		heads = ik_canvas_wrap(table->canvas, row, table->indent,
				       beside ? table->head - 1 : table->width, IK_STYLE_PLAIN,
				       line->head);
		table->values = table->indent + (beside ? table->head : STACKED_INDENT);
		if (!beside) {
			row += heads;
			heads = 0;
		}
	}
	int rows = ik_canvas_wrap(table->canvas, row, table->values, table->width - table->values,
				  ik_style_of_tone(line->tone), now);
	return row + larger(heads, rows);
}

/* FORMAT ends in its %s: what stands before it hangs over the lines of TEXT. */
static int lay_labelled(const struct table *table, const char *format, const char *text, int row)
{
	char *label = ik_format(format, "");
	int column = 2 + ik_text_columns(label);

	ik_canvas_take(table->canvas, row, 2, IK_STYLE_PLAIN, label);
	return row
	       + larger(ik_canvas_wrap(table->canvas, row, column, table->width - column,
				       IK_STYLE_PLAIN, text),
			1);
}

static char *stacked_head(const struct ik_row *line)
{
	const char *name = line->head ? line->head : "";
	char *now = ik_report_one_line(line->now);
	char *head = line->changed == IK_CHANGED_NO
			     ? ik_format(_("%s: %s (not changed)"), name, now)
		     : line->changed == IK_CHANGED_YES ? ik_format(_("%s: changed"), name)
						       : ik_strdup(name);

	free(now);
	return head;
}

/* Under 72 columns: what did not change on one line; else the row's name, before and now under each
 * other. */
static int lay_stacked(const struct table *table, const struct ik_row *line, int row)
{
	bool same = line->changed == IK_CHANGED_NO;
	char *head = stacked_head(line);

	row += ik_canvas_wrap(table->canvas, row, 0, table->width,
			      same ? IK_STYLE_PLAIN : IK_STYLE_STRONG, head);
	free(head);
	if (same)
		return row;
	if (line->before)
		row = lay_labelled(table, _("before: %s"), line->before, row);
	return lay_labelled(table, _("now: %s"), line->now ? line->now : "", row);
}

static int lay_headings(struct table *table, int row)
{
	table->headed = true;
	ik_canvas_text(table->canvas, row, SIGN + table->head, IK_STYLE_STRONG, _("before"));
	ik_canvas_text(table->canvas, row, SIGN + table->head + table->before, IK_STYLE_STRONG,
		       _("now"));
	return row + 1;
}

/* What the cell holds: BRIEF, if there is one and no room for all of WHOLE. */
static const char *cell(struct table *table, const char *whole, const char *brief)
{
	if (!table->brief || !brief)
		return whole ? whole : "";
	table->cut = true;
	return brief;
}

static int lay_compare(struct table *table, const struct ik_row *line, int row)
{
	bool changed = line->changed == IK_CHANGED_YES;
	int before = SIGN + table->head, now = before + table->before;
	const char *old = cell(table, line->before, line->brief_before);
	const char *value = line->changed == IK_CHANGED_NO
				    ? _("the same")
				    : cell(table, line->now, line->brief_now);
	int rows;

	if (!table->headed)
		row = lay_headings(table, row);
	if (changed)
		ik_canvas_text(table->canvas, row, 0, IK_STYLE_STRONG, "*");
	rows = ik_canvas_wrap(table->canvas, row, SIGN, table->head - GAP, IK_STYLE_PLAIN,
			      line->head ? line->head : "");
	rows = larger(rows, ik_canvas_wrap(table->canvas, row, before, table->before - GAP,
					   IK_STYLE_PLAIN, old));
	rows = larger(rows, ik_canvas_wrap(table->canvas, row, now, table->width - now,
					   changed ? IK_STYLE_STRONG : IK_STYLE_PLAIN, value));
	return row + larger(rows, 1);
}

/* Below the table: what its sign means, NOTE in the column of values, and where the rest is.
 * Returns the row below; *NOTED: NOTE had room. */
static int lay_closing(struct table *table, const char *note, int row, bool *noted)
{
	const char *rest = table->cut ? _("F3 shows all in full.") : "";
	int before = SIGN + table->head, now = before + table->before;

	table->closed = true;
	*noted = note && ik_text_columns(note) <= table->before - GAP;
	ik_canvas_text(table->canvas, row, 0, IK_STYLE_PLAIN, _("* changed"));
	if (*noted)
		ik_canvas_text(table->canvas, row, before, IK_STYLE_PLAIN, note);
	if (ik_text_columns(rest) <= table->width - now)
		ik_canvas_text(table->canvas, row, now, IK_STYLE_PLAIN, rest);
	return row + 1;
}

/* What is to be copied stands where it is whole on one line, if there is such a place. */
static int lay_command(struct table *table, const struct ik_row *line, int row)
{
	int room = table->width - table->indent - table->head;

	if (line->head && ik_text_columns(line->now) <= room)
		return lay_pair(table, line, row);
	if (line->head)
		ik_canvas_text(table->canvas, row++, table->indent, IK_STYLE_PLAIN, line->head);
	return row
	       + ik_canvas_wrap(table->canvas, row, COMMAND_INDENT, table->width - COMMAND_INDENT,
				IK_STYLE_PLAIN, line->now);
}

static int lay_timeline(struct table *table, const struct ik_row *line, int row)
{
	struct ik_list lines = {0};

	ik_timeline_lines(&line->timeline, table->width, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_canvas_text(table->canvas, row++, 0, IK_STYLE_PLAIN, lines.items[i]);
	ik_list_free(&lines);
	return row;
}

/* The lines of PICTURE from ROW on; returns the row below. */
static int lay_lines(struct table *table, const char *picture, int row, int column)
{
	for (const char *at = picture; at && *at; row++) {
		const size_t size = strcspn(at, "\n");

		ik_canvas_take(table->canvas, row, column, IK_STYLE_PLAIN,
			       ik_format("%.*s", (int)size, at));
		at += size + (at[size] == '\n');
	}
	return row;
}

static int first_line_columns(const char *picture)
{
	char *line = ik_format("%.*s", (int)strcspn(picture, "\n"), picture);
	const int columns = ik_text_columns(line);

	free(line);
	return columns;
}

/* Side by side where there is room. */
static int lay_picture(struct table *table, const struct ik_row *line, int row)
{
	const int right = line->before
				  ? PICTURE_INDENT + first_line_columns(line->before) + PICTURE_GAP
				  : PICTURE_INDENT;

	if (right + first_line_columns(line->now) > table->width) {
		row = lay_lines(table, line->before, row, PICTURE_INDENT);
		return lay_lines(table, line->now, row, PICTURE_INDENT);
	}
	return larger(lay_lines(table, line->before, row, PICTURE_INDENT),
		      lay_lines(table, line->now, row, right));
}

static int lay_row(struct table *table, const struct ik_row *line, int row)
{
	switch (line->kind) {
	case IK_ROW_TEXT:
		return row
		       + ik_canvas_wrap(table->canvas, row, 0, table->width,
					ik_style_of_tone(line->tone), line->now);
	case IK_ROW_SPACE:
		return row + 1;
	case IK_ROW_SECRET:
		ik_canvas_text(table->canvas, row, SECRET_INDENT, IK_STYLE_STRONG,
			       ik_secret_data(line->secret));
		return row + 1;
	case IK_ROW_PICTURE:
		return lay_picture(table, line, row);
	case IK_ROW_PAIR:
		return lay_pair(table, line, row);
	case IK_ROW_TIMELINE:
		return lay_timeline(table, line, row);
	case IK_ROW_COMMAND:
		return lay_command(table, line, row);
	case IK_ROW_COMPARE:
		break;
	}
	if (table->before)
		return lay_compare(table, line, row);
	return table->stacked && line->before ? lay_stacked(table, line, row)
					      : lay_pair(table, line, row);
}

int ik_layout_rows(struct ik_canvas *canvas, const struct ik_report *report,
		   const struct ik_space *space, enum ik_air air, int row)
{
	struct table table = measure(canvas, report, space, air);

	for (size_t i = 0; i < report->n; i++) {
		const struct ik_row *line = &report->rows[i];
		bool noted = false;

		if (table.headed && !table.closed && line->kind != IK_ROW_COMPARE)
			row = lay_closing(&table, line->kind == IK_ROW_TEXT ? line->now : NULL, row,
					  &noted);
		if (!noted && (line->kind != IK_ROW_SPACE || air != IK_AIR_BRIEF))
			row = lay_row(&table, line, row);
	}
	if (table.headed && !table.closed)
		row = lay_closing(&table, NULL, row, &(bool){false});
	return row;
}
