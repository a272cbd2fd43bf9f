/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reported.h: what agents report, as the pages have it.  For this room only. */
#ifndef IK_WIZARD_REPORTED_H
#define IK_WIZARD_REPORTED_H

#include "wizard/wizard.h"

/* Counts them, where agents are served at all, or of very many so many that no page has to wait for
 * it.  What was read stays, and is what counts. */
void ik_reported_look(struct ik_reported *reported, const char *store, int64_t now);

/* Counts all of them, where a review has to say how many are concerned. */
void ik_reported_complete(struct ik_wizard *wizard);

/* How many are concerned. */
const struct ik_agents_count *ik_reported_concerned(const struct ik_wizard *wizard);

/* Reads all that they report.  What ik_agents_read() says. */
bool ik_reported_read(struct ik_wizard *wizard, struct ik_watch *watch, struct ik_error *err);

/* Writes their list, where the answers name a file for it. */
bool ik_reported_write(struct ik_wizard *wizard, struct ik_error *err);

void ik_reported_free(struct ik_reported *reported); /* zeroed again */

/* The cause that is named WORD in answers; false: there is none. */
bool ik_reported_cause(const char *word, enum ik_agent_cause *cause);
const char *ik_reported_word(enum ik_agent_cause cause);

/* "997 follow, 6 do not"; caller frees. */
char *ik_reported_counts(const struct ik_reported *reported);

#endif
