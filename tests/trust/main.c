/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of trust. */
#include <stdio.h>

#include "trust/suites.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_statement());

	srunner_add_suite(runner, suite_walk());
	srunner_add_suite(runner, suite_lead());
	srunner_add_suite(runner, suite_follow());
	srunner_add_suite(runner, suite_opened());
	srunner_add_suite(runner, suite_histories());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
