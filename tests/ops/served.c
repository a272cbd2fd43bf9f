/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served.c: a server that no agent follows hears nothing of agents. */
#include "ops/records/served.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/places.h"
#include "fake_store.h"
#include "ops/status/daily.h"
#include "suites.h"

#define ID "0123456789abcdef0123456789abcdef"

START_TEST(no_store_and_a_store_alone_serve_nobody)
{
	ck_assert(!ik_serves_agents(fake_path));
	fake_add(&(struct fake_generation){0});
	ck_assert(!ik_serves_agents(fake_path));
	/* A number that was given out is no trace: every switch takes one. */
	fake_write("published", "last = 5\n");
	ck_assert(!ik_serves_agents(fake_path));
}
END_TEST

START_TEST(any_trace_of_agents_counts)
{
	static const struct {
		const char *name, *text;
	} rows[] = {
		{"published", "last = 5\nsource = https://srv01.example.jp/inkan\n"},
		{"published", "last = 5\nset = hotfix\n"},
		{"published", "damaged\n"},
		{"recovery", "damaged, too\n"},
		{"reports/" ID ".json", "{}\n"},
	};
	char *reports = fake_file("reports");

	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(mkdir(reports, 0700), 0);
	ck_assert(!ik_serves_agents(fake_path));
	fake_write(rows[_i].name, rows[_i].text);
	ck_assert(ik_serves_agents(fake_path));
	free(reports);
}
END_TEST

START_TEST(what_is_no_report_does_not_count)
{
	static const char *const names[] = {".json", ID, ID ".json.tmp", "0" ID ".json",
					    "README.json"};
	char *reports = fake_file("reports");

	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(mkdir(reports, 0700), 0);
	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *name = ik_format("reports/%s", names[i]);

		fake_write(name, "{}\n");
		free(name);
	}
	ck_assert(!ik_serves_agents(fake_path));
	free(reports);
}
END_TEST

START_TEST(reports_of_another_store_lie_in_it)
{
	char *expected = fake_file("reports");
	char *folder = ik_reports_folder(fake_path);

	ck_assert_str_eq(folder, expected);
	free(folder);
	free(expected);
}
END_TEST

/* Agents report while a server is made anew. */
START_TEST(reports_of_the_store_of_root_lie_where_they_do_before_it_is_there)
{
	char *folder = ik_reports_folder(IK_STORE_OF_ROOT "/");

	ck_assert_str_eq(folder, IK_REPORTS_OF_ROOT);
	free(folder);
}
END_TEST

/* What signs for other stores is not the timer of root's. */
START_TEST(what_signs_every_day_is_named_and_the_timer_seen)
{
	char *named, *folder, *link;
	bool is_timer = true;

	fake_add(&(struct fake_generation){0});
	named = ik_daily_command(fake_path, &is_timer);
	ck_assert(!is_timer);
	ck_assert_msg(!strncmp(named, "inkan publish --refresh --store /", 33), "%s", named);
	ck_assert(!ik_daily_timer_is_on(fake_folder));
	folder = ik_format("mkdir -p '%s/etc/systemd/system/timers.target.wants'", fake_folder);
	ck_assert_int_eq(system(folder), 0);
	link = ik_format("%s/etc/systemd/system/timers.target.wants/inkan-publish.timer",
			 fake_folder);
	ck_assert_int_eq(symlink("/nowhere", link), 0);
	ck_assert(ik_daily_timer_is_on(fake_folder));
	free(link);
	free(folder);
	free(named);
}
END_TEST

Suite *suite_served(void)
{
	Suite *suite = suite_create("served");
	TCase *tcase = tcase_create("served");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, fake_begin, fake_end);
	tcase_add_test(tcase, no_store_and_a_store_alone_serve_nobody);
	tcase_add_loop_test(tcase, any_trace_of_agents_counts, 0, 5);
	tcase_add_test(tcase, what_is_no_report_does_not_count);
	tcase_add_test(tcase, reports_of_another_store_lie_in_it);
	tcase_add_test(tcase, reports_of_the_store_of_root_lie_where_they_do_before_it_is_there);
	tcase_add_test(tcase, what_signs_every_day_is_named_and_the_timer_seen);
	suite_add_tcase(suite, tcase);
	return suite;
}
