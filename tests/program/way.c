/* SPDX-License-Identifier: GPL-3.0-or-later */
/* way.c: the way from the start page to the proof, and back. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

static void whole_way(const struct words *words, int columns, int rows)
{
	struct console *c = wizard_start(words->lang, columns, rows);

	wizard_reach(c, words, "accept");
	console_wait(c, words->proof);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	ck_assert(world_has("store/current/certificate.pem"));
	ck_assert(world_has("store/current/key.pem"));
	ck_assert(world_has("store/current/combined.pem"));
	ck_assert(world_has("store/backups/last"));
}

START_TEST(the_whole_way_ends_with_a_certificate_in_use_and_a_backup)
{
	const struct words *languages[] = {&english, &japanese};
	const int sizes[][2] = {{80, 24}, {60, 16}};

	whole_way(languages[_i / 2], sizes[_i % 2][0], sizes[_i % 2][1]);
}
END_TEST

/* What may be why the certificate does not work is seen before anything is done. */
START_TEST(a_clock_that_runs_free_and_a_name_that_lacks_are_said_at_the_start)
{
	struct console *c;

	world_make_expired("mail.example.jp");
	setenv("FIXED_CLOCK_FREE", "1", 1);
	c = wizard_start("en", 80, 24);
	unsetenv("FIXED_CLOCK_FREE");
	console_wait(c, "The clock of this server is not synchronised.");
	console_wait(c, "The certificate lacks the name of this server");
	console_kill(c);
	c = wizard_start("en", 80, 24);
	console_wait(c, "The certificate lacks the name of this server");
	ck_assert(!console_shows(c, "is not synchronised"));
	console_kill(c);
}
END_TEST

START_TEST(nothing_is_written_before_accept)
{
	const char *pages[] = {"identity", "password", "backup", "review"};
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, pages[_i]);
	console_type(c, "<F10>");
	if (_i >= 2) { /* on the first two nothing was typed yet, so nothing is asked */
		console_wait(c, english.quit_ask);
		console_type(c, "y");
	}
	ck_assert_int_eq(console_end(c), 1);
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(the_proof_is_printed_again_when_the_screen_has_closed)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	console_type(c, "<F10>");
	console_wait(c, "inkan show --store ");
	console_wait(c, "opened again and compared");
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

START_TEST(an_expired_certificate_needs_at_most_12_keys_besides_the_password)
{
	/* 12: Enter; Enter for each of six fields; Enter behind each password; Enter; Enter, Enter.
	 */
	const char *keys[] = {"<Enter>", "<Enter>", "<Enter>", "<Enter>",
			      "<Enter>", "<Enter>", "<Enter>"};
	size_t pressed = 0;

	world_make_certificate("srv01.example.jp");
	const char *arguments[] = {"--lang", "en", "--store", world_store(), NULL};
	const char *environment[] = {"FIXED_NOW=1895237500", NULL}; /* three years on */
	struct console_setup setup = {.arguments = arguments, .environment = environment};
	struct console *c = console_start(&setup);
	console_wait(c, "EXPIRED");
	for (; pressed < sizeof keys / sizeof keys[0]; pressed++) {
		console_type(c, keys[pressed]);
		console_wait(c, pressed < 6 ? english.identity : english.password);
	}
	console_type(c, PASSWORD "<Enter>" PASSWORD "<Enter>");
	pressed += 2;
	console_wait(c, english.backup);
	console_type(c, "<Enter>");
	pressed++;
	console_wait(c, english.review);
	console_type(c, "<Enter>");
	pressed++;
	console_type(c, "<Enter>");
	pressed++;
	console_wait(c, english.proof);
	ck_assert_uint_le(pressed, 12);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	ck_assert(world_has("store/generations/2/certificate.pem"));
}
END_TEST

START_TEST(enters_typed_ahead_never_accept)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "backup");
	console_send(c, "\r\r\r\r\r\r", 6); /* in one, so that none of them is late */
	console_wait(c, english.review);
	ck_assert(!world_has("store"));
	console_type(c, "<F7>"); /* the page answers, so all that was typed ahead has been read */
	console_wait(c, english.backup);
	ck_assert(!world_has("store"));
	console_kill(c);
}
END_TEST

