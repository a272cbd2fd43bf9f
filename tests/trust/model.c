/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.c: the server of the random histories: what it does, and what it publishes. */
#include "trust/model.h"

#include <string.h>

#include "base/alloc.h"
#include "trust/lead.h"

/* xorshift64*, Vigna 2016: every machine plays the same histories. */
unsigned chance(struct model *model, unsigned n)
{
	model->random ^= model->random >> 12;
	model->random ^= model->random << 25;
	model->random ^= model->random >> 27;
	return (unsigned)((model->random * UINT64_C(2685821657736338717)) >> 33) % n;
}

bool once_in(struct model *model, unsigned n)
{
	return chance(model, n) == 0;
}

struct ik_sha256 sha256_of(int certificate)
{
	return (struct ik_sha256){{(uint8_t)(certificate + 1)}};
}

int certificate_of(const struct ik_sha256 *sha256)
{
	return sha256->bytes[0] - 1;
}

bool is_full(const struct model *model)
{
	return model->n_sayings + 8 > SAYINGS || model->n_certificates + 4 > CERTIFICATES
	       || model->n_published + 2 > PUBLISHED;
}

int say(struct model *model, struct ik_statement says, int key, int other, bool genuine)
{
	model->sayings[model->n_sayings] = (struct saying){.says = says,
							   .keys = {key, other},
							   .genuine = genuine,
							   .public = !genuine,
							   .event = model->event};
	return (int)model->n_sayings++;
}

bool says_under(const struct model *model, int saying, const struct ik_sha256 *certificate)
{
	const int *keys = model->sayings[saying].keys;
	int who = certificate_of(certificate);

	return who >= 0 && who < (int)model->n_certificates
	       && (keys[0] == model->certificates[who].key
		   || keys[1] == model->certificates[who].key);
}

int new_certificate(struct model *model, int key)
{
	model->certificates[model->n_certificates] = (struct certificate){
		.key = key == NOBODY ? model->n_keys++ : key};
	return (int)model->n_certificates++;
}

static int key_of(const struct model *model, int certificate)
{
	return model->certificates[certificate].key;
}

static int64_t server_clock(const struct model *model)
{
	return model->now + model->server_off;
}

static uint64_t next_number(struct model *model)
{
	uint64_t clock = (uint64_t)server_clock(model);

	model->last_number = model->last_number >= clock ? model->last_number + 1 : clock;
	return model->last_number;
}

static bool knows(const struct held *held, int certificate)
{
	for (size_t i = 0; i < held->n_known; i++)
		if (held->known[i] == certificate)
			return true;
	return false;
}

static void learn(struct held *held, int certificate)
{
	if (!knows(held, certificate))
		held->known[held->n_known++] = certificate;
}

static bool has_step(const struct held *held, int step)
{
	for (size_t i = 0; i < held->n_steps; i++)
		if (held->steps[i] == step)
			return true;
	return false;
}

static void count(struct held *held, int step)
{
	if (!has_step(held, step))
		held->steps[held->n_steps++] = step;
}

struct asked {
	const struct model *model;
	const int *sayings;
};

static bool step_verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	const struct asked *asked = context;

	return says_under(asked->model, asked->sayings[which], certificate);
}

/* The steps that lead to the one in use, as the room chooses them. */
static void derive(struct model *model, struct published *out)
{
	const struct held *server = &model->server;
	struct ik_statement statements[SAYINGS];
	struct ik_sha256 in_use = sha256_of(server->in_use);
	struct asked asked = {model, server->steps};
	struct ik_steps steps = {statements, server->n_steps, step_verified, &asked};
	size_t chosen[SAYINGS];

	for (size_t i = 0; i < server->n_steps; i++)
		statements[i] = model->sayings[server->steps[i]].says;
	out->n_steps = ik_steps_that_lead(&steps, &in_use, chosen, SAYINGS);
	for (size_t i = 0; i < out->n_steps; i++)
		out->steps[i] = server->steps[chosen[i]];
	if (model->planted == PLANTED_DEAD_ENDS_PUBLISHED) {
		out->n_steps = server->n_steps;
		memcpy(out->steps, server->steps, sizeof(out->steps));
	}
	if (model->planted == PLANTED_UNFINISHED_PUBLISHED && model->unfinished != NOBODY)
		out->steps[out->n_steps++] = model->unfinished;
}

