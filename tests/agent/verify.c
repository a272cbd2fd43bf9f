/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.c: tests of messages: what comes from the server is taken, also on the day on which its
 * certificate changes, and nothing else. */
#include "agent/verify.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent/suites.h"
#include "agent/world.h"
#include "base/alloc.h"
#include "base/built.h"
#include "pki/cms.h"
#include "pki/digest.h"

static const char text[] = "to all agents\n";
static int64_t built_at;

static void begin(void)
{
	built_at = ik_built_at;
	ik_built_at = 1;
	world_begin();
	put_text("file", text);
	ck_assert_int_eq(enrol("state", 1), 0);
}

static void end(void)
{
	world_end();
	ik_built_at = built_at;
}

/* Writes the message BESIDE about "file" as certificate BY signs it at SIGNED, issued now, good for
 * a month; with the steps in FOLDER, if that is not NULL. */
static void put_message(const char *beside, int by, int64_t signed_at, const char *folder)
{
	struct ik_statement message = {
		.kind = IK_STATEMENT_MESSAGE, .issued = now, .expires = now + 30 * (int64_t)DAY};
	const struct ik_cms_signer signer = {who(by)->key, who(by)->certificate.data,
					     who(by)->certificate.size};
	struct ik_buffer says = {0}, pem = {0};
	char *path = folder ? ik_format("%s/agent.pem", folder) : NULL;
	char *steps = path ? get_text(path) : NULL, hex[IK_SHA256_HEX + 1];
	struct ik_sha256 sha256;

	ck_assert(ik_digest_sha256(text, strlen(text), hex, NULL));
	ck_assert(ik_sha256_read(hex, &sha256));
	ik_file_set_add(ik_file_sets_add(&message.sets, ""), &sha256, strlen(text), "file");
	ik_statement_write(&message, &says);
	ck_assert(ik_cms_sign(says.data, says.size, &signer, 1, signed_at, &pem, NULL));
	ik_buffer_text(&pem, steps ? steps : "");
	put_text(beside, ik_buffer_string(&pem));
	free(steps);
	free(path);
	ik_buffer_free(&pem);
	ik_buffer_free(&says);
	ik_statement_free(&message);
}

static int verify(void)
{
	return agent("verify", "file", "--state", "state", NULL);
}

/* At the moment now. */
static enum ik_error_id judged(void)
{
	struct ik_agent_state state;
	struct ik_message message;
	struct ik_verified_message verified;
	struct ik_error err = {0};

	ck_assert(ik_message_open("file.inkan", &message, &err));
	ck_assert(ik_message_fits(&message, "file", &err));
	ck_assert(ik_agent_open("state", IK_AGENT_CHANGE, &state, &err));
	ck_assert_int_eq(ik_agent_verify(&state, &message, "file", now, &verified),
			 verified.error.id == IK_E_NONE);
	ck_assert_int_eq(verified.unkept.id, IK_E_NONE);
	ik_agent_close(&state);
	ik_message_free(&message);
	ik_message_free(&message);
	return verified.error.id;
}

static bool file_has(const char *path, const char *what)
{
	char *has = get_text(path);
	bool found = has && strstr(has, what);

	free(has);
	return found;
}

/* The source is nowhere from now on. */
static void cut_off(void)
{
	ck_assert_int_eq(rename("publish", "elsewhere"), 0);
}

/* --- what is refused -------------------------------------------------------------------------- */

START_TEST(a_file_that_is_not_the_one_signed_is_refused)
{
	put_message("file.inkan", 1, now, NULL);
	put_text("file", "to no agents!\n");
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7215"));
	put_text("file", "to all agents\nand more\n");
	ck_assert_int_eq(verify(), 1);
	put_text("file", "to all");
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "6 bytes; signed: 14 bytes"));
	ck_assert_int_eq(agent("verify", "file", "--lang", "ja", "--state", "state", NULL), 1);
	ck_assert(file_has("err", "INK-7215") && !file_has("err", "signed"));
	put_text("other", text);
	ck_assert_int_eq(agent("verify", "other", "file.inkan", "--state", "state", "--json", NULL),
			 1);
	ck_assert(file_has("out", "7215"));
	ck_assert(file_has("state/log", "7215"));
	ck_assert_int_eq(agent("verify", "none", "file.inkan", "--state", "state", NULL), 1);
	ck_assert_int_eq(agent("verify", "other", "--state", "state", NULL), 1);
	ck_assert(file_has("err", "INK-2310"));
}
END_TEST

