/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_batch.c: many reports at once through one contained child, and what it answers. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "base/text.h"

enum {
	ANSWER_ROOM = sizeof(struct ik_agent_said) + IK_AGENT_TEXTS * IK_AGENT_TEXT_MAX + 64,
	SECONDS = 10,
	/* So many children may die of one batch before the rest of it is not looked at any more. */
	DEATHS_MAX = 64,
};

/* A run of the slots of a batch. */
struct part {
	struct ik_agents_batch *batch;
	size_t from, n;
};

/* --- the child's side ------------------------------------------------------------------------- */

/* jansson draws a number from the system once. */
static void prepare(const void *argument)
{
	(void)argument;
	json_object_seed(0);
}

static bool pack(const struct ik_agent_report *report, enum ik_agent_damage damage, ik_secret *out)
{
	bool ok = ik_pack_number(out, damage)
		  && ik_pack_bytes(out, &report->said, sizeof(report->said));

	for (size_t i = 0; ok && i < IK_AGENT_TEXTS; i++)
		ok = ik_pack_text(out, report->text[i]);
	return ok;
}

static bool parse(const void *argument, const ik_secret *secret, ik_secret *result,
		  struct ik_error *err)
{
	const struct part *part = argument;
	const struct ik_agents_batch *batch = part->batch;
	bool ok = true;

	(void)secret;
	(void)err;
	for (size_t i = part->from; ok && i < part->from + part->n; i++) {
		const struct ik_agents_slot *slot = &batch->slots[i];
		struct ik_agent_report report = {0};
		enum ik_agent_damage damage = slot->damage;

		if (damage == IK_AGENT_WHOLE)
			damage = ik_agent_report_read(batch->bytes.data + slot->at, slot->size,
						      slot->id, batch->about, &report);
		ok = pack(&report, damage, result);
		ik_agent_report_free(&report);
	}
	return ok || ik_fail(err, IK_E_CHILD_LIED);
}

/* --- what is believed of its answer ----------------------------------------------------------- */

static bool is_known(const struct ik_agent_said *said, const struct ik_agents_about *about)
{
	return said->tls <= IK_BY_COUNT && said->set <= about->sets.n
	       && said->refused_reason <= 9999;
}

static void add(const struct ik_agents_slot *slot, const struct ik_agent_said *said,
		char *const text[IK_AGENT_TEXTS], enum ik_agent_damage damage,
		struct ik_agents_found *found)
{
	struct ik_agent *agent = ik_agents_found_add(found);

	if (damage == IK_AGENT_WHOLE) {
		agent->said = *said;
		ik_agent_set_texts(agent, text);
	}
	memcpy(agent->said.id, slot->id, IK_AGENT_ID_BYTES);
	agent->heard = slot->heard;
	agent->damage = (uint8_t)damage;
}

/* False: the child lied about this one, and may have about all that follow. */
static bool take(struct ik_unpack *in, const struct ik_agents_slot *slot,
		 const struct ik_agents_about *about, struct ik_agents_found *found)
{
	const int64_t damage = ik_unpack_number(in);
	struct ik_buffer plain = {0};
	struct ik_agent_said said = {0};
	char *text[IK_AGENT_TEXTS];
	bool good;

	ik_unpack_bytes(in, &plain);
	for (size_t i = 0; i < IK_AGENT_TEXTS; i++)
		text[i] = ik_unpack_text(in);
	good = !in->failed && damage >= 0 && damage < IK_AGENT_DAMAGE_COUNT
	       && plain.size == sizeof(said);
	if (good)
		memcpy(&said, plain.data, sizeof(said));
	good = good && is_known(&said, about);
	for (size_t i = 0; good && i < IK_AGENT_TEXTS; i++)
		good = !text[i] || ik_text_is_visible(text[i]);
	if (good)
		add(slot, &said, text, (enum ik_agent_damage)damage, found);
	for (size_t i = 0; i < IK_AGENT_TEXTS; i++)
		free(text[i]);
	ik_buffer_free(&plain);
	return good;
}

/* Leaves FOUND as it was where the whole answer is not good. */
static bool take_all(const struct part *part, const ik_secret *answer,
		     struct ik_agents_found *found)
{
	struct ik_unpack in = ik_unpack_begin(answer);
	const size_t before = found->n;
	bool good = true;

	for (size_t i = part->from; good && i < part->from + part->n; i++)
		good = take(&in, &part->batch->slots[i], part->batch->about, found);
	if (good && ik_unpack_end(&in))
		return true;
	while (found->n > before)
		free(found->items[--found->n].texts);
	return false;
}

/* --- the parent's side ------------------------------------------------------------------------ */

static struct ik_job job_for(const struct part *part, struct ik_error *failure)
{
	return (struct ik_job){
		.run = parse,
		.prepare = prepare,
		.argument = part,
		.result_cap = part->n * ANSWER_ROOM,
		.seconds = SECONDS,
		.failure = failure,
	};
}

static void blame(const struct part *part, struct ik_agents_found *found)
{
	for (size_t i = part->from; i < part->from + part->n; i++)
		add(&part->batch->slots[i], NULL, NULL, IK_AGENT_HARMFUL, found);
}

static bool settle(const struct part *part, const struct ik_job *job, unsigned *deaths,
		   struct ik_watch *watch, struct ik_agents_found *found, struct ik_error *err);

static bool run(const struct part *part, unsigned *deaths, struct ik_watch *watch,
		struct ik_agents_found *found, struct ik_error *err)
{
	struct ik_error failure = {0};
	struct ik_job job = job_for(part, &failure);
	bool good = ik_contain(&job, 1, watch, err)
		    && settle(part, &job, deaths, watch, found, err);

	ik_job_free(&job, 1);
	return good;
}

/* Takes what JOB answered; where it has no answer, or a lie, the one that is to blame is looked for
 * by halves. */
static bool settle(const struct part *part, const struct ik_job *job, unsigned *deaths,
		   struct ik_watch *watch, struct ik_agents_found *found, struct ik_error *err)
{
	const size_t half = part->n / 2;

	if (job->result && take_all(part, job->result, found))
		return true;
	if (!job->result && ik_error_is_limit(job->failure->id))
		return ik_pass(err, job->failure);
	if (part->n == 1 || ++*deaths > DEATHS_MAX) {
		blame(part, found);
		return true;
	}

	const struct part first = {part->batch, part->from, half},
			  second = {part->batch, part->from + half, part->n - half};

	return run(&first, deaths, watch, found, err) && run(&second, deaths, watch, found, err);
}

bool ik_agents_batches_run(struct ik_agents_batch *batches, size_t n, struct ik_watch *watch,
			   struct ik_agents_found *found, struct ik_error *err)
{
	struct part *parts = ik_alloc_array(n + 1, sizeof(*parts));
	struct ik_job *jobs = ik_alloc_array(n + 1, sizeof(*jobs));
	struct ik_error *failures = ik_alloc_array(n + 1, sizeof(*failures));
	size_t used = 0;
	bool good;

	for (size_t i = 0; i < n; i++)
		if (batches[i].n > 0) {
			parts[used] = (struct part){&batches[i], 0, batches[i].n};
			jobs[used] = job_for(&parts[used], &failures[used]);
			used++;
		}
	good = ik_contain(jobs, used, watch, err);
	for (size_t i = 0; good && i < used; i++) {
		unsigned deaths = 0;

		good = settle(&parts[i], &jobs[i], &deaths, watch, found, err);
	}
	ik_job_free(jobs, used);
	free(failures);
	free(jobs);
	free(parts);
	return good;
}
