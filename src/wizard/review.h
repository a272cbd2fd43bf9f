/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review.h: what the review says of each action, and what they say alike.  For this room only. */
#ifndef IK_WIZARD_REVIEW_H
#define IK_WIZARD_REVIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/facts.h"
#include "rows/report.h"
#include "wizard/wizard.h"

void ik_review_create(struct ik_wizard *wizard, struct ik_report *report);
void ik_review_request(struct ik_wizard *wizard, struct ik_report *report);
void ik_review_import(struct ik_wizard *wizard, struct ik_report *report);
void ik_review_restore(struct ik_wizard *wizard, struct ik_report *report);
void ik_review_rollback(struct ik_wizard *wizard, struct ik_report *report);
void ik_review_backup(struct ik_wizard *wizard, struct ik_report *report);

/* --- parts ------------------------------------------------------------------------------------ */

/* A row that goes on under the one above; takes TEXT over. */
void ik_review_more(struct ik_report *report, enum ik_tone tone, char *text);

/* All names in one list; the caller frees it. */
struct ik_list ik_review_names(const struct ik_list *dns, const struct ik_list *ip);
void ik_review_add_names(const struct ik_list *dns, const struct ik_list *ip,
			 struct ik_report *report);

/* What of NAMES, ORGANIZATION and KEY_TYPE ("rsa-2048") differs from the certificate in use, or
 * that nothing does. */
void ik_review_differences(const struct ik_facts *before, const struct ik_list *names,
			   const char *organization, const char *key_type,
			   struct ik_report *report);

/* What is lost of the certificate in use, name by name, but for the names that the differences
 * tell; nothing if nothing is. */
void ik_review_losses(const struct ik_losses *losses, struct ik_report *report);

/* Which group can read the new key, or no longer can, under "Private key", or under the row before;
 * nothing where there is and was none. */
void ik_review_key_group(const struct ik_key_group *group, bool under, struct ik_report *report);

/* The backup that is written and opened again, without the keys of the generations KEPT_BACK; or
 * that none is, as was asked. */
void ik_review_saves(const struct ik_backup_target *backup, const struct ik_list *kept_back,
		     struct ik_report *report);

/* The generations whose keys a backup leaves out, and what that is worth; nothing if there are
 * none. */
void ik_review_kept_back(const struct ik_list *numbers, struct ik_report *report);

/* The one switch, and that a cut line leaves one or the other. */
void ik_review_switch(const struct ik_plan *plan, struct ik_report *report);
void ik_review_safe(const struct ik_plan *plan, struct ik_report *report);

/* How to go back, and whether that would help, of the action chosen, which has a plan. */
void ik_review_undo(const struct ik_wizard *wizard, struct ik_report *report);

#endif
