/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_reports.c: a disk that fills up with reports is warned of, where there are agents. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "agents_world.h"
#include "base/alloc.h"
#include "ops/status/check.h"
#include "suites.h"

/* The disk of the test: so many of a thousand blocks are free for whoever writes reports. */
static fsblkcnt_t free_blocks;

int __real_statvfs(const char *path, struct statvfs *disk);
int __wrap_statvfs(const char *path, struct statvfs *disk);

int __wrap_statvfs(const char *path, struct statvfs *disk)
{
	const int result = __real_statvfs(path, disk);

	disk->f_blocks = 1000;
	disk->f_bavail = free_blocks;
	return result;
}

static bool warns(void)
{
	const struct ik_check_wish wish = {
		.store = fake_path, .now = AGENTS_NOW, .clock = IK_CLOCK_SYNCHRONISED};
	struct ik_check check;
	bool found = false;

	ik_check(&wish, &check);
	for (size_t i = 0; i < check.n; i++)
		if (check.findings[i].error.id == IK_E_CHECK_REPORTS_FULL) {
			ck_assert_int_eq(check.findings[i].severity, IK_SEVERITY_WARNING);
			ck_assert_ptr_nonnull(
				strstr(check.findings[i].cure, "inkan agents --forget"));
			found = true;
		}
	ik_check_free(&check);
	return found;
}

START_TEST(less_than_a_tenth_free_is_a_warning)
{
	agents_report(&(struct reported){.name = "agent"});
	free_blocks = 100;
	ck_assert(!warns());
	free_blocks = 99;
	ck_assert(warns());
}
END_TEST

START_TEST(a_server_without_agents_is_not_bothered)
{
	free_blocks = 0;
	ck_assert(!warns());
}
END_TEST

Suite *suite_check_reports(void)
{
	Suite *suite = suite_create("check reports");
	TCase *tcase = tcase_create("disk");

	tcase_add_checked_fixture(tcase, agents_begin, agents_end);
	tcase_add_test(tcase, less_than_a_tenth_free_is_a_warning);
	tcase_add_test(tcase, a_server_without_agents_is_not_bothered);
	suite_add_tcase(suite, tcase);
	return suite;
}