START_TEST(a_forged_message_is_refused_and_noted)
{
	put_message("file.inkan", 9, now, NULL);
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7201"));
	ck_assert(file_has("state/log", "7201"));
	/* With steps of its own that lead nowhere from here. */
	step(5, 8, 9);
	publish_steps("forged", 9);
	put_message("file.inkan", 9, now, "forged");
	ck_assert_int_eq(verify(), 1);
	ck_follows("state", 1);
	/* What the server signed for another purpose. */
	char *index = get_text("publish/index");

	put_text("file.inkan", index);
	free(index);
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7204"));
	put_text("file.inkan", "no message\n");
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7208"));
	ck_assert_int_eq(truncate("file.inkan", 128 * 1024 + 1), 0);
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7209") && file_has("err", "\n  file.inkan"));
	ck_assert(file_has("state/log", "7209"));
	ck_follows("state", 1);
}
END_TEST

START_TEST(who_is_not_enrolled_takes_nothing)
{
	put_message("file.inkan", 1, now, NULL);
	ck_assert_int_eq(agent("verify", "file", "--state", "none", NULL), 3);
}
END_TEST

START_TEST(an_expired_message_is_refused_and_noted)
{
	now -= 31 * DAY;
	put_message("file.inkan", 1, now, NULL);
	now += 31 * DAY;
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7210"));
	ck_assert(file_has("state/log", "7210"));
}
END_TEST

START_TEST(dates_of_a_message_are_judged)
{
	put_message("file.inkan", 1, now, NULL);
	now += 30 * DAY;
	ck_assert_int_eq(judged(), IK_E_NONE);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_AGENT_EXPIRED);
	now -= 31 * DAY + 2;
	ck_assert_int_eq(judged(), IK_E_AGENT_CLOCK);
	now += DAY + 2;
	/* Before the certificate was valid. */
	put_message("file.inkan", 1, now - 3 * DAY, NULL);
	ck_assert_int_eq(judged(), IK_E_AGENT_SIGNED_WHEN);
	ck_assert_int_eq(agent("verify", "file", "--state", "state", "--json", NULL), 1);
	ck_assert(file_has("out", "\"end\": \"outside\""));
}
END_TEST

/* --- what is taken ---------------------------------------------------------------------------- */

START_TEST(a_message_of_the_certificate_that_is_known_changes_nothing_and_asks_nobody)
{
	char *before, *after;

	put_message("file.inkan", 1, now, NULL);
	cut_off();
	before = get_text("state/pin.pem");
	ck_assert_int_eq(verify(), 0);
	ck_assert(file_has("out", "Comes from the server: file"));
	ck_assert_int_eq(agent("verify", "file", "--state", "state", "--json", NULL), 0);
	ck_assert(file_has("out", "\"end\": \"taken\""));
	after = get_text("state/pin.pem");
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

START_TEST(a_message_carries_its_steps_to_an_agent_without_a_network)
{
	step(10, 1, 2);
	step(20, 2, 3);
	publish(21, 3);
	put_message("file.inkan", 3, now, "publish");
	cut_off();
	ck_assert_int_eq(verify(), 0);
	ck_assert(file_has("out", "this agent follows"));
	ck_follows("state", 3);
	ck_assert_uint_eq(sequence_of("state"), 20);
	ck_assert(file_has("state/before.pem", ik_buffer_string(&who(2)->certificate)));
}
END_TEST

START_TEST(an_agent_that_can_ask_nobody_neither_takes_nor_accuses)
{
	step(10, 1, 2);
	publish(11, 2);
	put_message("file.inkan", 2, now, NULL);
	cut_off();
	ck_assert_int_eq(verify(), 4);
	ck_assert(!file_has("state/log", "7201"));
	ck_follows("state", 1);
	ck_assert_int_eq(rename("elsewhere", "publish"), 0);
	ck_assert_int_eq(unlink("state/asked"), 0);
	ck_assert_int_eq(verify(), 0);
	ck_follows("state", 2);
}
END_TEST

START_TEST(a_source_that_is_down_is_asked_once_a_minute_at_most_too)
{
	step(10, 1, 2);
	publish(11, 2);
	put_message("file.inkan", 2, now, NULL);
	cut_off();
	ck_assert_int_eq(judged(), IK_E_SOURCE_UNREACHED);
	ck_assert_int_eq(rename("elsewhere", "publish"), 0);
	now += 59;
	ck_assert_int_eq(judged(), IK_E_SOURCE_UNREACHED);
	ck_follows("state", 1);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_NONE);
	ck_follows("state", 2);
}
END_TEST

