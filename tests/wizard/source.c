/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.c: what an operator brings, requests and ways back: what is asked, what is refused where,
 * what is shown. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "world.h"
#include "wizard/browse.h"

static char *shown;

/* Key and certificate of NAME as PEM in FILE, or only the part PART of them; the store is as if
 * nothing had been. */
static void bring(const char *name, const char *part, const char *file)
{
	world_create(name);
	char *text = world_read(part);

	world_write(file, text);
	free(text);
	char *away = ik_format("%s.%s", world_path("store"), file);

	ck_assert_int_eq(rename(world_path("store"), away), 0);
	free(away);
}

static void answer_import(struct ik_wizard *wizard, const char *file)
{
	answer_srv01(wizard);
	ik_answer_set(wizard->answers, IK_F_ACTION, "import", IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_FILE, world_path(file), IK_FROM_OPERATOR);
}

static void answer_whole(struct ik_wizard *wizard)
{
	answer_import(wizard, "whole.pem");
}

static void answer_certificate(struct ik_wizard *wizard)
{
	answer_import(wizard, "certificate.pem");
}

static void answer_rubbish(struct ik_wizard *wizard)
{
	answer_import(wizard, "rubbish");
}

static void name_key_file(struct ik_wizard *wizard)
{
	ck_assert_int_eq(wizard->attention->id, IK_F_KEY_FILE);
	ck_assert(ik_field_shown(wizard, ik_field_find(IK_F_KEY_FILE)));
	ik_answer_set(wizard->answers, IK_F_KEY_FILE, world_path("key.pem"), IK_FROM_OPERATOR);
}

static void choose_second(struct ik_wizard *wizard)
{
	size_t n;

	ck_assert_int_eq(wizard->attention->id, IK_F_KEY_CHOICE);
	const struct ik_choice *choices = ik_field_choices(wizard, wizard->attention, &n);

	ck_assert_uint_eq(n, 2);
	contains(choices[1].label, "srv02.example.jp, until ");
	ik_answer_set(wizard->answers, IK_F_KEY_CHOICE, "2", IK_FROM_OPERATOR);
}

static void keep_review(struct ik_wizard *wizard)
{
	shown = world_rows(wizard, "review");
}

START_TEST(rubbish_is_refused_at_the_field_file)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_rubbish},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "source", .leave = IK_LEAVE_QUIT, .notice = IK_E_IMPORT_FORMAT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_write("rubbish", "This is a shopping list.\n");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	ck_assert(!world_has("store"));
	struct ik_error err = {0};

	ck_assert_ptr_eq(ik_page_check(&wizard, ik_page_find("source"), &err),
			 ik_field_find(IK_F_FILE));
	ck_assert_int_eq(err.id, IK_E_IMPORT_FORMAT);
	ik_answer_set(wizard.answers, IK_F_FILE, world_path("none"), IK_FROM_OPERATOR);
	ik_error_clear(&err);
	ck_assert_ptr_eq(ik_page_check(&wizard, ik_page_find("source"), &err),
			 ik_field_find(IK_F_FILE));
	ck_assert_int_eq(err.id, IK_E_FILE_NONE);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_certificate_alone_asks_for_its_key)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_certificate},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "source",
		 .leave = IK_LEAVE_NEXT,
		 .act = name_key_file,
		 .notice = IK_E_IMPORT_NO_KEY},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv02.example.jp");
	char *key = world_read("store/current/key.pem");

	world_write("key.pem", key);
	free(key);
	char *certificate = world_read("store/current/certificate.pem");

	world_write("certificate.pem", certificate);
	free(certificate);
	ck_assert_int_eq(rename(world_path("store"), world_path("old")), 0);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(shown, world_path("certificate.pem"));
	contains(shown, world_path("key.pem"));
	contains(shown, "Take: key (ECDSA P-256) and certificate, generation 1\n");
	begins(script.out, "Done: the new certificate is in use. Valid ");
	ck_assert(world_has("backup.zip"));
	free(shown);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(of_several_keys_one_is_chosen)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_whole},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "source",
		 .leave = IK_LEAVE_NEXT,
		 .act = choose_second,
		 .notice = IK_E_IMPORT_CHOICE},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_QUIT, .act = keep_review},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	bring("srv01.example.jp", "store/current/combined.pem", "one.pem");
	bring("srv02.example.jp", "store/current/combined.pem", "two.pem");
	char *one = world_read("one.pem");
	char *two = world_read("two.pem");
	char *both = ik_format("%s%s", one, two);

	world_write("whole.pem", both);
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 1);
	contains(shown, "srv02.example.jp, until ");
	free(shown);
	free(both);
	free(two);
	free(one);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(an_import_marks_what_differs_and_can_be_undone)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_whole},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "password", .leave = IK_LEAVE_NEXT},
		{.page = "backup", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	bring("srv02.example.jp", "store/current/combined.pem", "whole.pem");
	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(shown, "New among the names: srv02.example.jp\n");
	contains(shown, "No longer among the names: srv01.example.jp\n");
	contains(shown, "/store/current from generation 1 to 2\n");
	contains(shown, "Undo:\n  inkan rollback --store ");
	contains(script.out, "Undo:\n  inkan rollback --store ");
	free(shown);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

/* There is nothing to accept, and no password is asked for. */
START_TEST(the_certificate_in_use_is_told_on_its_page_and_nothing_follows)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_whole},
		{.page = "source", .leave = IK_LEAVE_NEXT},
		{.page = "source", .leave = IK_LEAVE_QUIT, .notice = IK_E_IN_USE_ALREADY},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	char *whole = world_read("store/current/combined.pem");

	world_write("whole.pem", whole);
	free(whole);
	world_wizard(&wizard);
	world_run(&wizard, &script);
	ck_assert_str_eq(script.notice,
			 "This certificate is in use already. Nothing is to be changed.");
	ck_assert(!world_has("store/generations/2"));
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

