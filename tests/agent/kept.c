/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept.c: tests of what an agent keeps: the pin, its settings, its log. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "agent/refusal.h"
#include "agent/suites.h"
#include "agent/world.h"
#include "base/alloc.h"

/* How STATE opens. */
static enum ik_error_id opens(const char *name)
{
	struct ik_agent_state state;
	struct ik_error err = {0};

	ik_agent_open(name, IK_AGENT_LOOK, &state, &err);
	ik_agent_close(&state);
	return err.id;
}

START_TEST(a_pin_that_is_cut_anywhere_is_damaged_and_never_none)
{
	ck_assert_int_eq(enrol("state", 1), 0);

	char *pin = get_text("state/pin.pem");

	for (size_t size = 0; size + 1 < strlen(pin); size++) {
		char *cut = ik_strndup(pin, size);

		put_text("state/pin.pem", cut);
		ck_assert_msg(opens("state") == IK_E_STATEMENT_DAMAGED, "cut at %zu", size);
		free(cut);
	}
	put_text("state/pin.pem", "");
	ck_assert_int_eq(agent("update", "--state", "state", NULL), 1);
	ck_assert_int_eq(agent("status", "--state", "state", NULL), 1);
	free(pin);
}
END_TEST

START_TEST(a_damaged_pin_is_replaced_by_again_alone)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	put_text("state/pin.pem", "");
	ck_assert_int_eq(enrol("state", 1), 1);

	char *err = get_text("err");

	ck_assert_ptr_nonnull(strstr(err, "INK-7208"));
	ck_assert_ptr_nonnull(strstr(err, "--again"));
	free(err);
	ck_assert_int_eq(agent("enroll", "publish", "--fingerprint", who(1)->hex, "--again",
			       "--state", "state", NULL),
			 0);
	ck_follows("state", 1);
}
END_TEST

/* What stands for what in pin.pem, and how that then opens. */
static const struct {
	const char *old, *fresh;
	enum ik_error_id id;
} edits[] = {
	{"inkan-pin 1", "inkan-pin 2", IK_E_STATEMENT_NEWER},
	{"inkan-pin 1", "inkan-pin 01", IK_E_STATEMENT_DAMAGED},
	{"inkan-pin 1\n", "inkan-pin 1\nnot = known here\n", IK_E_NONE},
	{"\nsequence = 1\n", "\nsequence = 1\nsequence = 2\n", IK_E_STATEMENT_DAMAGED},
	{"\nsequence = 1\n", "\nsequence = -1\n", IK_E_STATEMENT_DAMAGED},
	{"\nsequence = 1\n", "\nsequence = 9007199254740993\n", IK_E_STATEMENT_DAMAGED},
	{"\nsequence = 1\n", "\n", IK_E_STATEMENT_DAMAGED},
	{"recovery-sha256 = none", "recovery-sha256 = no", IK_E_STATEMENT_DAMAGED},
	{"sha256 = ", "sha256 = 0", IK_E_STATEMENT_DAMAGED},
	{"source = ", "set = ../x\nsource = ", IK_E_STATEMENT_DAMAGED},
	{"source = ", "moved = yesterday\nsource = ", IK_E_STATEMENT_DAMAGED},
	{"BEGIN CERTIFICATE", "BEGIN X509 CRL", IK_E_STATEMENT_DAMAGED},
};

START_TEST(what_makes_no_sense_in_a_pin_is_damage)
{
	ck_assert_int_eq(enrol("state", 1), 0);

	char *pin = get_text("state/pin.pem"), *at = strstr(pin, edits[_i].old);

	ck_assert_msg(at != NULL, "%s", pin);

	char *edited = ik_format("%.*s%s%s", (int)(at - pin), pin, edits[_i].fresh,
				 at + strlen(edits[_i].old));

	put_text("state/pin.pem", edited);
	ck_assert_msg(opens("state") == edits[_i].id, "%s", edited);
	free(edited);
	free(pin);
}
END_TEST

START_TEST(a_certificate_that_the_pin_does_not_name_is_damage)
{
	ck_assert_int_eq(enrol("state", 1), 0);

	char *pin = get_text("state/pin.pem"), *at = strstr(pin, "-----BEGIN");
	char *edited = ik_format("%.*s%s", (int)(at - pin), pin,
				 ik_buffer_string(&who(2)->certificate));

	put_text("state/pin.pem", edited);
	ck_assert_int_eq(opens("state"), IK_E_STATEMENT_DAMAGED);
	free(edited);
	free(pin);
}
END_TEST

