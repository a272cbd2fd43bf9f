/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.c: inkan-agent report [URL, DIR]: says where this agent stands, to whoever keeps the list
 * of agents. */
#include "config.h"

#include <stdlib.h>

#include "agent/commands.h"
#include "agent/refusal.h"
#include "agent/reporting.h"
#include "agent/told.h"
#include "base/alloc.h"
#include "base/print.h"
#include "base/text.h"
#include "rows/report.h"

void ik_reporting_done_print(const struct ik_reporting_done *reported)
{
	struct ik_report report = {0};
	char *to = ik_text_shown(reported->to);

	if (reported->nobody)
		ik_report_text(&report, IK_TONE_PLAIN,
			       ik_strdup(_("Nobody wants reports of this agent.")));
	else
		ik_report_text(&report, IK_TONE_GOOD, ik_format(_("Reported to: %s"), to));
	if (!reported->nobody && !reported->whole)
		ik_report_text(&report, IK_TONE_PLAIN,
			       ik_strdup(_("Nothing verified who reads it, so it does not name "
					   "what was refused.")));
	ik_report_print(&report);
	ik_report_free(&report);
	free(to);
}

void ik_reporting_done_tell(const struct ik_reporting_done *reported, const struct ik_error *err,
			    struct json_t *object)
{
	const bool sent = err->id == IK_E_NONE && !reported->nobody;

	ik_json_set_text(object, "reported_to", sent ? reported->to : NULL);
	ik_json_set_text(object, "tls", sent ? ik_carried_by_id(reported->by) : NULL);
	ik_json_set_flag(object, "whole", sent && reported->whole);
	if (err->id != IK_E_NONE)
		ik_json_set_error(object, err);
}

static int report(const struct ik_line *line, const struct ik_agent_state *state, const char *to)
{
	const int64_t now = ik_agent_now();
	struct ik_reporting_done reported;
	struct ik_error err = {0};
	int status = 0;

	ik_refusals_gather(state, now);
	ik_reporting_send(state, to, now, &reported, &err);
	if (line->given[IK_AGENT_JSON]) {
		struct json_t *object = ik_told_begin();

		ik_reporting_done_tell(&reported, &err, object);
		ik_json_print(object);
	} else if (err.id == IK_E_NONE) {
		ik_reporting_done_print(&reported);
	}
	if (err.id != IK_E_NONE)
		status = ik_print_failure(&err);
	ik_reporting_done_free(&reported);
	return status;
}

int ik_agent_command_report(const struct ik_line *line)
{
	struct ik_agent_state state = {0};
	struct ik_error err = {0};
	char *to = NULL, *path = ik_agent_path(line->value[IK_AGENT_STATE], false, &err);
	const bool good = path != NULL
			  && (line->n_arguments == 0
			      || ik_source_read(line->argument[0], &to, &err))
			  && ik_agent_open(path, IK_AGENT_CHANGE, &state, &err);
	const int status = good ? report(line, &state, to) : ik_agent_fail(line, &err);

	ik_agent_close(&state);
	free(to);
	free(path);
	return status;
}
