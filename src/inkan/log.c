/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.c: inkan log: the audit log for people, or all of it as JSON. */
#include "ops/records/log.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/print.h"
#include "inkan/commands.h"
#include "rows/words.h"

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static void print_serial(const char *head, const char *serial)
{
	char *shown = serial ? ik_words_hex(serial) : NULL;

	if (shown)
		ik_printf(stdout, "  %s: %s\n", head, shown);
	free(shown);
}

/* What the log calls things, whatever the language, and what they are called on screen. */
static const char *const operations[] = {
	N_C("log", "create"),         N_C("log", "import"),     N_C("log", "request"),
	N_C("log", "cancel-request"), N_C("log", "restore"),    N_C("log", "rollback"),
	N_C("log", "backup"),         N_C("log", "export-key"), N_C("log", "delete-key"),
	N_C("log", "delete-backup"),  N_C("log", "hook"),
};

/* One that a later inkan wrote is shown as it stands. */
static const char *say_operation(const char *operation)
{
	for (size_t i = 0; operation && i < IK_COUNT(operations); i++)
		if (strcmp(strchr(operations[i], '\004') + 1, operation) == 0)
			return _(operations[i]);
	return or_dash(operation);
}

/* Caller frees. */
static char *say_result(const char *result)
{
	static const struct {
		const char *head, *form;
	} results[] = {
		{"done, then ", N_C("log", "done, then %s")},
		{"failed ", N_C("log", "failed %s")},
	};

	for (size_t i = 0; result && i < IK_COUNT(results); i++) {
		size_t size = strlen(results[i].head);

		if (strncmp(result, results[i].head, size) == 0)
			return ik_format(_(results[i].form), result + size);
	}
	return ik_strdup(result && strcmp(result, "done") == 0 ? C_("log", "done")
							       : or_dash(result));
}

/* The first line is for looking over many. */
static void print_entry(const struct ik_log_entry *entry)
{
	char *result = say_result(entry->result);

	ik_printf(stdout, "%s uid %lld%s%s%s %s: %s\n", or_dash(entry->time), (long long)entry->uid,
		  entry->sudo_user ? " (" : "", entry->sudo_user ? entry->sudo_user : "",
		  entry->sudo_user ? ")" : "", say_operation(entry->operation), result);
	free(result);
	if (entry->generation) {
		char *line = ik_format(_("Generation %u"), entry->generation);

		ik_printf(stdout, "  %s\n", line);
		free(line);
	}
	if (entry->hook)
		ik_printf(stdout, "  %s: %s\n", _("Run"), entry->hook);
	if (entry->backup)
		ik_printf(stdout, "  %s: %s\n", _("File"), entry->backup);
	if (!entry->hook)
		print_serial(_("Serial number"), entry->new_serial);
}

static void print_log(const struct ik_log *log)
{
	if (log->n == 0)
		ik_printf(stdout, "%s\n", _("The audit log is empty."));
	for (size_t i = 0; i < log->n; i++)
		print_entry(&log->entries[i]);
	if (log->torn)
		ik_print_note(
			ngettext("inkan: %zu line of the audit log is torn or damaged and was "
				 "passed over.\n",
				 "inkan: %zu lines of the audit log are torn or damaged and were "
				 "passed over.\n",
				 log->torn),
			log->torn);
}

int ik_command_log(const struct ik_line *line)
{
	struct ik_error err = {0};
	struct ik_log log = {0};
	char *store = ik_cli_store_path(line, &err);
	int status = 0;

	if (!store || !ik_log_read(store, &log, &err))
		status = ik_cli_fail(line, &err);
	else if (line->given[IK_OPTION_JSON])
		fputs(ik_buffer_string(&log.json), stdout);
	else
		print_log(&log);
	ik_log_free(&log);
	free(store);
	return status;
}
