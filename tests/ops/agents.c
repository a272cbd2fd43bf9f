/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.c: each agent is listed under the first cause that holds, and nobody else is. */
#include "ops/status/agents.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agents_world.h"
#include "base/alloc.h"
#include "base/date.h"
#include "suites.h"

#define DAY FAKE_DAY

/* --- the causes ------------------------------------------------------------------------------- */

static const struct {
	struct reported reported;
	enum ik_agent_cause cause;
} causes[] = {
	{{.name = "fine"}, IK_AGENT_FINE},
	{{.name = "silent", .age = 3 * DAY}, IK_AGENT_SILENT},
	{{.name = "nearly-silent", .age = 3 * DAY - 1}, IK_AGENT_FINE},
	{{.name = "silent-for-long", .age = 90 * DAY - 1}, IK_AGENT_SILENT},
	{{.name = "gone", .age = 90 * DAY}, IK_AGENT_GONE},
	{{.name = "unstored", .more = ", \"stored\": false"}, IK_AGENT_UNSTORED},
	{{.name = "stored", .more = ", \"stored\": true"}, IK_AGENT_FINE},
	{{.name = "behind", .generation = 1}, IK_AGENT_GENERATION},
	{{.name = "unknown",
	  .sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"},
	 IK_AGENT_UNKNOWN},
	{{.name = "unconfirmed", .confirmed = 14 * DAY}, IK_AGENT_UNCONFIRMED},
	{{.name = "confirmed", .confirmed = 14 * DAY - 601}, IK_AGENT_FINE},
	{{.name = "ahead", .clock = 3601}, IK_AGENT_CLOCK},
	{{.name = "slow", .clock = -3601}, IK_AGENT_CLOCK},
	{{.name = "a-year-ahead", .clock = 365 * DAY}, IK_AGENT_CLOCK},
	{{.name = "on-time", .clock = 3600}, IK_AGENT_FINE},
	{{.name = "refused",
	  .more = ", \"refusals\": [{\"time\": \"2026-12-01T10:00:00Z\", \"reason\": 7201, "
		  "\"what\": \"note.txt\"}]"},
	 IK_AGENT_REFUSED},
};

START_TEST(an_agent_is_listed_under_what_is_the_matter_with_it)
{
	agents_report(&causes[_i].reported);
	ck_assert_int_eq(agents_cause(causes[_i].reported.name), causes[_i].cause);
}
END_TEST

/* Members of a report that refused something AGO seconds before AGENTS_NOW, once again so many
 * seconds EARLIER unless that is 0, and MORE that it had no room for.  Caller frees. */
static char *refused(int64_t ago, int64_t earlier, unsigned more)
{
	char *last = ik_date_rfc3339(AGENTS_NOW - ago);
	char *first = ik_date_rfc3339(AGENTS_NOW - ago - earlier);
	char *text = ik_format(", \"refusals\": [{\"time\": \"%s\", \"reason\": 7201, "
			       "\"what\": \"last\"}, {\"time\": \"%s\", \"reason\": 7215}], "
			       "\"refusals_more\": %u",
			       last, first, more);

	free(first);
	free(last);
	return text;
}

/* What the agent NAME refused, of which the newest was AGO; whether it is listed for that. */
static void is_told(const char *name, size_t refusals, int64_t ago)
{
	ik_agents *agents = agents_read(NULL);
	const struct ik_agent_row row = agents_row(agents, name);

	ck_assert_uint_eq(row.refusals, refusals);
	ck_assert_int_eq(row.cause, refusals > 0 ? IK_AGENT_REFUSED : IK_AGENT_FINE);
	ck_assert_int_eq(row.refused_at, refusals > 0 ? AGENTS_NOW - ago : -1);
	ck_assert_str_eq(row.refused_what, refusals > 0 ? "last" : "");
	ik_agents_free(agents);
}

/* No agent of ours reports what is older, and the page says "in 30 days". */
START_TEST(what_was_refused_more_than_thirty_days_ago_is_no_cause_any_more)
{
	char *old = refused(40 * DAY, DAY, 5), *both = refused(30 * DAY, 1, 5),
	     *new = refused(29 * DAY, DAY, 5);

	agents_report(&(struct reported){.name = "old", .more = old});
	agents_report(&(struct reported){.name = "both", .more = both});
	agents_report(&(struct reported){.name = "new", .more = new});
	is_told("old", 0, 0);
	is_told("both", 1, 30 * DAY);
	is_told("new", 7, 29 * DAY);
	free(new);
	free(both);
	free(old);
}
END_TEST

START_TEST(the_first_cause_that_holds_is_the_one)
{
	static const char worse[] = ", \"stored\": false, \"refusals\": [{\"time\": "
				    "\"2026-12-01T10:00:00Z\", \"reason\": 7201}]";

	agents_report(&(struct reported){.name = "all-of-it",
					 .age = 4 * DAY,
					 .generation = 1,
					 .clock = 7200,
					 .more = worse});
	agents_report(&(struct reported){
		.name = "all-but-silent", .generation = 1, .clock = 7200, .more = worse});
	agents_report(&(struct reported){
		.name = "behind", .generation = 1, .clock = 7200, .confirmed = 20 * DAY});
	ck_assert_int_eq(agents_cause("all-of-it"), IK_AGENT_SILENT);
	ck_assert_int_eq(agents_cause("all-but-silent"), IK_AGENT_UNSTORED);
	ck_assert_int_eq(agents_cause("behind"), IK_AGENT_GENERATION);
}
END_TEST

START_TEST(a_report_older_than_the_switch_counts_for_a_day_as_not_heard)
{
	struct ik_agents_wish wish = {.store = fake_path, .now = FAKE_NOW + DAY - 1};
	ik_agents *agents;

	agents_report(&(struct reported){.name = "waits", .generation = 1, .age = 10 * DAY + 60});
	agents = ik_agents_read(&wish, NULL);
	ck_assert_int_eq(agents_row(agents, "waits").cause, IK_AGENT_UNHEARD);
	ck_assert_uint_eq(ik_agents_counted(agents)->differ, 0);
	ik_agents_free(agents);
	wish.now = FAKE_NOW + DAY;
	agents = ik_agents_read(&wish, NULL);
	ck_assert_int_eq(agents_row(agents, "waits").cause, IK_AGENT_GENERATION);
	ik_agents_free(agents);
}
END_TEST

START_TEST(an_agent_behind_is_told_its_generation_and_since_when)
{
	ik_agents *agents;
	struct ik_agent_row row;

	agents_report(&(struct reported){.name = "behind", .generation = 1});
	agents = agents_read(NULL);
	row = agents_row(agents, "behind");
	ck_assert_uint_eq(row.generation, 1);
	ck_assert_int_eq(row.since, FAKE_NOW);
	ck_assert_str_eq(row.serial, "4f129c");
	ck_assert(!row.follows);
	ik_agents_free(agents);
}
END_TEST

START_TEST(the_recovery_certificate_is_missed_where_this_server_has_one)
{
	char *recovery = ik_format("%064x", 7), *line;
	ik_agents *agents;

	agents_report(&(struct reported){.name = "none"});
	agents_report(&(struct reported){.name = "other", .recovery = agents_sha256(1)});
	agents_report(&(struct reported){.name = "this", .recovery = recovery});
	ck_assert_int_eq(agents_cause("none"), IK_AGENT_FINE);
	line = ik_format("%s\n", recovery);
	fake_write("recovery", line);
	agents = agents_read(NULL);
	ck_assert_int_eq(agents_row(agents, "none").cause, IK_AGENT_RECOVERY);
	ck_assert_int_eq(agents_row(agents, "other").cause, IK_AGENT_RECOVERY);
	ck_assert_int_eq(agents_row(agents, "this").cause, IK_AGENT_FINE);
	ik_agents_free(agents);
	free(line);
	free(recovery);
}
END_TEST

START_TEST(a_set_is_behind_a_day_after_another_was_published)
{
	char *published = ik_format("last = %lld\nset = hotfix\nnumber = %lld\nset = fresh\n"
				    "number = %lld\nset = old\n",
				    (long long)AGENTS_NOW, (long long)(AGENTS_NOW - DAY),
				    (long long)(AGENTS_NOW - DAY + 1));
	char *behind = ik_format(", \"sets\": [{\"name\": \"fresh\", \"sequence\": 0}, {\"name\": "
				 "\"hotfix\", \"sequence\": %lld}]",
				 (long long)(AGENTS_NOW - DAY - 1));
	char *newest = ik_format(
		", \"sets\": [{\"name\": \"hotfix\", \"sequence\": %lld}, {\"name\": "
		"\"old\", \"sequence\": 0}, {\"name\": \"gone\", \"sequence\": 0}]",
		(long long)(AGENTS_NOW - DAY));
	ik_agents *agents;
	struct ik_agent_row row;
	char *line;

	fake_write("published", published);
	agents_report(&(struct reported){.name = "behind", .more = behind});
	agents_report(&(struct reported){.name = "newest", .more = newest});
	agents = agents_read(NULL);
	ck_assert_int_eq(agents_row(agents, "newest").cause, IK_AGENT_FINE);
	row = agents_row(agents, "behind");
	ck_assert_int_eq(row.cause, IK_AGENT_SET);
	ck_assert_int_eq(row.since, AGENTS_NOW - DAY);
	line = ik_agents_line(agents, &row);
	ck_assert_str_eq(line, "inkan-agent run");
	free(line);
	ik_agents_free(agents);
	free(newest);
	free(behind);
	free(published);
}
END_TEST

/* --- one machine, one name -------------------------------------------------------------------- */

#define MACHINE "0123456789abcdef0123456789abcdef"

START_TEST(the_newest_of_one_machine_counts_while_the_others_are_silent)
{
	ik_agents *agents;

	agents_report(&(struct reported){.name = "old-name", .machine = MACHINE, .age = 20 * DAY});
	agents_report(&(struct reported){.name = "new-name", .machine = MACHINE});
	agents_report(&(struct reported){.name = "Same", .age = 20 * DAY});
	agents_report(&(struct reported){.name = "same"});
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_n(agents), 2);
	ck_assert_int_eq(agents_row(agents, "new-name").cause, IK_AGENT_FINE);
	ck_assert_int_eq(agents_row(agents, "same").cause, IK_AGENT_FINE);
	ik_agents_free(agents);
	/* Who is expected under the old name is missed. */
	agents = agents_read("old-name\nnew-name\n");
	ck_assert_int_eq(agents_row(agents, "old-name").cause, IK_AGENT_SILENT);
	ik_agents_free(agents);
}
END_TEST

