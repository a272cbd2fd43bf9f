/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.c: what agents report is read when it is asked for, listed by cause, and changes nothing.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "base/alloc.h"
#include "base/date.h"
#include "wizard/inside.h"
#include "wizard/reported.h"
#include "world.h"

#define OTHER "1111111111111111111111111111111111111111111111111111111111111111"

/* One in use for two days, in a store that agents follow. */
static void make_store(void)
{
	world_now = NOW - 2 * DAY;
	world_create("srv01.example.jp");
	world_now = NOW;
	world_write("store/published", "last = 5\nsource = https://srv01.example.jp/inkan\n");
	ck_assert_int_eq(mkdir(world_path("store/reports"), 0700), 0);
}

/* The agent number I reports now that it has the certificate SHA256, NULL for the one in use. */
static void put_report(unsigned i, const char *name, const char *sha256)
{
	struct ik_situation situation = {0};
	char *file = ik_format("store/reports/%032x.json", i);
	char *when = ik_date_rfc3339(NOW);

	ik_situation_look(world_path("store"), NOW, &situation);
	char *text = ik_format("{\"inkan_report\": 1, \"id\": \"%032x\", \"name\": \"%s\", "
			       "\"time\": \"%s\", \"confirmed\": \"%s\", \"version\": \"0.0\", "
			       "\"sha256\": \"%s\", \"serial\": \"0a0b\", \"tls\": \"pin\"}\n",
			       i, name, when, when, sha256 ? sha256 : situation.facts.sha256);

	world_write(file, text);
	utime(world_path(file), &(struct utimbuf){NOW, NOW});
	free(text);
	ik_situation_free(&situation);
	free(when);
	free(file);
}

static void choose(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_ACTION, "agents", IK_FROM_OPERATOR);
}

static void choose_unknown(struct ik_wizard *wizard)
{
	ck_assert_str_eq(ik_answer(wizard->answers, IK_F_CAUSE), "unknown-certificate");
	ik_answer_set(wizard->answers, IK_F_CAUSE, "unknown-certificate", IK_FROM_OPERATOR);
}

static void choose_none(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_CAUSE, "none", IK_FROM_OPERATOR);
}

static void start_says(const char *what, bool offered)
{
	const struct ik_field *action = ik_field_find(IK_F_ACTION);
	struct ik_wizard wizard;
	bool shown = false;

	world_wizard(&wizard);
	char *rows = world_rows(&wizard, "start");

	if (what)
		contains(rows, what);
	else
		ck_assert_ptr_null(strstr(rows, "Agents"));
	for (size_t i = 0; i < action->n_choices; i++)
		shown |= strcmp(action->choices[i].id, "agents") == 0
			 && ik_choice_shown(&wizard, &action->choices[i]);
	ck_assert_int_eq(shown, offered);
	free(rows);
	ik_wizard_free(&wizard);
}

START_TEST(where_nobody_follows_agents_are_not_spoken_of)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	start_says(NULL, false);
	world_create("srv01.example.jp");
	start_says(NULL, false);
	world_wizard(&wizard);
	choose(&wizard);
	ck_assert_ptr_nonnull(ik_page_check(&wizard, ik_page_find("start"), &err));
	ck_assert_int_eq(err.id, IK_E_AGENTS_UNSERVED);
	contains(err.detail, "publish --source URL");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_start_counts_those_that_follow_and_those_that_do_not)
{
	make_store();
	start_says("Agents (as reported): none has reported yet\n", true);
	put_report(1, "a.example.jp", NULL);
	start_says("Agents (as reported): 1 follows, 0 do not\n", true);
	put_report(2, "b.example.jp", OTHER);
	start_says("Agents (as reported): 1 follows, 1 does not\n", true);
	put_report(3, "c.example.jp", NULL);
	start_says("Agents (as reported): 2 follow, 1 does not\n", true);
}
END_TEST

