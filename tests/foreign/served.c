/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served.c: tests of asking a service for its certificates: of each kind, old and new, and of what
 * only looks like one. */
#include "foreign/served.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "lib/tls_peer.h"
#include "pki/certificate.h"
#include "pki/shell.h"
#include "pki/support.h"
#include "suites.h"
#include "world.h"

static struct {
	char *key;
	char *chain; /* the leaf, and who signed it */
	struct ik_facts leaf;
} world[2]; /* ECDSA, RSA */

static bool there; /* openssl is */

static char *text_of(const char *name, const char *extension)
{
	char *file = ik_format("%s.%s", name, extension);
	struct ik_buffer text = get(file);
	char *copy = ik_strdup(ik_buffer_string(&text));

	ik_buffer_free(&text);
	free(file);
	return copy;
}

static void begin(void)
{
	static const char *const names[] = {"ec", "rsa"};

	there = world_begin();
	for (size_t i = 0; there && i < IK_COUNT(world); i++) {
		char *leaf = text_of(names[i], "crt"), *above = text_of("inter", "crt");

		world[i].key = text_of(names[i], "key");
		world[i].chain = ik_format("%s%s", leaf, above);
		ck_assert(ik_certificate_facts(leaf, strlen(leaf), &world[i].leaf, NULL));
		free(above);
		free(leaf);
	}
}

static void end(void)
{
	for (size_t i = 0; i < IK_COUNT(world); i++) {
		free(world[i].key);
		free(world[i].chain);
		ik_facts_free(&world[i].leaf);
	}
	world_end();
}

/* Asks PEER, which is one of the WHICH kind. */
static bool ask(struct tls_peer peer, size_t which, struct ik_served_wish wish,
		struct ik_served *served, struct ik_error *err)
{
	int fd = -1;
	pid_t pid;
	bool ok;

	peer.certificate = world[which].chain;
	peer.key = world[which].key;
	wish.name = "srv01:443";
	wish.seconds = 5;
	if (!wish.deadline)
		wish.deadline = ik_served_clock() + 60000;
	pid = tls_peer_connect(&peer, &fd);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	ok = ik_served_take(fd, &wish, served, err);
	close(fd);
	tls_peer_end(pid);
	return ok;
}

static void shows(struct tls_peer peer, size_t which, struct ik_served_wish wish)
{
	struct ik_served served;
	struct ik_error err = {0};
	bool ok;
	char *lines;

	if (!there)
		return;
	ok = ask(peer, which, wish, &served, &err);
	lines = ik_error_lines(&err);
	ck_assert_msg(ok, "%s", lines);
	ck_assert_uint_eq(served.n, 2);
	ck_assert_str_eq(served.chain[0].sha256, world[which].leaf.sha256);
	ck_assert_str_eq(served.chain[1].common_name, "inter");
	free(lines);
	ik_served_free(&served);
}

/* Fails with ID; what is told below it holds TOLD, if that is not NULL. */
static void fails(struct tls_peer peer, struct ik_served_wish wish, enum ik_error_id id,
		  const char *told)
{
	struct ik_served served;
	struct ik_error err = {0};
	char *below;

	if (!there)
		return;
	ck_assert(!ask(peer, 0, wish, &served, &err));
	below = ik_error_below(&err);
	ck_assert_msg(err.id == id, "%s, %s", ik_error_msgid(err.id), below ? below : "");
	ck_assert_msg(!told || (below && strstr(below, told)), "%s", below ? below : "nothing");
	ck_assert_uint_eq(served.n, 0);
	free(below);
}

/* --- every kind that shows its certificate ---------------------------------------------------- */

START_TEST(each_version_of_tls_shows_what_it_serves)
{
	static const char *const versions[] = {
		"NORMAL:-VERS-ALL:+VERS-TLS1.3",
		"NORMAL:-VERS-ALL:+VERS-TLS1.2",
		"NORMAL:-VERS-ALL:+VERS-TLS1.1",
		"NORMAL:-VERS-ALL:+VERS-TLS1.0",
	};

	for (size_t which = 0; which < 2; which++)
		shows((struct tls_peer){.priorities = versions[_i]}, which,
		      (struct ik_served_wish){.sni = "srv01.example.jp"});
	shows((struct tls_peer){.priorities = versions[_i]}, 0, (struct ik_served_wish){0});
}
END_TEST

