/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the foreign room. */
#include <stdio.h>

#include "suites.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_import_refused());

	srunner_add_suite(runner, suite_import_best());
	srunner_add_suite(runner, suite_import_taken());
	srunner_add_suite(runner, suite_import_cut());
	srunner_add_suite(runner, suite_import_ahead());
	srunner_add_suite(runner, suite_import_pair());
	srunner_add_suite(runner, suite_key_exact());
	srunner_add_suite(runner, suite_pbmac1());
	srunner_add_suite(runner, suite_pkcs12());
	srunner_add_suite(runner, suite_quoted());
	srunner_add_suite(runner, suite_served());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
