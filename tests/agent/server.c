/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server.c: what a server publishes, for scripts: reads lines from standard input and writes
 * folders below the directory it is started in.
 *
 *   step SEQUENCE FROM TO                     adds a hand-over between certificates, by number
 *   recovery SEQUENCE RECOVERY TO NEXT        adds a recovery
 *   forget                                    forgets these
 *   publish FOLDER SEQUENCE IN_USE DAYS RECOVERY
 *   print N                                   prints the SHA-256 of certificate N */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/world.h"

static bool obey(const char *line)
{
	unsigned long long sequence;
	char folder[256];
	int a, b, c;

	if (sscanf(line, "step %llu %d %d", &sequence, &a, &b) == 3)
		step(sequence, a, b);
	else if (sscanf(line, "recovery %llu %d %d %d", &sequence, &a, &b, &c) == 4)
		recovery(sequence, a, b, c);
	else if (sscanf(line, "publish %255s %llu %d %d %d", folder, &sequence, &a, &b, &c) == 5)
		publish_in(folder, sequence, a, b, c);
	else if (strcmp(line, "forget\n") == 0)
		forget_steps();
	else if (sscanf(line, "print %d", &a) == 1)
		printf("%s\n", who(a)->hex);
	else
		return false;
	return true;
}

/* What makes all this asserts as tests do, and so is one. */
START_TEST(publishes)
{
	char *here = getcwd(NULL, 0), line[512];

	world_begin();
	ck_assert_int_eq(chdir(here), 0);
	while (fgets(line, sizeof(line), stdin))
		ck_assert_msg(obey(line), "%s", line);
	world_end();
	free(here);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("server");
	TCase *tcase = tcase_create("server");

	tcase_add_test(tcase, publishes);
	suite_add_tcase(suite, tcase);

	SRunner *runner = srunner_create(suite);

	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);

	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? 1 : 0;
}
