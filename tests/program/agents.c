/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.c: what agents report, in the wizard: how many follow, and which do not, why, and what
 * helps; in both languages at both sizes. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

static const struct agents_words {
	const struct words *words;
	const char *agents, *list, *none, *details, *replaces, *again;
} agents_words[] = {
	{&english, " inkan  Agents", " inkan  List", "No agent has reported yet.", "ID 0000",
	 "the list takes its place.", "To print this again:"},
	{&japanese, " inkan  エージェント", " inkan  一覧",
	 "エージェントからの報告はまだありません。", "ID 0000", "新しい一覧に置き換えます。",
	 "再表示するには:"},
};

static const struct agents_words *words_of(int form)
{
	return &agents_words[forms[form].words == &japanese];
}

/* Three generations, the last in use for two days. */
static void make_generations(void)
{
	static const char *const moments[] = {"1791781500", "1794373500", "1795064700"};

	for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
		setenv("FIXED_NOW", moments[i], 1);
		world_make_certificate("srv01.example.jp");
	}
	unsetenv("FIXED_NOW");
}

/* What the agent NAME with the ID that ends in LAST reported so many HOURS ago: it has the
 * certificate of GENERATION, and REST besides, JSON that begins with a comma. */
static void put_report(const char *last, const char *name, int generation, int hours,
		       const char *rest)
{
	char script[2048];

	snprintf(script, sizeof script,
		 "mkdir -p store/reports && cd store && id=0000000000000000000000000000%s && "
		 "at=$((1795237500 - %d * 3600)) && when=$(date -u -d @$at +%%FT%%TZ) && "
		 "pem=generations/%d/certificate.pem && "
		 "sha=$(openssl x509 -in $pem -outform DER | sha256sum | cut -c1-64) && "
		 "serial=$(openssl x509 -in $pem -noout -serial | cut -d= -f2 | tr A-F a-f) && "
		 "printf '{\"inkan_report\":1,\"id\":\"%%s\",\"name\":\"%s\",\"time\":\"%%s\","
		 "\"version\":\"0.0\",\"sha256\":\"%%s\",\"serial\":\"%%s\",\"confirmed\":\"%%s\","
		 "\"tls\":\"system\"%s}' $id $when $sha $serial $when >reports/$id.json && "
		 "touch -d @$at reports/$id.json",
		 last, hours, generation, name, rest);
	world_sh(script);
}

/* Four follow, one of which refused something; two are on earlier generations, one is silent. */
static void make_reports(void)
{
	make_generations();
	put_report("0001", "app01.example.jp", 3, 1, "");
	put_report("0002", "app02.example.jp", 3, 2, "");
	put_report("0003", "files.example.jp", 3, 1, "");
	put_report("0004", "mail.example.jp", 3, 1,
		   ",\"refusals\":[{\"time\":\"2026-11-20T03:04:05Z\",\"reason\":7201,"
		   "\"what\":\"notice.txt\"}],\"refusals_more\":0");
	put_report("0005", "web01.example.jp", 2, 1, "");
	put_report("0006", "web02.example.jp", 1, 3, "");
	put_report("0007", "laptop-of-a-traveller-with-a-long-name.branch.example.jp", 3, 100, "");
}

static struct console *start(int form)
{
	return wizard_start(forms[form].words->lang, forms[form].columns, forms[form].rows);
}

/* Its place in the list of actions is the last. */
static void choose_agents(struct console *c, int form, const char *digit)
{
	console_wait(c, forms[form].words->start);
	console_type(c, digit);
}

static void compare(struct console *c, const char *page, int form)
{
	console_wait(c, "F10");
	wizard_compare(c, page, form);
}

START_TEST(who_follows_and_who_does_not_looks_as_agreed)
{
	const struct agents_words *words = words_of(_i);
	struct console *c;

	make_reports();
	c = start(_i);
	choose_agents(c, _i, "8");
	compare(c, "start-agents", _i);
	console_type(c, "<F8>");
	console_wait(c, words->agents);
	compare(c, "agents", _i);
	console_type(c, "2<F8>");
	console_wait(c, words->list);
	compare(c, "agents-list", _i);
	console_type(c, "<F3>");
	console_wait(c, words->details);
	compare(c, "agents-details", _i);
	console_kill(c);
}
END_TEST