START_TEST(two_of_one_machine_are_told_apart_by_their_ids)
{
	ik_agents *agents;
	struct ik_agent_row row;
	char *details;

	agents_report(&(struct reported){.name = "same", .machine = MACHINE, .age = 7200});
	agents_report(&(struct reported){.name = "same", .machine = MACHINE});
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_TWICE], 2);
	for (size_t i = 0; i < 2; i++) {
		ik_agents_row(agents, i, &row);
		details = ik_agent_details(&row);
		ck_assert_ptr_nonnull(strstr(details, row.id));
		free(details);
	}
	ik_agents_free(agents);
}
END_TEST

START_TEST(clones_that_kept_the_machine_id_are_both_named)
{
	agents_report(&(struct reported){.name = "one", .machine = MACHINE});
	agents_report(&(struct reported){.name = "two", .machine = MACHINE});
	ck_assert_int_eq(agents_cause("one"), IK_AGENT_TWICE);
	ck_assert_int_eq(agents_cause("two"), IK_AGENT_TWICE);
}
END_TEST

START_TEST(two_machines_of_one_name_are_both_named)
{
	ik_agents *agents;

	agents_report(&(struct reported){.name = "same"});
	agents_report(&(struct reported){.name = "same", .generation = 1});
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_n(agents), 2);
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_TWICE], 1);
	/* The one that is behind is not hidden by the one that follows. */
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_GENERATION], 1);
	ik_agents_free(agents);
}
END_TEST

