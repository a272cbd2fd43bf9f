/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c: inkan list: all generations, oldest first. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "inkan/commands.h"
#include "ops/records/state.h"
#include "ops/records/waiting.h"
#include "ops/status/show.h"
#include "rows/proof.h"
#include "rows/words.h"
#include "wizard/bars.h"

static void print_one(const struct ik_shown *shown)
{
	const char *state = ik_state_word(shown->state);

	if (!shown->facts.sha256) {
		ik_printf(stdout, _("Generation %u: %s\n"), shown->generation, state);
		return;
	}
	char *until = ik_date_day(shown->facts.not_after);
	char *left = shown->validity == IK_VALIDITY_NOT_YET
			     ? ik_strdup(_("not valid yet"))
			     : ik_words_days_left(shown->facts.not_after, ik_cli_now());
	char *serial = ik_words_hex(shown->facts.serial);

	ik_printf(stdout, _("Generation %u: %s, until %s (%s)\n"), shown->generation, state, until,
		  left);
	ik_printf(stdout, "  %s: %s\n", _("Serial number"), serial);
	free(until);
	free(left);
	free(serial);
}

static void print_text(const struct ik_shown *shown, size_t n)
{
	if (n == 0)
		ik_printf(stdout, "%s\n", _("No certificate yet."));
	for (size_t i = 0; i < n; i++)
		print_one(&shown[i]);
}

enum { TIMELINE_COLUMNS = 78 };

static void print_timeline(const struct ik_shown *shown, size_t n)
{
	struct ik_timeline timeline = {.now = ik_cli_now()};
	struct ik_list lines = {0};

	for (size_t i = 0; i < n; i++)
		ik_bars_add(&timeline, &shown[i]);
	ik_timeline_lines(&timeline, TIMELINE_COLUMNS, &lines);
	for (size_t i = 0; i < lines.n; i++)
		ik_printf(stdout, "%s\n", lines.items[i]);
	if (lines.n == 0)
		print_text(shown, n);
	ik_list_free(&lines);
	ik_timeline_free(&timeline);
}

static void print_json(const struct ik_shown *shown, size_t n)
{
	struct ik_buffer json = {0};

	ik_shown_list_json(shown, n, &json);
	fputs(ik_buffer_string(&json), stdout);
	ik_buffer_free(&json);
}

/* What waits is no generation yet, so the JSON of generations does not have it: see requests.c. */
static void print_requests(const char *store)
{
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	if (ik_requests_waiting(store, &waiting, &n, NULL))
		for (size_t i = 0; i < n; i++)
			ik_cli_print_request(&waiting[i]);
	ik_waiting_free(waiting, n);
}

/* One that is damaged, and a link that leads nowhere, hide no other; but they are said, and a
 * script hears of them. */
static int tell_damage(const struct ik_shown *shown, size_t n, const struct ik_error *link)
{
	int status = link->id == IK_E_NONE ? 0 : ik_print_failure(link);

	for (size_t i = 0; i < n; i++)
		if (shown[i].damage)
			status = ik_print_failure(shown[i].damage);
	return status;
}

int ik_command_list(const struct ik_line *line)
{
	struct ik_shown *shown = NULL;
	size_t n = 0;
	struct ik_error err = {0};
	int status;
	char *store = ik_cli_store_path(line, &err);

	if (store && ik_list_all(store, ik_cli_now(), &shown, &n, &err)) {
		if (line->given[IK_OPTION_JSON])
			print_json(shown, n);
		else if (line->given[IK_OPTION_TIMELINE])
			print_timeline(shown, n);
		else
			print_text(shown, n);
		if (!line->given[IK_OPTION_JSON])
			print_requests(store);
		status = tell_damage(shown, n, &err);
	} else {
		status = ik_cli_fail(line, &err);
	}
	for (size_t i = 0; i < n; i++)
		ik_shown_free(&shown[i]);
	free(shown);
	free(store);
	return status;
}
