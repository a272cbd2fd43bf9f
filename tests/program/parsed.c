/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parsed.c: the wizard, too, leaves what others made to contained children: it parses none of it
 * itself. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "program/wizard.h"

/* The wizard with its parsers counted, on a store with two certificates of an authority and a
 * request. */
static struct console *begin_counted(void)
{
	char preload[1024], parsed[128];
	const char *arguments[] = {"--lang", "en", "--store", world_store(), NULL};
	const char *environment[] = {preload, parsed, NULL};
	struct console_setup setup = {
		.columns = 80, .rows = 24, .arguments = arguments, .environment = environment};
	const char *parsers = getenv("PARSERS");

	ck_assert_msg(parsers, "PARSERS does not name what counts");
	snprintf(preload, sizeof preload, "LD_PRELOAD=%s:%s", getenv("FIXED_WORLD"), parsers);
	snprintf(parsed, sizeof parsed, "PARSED=%s", world_path("parsed"));
	world_sh("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "
		 "/CN=Authority 2>/dev/null; "
		 "for n in 1 2; do openssl req -newkey rsa:2048 -nodes -keyout k.pem -out r.pem "
		 "-subj /CN=a.example.jp/OU=Sales && "
		 "openssl x509 -req -in r.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 "
		 "-out c.pem && "
		 "cat k.pem c.pem ca.pem >pair.pem && $INKAN import pair.pem --no-backup --store "
		 "store || exit; done; "
		 "$INKAN request --out r.csr --store store");
	return console_start(&setup);
}

START_TEST(the_pages_of_a_store_with_what_others_made_parse_nothing)
{
	struct console *c = begin_counted();

	console_wait(c, english.start);
	console_wait(c, "A request waits");
	console_type(c, "6<F8>");
	console_wait(c, "Which generation should be used again?");
	console_type(c, "<F8>");
	console_wait(c, english.review);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, "Done: the earlier certificate is back.");
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	world_sh("test -d store/generations/3");
	world_sh("! grep . parsed");
}
END_TEST

Suite *suite_parsed(void)
{
	Suite *suite = suite_create("parsed");
	TCase *cases = tcase_create("pages");

	tcase_add_checked_fixture(cases, world_begin, world_end);
	tcase_add_test(cases, the_pages_of_a_store_with_what_others_made_parse_nothing);
	suite_add_tcase(suite, cases);
	return suite;
}
