/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browser.c: looking for a file with Ctrl-O, in both languages and sizes. */
#include "config.h"

#include <string.h>

#include "program/wizard.h"

static const char *title(int form)
{
	return forms[form].words == &japanese ? "ディレクトリ: " : "Directory: ";
}

static struct console *open_browser(int form)
{
	struct console *c = wizard_start(forms[form].words->lang, forms[form].columns,
					 forms[form].rows);

	wizard_reach(c, forms[form].words, "backup");
	console_type(c, "<C-u>");
	console_type(c, world_path("files/new.zip"));
	console_type(c, "<C-o>");
	console_wait(c, title(form));
	return c;
}

static void make_files(void)
{
	int status;

	world_run(&status,
		  "cd %s && mkdir -p files/usb files/証明書 files/.hidden && touch files/a.pfx "
		  "files/b.pem files/.secret "
		  "files/usb/old.zip && head -c 4321 /dev/zero >files/a.pfx && touch "
		  "\"$(printf 'files/evil\\033[2J')\" && touch -d '2026-11-20 12:00' files/* && "
		  "ln -s gone files/link",
		  world_path(""));
	ck_assert_int_eq(status, 0);
}

START_TEST(a_name_that_cannot_be_shown_cannot_be_chosen)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_type(c, "evil");
	console_wait(c, "This name cannot be shown as it is.");
	console_type(c, "<Enter>");
	console_wait(c, "evil\\x1b[2J");
	console_wait(c, "Directory: ");
	console_kill(c);
}
END_TEST

START_TEST(leaving_the_browser_keeps_what_was_typed)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_type(c, "<Down><Esc><Esc>");
	console_wait(c, english.backup);
	console_wait(c, "files/new.zip");
	console_kill(c);
}
END_TEST

START_TEST(the_browser_looks_as_agreed)
{
	struct console *c;

	make_files();
	c = open_browser(_i);
	ck_assert(!console_shows(c, ".hidden"));
	console_wait(c, "F2");
	wizard_compare(c, "browser", _i);
	console_kill(c);
}
END_TEST

START_TEST(directories_open_and_close_and_a_file_is_chosen)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_type(c, "u<Enter>"); /* into usb */
	console_wait(c, "old.zip");
	console_type(c, "<BS>");
	console_wait(c, "a.pfx");
	console_type(c, "<Enter>"); /* usb is still the one selected */
	console_wait(c, "old.zip");
	console_type(c, "<End><Enter>");
	console_wait(c, english.backup);
	console_wait(c, "files/usb/old.zip");
	console_wait(c, "There is such a file already.");
	console_kill(c);
}
END_TEST

START_TEST(a_file_to_be_made_can_be_put_into_a_directory)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_type(c, "usb<Enter>");
	console_wait(c, "old.zip");
	console_type(c, "<F8>");
	console_wait(c, "files/usb/new.zip");
	console_type(c, "<F8>");
	console_wait(c, english.review);
	console_kill(c);
}
END_TEST

START_TEST(the_button_does_what_the_key_does)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_type(c, "<Esc><Esc>");
	console_wait_gone(c, "a.pfx");
	console_wait(c, english.backup);
	console_type(c, "<Tab><Enter>");
	console_wait(c, "a.pfx");
	console_kill(c);
}
END_TEST

/* What is typed next is the password, and must not stand in clear behind the path. */
START_TEST(a_chosen_file_leads_on_to_its_password)
{
	struct console *c;

	world_sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
		 "k.pem "
		 "-out c.pem -subj /CN=srv02.example.jp && mkdir in && openssl pkcs12 -export "
		 "-inkey "
		 "k.pem -in c.pem -out in/file.pfx -passout 'pass:another horse 42'");
	c = wizard_start("en", 80, 24);
	console_wait(c, english.start);
	console_type(c, "3<F8>");
	console_wait(c, "Which file do you want to import?");
	console_type(c, world_path("in/"));
	console_type(c, "<C-o>");
	console_wait(c, "file.pfx");
	console_type(c, "<End><Enter>");
	console_wait(c, "Its password");
	console_wait(c, "The password that was set");
	console_type(c, "another horse 42");
	console_wait(c, "****************");
	ck_assert(!console_shows(c, "another horse"));
	console_type(c, "<F8>");
	console_wait(c, english.password);
	console_kill(c);
}
END_TEST

