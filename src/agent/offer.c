/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offer.c: the index and the steps of the source. */
#include "config.h"

#include "agent/offer.h"

#include <stdlib.h>
#include <string.h>

#include "agent/cure.h"
#include "base/alloc.h"
#include "base/built.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/source_url.h"

static const char index_name[] = IK_OFFER_INDEX, steps_name[] = IK_OFFER_STEPS;

struct ik_carrier ik_offer_carrier(const struct ik_agent_state *state, const char *source)
{
	return (struct ik_carrier){
		.source = source ? source : state->settings.source,
		.pin = &state->certificate,
		/* After a recovery nobody believes it any more. */
		.before = state->trust.left_by_recovery ? NULL : &state->before,
		.ca = state->settings.ca,
	};
}

void ik_offer_begin(const struct ik_agent_state *state, const char *source, struct ik_offer *out)
{
	*out = (struct ik_offer){
		.state = state,
		.carrier = ik_offer_carrier(state, source),
		.sequence = state->trust.pin.sequence,
	};
}

struct ik_clock_now ik_offer_clock(int64_t now)
{
	return (struct ik_clock_now){.now = now, .tells = now >= ik_built_at};
}

/* --- reading ---------------------------------------------------------------------------------- */

/* What ERR, which may be none, is about, and what is to be done where that is known. */
static void say_more(const struct ik_offer *offer, const char *name, struct ik_error *err)
{
	const char *cure = NULL;
	char *below;

	if (err->id == IK_E_NONE)
		return;
	ik_cure_about(err, name);
	if (err->id == IK_E_SOURCE_LACKS)
		cure = "inkan publish --refresh";
	/* Of a directory it is said here what is closed. */
	else if (err->id == IK_E_SOURCE_FORBIDDEN && ik_source_is_web(offer->carrier.source))
		cure = "inkan check";
	if (cure == NULL)
		return;
	below = ik_error_below(err);
	ik_error_detail(err, _("%s. On the server: %s"), below, cure);
	free(below);
}

/* That it is signed by the certificate that it names, and when that was valid. */
static bool is_signed(const struct ik_opened *index, struct ik_error *err)
{
	const struct ik_sha256 *certificate = &index->items[0].to;
	const struct ik_signed by = ik_opened_as_signed(index);

	if (!by.verified(by.context, 0, certificate))
		return ik_fail(err, IK_E_AGENT_SIGNER, index_name);
	return ik_opened_in_validity(index, 0, certificate)
	       || ik_fail(err, IK_E_AGENT_SIGNED_WHEN, index_name);
}

static bool read_index(void *context, struct ik_signed *out)
{
	struct ik_offer *offer = context;
	struct ik_error *err = &offer->index_error;
	struct ik_buffer text = {0};

	ik_error_clear(err);
	ik_carrier_end(&offer->carrier);
	ik_opened_free(&offer->index);

	bool good = ik_carry_get(&offer->carrier, index_name, IK_INDEX_SIZE_MAX, &text, err)
		    && ik_opened_one(text.data, text.size, IK_STATEMENT_INDEX, &offer->index, err)
		    && is_signed(&offer->index, err);

	if (good)
		*out = ik_opened_as_signed(&offer->index);
	else
		ik_opened_free(&offer->index);
	if (!good)
		say_more(offer, index_name, err);
	ik_buffer_free(&text);
	return good;
}

/* The number of the index, whose steps were there before it was: as long as there is no other
 * index, whatever a cache keeps under it is new enough.  Under the pin's number, which stays, it
 * would hand out what was there when the first agent asked. */
static uint64_t number_of(const struct ik_offer *offer)
{
	return offer->index.n > 0 ? offer->index.items[0].sequence : offer->sequence;
}

static bool read_steps(void *context, bool anew, struct ik_steps *out)
{
	struct ik_offer *offer = context;
	struct ik_opened *steps = &offer->steps[anew];
	struct ik_error why = {0};
	struct ik_buffer text = {0};

	ik_opened_free(steps);
	offer->has_steps[anew] = false;

	bool good = (anew ? ik_carry_get_anew(&offer->carrier, steps_name, number_of(offer),
					      IK_BUNDLE_SIZE_MAX, &text, &why)
			  : ik_carry_get(&offer->carrier, steps_name, IK_BUNDLE_SIZE_MAX, &text,
					 &why))
		    && ik_opened_steps(text.data, text.size, steps, &why);

	say_more(offer, steps_name, &why);
	/* Where there is no cache on the way nothing was asked. */
	if (!anew || why.id != IK_E_NONE)
		offer->steps_error = why;
	offer->has_steps[anew] = good;
	*out = ik_opened_as_steps(steps);
	ik_buffer_free(&text);
	return good;
}