/* The page is not waited for; a review, which says how many are concerned, counts all. */
START_TEST(of_very_many_the_start_counts_some_and_the_review_all)
{
	struct ik_wizard wizard;
	struct ik_agents_count all;

	make_store();
	char *command = ik_format("cd '%s' && seq -f %%032.0f.json 5002 | xargs touch -d @%lld",
				  world_path("store/reports"), (long long)NOW);

	ck_assert_int_eq(system(command), 0);
	free(command);
	start_says("Agents (as reported): of the first 5000 reports: 0 follow, 5000 do not\n",
		   true);
	world_wizard(&wizard);
	choose(&wizard);
	ck_assert_uint_eq(ik_reported_concerned(&wizard)->reported, 5000);
	ik_reported_complete(&wizard);
	ck_assert_uint_eq(ik_reported_concerned(&wizard)->reported, 5000);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ik_reported_complete(&wizard);
	all = *ik_reported_concerned(&wizard);
	ck_assert_uint_eq(all.reported, 5002);
	ck_assert(!all.more);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(those_of_a_cause_are_listed_with_what_helps_them_all_said_once)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose},
		{.page = "agents", .leave = IK_LEAVE_NEXT, .act = choose_unknown},
		{.page = "agents-list", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_store();
	put_report(1, "a.example.jp", NULL);
	put_report(2, "b.example.jp", OTHER);
	put_report(3, "c.example.jp", OTHER);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	begins(script.out, "On a certificate unknown here: 2 agents\n");
	contains(script.out, "b.example.jp: ");
	contains(script.out, "c.example.jp: ");
	contains(script.out, "\n  inkan agents --store ");
	ck_assert_ptr_null(strstr(script.out, "a.example.jp"));
	char *line = strstr(script.out, "inkan-agent enroll https://srv01.example.jp/inkan ");

	ck_assert_ptr_nonnull(line);
	ck_assert_ptr_null(strstr(line + 1, "inkan-agent enroll"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_helps_each_in_its_own_way_stands_with_each)
{
	struct ik_wizard wizard;

	make_store();
	for (unsigned i = 1; i <= 2; i++) {
		char *file = ik_format("store/reports/%032x.json", i);

		world_write(file, "no report\n");
		free(file);
	}
	world_wizard(&wizard);
	choose(&wizard);
	ck_assert(ik_reported_read(&wizard, NULL, NULL));
	ik_answer_set(wizard.answers, IK_F_CAUSE, "damaged", IK_FROM_OPERATOR);
	char *rows = world_rows(&wizard, "agents-list");

	contains(rows, "\n  inkan agents --forget 00000000000000000000000000000001 ");
	contains(rows, "\n  inkan agents --forget 00000000000000000000000000000002 ");
	free(rows);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(back_from_the_list_leads_to_the_causes_and_from_there_to_the_start)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose},
		{.page = "agents", .leave = IK_LEAVE_NEXT, .act = choose_unknown},
		{.page = "agents-list", .leave = IK_LEAVE_BACK},
		{.page = "agents", .leave = IK_LEAVE_NEXT, .act = choose_none},
		{.page = "agents-list", .leave = IK_LEAVE_BACK},
		{.page = "agents", .leave = IK_LEAVE_BACK},
		{.page = "start", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_store();
	put_report(1, "a.example.jp", NULL);
	put_report(2, "b.example.jp", OTHER);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	ck_assert_str_eq(script.out, "");
	contains(script.err, "Nothing was changed.");
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(without_a_report_or_their_folder_one_page_says_so)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose},
		{.page = "agents-list", .leave = IK_LEAVE_BACK},
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose},
		{.page = "agents-list", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_store();
	if (_i == 1)
		ck_assert_int_eq(rmdir(world_path("store/reports")), 0);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	begins(script.out, "No agent has reported yet.\n");
	if (_i == 0)
		contains(script.out,
			 "inkan-agent enroll https://srv01.example.jp/inkan --fingerprint ");
	contains(script.out, world_path("store/reports"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void name_list(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_CSV_FILE, world_path("there/list.csv"),
		      IK_FROM_OPERATOR);
}

/* Between its being judged and its being written the folder may go, and come. */
static void take_folder(struct ik_wizard *wizard)
{
	name_list(wizard);
	ck_assert(!world_has("there"));
}

static void put_folder(struct ik_wizard *wizard)
{
	ck_assert_ptr_eq(wizard->attention, ik_field_find(IK_F_CSV_FILE));
	ck_assert_int_eq(mkdir(world_path("there"), 0700), 0);
}

START_TEST(a_list_that_cannot_be_written_leads_back_to_its_field)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose},
		{.page = "agents", .leave = IK_LEAVE_NEXT, .act = take_folder},
		{.page = "agents",
		 .leave = IK_LEAVE_NEXT,
		 .act = put_folder,
		 .notice = IK_E_PATH_NO_DIRECTORY},
		{.page = "agents-list", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	make_store();
	put_report(1, "a.example.jp", NULL);
	put_report(2, "b.example.jp", OTHER);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(script.out, world_path("there/list.csv"));
	char *list = world_read("there/list.csv");

	contains(list, "b.example.jp");
	ck_assert_ptr_null(strstr(list, "a.example.jp"));
	free(list);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_cause_that_nobody_has_may_be_asked_for_and_one_that_is_none_may_not)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	make_store();
	put_report(1, "a.example.jp", NULL);
	world_wizard(&wizard);
	choose(&wizard);
	ck_assert(ik_reported_read(&wizard, NULL, NULL));
	ik_answer_set(wizard.answers, IK_F_CAUSE, "silent", IK_FROM_COMMAND);
	ck_assert(ik_field_check(&wizard, ik_field_find(IK_F_CAUSE), NULL));
	char *rows = world_rows(&wizard, "agents-list");

	ck_assert_ptr_null(strstr(rows, "a.example.jp"));
	free(rows);
	ik_answer_set(wizard.answers, IK_F_CAUSE, "late", IK_FROM_COMMAND);
	ck_assert(!ik_field_check(&wizard, ik_field_find(IK_F_CAUSE), &err));
	ck_assert_int_eq(err.id, IK_E_ANSWERS_CHOICE);
	ik_wizard_free(&wizard);
}
END_TEST

/* So many lines as can be read; all of them are for a file. */
START_TEST(of_very_many_the_first_thousand_are_listed_and_the_rest_is_said)
{
	enum { MANY = 1001 };
	struct ik_wizard wizard;

	make_store();
	for (unsigned i = 0; i < MANY; i++) {
		char *name = ik_format("a%04u.example.jp", i);

		put_report(i, name, OTHER);
		free(name);
	}
	world_wizard(&wizard);
	choose(&wizard);
	ck_assert(ik_reported_read(&wizard, NULL, NULL));
	ik_answer_set(wizard.answers, IK_F_CAUSE, "unknown-certificate", IK_FROM_OPERATOR);
	char *rows = world_rows(&wizard, "agents-list");

	ck_assert_ptr_nonnull(strstr(rows, "a0999.example.jp: "));
	ck_assert_ptr_null(strstr(rows, "a1000.example.jp"));
	const char *end = strstr(rows, "These are");

	ck_assert_ptr_nonnull(end);
	begins(end, "These are the first 1000 of 1001. To write all of them to a file:\n  inkan "
		    "agents --csv FILE --store ");
	free(rows);
	ik_wizard_free(&wizard);
}
END_TEST

/* What the review of a new certificate says; caller frees. */
static char *review(struct ik_wizard *wizard)
{
	struct ik_error err = {0};

	world_wizard(wizard);
	world_answer_all(wizard, "srv01.example.jp");
	ik_wizard_enter(wizard, ik_page_find("identity"));
	ck_assert(ik_wizard_plan(wizard, &err));
	return world_rows(wizard, "review");
}

START_TEST(the_review_says_how_many_follow_and_what_has_to_be_signed_again)
{
	struct ik_wizard wizard;

	make_store();
	put_report(1, "a.example.jp", NULL);
	put_report(2, "b.example.jp", OTHER);
	char *rows = review(&wizard);

	contains(rows, "Agents: 2 reported today; they follow within the hour\n");
	contains(rows, "2 have an older inkan-agent than this server\n");
	contains(rows, "messages signed before: sign again within 24 hours\n");
	ck_assert_ptr_null(strstr(rows, "in the group"));
	free(wizard.create->head.group.name);
	wizard.create->head.group.name = ik_strdup("ssl-cert");
	free(rows);
	rows = world_rows(&wizard, "review");
	contains(rows, "whoever is in the group ssl-cert can lead them, too\n");
	free(rows);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_review_warns_of_agents_that_cannot_follow_and_counts_them)
{
	struct ik_wizard wizard;

	make_store();
	put_report(1, "a.example.jp", NULL);
	ck_assert_int_eq(unlink(world_path("store/generations/1/key.pem")), 0);
	char *rows = review(&wizard);

	contains(rows, "Agents cannot follow, since the key in use is missing.\n");
	contains(rows, "1 agent reports to this server. It has to be enrolled again.\n");
	ck_assert_ptr_null(strstr(rows, "within the hour"));
	free(rows);
	ik_wizard_free(&wizard);
}
END_TEST

/* Also of the first one: agents will be enrolled with it. */
START_TEST(the_review_says_where_the_next_certificate_is_too_large_to_lead_on)
{
	struct ik_wizard wizard;
	char *rows = review(&wizard);

	ck_assert_ptr_null(strstr(rows, "large"));
	wizard.create->head.next_is_large = true;
	free(rows);
	rows = world_rows(&wizard, "review");
	contains(rows, "Agents cannot be led from a certificate this large to another as large.\n");
	free(rows);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(neither_review_nor_proof_speaks_of_agents_where_none_follow)
{
	struct script script = SCRIPT(whole_way);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	char *rows = review(&wizard);

	ck_assert_ptr_null(strcasestr(rows, "agent"));
	free(rows);
	ik_wizard_free(&wizard);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	ck_assert_ptr_null(strcasestr(script.out, "agent"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_proof_says_who_is_waited_for_and_how_another_is_enrolled)
{
	struct script script = SCRIPT(whole_way);
	struct ik_wizard wizard;

	make_store();
	put_report(1, "a.example.jp", NULL);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(script.out, "Agents: 1 reported today; it follows within the hour\n");
	contains(script.out, "\n  inkan agents --store ");
	contains(script.out, "\n  inkan-agent enroll https://srv01.example.jp/inkan "
			     "--fingerprint ");
	contains(script.out, wizard.outcome.now.sha256);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_agents(void)
{
	Suite *suite = suite_create("agents");
	TCase *tcase = tcase_create("agents");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, where_nobody_follows_agents_are_not_spoken_of);
	tcase_add_test(tcase, the_start_counts_those_that_follow_and_those_that_do_not);
	tcase_add_test(tcase, of_very_many_the_start_counts_some_and_the_review_all);
	tcase_add_test(tcase, those_of_a_cause_are_listed_with_what_helps_them_all_said_once);
	tcase_add_test(tcase, what_helps_each_in_its_own_way_stands_with_each);
	tcase_add_test(tcase, back_from_the_list_leads_to_the_causes_and_from_there_to_the_start);
	tcase_add_loop_test(tcase, without_a_report_or_their_folder_one_page_says_so, 0, 2);
	tcase_add_test(tcase, a_list_that_cannot_be_written_leads_back_to_its_field);
	tcase_add_test(tcase,
		       a_cause_that_nobody_has_may_be_asked_for_and_one_that_is_none_may_not);
	tcase_add_test(tcase, of_very_many_the_first_thousand_are_listed_and_the_rest_is_said);
	tcase_add_test(tcase, the_review_says_how_many_follow_and_what_has_to_be_signed_again);
	tcase_add_test(tcase, the_review_warns_of_agents_that_cannot_follow_and_counts_them);
	tcase_add_test(tcase, the_review_says_where_the_next_certificate_is_too_large_to_lead_on);
	tcase_add_test(tcase, neither_review_nor_proof_speaks_of_agents_where_none_follow);
	tcase_add_test(tcase, the_proof_says_who_is_waited_for_and_how_another_is_enrolled);
	suite_add_tcase(suite, tcase);
	return suite;
}
