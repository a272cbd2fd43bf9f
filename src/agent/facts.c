/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c: the pin's certificate, and what is known about it. */
#include "config.h"

#include "agent/facts.h"

#include "agent/told.h"
#include "pki/certificate.h"
#include "rows/proof.h"

/* What was kept could be read before. */
static void read_facts(const struct ik_agent_state *state, struct ik_facts *facts)
{
	if (!ik_certificate_facts(state->certificate.data, state->certificate.size, facts, NULL))
		*facts = (struct ik_facts){0};
}

void ik_agent_facts(struct ik_report *report, const struct ik_agent_state *state, int64_t now)
{
	struct ik_facts facts;

	read_facts(state, &facts);
	if (facts.sha256)
		ik_proof_facts(report, NULL, &facts, now, false);
	ik_facts_free(&facts);
}

static void set_pin(struct json_t *object, const struct ik_agent_state *state,
		    const struct ik_facts *facts)
{
	const struct ik_pin *pin = &state->trust.pin;
	char sha256[IK_SHA256_HEX + 1], recovery[IK_SHA256_HEX + 1];

	ik_sha256_hex(&pin->certificate, sha256);
	ik_sha256_hex(&pin->recovery, recovery);
	ik_json_set_text(object, "serial", facts->serial);
	ik_json_set_text(object, "sha256", sha256);
	ik_told_set_moment(object, "not_after", facts->not_after);
	ik_json_set_number(object, "sequence", pin->sequence);
	ik_json_set_text(object, "recovery", pin->has_recovery ? recovery : NULL);
	ik_told_set_moment(object, "confirmed", state->trust.confirmed);
	ik_json_set_flag(object, "stored", state->stored);
}

void ik_told_set_pin(struct json_t *object, const struct ik_agent_state *state)
{
	struct ik_facts facts;

	read_facts(state, &facts);
	set_pin(object, state, &facts);
	ik_facts_free(&facts);
}

void ik_told_set_state(struct json_t *object, const struct ik_agent_state *state)
{
	struct ik_facts facts;

	read_facts(state, &facts);
	set_pin(object, state, &facts);
	ik_told_set_moment(object, "not_before", facts.not_before);
	ik_json_set_text(object, "source", state->settings.source);
	ik_facts_free(&facts);
}
