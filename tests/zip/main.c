/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the zip room. */
#include "config.h"

#include <stdio.h>

#include "zip/raw.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_refused());

	srunner_add_suite(runner, suite_whole());
	srunner_add_suite(runner, suite_foreign());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
