/* SPDX-License-Identifier: GPL-3.0-or-later */
/* actors.c: the agents of the random histories, who feeds them, and what they are held against. */
#include "trust/model.h"

#include <string.h>

/* What an agent is shown. */
struct shown {
	const struct model *model;
	struct ik_trust *trust; /* of who looks; NULL at enrolment */
	int index[2];           /* read first, and from then on; NOBODY: none */
	unsigned reads;
	struct ik_statement read; /* what was read last */
	int last;                 /* and which saying that was */
	int steps[SAYINGS];
	struct ik_statement statements[SAYINGS];
	size_t n_steps;
};

static bool index_verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	const struct shown *shown = context;

	return which == 0 && says_under(shown->model, shown->last, certificate);
}

static bool step_verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	const struct shown *shown = context;

	return says_under(shown->model, shown->steps[which], certificate);
}

/* Makes the room behave as if it had the planted fault, by what it is told. */
static void plant(struct shown *shown)
{
	const struct ik_pin *pin = shown->trust ? &shown->trust->pin : NULL;

	if (pin && shown->model->planted == PLANTED_NUMBER_NOT_RAISED)
		shown->read.sequence = pin->sequence > 0 ? pin->sequence : 1;
	if (pin && shown->model->planted == PLANTED_SIGNATURE_IS_ENOUGH)
		shown->read.to = pin->certificate;
}

static bool read_index(void *context, struct ik_signed *out)
{
	struct shown *shown = context;

	shown->last = shown->index[shown->reads++ > 0];
	if (shown->last == NOBODY)
		return false;
	shown->read = shown->model->sayings[shown->last].says;
	plant(shown);
	*out = (struct ik_signed){&shown->read, index_verified, shown};
	return true;
}

static struct ik_steps steps_of(struct shown *shown)
{
	for (size_t i = 0; i < shown->n_steps; i++)
		shown->statements[i] = shown->model->sayings[shown->steps[i]].says;
	return (struct ik_steps){shown->statements, shown->n_steps, step_verified, shown};
}

static bool read_steps(void *context, bool anew, struct ik_steps *out)
{
	*out = steps_of(context);
	return !anew;
}

static struct ik_source source_of(struct shown *shown)
{
	return (struct ik_source){read_index, read_steps, shown};
}

/* All files of now. */
static void show_truth(const struct model *model, struct shown *shown)
{
	const struct published *now = &model->published[model->n_published - 1];

	shown->index[0] = shown->index[1] = now->index;
	shown->n_steps = now->n_steps;
	memcpy(shown->steps, now->steps, now->n_steps * sizeof(*now->steps));
}

/* One of the sayings of KIND that are public; NOBODY: none was met. */
static int pick(struct model *model, enum ik_statement_kind kind)
{
	for (unsigned tries = 0; tries < 24; tries++) {
		int which = (int)chance(model, (unsigned)model->n_sayings);

		if (model->sayings[which].public && model->sayings[which].says.kind == kind)
			return which;
	}
	return NOBODY;
}

static int thieves_certificate(const struct model *model)
{
	for (size_t i = 0; i < model->n_certificates; i++)
		if (model->thief_has[model->certificates[i].key])
			return (int)i;
	return NOBODY;
}

/* A thief signs what he likes with the keys he has: a step to a certificate of his own, an index
 * for it, or one that keeps agents where they are. */
static void forge(struct model *model)
{
	int from = thieves_certificate(model), to, key;
	uint64_t number = (uint64_t)model->now + (once_in(model, 2) ? 0 : IK_SEQUENCE_MAX / 2);
	struct ik_statement step = {.kind = IK_STATEMENT_HANDOVER, .sequence = number},
			    index = {.kind = IK_STATEMENT_INDEX,
				     .sequence = number + 1,
				     .issued = model->now,
				     .expires = model->now + DAY};

	if (from == NOBODY || is_full(model))
		return;
	key = model->certificates[from].key;
	to = new_certificate(model, NOBODY);
	model->thief_has[model->certificates[to].key] = true;
	step.from = sha256_of(from);
	step.to = sha256_of(to);
	say(model, step, key, model->certificates[to].key, false);
	index.to = once_in(model, 2) ? step.from : step.to;
	say(model, index, key, model->certificates[to].key, false);
}