START_TEST(what_is_typed_leaves_only_names_that_hold_it)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_type(c, "PEM");
	console_wait(c, "Only names with: PEM");
	console_wait(c, "b.pem");
	console_wait_gone(c, "a.pfx");
	console_type(c, "x");
	console_wait(c, "No name here has: PEMx");
	console_type(c, "<BS><BS><BS><BS>");
	console_wait(c, "a.pfx");
	ck_assert(!console_shows(c, ".hidden"));
	console_type(c, ".");
	console_wait(c, ".hidden");
	console_type(c, "<C-u>証");
	console_wait(c, "Only names with: 証");
	console_wait_gone(c, "b.pem");
	console_type(c, "<Enter>");
	console_wait(c, "files/証明書");
	console_kill(c);
}
END_TEST

START_TEST(ten_thousand_names_are_no_trouble)
{
	struct console *c;
	int status;

	make_files();
	world_run(&status, "cd %s/files && seq -f 'file-%%05g' 10000 | xargs touch",
		  world_path(""));
	ck_assert_int_eq(status, 0);
	c = open_browser(3);
	console_type(c, "<End>");
	console_wait(c, "file-10000");
	console_type(c, "<Home>file-05");
	console_wait(c, "file-05000");
	console_type(c, "<PgDn><PgDn><Enter>");
	console_wait(c, forms[3].words->backup);
	console_kill(c);
}
END_TEST

START_TEST(a_list_that_goes_on_says_so)
{
	struct console *c;
	int status;

	make_files();
	world_run(&status, "cd %s/files && seq -f 'file-%%02g' 40 | xargs touch", world_path(""));
	c = open_browser(0);
	console_wait(c, "more: PgDn");
	console_type(c, "<End>");
	console_wait_gone(c, "more: PgDn");
	console_kill(c);
}
END_TEST

START_TEST(in_a_window_too_small_nothing_is_chosen_blindly)
{
	struct console *c;

	make_files();
	c = open_browser(0);
	console_resize(c, 50, 12);
	console_wait(c, "inkan needs 60x16");
	console_type(c, "<Down><Enter>u<Enter>");
	console_resize(c, 80, 24);
	console_wait(c, "Directory: ");
	console_wait(c, "a.pfx");
	ck_assert(!console_shows(c, "old.zip"));
	console_resize(c, 50, 12);
	console_wait(c, "inkan needs 60x16");
	console_type(c, "q");
	console_wait(c, english.quit_ask);
	console_kill(c);
}
END_TEST

Suite *suite_browser(void)
{
	Suite *suite = suite_create("browser");
	TCase *all = tcase_create("browser");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, a_name_that_cannot_be_shown_cannot_be_chosen);
	tcase_add_test(all, leaving_the_browser_keeps_what_was_typed);
	tcase_add_test(all, directories_open_and_close_and_a_file_is_chosen);
	tcase_add_test(all, a_file_to_be_made_can_be_put_into_a_directory);
	tcase_add_test(all, the_button_does_what_the_key_does);
	tcase_add_test(all, a_chosen_file_leads_on_to_its_password);
	tcase_add_test(all, what_is_typed_leaves_only_names_that_hold_it);
	tcase_add_test(all, ten_thousand_names_are_no_trouble);
	tcase_add_test(all, a_list_that_goes_on_says_so);
	tcase_add_test(all, in_a_window_too_small_nothing_is_chosen_blindly);
	tcase_add_loop_test(all, the_browser_looks_as_agreed, 0, 4);
	suite_add_tcase(suite, all);
	return suite;
}