START_TEST(everything_in_a_pin_comes_back_as_it_was)
{
	struct ik_agent_state state;
	struct ik_buffer one = {0}, other = {0};

	publish_in("publish", 1, 1, 14, 21);
	ck_assert_int_eq(agent("enroll", "publish", "--fingerprint", who(1)->hex, "--set", "a",
			       "--set", "b", "--report-to", "https://example.jp/reports/",
			       "--state", "state", NULL),
			 0);
	step(10, 1, 2);
	publish_in("publish", 11, 2, 14, 21);
	update("state");
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	state.trust.left_by_recovery = true;
	state.trust.gap_since = now;
	ik_pin_write(&state, &one);
	ck_assert(ik_agent_store(&state, NULL));
	ck_assert(ik_agent_load(&state, NULL));
	ik_pin_write(&state, &other);
	ck_assert_str_eq(ik_buffer_string(&one), ik_buffer_string(&other));
	ck_assert(state.trust.left_by_recovery && state.trust.gap_since == now);
	ck_assert_str_eq(state.settings.report_to, "https://example.jp/reports");
	ik_agent_close(&state);
	ik_buffer_free(&one);
	ik_buffer_free(&other);
}
END_TEST

START_TEST(a_certificate_beside_the_pin_that_is_not_the_one_left_is_not_believed)
{
	struct ik_agent_state state;

	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	update("state");
	put_text("state/before.pem", ik_buffer_string(&who(3)->certificate));
	ck_assert(ik_agent_open("state", IK_AGENT_LOOK, &state, NULL));
	ck_assert_uint_eq(state.before.size, 0);
	ik_agent_close(&state);
}
END_TEST

START_TEST(a_state_that_others_can_write_is_refused)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	chmod("state", 0777);
	ck_assert_int_eq(opens("state"), IK_E_AGENT_STATE_OPEN);
	ck_assert_int_eq(enrol("state", 1), 1);
	chmod("state", 0755);
	ck_assert_int_eq(opens("state"), IK_E_NONE);
	chmod("state/pin.pem", 0666);
	ck_assert_int_eq(opens("state"), IK_E_AGENT_STATE_OPEN);
	ck_assert_int_eq(enrol("state", 1), 1);
	ck_assert_int_eq(agent("enroll", "publish", "--fingerprint", who(1)->hex, "--again",
			       "--state", "state", NULL),
			 0);
	ck_assert_int_eq(opens("state"), IK_E_NONE);
}
END_TEST

START_TEST(a_state_below_a_folder_that_others_can_write_is_refused)
{
	char *err;

	ck_assert_int_eq(mkdir("below", 0755), 0);
	ck_assert_int_eq(enrol("below/state", 1), 0);
	chmod("below", 0777);
	ck_assert_int_eq(opens("below/state"), IK_E_AGENT_STATE_OPEN);
	ck_assert_int_eq(enrol("below/state", 1), 1);
	err = get_text("err");
	ck_assert_ptr_nonnull(strstr(err, "\n  chmod go-w /"));
	free(err);
	ck_assert_int_eq(enrol("below/other", 1), 1);
	ck_assert_int_ne(access("below/other", F_OK), 0);
	/* As /tmp is. */
	if (geteuid() == 0) {
		chmod("below", 01777);
		ck_assert_int_eq(opens("below/state"), IK_E_NONE);
	}
}
END_TEST

START_TEST(a_pin_that_is_a_link_or_a_pipe_is_not_followed)
{
	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_int_eq(rename("state/pin.pem", "elsewhere.pem"), 0);
	ck_assert_int_eq(symlink("../elsewhere.pem", "state/pin.pem"), 0);
	ck_assert_int_eq(opens("state"), IK_E_STATEMENT_DAMAGED);
	unlink("state/pin.pem");
	ck_assert_int_eq(mkfifo("state/pin.pem", 0644), 0);
	ck_assert_int_eq(opens("state"), IK_E_STATEMENT_DAMAGED);
}
END_TEST

START_TEST(nothing_is_written_where_nothing_changed)
{
	struct stat one, other;

	ck_assert_int_eq(enrol("state", 1), 0);
	update("state");
	ck_assert_int_eq(stat("state/pin.pem", &one), 0);
	update("state");
	ck_assert_int_eq(stat("state/pin.pem", &other), 0);
	ck_assert_uint_eq(one.st_ino, other.st_ino);
}
END_TEST

