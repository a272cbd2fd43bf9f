/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: runs the tests of the store room; with arguments it is the program that crash.sh kills.
 */
#include <stdio.h>

#include "store/world.h"

int main(int argc, char **argv)
{
	if (argc > 1)
		return changer_main(argc, argv);
	setvbuf(stdout, NULL, _IONBF, 0);

	SRunner *runner = srunner_create(suite_save());

	srunner_add_suite(runner, suite_place());
	srunner_add_suite(runner, suite_owner());
	srunner_add_suite(runner, suite_generations());
	srunner_add_suite(runner, suite_lock());
	srunner_add_suite(runner, suite_requests());
	srunner_add_suite(runner, suite_steps());
	srunner_run_all(runner, CK_ENV);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
