/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.c: all agents of a store, read, judged, counted and in order. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/served.h"

/* --- counting --------------------------------------------------------------------------------- */

static bool is_reported(const struct ik_agent *agent)
{
	return agent->cause != IK_AGENT_NEVER && agent->cause != IK_AGENT_GONE;
}

static void count_reported(const struct ik_agents *agents, const struct ik_agent *agent,
			   struct ik_agents_count *count)
{
	count->reported++;
	count->today += agents->about.now - agent->heard < IK_SECONDS_A_DAY;
	if (agent->damage != IK_AGENT_WHOLE)
		return;
	count->follow += ik_sha256_equal(&agent->said.sha256, &agents->about.in_use);
	count->older += agent->said.older;
	count->certificate_not_verified += agent->said.tls == IK_BY_BEFORE
					   || agent->said.tls == IK_BY_NONE;
}

static void count_all(struct ik_agents *agents)
{
	struct ik_agents_count *count = &agents->count;

	for (size_t i = 0; i < agents->n; i++) {
		const struct ik_agent *agent = agents->rows[i];

		count->cause[agent->cause]++;
		count->differ += ik_agent_cause_differs(agent->cause);
		if (is_reported(agent))
			count_reported(agents, agent, count);
	}
	for (size_t i = 1; i < IK_AGENT_CAUSE_COUNT; i++)
		agents->first[i] = agents->first[i - 1] + count->cause[i - 1];
	count->reload = count->certificate_not_verified * 2 > count->reported;
	count->more = agents->found.more;
}

/* --- order ------------------------------------------------------------------------------------ */

static int by_cause(const void *a, const void *b)
{
	const struct ik_agent *left = *(struct ik_agent *const *)a;
	const struct ik_agent *right = *(struct ik_agent *const *)b;
	int order = (left->cause > right->cause) - (left->cause < right->cause);

	if (!order)
		order = strcasecmp(ik_agent_text(left, IK_AGENT_TEXT_NAME),
				   ik_agent_text(right, IK_AGENT_TEXT_NAME));
	return order ? order : memcmp(left->said.id, right->said.id, IK_AGENT_ID_BYTES);
}

static void put_in_order(struct ik_agents *agents)
{
	agents->rows = ik_alloc_array(agents->found.n + 1, sizeof(*agents->rows));
	for (size_t i = 0; i < agents->found.n; i++)
		if (!agents->found.items[i].hidden)
			agents->rows[agents->n++] = &agents->found.items[i];
	if (agents->n > 1)
		qsort(agents->rows, agents->n, sizeof(*agents->rows), by_cause);
}

/* --- reading ---------------------------------------------------------------------------------- */

ik_agents *ik_agents_read(const struct ik_agents_wish *wish, struct ik_error *err)
{
	struct ik_agents *agents = ik_alloc(sizeof(*agents));
	struct ik_agents_expected expected = {0};
	bool good;

	agents->folder = wish->reports ? ik_strdup(wish->reports) : ik_reports_folder(wish->store);
	good = ik_agents_about_read(wish->store, wish->now, &agents->about, err)
	       && ik_agents_expected_read(wish->store, wish->expect, &expected, err)
	       && ik_agents_folder_read(agents->folder,
					wish->most ? wish->most : IK_AGENT_REPORTS_MAX,
					&agents->about, wish->watch, &agents->found, err);
	if (good) {
		ik_agents_judge(&agents->about, &expected, &agents->found);
		put_in_order(agents);
		count_all(agents);
	}
	ik_agents_expected_free(&expected);
	if (good)
		return agents;
	ik_agents_free(agents);
	return NULL;
}

void ik_agents_free(ik_agents *agents)
{
	if (!agents)
		return;
	ik_agents_about_free(&agents->about);
	ik_agents_found_free(&agents->found);
	free(agents->rows);
	free(agents->folder);
	free(agents);
}

bool ik_agents_count(const char *store, int64_t now, size_t most, struct ik_agents_count *count,
		     struct ik_error *err)
{
	const struct ik_agents_wish wish = {.store = store, .now = now, .most = most};
	struct ik_error failure = {0};
	ik_agents *agents = ik_agents_read(&wish, &failure);

	*count = (struct ik_agents_count){0};
	if (agents)
		*count = agents->count;
	ik_agents_free(agents);
	return agents || failure.id == IK_E_AGENTS_FOLDER_NONE || ik_pass(err, &failure);
}

/* --- rows ------------------------------------------------------------------------------------- */

const struct ik_agents_count *ik_agents_counted(const ik_agents *agents)
{
	return &agents->count;
}

size_t ik_agents_n(const ik_agents *agents)
{
	return agents->n;
}

size_t ik_agents_first(const ik_agents *agents, enum ik_agent_cause cause)
{
	return agents->first[cause];
}

/* Since when what is the matter is the matter; -1: unknown. */
static int64_t since_of(const struct ik_agents *agents, const struct ik_agent *agent)
{
	const struct ik_agents_generation *generation;

	switch ((enum ik_agent_cause)agent->cause) {
	case IK_AGENT_SILENT:
	case IK_AGENT_GONE:
	case IK_AGENT_DAMAGED:
		return agent->heard;
	case IK_AGENT_GENERATION:
		generation = ik_agents_about_find(&agents->about, &agent->said.sha256);
		return generation ? generation->left_at : -1;
	case IK_AGENT_UNCONFIRMED:
		return agent->said.confirmed;
	case IK_AGENT_SET:
		return (int64_t)agents->about.sets.items[agent->said.set - 1].number;
	case IK_AGENT_REFUSED:
		return agent->said.refused_since;
	case IK_AGENT_UNHEARD:
		return agents->about.switched_at;
	default:
		return -1;
	}
}

void ik_agents_row(const ik_agents *agents, size_t at, struct ik_agent_row *row)
{
	const struct ik_agent *agent = agents->rows[at];
	const bool whole = agent->damage == IK_AGENT_WHOLE && agent->heard >= 0;
	const uint32_t set = agent->said.set;

	*row = (struct ik_agent_row){
		.cause = (enum ik_agent_cause)agent->cause,
		.name = ik_agent_text(agent, IK_AGENT_TEXT_NAME),
		.serial = ik_agent_text(agent, IK_AGENT_TEXT_SERIAL),
		.version = ik_agent_text(agent, IK_AGENT_TEXT_VERSION),
		.tls = ik_carried_by_id(agent->said.tls),
		.set = set ? agents->about.sets.items[set - 1].name : "",
		.generation = agent->generation,
		.since = since_of(agents, agent),
		.last_report = agent->heard,
		.own_time = whole ? agent->said.time : -1,
		.refusals = agent->said.refusals,
		.refused_at = agent->said.refused_at,
		.refused_reason = agent->said.refused_reason,
		.refused_what = ik_agent_text(agent, IK_AGENT_TEXT_WHAT),
		.damage = (enum ik_agent_damage)agent->damage,
		.follows = whole && ik_sha256_equal(&agent->said.sha256, &agents->about.in_use),
	};
	if (agent->heard >= 0)
		ik_agent_id_write(agent->said.id, row->id);
	if (whole)
		ik_sha256_hex(&agent->said.sha256, row->sha256);
}