static void choose_rollback(struct ik_wizard *wizard)
{
	ik_answer_set(wizard->answers, IK_F_ACTION, "rollback", IK_FROM_OPERATOR);
}

static void is_the_one_before(struct ik_wizard *wizard)
{
	size_t n;
	const struct ik_field *field = ik_field_find(IK_F_GENERATION);
	const struct ik_choice *choices = ik_field_choices(wizard, field, &n);

	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(choices[0].id, "1");
	ck_assert_str_eq(ik_answer(wizard->answers, IK_F_GENERATION), "1");
}

START_TEST(there_is_no_way_back_without_an_earlier_key)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ck_assert(!wizard.can_roll_back);
	choose_rollback(&wizard);
	ck_assert_ptr_nonnull(ik_page_check(&wizard, ik_page_find("start"), &err));
	ck_assert_int_eq(err.id, IK_E_ROLLBACK_NONE);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(going_back_makes_a_new_generation_of_the_old_one)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = choose_rollback},
		{.page = "generation", .leave = IK_LEAVE_NEXT, .act = is_the_one_before},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_create("srv02.example.jp");
	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(shown,
		 "Take: key (ECDSA P-256) and certificate of generation 1, as generation 3\n");
	contains(shown, "Undo:\n  inkan rollback --store ");
	begins(script.out, "Done: the earlier certificate is back. Valid ");
	contains(script.out, "now: CN=srv01.example.jp\n");
	free(shown);
	script_free(&script);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(going_back_to_an_expired_one_is_warned_of)
{
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_now += 731 * DAY;
	world_create("srv02.example.jp");
	world_wizard(&wizard);
	choose_rollback(&wizard);
	ik_wizard_enter(&wizard, ik_page_find("generation"));
	char *remark = ik_field_find(IK_F_GENERATION)->remark(&wizard);

	ck_assert_str_eq(remark, "Generation 1 has expired: it would not help.");
	free(remark);
	ik_wizard_free(&wizard);
}
END_TEST

static void answer_request(struct ik_wizard *wizard)
{
	answer_srv01(wizard);
	ik_answer_set(wizard->answers, IK_F_ACTION, "request", IK_FROM_OPERATOR);
	ik_answer_set(wizard->answers, IK_F_REQUEST_FILE, world_path("srv01.csr"),
		      IK_FROM_OPERATOR);
}