/* --- who is expected -------------------------------------------------------------------------- */

START_TEST(who_is_expected_and_never_reported_comes_first)
{
	struct ik_agent_row row;
	ik_agents *agents;

	agents_report(&(struct reported){.name = "srv02.example.jp"});
	agents_report(&(struct reported){.name = "srv03"});
	agents_report(&(struct reported){.name = "192.0.2.7"});
	agents_report(&(struct reported){.name = "srv05.example.jp"});
	agents = agents_read(
		"# the cellar\n\nSRV02\n srv03.example.jp \r\nsrv04\nsrv04.example.jp\n"
		"192.0.2.8\nsrv05.example.com\n");
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_NEVER], 3);
	ck_assert_int_eq(agents_row(agents, "srv04").cause, IK_AGENT_NEVER);
	ck_assert_int_eq(agents_row(agents, "192.0.2.8").cause, IK_AGENT_NEVER);
	ck_assert_int_eq(agents_row(agents, "srv05.example.com").cause, IK_AGENT_NEVER);
	ik_agents_row(agents, 0, &row);
	ck_assert_int_eq(row.cause, IK_AGENT_NEVER);
	ck_assert_str_eq(row.id, "");
	ck_assert_int_eq(row.last_report, -1);
	ik_agents_free(agents);
}
END_TEST

