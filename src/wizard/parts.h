/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h: what the table in pages.c points to; one page_*.c file per page.  For this room only. */
#ifndef IK_WIZARD_PARTS_H
#define IK_WIZARD_PARTS_H

#include <stdbool.h>

#include "rows/proof.h"
#include "wizard/wizard.h"

/* When something is asked. */
bool ik_when_generating(const struct ik_wizard *wizard);
bool ik_when_requesting(const struct ik_wizard *wizard);
bool ik_when_importing(const struct ik_wizard *wizard);
bool ik_when_named(const struct ik_wizard *wizard);       /* the names of a certificate are asked */
bool ik_when_saving(const struct ik_wizard *wizard);      /* a backup is made */
bool ik_when_changing(const struct ik_wizard *wizard);    /* anything but looking */

/* start */
const char *ik_start_title(const struct ik_wizard *wizard);
void ik_start_rows(struct ik_wizard *wizard, struct ik_report *report);
bool ik_start_keeps_all(const struct ik_wizard *wizard);
bool ik_start_loses(const struct ik_wizard *wizard);
bool ik_start_has_none(const struct ik_wizard *wizard);
bool ik_start_is_readable(const struct ik_wizard *wizard);
bool ik_start_may_change(const struct ik_wizard *wizard);
bool ik_start_can_roll_back(const struct ik_wizard *wizard);
char *ik_start_fill_action(const struct ik_wizard *wizard);
bool ik_start_check_action(struct ik_wizard *wizard, struct ik_error *err);

/* identity */
const char *ik_identity_title(const struct ik_wizard *wizard);
char *ik_identity_fill_name(const struct ik_wizard *wizard);
char *ik_identity_fill_alt_names(const struct ik_wizard *wizard);
char *ik_identity_fill_organization(const struct ik_wizard *wizard);
char *ik_identity_fill_days(const struct ik_wizard *wizard);
char *ik_identity_fill_key_type(const struct ik_wizard *wizard);
bool ik_identity_check_name(struct ik_wizard *wizard, struct ik_error *err);
bool ik_identity_check_alt_names(struct ik_wizard *wizard, struct ik_error *err);
bool ik_identity_check_organization(struct ik_wizard *wizard, struct ik_error *err);
bool ik_identity_check_days(struct ik_wizard *wizard, struct ik_error *err);
char *ik_identity_remark_name(struct ik_wizard *wizard);
char *ik_identity_remark_alt_names(struct ik_wizard *wizard);
void ik_identity_list_key_types(const struct ik_wizard *wizard, struct ik_choices *choices);
bool ik_identity_check_key_type(struct ik_wizard *wizard, struct ik_error *err);
char *ik_identity_remark_key_type(struct ik_wizard *wizard);
char *ik_identity_remark_days(struct ik_wizard *wizard);
char *ik_identity_suffix_days(struct ik_wizard *wizard);
char *ik_identity_fill_request_file(const struct ik_wizard *wizard);
bool ik_identity_check_request_file(struct ik_wizard *wizard, struct ik_error *err);

/* source */
const char *ik_source_title(const struct ik_wizard *wizard);
void ik_source_rows(struct ik_wizard *wizard, struct ik_report *report);
bool ik_source_has_file(const struct ik_wizard *wizard);
bool ik_source_has_key_file(const struct ik_wizard *wizard);
bool ik_source_has_password(const struct ik_wizard *wizard);
bool ik_source_has_inner_password(const struct ik_wizard *wizard);
bool ik_source_has_several_keys(const struct ik_wizard *wizard);
bool ik_source_is_unprotected(const struct ik_wizard *wizard);
char *ik_source_fill_nothing(const struct ik_wizard *wizard);
char *ik_source_fill_no(const struct ik_wizard *wizard);
void ik_source_list_keys(const struct ik_wizard *wizard, struct ik_choices *choices);
bool ik_source_check_file(struct ik_wizard *wizard, struct ik_error *err);
bool ik_source_check_key_file(struct ik_wizard *wizard, struct ik_error *err);
bool ik_source_check_password(struct ik_wizard *wizard, struct ik_error *err);
bool ik_source_check_inner_password(struct ik_wizard *wizard, struct ik_error *err);
bool ik_source_check_choice(struct ik_wizard *wizard, struct ik_error *err);
bool ik_source_check_unprotected(struct ik_wizard *wizard, struct ik_error *err);
const char *ik_generation_title(const struct ik_wizard *wizard);
bool ik_source_has_generation(const struct ik_wizard *wizard);
void ik_source_list_generations(const struct ik_wizard *wizard, struct ik_choices *choices);
char *ik_source_fill_generation(const struct ik_wizard *wizard);
bool ik_source_check_generation(struct ik_wizard *wizard, struct ik_error *err);
bool ik_rollback_is_possible(const struct ik_wizard *wizard, const char *generation, struct ik_error *err);
char *ik_source_remark_generation(struct ik_wizard *wizard);
char *ik_source_remark_file(struct ik_wizard *wizard);
char *ik_source_remark_key_file(struct ik_wizard *wizard);

/* restore: fields of the source page, and what it says of a backup that is open */
bool ik_when_restoring(const struct ik_wizard *wizard);
bool ik_restore_has_use(const struct ik_wizard *wizard);
void ik_restore_list_uses(const struct ik_wizard *wizard, struct ik_choices *choices);
char *ik_restore_fill_use(const struct ik_wizard *wizard);
bool ik_restore_check_use(struct ik_wizard *wizard, struct ik_error *err);
void ik_restore_rows(const struct ik_wizard *wizard, struct ik_report *report);

/* password */
const char *ik_password_title(const struct ik_wizard *wizard);
void ik_password_rows(struct ik_wizard *wizard, struct ik_report *report);
bool ik_password_was_made(const struct ik_wizard *wizard);
bool ik_password_was_typed(const struct ik_wizard *wizard);
bool ik_password_check(struct ik_wizard *wizard, struct ik_error *err);
bool ik_password_check_again(struct ik_wizard *wizard, struct ik_error *err);
bool ik_password_check_noted(struct ik_wizard *wizard, struct ik_error *err);
bool ik_password_is_weak(struct ik_wizard *wizard);
char *ik_password_remark(struct ik_wizard *wizard);
char *ik_password_remark_again(struct ik_wizard *wizard);

/* backup */
const char *ik_backup_title(const struct ik_wizard *wizard);
char *ik_backup_fill_file(const struct ik_wizard *wizard);
bool ik_backup_check_file(struct ik_wizard *wizard, struct ik_error *err);
char *ik_backup_remark_file(struct ik_wizard *wizard);
void ik_backup_rows(struct ik_wizard *wizard, struct ik_report *report);

/* review, progress, proof */
const char *ik_review_title(const struct ik_wizard *wizard);
void ik_review_rows(struct ik_wizard *wizard, struct ik_report *report);
const char *ik_progress_title(const struct ik_wizard *wizard);
const char *ik_proof_help(const struct ik_wizard *wizard);
const char *ik_proof_title(const struct ik_wizard *wizard);
void ik_proof_rows(struct ik_wizard *wizard, struct ik_report *report);

#endif