struct ik_source ik_offer_source(struct ik_offer *offer)
{
	return (struct ik_source){read_index, read_steps, offer};
}

/* What was read last, once more. */
static bool recall_index(void *context, struct ik_signed *out)
{
	const struct ik_offer *offer = context;

	if (offer->index.n > 0)
		*out = ik_opened_as_signed(&offer->index);
	return offer->index.n > 0;
}

static bool recall_steps(void *context, bool anew, struct ik_steps *out)
{
	const struct ik_offer *offer = context;

	*out = ik_opened_as_steps(&offer->steps[anew]);
	return offer->has_steps[anew];
}

void ik_offer_free(struct ik_offer *offer)
{
	ik_carrier_end(&offer->carrier);
	ik_opened_free(&offer->index);
	for (size_t i = 0; i < IK_COUNT(offer->steps); i++)
		ik_opened_free(&offer->steps[i]);
}

/* --- judging ---------------------------------------------------------------------------------- */

bool ik_offer_fail_date(enum ik_error_id id, const char *what, int64_t when, struct ik_error *err)
{
	char *date = ik_date_zoned(when);

	ik_fail(err, id, what, date);
	free(date);
	return false;
}

static bool fail_fork(const struct ik_offer *offer, const struct ik_walked *how,
		      struct ik_error *err)
{
	char one[IK_SHA256_HEX + 1], other[IK_SHA256_HEX + 1];

	ik_sha256_hex(&how->ends[0], one);
	ik_sha256_hex(&how->ends[1], other);
	ik_fail(err, IK_E_AGENT_FORK);
	ik_error_detail(err, "SHA-256 %s, %s", one, other);
	return ik_cure(err, ik_cure_again(offer->state));
}

/* The mirror lags, the agent waits for the end of its grace, or there is a reason not to. */
static bool judge_behind(const struct ik_offer *offer, const struct ik_trust *trust,
			 struct ik_clock_now clock, struct ik_error *err)
{
	const struct ik_statement *index = offer->index.n > 0 ? offer->index.items : NULL;

	if (!index)
		return ik_pass(err, &offer->index_error);
	if (!ik_sha256_equal(&index->to, &trust->pin.certificate))
		return offer->steps_error.id == IK_E_NONE
		       || offer->steps_error.id == IK_E_SOURCE_LACKS
		       || ik_pass(err, &offer->steps_error);
	if (index->sequence < trust->pin.sequence && clock.tells && index->expires < clock.now)
		return ik_fail(err, IK_E_AGENT_SEQUENCE, index_name);
	return true;
}

bool ik_offer_judge(const struct ik_offer *offer, const struct ik_trust *trust,
		    enum ik_follow_end end, const struct ik_walked *how, struct ik_clock_now clock,
		    struct ik_error *err)
{
	const struct ik_statement *index = offer->index.items;

	switch (end) {
	case IK_FOLLOW_BEHIND:
		return judge_behind(offer, trust, clock, err);
	case IK_FOLLOW_UNREACHED:
		return ik_pass(err, &offer->index_error);
	case IK_FOLLOW_FORK:
		return fail_fork(offer, how, err);
	case IK_FOLLOW_GAP:
		ik_fail(err, IK_E_AGENT_GAP, offer->carrier.source);
		return ik_cure(err, ik_cure_again(offer->state));
	case IK_FOLLOW_EXPIRED:
		return ik_offer_fail_date(IK_E_AGENT_EXPIRED, index_name, index->expires, err);
	case IK_FOLLOW_CLOCK:
		return ik_offer_fail_date(IK_E_AGENT_CLOCK, index_name, index->issued, err);
	case IK_FOLLOW_CONFIRMED:
	case IK_FOLLOW_END_COUNT:
		break;
	}
	return true;
}

/* --- keeping ---------------------------------------------------------------------------------- */

static bool is_of(const struct ik_buffer *pem, const struct ik_sha256 *sha256)
{
	return pem->size > 0 && ik_pin_is_of(pem->data, pem->size, sha256);
}

/* The certificate called SHA256 among all who signed; NULL: nobody has it. */
static const struct ik_buffer *find(const struct ik_offer *offer, const struct ik_opened *own,
				    const struct ik_sha256 *sha256)
{
	const struct ik_opened *const places[] = {
		own,
		offer ? &offer->index : NULL,
		offer ? &offer->steps[0] : NULL,
		offer ? &offer->steps[1] : NULL,
	};
	const struct ik_buffer *der = NULL;

	for (size_t i = 0; i < IK_COUNT(places) && !der; i++)
		if (places[i])
			der = ik_opened_certificate(places[i], sha256);
	return der;
}

