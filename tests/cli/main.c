/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the cli room. */
#include <stdio.h>

#include "suites.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_line());

	srunner_add_suite(runner, suite_answers_file());
	srunner_add_suite(runner, suite_flow());
	srunner_add_suite(runner, suite_help());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
