/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.c: what each page fills in, remarks and says. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "world.h"

static void says(struct ik_wizard *wizard, const char *page, const char *text)
{
	char *rows = world_rows(wizard, page);

	ck_assert_msg(strstr(rows, text) != NULL, "\"%s\" is not in:\n%s", text, rows);
	free(rows);
}

static void says_not(struct ik_wizard *wizard, const char *page, const char *text)
{
	char *rows = world_rows(wizard, page);

	ck_assert_msg(strstr(rows, text) == NULL, "\"%s\" is in:\n%s", text, rows);
	free(rows);
}

START_TEST(the_start_says_how_the_certificate_stands)
{
	const struct {
		int64_t later; /* than its making */
		const char *sentence;
		bool refused; /* agents may refuse it */
	} cases[] = {
		{-3 * DAY, "The certificate in use is not valid yet.", true},
		{0, "The certificate in use is valid, 730 days left.", false},
		{699 * DAY, "The certificate in use is valid, 31 days left.", false},
		{700 * DAY, "The certificate in use expires in 30 days.", false},
		{729 * DAY, "The certificate in use expires in 1 day.", false},
		{729 * DAY + 3600, "The certificate in use expires in 1 day.", false},
		{730 * DAY - 3600, "The certificate in use expires today.", false},
		{730 * DAY + 3600, "The certificate in use EXPIRED today.", true},
		{731 * DAY - 3600, "The certificate in use EXPIRED 1 day ago.", true},
		{733 * DAY + 1, "The certificate in use EXPIRED 3 days ago.", true},
	};
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_now = NOW + cases[_i].later;
	world_wizard(&wizard);
	says(&wizard, "start", cases[_i].sentence);
	says(&wizard, "start", "Clock of this server: ");
	says(&wizard, "start", "No backup of it is known.");
	if (cases[_i].refused)
		says(&wizard, "start", "Agents may refuse");
	else
		says_not(&wizard, "start", "Agents may refuse");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_proof_says_what_comes_next)
{
	const struct ik_page *proof = ik_page_find("proof");
	struct ik_wizard wizard;

	world_wizard(&wizard);
	begins(proof->help_now(&wizard), "Next: compare the serial number");
	wizard.outcome.backup_file = ik_strdup("b.zip");
	begins(proof->help_now(&wizard), "Next: copy the backup away");
	wizard.outcome.request_file = ik_strdup("srv01.csr");
	begins(proof->help_now(&wizard), "Next: give the request");
	ck_assert_int_le(ik_text_columns(_(proof->help_now(&wizard))), 58);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_fresh_server_has_nothing_to_look_at)
{
	struct ik_wizard wizard;
	const struct ik_field *action = ik_field_find(IK_F_ACTION);
	size_t shown = 0;

	world_wizard(&wizard);
	says(&wizard, "start", "No certificate yet.");
	says_not(&wizard, "start", "backup");
	for (size_t i = 0; i < action->n_choices; i++)
		shown += ik_choice_shown(&wizard, &action->choices[i]);
	ck_assert_uint_eq(shown, 4); /* generate, request, import, restore */
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(generations_without_one_in_use_can_be_gone_back_to)
{
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_create("srv01.example.jp");
	ck_assert_int_eq(unlink(world_path("store/current")), 0);
	world_wizard(&wizard);
	says(&wizard, "start", "No certificate is in use, though generations are here.");
	ck_assert(wizard.can_roll_back);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_cut_run_is_explained_first)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	wizard.situation.last_run.end = IK_LAST_RUN_CUT;
	wizard.situation.generation = 3;
	char *rows = world_rows(&wizard, "start");

	begins(rows, "The last run was interrupted and changed nothing in use. Generation 3 is in "
		     "use.\n");
	free(rows);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_damaged_certificate_says_why_and_can_be_replaced)
{
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_write("store/generations/1/certificate.pem", "rubbish\n");
	world_wizard(&wizard);
	says(&wizard, "start", "The certificate or its key is damaged.");
	ck_assert_int_ne(wizard.situation.damage.id, IK_E_NONE);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ck_assert_ptr_null(ik_page_check(&wizard, ik_page_find("start"), NULL));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_store_that_cannot_be_read_is_not_called_damage)
{
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_write("store/format", "rubbish\n");
	world_wizard(&wizard);
	says(&wizard, "start", "It cannot be seen which certificate is in use.");
	says_not(&wizard, "start", "The certificate or its key is damaged.");
	says_not(&wizard, "start", "Agents may refuse");
	ik_wizard_free(&wizard);
}
END_TEST

