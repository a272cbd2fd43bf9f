/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept.c: a new certificate takes over what the one in use says, and what it cannot take over is
 * named. */
#include "config.h"

#include "ops/change/kept.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "brought.h"
#include "made.h"
#include "ops/change/create.h"
#include "ops/change/request.h"
#include "suites.h"

enum { DAY = 86400 };

/* NAMES of one space each: those with a colon or a digit first are addresses. */
static void set_names(struct ik_facts *facts, const char *common, const char *names)
{
	char *copy = ik_strdup(names), *rest = copy, *name;

	facts->common_name = ik_strdup(common);
	while ((name = strsep(&rest, " ")))
		if (*name)
			ik_list_add(strchr(name, ':') || (*name >= '0' && *name <= '9')
					    ? &facts->ip_addresses
					    : &facts->dns_names,
				    name);
	free(copy);
}

#define LONG_LABEL "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh"
#define LONG_NAME "srv01." LONG_LABEL ".example.jp"

START_TEST(every_name_that_may_stand_is_kept_as_it_stands)
{
	static const struct {
		const char *common, *names, *name, *others;
	} cases[] = {
		{"srv01.example.jp", "srv01.example.jp srv01 192.0.2.7", "srv01.example.jp",
		 "srv01, 192.0.2.7"},
		{"srv02.example.jp", "srv01.example.jp srv02.example.jp", "srv02.example.jp",
		 "srv01.example.jp"},
		{"srv01", "srv01.example.jp srv01", "srv01", "srv01.example.jp"},
		{"SRV01.example.jp", "srv01.example.jp", "SRV01.example.jp", ""},
		{"srv01", LONG_NAME, LONG_NAME, ""},
		/* No host name: it stands in the common name alone. */
		{"OfficeScan Server NTSG", "srv01.example.jp srv01", "OfficeScan Server NTSG",
		 "srv01.example.jp, srv01"},
		{"*.example.jp", "*.example.jp example.jp", "*.example.jp",
		 "*.example.jp, example.jp"},
		/* Nobody would accept it for any name: this server's is added. */
		{"OfficeScan Server NTSG", "", "OfficeScan Server NTSG", "here.example.jp"},
		{"*.example.jp", "", "*.example.jp", "*.example.jp"},
		{"192.0.2.7", "", "192.0.2.7", "192.0.2.7"},
		{"mail.example.jp", "", "mail.example.jp", ""},
		{NULL, "srv01.example.jp 2001:db8::7", "srv01.example.jp", "2001:db8::7"},
		{NULL, "192.0.2.7", "here.example.jp", "192.0.2.7"},
		/* What breaks a rule is left out, and is lost. */
		{NULL, "a_b.example.jp srv01.example.jp", "srv01.example.jp", ""},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_facts facts = {0};
		struct ik_kept kept;

		set_names(&facts, cases[i].common, cases[i].names);
		ik_kept_find(&facts, "here.example.jp", &kept);
		ck_assert_msg(!strcmp(kept.name, cases[i].name)
				      && !strcmp(kept.alt_names, cases[i].others),
			      "%s: %s; %s", cases[i].names, kept.name, kept.alt_names);
		ik_kept_free(&kept);
		ik_facts_free(&facts);
	}
}
END_TEST

START_TEST(what_only_looks_like_a_name_is_not_taken_for_it)
{
	struct ik_facts facts = {.common_name_escaped = true};

	set_names(&facts, "a\\u{202E}b", "srv01.example.jp");
	ck_assert_ptr_null(ik_kept_common_name(&facts));
	facts.common_name_escaped = false;
	free(facts.common_name);
	facts.common_name = ik_strdup(
		"sixty-five characters are one more than a common name may have...");
	ck_assert_uint_eq(strlen(facts.common_name), 65);
	ck_assert_ptr_null(ik_kept_common_name(&facts));
	ck_assert_ptr_null(ik_kept_common_name(NULL));
	ik_facts_free(&facts);
}
END_TEST

START_TEST(the_span_is_kept_less_the_day_that_is_put_back)
{
	static const struct {
		int64_t span;
		int days;
		bool cut;
	} cases[] = {
		{731 * (int64_t)DAY, 730, false},
		{397 * (int64_t)DAY - 1, 395, false},
		{2 * DAY, 1, false},
		{DAY, 1, false},
		{0, 1, false},
		{-DAY, 1, false},
		{36501 * (int64_t)DAY, 36500, false},
		{36502 * (int64_t)DAY, 36500, true},
		{INT64_C(250000000000), 36500, true},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_facts facts = {.not_before = MADE_AT,
					 .not_after = MADE_AT + cases[i].span};
		struct ik_kept kept;

		ik_kept_find(&facts, "", &kept);
		ck_assert_int_eq(kept.days, cases[i].days);
		ck_assert_int_eq(kept.days_cut, cases[i].cut);
		ik_kept_free(&kept);
	}
}
END_TEST

