/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.c: the pages that show what is in use write a sheet to print, and draw the fingerprint. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

#define CODE "\xe2\x96\x80" /* a half block, of which a QR code has many */
#define ART "[SHA256]"

static const char english_help[] = "Writes a page to print";
static const char japanese_help[] = "印刷用のページ";

/* The button is the last of Tab, so that nobody in a hurry presses it. */
static void press_button(struct console *c, const char *label, const char *help)
{
	console_wait(c, label);
	console_type(c, "<Tab><Tab><Tab>");
	console_wait(c, help);
	console_type(c, "<Enter>");
}

static const char *sheets(void)
{
	int status;

	return world_run(&status, "find %s -name '*.txt' | wc -l | tr -d ' \\n'", world_path(""));
}

START_TEST(the_proof_writes_a_sheet_beside_the_backup)
{
	const struct words *words = _i ? &japanese : &english;
	const char *title = _i ? "復元用シート" : "Recovery sheet";
	struct console *c = wizard_start(words->lang, 80, 24);
	int status;

	wizard_reach(c, words, "accept");
	console_wait(c, words->proof);
	press_button(c, title, _i ? japanese_help : english_help);
	console_wait(c, ".txt");
	ck_assert_str_eq(sheets(), "1");
	ck_assert_msg(*world_run(&status, "cat $(find %s -name '*.txt') | grep -F '%s' | head -n 1",
				 world_path(""), title),
		      "no sheet in %s", words->lang);
	/* Of what is in use there is one sheet. */
	console_type(c, "<Enter>");
	console_settle(c);
	ck_assert_str_eq(sheets(), "1");
	console_kill(c);
}
END_TEST

START_TEST(a_sheet_that_cannot_be_written_is_said_and_the_page_stays)
{
	struct console *c = wizard_start("en", 80, 24);
	int status;

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	world_run(&status, "rm -rf %s && touch %s", world_store(), world_store());
	press_button(c, "Recovery sheet", english_help);
	console_wait(c, "The store is not a directory");
	console_wait(c, "Recovery sheet");
	ck_assert_str_eq(sheets(), "0");
	console_kill(c);
}
END_TEST

/* Down to where it stands. */
static void look_for(struct console *c, const char *text)
{
	for (int i = 0; i < 12 && !console_shows(c, text); i++) {
		console_type(c, "<PgDn>");
		console_settle(c);
	}
	ck_assert_msg(console_shows(c, text), "%s", console_screen(c));
}

START_TEST(details_draw_the_fingerprint)
{
	static const int columns[] = {80, 60};
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start("en", columns[_i], columns[_i] == 60 ? 16 : 24);
	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	ck_assert(!console_shows(c, CODE));
	console_type(c, "<F3>");
	console_settle(c);
	look_for(c, CODE);
	look_for(c, ART);
	console_kill(c);
}
END_TEST

START_TEST(in_ascii_no_code_is_drawn)
{
	world_make_certificate("srv01.example.jp");
	const char *arguments[] = {"--ascii", "--lang", "en", "--store", world_store(), NULL};
	struct console_setup setup = {.columns = 80, .rows = 24, .arguments = arguments};
	struct console *c = console_start(&setup);

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	console_type(c, "<F3>");
	console_settle(c);
	look_for(c, ART);
	ck_assert(!console_shows(c, CODE));
	console_kill(c);
}
END_TEST

Suite *suite_sheet(void)
{
	Suite *suite = suite_create("sheet");
	TCase *tcase = tcase_create("sheet");

	tcase_set_timeout(tcase, 600);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_loop_test(tcase, the_proof_writes_a_sheet_beside_the_backup, 0, 2);
	tcase_add_test(tcase, a_sheet_that_cannot_be_written_is_said_and_the_page_stays);
	tcase_add_loop_test(tcase, details_draw_the_fingerprint, 0, 2);
	tcase_add_test(tcase, in_ascii_no_code_is_drawn);
	suite_add_tcase(suite, tcase);
	return suite;
}
