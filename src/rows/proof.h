/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proof.h: the facts of certificates as rows; the wizard's last page, "show" and the lines printed
 * when the screen has closed are all made of these. */
#ifndef IK_ROWS_PROOF_H
#define IK_ROWS_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/facts.h"
#include "rows/report.h"

/* Adds the rows of NOW beside those of BEFORE (NULL: there was none, or nothing is compared), as
 * seen at CLOCK.  DETAILS adds the SHA-1 thumbprint and the issuer. */
void ik_proof_facts(struct ik_report *report, const struct ik_facts *before,
		    const struct ik_facts *now, int64_t clock, bool details);

/* Adds which zone the times of these rows are in, unless each of them says how far it is from UTC.
 */
void ik_proof_zone(struct ik_report *report, const struct ik_facts *before,
		   const struct ik_facts *now);

#endif
