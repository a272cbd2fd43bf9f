/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.h: every page, each in the file of its name, and what is asked of one from outside it.  For
 * this room only. */
#ifndef IK_WIZARD_PAGES_H
#define IK_WIZARD_PAGES_H

#include <stdbool.h>

#include "wizard/page.h"
#include "wizard/wizard.h"

extern const struct ik_page ik_page_start;
extern const struct ik_page ik_page_identity;
extern const struct ik_page ik_page_source;
extern const struct ik_page ik_page_generation;
extern const struct ik_page ik_page_password;
extern const struct ik_page ik_page_backup;
extern const struct ik_page ik_page_review;
extern const struct ik_page ik_page_progress;
extern const struct ik_page ik_page_proof;
extern const struct ik_page ik_page_certificates;
extern const struct ik_page ik_page_agents;
extern const struct ik_page ik_page_agents_list;

/* Whether the backup password is the one that was made, as long as nobody edits it. */
bool ik_password_was_made(const struct ik_wizard *wizard);
bool ik_password_is_weak(struct ik_wizard *wizard);

/* Whether going back to GENERATION, NULL for the one before, could be planned; else ERR says why
 * not. */
bool ik_rollback_is_possible(const struct ik_wizard *wizard, const char *generation,
			     struct ik_error *err);

#endif