/* Any subset or mixture of what was ever published, also between two reads. */
static void show_mixture(struct model *model, struct shown *shown)
{
	if (once_in(model, 3))
		forge(model);
	for (size_t i = 0; i < 2; i++)
		shown->index[i] = once_in(model, 6) ? NOBODY : pick(model, IK_STATEMENT_INDEX);
	shown->n_steps = 0;
	for (size_t i = 0; i < model->n_sayings; i++) {
		enum ik_statement_kind kind = model->sayings[i].says.kind;

		if (model->sayings[i].public && !once_in(model, 3)
		    && (kind == IK_STATEMENT_HANDOVER || kind == IK_STATEMENT_RECOVERY))
			shown->steps[shown->n_steps++] = (int)i;
	}
}

/* Where an agent stands in a search. */
struct stand {
	int certificate;
	uint64_t number, recovered;
	int recovery; /* NOBODY: none */
};

static struct stand stand_of(const struct ik_pin *pin)
{
	return (struct stand){certificate_of(&pin->certificate), pin->sequence, pin->recovered,
			      pin->has_recovery ? certificate_of(&pin->recovery) : NOBODY};
}

/* Whether SAYING can be taken from AT, which then is where it leads. */
static bool step_on(const struct model *model, int saying, struct stand *at)
{
	const struct ik_statement *says = &model->sayings[saying].says;

	if (says->kind == IK_STATEMENT_RECOVERY) {
		struct ik_sha256 recovery = sha256_of(at->recovery);

		if (at->recovery == NOBODY || says->sequence <= at->recovered
		    || !says_under(model, saying, &recovery))
			return false;
		at->recovered = says->sequence;
		at->recovery = certificate_of(&says->recovery);
	} else if (says->kind != IK_STATEMENT_HANDOVER || says->sequence <= at->number
		   || certificate_of(&says->from) != at->certificate) {
		return false;
	}
	at->certificate = certificate_of(&says->to);
	at->number = says->sequence;
	return true;
}

struct search {
	const struct model *model;
	int goal; /* a certificate; NOBODY: one whose key somebody else has */
	const int *steps;
	size_t n;
	bool seen[SAYINGS];
};

static bool is_goal(const struct search *search, int certificate)
{
	const struct model *model = search->model;

	if (search->goal != NOBODY)
		return certificate == search->goal;
	return model->thief_has[model->certificates[certificate].key] || model->shared[certificate];
}

/* Tries every step in any order, each once: where a step leads does not depend on the way to it,
 * but for the recovery key, and of recoveries each is tried. */
static bool reaches(struct search *search, struct stand at)
{
	if (is_goal(search, at.certificate))
		return true;
	for (size_t i = 0; i < search->n; i++) {
		struct stand next = at;
		int saying = search->steps[i];

		if (search->seen[saying] || !step_on(search->model, saying, &next))
			continue;
		search->seen[saying] = true;
		if (reaches(search, next))
			return true;
	}
	return false;
}

/* There is a way of rising numbers over what the server has to the certificate in use. */
static bool could_follow(const struct model *model, const struct ik_pin *pin)
{
	struct search search = {.model = model,
				.goal = model->server.in_use,
				.steps = model->server.steps,
				.n = model->server.n_steps};

	return reaches(&search, stand_of(pin));
}

static bool has_missed_what_was_undone(const struct model *model, const struct ik_pin *pin)
{
	for (size_t i = 0; i < model->n_sayings; i++) {
		struct stand at = stand_of(pin);

		if (model->sayings[i].undone && step_on(model, (int)i, &at))
			return true;
	}
	return false;
}

/* Somebody else has the key of the pin, of a certificate on a way from it, or of its recovery. */
static bool is_exposed(const struct model *model, const struct ik_pin *pin)
{
	int steps[SAYINGS];
	struct search search = {.model = model, .goal = NOBODY, .steps = steps};

	if (pin->has_recovery
	    && model->thief_has[model->certificates[certificate_of(&pin->recovery)].key])
		return true;
	if (has_missed_what_was_undone(model, pin))
		return true;
	for (size_t i = 0; i < model->n_sayings; i++)
		if (model->sayings[i].genuine)
			steps[search.n++] = (int)i;
	return reaches(&search, stand_of(pin));
}

static bool is_led(const struct model *model, const struct agent *agent)
{
	const struct certificate *end =
		&model->certificates[certificate_of(&agent->trust.pin.certificate)];

	return !end->used || end->until < agent->accepted;
}

