/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offer.c: statements signed in play. */
#include "trust/offer.h"

#include <ctype.h>
#include <string.h>

struct ik_sha256 called(char certificate)
{
	return (struct ik_sha256){{(uint8_t)certificate}};
}

/* Whether one of OFFER's signatures was made with the key of CERTIFICATE. */
static bool was_signed(const struct offer *offer, const struct ik_sha256 *certificate)
{
	for (const char *at = offer->signers; *at; at++)
		if (toupper((unsigned char)*at) == toupper(certificate->bytes[0]))
			return true;
	return false;
}

static bool verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	const struct shown *shown = context;

	return was_signed(&shown->offers[which], certificate);
}

struct ik_steps show(struct shown *shown, const struct offer *offers, size_t n)
{
	shown->offers = offers;
	shown->n = n;
	for (size_t i = 0; i < n; i++)
		shown->statements[i] = offers[i].statement;
	return (struct ik_steps){shown->statements, n, verified, shown};
}

static bool one_verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	return which == 0 && was_signed(context, certificate);
}

struct ik_signed show_one(const struct offer *offer)
{
	union {
		const struct offer *is;
		void *goes_as;
	} lent = {.is = offer};

	return (struct ik_signed){&offer->statement, one_verified, lent.goes_as};
}
