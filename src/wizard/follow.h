/* SPDX-License-Identifier: GPL-3.0-or-later */
/* follow.h: what follows a switch, as rows of the review and of the proof. */
#ifndef IK_WIZARD_FOLLOW_H
#define IK_WIZARD_FOLLOW_H

#include "ops/change/hooks.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/status/service.h"
#include "rows/report.h"

/* Rows for what follows the switch of PLAN: commands, and old keys that go; then what became of
 * both. */
void ik_review_follow(const struct ik_plan *plan, struct ik_report *report);
void ik_proof_follow(const struct ik_outcome *outcome, struct ik_report *report);

/* What lies among HOOKS and does not count as a command; and a sentence of the system's commands
 * that do not run for STORE, with how they would.  Caller frees; NULL: there are none. */
char *ik_follow_ignored(const char *store, const struct ik_hooks *hooks);
char *ik_follow_elsewhere(const char *store, const struct ik_hooks *hooks);

/* Adds what became of the commands that ran after a switch; TOLD: why they failed stands above
 * already. */
void ik_proof_hooks(const struct ik_outcome *outcome, bool told, struct ik_report *report);

/* Adds how the commands are run again for STORE, if one of them failed. */
void ik_proof_again(const char *store, const struct ik_outcome *outcome, struct ik_report *report);

/* Adds the line that enrols an agent, where STORE says where they fetch; or why they cannot follow
 * what is in use yet. */
void ik_proof_publish(const char *store, const struct ik_outcome *outcome,
		      struct ik_report *report);

/* Whether each of them shows the certificate in use. */
bool ik_follow_is_whole(const struct ik_followed *followed);

/* How one of them stands, as a word for programs: "in-use", ... */
const char *ik_follow_word(const struct ik_seen *seen);

/* Adds what the services of STORE showed after it. */
void ik_proof_services(const char *store, const struct ik_followed *followed,
		       struct ik_report *report);

#endif
