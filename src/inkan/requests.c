/* SPDX-License-Identifier: GPL-3.0-or-later */
/* requests.c: inkan requests: what waits for an authority; --cancel withdraws one, after saying
 * what is lost. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "front/batch/batch.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/change/cancel.h"
#include "ops/records/waiting.h"

void ik_cli_print_request(const struct ik_waiting *waiting)
{
	if (waiting->damage.id != IK_E_NONE) {
		ik_printf(stdout, _("Request %s: damaged\n"), waiting->id);
		return;
	}
	char *day = ik_date_day(waiting->made_at);
	const long long age = (long long)ik_date_days_past(waiting->made_at, ik_cli_now());

	ik_printf(stdout, _("Request %s: waits for its certificate since %s, days: %lld\n"),
		  waiting->id, day, age);
	ik_printf(stdout, "  %s: %s\n", _("Server name"), waiting->name);
	if (*waiting->names)
		ik_printf(stdout, "  %s: %s\n", _("Names"), waiting->names);
	free(day);
}

static void print_file(const struct ik_waiting *waiting)
{
	if (waiting->damage.id == IK_E_NONE && waiting->file)
		ik_printf(stdout, "  %s: %s\n", _("File"), waiting->file);
}

static int list(const struct ik_line *line, const struct ik_waiting *waiting, size_t n)
{
	struct ik_buffer json = {0};
	int status = 0;

	if (line->given[IK_OPTION_JSON]) {
		ik_waiting_json(waiting, n, &json);
		fputs(ik_buffer_string(&json), stdout);
		ik_buffer_free(&json);
	} else if (n == 0) {
		ik_printf(stdout, "%s\n", _("No request waits."));
	}
	for (size_t i = 0; i < n; i++) {
		if (!line->given[IK_OPTION_JSON]) {
			ik_cli_print_request(&waiting[i]);
			print_file(&waiting[i]);
		}
		if (waiting[i].damage.id != IK_E_NONE)
			status = ik_print_failure(&waiting[i].damage);
	}
	return status;
}

static const struct ik_waiting *find(const struct ik_waiting *waiting, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(waiting[i].id, id) == 0)
			return &waiting[i];
	return NULL;
}

/* What nobody could be told is not done. */
static bool cancel(const char *store, const struct ik_waiting *request, bool only_says,
		   struct ik_error *err)
{
	struct ik_step_lines step_lines = {0};
	struct ik_watch watch = {.wait = ik_step_lines_wait, .self = &step_lines};

	ik_cli_print_request(request);
	print_file(request);
	ik_printf(stdout, "%s\n",
		  _("Delete: its key. A certificate that the authority makes for it can then not "
		    "be used."));
	if (only_says)
		return true;
	if (!ik_print_received(stdout))
		return ik_fail(err, IK_E_OUTPUT_LOST);
	if (!ik_request_cancel(store, request->id, ik_cli_now(), &watch, err))
		return false;
	ik_printf(stdout, "%s\n", _("Deleted. Disks and snapshots may still hold it."));
	return true;
}

/* What is lost, or would be. */
static int tell(const struct ik_waiting *request, bool only_says)
{
	json_t *object = ik_json_begin(!only_says);

	ik_json_set_flag(object, "dry_run", only_says);
	ik_json_set_text(object, "request", request->id);
	ik_json_set_text(object, "name", request->name);
	ik_json_set_text(object, "file", request->file);
	return ik_json_end(object, !only_says, 0);
}

/* For programs: what was done is told, since nobody reads along. */
static int cancel_and_tell(const char *store, const struct ik_waiting *request, bool only_says)
{
	struct ik_error err = {0};

	if (!only_says && !ik_request_cancel(store, request->id, ik_cli_now(), NULL, &err))
		return ik_json_fail(&err);
	return tell(request, only_says);
}

static int run(const struct ik_line *line, const char *store, struct ik_error *err)
{
	const char *id = line->value[IK_OPTION_CANCEL];
	struct ik_waiting *waiting = NULL;
	const struct ik_waiting *request;
	size_t n = 0;
	const bool only_says = line->given[IK_OPTION_DRY_RUN];
	int status = 0;

	if (!ik_requests_waiting(store, &waiting, &n, err))
		return ik_cli_fail(line, err);
	request = id ? find(waiting, n, id) : NULL;
	if (!id)
		status = list(line, waiting, n);
	else if (!request)
		ik_fail(err, IK_E_REQUEST_NONE, id);
	else if (line->given[IK_OPTION_JSON])
		status = cancel_and_tell(store, request, only_says);
	else
		cancel(store, request, only_says, err);
	if (err->id != IK_E_NONE)
		status = ik_cli_fail(line, err);
	ik_waiting_free(waiting, n);
	return status;
}

int ik_command_requests(const struct ik_line *line)
{
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	int status = store ? run(line, store, &err) : ik_cli_fail(line, &err);

	free(store);
	return status;
}
