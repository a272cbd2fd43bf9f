/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline.c: bars over time. */
#include "rows/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"

enum { ENDING_DAYS = 30, CELLS_MIN = 10 };

/* Where on the line which moment is. */
struct scale {
	int64_t first, last;
	int head;  /* columns before the bars */
	int cells; /* of a bar's line */
	int today; /* a cell */
};

void ik_timeline_add(struct ik_timeline *timeline, const struct ik_timeline_bar *bar)
{
	timeline->bars = ik_realloc(timeline->bars, (timeline->n + 1) * sizeof(*timeline->bars));
	timeline->bars[timeline->n++] = *bar;
}

void ik_timeline_free(struct ik_timeline *timeline)
{
	free(timeline->bars);
	*timeline = (struct ik_timeline){0};
}

static char *head_of(const struct ik_timeline_bar *bar)
{
	return ik_format("%3u %s", bar->number, bar->state);
}

/* Years of 9999 are far away: what is divided is less than 2^53. */
static int cell_of(const struct scale *scale, int64_t when)
{
	double part = (double)(when - scale->first) / (double)(scale->last - scale->first);
	int cell = (int)(part * scale->cells);

	return cell < 0 ? 0 : cell < scale->cells ? cell : scale->cells - 1;
}

/* False: there is nothing to be drawn, or no room. */
static bool measure(const struct ik_timeline *timeline, int width, struct scale *scale)
{
	*scale = (struct scale){.first = timeline->now, .last = timeline->now + IK_SECONDS_A_DAY};
	bool known = false;

	for (size_t i = 0; i < timeline->n; i++) {
		const struct ik_timeline_bar *bar = &timeline->bars[i];
		char *head = head_of(bar);
		int columns = ik_text_columns(head) + 2;

		scale->head = columns > scale->head ? columns : scale->head;
		free(head);
		if (!bar->known)
			continue;
		known = true;
		scale->first = bar->from < scale->first ? bar->from : scale->first;
		scale->last = bar->until > scale->last ? bar->until : scale->last;
	}
	scale->cells = width - scale->head;
	scale->today = cell_of(scale, timeline->now);
	return known && scale->cells >= CELLS_MIN;
}

/* COLUMNS blanks. */
static void add_blanks(struct ik_buffer *line, int columns)
{
	for (int i = 0; i < columns; i++)
		ik_buffer_text(line, " ");
}

/* Takes LINE's text out of it, less what is blank at its end. */
static void take_line(struct ik_buffer *line, struct ik_list *lines)
{
	char *text = ik_strdup(ik_buffer_string(line));
	size_t size = strlen(text);

	while (size > 0 && text[size - 1] == ' ')
		text[--size] = '\0';
	ik_list_take(lines, text);
	ik_buffer_free(line);
}

/* From when, at the left, to when, at the right. */
static void add_ends(const struct scale *scale, struct ik_list *lines)
{
	struct ik_buffer line = {0};
	char *first = ik_date_day(scale->first), *last = ik_date_day(scale->last);
	int between = scale->cells - ik_text_columns(first) - ik_text_columns(last);

	add_blanks(&line, scale->head);
	ik_buffer_text(&line, first);
	add_blanks(&line, between > 1 ? between : 1);
	ik_buffer_text(&line, between >= 1 ? last : "");
	take_line(&line, lines);
	free(first);
	free(last);
}

/* The word stands to the right of its sign, or to the left where there is no room. */
static void add_today(const struct scale *scale, struct ik_list *lines)
{
	struct ik_buffer line = {0};
	const char *word = _("today");
	int columns = ik_text_columns(word) + 1;
	bool right = scale->today + columns < scale->cells || scale->today < columns;

	add_blanks(&line, scale->head + scale->today - (right ? 0 : columns));
	ik_buffer_format(&line, right ? "| %s" : "%s |", word);
	take_line(&line, lines);
}

/* What stands at CELL of SCALE for BAR, as of NOW. */
static char sign_at(const struct ik_timeline_bar *bar, const struct scale *scale, int64_t now,
		    int cell)
{
	int start = cell_of(scale, bar->from), end = cell_of(scale, bar->until);
	int ending = cell_of(scale, bar->until - (int64_t)ENDING_DAYS * IK_SECONDS_A_DAY);
	bool over = bar->until < now;

	if (cell == scale->today)
		return '|';
	if (over && bar->in_use && cell > end && cell < scale->today)
		return 'x';
	if (cell < start || cell > end)
		return ' ';
	if (over)
		return '-';
	return cell > ending || cell == end ? '!' : '=';
}

static void add_bar(const struct ik_timeline_bar *bar, const struct scale *scale, int64_t now,
		    struct ik_list *lines)
{
	struct ik_buffer line = {0};
	char *head = head_of(bar);

	ik_buffer_text(&line, head);
	add_blanks(&line, scale->head - ik_text_columns(head));
	for (int cell = 0; bar->known && cell < scale->cells; cell++) {
		char sign = sign_at(bar, scale, now, cell);

		ik_buffer_add(&line, &sign, 1);
	}
	take_line(&line, lines);
	free(head);
}

void ik_timeline_lines(const struct ik_timeline *timeline, int width, struct ik_list *lines)
{
	struct scale scale;

	if (!measure(timeline, width, &scale))
		return;
	add_ends(&scale, lines);
	add_today(&scale, lines);
	for (size_t i = 0; i < timeline->n; i++)
		add_bar(&timeline->bars[i], &scale, timeline->now, lines);
	ik_text_wrap(_("= valid  ! its last 30 days  - expired  x in use, though expired"), width,
		     lines);
}
