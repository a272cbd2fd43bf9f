/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_plain.c: a report as lines that can be attached to a ticket and are read aloud well. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/print.h"
#include "rows/report.h"

char *ik_report_one_line(const char *cell)
{
	struct ik_buffer text = {0};

	for (const char *at = cell ? cell : ""; *at; at++) {
		if (*at == '\n')
			ik_buffer_text(&text, _(", "));
		else
			ik_buffer_add(&text, at, 1);
	}
	char *out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}

static void compare_lines(const struct ik_row *row, const struct ik_report_words *words,
			  struct ik_buffer *text)
{
	char *before = ik_report_one_line(row->before);
	char *now = ik_report_one_line(row->now);

	if (row->changed == IK_CHANGED_YES) {
		ik_buffer_format(text, _(words->differs), row->head);
		ik_buffer_text(text, "\n  ");
		ik_buffer_format(text, _(words->first), before);
		ik_buffer_text(text, "\n  ");
		ik_buffer_format(text, _(words->second), now);
	} else if (row->changed == IK_CHANGED_NO) {
		ik_buffer_format(text, _(words->same), row->head, now);
	} else {
		ik_buffer_format(text, "%s: %s", row->head, now);
	}
	ik_buffer_text(text, "\n");
	free(before);
	free(now);
}

/* What is to be copied is never among other words. */
static void command_lines(const struct ik_row *row, struct ik_buffer *text)
{
	if (row->head)
		ik_buffer_format(text, "%s:\n", row->head);
	ik_buffer_format(text, "  %s\n", row->now);
}

char *ik_report_plain_with(const struct ik_report *report, const struct ik_report_words *words)
{
	struct ik_buffer text = {0};

	for (size_t i = 0; i < report->n; i++) {
		const struct ik_row *row = &report->rows[i];
		char *now = ik_report_one_line(row->now);

		if (row->kind == IK_ROW_COMPARE)
			compare_lines(row, words, &text);
		else if (row->kind == IK_ROW_PAIR && row->head)
			ik_buffer_format(&text, "%s: %s\n", row->head, now);
		else if (row->kind == IK_ROW_PAIR)
			ik_buffer_format(&text, "  %s\n", now);
		else if (row->kind == IK_ROW_TEXT)
			ik_buffer_format(&text, "%s\n", now);
		else if (row->kind == IK_ROW_COMMAND)
			command_lines(row, &text);
		free(now);
	}
	char *out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}

char *ik_report_plain(const struct ik_report *report)
{
	static const struct ik_report_words words = {
		.differs = N_("%s: changed"),
		.first = N_("before: %s"),
		.second = N_("now: %s"),
		.same = N_("%s: %s (not changed)"),
	};

	return ik_report_plain_with(report, &words);
}

void ik_report_print(const struct ik_report *report)
{
	char *lines = ik_report_plain(report);

	ik_print(stdout, lines);
	free(lines);
}
