/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h: the suites of the ops room, one a file. */
#ifndef TESTS_OPS_SUITES_H
#define TESTS_OPS_SUITES_H

#include <check.h>

Suite *suite_rules(void);
Suite *suite_rules_values(void);
Suite *suite_rules_paths(void);
Suite *suite_password(void);
Suite *suite_info(void);
Suite *suite_publish(void);
Suite *suite_published(void);
Suite *suite_lead(void);
Suite *suite_lead_count(void);
Suite *suite_steps(void);
Suite *suite_sign(void);
Suite *suite_served(void);
Suite *suite_kept(void);
Suite *suite_host(void);
Suite *suite_situation(void);
Suite *suite_service(void);
Suite *suite_service_written(void);
Suite *suite_show(void);
Suite *suite_undo(void);
Suite *suite_leftover(void);
Suite *suite_read_back(void);
Suite *suite_rollback(void);
Suite *suite_same(void);
Suite *suite_import(void);
Suite *suite_request(void);
Suite *suite_renew(void);
Suite *suite_restore(void);
Suite *suite_restore_lead(void);
Suite *suite_restore_old(void);
Suite *suite_restore_refused(void);
Suite *suite_restore_requests(void);
Suite *suite_restore_use(void);
Suite *suite_manifest(void);
Suite *suite_backup(void);
Suite *suite_backup_edited(void);
Suite *suite_backup_readme(void);
Suite *suite_create_refused(void);
Suite *suite_create_certificate(void);
Suite *suite_check(void);
Suite *suite_check_chain(void);
Suite *suite_check_cure(void);
Suite *suite_check_publish(void);
Suite *suite_check_write(void);
Suite *suite_history(void);
Suite *suite_hooks(void);
Suite *suite_plan(void);
Suite *suite_retention(void);
Suite *suite_export(void);
Suite *suite_key_group(void);
Suite *suite_key_group_restore(void);
Suite *suite_key_group_refused(void);
Suite *suite_clock(void);
Suite *suite_agents(void);
Suite *suite_agents_hostile(void);
Suite *suite_check_reports(void);

#endif
