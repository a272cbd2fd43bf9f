/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reporting.h: what an agent says of itself, to whoever keeps the list of agents: ID.json, the
 * whole state each time, so that none has to wait for another. */
#ifndef IK_AGENT_REPORTING_H
#define IK_AGENT_REPORTING_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/carry.h"
#include "agent/state.h"
#include "base/buffer.h"
#include "base/error.h"

enum { IK_REPORTING_SETS_MAX = 100 };

/* What the name of a report is made of.  A clone that kept the machine's id has its own as soon as
 * it has its own name or was enrolled itself. */
struct ik_reporting_host {
	char *name;       /* as the system says it; never NULL */
	char *machine_id; /* "": it has none */
};
void ik_reporting_host_read(struct ik_reporting_host *host);
void ik_reporting_host_free(struct ik_reporting_host *host); /* zeroed again */

/* The name of the report of STATE on HOST, without ".json".  What ik_agent_read_id() says. */
bool ik_reporting_id(const struct ik_agent_state *state, const struct ik_reporting_host *host,
		     char id[IK_AGENT_ID_HEX + 1], struct ik_error *err);

/* What is reported. */
struct ik_reporting {
	const struct ik_agent_state *state;
	const struct ik_reporting_host *host;
	const char *id;
	int64_t now;
	enum ik_carried_by by; /* how its reader was known */
	bool whole; /* with the sets, and with what was refused: not for everybody on the way */
};

/* Appends the report to OUT, at most IK_AGENT_REPORT_MAX bytes: of refusals the oldest are left
 * out, and counted. */
void ik_reporting_write(const struct ik_reporting *reporting, struct ik_buffer *out);

/* Where a report went. */
struct ik_reporting_done {
	char *to;
	bool nobody; /* wants any */
	enum ik_carried_by by;
	bool whole;
};

/* Where those of an agent with SETTINGS go: a URL, the path of a directory, or "none".  Caller
 * frees. */
char *ik_reporting_destination(const struct ik_agent_settings *settings);

/* Sends it, where TO, a whole path or a URL, says; NULL: as enrolled, else to "reports" at the
 * source, which a directory need not have.  IK_E_SOURCE_UNREACHED, IK_E_CARRY_PUT,
 * IK_E_AGENT_STATE_READ.  Free OUT with ik_reporting_done_free(), also after a failure. */
bool ik_reporting_send(const struct ik_agent_state *state, const char *to, int64_t now,
		       struct ik_reporting_done *out, struct ik_error *err);
void ik_reporting_done_free(struct ik_reporting_done *reported);

/* What came of it, for people; and for programs: reported_to, tls, whole, error. */
struct json_t;
void ik_reporting_done_print(const struct ik_reporting_done *reported);
void ik_reporting_done_tell(const struct ik_reporting_done *reported, const struct ik_error *err,
			    struct json_t *object);

#endif