static void publish(struct model *model)
{
	struct published *out = &model->published[model->n_published++];
	int in_use = model->server.in_use, recovery = model->server.recovery;
	struct ik_statement index = {
		.kind = IK_STATEMENT_INDEX,
		.sequence = next_number(model),
		.to = sha256_of(in_use),
		.has_recovery = recovery != NOBODY,
		.issued = server_clock(model),
		.expires = server_clock(model) + 14 * DAY,
	};

	if (recovery != NOBODY)
		index.recovery = sha256_of(recovery);
	derive(model, out);
	out->index = say(model, index, key_of(model, in_use), NOBODY, true);
	model->sayings[out->index].public = true;
	for (size_t i = 0; i < out->n_steps; i++)
		model->sayings[out->steps[i]].public = true;
}

static void put_in_use(struct model *model, int certificate)
{
	learn(&model->server, certificate);
	model->server.in_use = certificate;
	model->certificates[certificate].used = true;
	model->certificates[certificate].until = model->event;
	publish(model);
}

/* A switch as the room's caller makes it: the step first, then the switch, unless it is CUT. */
static void switch_to(struct model *model, int certificate, bool cut)
{
	int from = model->server.in_use;
	struct ik_statement step = {
		.kind = IK_STATEMENT_HANDOVER,
		.sequence = next_number(model),
		.from = sha256_of(from),
		.to = sha256_of(certificate),
		.issued = server_clock(model),
	};
	int said;

	if (certificate == from) {
		publish(model);
		return;
	}
	said = say(model, step, key_of(model, from), key_of(model, certificate), true);
	model->unfinished = cut ? said : NOBODY;
	if (cut) {
		if (model->planted == PLANTED_UNFINISHED_PUBLISHED)
			publish(model);
		return;
	}
	count(&model->server, said);
	put_in_use(model, certificate);
}

/* Whoever says that a key may have leaked says that a thief has it. */
static void burn(struct model *model)
{
	for (size_t i = 0; i < model->server.n_known; i++)
		model->thief_has[key_of(model, model->server.known[i])] = true;
	model->server.n_known = 0;
}

/* A key never used here in place of one that leaked; the step is signed by RECOVERY, or there is
 * none. */
static void recover(struct model *model, int recovery)
{
	int fresh = new_certificate(model, NOBODY);
	int after = recovery == NOBODY || !once_in(model, 4) ? recovery
							     : new_certificate(model, NOBODY);

	burn(model);
	model->server.recovery = after;
	if (recovery != NOBODY) {
		struct ik_statement step = {
			.kind = IK_STATEMENT_RECOVERY,
			.sequence = next_number(model),
			.to = sha256_of(fresh),
			.has_recovery = true,
			.recovery = sha256_of(after),
			.issued = server_clock(model),
		};

		count(&model->server,
		      say(model, step, key_of(model, recovery), key_of(model, fresh), true));
	}
	model->unfinished = NOBODY;
	put_in_use(model, fresh);
}

/* A server that begins anew waits until its numbers would not fall: the manual says so. */
static void begin_anew(struct model *model)
{
	model->server_off = 0;
	if (model->now <= (int64_t)model->last_number)
		model->now = (int64_t)model->last_number + 1;
	model->last_number = 0;
	model->unfinished = NOBODY;
}

static void reinstall(struct model *model)
{
	int in_use = model->server.in_use;

	begin_anew(model);
	model->server = (struct held){
		.in_use = in_use, .recovery = once_in(model, 2) ? model->server.recovery : NOBODY};
	put_in_use(model, in_use);
}

/* A backup into a machine that has nothing.  Where it is from before a recovery, who has not heard
 * of that recovery can be told of it by anybody, for ever: keys that were given up are in use
 * again, and no number of theirs may hold up a recovery. */
static void restore_anew(struct model *model, const struct held *backup)
{
	begin_anew(model);
	for (size_t i = 0; i < model->n_sayings; i++)
		if (model->sayings[i].says.kind == IK_STATEMENT_RECOVERY)
			model->sayings[i].undone |= !has_step(backup, (int)i);
	model->server = *backup;
	put_in_use(model, backup->in_use);
}

