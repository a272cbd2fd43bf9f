/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.h: what an agent knows, as rows for people and as keys for programs. */
#ifndef IK_AGENT_FACTS_H
#define IK_AGENT_FACTS_H

#include <stdint.h>

#include "agent/state.h"
#include "rows/report.h"

struct json_t;

/* Serial number, dates and fingerprint of the pin, as seen at NOW. */
void ik_agent_facts(struct ik_report *report, const struct ik_agent_state *state, int64_t now);

/* Whom it follows, for programs: serial, sha256, not_after, sequence, recovery, confirmed, stored.
 */
void ik_told_set_pin(struct json_t *object, const struct ik_agent_state *state);

/* The same, with not_before and source. */
void ik_told_set_state(struct json_t *object, const struct ik_agent_state *state);

#endif