/* A web server that lost what it publishes makes no message a forged one. */
START_TEST(a_source_without_its_files_is_told_as_that_and_nobody_called_a_stranger)
{
	step(10, 1, 2);
	publish(11, 2);
	put_message("file.inkan", 2, now, NULL);
	ck_assert_int_eq(rename("publish/index", "index"), 0);
	ck_assert_int_eq(rename("publish/agent.pem", "agent.pem"), 0);
	ck_assert_int_eq(judged(), IK_E_SOURCE_LACKS);
	now += 59;
	ck_assert_int_eq(judged(), IK_E_SOURCE_LACKS);
	ck_assert_int_eq(rename("index", "publish/index"), 0);
	ck_assert_int_eq(rename("agent.pem", "publish/agent.pem"), 0);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_NONE);
}
END_TEST

START_TEST(a_fork_is_told_as_a_fork_also_while_nobody_may_be_asked_again)
{
	step(10, 1, 2);
	step(10, 1, 3);
	publish(11, 2);
	put_message("file.inkan", 2, now, NULL);
	ck_assert_int_eq(judged(), IK_E_AGENT_FORK);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_AGENT_FORK);
	/* Likewise where the message brings it along. */
	put_message("file.inkan", 2, now, "publish");
	ck_assert_int_eq(judged(), IK_E_AGENT_FORK);
	ck_follows("state", 1);
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("err", "INK-7206") && file_has("state/log", "7206"));
}
END_TEST

START_TEST(a_gap_is_told_as_a_gap_once_its_day_is_over)
{
	publish(11, 5);
	put_message("file.inkan", 5, now, NULL);
	ck_assert_int_eq(judged(), IK_E_AGENT_SIGNER);
	now += DAY;
	ck_assert_int_eq(judged(), IK_E_AGENT_GAP);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_AGENT_GAP);
	/* Who signed that is no matter of the source. */
	now += 60;
	publish(12, 1);
	ck_assert_int_eq(judged(), IK_E_AGENT_SIGNER);
}
END_TEST

/* --- beside another process ------------------------------------------------------------------- */

/* A server that takes a connection and says nothing; the state's source from now on. */
static int listen_silently(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char *url;

	/* A proxy of the machine's is none of this server's business. */
	setenv("no_proxy", "127.0.0.1", 1);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, size), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	url = ik_format("http://127.0.0.1:%u/inkan", ntohs(at.sin_port));
	ck_assert_int_eq(
		agent("enroll", url, "--fingerprint", who(1)->hex, "--state", "state", NULL), 0);
	free(url);
	return fd;
}

/* An update that has asked the server at LISTENER, and waits. */
static pid_t update_that_waits(int listener)
{
	pid_t child = fork();

	if (child == 0)
		_exit(agent("update", "--state", "state", NULL));
	ck_assert_int_ge(accept(listener, NULL, NULL), 0);
	return child;
}

START_TEST(a_source_that_never_answers_holds_up_nobody_else)
{
	int listener = listen_silently();
	pid_t waits = update_that_waits(listener);
	int lock = open("state/lock", O_RDWR | O_CLOEXEC);

	/* Who waits for an answer keeps no lock meanwhile. */
	ck_assert_int_ge(lock, 0);
	ck_assert_int_eq(flock(lock, LOCK_EX | LOCK_NB), 0);
	close(lock);
	step(10, 1, 2);
	publish(11, 2);
	put_message("file.inkan", 2, now, "publish");
	ck_assert_int_eq(verify(), 0);
	ck_follows("state", 2);
	put_message("file.inkan", 2, now - 3 * DAY, NULL);
	ck_assert_int_eq(verify(), 1);
	ck_assert(file_has("state/log", "7214"));
	ck_assert_int_eq(update_from("state", "publish"), IK_FOLLOW_CONFIRMED);
	ck_assert_int_eq(enrol("state", 2), 0);
	/* It still waits. */
	ck_assert_int_eq(waitpid(waits, NULL, WNOHANG), 0);
	/* Its child, too, is ended by what it waits for. */
	close(listener);
	kill(waits, SIGKILL);
	ck_assert_int_eq(waitpid(waits, NULL, 0), waits);
}
END_TEST