START_TEST(the_key_is_of_the_same_type_or_the_nearest)
{
	static const struct {
		const char *was, *now;
		bool extra;
	} cases[] = {
		{"ecdsa-p256", "ecdsa-p256", false},    {"ecdsa-p384", "ecdsa-p384", false},
		{"rsa-3072", "rsa-3072", false},        {"rsa-2048", "rsa-2048", true},
		{"rsa-2432", "rsa-2432", true},         {"rsa-4096", "rsa-4096", false},
		{"rsa-pss-2048", "rsa-pss-2048", true}, {"ecdsa-p521", "ecdsa-p521", true},
		{"ed25519", "ecdsa-p256", false},       {"rsa-8192", "rsa-4096", false},
		{"rsa-1024", "rsa-3072", false},        {"rsa-pss-8192", "rsa-4096", false},
		{"unknown", "ecdsa-p256", false},       {NULL, "ecdsa-p256", false},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_facts facts = {.key_type = ik_strdup(cases[i].was)};
		struct ik_kept kept;

		ik_kept_find(&facts, "", &kept);
		ck_assert_str_eq(kept.key_type, cases[i].now);
		ck_assert_int_eq(ik_kept_key_type(&facts) != NULL, cases[i].extra);
		ik_kept_free(&kept);
		ik_facts_free(&facts);
	}
}
END_TEST

/* --- with certificates of others -------------------------------------------------------------- */

#define REQ "openssl req -x509 -nodes -keyout k.pem -out c.pem -days 400 "
#define NOT_CA "-addext basicConstraints=CA:FALSE "
#define TOGETHER " && cat k.pem c.pem >pair.pem"

static void bring(const char *command)
{
	struct ik_outcome outcome;

	brought_shell(command);
	brought_import_all("pair.pem", &outcome);
	ik_outcome_free(&outcome);
}

/* A plan in which nothing was said but what is kept. */
static struct ik_create_plan *plan_kept(void)
{
	struct ik_create_plan *plan = NULL;
	struct ik_generation old = {0};
	struct ik_error err = {0};
	struct ik_kept kept;

	brought_load(2, &old);
	ik_kept_find(&old.facts, "here.example.jp", &kept);
	char *days = ik_format("%d", kept.days);
	const struct ik_create_wish wish = {.name = kept.name,
					    .alt_names = kept.alt_names,
					    .days = days,
					    .organization = kept.organization,
					    .key_type = kept.key_type};

	ck_assert_msg(ik_create_plan(&wish, brought_store, MADE_AT + 90, &plan, &err), "INK-%u %s",
		      ik_error_number(err.id), err.arg[0]);
	free(days);
	ik_kept_free(&kept);
	ik_generation_free(&old);
	return plan;
}

static void assert_losses(const struct ik_losses *losses, const char *expected)
{
	struct ik_list lines = {0};

	ik_losses_lines(losses, &lines);
	char *all = ik_list_join(&lines, "; ");

	ck_assert_str_eq(all, expected);
	ck_assert_int_eq(ik_losses_any(losses), *expected != '\0');
	free(all);
	ik_list_free(&lines);
}

START_TEST(a_foreign_certificate_is_made_again_with_all_that_it_says)
{
	static const char *const keys[] = {"rsa:2048", "rsa-pss -pkeyopt rsa_keygen_bits:2048",
					   "ec -pkeyopt ec_paramgen_curve:P-521"};
	char *command = ik_format(
		REQ "-newkey %s -subj '/O=Example/CN=OfficeScan Server NTSG' -addext "
		    "subjectAltName=DNS:srv01.example.jp,IP:192.0.2.7 " NOT_CA TOGETHER,
		keys[_i]);

	bring(command);
	struct ik_create_plan *plan = plan_kept();
	struct ik_outcome outcome;

	assert_losses(&plan->losses, "");
	ck_assert(ik_create_perform(plan, NULL, &outcome, NULL));
	ck_assert_str_eq(outcome.now.subject, outcome.before.subject);
	ck_assert_str_eq(outcome.now.key_type, outcome.before.key_type);
	ck_assert(ik_list_equal(&outcome.now.dns_names, &outcome.before.dns_names));
	ck_assert(ik_list_equal(&outcome.now.ip_addresses, &outcome.before.ip_addresses));
	ck_assert_int_eq(outcome.now.not_after - outcome.now.not_before, 400 * DAY);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	free(command);
}
END_TEST

