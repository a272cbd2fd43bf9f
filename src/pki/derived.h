/* SPDX-License-Identifier: GPL-3.0-or-later */
/* derived.h: derivations that were made beforehand, side by side (ik_import_derive()). */
#ifndef IK_PKI_DERIVED_H
#define IK_PKI_DERIVED_H

#include <stdbool.h>

#include "pki/der.h"

enum { IK_DERIVED_MAX = 64 }; /* bytes of one */

/* All that tells one derivation from another of the same password. */
struct ik_derived {
	int kind; /* an enum ik_derivation */
	int digest;
	int id; /* of PKCS#12's purposes; 0 elsewhere */
	uint64_t rounds;
	struct ik_der salt;
	size_t size; /* bytes */
};

/* Copies WHAT from READY (NULL: nothing was made) to OUT; false if it is not there. */
bool ik_derived_find(const ik_secret *ready, const struct ik_derived *what, uint8_t *out);

/* Appends WHAT, which is KEY, to READY; false if that has no room. */
bool ik_derived_keep(ik_secret *ready, const struct ik_derived *what, const uint8_t *key);

#endif
