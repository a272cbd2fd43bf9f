/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reporting.c: tests of what an agent says of itself, and of what other users refused. */
#include <check.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/hostile.h"
#include "agent/refusal.h"
#include "agent/refused.h"
#include "agent/reporting.h"
#include "base/alloc.h"
#include "base/date.h"
#include "files/careful.h"
#include "files/read.h"

enum { NOW = 1796000000, MAX = 65536 };

static struct ik_agent_state state;
static char *folder;
static const struct ik_error wrong_signer = {.id = IK_E_CMS_SIGNATURE};

static void write_file(const char *name, const char *text)
{
	const int fd = openat(state.dirfd, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	ck_assert_int_ge(fd, 0);
	ck_assert(ik_write_all(fd, text, strlen(text)));
	close(fd);
}

/* An agent that root runs, whose group may leave refusals. */
static void set_up(void)
{
	char *pin = hostile_file("pin.pem");

	folder = hostile_file("state");
	ck_assert_int_eq(mkdir(folder, 0755), 0);
	state = (struct ik_agent_state){.path = ik_strdup(folder), .lockfd = -1};
	state.dirfd = open(folder, O_RDONLY | O_DIRECTORY);
	ck_assert_int_ge(state.dirfd, 0);
	ck_assert_int_eq(mkdirat(state.dirfd, "refused", 01730), 0);
	state.may_store = state.stored = true;
	state.trust.pin.sequence = 1795000000;
	state.trust.confirmed = NOW - 60;
	memset(&state.trust.pin.certificate, 0xab, sizeof(state.trust.pin.certificate));
	state.settings.source = hostile_url("plain", "inkan");
	ck_assert(ik_read_file(AT_FDCWD, pin, true, MAX, pin, &state.certificate, NULL));
	write_file("id", "0123456789012345678901234567890123456789012345678901234567890123\n");
	free(pin);
}

static void tear_down(void)
{
	ik_tree_remove(AT_FDCWD, folder);
	ik_agent_close(&state);
	free(folder);
}

/* The report as its reader gets it; caller frees. */
static json_t *written(enum ik_carried_by by, bool whole)
{
	struct ik_reporting_host host = {.name = ik_strdup("agent01"),
					 .machine_id = ik_strdup("m1")};
	struct ik_buffer text = {0};
	char id[IK_AGENT_ID_HEX + 1];
	json_t *report;

	ck_assert(ik_reporting_id(&state, &host, id, NULL));
	ik_reporting_write(&(struct ik_reporting){.state = &state,
						  .host = &host,
						  .id = id,
						  .now = NOW,
						  .by = by,
						  .whole = whole},
			   &text);
	ck_assert_uint_le(text.size, IK_AGENT_REPORT_MAX);
	report = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(report);
	ik_buffer_free(&text);
	ik_reporting_host_free(&host);
	return report;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	ck_assert_msg(text != NULL, "no text: %s", key);
	return text;
}

static size_t refusals(const json_t *report)
{
	return json_array_size(json_object_get(report, "refusals"));
}

/* --- what it says ----------------------------------------------------------------------------- */

START_TEST(a_report_is_the_whole_state_and_its_keys_are_a_promise)
{
	static const char *const keys[] = {
		"inkan_report", "id",     "machine",   "name",     "time",         "version",
		"serial",       "sha256", "not_after", "sequence", "recovery",     "confirmed",
		"stored",       "tls",    "sets",      "refusals", "refusals_more"};
	json_t *report = written(IK_BY_PIN, true);
	const char *key;
	json_t *value;
	size_t n = 0;

	json_object_foreach(report, key, value)
		ck_assert_msg(n < IK_COUNT(keys) && strcmp(key, keys[n++]) == 0, "%s", key);
	ck_assert_uint_eq(n, IK_COUNT(keys));
	ck_assert_str_eq(text_of(report, "name"), "agent01");
	ck_assert_str_eq(text_of(report, "time"), "2026-11-30T00:53:20Z");
	ck_assert_str_eq(text_of(report, "confirmed"), "2026-11-30T00:52:20Z");
	ck_assert_str_eq(text_of(report, "tls"), "pin");
	ck_assert_int_eq(json_integer_value(json_object_get(report, "sequence")), 1795000000);
	ck_assert(json_is_null(json_object_get(report, "recovery")));
	ck_assert(json_is_true(json_object_get(report, "stored")));
	ck_assert_uint_eq(strlen(text_of(report, "id")), 32);
	ck_assert_uint_eq(strlen(text_of(report, "machine")), 32);
	json_decref(report);
}
END_TEST

START_TEST(who_reads_along_learns_neither_sets_nor_what_was_refused)
{
	json_t *report, *refusal;

	ik_list_add(&state.settings.sets, "hotfix");
	ik_refuse(&state, NOW, &wrong_signer, "payroll.csv");
	report = written(IK_BY_NONE, false);
	refusal = json_array_get(json_object_get(report, "refusals"), 0);
	ck_assert_ptr_null(json_object_get(report, "sets"));
	ck_assert_int_eq(json_integer_value(json_object_get(refusal, "reason")), 7202);
	ck_assert_ptr_null(json_object_get(refusal, "what"));
	json_decref(report);
}
END_TEST

START_TEST(a_report_has_room_for_the_newest_refusals_and_counts_the_rest)
{
	char what[301];
	json_t *report;

	memset(what, '"', 300);
	what[300] = '\0';
	for (int i = 0; i < 150; i++)
		ik_refuse(&state, NOW - 150 + i, &wrong_signer, what);
	report = written(IK_BY_PIN, true);
	ck_assert_uint_gt(refusals(report), 50);
	ck_assert_uint_eq(
		refusals(report)
			+ (size_t)json_integer_value(json_object_get(report, "refusals_more")),
		150);
	ck_assert_str_eq(text_of(json_array_get(json_object_get(report, "refusals"), 0), "time"),
			 "2026-11-30T00:53:19Z");
	json_decref(report);
}
END_TEST

static void append_to_log(const char *text, size_t times)
{
	const int fd = openat(state.dirfd, "log", O_WRONLY | O_CREAT | O_APPEND, 0640);

	ck_assert_int_ge(fd, 0);
	for (size_t i = 0; i < times; i++)
		ck_assert(ik_write_all(fd, text, strlen(text)));
	close(fd);
}

/* How many refusals are read from the log; the newest is of WHAT. */
static size_t read_newest(const char *what)
{
	struct ik_refusals read;
	size_t n;

	ik_refusals_read(&state, NOW, &read);
	n = read.n + read.more;
	ck_assert_msg(read.n > 0 && strcmp(read.items[0].what, what) == 0, "%s, not %s",
		      read.n > 0 ? read.items[0].what : "none", what);
	ik_refusals_free(&read);
	return n;
}

START_TEST(a_line_that_cannot_be_read_spoils_no_other)
{
	ik_refuse(&state, NOW, &wrong_signer, "first");
	append_to_log("\n\xff\xfe\n[]\n7\n{\"event\": \"refused\"}\n", 1);
	append_to_log("{\"time\":\"2026-11-30T00:53:20Z\",\"event\":\"refused\",\"reason\":99999,"
		      "\"what\":\"no such number\"}\n",
		      1);
	append_to_log("{\"time\":\"2099-01-01T00:00:00Z\",\"event\":\"refused\",\"reason\":7202,"
		      "\"what\":\"by a wrong clock\"}\n",
		      1);
	ck_assert_uint_eq(read_newest("first"), 1);
	/* A full disk tore it; what comes next has a line of its own. */
	append_to_log("{\"time\":\"2026-11-30T00:5", 1);
	ik_refuse(&state, NOW, &wrong_signer, "second");
	ck_assert_uint_eq(read_newest("second"), 2);
}
END_TEST

START_TEST(a_log_far_longer_than_it_may_be_is_read_at_its_end_and_gives_way)
{
	static const char line[] = "{\"time\":\"2026-11-30T00:00:00Z\",\"event\":\"refused\","
				   "\"reason\":7202,\"what\":\"index\"}\n";
	char *many = ik_alloc(sizeof(line) * 1000);
	json_t *report;

	for (int i = 0; i < 1000; i++)
		memcpy(many + (size_t)i * (sizeof(line) - 1), line, sizeof(line));
	append_to_log(many, 100);
	free(many);
	append_to_log("{\"time\":\"2026-11-30T00:00:00Z\",\"event\":\"refused\",\"reason\":7202,"
		      "\"what\":\"last\"}\n",
		      1);
	ck_assert_uint_gt(read_newest("last"), 10000);
	ik_refuse(&state, NOW, &wrong_signer, "now");
	ck_assert_uint_gt(read_newest("now"), 10000);
	report = written(IK_BY_PIN, true);
	ck_assert_uint_eq(refusals(report), IK_REFUSALS_MAX);
	json_decref(report);
}
END_TEST

START_TEST(what_was_refused_is_kept_in_two_files_of_a_size)
{
	char what[301];
	struct stat st;

	memset(what, 'w', sizeof(what) - 1);
	what[sizeof(what) - 1] = '\0';
	for (int i = 0; i < 9000; i++)
		ik_refuse(&state, NOW, &wrong_signer, what);
	ck_assert_int_eq(fstatat(state.dirfd, "log", &st, 0), 0);
	ck_assert_int_le(st.st_size, 1024 * 1024 + 1024);
	ck_assert_int_eq(fstatat(state.dirfd, "log.1", &st, 0), 0);
	ck_assert_int_le(st.st_size, 1024 * 1024 + 1024);
	ck_assert_uint_gt(read_newest(what), 1000);
}
END_TEST

START_TEST(an_agent_that_cannot_keep_its_state_says_so)
{
	json_t *report;

	state.stored = false;
	report = written(IK_BY_PIN, true);
	ck_assert(json_is_false(json_object_get(report, "stored")));
	json_decref(report);
}
END_TEST

static void name_of(const char *name, const char *machine, char id[IK_AGENT_ID_HEX + 1])
{
	struct ik_reporting_host host = {.name = ik_strdup(name), .machine_id = ik_strdup(machine)};

	ck_assert(ik_reporting_id(&state, &host, id, NULL));
	ik_reporting_host_free(&host);
}

START_TEST(clones_with_one_machine_id_have_reports_of_their_own)
{
	char one[33], other[33], again[33];

	name_of("agent01", "m1", one);
	name_of("agent02", "m1", other);
	name_of("agent01", "m1", again);
	ck_assert_str_ne(one, other);
	ck_assert_str_eq(one, again);
	write_file("id", "9999999999999999999999999999999999999999999999999999999999999999\n");
	name_of("agent01", "m1", again);
	ck_assert_str_ne(one, again);
}
END_TEST

/* --- on its way ------------------------------------------------------------------------------- */

static char *put_there(void)
{
	char *url = hostile_url("plain", "");
	struct ik_carrier carrier = {.source = url};
	struct ik_buffer got = {0};
	char *text;

	url[strlen(url) - 1] = '\0';
	ck_assert(ik_carry_get(&carrier, "put", MAX, &got, NULL));
	text = ik_strdup(ik_buffer_string(&got));
	ik_carrier_end(&carrier);
	ik_buffer_free(&got);
	free(url);
	return text;
}

static void send_to(const char *server, bool whole, enum ik_carried_by by)
{
	struct ik_reporting_done reported;
	char *got;

	free(state.settings.source);
	state.settings.source = hostile_url(server, "inkan");
	ik_refuse(&state, NOW, &wrong_signer, "payroll.csv");
	ck_assert(ik_reporting_send(&state, NULL, NOW, &reported, NULL));
	ck_assert_int_eq(reported.by, by);
	ck_assert_int_eq(reported.whole, whole);
	got = put_there();
	ck_assert_msg((strstr(got, "payroll.csv") != NULL) == whole, "%s: %s", server, got);
	free(got);
	ik_reporting_done_free(&reported);
}

START_TEST(a_stranger_gets_the_report_too_but_not_the_whole)
{
	send_to("pin", true, IK_BY_PIN);
	send_to("stranger", false, IK_BY_NONE);
	send_to("plain", false, IK_BY_PLAIN);
}
END_TEST

START_TEST(a_report_is_renamed_into_a_directory)
{
	struct ik_reporting_done reported;
	struct ik_buffer text = {0};
	char id[33], *file;

	state.settings.report_to = hostile_file("state/in");
	ck_assert_int_eq(mkdir(state.settings.report_to, 0755), 0);
	ik_refuse(&state, NOW, &wrong_signer, "payroll.csv");
	ck_assert(ik_reporting_send(&state, NULL, NOW, &reported, NULL));
	ck_assert(reported.whole);
	{
		struct ik_reporting_host host;

		ik_reporting_host_read(&host);
		ck_assert(ik_reporting_id(&state, &host, id, NULL));
		ik_reporting_host_free(&host);
	}
	file = ik_format("%s/%s.json", state.settings.report_to, id);
	ck_assert(ik_read_file(AT_FDCWD, file, true, MAX, file, &text, NULL));
	ck_assert_ptr_nonnull(strstr(ik_buffer_string(&text), "payroll.csv"));
	ik_buffer_free(&text);
	free(file);
	ik_reporting_done_free(&reported);
}
END_TEST

START_TEST(a_copy_without_a_place_for_reports_wants_none)
{
	struct ik_reporting_done reported;

	free(state.settings.source);
	state.settings.source = ik_strdup(folder);
	ck_assert(ik_reporting_send(&state, NULL, NOW, &reported, NULL));
	ck_assert(reported.nobody);
	ik_reporting_done_free(&reported);
	state.settings.report_to = ik_strdup("none");
	ck_assert(ik_reporting_send(&state, NULL, NOW, &reported, NULL));
	ck_assert(reported.nobody);
	ik_reporting_done_free(&reported);
}
END_TEST

/* --- what other users refused ----------------------------------------------------------------- */

static void refuse_as_member(const char *what)
{
	state.may_store = false;
	ck_assert_int_eq(ik_refuse(&state, NOW, &wrong_signer, what), IK_REFUSED_GROUP);
	state.may_store = true;
}

/* How many the next report has, after what members left was taken. */
static size_t reported_refusals(void)
{
	json_t *report;
	size_t n;

	ik_refusals_gather(&state, NOW);
	report = written(IK_BY_PIN, true);
	n = refusals(report);
	json_decref(report);
	return n;
}

START_TEST(what_a_member_refused_is_in_the_next_report_and_once)
{
	json_t *report;

	refuse_as_member("from a member\x1b[2J");
	ck_assert_uint_eq(reported_refusals(), 1);
	ck_assert_uint_eq(reported_refusals(), 1);
	report = written(IK_BY_PIN, true);
	ck_assert_str_eq(text_of(json_array_get(json_object_get(report, "refusals"), 0), "what"),
			 "from a member\\x1b[2J");
	json_decref(report);
}
END_TEST

START_TEST(a_user_outside_the_group_refuses_to_the_system_log)
{
	ck_assert_int_eq(unlinkat(state.dirfd, "refused", AT_REMOVEDIR), 0);
	state.may_store = false;
	ck_assert_int_eq(ik_refuse(&state, NOW, &wrong_signer, "x"), IK_REFUSED_SYSLOG);
}
END_TEST

static size_t left(void)
{
	char *path = ik_format("%s/refused", folder);
	char *command = ik_format("test -z \"$(ls -A %s)\"", path);
	const size_t n = system(command) == 0 ? 0 : 1;

	free(command);
	free(path);
	return n;
}

START_TEST(what_a_member_leaves_is_believed_as_little_as_anything)
{
	static const char fine[] = "reason = 7202\nwhat = fine\n";
	char large[IK_REFUSED_SIZE_MAX + 100];

	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	write_file("refused/large", large);
	write_file("refused/nonsense", "\xff\xfe");
	write_file("refused/reason", "reason = 1101\nwhat = another number\n");
	write_file("refused/negative", "reason = -7202\nwhat = x\n");
	write_file("refused/half", "reason = 7202\n");
	write_file("secret", fine);
	ck_assert_int_eq(symlinkat("../secret", state.dirfd, "refused/link"), 0);
	ck_assert_int_eq(linkat(state.dirfd, "secret", state.dirfd, "refused/hard", 0), 0);
	ck_assert_int_eq(mkfifoat(state.dirfd, "refused/fifo", 0644), 0);
	ck_assert_int_eq(mkdirat(state.dirfd, "refused/directory", 0755), 0);
	ck_assert_uint_eq(reported_refusals(), 0);
	ck_assert_uint_eq(left(), 0);
	/* None of them keeps a good one from being heard. */
	write_file("refused/large", large);
	write_file("refused/fine", fine);
	ck_assert_uint_eq(reported_refusals(), 1);
}
END_TEST

START_TEST(a_flood_of_refusals_ends_at_a_hundred)
{
	for (int i = 0; i < 300; i++)
		refuse_as_member("again");
	ck_assert_uint_eq(reported_refusals(), IK_REFUSED_TAKEN_MAX);
	ck_assert_uint_eq(left(), 0);
}
END_TEST

START_TEST(a_folder_that_another_user_made_is_not_looked_into)
{
	if (geteuid() != 0)
		return;
	refuse_as_member("x");
	ck_assert_int_eq(fchownat(state.dirfd, "refused", 65534, 65534, 0), 0);
	ck_assert_uint_eq(reported_refusals(), 0);
}
END_TEST

Suite *suite_reporting(void)
{
	Suite *suite = suite_create("reporting");
	TCase *says = tcase_create("says"), *goes = tcase_create("goes"),
	      *members = tcase_create("members");

	tcase_add_checked_fixture(says, set_up, tear_down);
	tcase_add_checked_fixture(goes, set_up, tear_down);
	tcase_add_checked_fixture(members, set_up, tear_down);
	tcase_add_test(says, a_report_is_the_whole_state_and_its_keys_are_a_promise);
	tcase_add_test(says, who_reads_along_learns_neither_sets_nor_what_was_refused);
	tcase_add_test(says, a_report_has_room_for_the_newest_refusals_and_counts_the_rest);
	tcase_add_test(says, a_line_that_cannot_be_read_spoils_no_other);
	tcase_add_test(says, a_log_far_longer_than_it_may_be_is_read_at_its_end_and_gives_way);
	tcase_add_test(says, what_was_refused_is_kept_in_two_files_of_a_size);
	tcase_add_test(says, an_agent_that_cannot_keep_its_state_says_so);
	tcase_add_test(says, clones_with_one_machine_id_have_reports_of_their_own);
	tcase_add_test(goes, a_stranger_gets_the_report_too_but_not_the_whole);
	tcase_add_test(goes, a_report_is_renamed_into_a_directory);
	tcase_add_test(goes, a_copy_without_a_place_for_reports_wants_none);
	tcase_add_test(members, what_a_member_refused_is_in_the_next_report_and_once);
	tcase_add_test(members, a_user_outside_the_group_refuses_to_the_system_log);
	tcase_add_test(members, what_a_member_leaves_is_believed_as_little_as_anything);
	tcase_add_test(members, a_flood_of_refusals_ends_at_a_hundred);
	tcase_add_test(members, a_folder_that_another_user_made_is_not_looked_into);
	suite_add_tcase(suite, says);
	suite_add_tcase(suite, goes);
	suite_add_tcase(suite, members);
	return suite;
}
