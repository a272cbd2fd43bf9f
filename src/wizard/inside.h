/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inside.h: what the files of this room share about the run of a conversation.  For this room only.
 */
#ifndef IK_WIZARD_INSIDE_H
#define IK_WIZARD_INSIDE_H

#include <stdbool.h>

#include "wizard/wizard.h"

/* Looks at the situation again; defaults that nobody touched follow it, so that a name added by
 * somebody else meanwhile is not lost. */
void ik_wizard_look_again(struct ik_wizard *wizard);

/* Makes the plan of the action chosen; the old one is forgotten. */
bool ik_wizard_plan(struct ik_wizard *wizard, struct ik_error *err);
void ik_wizard_forget_plans(struct ik_wizard *wizard);

/* Another conversation about the same store: nothing is answered, opened, planned or done. */
void ik_wizard_begin_again(struct ik_wizard *wizard);

/* No password and no key is kept any more, neither answered, planned with nor opened. */
void ik_wizard_forget_secrets(struct ik_wizard *wizard);

/* Whether there can be a plan at all, before the password and the place of a backup are asked for.
 */
bool ik_wizard_could(struct ik_wizard *wizard, struct ik_error *err);

bool ik_wizard_has_plan(const struct ik_wizard *wizard);

/* What the choices of choices.c are kept in. */
struct ik_choices_kept *ik_choices_new(void);
void ik_choices_free(struct ik_choices_kept *kept); /* NULL is fine */

/* What the backup page's last look found. */
struct ik_backup_look *ik_backup_look_new(void);
void ik_backup_look_free(struct ik_backup_look *look); /* NULL is fine */

/* The field shown whose answer ERR is about, or NULL. */
const struct ik_field *ik_wizard_field_at_fault(const struct ik_wizard *wizard,
						const struct ik_error *err);

/* What was done is proven at the end as well, whatever is done from now on. */
void ik_wizard_keep_proof(struct ik_wizard *wizard);

/* Writes what was answered to wizard->save_answers, which must not exist; AGAIN: to the file made
 * before. */
bool ik_wizard_save_answers(const struct ik_wizard *wizard, bool again, struct ik_error *err);

/* TYPED with "~/" as the home, here as in the rule for paths; caller frees. */
char *ik_wizard_expand(const char *typed);

/* The path TEXT in the bytes that it has on disk: the locale's, or UTF-8 where only that leads to
 * something; caller frees. */
char *ik_wizard_on_disk(const char *text);

#endif
