/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the base room. */
#include "config.h"

#include <check.h>
#include <stdio.h>

#include "suites.h"

#ifdef IK_SANITIZED
/* Exhausted memory is ours to handle, as it is without the sanitizer. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}
#endif

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_error());

	srunner_add_suite(runner, suite_catalogue());
	srunner_add_suite(runner, suite_directives());
	srunner_add_suite(runner, suite_text());
	srunner_add_suite(runner, suite_date());
	srunner_add_suite(runner, suite_i18n());
	srunner_add_suite(runner, suite_data());
	srunner_add_suite(runner, suite_reason());
	srunner_add_suite(runner, suite_secret());
	srunner_add_suite(runner, suite_pack());
	srunner_add_suite(runner, suite_watch());
	srunner_add_suite(runner, suite_contain());
	srunner_add_suite(runner, suite_contain_shut());
	srunner_add_suite(runner, suite_contain_end());
	srunner_add_suite(runner, suite_contain_idle());
	srunner_add_suite(runner, suite_secret_input());
	srunner_add_suite(runner, suite_secret_terminal());
	srunner_add_suite(runner, suite_process());
	srunner_add_suite(runner, suite_program());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
