/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_agents.c: how many agents follow, and for which reason the others do not: which of them are
 * to be listed. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "files/place.h"
#include "ops/records/served.h"
#include "ops/rules/rules.h"
#include "rows/words.h"
#include "wizard/pages.h"
#include "wizard/reported.h"
#include "wizard/task.h"

static const char *title(const struct ik_wizard *wizard)
{
	(void)wizard;
	return N_("Which agents do you want to see?");
}

/* Answers in a file are judged before anything is read. */
static bool when_some_reported(const struct ik_wizard *wizard)
{
	const struct ik_reported *reported = &wizard->reported;

	return ik_task_is(wizard, "agents")
	       && (!reported->read || (reported->agents && ik_agents_n(reported->agents) > 0));
}

static char *label_of(enum ik_agent_cause cause, size_t n)
{
	return ik_format(ngettext("%s: %zu agent", "%s: %zu agents", n),
			 ik_agent_cause_heading(cause), n);
}

static void list_causes(const struct ik_wizard *wizard, struct ik_choices *choices)
{
	const struct ik_agents_count *count = &wizard->reported.count;

	for (enum ik_agent_cause cause = 0; cause < IK_AGENT_CAUSE_COUNT; cause++)
		if (count->cause[cause] > 0)
			ik_choices_add(choices, ik_strdup(ik_reported_word(cause)),
				       label_of(cause, count->cause[cause]), NULL);
}

/* The first for which somebody has to do something. */
static char *fill_cause(const struct ik_wizard *wizard)
{
	const struct ik_agents_count *count = &wizard->reported.count;

	for (enum ik_agent_cause cause = 0; cause < IK_AGENT_CAUSE_COUNT; cause++)
		if (count->cause[cause] > 0 && ik_agent_cause_differs(cause))
			return ik_strdup(ik_reported_word(cause));
	return ik_strdup(ik_reported_word(count->cause[IK_AGENT_UNHEARD] > 0 ? IK_AGENT_UNHEARD
									     : IK_AGENT_FINE));
}

/* One that no agent has today may be asked for all the same: the list is empty then. */
static bool check_cause(struct ik_wizard *wizard, struct ik_error *err)
{
	const char *answer = ik_answer(wizard->answers, IK_F_CAUSE);
	enum ik_agent_cause cause;

	return ik_reported_cause(answer, &cause)
	       || ik_fail(err, IK_E_ANSWERS_CHOICE, *answer ? answer : "''",
			  ik_field_name(IK_F_CAUSE));
}

static char *fill_csv(const struct ik_wizard *wizard)
{
	(void)wizard;
	return ik_strdup("");
}

static bool csv_stands(const struct ik_wizard *wizard, char **path, struct ik_error *err)
{
	const char *typed = ik_answer(wizard->answers, IK_F_CSV_FILE);

	return !*typed || ik_agents_csv_file(typed, wizard->store, path, err);
}

static bool check_csv(struct ik_wizard *wizard, struct ik_error *err)
{
	char *path = NULL;
	bool stands = csv_stands(wizard, &path, err);

	free(path);
	return stands;
}

/* Whether something is there that the list takes the place of. */
static bool replaces(const struct ik_wizard *wizard)
{
	struct ik_error err = {0};
	struct ik_place place;
	char *path = NULL;
	bool does = csv_stands(wizard, &path, NULL) && path
		    && !ik_place_look(path, wizard->store, &place, &err)
		    && err.id == IK_E_PATH_EXISTS;

	free(path);
	return does;
}

static char *remark_csv(struct ik_wizard *wizard)
{
	return replaces(wizard) ? ik_strdup(_("A file is there already; the list takes its place."))
				: NULL;
}

static void rows(struct ik_wizard *wizard, struct ik_report *report)
{
	char *folder = ik_reports_folder(wizard->store);

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Agents (as reported)")),
		       ik_reported_counts(&wizard->reported));
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Reports in")), ik_words_path(folder));
	free(folder);
}

static const struct ik_field fields[] = {
	{
		.id = IK_F_CAUSE,
		.kind = IK_FIELD_RADIO,
		.label = N_("Reason"),
		.help = N_("Arrows or digits choose, Enter goes on. Nothing changes."),
		.explain = N_(
			"Each agent stands under the first reason that holds for it: one that "
			"follows may have refused something, and is not among those in order then. "
			"The next page "
			"lists the agents of the one chosen here, says what helps, and has the "
			"line to paste there.\n"
			"All of this is what agents report. Whoever can write into the folder of "
			"reports can make them say anything, so nothing else depends on it."),
		.fill = fill_cause,
		.check = check_cause,
		.list = list_causes,
	},
	{
		.id = IK_F_CSV_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("CSV file (optional)"),
		.help = N_("All that differ are written there. It may stay empty."),
		.explain = N_("The list of all agents that differ, whatever the reason, as a table "
			      "for a spreadsheet: UTF-8, one line an agent, with English words in "
			      "its first line.\n"
			      "A file of that name is replaced."),
		.fill = fill_csv,
		.check = check_csv,
		.remark = remark_csv,
		.warns = replaces,
		.makes = true,
	},
};

static const struct ik_button buttons[] = {
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O")},
};

const struct ik_page ik_page_agents = {
	.id = "agents",
	.kind = IK_PAGE_FORM,
	.rail = N_("Agents"),
	.title = title,
	.shown = when_some_reported,
	.fields = fields,
	.n_fields = IK_COUNT(fields),
	.buttons = buttons,
	.n_buttons = IK_COUNT(buttons),
	.rows = rows,
};