START_TEST(back_keeps_every_answer)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>mail.example.jp<Tab><Tab>Sample Ltd<F8>");
	console_wait(c, english.password);
	console_type(c, "<F7>");
	console_wait(c, "Sample Ltd");
	console_wait(c, "mail.example.jp");
	console_type(c, "<F7>");
	console_wait(c, english.start);
	console_type(c, "<F8>");
	console_wait(c, "Sample Ltd");
	console_kill(c);
}
END_TEST

START_TEST(the_other_language_loses_nothing_typed)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>mail.example.jp");
	console_wait(c, "mail.example.jp");
	console_type(c, "<F2>");
	console_wait(c, japanese.identity);
	console_wait(c, "mail.example.jp");
	console_type(c, "x<BS><F2>");
	console_wait(c, english.identity);
	console_kill(c);
}
END_TEST

START_TEST(quitting_asks_and_no_is_the_default)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "x<F10>");
	console_wait(c, english.quit_ask);
	console_type(c, "<Enter>");
	console_wait_gone(c, english.quit_ask);
	ck_assert(console_shows(c, english.identity));
	console_type(c, "<C-c>");
	console_wait(c, english.quit_ask);
	console_type(c, "<C-c>");
	ck_assert_int_eq(console_end(c), 1);
	ck_assert(!world_has("store"));
}
END_TEST

/* Wherever the focus is when F8 is pressed: in a button, or in the second of two wrong fields. */
START_TEST(f8_leads_to_the_first_answer_that_is_wrong)
{
	static const char *const from[] = {"", "<Tab><Tab><Tab><Tab>"};
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "identity");
	console_type(c, "<C-u>a..b<Tab><C-u>-bad");
	console_wait(c, "Neither a name nor an address: -bad");
	console_type(c, from[_i]);
	console_type(c, "<F8>");
	console_wait(c, "The name clients connect to.");
	console_type(c, "<C-u>ｓｒｖー０１．ｊｐ<F8>");
	console_wait(c, "srv-01.jp");
	console_type(c, "<C-u>ｓｒｖ０１．ｊｐ<F8>");
	console_wait(c, "srv01.jp__"); /* in the field itself */
	console_wait(c, "Other names and addresses, with a comma");
	console_kill(c);
}
END_TEST

START_TEST(an_empty_password_or_a_short_one_is_not_left)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_type(c, "<Enter>");
	console_wait(c, "Please give a password.");
	console_type(c, "abc<Enter>");
	console_wait(c, "At least 12 characters are needed.");
	console_type(c, "correct horse<Enter>correct horsf<Enter>");
	console_wait(c, "The two are not the same.");
	console_type(c, " correct horse <S-Tab> correct horse ");
	console_wait(c, "The password begins or ends with a blank.");
	console_wait_gone(c, "12 characters are needed");
	console_kill(c);
}
END_TEST

START_TEST(an_interrupted_change_is_explained_by_the_next_start)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	world_run(NULL, "printf 'operation = create\\nfrom = 1\\nto = 2\\n' >%s/change",
		  world_store());
	c = wizard_start("en", 80, 24);
	console_wait(c, "The last run was interrupted and changed");
	console_kill(c);
}
END_TEST

Suite *suite_way(void)
{
	Suite *suite = suite_create("way");
	TCase *all = tcase_create("way");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, nothing_is_written_before_accept, 0, 4);
	tcase_add_test(all, a_clock_that_runs_free_and_a_name_that_lacks_are_said_at_the_start);
	tcase_add_test(all, enters_typed_ahead_never_accept);
	tcase_add_test(all, quitting_asks_and_no_is_the_default);
	tcase_add_test(all, back_keeps_every_answer);
	tcase_add_test(all, the_other_language_loses_nothing_typed);
	tcase_add_loop_test(all, f8_leads_to_the_first_answer_that_is_wrong, 0, 2);
	tcase_add_test(all, an_empty_password_or_a_short_one_is_not_left);
	tcase_add_test(all, an_interrupted_change_is_explained_by_the_next_start);
	tcase_add_test(all, an_expired_certificate_needs_at_most_12_keys_besides_the_password);
	tcase_add_test(all, the_proof_is_printed_again_when_the_screen_has_closed);
	tcase_add_loop_test(all, the_whole_way_ends_with_a_certificate_in_use_and_a_backup, 0, 4);
	suite_add_tcase(suite, all);
	return suite;
}
