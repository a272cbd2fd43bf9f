/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screens.c: every page as it looks, in both languages, at both sizes: golden screens.
 * UPDATE_SCREENS=1 writes them anew; the diff is what a reviewer reads. */
#include "config.h"

#include <string.h>

#include "program/wizard.h"

/* The page is complete when its key bar is: that is drawn last. */
static void compare_settled(struct console *c, const char *page, int form)
{
	console_wait(c, "F10");
	wizard_compare(c, page, form);
}

START_TEST(every_page_looks_as_agreed)
{
	const struct words *words = forms[_i].words;
	const char *pages[] = {"identity", "password", "again", "backup", "review"};
	struct console *c = wizard_start(words->lang, forms[_i].columns, forms[_i].rows);

	console_wait(c, words->start);
	compare_settled(c, "start-none", _i);
	console_kill(c);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		c = wizard_start(words->lang, forms[_i].columns, forms[_i].rows);
		wizard_reach(c, words, pages[i]);
		compare_settled(c, pages[i], _i);
		console_kill(c);
	}
}
END_TEST

START_TEST(the_proof_looks_as_agreed)
{
	const struct words *words = forms[_i].words;
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start(words->lang, forms[_i].columns, forms[_i].rows);
	console_wait(c, words->start);
	compare_settled(c, "start-valid", _i);
	wizard_reach(c, words, "accept");
	console_wait(c, words->proof);
	compare_settled(c, "proof", _i);
	console_type(c, forms[_i].rows < 24 ? "<F3><PgDn>" : "<F3>");
	console_wait(c, "SHA-1");
	compare_settled(c, "proof-details", _i);
	console_kill(c);
}
END_TEST

/* Looking is a page of its own, from which Back leads to the start and nothing ends the program but
 * Quit. */
START_TEST(the_certificates_look_as_agreed)
{
	const struct words *words = forms[_i].words;
	struct console *c;

	world_make_certificate("srv01.example.jp");
	world_make_certificate("srv01.example.jp");
	c = wizard_start(words->lang, forms[_i].columns, forms[_i].rows);
	console_wait(c, words->start);
	console_type(c, "7<F8>");
	console_wait(c, words == &english ? " inkan  Certificates" : " inkan  証明書の一覧");
	compare_settled(c, "certificates", _i);
	console_type(c, "<F7>");
	console_wait(c, words->start);
	console_type(c, "7<F8>");
	console_wait_gone(c, words->start);
	console_type(c, "<Esc><Esc>");
	console_wait(c, words->start);
	console_kill(c);
}
END_TEST

START_TEST(an_expired_certificate_looks_as_agreed)
{
	const char *lang = forms[_i].words->lang;
	struct console *c;

	world_make_certificate("srv01.example.jp");
	const char *arguments[] = {"--lang", lang, "--store", world_store(), NULL};
	const char *environment[] = {"FIXED_NOW=1858568700", NULL}; /* three days past its end */
	struct console_setup setup = {.columns = forms[_i].columns,
				      .rows = forms[_i].rows,
				      .arguments = arguments,
				      .environment = environment};
	c = console_start(&setup);
	console_wait(c, forms[_i].words->start);
	compare_settled(c, "start-expired", _i);
	console_kill(c);
}
END_TEST

/* What is said of the names stands at the names, and what is said of the key behind it. */
START_TEST(a_renewal_that_loses_its_group_looks_as_agreed)
{
	const struct words *words = forms[_i].words;
	struct console *c;

	world_make_certificate("srv01.example.jp");
	world_sh("echo 'key-group = no-such-group-here' >>store/current/info");
	c = wizard_start(words->lang, forms[_i].columns, forms[_i].rows);
	wizard_reach(c, words, "review");
	compare_settled(c, "review-group", _i);
	console_kill(c);
}
END_TEST

START_TEST(mistakes_look_as_agreed)
{
	const struct words *words = forms[_i].words;
	struct console *c = wizard_start(words->lang, forms[_i].columns, forms[_i].rows);

	wizard_reach(c, words, "identity");
	console_type(c, "<C-u>srv01..example.jp<Tab>");
	console_wait(c, words == &english ? "Two dots in a row." : "ドット (.) が連続しています。");
	compare_settled(c, "identity-double-dot", _i);
	console_type(c, "<F1>");
	console_wait(c, words == &english ? "Every other name" : "Esc");
	wizard_compare(c, "identity-help", _i);
	console_type(c, "<F1>");
	console_wait(c, "Shift-Tab");
	wizard_compare(c, "help-keys", _i);
	console_type(c, "<Esc><Esc>");
	console_type(c, "<F10>");
	console_wait(c, words->quit_ask);
	wizard_compare(c, "quit", _i);
	console_kill(c);
}
END_TEST

Suite *suite_screens(void)
{
	Suite *suite = suite_create("screens");
	TCase *all = tcase_create("screens");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, mistakes_look_as_agreed, 0, 4);
	tcase_add_loop_test(all, every_page_looks_as_agreed, 0, 4);
	tcase_add_loop_test(all, a_renewal_that_loses_its_group_looks_as_agreed, 0, 4);
	tcase_add_loop_test(all, an_expired_certificate_looks_as_agreed, 0, 4);
	tcase_add_loop_test(all, the_proof_looks_as_agreed, 0, 4);
	tcase_add_loop_test(all, the_certificates_look_as_agreed, 0, 4);
	suite_add_tcase(suite, all);
	return suite;
}