/* What was accepted last, if it was the server's. */
static void note_accepted(const struct model *model, struct agent *agent, const struct shown *shown)
{
	const struct saying *index;

	if (shown->reads == 0 || shown->last == NOBODY)
		return;
	index = &model->sayings[shown->last];
	if (index->genuine && index->event > agent->accepted)
		agent->accepted = index->event;
}

static void judge_led(struct model *model, struct agent *agent, bool exposed)
{
	if (!is_led(model, agent))
		return;
	if (!exposed)
		model->fault = "an agent was led away";
	agent->enrolled = false;
}

static struct ik_clock_now clock_of(struct model *model)
{
	int64_t off = !once_in(model, 6) ? 0 : once_in(model, 2) ? 365 * DAY : -365 * DAY;

	return (struct ik_clock_now){model->now + off, true};
}

static void enrol(struct model *model, struct agent *agent)
{
	struct shown shown = {.model = model};
	struct ik_source source = source_of(&shown);
	struct ik_sha256 which = sha256_of(model->server.in_use);
	struct ik_clock_now clock = clock_of(model);

	show_truth(model, &shown);
	agent->accepted = 0;
	agent->enrolled = ik_enrol(&agent->trust, &which, &source, clock, NULL)
			  == IK_FOLLOW_CONFIRMED;
	if (agent->enrolled)
		note_accepted(model, agent, &shown);
}

static void update(struct model *model, struct agent *agent, bool truth)
{
	struct shown shown = {.model = model, .trust = &agent->trust};
	struct ik_source source = source_of(&shown);
	struct ik_clock_now clock = clock_of(model);
	bool could, exposed;
	enum ik_follow_end end;

	if (truth)
		show_truth(model, &shown);
	else
		show_mixture(model, &shown);
	could = could_follow(model, &agent->trust.pin);
	exposed = is_exposed(model, &agent->trust.pin);
	end = ik_update(&agent->trust, &source, clock, NULL);
	if (end == IK_FOLLOW_CONFIRMED || end == IK_FOLLOW_EXPIRED)
		note_accepted(model, agent, &shown);
	if (truth && could && certificate_of(&agent->trust.pin.certificate) != model->server.in_use)
		model->fault = "an agent could follow and did not";
	judge_led(model, agent, exposed);
}

static int new_message(struct model *model)
{
	int64_t clock = model->now + model->server_off;
	struct ik_statement message = {
		.kind = IK_STATEMENT_MESSAGE, .issued = clock, .expires = clock + 30 * DAY};
	int said = say(model, message, model->certificates[model->server.in_use].key, NOBODY, true);

	model->sayings[said].public = true;
	return said;
}

/* A message of now with the steps that come with it, ten at most, or one of the public ones with
 * what somebody put beside it. */
static void verify(struct model *model, struct agent *agent, bool truth)
{
	struct shown own = {.model = model}, published = {.model = model, .trust = &agent->trust};
	struct ik_source source = source_of(&published);
	struct ik_clock_now clock = clock_of(model);
	bool asks = once_in(model, 2), could, exposed;
	struct ik_signed message;
	struct ik_steps steps;
	enum ik_message_end end;

	if (truth) {
		show_truth(model, &own);
		own.n_steps = own.n_steps > 10 ? 10 : own.n_steps;
		own.last = new_message(model);
	} else {
		show_mixture(model, &own);
		own.last = pick(model, IK_STATEMENT_MESSAGE);
	}
	if (own.last == NOBODY)
		return;
	show_mixture(model, &published);
	own.read = model->sayings[own.last].says;
	message = (struct ik_signed){&own.read, index_verified, &own};
	steps = steps_of(&own);
	could = could_follow(model, &agent->trust.pin);
	exposed = is_exposed(model, &agent->trust.pin);
	end = ik_verify(&agent->trust, &message, &steps, asks ? &source : NULL, clock, NULL);
	if (agent->trust.confirmed == clock.now)
		note_accepted(model, agent, &published);
	if (truth && could && own.n_steps < 10 && clock.now == model->now && model->server_off == 0
	    && end != IK_MESSAGE_TAKEN)
		model->fault = "a message of the server was not taken";
	judge_led(model, agent, exposed);
}

void agent_acts(struct model *model)
{
	struct agent *agent = &model->agents[chance(model, AGENTS)];

	model->now += 1 + chance(model, 2 * DAY);
	if (!agent->enrolled)
		enrol(model, agent);
	else if (once_in(model, 3) && !is_full(model))
		verify(model, agent, once_in(model, 2));
	else
		update(model, agent, once_in(model, 2));
}