START_TEST(one_that_is_expected_is_never_gone)
{
	ik_agents *agents;

	agents_report(&(struct reported){.name = "old", .age = 100 * DAY});
	agents_report(&(struct reported){.name = "forgotten", .age = 100 * DAY});
	agents = agents_read("old\n");
	ck_assert_int_eq(agents_row(agents, "old").cause, IK_AGENT_SILENT);
	ck_assert_int_eq(agents_row(agents, "forgotten").cause, IK_AGENT_GONE);
	ck_assert_uint_eq(ik_agents_counted(agents)->differ, 1);
	ck_assert_uint_eq(ik_agents_counted(agents)->reported, 1);
	ik_agents_free(agents);
}
END_TEST

START_TEST(a_list_of_the_expected_that_is_asked_for_has_to_be_there)
{
	struct ik_agents_wish wish = {
		.store = fake_path, .now = AGENTS_NOW, .expect = "/nonexistent/agents"};
	struct ik_error err = {0};

	ck_assert_ptr_null(ik_agents_read(&wish, &err));
	ck_assert_int_eq(err.id, IK_E_AGENTS_EXPECT);
}
END_TEST

/* --- counting --------------------------------------------------------------------------------- */

START_TEST(pages_are_told_who_follows)
{
	struct ik_agents_count count;

	agents_report(&(struct reported){.name = "a"});
	agents_report(&(struct reported){.name = "b", .age = 2 * DAY});
	agents_report(&(struct reported){.name = "c", .generation = 1, .tls = "none"});
	agents_report(&(struct reported){.name = "d", .age = 200 * DAY});
	agents_raw(77, "{", 1);
	ck_assert(ik_agents_count(fake_path, AGENTS_NOW, 0, &count, NULL));
	ck_assert_uint_eq(count.reported, 4);
	ck_assert_uint_eq(count.follow, 2);
	ck_assert_uint_eq(count.today, 3);
	ck_assert_uint_eq(count.differ, 2);
	ck_assert(!count.reload && !count.more);
	/* Or of some of them, and that there are others. */
	ck_assert(ik_agents_count(fake_path, AGENTS_NOW, 2, &count, NULL));
	ck_assert(count.more);
	ck_assert_uint_le(count.reported, 2);
}
END_TEST