START_TEST(this_server_is_named_where_no_name_would_be_left)
{
	bring(REQ "-newkey rsa:2048 -subj '/CN=OfficeScan Server NTSG' " NOT_CA TOGETHER);
	struct ik_create_plan *plan = plan_kept();

	ck_assert_str_eq(plan->identity.common_name, "OfficeScan Server NTSG");
	ck_assert_uint_eq(plan->identity.dns_names.n, 1);
	ck_assert_str_eq(plan->identity.dns_names.items[0], "here.example.jp");
	assert_losses(&plan->losses, "");
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_name_that_is_none_needs_another_beside_it)
{
	const struct ik_create_wish wish = {
		.name = "OfficeScan Server NTSG", .days = "1", .key_type = "ecdsa-p256"};
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	bring(REQ "-newkey rsa:2048 -subj '/CN=OfficeScan Server NTSG' " NOT_CA TOGETHER);
	ck_assert(!ik_create_plan(&wish, brought_store, MADE_AT + 90, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_ALT_NONE);
}
END_TEST

/* What stands in the certificate in use is no rule for any other name or type. */
START_TEST(only_what_is_in_use_is_taken_as_it_stands)
{
	struct ik_create_wish wish = {
		.name = "Another Server", .days = "1", .key_type = "ecdsa-p256"};
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	bring(REQ "-newkey rsa:2048 -subj '/CN=OfficeScan Server NTSG' " NOT_CA TOGETHER);
	ck_assert(!ik_create_plan(&wish, brought_store, MADE_AT + 90, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_HOST_SPACE);
	ik_error_clear(&err);
	wish.name = "srv01.example.jp";
	wish.key_type = "rsa-2049";
	ck_assert(!ik_create_plan(&wish, brought_store, MADE_AT + 90, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_KEY_TYPE_UNKNOWN);
	ck_assert_str_eq(err.arg[1], "ecdsa-p256, ecdsa-p384, rsa-3072, rsa-4096, rsa-2048");
}
END_TEST

START_TEST(what_is_lost_is_named_one_by_one)
{
	bring(REQ
	      "-newkey ed25519 -subj '/C=JP/OU=Sales/CN=srv01.example.jp' -addext "
	      "'subjectAltName=DNS:srv01.example.jp,DNS:a_b.example.jp,email:a@example.jp' -addext "
	      "extendedKeyUsage=serverAuth,clientAuth" TOGETHER);
	struct ik_create_plan *plan = plan_kept();

	assert_losses(
		&plan->losses,
		"a_b.example.jp; C=JP; OU=Sales; email:a@example.jp; EKU=clientAuth; CA:TRUE; "
		"the kind of key: Ed25519 becomes ECDSA P-256");
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(the_signature_of_an_authority_and_its_chain_are_lost)
{
	bring("cat a.key a.pem ca.pem >pair.pem");
	struct ik_create_plan *plan = plan_kept();

	assert_losses(&plan->losses,
		      "1 certificate of the chain; the signature of the authority: CN=Authority");
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_request_keeps_the_same_and_loses_no_issuer)
{
	bring("cat a.key a.pem ca.pem >pair.pem");
	char *file = brought_in("new.csr");
	const struct ik_request_wish wish = {
		.name = "a.example.jp", .key_type = "ecdsa-p256", .request_file = file};
	struct ik_request_plan *plan = NULL;

	ck_assert(ik_request_plan(&wish, brought_store, MADE_AT + 90, &plan, NULL));
	assert_losses(&plan->losses, "");
	ik_request_plan_free(plan);
	bring(REQ "-newkey rsa:2048 -subj '/OU=Sales/CN=OfficeScan Server NTSG' " NOT_CA TOGETHER);
	const struct ik_request_wish other = {.name = "OfficeScan Server NTSG",
					      .alt_names = "srv01",
					      .key_type = "rsa-2048",
					      .request_file = file};

	ck_assert(ik_request_plan(&other, brought_store, MADE_AT + 90, &plan, NULL));
	ck_assert_str_eq(plan->identity.common_name, "OfficeScan Server NTSG");
	assert_losses(&plan->losses, "OU=Sales");
	ik_request_plan_free(plan);
	free(file);
}
END_TEST

Suite *suite_kept(void)
{
	Suite *suite = suite_create("kept");
	TCase *facts = tcase_create("facts");
	TCase *foreign = tcase_create("foreign");

	tcase_add_test(facts, what_only_looks_like_a_name_is_not_taken_for_it);
	tcase_add_test(facts, every_name_that_may_stand_is_kept_as_it_stands);
	tcase_add_test(facts, the_span_is_kept_less_the_day_that_is_put_back);
	tcase_add_test(facts, the_key_is_of_the_same_type_or_the_nearest);
	suite_add_tcase(suite, facts);
	tcase_set_timeout(foreign, 120);
	tcase_add_checked_fixture(foreign, brought_begin, brought_end);
	tcase_add_test(foreign, a_name_that_is_none_needs_another_beside_it);
	tcase_add_test(foreign, only_what_is_in_use_is_taken_as_it_stands);
	tcase_add_loop_test(foreign, a_foreign_certificate_is_made_again_with_all_that_it_says, 0,
			    3);
	tcase_add_test(foreign, this_server_is_named_where_no_name_would_be_left);
	tcase_add_test(foreign, what_is_lost_is_named_one_by_one);
	tcase_add_test(foreign, the_signature_of_an_authority_and_its_chain_are_lost);
	tcase_add_test(foreign, a_request_keeps_the_same_and_loses_no_issuer);
	suite_add_tcase(suite, foreign);
	return suite;
}
