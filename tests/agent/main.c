/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the agent. */
#include <stdio.h>

#include "agent/suites.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_walk());

	srunner_add_suite(runner, suite_follow());
	srunner_add_suite(runner, suite_time());
	srunner_add_suite(runner, suite_enrol());
	srunner_add_suite(runner, suite_kept());
	srunner_add_suite(runner, suite_verify());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
