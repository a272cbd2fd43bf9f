/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.c: inkan agents: who does not follow this server, as agents report, and what cures it. */
#include "ops/status/agents.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/print.h"
#include "front/batch/json.h"
#include "inkan/commands.h"

enum { DIFFERS = 1, UNKNOWN = 3 };

/* --- the list for people ---------------------------------------------------------------------- */

static void print_first(const struct ik_agents_count *count)
{
	struct ik_list doubts = {0};

	ik_printf(stdout, _("Agents that follow, as they report: %zu. That do not: %zu.\n"),
		  count->follow, count->reported - count->follow);
	ik_agents_doubts(count, &doubts);
	for (size_t i = 0; i < doubts.n; i++)
		ik_printf(stdout, "%s\n", doubts.items[i]);
	ik_list_free(&doubts);
}

/* What cures it stands once for all those below it, unless each needs another. */
static void print_line(const char *line, char **last)
{
	if (*line && (!*last || strcmp(line, *last) != 0))
		ik_printf(stdout, "    %s\n", line);
	free(*last);
	*last = ik_strdup(line);
}

static void print_cause(const ik_agents *agents, enum ik_agent_cause cause)
{
	const size_t n = ik_agents_counted(agents)->cause[cause];
	const size_t first = ik_agents_first(agents, cause);
	const char *cure = ik_agent_cause_cure(cause);
	char *last = NULL;

	if (n == 0)
		return;
	ik_printf(stdout, "\n%s: %zu\n", ik_agent_cause_heading(cause), n);
	if (cure)
		ik_printf(stdout, "  %s\n", cure);
	for (size_t i = first; i < first + n; i++) {
		struct ik_agent_row row;
		char *details, *line;

		ik_agents_row(agents, i, &row);
		details = ik_agent_details(&row);
		line = ik_agents_line(agents, &row);
		print_line(line, &last);
		ik_printf(stdout, "  %s: %s\n", *row.name ? row.name : row.id, details);
		free(line);
		free(details);
	}
	free(last);
}

/* Nobody has to see to these, and there may be thousands; but whoever reads the count asks. */
static void print_unheard(const ik_agents *agents)
{
	const size_t n = ik_agents_counted(agents)->cause[IK_AGENT_UNHEARD];
	char *command = ik_agents_command(agents, "--all");

	if (n > 0) {
		ik_printf(stdout, "\n%s: %zu\n", ik_agent_cause_heading(IK_AGENT_UNHEARD), n);
		ik_printf(stdout, "  %s\n", _("They follow within the hour. Their names:"));
		ik_printf(stdout, "    %s\n", command);
	}
	free(command);
}

static void print_text(const ik_agents *agents, bool all)
{
	print_first(ik_agents_counted(agents));
	for (int cause = 0; cause < IK_AGENT_CAUSE_COUNT; cause++)
		if (all || ik_agent_cause_differs(cause))
			print_cause(agents, cause);
	if (!all)
		print_unheard(agents);
}

/* --- the command ------------------------------------------------------------------------------ */

static bool save_csv(const struct ik_line *line, const ik_agents *agents, struct ik_error *err)
{
	const char *argument = line->value[IK_OPTION_CSV];
	char *file;
	bool good;

	if (!argument)
		return true;
	file = ik_cli_text(argument, err);
	good = file && ik_agents_save_csv(agents, line->given[IK_OPTION_ALL], file, err);
	free(file);
	return good;
}

static int forget(const struct ik_line *line, const ik_agents *agents)
{
	struct ik_list who = {0};
	struct ik_error err = {0};
	size_t n = 0;
	bool good = true;

	for (size_t i = 0; good && i < line->repeated.n; i++) {
		char *name = ik_cli_text(line->repeated.items[i], &err);

		good = name != NULL;
		if (name)
			ik_list_take(&who, name);
	}
	good = good && ik_agents_forget(agents, &who, &n, &err);
	ik_list_free(&who);
	if (!good)
		return ik_cli_fail(line, &err);
	if (line->given[IK_OPTION_JSON]) {
		struct json_t *object = ik_json_begin(true);

		ik_json_set_number(object, "reports_deleted", (int64_t)n);
		return ik_json_end(object, true, 0);
	}
	ik_printf(stdout, _("Reports deleted: %zu\n"), n);
	return 0;
}

static int list(const struct ik_line *line, const ik_agents *agents)
{
	const bool all = line->given[IK_OPTION_ALL];
	struct ik_error err = {0};

	if (!save_csv(line, agents, &err)) {
		ik_cli_fail(line, &err);
		return ik_error_status(err.id) == 2 ? 2 : UNKNOWN;
	}
	if (line->given[IK_OPTION_JSON])
		ik_cli_agents_json(agents, all);
	else
		print_text(agents, all);
	/* What is lost on its way is not known. */
	if (!ik_print_ok(stdout)) {
		ik_fail(&err, IK_E_OUTPUT_LOST);
		ik_print_failure(&err);
		return UNKNOWN;
	}
	return ik_agents_counted(agents)->differ > 0 ? DIFFERS : 0;
}

int ik_command_agents(const struct ik_line *line)
{
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	struct ik_agents_wish wish = {
		.store = store,
		.reports = line->value[IK_OPTION_REPORTS],
		.expect = line->value[IK_OPTION_EXPECT],
		.now = ik_cli_now(),
	};
	ik_agents *agents = store ? ik_agents_read(&wish, &err) : NULL;
	int status = UNKNOWN;

	if (!agents)
		ik_cli_fail(line, &err);
	else if (line->given[IK_OPTION_FORGET])
		status = forget(line, agents);
	else
		status = list(line, agents);
	ik_agents_free(agents);
	free(store);
	return status;
}
