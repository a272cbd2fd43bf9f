/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proof.h: the facts of certificates as rows, and rows as plain lines; the wizard's last page, "show" and the lines
 * printed when the screen has closed are all made of these. */
#ifndef IK_WIZARD_PROOF_H
#define IK_WIZARD_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/facts.h"
#include "ops/outcome.h"
#include "ops/retention.h"
#include "ops/show.h"
#include "wizard/report.h"

/* Adds the rows of NOW beside those of BEFORE (NULL: there was none, or nothing is compared), as seen at CLOCK.  DETAILS
 * adds the SHA-1 thumbprint and the issuer. */
void ik_proof_facts(struct ik_report *report, const struct ik_facts *before, const struct ik_facts *now, int64_t clock,
		    bool details);

/* Rows for what follows a switch of STORE: hooks, and these old keys that go; then what became of both. */
void ik_review_follow(const char *store, const struct ik_old_keys *keys, struct ik_report *report);
void ik_proof_follow(const struct ik_outcome *outcome, struct ik_report *report);

/* Adds what became of the commands that ran after the switch. */
void ik_proof_hooks(const struct ik_outcome *outcome, struct ik_report *report);

/* "in use", "retired", "unused", "damaged"; translated. */
const char *ik_proof_state(enum ik_generation_state state);

/* REPORT as lines of text, each value in full on one line; caller frees. */
char *ik_report_plain(const struct ik_report *report);

#endif
