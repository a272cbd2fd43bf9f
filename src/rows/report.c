/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.c: rows, collected. */
#include "rows/report.h"

#include <stdlib.h>

#include "base/alloc.h"

static void add(struct ik_report *report, struct ik_row row)
{
	report->rows = ik_realloc(report->rows, (report->n + 1) * sizeof(*report->rows));
	report->rows[report->n++] = row;
}

void ik_report_text(struct ik_report *report, enum ik_tone tone, char *text)
{
	add(report, (struct ik_row){.kind = IK_ROW_TEXT, .tone = tone, .now = text});
}

void ik_report_pair(struct ik_report *report, enum ik_tone tone, char *head, char *text)
{
	add(report, (struct ik_row){.kind = IK_ROW_PAIR, .tone = tone, .head = head, .now = text});
}

void ik_report_compare(struct ik_report *report, char *head, char *before, char *now,
		       enum ik_changed changed)
{
	add(report, (struct ik_row){.kind = IK_ROW_COMPARE,
				    .head = head,
				    .before = before,
				    .now = now,
				    .changed = changed});
}

void ik_report_command(struct ik_report *report, char *head, char *command)
{
	add(report, (struct ik_row){.kind = IK_ROW_COMMAND, .head = head, .now = command});
}

void ik_report_brief(struct ik_report *report, char *before, char *now)
{
	struct ik_row *last = &report->rows[report->n - 1];

	last->brief_before = before;
	last->brief_now = now;
}

void ik_report_timeline(struct ik_report *report, const struct ik_timeline *timeline)
{
	add(report, (struct ik_row){.kind = IK_ROW_TIMELINE, .timeline = *timeline});
}

void ik_report_picture(struct ik_report *report, char *left, char *right)
{
	add(report, (struct ik_row){.kind = IK_ROW_PICTURE, .before = left, .now = right});
}

void ik_report_space(struct ik_report *report)
{
	add(report, (struct ik_row){.kind = IK_ROW_SPACE});
}

void ik_report_secret(struct ik_report *report, const ik_secret *secret)
{
	add(report, (struct ik_row){.kind = IK_ROW_SECRET, .secret = secret});
}

void ik_report_free(struct ik_report *report)
{
	for (size_t i = 0; i < report->n; i++) {
		free(report->rows[i].head);
		free(report->rows[i].before);
		free(report->rows[i].now);
		ik_timeline_free(&report->rows[i].timeline);
		free(report->rows[i].brief_before);
		free(report->rows[i].brief_now);
	}
	free(report->rows);
	*report = (struct ik_report){0};
}
