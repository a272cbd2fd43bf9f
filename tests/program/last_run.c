/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_run.c: the next start says what became of the last run, wherever that was really stopped. */
#include "config.h"

#include <signal.h>
#include <stdio.h>

#include "program/wizard.h"

static void starts_with(const struct words *words, const char *sentence)
{
	struct console *c = wizard_start(words->lang, 80, 24);

	console_wait(c, words->start);
	console_wait(c, sentence);
	console_kill(c);
}

/* --- told to stop ----------------------------------------------------------------------------- */

static struct console *at_work(void)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start("en", 80, 24);
	wizard_reach(c, &english, "accept");
	console_wait(c, "[ Cancel ]");
	return c;
}

START_TEST(a_run_whose_terminal_was_closed_is_told)
{
	struct console *c = at_work();

	console_hang_up(c);
	ck_assert_int_ne(console_end(c), 0);
	starts_with(&english, "was stopped and");
	starts_with(&japanese, "の実行は中止され");
}
END_TEST

START_TEST(a_run_that_was_told_to_stop_is_told)
{
	struct console *c = at_work();

	console_signal(c, SIGTERM);
	ck_assert_int_eq(console_end(c), 128 + SIGTERM);
	starts_with(&english, "Generation 1 is in use.");
	starts_with(&english, "was stopped and");
}
END_TEST

/* --- killed ----------------------------------------------------------------------------------- */

static const struct {
	const char *call; /* before which it is killed */
	const char *english, *japanese;
} kills[] = {
	{"symlinkat", "The last run was interrupted and changed nothing in use.",
	 "前回の実行は切り替えの前に中断されました。"},
	{"unlinkat", "The last run was interrupted after the switch.",
	 "前回の実行は、切り替えの後に中断されました。"},
};

START_TEST(a_run_that_was_killed_is_told_with_what_is_in_use)
{
	int status;

	world_run(&status, "strace -qq -o /dev/null true");
	if (status != 0)
		return;
	world_make_certificate("srv01.example.jp");
	world_run(NULL,
		  "ASAN_OPTIONS=detect_leaks=0 strace -qq -o /dev/null -e trace=%s -e "
		  "inject=%s:signal=KILL:when=1 \"$INKAN\" create --store %s --no-backup",
		  kills[_i].call, kills[_i].call, world_store());
	starts_with(&english, kills[_i].english);
	starts_with(&english, _i == 0 ? "Generation 1" : "Generation 2");
	starts_with(&japanese, kills[_i].japanese);
}
END_TEST

/* Of all that was to be done one word is lacking in the log: that the command ran. */
START_TEST(a_run_that_was_killed_in_its_commands_is_told_with_those_that_did_not_run)
{
	world_make_certificate("srv01.example.jp");
	world_sh("mkdir store/hooks.d && printf '#!/bin/sh\nkill -9 $PPID\n' "
		 ">store/hooks.d/20-reload "
		 "&& chmod 755 store/hooks.d/20-reload");
	world_run(NULL, "\"$INKAN\" create --store %s --no-backup", world_store());
	starts_with(&english, "Generation 2 is in use, but not run for it yet: 20-reload.");
	starts_with(&english, "inkan hooks --again --store");
	starts_with(&japanese, "まだ実行されていないコマンドがあります");
}
END_TEST

/* What went well needs no word, and so does what is over since. */
START_TEST(a_run_that_went_well_ends_what_was_said)
{
	struct console *c;
	int status;

	world_run(&status, "strace -qq -o /dev/null true");
	if (status != 0)
		return;
	world_make_certificate("srv01.example.jp");
	world_run(NULL,
		  "ASAN_OPTIONS=detect_leaks=0 strace -qq -o /dev/null -e trace=symlinkat -e "
		  "inject=symlinkat:signal=KILL:when=1 \"$INKAN\" create --store %s "
		  "--no-backup",
		  world_store());
	world_make_certificate("srv01.example.jp");
	c = wizard_start("en", 80, 24);
	console_wait(c, "Clock of this server");
	ck_assert(!console_shows(c, "The last run"));
	console_kill(c);
}
END_TEST

Suite *suite_last_run(void)
{
	Suite *suite = suite_create("last run");
	TCase *all = tcase_create("last run");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, a_run_whose_terminal_was_closed_is_told);
	tcase_add_test(all, a_run_that_was_told_to_stop_is_told);
	tcase_add_loop_test(all, a_run_that_was_killed_is_told_with_what_is_in_use, 0,
			    sizeof kills / sizeof kills[0]);
	tcase_add_test(all,
		       a_run_that_was_killed_in_its_commands_is_told_with_those_that_did_not_run);
	tcase_add_test(all, a_run_that_went_well_ends_what_was_said);
	suite_add_tcase(suite, all);
	return suite;
}