START_TEST(what_others_watch_is_written_where_the_pin_moves_and_at_no_other_time)
{
	static const char *const names[] = {"state/moved", "state/before.pem"};
	struct stat first[2], later[2];
	char *moved, *expected;

	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	update("state");
	moved = get_text("state/moved");
	expected = ik_format("%s\n", who(2)->hex);
	ck_assert_str_eq(moved, expected);
	for (size_t i = 0; i < IK_COUNT(names); i++)
		ck_assert_int_eq(stat(names[i], &first[i]), 0);
	now += 60;
	publish(12, 2);
	update("state");
	for (size_t i = 0; i < IK_COUNT(names); i++) {
		ck_assert_int_eq(stat(names[i], &later[i]), 0);
		ck_assert_uint_eq(first[i].st_ino, later[i].st_ino);
	}
	free(expected);
	free(moved);
}
END_TEST

START_TEST(a_full_disk_keeps_the_pin_that_was_and_is_said)
{
	const struct rlimit none = {0, RLIM_INFINITY};
	struct rlimit usual;
	struct ik_agent_state state;

	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &usual);
	setrlimit(RLIMIT_FSIZE, &none);
	ck_assert(!ik_agent_update(&state, NULL, now, &updated));
	setrlimit(RLIMIT_FSIZE, &usual);
	ck_assert_int_eq(updated.unkept.id, IK_E_AGENT_STATE_WRITE);
	/* In memory it has followed, and what it reports says that it is not kept. */
	ck_assert(ik_sha256_equal(&state.trust.pin.certificate, &who(2)->sha256));
	ck_assert(!state.stored);
	ik_agent_close(&state);
	ck_follows("state", 1);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_follows("state", 2);
}
END_TEST

/* What the kernel says to who wants a lock; 0: what it says. */
static int flock_error;
/* How often it was asked then, by children, too. */
static unsigned *flock_asked;

/* In place of the library's. */
int flock(int fd, int operation)
{
	if (flock_error == 0)
		return (int)syscall(SYS_flock, fd, operation);
	++*flock_asked;
	errno = flock_error;
	return -1;
}