/* The one left last is mostly the pin of before. */
static bool take_before(struct ik_agent_state *state, const struct ik_offer *offer,
			const struct ik_opened *own, struct ik_error *err)
{
	const struct ik_trust *trust = &state->trust;

	if (trust->has_before && is_of(&state->before, &trust->before))
		return true;
	if (!trust->has_before || !is_of(&state->certificate, &trust->before))
		return ik_agent_set_before(
			state, trust->has_before ? find(offer, own, &trust->before) : NULL, err);
	ik_buffer_free(&state->before);
	ik_buffer_add(&state->before, state->certificate.data, state->certificate.size);
	return true;
}

static bool take_certificates(struct ik_agent_state *state, const struct ik_offer *offer,
			      const struct ik_opened *own, struct ik_error *err)
{
	const struct ik_sha256 *pin = &state->trust.pin.certificate;

	if (!take_before(state, offer, own, err))
		return false;
	if (is_of(&state->certificate, pin))
		return true;

	const struct ik_buffer *der = find(offer, own, pin);

	/* Both ends of a step have signed it, so that it is there. */
	return der ? ik_agent_set_certificate(state, der, err)
		   : ik_fail(err, IK_E_STATEMENT_DAMAGED, steps_name);
}

/* Whether what STATE would be stored as is BEFORE. */
static bool is_as(const struct ik_agent_state *state, const struct ik_buffer *before)
{
	struct ik_buffer text = {0};
	bool same;

	ik_pin_write(state, &text);
	same = ik_buffer_equal(&text, before);
	ik_buffer_free(&text);
	return same;
}

bool ik_offer_keep(struct ik_agent_state *state, const struct ik_offer *offer,
		   const struct ik_opened *own, const struct ik_buffer *before,
		   struct ik_error *err)
{
	return take_certificates(state, offer, own, err)
	       && (is_as(state, before) || ik_agent_store(state, err));
}

/* --- settling --------------------------------------------------------------------------------- */

/* Another process has enrolled this agent elsewhere, so what was read says nothing any more. */
static void drop(struct ik_offer *offer, const char *path)
{
	ik_opened_free(&offer->index);
	for (size_t i = 0; i < IK_COUNT(offer->steps); i++)
		offer->has_steps[i] = false;
	ik_error_clear(&offer->index_error);
	ik_fail(&offer->index_error, IK_E_AGENT_BUSY, path);
}

struct settling {
	struct ik_agent_state *state;
	struct ik_offer *offer;
	struct ik_buffer before; /* what is on disk, as far as this knows */
	ik_offer_decide *decide;
	void *context;
};

/* Another process has stored its own decision meanwhile, and this one is to be made from there. */
static bool decide_again(struct settling *settling, struct ik_error *err)
{
	struct ik_agent_state *state = settling->state;
	struct ik_carrier *carrier = &settling->offer->carrier;
	const struct ik_source again = {recall_index, recall_steps, settling->offer};
	const bool is_own = carrier->source == state->settings.source;
	char *source = ik_strdup(carrier->source);
	bool good = ik_agent_load(state, err);

	/* What was lent is another one. */
	ik_carrier_end(carrier);
	carrier->ca = state->settings.ca;
	if (is_own)
		carrier->source = state->settings.source;
	if (strcmp(source, carrier->source) != 0)
		drop(settling->offer, state->path);
	free(source);
	if (!good)
		return false;
	ik_buffer_free(&settling->before);
	ik_pin_write(state, &settling->before);
	settling->decide(settling->context, &state->trust, &again);
	return true;
}

/* What was decided is kept, of an agent that is what it was or has become another. */
static bool keep_decided(struct settling *settling, const struct ik_opened *own,
			 struct ik_error *err)
{
	struct ik_agent_state *state = settling->state;
	bool good;

	/* Until the pin is written it is in memory only. */
	state->stored = false;
	if (!state->may_store)
		return ik_offer_keep(state, settling->offer, own, &settling->before, err);
	good = ik_agent_lock(state, err)
	       && (ik_agent_is_as_read(state) || decide_again(settling, err))
	       && ik_offer_keep(state, settling->offer, own, &settling->before, err);
	ik_agent_unlock(state);
	return good;
}

bool ik_offer_settle(struct ik_agent_state *state, struct ik_offer *offer,
		     const struct ik_source *source, const struct ik_opened *own,
		     ik_offer_decide *decide, void *context, struct ik_error *err)
{
	struct settling settling = {
		.state = state, .offer = offer, .decide = decide, .context = context};
	bool good;

	ik_pin_write(state, &settling.before);
	decide(context, &state->trust, source);
	good = is_as(state, &settling.before) || keep_decided(&settling, own, err);
	ik_buffer_free(&settling.before);
	return good;
}