START_TEST(where_most_do_not_know_what_the_web_server_shows_it_is_to_be_reloaded)
{
	struct ik_agents_count count;

	agents_report(&(struct reported){.name = "a", .tls = "before"});
	agents_report(&(struct reported){.name = "b", .tls = "pin"});
	ck_assert(ik_agents_count(fake_path, AGENTS_NOW, 0, &count, NULL));
	ck_assert(!count.reload);
	agents_report(&(struct reported){.name = "c", .tls = "none"});
	ck_assert(ik_agents_count(fake_path, AGENTS_NOW, 0, &count, NULL));
	ck_assert(count.reload);
}
END_TEST

START_TEST(a_folder_that_is_not_there_has_no_reports)
{
	struct ik_agents_wish wish = {.store = fake_path, .now = AGENTS_NOW};
	struct ik_agents_count count;
	struct ik_error err = {0};
	char *folder = fake_file("reports");

	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert(ik_agents_count(fake_path, AGENTS_NOW, 0, &count, &err));
	ck_assert_uint_eq(count.reported, 0);
	ck_assert_ptr_null(ik_agents_read(&wish, &err));
	ck_assert_int_eq(err.id, IK_E_AGENTS_FOLDER_NONE);
	free(folder);
}
END_TEST

START_TEST(without_a_certificate_there_is_nothing_to_follow)
{
	struct ik_agents_wish wish = {.store = "/nonexistent", .now = AGENTS_NOW};
	struct ik_error err = {0};

	ck_assert_ptr_null(ik_agents_read(&wish, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_NONE);
}
END_TEST

Suite *suite_agents(void)
{
	Suite *suite = suite_create("agents");
	TCase *tcase = tcase_create("causes");

	tcase_add_checked_fixture(tcase, agents_begin, agents_end);
	tcase_add_loop_test(tcase, an_agent_is_listed_under_what_is_the_matter_with_it, 0,
			    (int)IK_COUNT(causes));
	tcase_add_test(tcase, the_first_cause_that_holds_is_the_one);
	tcase_add_test(tcase, what_was_refused_more_than_thirty_days_ago_is_no_cause_any_more);
	tcase_add_test(tcase, a_report_older_than_the_switch_counts_for_a_day_as_not_heard);
	tcase_add_test(tcase, an_agent_behind_is_told_its_generation_and_since_when);
	tcase_add_test(tcase, the_recovery_certificate_is_missed_where_this_server_has_one);
	tcase_add_test(tcase, a_set_is_behind_a_day_after_another_was_published);
	tcase_add_test(tcase, the_newest_of_one_machine_counts_while_the_others_are_silent);
	tcase_add_test(tcase, two_of_one_machine_are_told_apart_by_their_ids);
	tcase_add_test(tcase, clones_that_kept_the_machine_id_are_both_named);
	tcase_add_test(tcase, two_machines_of_one_name_are_both_named);
	tcase_add_test(tcase, who_is_expected_and_never_reported_comes_first);
	tcase_add_test(tcase, one_that_is_expected_is_never_gone);
	tcase_add_test(tcase, a_list_of_the_expected_that_is_asked_for_has_to_be_there);
	tcase_add_test(tcase, pages_are_told_who_follows);
	tcase_add_test(tcase,
		       where_most_do_not_know_what_the_web_server_shows_it_is_to_be_reloaded);
	tcase_add_test(tcase, a_folder_that_is_not_there_has_no_reports);
	tcase_add_test(tcase, without_a_certificate_there_is_nothing_to_follow);
	suite_add_tcase(suite, tcase);
	return suite;
}
