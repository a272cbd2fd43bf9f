/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offer.h: statements signed in play, for the tests of trust: a certificate is a letter, and has
 * the key of the same letter, or, as a small letter, the key of the capital. */
#ifndef OFFER_H
#define OFFER_H

#include "trust/follow.h"

struct ik_sha256 called(char certificate);

/* A step or index and the letters of the keys that signed it. */
struct offer {
	struct ik_statement statement;
	const char *signers;
};

#define HANDOVER(number, one, other) \
	{ \
		{.kind = IK_STATEMENT_HANDOVER, \
		 .sequence = (number), \
		 .from = {{(one)}}, \
		 .to = {{(other)}}, \
		 .issued = (number)}, \
			(const char[]) \
		{ \
			(one), (other), 0 \
		} \
	}
#define RECOVERY(number, key, other, next) \
	{ \
		{.kind = IK_STATEMENT_RECOVERY, \
		 .sequence = (number), \
		 .to = {{(other)}}, \
		 .has_recovery = true, \
		 .recovery = {{(next)}}, \
		 .issued = (number)}, \
			(const char[]) \
		{ \
			(key), (other), 0 \
		} \
	}
#define INDEX(number, one) \
	{ \
		{.kind = IK_STATEMENT_INDEX, \
		 .sequence = (number), \
		 .to = {{(one)}}, \
		 .issued = (number), \
		 .expires = (number) + 14 * 86400}, \
			(const char[]) \
		{ \
			(one), 0 \
		} \
	}

/* The steps among N OFFERS, for a walk; they stay the caller's.  At most 32. */
struct shown {
	struct ik_statement statements[32];
	const struct offer *offers;
	size_t n;
};

struct ik_steps show(struct shown *shown, const struct offer *offers, size_t n);

/* What OFFER says, with what verifies it. */
struct ik_signed show_one(const struct offer *offer);

#endif
