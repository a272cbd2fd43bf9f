/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ahead.h: derivations that were made beforehand, side by side.  Private to the room. */
#ifndef IK_FOREIGN_AHEAD_H
#define IK_FOREIGN_AHEAD_H

#include <stdbool.h>

#include "pki/der.h"

/* All that tells one derivation from another of the same password. */
struct ik_derived {
	int kind;                 /* an enum ik_derivation */
	int digest;
	int id;                   /* of PKCS#12's purposes; 0 elsewhere */
	uint64_t rounds;
	struct ik_der salt;
	size_t size;              /* bytes */
};

/* Copies WHAT from READY (NULL: nothing was made) to OUT; false if it is not there. */
bool ik_ahead_find(const ik_secret *ready, const struct ik_derived *what, uint8_t *out);

#endif
