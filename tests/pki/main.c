/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the pki room. */
#include <stdio.h>

#include "suites.h"

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_digest());

	srunner_add_suite(runner, suite_names());
	srunner_add_suite(runner, suite_judge());
	srunner_add_suite(runner, suite_key());
	srunner_add_suite(runner, suite_der_write());
	srunner_add_suite(runner, suite_key_seal());
	srunner_add_suite(runner, suite_certificate());
	srunner_add_suite(runner, suite_facts());
	srunner_add_suite(runner, suite_facts_numbers());
	srunner_add_suite(runner, suite_facts_rest());
	srunner_add_suite(runner, suite_seal());
	srunner_add_suite(runner, suite_cms());
	srunner_add_suite(runner, suite_contained());
	srunner_add_suite(runner, suite_tools());
	srunner_add_suite(runner, suite_request());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
