/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.c: what became of each command after the switch stands on the proof, and how to run them
 * again. */
#include "config.h"

#include "program/wizard.h"

static const struct said {
	const struct words *words;
	const char *head, *failed, *done;
} said[] = {
	{&english, "The new certificate is in use; that service may still use the old one.",
	 "The command 20-reload failed with exit status 4.", "10-fine: done"},
	{&japanese, "新しい証明書は使用中です。対象のサービスは",
	 "コマンド 20-reload が失敗しました (終了ステータス4)。", "10-fine: 完了"},
};

static void put_hooks(void)
{
	world_make_certificate("srv01.example.jp");
	world_sh("mkdir store/hooks.d && cd store/hooks.d && printf '#!/bin/sh\\necho no such "
		 "service; exit 4\\n' >20-reload"
		 " && printf '#!/bin/sh\\n' >10-fine && chmod 755 *");
}

/* The end of the proof is what stands on the ordinary screen when the wizard was left. */
START_TEST(each_result_is_on_the_proof_and_makes_the_exit_status_3)
{
	const struct said *expected = &said[_i];

	put_hooks();
	struct console *c = wizard_start(expected->words->lang, 80, 50);

	wizard_reach(c, expected->words, "review");
	console_wait(c, "10-fine, 20-reload");
	console_type(c, "<F8><Enter>");
	console_wait(c, "inkan hooks --again");
	console_wait(c, expected->head);
	console_wait(c, expected->failed);
	console_wait(c, "no such service");
	console_wait(c, expected->done);
	console_type(c, "<F10>");
	console_wait(c, "INK-6101");
	ck_assert_int_eq(console_end(c), 3);
	ck_assert(world_has("store/generations/2"));
}
END_TEST

static const struct unrun {
	const struct words *words;
	const char *ignored, *unrun;
} unrun[] = {
	{&english,
	 "README, reload.sh (why:", "Generation 2 is in use, but not run for it yet: 20-reload."},
	{&japanese, "README, reload.sh (理由の表示:", "まだ実行されていないコマンドがあります:"},
};

START_TEST(what_is_not_run_stands_on_the_review_and_what_did_not_come_to_it_on_the_start)
{
	const struct unrun *expected = &unrun[_i];

	world_make_certificate("srv01.example.jp");
	world_sh("mkdir store/hooks.d && cd store/hooks.d && printf '#!/bin/sh\nkill -9 $PPID\n' "
		 ">20-reload && cp 20-reload reload.sh && chmod 755 * && echo text >README");
	struct console *c = wizard_start(expected->words->lang, 80, 50);

	wizard_reach(c, expected->words, "review");
	console_wait(c, expected->ignored);
	console_type(c, "<F8><Enter>");
	ck_assert_int_eq(console_end(c), 128 + 9);
	c = wizard_start(expected->words->lang, 80, 24);
	console_wait(c, expected->unrun);
	console_wait(c, "inkan hooks --again --store");
	console_kill(c);
}
END_TEST

/* "now" is also the head of a column, which is another word in Japanese. */
START_TEST(the_step_under_way_is_called_so_in_the_language_of_the_moment)
{
	world_make_certificate("srv01.example.jp");
	world_put_waiting_hook(":");
	struct console *c = wizard_start("ja", 80, 24);

	wizard_reach(c, &japanese, "review");
	console_type(c, "<F8><Enter>");
	console_wait(c, "実行中  10-wait の実行");
	console_type(c, "<F2>");
	console_wait(c, "now      Run 10-wait");
	console_type(c, "<F2>");
	console_wait(c, "実行中  10-wait の実行");
	world_sh("echo >go");
	console_wait(c, "10-wait: 完了");
	console_kill(c);
}
END_TEST

/* Nobody is at that port: what follows a change is seen to be missing, on the page and in words. */
static const struct {
	const struct words *words;
	const char *asked, *head, *silent;
} asked[] = {
	{&english, "Asking the services", "Services", "Nothing listens at 127.0.0.1:1."},
	{&japanese, "サービスの確認", "サービス",
	 "127.0.0.1:1 で待ち受けているサービスはありません。"},
};

START_TEST(a_service_that_does_not_follow_stands_on_the_proof)
{
	world_make_certificate("srv01.example.jp");
	world_sh("echo '127.0.0.1:1 hook=10-fine' >store/services");
	struct console *c = wizard_start(asked[_i].words->lang, 80, 50);

	wizard_reach(c, asked[_i].words, "accept");
	console_wait(c, asked[_i].asked);
	console_wait(c, asked[_i].words->proof);
	console_wait(c, asked[_i].head);
	console_wait(c, asked[_i].silent);
	console_type(c, "<F10>");
	console_wait(c, asked[_i].silent);
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

Suite *suite_hooks(void)
{
	Suite *suite = suite_create("hooks");
	TCase *all = tcase_create("hooks");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, each_result_is_on_the_proof_and_makes_the_exit_status_3, 0,
			    sizeof said / sizeof said[0]);
	tcase_add_loop_test(
		all, what_is_not_run_stands_on_the_review_and_what_did_not_come_to_it_on_the_start,
		0, sizeof unrun / sizeof unrun[0]);
	tcase_add_test(all, the_step_under_way_is_called_so_in_the_language_of_the_moment);
	tcase_add_loop_test(all, a_service_that_does_not_follow_stands_on_the_proof, 0,
			    sizeof asked / sizeof asked[0]);
	suite_add_tcase(suite, all);
	return suite;
}
