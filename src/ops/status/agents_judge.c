/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_judge.c: sorts each agent under the first cause that holds. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/date.h"

enum {
	SILENT = 3 * IK_SECONDS_A_DAY,
	GONE = 90 * IK_SECONDS_A_DAY,
	CONFIRMED = 14 * IK_SECONDS_A_DAY,
	CLOCK_OFF = 60 * 60,
};

/* A moment to come, by a clock that was put back, counts as now. */
static int64_t age_of(const struct ik_agent *agent, int64_t now)
{
	return agent->heard < now ? now - agent->heard : 0;
}

/* --- one machine or name more than once ------------------------------------------------------- */

static bool says_machine(const struct ik_agent *agent)
{
	static const uint8_t none[IK_AGENT_ID_BYTES];

	return memcmp(agent->said.machine, none, sizeof(none)) != 0;
}

static int by_machine(const void *a, const void *b)
{
	const struct ik_agent *left = *(struct ik_agent *const *)a;
	const struct ik_agent *right = *(struct ik_agent *const *)b;

	return memcmp(left->said.machine, right->said.machine, IK_AGENT_ID_BYTES);
}

static int by_name(const void *a, const void *b)
{
	const struct ik_agent *left = *(struct ik_agent *const *)a;
	const struct ik_agent *right = *(struct ik_agent *const *)b;

	return strcasecmp(ik_agent_text(left, IK_AGENT_TEXT_NAME),
			  ik_agent_text(right, IK_AGENT_TEXT_NAME));
}

/* Of two reports of one machine the older gives way if its agent is silent, unless another name is
 * expected of it; if neither is, there are two machines. */
static void settle_group(struct ik_agent **group, size_t n, int64_t now)
{
	struct ik_agent *newest = group[0];

	for (size_t i = 1; i < n; i++)
		if (group[i]->heard > newest->heard)
			newest = group[i];
	for (size_t i = 0; i < n; i++) {
		struct ik_agent *agent = group[i];

		if (agent == newest)
			continue;
		if (age_of(agent, now) >= SILENT)
			agent->hidden |= !agent->expected || agent->expected == newest->expected;
		else
			agent->twice = newest->twice = true;
	}
}

static void settle_doubles(struct ik_agent **agents, size_t n,
			   int (*compare)(const void *, const void *), int64_t now)
{
	if (n > 1)
		qsort(agents, n, sizeof(struct ik_agent *), compare);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && compare(&agents[from], &agents[to]) == 0; to++)
			continue;
		settle_group(agents + from, to - from, now);
	}
}

static void find_doubles(struct ik_agents_found *found, int64_t now)
{
	struct ik_agent **agents = ik_alloc_array(found->n + 1, sizeof(*agents));
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++)
		if (found->items[i].damage == IK_AGENT_WHOLE && says_machine(&found->items[i]))
			agents[n++] = &found->items[i];
	settle_doubles(agents, n, by_machine, now);
	n = 0;
	for (size_t i = 0; i < found->n; i++)
		if (found->items[i].damage == IK_AGENT_WHOLE && !found->items[i].hidden)
			agents[n++] = &found->items[i];
	settle_doubles(agents, n, by_name, now);
	free(agents);
}

/* --- the cause -------------------------------------------------------------------------------- */

/* By the agent's own clock as far as that goes, so that a wrong clock is told as what it is. */
static bool is_unconfirmed(const struct ik_agent *agent, int64_t age)
{
	const int64_t before = agent->said.time - agent->said.confirmed;

	return agent->said.confirmed < 0 || (before > 0 ? before : 0) + age >= CONFIRMED;
}

static bool is_clock_off(const struct ik_agent *agent)
{
	const int64_t off = agent->said.time - agent->heard;

	return off > CLOCK_OFF || off < -CLOCK_OFF;
}

static bool is_unheard(const struct ik_agent *agent, const struct ik_agents_about *about)
{
	return agent->heard < about->switched_at
	       && about->now - about->switched_at < IK_SECONDS_A_DAY
	       && !ik_sha256_equal(&agent->said.sha256, &about->in_use);
}

static enum ik_agent_cause cause_of(const struct ik_agent *agent,
				    const struct ik_agents_about *about)
{
	const int64_t age = age_of(agent, about->now);

	if (age >= GONE && !agent->expected)
		return IK_AGENT_GONE;
	if (agent->damage != IK_AGENT_WHOLE)
		return IK_AGENT_DAMAGED;
	if (age >= SILENT)
		return IK_AGENT_SILENT;
	if (is_unheard(agent, about))
		return IK_AGENT_UNHEARD;
	if (agent->said.unstored)
		return IK_AGENT_UNSTORED;
	if (agent->generation != about->generation)
		return agent->generation ? IK_AGENT_GENERATION : IK_AGENT_UNKNOWN;
	if (is_unconfirmed(agent, age))
		return IK_AGENT_UNCONFIRMED;
	if (agent->said.set)
		return IK_AGENT_SET;
	if (agent->said.other_recovery)
		return IK_AGENT_RECOVERY;
	if (agent->twice)
		return IK_AGENT_TWICE;
	if (is_clock_off(agent))
		return IK_AGENT_CLOCK;
	return agent->said.refusals ? IK_AGENT_REFUSED : IK_AGENT_FINE;
}

static void recognise(struct ik_agent *agent, const struct ik_agents_about *about,
		      struct ik_agents_expected *expected)
{
	const struct ik_agents_generation *generation;

	if (agent->damage != IK_AGENT_WHOLE)
		return;
	generation = ik_agents_about_find(about, &agent->said.sha256);
	agent->generation = generation ? generation->number : 0;
	agent->expected = ik_agents_expected_find(expected,
						  ik_agent_text(agent, IK_AGENT_TEXT_NAME));
	if (agent->expected)
		expected->seen[agent->expected - 1] = true;
}

static void add_missing(const struct ik_agents_expected *expected, struct ik_agents_found *found)
{
	for (size_t i = 0; i < expected->names.n; i++) {
		char *const text[IK_AGENT_TEXTS] = {expected->names.items[i]};
		struct ik_agent *agent;

		if (expected->seen[i])
			continue;
		agent = ik_agents_found_add(found);
		agent->cause = IK_AGENT_NEVER;
		agent->expected = (uint32_t)i + 1;
		ik_agent_set_texts(agent, text);
	}
}

void ik_agents_judge(const struct ik_agents_about *about, struct ik_agents_expected *expected,
		     struct ik_agents_found *found)
{
	for (size_t i = 0; i < found->n; i++)
		recognise(&found->items[i], about, expected);
	find_doubles(found, about->now);
	for (size_t i = 0; i < found->n; i++)
		found->items[i].cause = (uint8_t)cause_of(&found->items[i], about);
	add_missing(expected, found);
}
