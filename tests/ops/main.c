/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the ops room. */
#include <check.h>
#include <stdio.h>

#include "ops/records/clock.h"
#include "suites.h"

static void add_agents(SRunner *runner)
{
	srunner_add_suite(runner, suite_agents());
	srunner_add_suite(runner, suite_agents_hostile());
	srunner_add_suite(runner, suite_check_reports());
}

static void add_steps(SRunner *runner)
{
	srunner_add_suite(runner, suite_steps());
	srunner_add_suite(runner, suite_lead());
	srunner_add_suite(runner, suite_lead_count());
	srunner_add_suite(runner, suite_restore_lead());
}

int main(void)
{
	ik_built_at = 0; /* the tests' moments are made up */
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_rules());

	srunner_add_suite(runner, suite_rules_values());
	srunner_add_suite(runner, suite_rules_paths());
	srunner_add_suite(runner, suite_password());
	srunner_add_suite(runner, suite_info());
	srunner_add_suite(runner, suite_publish());
	srunner_add_suite(runner, suite_published());
	srunner_add_suite(runner, suite_sign());
	srunner_add_suite(runner, suite_served());
	srunner_add_suite(runner, suite_kept());
	srunner_add_suite(runner, suite_host());
	srunner_add_suite(runner, suite_situation());
	srunner_add_suite(runner, suite_service());
	srunner_add_suite(runner, suite_service_written());
	srunner_add_suite(runner, suite_show());
	srunner_add_suite(runner, suite_undo());
	srunner_add_suite(runner, suite_leftover());
	srunner_add_suite(runner, suite_read_back());
	srunner_add_suite(runner, suite_rollback());
	srunner_add_suite(runner, suite_same());
	srunner_add_suite(runner, suite_import());
	srunner_add_suite(runner, suite_request());
	srunner_add_suite(runner, suite_renew());
	srunner_add_suite(runner, suite_restore());
	srunner_add_suite(runner, suite_restore_old());
	srunner_add_suite(runner, suite_restore_refused());
	srunner_add_suite(runner, suite_restore_requests());
	srunner_add_suite(runner, suite_restore_use());
	srunner_add_suite(runner, suite_manifest());
	srunner_add_suite(runner, suite_backup());
	srunner_add_suite(runner, suite_backup_edited());
	srunner_add_suite(runner, suite_backup_readme());
	srunner_add_suite(runner, suite_create_refused());
	srunner_add_suite(runner, suite_create_certificate());
	srunner_add_suite(runner, suite_check());
	srunner_add_suite(runner, suite_check_chain());
	srunner_add_suite(runner, suite_check_cure());
	srunner_add_suite(runner, suite_check_publish());
	srunner_add_suite(runner, suite_check_write());
	srunner_add_suite(runner, suite_hooks());
	srunner_add_suite(runner, suite_history());
	srunner_add_suite(runner, suite_plan());
	srunner_add_suite(runner, suite_retention());
	srunner_add_suite(runner, suite_export());
	srunner_add_suite(runner, suite_key_group());
	srunner_add_suite(runner, suite_key_group_restore());
	srunner_add_suite(runner, suite_key_group_refused());
	srunner_add_suite(runner, suite_clock());
	add_steps(runner);
	add_agents(runner);
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
