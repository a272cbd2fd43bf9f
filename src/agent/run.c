/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c: inkan-agent run: all that is to be done every hour; what a timer calls. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>

#include "agent/commands.h"
#include "agent/refusal.h"
#include "agent/reporting.h"
#include "agent/told.h"
#include "agent/update.h"
#include "base/print.h"

struct done {
	struct ik_updated updated;
	struct ik_reporting_done reported;
	struct ik_error not_reported; /* none: it was, or nobody wanted that */
};

/* The report comes last, and has what the update refused; it goes out of memory where nothing could
 * be stored. */
static void do_all(struct ik_agent_state *state, int64_t now, struct done *done)
{
	*done = (struct done){0};
	ik_agent_update(state, NULL, now, &done->updated);
	ik_refusals_gather(state, now);
	ik_reporting_send(state, NULL, now, &done->reported, &done->not_reported);
}

static void tell(const struct ik_agent_state *state, const struct done *done)
{
	json_t *object = ik_told_begin(), *update = json_object(), *report = json_object();

	ik_updated_tell(state, &done->updated, update);
	ik_reporting_done_tell(&done->reported, &done->not_reported, report);
	json_object_set_new(object, "update", update);
	json_object_set_new(object, "report", report);
	ik_json_print(object);
}

static void print(const struct ik_agent_state *state, const struct done *done)
{
	ik_updated_print(state, &done->updated);
	if (done->not_reported.id == IK_E_NONE)
		ik_reporting_done_print(&done->reported);
}

/* That something is wrong says more than that nobody was reached. */
static int worse(int a, int b)
{
	return a == 0 || b == 1 ? b : a;
}

static int run(const struct ik_line *line, struct ik_agent_state *state)
{
	const int64_t now = ik_agent_now();
	struct done done;
	int status;

	do_all(state, now, &done);
	ik_updated_warn(state, now);
	if (line->given[IK_AGENT_JSON])
		tell(state, &done);
	else
		print(state, &done);
	status = ik_updated_fail(&done.updated);
	if (done.not_reported.id != IK_E_NONE)
		status = worse(status, ik_print_failure(&done.not_reported));
	ik_reporting_done_free(&done.reported);
	return status;
}

int ik_agent_command_run(const struct ik_line *line)
{
	struct ik_agent_state state = {0};
	struct ik_error err = {0};
	char *path = ik_agent_path(line->value[IK_AGENT_STATE], false, &err);
	const bool good = path != NULL && ik_agent_open(path, IK_AGENT_CHANGE, &state, &err);
	const int status = good ? run(line, &state) : ik_agent_fail(line, &err);

	ik_agent_close(&state);
	free(path);
	return status;
}