START_TEST(where_there_are_no_locks_that_is_said_at_once)
{
	flock_asked = mmap(NULL, sizeof(*flock_asked), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(flock_asked, MAP_FAILED);
	ck_assert_int_eq(enrol("state", 1), 0);
	step(10, 1, 2);
	publish(11, 2);
	flock_error = ENOLCK;
	ck_assert_int_eq(agent("update", "--state", "state", NULL), 1);
	flock_error = 0;
	/* Of a lock that somebody has it is asked hundreds of times. */
	ck_assert_msg(*flock_asked > 0 && *flock_asked < 9, "%u", *flock_asked);
	munmap(flock_asked, sizeof(*flock_asked));

	char *err = get_text("err");

	ck_assert_ptr_nonnull(strstr(err, "INK-7224"));
	free(err);
	ck_follows("state", 1);
}
END_TEST

START_TEST(a_certificate_left_last_that_cannot_be_kept_holds_no_pin_back)
{
	struct ik_agent_state state;

	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert_int_eq(mkdir("state/before.pem", 0755), 0);
	put_text("state/before.pem/file", "");
	step(10, 1, 2);
	publish(11, 2);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	ck_assert(!ik_agent_update(&state, NULL, now, &updated));
	ck_assert_int_eq(updated.error.id, IK_E_NONE);
	ck_assert_int_eq(updated.unkept.id, IK_E_AGENT_STATE_WRITE);
	ck_assert(state.stored);
	ik_agent_close(&state);
	ck_follows("state", 2);
}
END_TEST

/* --- the log ---------------------------------------------------------------------------------- */

static void refuse(struct ik_agent_state *state, enum ik_error_id id, const char *what)
{
	const struct ik_error reason = {.id = id};

	ck_assert_int_eq(ik_refuse(state, now, &reason, what), IK_REFUSED_LOG);
}

START_TEST(refusals_come_back_newest_first_filtered_and_not_too_many)
{
	struct ik_agent_state state;
	struct ik_refusals refusals;

	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	now -= 31 * DAY;
	refuse(&state, IK_E_AGENT_GAP, "long ago");
	now += 31 * DAY;
	for (int i = 0; i < IK_REFUSALS_MAX; i++)
		refuse(&state, IK_E_AGENT_FORK, "index");
	ik_refusals_read(&state, now, &refusals);
	ck_assert(refusals.n == IK_REFUSALS_MAX && !refusals.more);
	ik_refusals_free(&refusals);
	refuse(&state, IK_E_CMS_DIGEST, "a\x1b[31m\"\n=b");
	ik_refusals_read(&state, now, &refusals);
	ck_assert(refusals.n == IK_REFUSALS_MAX && refusals.more);
	ck_assert_uint_eq(refusals.items[0].reason, 7213);
	ck_assert_str_eq(refusals.items[0].what, "a\\x1b[31m\"\\x0a=b");
	ck_assert_uint_eq(refusals.items[1].reason, 7206);
	ik_refusals_free(&refusals);
	ik_agent_close(&state);
}
END_TEST

START_TEST(a_torn_line_of_the_log_spoils_no_other)
{
	struct ik_agent_state state;
	struct ik_refusals refusals;

	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	put_text("state/log", "{\"time\":\n[1,2]\n\xff\n{\"event\":\"refused\",\"what\":7}\n");
	refuse(&state, IK_E_AGENT_GAP, "index");

	int fd = open("state/log", O_WRONLY | O_APPEND);

	ck_assert_int_eq(write(fd, "{\"time\":\"2026", 13), 13);
	close(fd);
	ik_refusals_read(&state, now, &refusals);
	ck_assert_uint_eq(refusals.n, 1);
	ik_refusals_free(&refusals);
	ik_agent_close(&state);
}
END_TEST

START_TEST(a_log_of_a_mebibyte_gives_way_once)
{
	static char line[1024 * 1024 + 1];
	struct ik_agent_state state;
	struct stat st;

	ck_assert_int_eq(enrol("state", 1), 0);
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, NULL));
	memset(line, 'a', sizeof(line) - 1);
	for (int i = 0; i < 2; i++) {
		put_text("state/log", line);
		refuse(&state, IK_E_AGENT_GAP, "index");
	}
	ck_assert_int_eq(stat("state/log", &st), 0);
	ck_assert(st.st_size < 1024 && (st.st_mode & 0777) == 0640);
	ck_assert_int_eq(stat("state/log.1", &st), 0);
	ck_assert_int_eq(st.st_size, sizeof(line) - 1);
	ik_agent_close(&state);
}
END_TEST

Suite *suite_kept(void)
{
	Suite *suite = suite_create("kept");
	TCase *tcase = tcase_create("kept");

	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, a_pin_that_is_cut_anywhere_is_damaged_and_never_none);
	tcase_add_test(tcase, a_damaged_pin_is_replaced_by_again_alone);
	tcase_add_loop_test(tcase, what_makes_no_sense_in_a_pin_is_damage, 0, (int)IK_COUNT(edits));
	tcase_add_test(tcase, a_certificate_that_the_pin_does_not_name_is_damage);
	tcase_add_test(tcase, everything_in_a_pin_comes_back_as_it_was);
	tcase_add_test(tcase,
		       a_certificate_beside_the_pin_that_is_not_the_one_left_is_not_believed);
	tcase_add_test(tcase, a_state_that_others_can_write_is_refused);
	tcase_add_test(tcase, a_state_below_a_folder_that_others_can_write_is_refused);
	tcase_add_test(tcase, a_pin_that_is_a_link_or_a_pipe_is_not_followed);
	tcase_add_test(tcase, where_there_are_no_locks_that_is_said_at_once);
	tcase_add_test(tcase, a_certificate_left_last_that_cannot_be_kept_holds_no_pin_back);
	tcase_add_test(tcase, a_full_disk_keeps_the_pin_that_was_and_is_said);
	tcase_add_test(tcase, nothing_is_written_where_nothing_changed);
	tcase_add_test(tcase,
		       what_others_watch_is_written_where_the_pin_moves_and_at_no_other_time);
	tcase_add_test(tcase, refusals_come_back_newest_first_filtered_and_not_too_many);
	tcase_add_test(tcase, a_torn_line_of_the_log_spoils_no_other);
	tcase_add_test(tcase, a_log_of_a_mebibyte_gives_way_once);
	suite_add_tcase(suite, tcase);
	return suite;
}
