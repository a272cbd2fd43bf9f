/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines_main.c: the whole program, line by line. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "program/lines.h"

int main(void)
{
	SRunner *runner = srunner_create(suite_lines());
	int failed;

	setvbuf(stdout, NULL, _IONBF, 0);
	srunner_add_suite(runner, suite_lines_equal());
	srunner_add_suite(runner, suite_lines_keys());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
