/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.h: which steps a server shows its agents: those from whose ends the walk comes to the
 * certificate in use, so that no agent is led where the way is at an end. */
#ifndef IK_TRUST_LEAD_H
#define IK_TRUST_LEAD_H

#include <stddef.h>

#include "trust/sha256.h"
#include "trust/walk.h"

/* Puts into CHOSEN, which has room for MAX numbers, which of STEPS, all of which were taken, lead
 * to IN_USE, the highest first, and returns how many; of more than MAX the lowest are left out.
 * O(n^2). */
size_t ik_steps_that_lead(const struct ik_steps *steps, const struct ik_sha256 *in_use,
			  size_t *chosen, size_t max);

#endif