/* Its names are not known, and others are not made up for them. */
START_TEST(what_makes_a_key_for_what_cannot_be_read_is_refused)
{
	static const struct {
		const char *action;
		bool refused;
	} actions[] = {
		{"generate", true}, {"request", true}, {"import", false}, {"restore", false}};

	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
		struct ik_wizard wizard;
		struct ik_error err = {0};

		world_wizard(&wizard);
		wizard.situation.validity = IK_VALIDITY_DAMAGED;
		ik_fail(&wizard.situation.damage, IK_E_STORE_READ, "current");
		ik_answer_set(wizard.answers, IK_F_ACTION, actions[i].action, IK_FROM_OPERATOR);
		ck_assert_int_eq(ik_page_check(&wizard, ik_page_find("start"), &err) != NULL,
				 actions[i].refused);
		ck_assert_int_eq(err.id, actions[i].refused ? IK_E_STORE_READ : IK_E_NONE);
		ik_wizard_free(&wizard);
	}
}
END_TEST

START_TEST(who_may_not_change_the_store_learns_it_on_the_start_page)
{
	struct ik_wizard wizard;
	struct ik_error err = {0};

	world_wizard(&wizard);
	ik_fail(&wizard.situation.no_change, IK_E_STORE_OWNER, "/var/lib/inkan");
	says(&wizard, "start", "Another user owns the store");
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_DEFAULT);
	ck_assert_ptr_nonnull(ik_page_check(&wizard, ik_page_find("start"), &err));
	ck_assert_int_eq(err.id, IK_E_STORE_OWNER);
	ik_wizard_free(&wizard);
}
END_TEST

static void fact_names(struct ik_facts *facts, const char *common, const char *const *names)
{
	facts->sha256 = ik_strdup("00");
	facts->common_name = ik_strdup(common);
	for (; *names; names++)
		ik_list_add(strchr(*names, ':') || (**names >= '0' && **names <= '9')
				    ? &facts->ip_addresses
				    : &facts->dns_names,
			    *names);
}

