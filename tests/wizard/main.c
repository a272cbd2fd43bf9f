/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the wizard room. */
#include <stdio.h>

#include "ops/records/clock.h"
#include "world.h"

int main(void)
{
	ik_built_at = 0; /* the tests' moments are made up */
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_tables());

	srunner_add_suite(runner, suite_flow());
	srunner_add_suite(runner, suite_answers());
	srunner_add_suite(runner, suite_agents());
	srunner_add_suite(runner, suite_report());
	srunner_add_suite(runner, suite_fingerprint());
	srunner_add_suite(runner, suite_pages());
	srunner_add_suite(runner, suite_password());
	srunner_add_suite(runner, suite_run());
	srunner_add_suite(runner, suite_failures());
	srunner_add_suite(runner, suite_source());
	srunner_add_suite(runner, suite_browse());
	srunner_add_suite(runner, suite_restore());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
