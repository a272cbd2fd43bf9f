/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_json.c: the list of agents for programs, an agent at a time: there may be a hundred
 * thousand. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "ops/records/json.h"
#include "ops/status/agents.h"

/* --- one agent ---------------------------------------------------------------------------------
 */

static void set_text(json_t *object, const char *key, const char *text)
{
	ik_json_set_text(object, key, *text ? text : NULL);
}

static void set_moment(json_t *object, const char *key, int64_t when)
{
	if (when < 0)
		ik_json_set(object, key, NULL);
	else
		ik_json_set_moment(object, key, when);
}

static json_t *last_refusal(const struct ik_agent_row *row)
{
	json_t *object;

	if (row->refused_at < 0)
		return NULL;
	object = json_object();
	set_moment(object, "time", row->refused_at);
	ik_json_set_number(object, "reason", row->refused_reason);
	set_text(object, "what", row->refused_what);
	return object;
}

static json_t *agent(const ik_agents *agents, const struct ik_agent_row *row)
{
	json_t *object = json_object();
	char *details = ik_agent_details(row), *line = ik_agents_line(agents, row);
	const char *cure = ik_agent_cause_cure(row->cause);

	set_text(object, "name", row->name);
	set_text(object, "id", row->id);
	set_text(object, "cause", ik_agent_cause_word(row->cause));
	set_moment(object, "cause_since", row->since);
	ik_json_set(object, "generation", row->generation ? json_integer(row->generation) : NULL);
	set_text(object, "serial", row->serial);
	set_text(object, "sha256", row->sha256);
	ik_json_set_flag(object, "follows", row->follows);
	set_moment(object, "last_report", row->last_report);
	set_text(object, "version", row->version);
	set_text(object, "tls", row->tls);
	ik_json_set_number(object, "refusals", (int64_t)row->refusals);
	ik_json_set(object, "last_refusal", last_refusal(row));
	set_text(object, "details", details);
	set_text(object, "cure", cure ? cure : "");
	set_text(object, "line", line);
	free(line);
	free(details);
	return object;
}

/* --- the list ----------------------------------------------------------------------------------
 */

static json_t *causes(const struct ik_agents_count *count)
{
	json_t *object = json_object();

	for (int cause = 0; cause < IK_AGENT_CAUSE_COUNT; cause++)
		if (*ik_agent_cause_word(cause))
			ik_json_set_number(object, ik_agent_cause_word(cause),
					   (int64_t)count->cause[cause]);
	return object;
}

static json_t *summary(const struct ik_agents_count *count)
{
	json_t *object = ik_json_begin(false);

	ik_json_set_number(object, "reported", (int64_t)count->reported);
	ik_json_set_number(object, "reported_today", (int64_t)count->today);
	ik_json_set_number(object, "follow", (int64_t)count->follow);
	ik_json_set_number(object, "differ", (int64_t)count->differ);
	ik_json_set_number(object, "unheard", (int64_t)count->cause[IK_AGENT_UNHEARD]);
	ik_json_set(object, "causes", causes(count));
	ik_json_set_flag(object, "reload_web_server", count->reload);
	ik_json_set_flag(object, "more_reports", count->more);
	return object;
}

void ik_cli_agents_json(const ik_agents *agents, bool all)
{
	struct ik_buffer head = {0};
	const char *between = "";

	/* All but the brace and the line ends: the agents are its last member. */
	ik_json_write(summary(ik_agents_counted(agents)), &head);
	fwrite(head.data, 1, head.size - strlen("\n}\n"), stdout);
	fputs(",\n  \"agents\": [", stdout);
	ik_buffer_free(&head);
	for (size_t i = 0; i < ik_agents_n(agents); i++) {
		struct ik_agent_row row;
		json_t *json;

		ik_agents_row(agents, i, &row);
		if (!all && !ik_agent_cause_differs(row.cause))
			continue;
		json = agent(agents, &row);
		fputs(between, stdout);
		fputs("\n    ", stdout);
		json_dumpf(json, stdout, 0);
		json_decref(json);
		between = ",";
	}
	fputs(*between ? "\n  ]\n}\n" : "]\n}\n", stdout);
}