START_TEST(a_request_says_where_it_is_and_the_next_start_that_it_waits)
{
	static const struct step steps[] = {
		{.page = "start", .leave = IK_LEAVE_NEXT, .act = answer_request},
		{.page = "identity", .leave = IK_LEAVE_NEXT},
		{.page = "review", .leave = IK_LEAVE_NEXT, .act = keep_review},
		{.page = "proof", .leave = IK_LEAVE_QUIT},
	};
	struct script script = SCRIPT(steps);
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ck_assert_int_eq(world_run(&wizard, &script), 0);
	contains(shown, world_path("srv01.csr"));
	contains(shown, "There will be no certificate in use before it comes.");
	begins(script.out, "Done: the request is made. Its key is kept here.\nRequest: ");
	contains(script.out, "inkan import FILE");
	ck_assert(world_has("srv01.csr"));
	free(shown);
	script_free(&script);
	ik_wizard_free(&wizard);

	world_wizard(&wizard);
	shown = world_rows(&wizard, "start");
	contains(shown, "A request waits for its certificate: srv01.example.jp\n");
	free(shown);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(each_of_these_has_its_way)
{
	static const struct {
		const char *action;
		size_t pages;
	} ways[] = {{"request", 4}, {"import", 6}, {"rollback", 4}};
	const struct ik_page *pages[IK_FLOW_MAX];
	struct ik_wizard wizard;

	world_wizard(&wizard);
	for (size_t i = 0; i < IK_COUNT(ways); i++) {
		ik_answer_set(wizard.answers, IK_F_ACTION, ways[i].action, IK_FROM_OPERATOR);
		ck_assert_uint_eq(ik_flow_path(&wizard, pages), ways[i].pages);
	}
	ik_wizard_free(&wizard);
}
END_TEST

/* A locale of the encoding that older Japanese servers have; false where it cannot be made.  Under
 * valgrind the C library's loading of its conversion would be reported as a fault. */
static bool speak_euc(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	if (preloaded && strstr(preloaded, "vgpreload"))
		return false;
	char *command = ik_format("localedef --no-archive -i ja_JP -f EUC-JP %s >/dev/null 2>&1",
				  world_path("ja_JP.eucJP"));
	int made = system(command);

	free(command);
	setenv("LOCPATH", world_path("."), 1);
	return made != -1 && setlocale(LC_CTYPE, "ja_JP.eucJP");
}

static bool has_entry(const struct ik_browse *browse, const char *name)
{
	for (size_t i = 0; i < browse->n; i++)
		if (strcmp(browse->entries[i]->name, name) == 0)
			return browse->entries[i]->choosable;
	return false;
}

START_TEST(in_another_encoding_names_of_either_are_found_and_said)
{
	static const char in_utf8[] = "証明書 2026.pem", in_euc[] = "\xbe\xda\xcc\xc0\xbd\xf1.pem";
	struct ik_browse browse;
	struct ik_wizard wizard;
	struct ik_error err = {0};

	if (!speak_euc()) {
		puts("skipped: no EUC-JP locale can be made here");
		return;
	}
	world_write(in_utf8, "x");
	world_write(in_euc, "x");
	ik_browse_begin(&browse, world_path("証"));
	ck_assert(has_entry(&browse, in_utf8));
	ck_assert(has_entry(&browse, "証明書.pem"));
	ik_browse_end(&browse);
	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "import", IK_FROM_OPERATOR);
	ik_answer_set(wizard.answers, IK_F_FILE, world_path("証"), IK_FROM_OPERATOR);
	char *longer = ik_wizard_complete(&wizard, ik_field_find(IK_F_FILE));

	ck_assert_str_eq(longer, world_path("証明書"));
	free(longer);
	ck_assert(!ik_field_check(&wizard, ik_field_find(IK_F_FILE), &err));
	ck_assert_int_eq(err.id, IK_E_FILE_NONE);
	ck_assert_str_eq(err.arg[0], world_path("証"));
	ik_wizard_free(&wizard);
	setlocale(LC_CTYPE, "C");
	unsetenv("LOCPATH");
}
END_TEST

Suite *suite_source(void)
{
	Suite *suite = suite_create("source");
	TCase *tcase = tcase_create("source");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, rubbish_is_refused_at_the_field_file);
	tcase_add_test(tcase, a_certificate_alone_asks_for_its_key);
	tcase_add_test(tcase, of_several_keys_one_is_chosen);
	tcase_add_test(tcase, an_import_marks_what_differs_and_can_be_undone);
	tcase_add_test(tcase, the_certificate_in_use_is_told_on_its_page_and_nothing_follows);
	tcase_add_test(tcase, there_is_no_way_back_without_an_earlier_key);
	tcase_add_test(tcase, going_back_makes_a_new_generation_of_the_old_one);
	tcase_add_test(tcase, going_back_to_an_expired_one_is_warned_of);
	tcase_add_test(tcase, a_request_says_where_it_is_and_the_next_start_that_it_waits);
	tcase_add_test(tcase, each_of_these_has_its_way);
	tcase_add_test(tcase, in_another_encoding_names_of_either_are_found_and_said);
	suite_add_tcase(suite, tcase);
	return suite;
}
