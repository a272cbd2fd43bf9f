/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of what the screen does before anything is painted. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "suites.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	/* Whatever terminal runs the tests. */
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", "xterm", 1);
	ik_i18n_start("en");

	SRunner *runner = srunner_create(suite_keys());

	srunner_add_suite(runner, suite_editor());
	srunner_add_suite(runner, suite_rows());
	srunner_add_suite(runner, suite_view());
	srunner_add_suite(runner, suite_frame());
	srunner_add_suite(runner, suite_screens());
	srunner_add_suite(runner, suite_tidy());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