/* A backup into the store that there is, and its certificate in use again or not. */
static void restore_here(struct model *model, const struct held *backup)
{
	bool usable = false;

	for (size_t i = 0; i < backup->n_known; i++)
		if (!model->thief_has[key_of(model, backup->known[i])])
			learn(&model->server, backup->known[i]);
	for (size_t i = 0; i < backup->n_steps; i++)
		count(&model->server, backup->steps[i]);
	if (model->server.recovery == NOBODY)
		model->server.recovery = backup->recovery;
	usable = knows(&model->server, backup->in_use);
	if (usable && once_in(model, 2))
		switch_to(model, backup->in_use, false);
	else
		publish(model);
}

static void restore(struct model *model)
{
	const struct held *backup;

	if (model->n_backups == 0)
		return;
	backup = &model->backups[chance(model, (unsigned)model->n_backups)];
	if (once_in(model, 2))
		restore_anew(model, backup);
	else
		restore_here(model, backup);
}

static void back_up(struct model *model)
{
	if (model->n_backups < BACKUPS)
		model->backups[model->n_backups++] = model->server;
}

/* The key of one certificate that was or is in use gets to a thief, and nobody knows. */
static void leak(struct model *model)
{
	const struct held *server = &model->server;
	int which = server->known[chance(model, (unsigned)server->n_known)];

	if (which != server->in_use || once_in(model, 8))
		model->thief_has[key_of(model, which)] = true;
}

/* A second server with the same certificate, or with another one of the same key, replaces it. */
static void neighbour_acts(struct model *model)
{
	int ours = model->server.in_use, theirs = ours, next;
	struct ik_statement step = {.kind = IK_STATEMENT_HANDOVER},
			    index = {
				    .kind = IK_STATEMENT_INDEX,
				    .sequence = (uint64_t)model->now,
				    .issued = model->now,
				    .expires = model->now + 14 * DAY,
			    };

	if (once_in(model, 2))
		model->shared[ours] = true;
	else
		theirs = new_certificate(model, key_of(model, ours));
	index.to = sha256_of(theirs);
	say(model, index, key_of(model, theirs), NOBODY, false);
	next = new_certificate(model, NOBODY);
	step.sequence = (uint64_t)model->now + 1;
	step.from = sha256_of(theirs);
	step.to = sha256_of(next);
	say(model, step, key_of(model, theirs), key_of(model, next), false);
	index.sequence += 2;
	index.to = step.to;
	say(model, index, key_of(model, next), NOBODY, false);
}

static int one_known(struct model *model)
{
	return model->server.known[chance(model, (unsigned)model->server.n_known)];
}

static void change_recovery(struct model *model)
{
	model->server.recovery = new_certificate(model, NOBODY);
	publish(model);
}

void server_acts(struct model *model)
{
	bool cut = once_in(model, 5);

	model->event++;
	model->now += 1 + chance(model, 40 * DAY);
	if (is_full(model))
		return;
	switch (chance(model, 18)) {
	case 0:
	case 1:
	case 2:
	case 3: /* create or import, a cut one now and then */
		switch_to(model, new_certificate(model, NOBODY), cut);
		break;
	case 4:
	case 5: /* a renewal with the same key */
		switch_to(model, new_certificate(model, key_of(model, model->server.in_use)), cut);
		break;
	case 6:
	case 7:
	case 8: /* a rollback */
		switch_to(model, one_known(model), cut);
		break;
	case 9:
		restore(model);
		break;
	case 10:
		back_up(model);
		break;
	case 11:
		leak(model);
		break;
	case 12:
		neighbour_acts(model);
		break;
	case 13:
		change_recovery(model);
		break;
	case 14: /* a recovery, or a leak that none answers */
		recover(model, once_in(model, 4) ? NOBODY : model->server.recovery);
		break;
	case 15:
		if (once_in(model, 3))
			reinstall(model);
		break;
	case 16: /* the clock a year ahead, or right again */
		model->server_off = model->server_off ? 0 : 365 * DAY;
		break;
	default:
		publish(model);
	}
	model->certificates[model->server.in_use].until = model->event;
}

void model_begin(struct model *model, uint64_t seed, enum planted planted)
{
	*model = (struct model){
		.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1,
		.planted = planted,
		.now = 1000 * DAY,
		.unfinished = NOBODY,
		.server = {.in_use = NOBODY, .recovery = NOBODY},
	};
	put_in_use(model, new_certificate(model, NOBODY));
}