START_TEST(the_source_is_asked_once_a_minute_at_most)
{
	put_message("file.inkan", 2, now, NULL);
	ck_assert_int_eq(judged(), IK_E_AGENT_SIGNER);
	step(10, 1, 2);
	publish(11, 2);
	now += 59;
	ck_assert_int_eq(judged(), IK_E_AGENT_SIGNER);
	ck_follows("state", 1);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_NONE);
	ck_follows("state", 2);
}
END_TEST

/* A hotfix signed at noon, a new certificate at one, and agents that get both in any order. */
START_TEST(a_message_under_way_when_the_certificate_changes_is_taken_for_a_day)
{
	put_message("file.inkan", 1, now, NULL);
	now += 3600;
	step(10, 1, 2);
	publish(11, 2);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_assert_int_eq(judged(), IK_E_NONE);
	now += DAY;
	ck_assert_int_eq(judged(), IK_E_NONE);
	now += 1;
	ck_assert_int_eq(judged(), IK_E_AGENT_LEFT);
	put_message("file.inkan", 2, now, "publish");
	ck_assert_int_eq(judged(), IK_E_NONE);
}
END_TEST

START_TEST(what_the_key_before_signs_after_it_was_left_is_refused)
{
	step(10, 1, 2);
	publish(11, 2);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	now += 1;
	put_message("file.inkan", 1, now, NULL);
	ck_assert_int_eq(judged(), IK_E_AGENT_LEFT);
	ck_follows("state", 2);
}
END_TEST

START_TEST(after_a_recovery_nothing_of_before_is_taken)
{
	publish_in("publish", 2, 1, 14, 7);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	put_message("file.inkan", 1, now, NULL);
	recovery(10, 7, 2, 7);
	publish_in("publish", 11, 2, 14, 7);
	ck_assert_int_eq(update("state"), IK_FOLLOW_CONFIRMED);
	ck_assert_int_eq(judged(), IK_E_AGENT_LEFT);
}
END_TEST

Suite *suite_verify(void)
{
	Suite *suite = suite_create("verify");
	TCase *all = tcase_create("verify");

	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, a_file_that_is_not_the_one_signed_is_refused);
	tcase_add_test(all, a_forged_message_is_refused_and_noted);
	tcase_add_test(all, who_is_not_enrolled_takes_nothing);
	tcase_add_test(all, an_expired_message_is_refused_and_noted);
	tcase_add_test(all, dates_of_a_message_are_judged);
	tcase_add_test(all,
		       a_message_of_the_certificate_that_is_known_changes_nothing_and_asks_nobody);
	tcase_add_test(all, a_message_carries_its_steps_to_an_agent_without_a_network);
	tcase_add_test(all, an_agent_that_can_ask_nobody_neither_takes_nor_accuses);
	tcase_add_test(all, the_source_is_asked_once_a_minute_at_most);
	tcase_add_test(all, a_source_that_is_down_is_asked_once_a_minute_at_most_too);
	tcase_add_test(all,
		       a_source_without_its_files_is_told_as_that_and_nobody_called_a_stranger);
	tcase_add_test(all, a_fork_is_told_as_a_fork_also_while_nobody_may_be_asked_again);
	tcase_add_test(all, a_gap_is_told_as_a_gap_once_its_day_is_over);
	tcase_add_test(all, a_source_that_never_answers_holds_up_nobody_else);
	tcase_add_test(all, a_message_under_way_when_the_certificate_changes_is_taken_for_a_day);
	tcase_add_test(all, what_the_key_before_signs_after_it_was_left_is_refused);
	tcase_add_test(all, after_a_recovery_nothing_of_before_is_taken);
	suite_add_tcase(suite, all);
	return suite;
}
