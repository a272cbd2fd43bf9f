/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cuts.c: the line is cut, the program is told to stop: the terminal is put right and nothing is
 * half done. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program/wizard.h"

static const char *const pages[] = {"identity", "password", "backup", "review"};

START_TEST(a_hang_up_on_any_page_ends_it_and_writes_nothing)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, pages[_i]);
	console_hang_up(c);
	ck_assert_int_ne(console_end(c), 0);
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(a_stop_on_any_page_dies_by_the_signal_and_writes_nothing)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, pages[_i]);
	console_signal(c, SIGTERM);
	ck_assert_int_eq(console_end(c), 128 + SIGTERM);
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(the_terminal_is_put_right_by_every_way_out)
{
	static const int signals[] = {0, SIGTERM, SIGINT, SIGHUP};
	const char *inkan = getenv("INKAN");
	const char *arguments[] = {
		"-c", "stty -a >before; \"$0\" --lang en --store store; stty -a >after; echo DONE",
		inkan, NULL};
	struct console_setup setup = {.program = "/bin/sh", .arguments = arguments};
	struct console *c;

	ck_assert_int_eq(chdir(world_path("")), 0);
	c = console_start(&setup);
	console_wait(c, english.start);
	if (signals[_i])
		world_run(NULL, "pkill -%d -x inkan -P %zu", signals[_i], console_pid(c));
	else
		console_type(c, "<F10>");
	console_wait(c, "DONE");
	console_end(c);
	ck_assert_str_eq(world_run(NULL, "diff before after && echo same"), "same\n");
}
END_TEST

START_TEST(a_suspended_screen_comes_back)
{
	const char *inkan = getenv("INKAN");
	const char *arguments[] = {"-i", NULL};
	struct console_setup setup = {.program = "/bin/bash", .arguments = arguments};
	char line[512];
	struct console *c;

	ck_assert_int_eq(chdir(world_path("")), 0);
	c = console_start(&setup);
	snprintf(line, sizeof line, "PS1='ready> '; '%s' --lang en --store store<Enter>", inkan);
	console_type(c, line);
	console_wait(c, english.start);
	console_type(c, "<C-z>");
	console_wait(c, "ready>");
	console_type(c, "fg<Enter>");
	console_wait(c, english.start);
	console_type(c, "<F8>");
	console_wait(c, english.identity);
	console_kill(c);
}
END_TEST

START_TEST(cancel_before_the_switch_leaves_the_old_certificate)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start("en", 80, 24);
	wizard_reach(c, &english, "accept");
	console_wait(c, "[ Cancel ]");
	console_type(c, "<Tab><Enter>");
	console_wait(c, "Nothing was changed");
	ck_assert(world_has("store/generations/1"));
	ck_assert(!world_has("store/generations/2"));
	ck_assert_str_eq(
		world_run(NULL, "ls %s/backups; readlink %s/current", world_store(), world_store()),
		"generations/1\n");
	console_kill(c);
}
END_TEST

/* Whoever presses Enter twice on Accept wants it, not the end of it. */
START_TEST(an_enter_too_many_does_not_cancel)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start("en", 80, 24);
	wizard_reach(c, &english, "accept");
	console_wait(c, "The old certificate is in use.");
	console_type(c, "<Enter><Enter>");
	console_wait(c, english.proof);
	ck_assert(world_has("store/generations/2"));
	console_kill(c);
}
END_TEST

/* No key is silent: what cannot be stopped says so, and how long it may take. */
START_TEST(while_commands_run_it_is_said_what_is_in_use_and_that_nothing_can_be_cancelled)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	world_put_waiting_hook(":");
	c = wizard_start("en", 80, 24);
	wizard_reach(c, &english, "accept");
	console_wait(c, "THE NEW CERTIFICATE IS IN USE.");
	console_wait(c, "In use already; nothing to cancel. Each command has 60 s.");
	console_wait(c, "] 4 of 5");
	console_wait_gone(c, "[ Cancel ]");
	console_type(c, "<C-c><F10><Tab><Enter>");
	world_sh("echo >go");
	console_wait(c, english.proof);
	console_kill(c);
}
END_TEST

Suite *suite_cuts(void)
{
	Suite *suite = suite_create("cuts");
	TCase *all = tcase_create("cuts");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_hang_up_on_any_page_ends_it_and_writes_nothing, 0, 4);
	tcase_add_loop_test(all, a_stop_on_any_page_dies_by_the_signal_and_writes_nothing, 0, 4);
	tcase_add_loop_test(all, the_terminal_is_put_right_by_every_way_out, 0, 4);
	tcase_add_test(all, a_suspended_screen_comes_back);
	tcase_add_test(all, an_enter_too_many_does_not_cancel);
	tcase_add_test(
		all,
		while_commands_run_it_is_said_what_is_in_use_and_that_nothing_can_be_cancelled);
	tcase_add_test(all, cancel_before_the_switch_leaves_the_old_certificate);
	suite_add_tcase(suite, all);
	return suite;
}
