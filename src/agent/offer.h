/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offer.h: what the source publishes, read and opened whenever a decision (trust/follow.h) asks
 * for it, with the reason where it could not be. */
#ifndef IK_AGENT_OFFER_H
#define IK_AGENT_OFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/carry.h"
#include "agent/state.h"
#include "base/error.h"
#include "trust/follow.h"
#include "trust/opened.h"

/* What the source has. */
#define IK_OFFER_INDEX "index"
#define IK_OFFER_STEPS "agent.pem"

struct ik_offer {
	const struct ik_agent_state *state;
	struct ik_carrier carrier;
	uint64_t sequence;         /* of the pin, to begin with */
	struct ik_opened index;    /* as it was read last; of n = 0 where it could not be */
	struct ik_opened steps[2]; /* likewise, and past caches */
	bool has_steps[2];         /* they could be read */
	struct ik_error index_error, steps_error; /* why not */
};

/* Carries files from and to SOURCE, or STATE's own if it is NULL, which is known by what STATE
 * trusts; both have to stay. */
struct ik_carrier ik_offer_carrier(const struct ik_agent_state *state, const char *source);

/* Nothing is read yet.  SOURCE instead of STATE's, if it is not NULL; both, and what they hold,
 * have to stay.  Free OUT with ik_offer_free(). */
void ik_offer_begin(const struct ik_agent_state *state, const char *source, struct ik_offer *out);

/* For ik_update(), ik_enrol() and ik_verify().  An index that its own certificate has not signed,
 * or not within its dates, is none that can be read: IK_E_AGENT_SIGNER, IK_E_AGENT_SIGNED_WHEN. */
struct ik_source ik_offer_source(struct ik_offer *offer);

/* Decides about TRUST what SOURCE offers. */
typedef void ik_offer_decide(void *context, struct ik_trust *trust, const struct ik_source *source);

/* Lets DECIDE read SOURCE, which reads OFFER, and stores what came of it, with the certificates out
 * of OFFER and of OWN, steps that came another way, which may be NULL.  Nothing is read under the
 * lock: where another process has stored something meanwhile, DECIDE is called once more, about
 * what that one stored and what was read already; if that is another source, nothing is known of
 * it, and OFFER->index_error is IK_E_AGENT_BUSY.  False: STATE could not be stored, why is in ERR,
 * and what was decided is in memory only.  What ik_offer_keep() and ik_agent_lock() say. */
bool ik_offer_settle(struct ik_agent_state *state, struct ik_offer *offer,
		     const struct ik_source *source, const struct ik_opened *own,
		     ik_offer_decide *decide, void *context, struct ik_error *err);

void ik_offer_free(struct ik_offer *offer); /* twice is fine */

/* The agent's clock, at NOW. */
struct ik_clock_now ik_offer_clock(int64_t now);

/* What END, which the walk HOW came to, is as an error: nothing for IK_FOLLOW_CONFIRMED, and for
 * IK_FOLLOW_BEHIND where nothing is wrong.  True: no error. */
bool ik_offer_judge(const struct ik_offer *offer, const struct ik_trust *trust,
		    enum ik_follow_end end, const struct ik_walked *how, struct ik_clock_now clock,
		    struct ik_error *err);

/* Makes ERR the error ID about WHAT and the moment WHEN.  Always false. */
bool ik_offer_fail_date(enum ik_error_id id, const char *what, int64_t when, struct ik_error *err);

/* Gives STATE, whose trust has walked, the certificates that this trust names: out of OFFER and
 * of OWN, steps that came another way, which may be NULL.  Then stores it, if anything is not as
 * it was when BEFORE was written by ik_pin_write(). */
bool ik_offer_keep(struct ik_agent_state *state, const struct ik_offer *offer,
		   const struct ik_opened *own, const struct ik_buffer *before,
		   struct ik_error *err);

#endif
