/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leading.h: whether agents follow a change, as the review and the proof say it; nothing where none
 * are served.  For this room only. */
#ifndef IK_WIZARD_LEADING_H
#define IK_WIZARD_LEADING_H

#include "wizard/wizard.h"

/* Before the change that begins with PLAN: whether they can follow, how many report, and what else
 * is worth knowing of them. */
void ik_review_agents(const struct ik_wizard *wizard, const struct ik_plan *plan,
		      struct ik_report *report);

/* Before a restore: how many follow a certificate that it does not bring back. */
void ik_review_unled(const struct ik_wizard *wizard, struct ik_report *report);

/* After a switch: how many are waited for. */
void ik_proof_agents(const struct ik_wizard *wizard, struct ik_report *report);

#endif
