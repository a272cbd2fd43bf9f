/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.h: from the certificate that an agent knows to the one that its server has now, along steps
 * that both ends of each have signed.  One function for agents and servers.
 *
 * No certificate's date and no clock counts, so that an agent that slept past an expiry follows. */
#ifndef IK_TRUST_WALK_H
#define IK_TRUST_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trust/sha256.h"
#include "trust/statement.h"

enum { IK_STEPS_MAX = 1000 };

/* What an agent believes. */
struct ik_pin {
	struct ik_sha256 certificate;
	uint64_t sequence;  /* the highest accepted under this pin, of a step or of an index */
	uint64_t recovered; /* of the recovery taken last, or of the index at enrolment */
	bool has_recovery;
	struct ik_sha256 recovery; /* the certificate whose key may set all this aside */
};

/* Whether a signature of what WHICH names verifies under CERTIFICATE, whichever its place there.
 * What does not verify does not exist. */
typedef bool ik_verified(void *context, size_t which, const struct ik_sha256 *certificate);

/* Hand-overs and recoveries in any order; statements of other kinds are passed over.  Lent. */
struct ik_steps {
	const struct ik_statement *items;
	size_t n;
	ik_verified *verified; /* of items[which] */
	void *context;
};

/* How a walk went.  A zeroed struct: nowhere. */
struct ik_walked {
	unsigned steps;             /* taken */
	struct ik_sha256 left;      /* the certificate left last */
	int64_t left_at;            /* when the step that left it was issued */
	bool by_recovery;           /* that step was a recovery */
	enum ik_step_reason reason; /* of that step, if it was a hand-over */
	bool fork;                /* it stopped before two steps of one number to different ends */
	struct ik_sha256 ends[2]; /* those ends */
};

/* Moves PIN as far as STEPS lead, and says how in HOW, which may be NULL.
 *
 * Again and again until nothing applies: of the recoveries that verify under the pinned recovery
 * certificate and under their own end, above PIN's "recovered", the highest; without one, of the
 * hand-overs from PIN's certificate that verify under both, above PIN's sequence, the highest.  Two
 * of the highest number that do not say the same end the walk there. */
void ik_walk_steps(struct ik_pin *pin, const struct ik_steps *steps, struct ik_walked *how);

#endif