START_TEST(one_that_wants_a_certificate_of_its_client_shows_its_own)
{
	static const char *const versions[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3",
					       "NORMAL:-VERS-ALL:+VERS-TLS1.2"};

	shows((struct tls_peer){.wants_certificate = true, .priorities = versions[_i]}, 0,
	      (struct ik_served_wish){0});
}
END_TEST

static const char *const smtp[] = {"220-mail.example.jp\r\n220 ESMTP\r\n",
				   "EHLO ",
				   "250-mail\r\n250-STARTTLS\r\n250 HELP\r\n",
				   "STARTTLS",
				   "220 Ready\r\n",
				   NULL};
static const char *const lmtp[] = {"220 LMTP\r\n", "LHLO ",         "250-mail\r\n250 STARTTLS\r\n",
				   "STARTTLS",     "220 Ready\r\n", NULL};
static const char *const imap[] = {"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "a STARTTLS",
				   "* BYE-BYE\r\na OK Begin\r\n", NULL};
static const char *const pop3[] = {"+OK POP3 ready\r\n", "STLS", "+OK Begin\r\n", NULL};
static const char *const sieve[] = {"\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK \"ready\"\r\n",
				    "STARTTLS", "OK Begin\r\n", NULL};
static const char *const ftp[] = {"220-Hello\r\n you\r\n220 FTP\r\n", "AUTH TLS", "234 Go\r\n",
				  NULL};
static const char *const postgres[] = {"", "SSLRequest", "S", NULL};

static const struct {
	enum ik_starttls starttls;
	const char *const *talk;
	const char *name;
} starts[] = {
	{IK_STARTTLS_SMTP, smtp, "smtp"},
	{IK_STARTTLS_LMTP, lmtp, "lmtp"},
	{IK_STARTTLS_IMAP, imap, "imap"},
	{IK_STARTTLS_POP3, pop3, "pop3"},
	{IK_STARTTLS_SIEVE, sieve, "sieve"},
	{IK_STARTTLS_FTP, ftp, "ftp"},
	{IK_STARTTLS_POSTGRES, postgres, "postgres"},
};

START_TEST(what_begins_in_the_clear_is_asked_in_its_own_words)
{
	enum ik_starttls found;

	ck_assert_uint_eq(IK_COUNT(starts), IK_STARTTLS_COUNT - 1);
	shows((struct tls_peer){.talk = starts[_i].talk}, 0,
	      (struct ik_served_wish){.starttls = starts[_i].starttls});
	ck_assert(ik_starttls_find(starts[_i].name, &found));
	ck_assert_int_eq(found, starts[_i].starttls);
	ck_assert(!ik_starttls_find("telnet", &found));
}
END_TEST