START_TEST(a_renewal_loses_no_name)
{
	const struct {
		const char *common;
		const char *names[5];
		const char *name, *others;
	} cases[] = {
		{"srv01.example.jp",
		 {"srv01.example.jp", "srv01", "192.0.2.7"},
		 "srv01.example.jp",
		 "srv01, 192.0.2.7"},
		{"srv02.example.jp",
		 {"srv01.example.jp", "srv02.example.jp"},
		 "srv02.example.jp",
		 "srv01.example.jp"},
		{"srv01", {"srv01.example.jp", "srv01"}, "srv01", "srv01.example.jp"},
		{"Sample Ltd",
		 {"*.example.jp", "www.example.jp"},
		 "Sample Ltd",
		 "*.example.jp, www.example.jp"},
		{"mail.example.jp", {NULL}, "mail.example.jp", ""},
		/* What breaks a rule is left out; review says so. */
		{NULL,
		 {"srv01.example.jp", "a_b.example.jp", "2001:db8::7"},
		 "srv01.example.jp",
		 "2001:db8::7"},
	};
	struct ik_wizard wizard;

	world_wizard(&wizard);
	fact_names(&wizard.situation.facts, cases[_i].common, cases[_i].names);
	ik_wizard_enter(&wizard, ik_page_find("identity"));
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_NAME), cases[_i].name);
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_ALT_NAMES), cases[_i].others);
	ck_assert_ptr_null(ik_page_check(&wizard, ik_page_find("identity"), NULL));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(without_a_certificate_the_server_itself_is_the_default)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	free(wizard.situation.host);
	wizard.situation.host = ik_strdup("srv01.example.jp");
	ik_list_free(&wizard.situation.host_names);
	ik_list_add(&wizard.situation.host_names, "srv01.example.jp");
	ik_list_add(&wizard.situation.host_names, "srv01");
	ik_list_add(&wizard.situation.host_names, "192.0.2.7");
	ik_wizard_enter(&wizard, ik_page_find("identity"));
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_NAME), "srv01.example.jp");
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_ALT_NAMES), "srv01, 192.0.2.7");
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_DAYS), "730");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_type_of_the_key_in_use_is_taken_over_as_one_more_choice)
{
	const struct {
		const char *was, *now;
		size_t choices;
		const char *last;
	} types[] = {
		{"rsa-2048", "rsa-2048", 5, "RSA 2048 (as now)"},
		{"ecdsa-p521", "ecdsa-p521", 5, "ECDSA P-521 (as now)"},
		{"ed25519", "ecdsa-p256", 4, "RSA 4096"},
		{"rsa-4096", "rsa-4096", 4, "RSA 4096"},
	};
	const struct ik_choice *choices;
	struct ik_wizard wizard;
	size_t n;

	world_wizard(&wizard);
	wizard.situation.facts.sha256 = ik_strdup("00");
	wizard.situation.facts.key_type = ik_strdup(types[_i].was);
	ik_wizard_enter(&wizard, ik_page_find("identity"));
	ck_assert_str_eq(ik_answer(wizard.answers, IK_F_KEY_TYPE), types[_i].now);
	ck_assert(ik_field_check(&wizard, ik_field_find(IK_F_KEY_TYPE), NULL));
	choices = ik_field_choices(&wizard, ik_field_find(IK_F_KEY_TYPE), &n);
	ck_assert_uint_eq(n, types[_i].choices);
	ck_assert_str_eq(choices[n - 1].label, types[_i].last);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(what_will_be_written_differently_is_remarked)
{
	const struct {
		enum ik_field_id field;
		const char *typed, *remark; /* NULL: none */
	} cases[] = {
		{IK_F_NAME, "srv01.example.jp", NULL},
		{IK_F_NAME, "a..b", NULL},
		{IK_F_NAME, "日本語.jp", "Written as xn--wgv71a119e.jp"},
		{IK_F_NAME, "xn--wgv71a119e.jp", NULL},
		{IK_F_NAME, "ｓｒｖ０１．ｅｘａｍｐｌｅ．ｊｐ", "Will be used as srv01.example.jp"},
		{IK_F_ALT_NAMES, "a.example.jp、192.0.2.7",
		 "Will be used as a.example.jp,192.0.2.7"},
		{IK_F_ALT_NAMES, "a.example.jp, 日本語.jp", "Written as xn--wgv71a119e.jp"},
		{IK_F_ALT_NAMES, "", NULL},
		{IK_F_DAYS, "824", NULL},
		{IK_F_DAYS, "825", "Clients from Apple refuse more than 824 days."},
		{IK_F_DAYS, "７３０", "Will be used as 730"},
		{IK_F_DAYS, "3x", NULL},
	};
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, cases[_i].field, cases[_i].typed, IK_FROM_OPERATOR);
	char *remark = ik_field_find(cases[_i].field)->remark(&wizard);

	if (cases[_i].remark)
		ck_assert_pstr_eq(remark, cases[_i].remark);
	else
		ck_assert_ptr_null(remark);
	free(remark);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(days_say_until_when)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_DAYS, "730", IK_FROM_OPERATOR);
	char *suffix = ik_field_find(IK_F_DAYS)->suffix(&wizard);

	ck_assert_str_eq(suffix, "days, until Mon 20 Nov 2028");
	free(suffix);
	ik_answer_set(wizard.answers, IK_F_DAYS, "", IK_FROM_OPERATOR);
	suffix = ik_field_find(IK_F_DAYS)->suffix(&wizard);
	ck_assert_str_eq(suffix, "days");
	free(suffix);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_backup_beside_the_store_is_remarked)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ik_wizard_enter(&wizard, ik_page_find("backup"));
	char *expected = ik_format("%s/backups/inkan-", world_path("store"));

	ck_assert(strncmp(ik_answer(wizard.answers, IK_F_BACKUP_FILE), expected, strlen(expected))
		  == 0);
	free(expected);
	char *remark = ik_field_find(IK_F_BACKUP_FILE)->remark(&wizard);

	ck_assert_pstr_eq(remark, "On the same disk as the store. Copy it elsewhere too.");
	free(remark);
	says(&wizard, "backup", "Free space: ");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_place_of_a_backup_is_looked_at_once_and_again_before_the_page_is_left)
{
	const struct ik_page *page = ik_page_find("backup");
	const struct ik_field *field = ik_field_find(IK_F_BACKUP_FILE);
	struct ik_wizard wizard;
	struct ik_error err = {0};
	char *remark;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ik_answer_set(wizard.answers, IK_F_BACKUP_FILE, world_path("disk/b.zip"), IK_FROM_OPERATOR);
	ck_assert_int_eq(mkdir(world_path("disk"), 0700), 0);
	ik_wizard_enter(&wizard, page);
	ck_assert_int_eq(rmdir(world_path("disk")), 0);
	ck_assert(ik_field_check(&wizard, field, NULL));
	remark = field->remark(&wizard);
	ck_assert_ptr_nonnull(remark);
	free(remark);
	ck_assert_ptr_eq(ik_page_check(&wizard, page, &err), field);
	ck_assert_int_eq(err.id, IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(mkdir(world_path("disk"), 0700), 0);
	ck_assert_ptr_null(ik_page_check(&wizard, page, NULL));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(a_default_follows_the_action)
{
	struct ik_wizard wizard;

	world_create("srv01.example.jp");
	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ik_wizard_enter(&wizard, ik_page_find("backup"));
	ck_assert_ptr_nonnull(
		strstr(ik_answer(wizard.answers, IK_F_BACKUP_FILE), "-2-20261121T050500Z.zip"));
	ik_answer_set(wizard.answers, IK_F_ACTION, "backup", IK_FROM_OPERATOR);
	ik_wizard_enter(&wizard, ik_page_find("backup"));
	ck_assert_ptr_nonnull(
		strstr(ik_answer(wizard.answers, IK_F_BACKUP_FILE), "-1-20261121T050500Z.zip"));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(tab_lengthens_a_path_as_far_as_it_is_clear)
{
	const struct ik_field *field = ik_field_find(IK_F_BACKUP_FILE);
	struct ik_wizard wizard;

	world_write("backup-1.zip", "");
	world_write("backup-2.zip", "");
	world_write("証明書", "");
	world_write("証拠", "");
	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_BACKUP_FILE, world_path("ba"), IK_FROM_OPERATOR);
	char *longer = ik_wizard_complete(&wizard, field);

	ck_assert_pstr_eq(longer, world_path("backup-"));
	ik_answer_set(wizard.answers, IK_F_BACKUP_FILE, longer, IK_FROM_OPERATOR);
	free(longer);
	ck_assert_ptr_null(ik_wizard_complete(&wizard, field));
	/* 明 and 拠 share their first byte; no half of a character is taken. */
	ik_answer_set(wizard.answers, IK_F_BACKUP_FILE, world_path("証"), IK_FROM_OPERATOR);
	ck_assert_ptr_null(ik_wizard_complete(&wizard, field));
	ik_answer_set(wizard.answers, IK_F_BACKUP_FILE, world_path("nothing"), IK_FROM_OPERATOR);
	ck_assert_ptr_null(ik_wizard_complete(&wizard, field));
	ik_wizard_free(&wizard);
}
END_TEST

static TCase *case_start(void)
{
	TCase *tcase = tcase_create("start");

	tcase_add_loop_test(tcase, the_start_says_how_the_certificate_stands, 0, 10);
	tcase_add_test(tcase, the_proof_says_what_comes_next);
	tcase_add_test(tcase, a_fresh_server_has_nothing_to_look_at);
	tcase_add_test(tcase, generations_without_one_in_use_can_be_gone_back_to);
	tcase_add_test(tcase, a_cut_run_is_explained_first);
	tcase_add_test(tcase, a_damaged_certificate_says_why_and_can_be_replaced);
	tcase_add_test(tcase, a_store_that_cannot_be_read_is_not_called_damage);
	tcase_add_test(tcase, what_makes_a_key_for_what_cannot_be_read_is_refused);
	tcase_add_test(tcase, who_may_not_change_the_store_learns_it_on_the_start_page);
	return tcase;
}

static TCase *case_identity(void)
{
	TCase *tcase = tcase_create("identity");

	tcase_add_loop_test(tcase, a_renewal_loses_no_name, 0, 6);
	tcase_add_test(tcase, without_a_certificate_the_server_itself_is_the_default);
	tcase_add_loop_test(tcase, the_type_of_the_key_in_use_is_taken_over_as_one_more_choice, 0,
			    4);
	tcase_add_loop_test(tcase, what_will_be_written_differently_is_remarked, 0, 12);
	tcase_add_test(tcase, days_say_until_when);
	return tcase;
}

static TCase *case_backup(void)
{
	TCase *tcase = tcase_create("password and backup");

	tcase_add_test(tcase, a_backup_beside_the_store_is_remarked);
	tcase_add_test(tcase,
		       the_place_of_a_backup_is_looked_at_once_and_again_before_the_page_is_left);
	tcase_add_test(tcase, a_default_follows_the_action);
	tcase_add_test(tcase, tab_lengthens_a_path_as_far_as_it_is_clear);
	return tcase;
}

Suite *suite_pages(void)
{
	Suite *suite = suite_create("pages");
	TCase *cases[] = {case_start(), case_identity(), case_backup()};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		tcase_set_timeout(cases[i], 60);
		tcase_add_checked_fixture(cases[i], world_begin, world_end);
		suite_add_tcase(suite, cases[i]);
	}
	return suite;
}
