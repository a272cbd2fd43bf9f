/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_run.c: looks at the note of a change that was cut, else at the newest change in the log. */
#include "config.h"

#include "ops/status/last_run.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/error.h"
#include "ops/records/log.h"
#include "ops/records/note.h"

/* What follows such a run, and what tidies up, is logged as well and is none. */
static bool is_run(const struct ik_log_entry *entry)
{
	static const char *const operations[] = {"create",   "import",  "restore",
						 "rollback", "request", "backup"};

	for (size_t i = 0; entry->operation && !entry->hook && i < IK_COUNT(operations); i++)
		if (strcmp(entry->operation, operations[i]) == 0)
			return true;
	return false;
}

static const struct ik_log_entry *newest_run(const struct ik_log *log)
{
	for (size_t i = log->n; i-- > 0;)
		if (is_run(&log->entries[i]))
			return &log->entries[i];
	return NULL;
}

static bool is_stop(unsigned number)
{
	return number == ik_error_number(IK_E_CANCELLED)
	       || number == ik_error_number(IK_E_TERMINAL_LOST);
}

/* As ik_audit_log() writes it: "failed INK-4113", "done, then INK-4117". */
static void judge(const struct ik_log_entry *entry, unsigned in_use, struct ik_last_run *last)
{
	const char *result = entry->result ? entry->result : "";
	unsigned number = 0;

	if (sscanf(result, "failed INK-%u", &number) == 1)
		last->end = is_stop(number) ? IK_LAST_RUN_STOPPED : IK_LAST_RUN_FAILED;
	else if (sscanf(result, "done, then INK-%u", &number) == 1)
		last->end = IK_LAST_RUN_LATE;
	if (last->end == IK_LAST_RUN_WELL)
		return;
	last->error = number;
	last->when = entry->time ? ik_date_from_rfc3339(entry->time) : -1;
	if (last->end == IK_LAST_RUN_LATE && entry->new_serial && entry->generation == in_use)
		last->generation = entry->generation;
}

void ik_last_run_look(const ik_store *store, const char *path, unsigned in_use,
		      struct ik_last_run *last)
{
	const struct ik_log_entry *entry;
	struct ik_log log = {0};
	struct ik_note note;

	*last = (struct ik_last_run){.when = -1};
	if (ik_note_read(store, &note)) {
		bool switched = note.to != 0 && note.to == in_use && note.from != note.to;

		last->end = switched ? IK_LAST_RUN_CUT_LATE : IK_LAST_RUN_CUT;
		last->when = note.at;
		last->generation = switched ? in_use : 0;
		ik_note_free(&note);
		return;
	}
	if (ik_log_read(path, &log, NULL) && (entry = newest_run(&log)) != NULL)
		judge(entry, in_use, last);
	ik_log_free(&log);
}
