/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_agents_list.c: the agents of one cause, what there is to say of each, and what helps. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/default_store.h"
#include "ops/records/served.h"
#include "ops/status/enrolling.h"
#include "rows/words.h"
#include "wizard/pages.h"
#include "wizard/reported.h"
#include "wizard/task.h"

/* So many are read on a page; the rest, and all of them, are for a file. */
enum { LISTED_MAX = 1000 };

/* Those that are listed: from FIRST on, N of them in all. */
struct listed {
	const ik_agents *agents;
	enum ik_agent_cause cause;
	size_t first, n, shown;
};

static struct listed listed(const struct ik_wizard *wizard)
{
	const ik_agents *agents = wizard->reported.agents;
	struct listed list = {.agents = agents, .cause = IK_AGENT_FINE};

	if (!agents)
		return list;
	ik_reported_cause(ik_answer(wizard->answers, IK_F_CAUSE), &list.cause);
	if (list.cause == IK_AGENT_CAUSE_COUNT)
		list.cause = IK_AGENT_FINE;
	list.first = ik_agents_first(agents, list.cause);
	list.n = ik_agents_counted(agents)->cause[list.cause];
	list.shown = list.n < LISTED_MAX ? list.n : LISTED_MAX;
	return list;
}

static bool has_any(const struct ik_wizard *wizard)
{
	return wizard->reported.agents && ik_agents_n(wizard->reported.agents) > 0;
}

static const char *title(const struct ik_wizard *wizard)
{
	return has_any(wizard) ? N_("What agents report.") : N_("No agent has reported yet.");
}

static char *news(const struct ik_wizard *wizard, enum ik_tone *tone)
{
	const struct listed list = listed(wizard);

	if (!has_any(wizard))
		return NULL;
	if (list.n > 0)
		*tone = list.cause == IK_AGENT_FINE          ? IK_TONE_GOOD
			: ik_agent_cause_differs(list.cause) ? IK_TONE_WARNING
							     : IK_TONE_PLAIN;
	return ik_format(ngettext("%s: %zu agent", "%s: %zu agents", list.n),
			 ik_agent_cause_heading(list.cause), list.n);
}

static char *line_at(const struct listed *list, size_t at)
{
	struct ik_agent_row row;

	ik_agents_row(list->agents, list->first + at, &row);
	return ik_agents_line(list->agents, &row);
}

/* The line that helps each of them, where it is one and the same; caller frees. */
static char *common_line(const struct listed *list)
{
	char *line = list->shown > 0 ? line_at(list, 0) : NULL;

	for (size_t i = 1; line && i < list->shown; i++) {
		char *other = line_at(list, i);

		if (strcmp(line, other) != 0) {
			free(line);
			line = NULL;
		}
		free(other);
	}
	return line;
}

/* What tells this agent from all others, and its certificate. */
static void add_details(const struct ik_agent_row *row, struct ik_report *report)
{
	if (*row->serial) {
		char *serial = ik_words_hex(row->serial);

		ik_report_pair(report, IK_TONE_PLAIN, NULL,
			       ik_format(_("serial number %s"), serial));
		free(serial);
	}
	if (*row->id)
		ik_report_pair(report, IK_TONE_QUIET, NULL,
			       ik_format(*row->version ? "ID %s, inkan-agent %s" : "ID %s", row->id,
					 row->version));
}

static void add_agent(const struct ik_wizard *wizard, const struct listed *list, size_t at,
		      bool own_line, struct ik_report *report)
{
	struct ik_agent_row row;

	ik_agents_row(list->agents, list->first + at, &row);
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(*row.name ? row.name : row.id),
		       ik_agent_details(&row));
	if (ik_wizard_details(wizard))
		add_details(&row, report);
	char *line = own_line ? ik_agents_line(list->agents, &row) : ik_strdup("");

	if (*line)
		ik_report_command(report, NULL, line);
	else
		free(line);
}

/* What helps all of them. */
static void add_cure(const struct listed *list, const char *line, struct ik_report *report)
{
	const char *cure = ik_agent_cause_cure(list->cause);

	if (cure)
		ik_report_text(report, IK_TONE_PLAIN, ik_strdup(cure));
	if (line && *line)
		ik_report_command(report, NULL, ik_strdup(line));
	if (cure || (line && *line))
		ik_report_space(report);
}

static void add_doubts(const struct ik_agents_count *count, struct ik_report *report)
{
	struct ik_list doubts = {0};

	ik_agents_doubts(count, &doubts);
	for (size_t i = 0; i < doubts.n; i++)
		ik_report_text(report, IK_TONE_WARNING, ik_strdup(doubts.items[i]));
	ik_list_free(&doubts);
}

static void add_all(const struct ik_wizard *wizard, const struct listed *list,
		    struct ik_report *report)
{
	char *line = common_line(list);

	add_doubts(&wizard->reported.count, report);
	add_cure(list, line, report);
	for (size_t i = 0; i < list->shown; i++)
		add_agent(wizard, list, i, !line, report);
	free(line);
	if (list->shown == list->n)
		return;
	ik_report_space(report);
	ik_report_text(
		report, IK_TONE_WARNING,
		ik_format(_("These are the first %zu of %zu. To write all of them to a file:"),
			  list->shown, list->n));
	ik_report_command(report, NULL, ik_command_for(wizard->store, "inkan agents --csv FILE"));
}

/* The first one has to be enrolled before anything is heard. */
static void add_none(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_error *failure = &wizard->reported.failure;
	char *folder = ik_reports_folder(wizard->store);
	char *line = ik_enrolling_line(wizard->store, wizard->situation.facts.sha256);

	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(line ? _("To enrol one, install inkan-agent there, and paste "
					  "this as root:")
				      : _("First say where agents fetch from:")));
	ik_report_command(report, NULL, line ? line : ik_source_line(wizard->store));
	ik_report_space(report);
	if (failure->id != IK_E_NONE)
		ik_report_text(report, IK_TONE_WARNING, ik_error_sentence(failure));
	else
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Reports in")),
			       ik_words_path(folder));
	free(folder);
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	const struct listed list = listed(wizard);

	if (wizard->reported.csv_file)
		ik_report_pair(report, IK_TONE_GOOD, ik_strdup(_("All that differ")),
			       ik_words_path(wizard->reported.csv_file));
	if (has_any(wizard))
		add_all(wizard, &list, report);
	else
		add_none(wizard, report);
}

/* Whoever asked for a file with the list gets it before the list is shown. */
static bool is_ready(struct ik_wizard *wizard, enum ik_field_id *field, struct ik_error *err)
{
	*field = IK_F_CSV_FILE;
	return ik_reported_write(wizard, err);
}

static bool when_looking(const struct ik_wizard *wizard)
{
	return ik_task_is(wizard, "agents");
}

const struct ik_page ik_page_agents_list = {
	.id = "agents-list",
	.kind = IK_PAGE_PROOF,
	.rail = N_("List"),
	.title = title,
	.news = news,
	.help = N_("Lines to paste are for root, there; those of inkan, here."),
	.explain = N_(
		"What each agent last reported, and what helps. A line that is to be pasted on an "
		"agent needs root there, and can be given to ssh or to a tool that runs it on "
		"many.\n"
		"F3 shows the serial number of each agent's certificate: compare it with the one "
		"that \"inkan-agent status\" shows there.\n"
		"Back leads to the reasons. When you leave, the same is printed as plain lines, "
		"for your records."),
	.shown = when_looking,
	.has_details = true,
	.rows = rows,
	.ready = is_ready,
};
