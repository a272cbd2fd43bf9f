/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: the whole program on a pseudo-terminal. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "program/wizard.h"

int main(void)
{
	SRunner *runner = srunner_create(suite_way());
	int failed;

	setvbuf(stdout, NULL, _IONBF, 0);
	srunner_add_suite(runner, suite_keys());
	srunner_add_suite(runner, suite_cuts());
	srunner_add_suite(runner, suite_terminals());
	srunner_add_suite(runner, suite_screens());
	srunner_add_suite(runner, suite_agents());
	srunner_add_suite(runner, suite_frame());
	srunner_add_suite(runner, suite_peers());
	srunner_add_suite(runner, suite_browser());
	srunner_add_suite(runner, suite_memory());
	srunner_add_suite(runner, suite_password());
	srunner_add_suite(runner, suite_source());
	srunner_add_suite(runner, suite_asking());
	srunner_add_suite(runner, suite_sheet());
	srunner_add_suite(runner, suite_restore());
	srunner_add_suite(runner, suite_hooks());
	srunner_add_suite(runner, suite_last_run());
	srunner_add_suite(runner, suite_parsed());
	srunner_add_suite(runner, suite_wire());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