START_TEST(one_with_a_certificate_for_each_kind_of_key_shows_the_one_that_is_asked_for)
{
	static const char *const versions[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3",
					       "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
	static const char *const types[] = {"ecdsa-p256", "rsa-2048"};

	for (size_t which = 0; there && which < 2; which++)
		for (size_t first = 0; first < 2; first++)
			shows((struct tls_peer){.priorities = versions[_i],
						.other_certificate = world[first].chain,
						.other_key = world[first].key},
			      which, (struct ik_served_wish){.key_type = types[which]});
}
END_TEST

START_TEST(one_that_knows_another_name_only_says_so)
{
	struct tls_peer peer = {.sni = "srv01.example.jp"};

	shows(peer, 0, (struct ik_served_wish){.sni = "srv01.example.jp"});
	fails(peer, (struct ik_served_wish){.sni = "srv02.example.jp"}, IK_E_SERVICE_SNI, NULL);
}
END_TEST

/* --- what shows none -------------------------------------------------------------------------- */

#define LONG_LINE_4 \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaa"

static const char *const no_tls[] = {"220 ESMTP\r\n", "EHLO ",         "250 HELP\r\n",
				     "STARTTLS",      "502 What?\r\n", NULL};
static const char *const busy[] = {"421 Too busy\r\n", NULL};
static const char *const no_postgres[] = {"", "SSLRequest", "N", NULL};

static const struct {
	struct tls_peer peer;
	enum ik_starttls starttls;
	enum ik_error_id error;
	const char *told;
} bad[] = {
	{{.end = PEER_LEAVES}, 0, IK_E_SERVICE_CLOSED, NULL},
	{{.end = PEER_LEAVES}, IK_STARTTLS_SMTP, IK_E_SERVICE_CLOSED, NULL},
	{{.cut_after = 20}, 0, IK_E_SERVICE_CLOSED, NULL},
	{{.cut_after = 3}, 0, IK_E_SERVICE_CLOSED, NULL},
	{{.end = PEER_SAYS, .bytes = "220 mail.example.jp ESMTP\r\nmore\r\n"},
	 0,
	 IK_E_SERVICE_PLAIN,
	 "220 mail.example.jp ESMTP"},
	{{.end = PEER_SAYS, .bytes = "HTTP/1.1 400 Bad Request\r\n\r\n"},
	 0,
	 IK_E_SERVICE_PLAIN,
	 "HTTP/1.1 400 Bad Request"},
	{{.end = PEER_SAYS, .bytes = "\x1b[2J\xff\xfe, you\n"}, 0, IK_E_SERVICE_PLAIN, "x1b[2J"},
	{{.end = PEER_FLOODS, .bytes = LONG_LINE_4}, 0, IK_E_SERVICE_PLAIN, NULL},
	{{.end = PEER_FLOODS, .bytes = "\0\0\0\0\0\0\0\0", .size = 8}, 0, IK_E_SERVICE_PLAIN, NULL},
	/* A line without an end, lines without an end, and what is none. */
	{{.end = PEER_FLOODS, .bytes = LONG_LINE_4},
	 IK_STARTTLS_SMTP,
	 IK_E_SERVICE_STARTTLS,
	 "aaaa"},
	{{.end = PEER_FLOODS, .bytes = "220-still more to say\r\n"},
	 IK_STARTTLS_SMTP,
	 IK_E_SERVICE_STARTTLS,
	 "220-still more"},
	{{.end = PEER_FLOODS, .bytes = "\0\0\n\0", .size = 4},
	 IK_STARTTLS_IMAP,
	 IK_E_SERVICE_STARTTLS,
	 NULL},
	{{.end = PEER_SAYS, .bytes = "SSH-2.0-OpenSSH_9.2\r\n"},
	 IK_STARTTLS_POP3,
	 IK_E_SERVICE_STARTTLS,
	 "SSH-2.0-OpenSSH_9.2"},
	{{.talk = no_tls}, IK_STARTTLS_SMTP, IK_E_SERVICE_STARTTLS, "502 What?"},
	{{.talk = busy}, IK_STARTTLS_SMTP, IK_E_SERVICE_STARTTLS, "421 Too busy"},
	{{.talk = no_postgres}, IK_STARTTLS_POSTGRES, IK_E_SERVICE_STARTTLS, "N"},
	/* An alert (handshake_failure), a record that is too large, and a ServerHello that is none.
	 */
	{{.end = PEER_SAYS, .bytes = "\x15\x03\x03\0\x02\x02\x28", .size = 7},
	 0,
	 IK_E_SERVICE_TLS,
	 "TLS: "},
	{{.end = PEER_SAYS, .bytes = "\x16\x03\x03\xff\xff\x02", .size = 6},
	 0,
	 IK_E_SERVICE_TLS,
	 "GnuTLS: "},
	{{.end = PEER_SAYS, .bytes = "\x16\x03\x03\0\x08\x02\0\0\x04\1\2\3\4", .size = 13},
	 0,
	 IK_E_SERVICE_TLS,
	 "GnuTLS: "},
};

START_TEST(what_shows_no_certificate_says_why)
{
	fails(bad[_i].peer, (struct ik_served_wish){.starttls = bad[_i].starttls}, bad[_i].error,
	      bad[_i].told);
}
END_TEST

/* The whole of it is bounded, however it goes on. */
START_TEST(nobody_is_waited_for_longer_than_the_time_there_is)
{
	static const struct {
		struct tls_peer peer;
		enum ik_starttls starttls;
	} slow[] = {
		{{.end = PEER_HANGS}, 0},
		{{.end = PEER_HANGS}, IK_STARTTLS_SMTP},
		{{.end = PEER_HANGS}, IK_STARTTLS_POSTGRES},
		{{.end = PEER_DRIPS, .bytes = "220-"}, IK_STARTTLS_SMTP},
		{{.end = PEER_DRIPS, .bytes = "\x16\x03\x03\x40\0\x02", .size = 6}, 0},
	};
	const int64_t begun = ik_served_clock();
	struct ik_served_wish wish = {.starttls = slow[_i].starttls, .deadline = begun + 300};

	fails(slow[_i].peer, wish, IK_E_SERVICE_SLOW, NULL);
	ck_assert_int_ge(ik_served_clock(), there ? begun + 300 : 0);
}
END_TEST

/* What was said in the clear behind the last line is not taken for what comes under TLS. */
START_TEST(what_is_slipped_in_before_tls_is_not_heard)
{
	static const char *const slipped[] = {"+OK\r\n", "STLS", "+OK\r\n+OK you are in\r\n", NULL};

	fails((struct tls_peer){.talk = slipped},
	      (struct ik_served_wish){.starttls = IK_STARTTLS_POP3}, IK_E_SERVICE_PLAIN,
	      "+OK you are in");
}
END_TEST

START_TEST(a_handshake_that_is_cut_anywhere_is_a_certificate_or_a_sentence)
{
	for (size_t cut = 1; there && cut < 1500; cut += 31) {
		struct ik_served served;
		struct ik_error err = {0};

		if (ask((struct tls_peer){.cut_after = cut,
					  .priorities = "NORMAL:-VERS-ALL:+VERS-TLS1.2"},
			0, (struct ik_served_wish){0}, &served, &err))
			ck_assert_str_eq(served.chain[0].sha256, world[0].leaf.sha256);
		else
			ck_assert_int_eq(err.id, IK_E_SERVICE_CLOSED);
		ik_served_free(&served);
	}
}
END_TEST

/* Of every byte of what a service says first: nothing is believed that does not fit, and nothing
 * waits for ever. */
START_TEST(a_handshake_with_a_wrong_byte_is_a_certificate_or_a_sentence)
{
	for (size_t at = 1; there && at < 1300; at += 29) {
		struct ik_served served;
		struct ik_error err = {0};
		bool ok = ask((struct tls_peer){.flip_at = at,
						.priorities = "NORMAL:-VERS-ALL:+VERS-TLS1.2"},
			      0, (struct ik_served_wish){.deadline = ik_served_clock() + 400},
			      &served, &err);

		ck_assert_int_eq(ok, served.n > 0);
		ck_assert_int_eq(ok, err.id == IK_E_NONE);
		ck_assert(ok || err.id == IK_E_SERVICE_CLOSED || err.id == IK_E_SERVICE_TLS
			  || err.id == IK_E_SERVICE_PLAIN || err.id == IK_E_SERVICE_SLOW
			  || err.id == IK_E_SERVICE_CERTIFICATE);
		ik_served_free(&served);
	}
}
END_TEST

Suite *suite_served(void)
{
	Suite *suite = suite_create("served");
	TCase *one = tcase_create("served");

	tcase_set_timeout(one, TEST_SECONDS);
	tcase_add_unchecked_fixture(one, begin, end);
	tcase_add_loop_test(one, each_version_of_tls_shows_what_it_serves, 0, 4);
	tcase_add_loop_test(one, one_that_wants_a_certificate_of_its_client_shows_its_own, 0, 2);
	tcase_add_loop_test(one, what_begins_in_the_clear_is_asked_in_its_own_words, 0,
			    IK_COUNT(starts));
	tcase_add_loop_test(
		one, one_with_a_certificate_for_each_kind_of_key_shows_the_one_that_is_asked_for, 0,
		2);
	tcase_add_test(one, one_that_knows_another_name_only_says_so);
	tcase_add_loop_test(one, what_shows_no_certificate_says_why, 0, IK_COUNT(bad));
	tcase_add_loop_test(one, nobody_is_waited_for_longer_than_the_time_there_is, 0, 5);
	tcase_add_test(one, what_is_slipped_in_before_tls_is_not_heard);
	tcase_add_test(one, a_handshake_that_is_cut_anywhere_is_a_certificate_or_a_sentence);
	tcase_add_test(one, a_handshake_with_a_wrong_byte_is_a_certificate_or_a_sentence);
	suite_add_tcase(suite, one);
	return suite;
}