START_TEST(the_way_back_from_the_list_leads_to_the_reasons_and_then_to_the_start)
{
	const struct agents_words *words = words_of(_i);
	struct console *c;

	make_reports();
	c = start(_i);
	choose_agents(c, _i, "8<F8>");
	console_wait(c, words->agents);
	console_type(c, "<F8>");
	console_wait(c, words->list);
	console_wait(c, "laptop-of-a-traveller");
	console_type(c, "<F7>");
	console_wait(c, words->agents);
	console_type(c, "3<F8>");
	console_wait(c, words->list);
	console_wait(c, "INK-7201");
	console_wait(c, "notice.txt");
	console_type(c, "<F7>");
	console_wait(c, words->agents);
	console_type(c, "<F7>");
	console_wait(c, words->words->start);
	console_kill(c);
}
END_TEST

START_TEST(a_server_that_heard_of_no_agent_yet_looks_as_agreed)
{
	const struct agents_words *words = words_of(_i);
	struct console *c;

	make_generations();
	world_sh("printf 'last = 5\\nsource = https://srv01.example.jp/inkan\\n' >store/published "
		 "&& mkdir store/reports");
	c = start(_i);
	choose_agents(c, _i, "8<F8>");
	console_wait(c, words->none);
	compare(c, "agents-none", _i);
	console_type(c, "<F7>");
	console_wait(c, words->words->start);
	console_kill(c);
}
END_TEST

START_TEST(the_list_is_written_shown_and_printed_when_the_screen_closes)
{
	const struct agents_words *words = words_of(_i);
	struct console *c;

	make_reports();
	world_sh("printf '\\357\\273\\277name,id,cause,cause_since,serial,sha256,last_report,"
		 "refusals,last_refusal\\r\\nolder\\r\\n' >list.csv");
	c = start(_i);
	choose_agents(c, _i, "8<F8>");
	console_wait(c, words->agents);
	console_type(c, "2<Tab>");
	console_type(c, world_path("list.csv"));
	console_type(c, "<Tab>");
	console_wait(c, words->replaces);
	compare(c, "agents-csv", _i);
	console_type(c, "<F8>");
	console_wait(c, words->list);
	console_type(c, "<F10>");
	console_wait(c, words->again);
	ck_assert_int_eq(console_end(c), 0);
	world_sh("grep -q web01.example.jp list.csv && grep -q laptop list.csv && "
		 "! grep -q app01.example.jp list.csv && ! grep -q older list.csv");
}
END_TEST

START_TEST(a_change_says_what_agents_will_do_and_how_another_is_enrolled)
{
	const struct words *words = forms[_i].words;
	struct console *c;

	make_reports();
	world_sh("printf 'last = 5\nsource = https://srv01.example.jp/inkan\n' >store/published");
	c = start(_i);
	wizard_reach(c, words, "review");
	console_type(c, "<PgDn>");
	compare(c, "review-agents", _i);
	console_kill(c);
	c = start(_i);
	wizard_reach(c, words, "accept");
	console_wait(c, words->proof);
	console_type(c, "<End>");
	console_wait(c, "inkan agents ");
	compare(c, "proof-agents", _i);
	console_kill(c);
}
END_TEST

START_TEST(agents_that_cannot_follow_are_counted_before_it_is_accepted)
{
	struct console *c;

	make_reports();
	world_sh("rm store/current/key.pem store/current/combined.pem");
	c = start(_i);
	wizard_reach(c, forms[_i].words, "review");
	console_type(c, "<PgDn>");
	compare(c, "review-agents-behind", _i);
	console_kill(c);
}
END_TEST

Suite *suite_agents(void)
{
	Suite *suite = suite_create("agents");
	TCase *all = tcase_create("agents");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, who_follows_and_who_does_not_looks_as_agreed, 0, FORMS);
	tcase_add_loop_test(all, a_server_that_heard_of_no_agent_yet_looks_as_agreed, 0, FORMS);
	tcase_add_loop_test(all, the_list_is_written_shown_and_printed_when_the_screen_closes, 0,
			    FORMS);
	tcase_add_loop_test(all, a_change_says_what_agents_will_do_and_how_another_is_enrolled, 0,
			    FORMS);
	tcase_add_loop_test(all, agents_that_cannot_follow_are_counted_before_it_is_accepted, 0,
			    FORMS);
	tcase_add_loop_test(
		all, the_way_back_from_the_list_leads_to_the_reasons_and_then_to_the_start, 0, 2);
	suite_add_tcase(suite, all);
	return suite;
}
