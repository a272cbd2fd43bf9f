/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renew.c: a renewal is made when it is due, the way the certificate came, and loses nothing that
 * nobody gave up. */
#include "config.h"

#include "ops/change/renew.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "brought.h"
#include "made.h"
#include "ops/change/rollback.h"
#include "ops/records/default_store.h"
#include "ops/status/check.h"
#include "suites.h"

enum { DAY = 86400, DAYS = 730 };

#define REQ "openssl req -x509 -nodes -keyout k.pem -out c.pem -days 400 -newkey rsa:2048 "
#define NOT_CA "-addext basicConstraints=CA:FALSE "
#define TOGETHER " && cat k.pem c.pem >pair.pem"

static const struct ik_renew_wish if_due = {.if_due = true}, now_then = {.if_due = false};

static enum ik_error_id judge(const struct ik_renew_wish *wish, int64_t now, struct ik_error *err)
{
	struct ik_renewal renewal = {0};

	ik_error_clear(err);
	ck_assert_int_eq(ik_renew_judge(wish, brought_store, now, &renewal, err),
			 err->id == IK_E_NONE);
	ik_renewal_free(&renewal);
	return err->id;
}

static enum ik_error_id judged(const struct ik_renew_wish *wish, int64_t now)
{
	struct ik_error err = {0};

	return judge(wish, now, &err);
}

static void bring(const char *command)
{
	struct ik_outcome outcome;

	brought_shell(command);
	brought_import_all("pair.pem", &outcome);
	ik_outcome_free(&outcome);
}

/* --- what hinders it -------------------------------------------------------------------------- */

START_TEST(what_is_not_there_cannot_be_renewed)
{
	brought_shell("rm -r store");
	ck_assert_int_eq(judged(&now_then, MADE_AT), IK_E_STORE_NONE);
	ck_assert_int_eq(judged(&if_due, MADE_AT), IK_E_STORE_NONE);
}
END_TEST

START_TEST(a_clock_that_cannot_be_right_renews_nothing)
{
	const int64_t past = MADE_AT - 2 * DAY;

	ck_assert_int_eq(judged(&if_due, past), IK_E_CHECK_CLOCK);
	ck_assert_int_eq(judged(&now_then, past), IK_E_CHECK_CLOCK);
	brought_shell("rm store/generations/1/key.pem");
	ck_assert_int_eq(judged(&if_due, past), IK_E_CHECK_CLOCK);
	ck_assert_int_eq(judged(&if_due, -1), IK_E_CHECK_CLOCK);
	ck_assert_int_eq(judged(&now_then, -1), IK_E_CHECK_CLOCK);
}
END_TEST

START_TEST(what_cannot_be_read_is_not_guessed_at)
{
	static const struct {
		const char *damage;
		enum ik_error_id id;
	} cases[] = {
		{"echo rubbish >store/generations/1/certificate.pem", IK_E_CERT_READ},
		{"rm store/generations/1/certificate.pem", IK_E_CERT_READ},
		{"echo rubbish >store/generations/1/info", IK_E_STORE_INFO},
		{"ln -sfn generations/9 store/current", IK_E_STORE_CURRENT},
	};

	brought_shell(cases[_i].damage);
	ck_assert_int_eq(judged(&if_due, MADE_AT + DAYS * (int64_t)DAY), cases[_i].id);
	ck_assert_int_eq(judged(&now_then, MADE_AT), cases[_i].id);
}
END_TEST

/* The command as it can be typed, for a store at PATH. */
static void names_store(const char *path, const char *command)
{
	char *text = ik_command_for(path, "inkan show");

	ck_assert_str_eq(text, command);
	free(text);
}

START_TEST(a_command_to_type_holds_the_store_as_one_word)
{
	names_store("/srv/store", "inkan show --store /srv/store");
	names_store("/srv/保存", "inkan show --store /srv/保存");
	names_store("/srv/my store", "inkan show --store '/srv/my store'");
	names_store("/srv/it's; here", "inkan show --store '/srv/it'\\''s; here'");
}
END_TEST

START_TEST(what_an_authority_signed_waits_for_an_authority)
{
	const int64_t expired = MADE_AT + 2000 * (int64_t)DAY;
	struct ik_error err = {0};

	bring("cat a.key a.pem ca.pem >pair.pem");
	ck_assert_int_eq(judged(&if_due, MADE_AT + 20 * DAY), IK_E_RENEW_NOT_DUE);
	ck_assert_int_eq(judge(&now_then, MADE_AT + 20 * DAY, &err), IK_E_RENEW_AUTHORITY);
	ck_assert_int_eq(ik_error_status(err.id), 4);
	ck_assert_int_eq(judge(&if_due, expired, &err), IK_E_RENEW_AUTHORITY);
	ck_assert_msg(!strncmp(err.detail, "inkan request --out FILE --store /", 34), "%s",
		      err.detail);
	free(made_request(brought_directory));
	ck_assert_int_eq(judge(&if_due, expired, &err), IK_E_RENEW_AUTHORITY);
	ck_assert_msg(!strncmp(err.detail, "inkan import FILE --store /", 27), "%s", err.detail);
	brought_shell("rm store/generations/2/key.pem");
	ck_assert_int_eq(judged(&if_due, MADE_AT + 20 * DAY), IK_E_RENEW_AUTHORITY);
}
END_TEST

/* What check says to do is what will do. */
static void assert_cure(int64_t now, const char *part)
{
	const struct ik_check_wish wish = {.store = brought_store, .now = now};
	struct ik_check check;
	bool found = false;

	ik_check(&wish, &check);
	for (size_t i = 0; i < check.n; i++)
		if (check.findings[i].error.id == IK_E_CHECK_EXPIRED)
			found = strstr(check.findings[i].cure, part) != NULL;
	ck_assert_msg(found, "%s", part);
	ik_check_free(&check);
}

START_TEST(the_cure_follows_the_way_it_came)
{
	const int64_t expired = MADE_AT + 2000 * (int64_t)DAY;

	assert_cure(expired, "inkan renew");
	bring("cat a.key a.pem ca.pem >pair.pem");
	assert_cure(expired, "inkan request --out FILE");
	free(made_request(brought_directory));
	assert_cure(expired, "inkan import FILE");
}
END_TEST

/* --- due -------------------------------------------------------------------------------------- */

START_TEST(it_is_due_when_few_days_are_left)
{
	static const struct {
		int64_t at; /* days after it was made */
		int within;
		enum ik_error_id id;
	} cases[] = {
		{0, 0, IK_E_RENEW_NOT_DUE},
		{DAYS - 31, 0, IK_E_RENEW_NOT_DUE},
		{DAYS - 30, 0, IK_E_NONE},
		{DAYS - 31, 31, IK_E_NONE},
		{DAYS - 30, 29, IK_E_RENEW_NOT_DUE},
		{0, DAYS, IK_E_NONE},
		{DAYS, 1, IK_E_NONE},
		{DAYS + 100, 0, IK_E_NONE}, /* expired */
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		const struct ik_renew_wish wish = {.if_due = true, .within = cases[i].within};

		ck_assert_msg(judged(&wish, MADE_AT + cases[i].at * DAY) == cases[i].id, "%zu", i);
		ck_assert_int_eq(judged(&now_then, MADE_AT + cases[i].at * DAY), IK_E_NONE);
	}
}
END_TEST

/* Made now, in a store whose moments are past. */
START_TEST(what_is_not_valid_yet_is_not_due)
{
	const struct ik_renew_wish always = {.if_due = true, .within = 36500};

	bring(REQ "-subj /CN=srv01.example.jp" TOGETHER);
	ck_assert_int_eq(judged(&if_due, MADE_AT + 120), IK_E_RENEW_NOT_DUE);
	ck_assert_int_eq(judged(&always, MADE_AT + 120), IK_E_RENEW_NOT_DUE);
	brought_shell("rm store/generations/2/key.pem");
	ck_assert_int_eq(judged(&if_due, MADE_AT + 120), IK_E_NONE);
}
END_TEST

START_TEST(a_short_life_is_due_in_its_last_third)
{
	static const struct {
		int64_t days, due;
	} cases[] = {{397, 30}, {90, 30}, {89, 29}, {20, 6}, {7, 2}, {2, 0}, {1, 0}};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		struct ik_renewal renewal = {0};
		char *command = ik_format(REQ "-subj /CN=srv01.example.jp -days %d" TOGETHER,
					  (int)cases[i].days);

		bring(command);
		ck_assert(ik_renew_judge(&now_then, brought_store, MADE_AT, &renewal, NULL));
		ck_assert_int_eq(renewal.within, cases[i].due);
		ik_renewal_free(&renewal);
		free(command);
	}
}
END_TEST

START_TEST(a_key_that_is_of_no_use_is_due_at_once)
{
	static const char *const damages[] = {
		"rm store/generations/1/key.pem",
		"rm store/generations/1/combined.pem",
		"echo rubbish >store/generations/1/key.pem",
		"cp b.key store/generations/1/key.pem",
	};
	struct ik_renewal renewal = {0};

	ck_assert_int_eq(judged(&if_due, MADE_AT), IK_E_RENEW_NOT_DUE);
	brought_shell(damages[_i]);
	ck_assert(ik_renew_judge(&if_due, brought_store, MADE_AT, &renewal, NULL));
	ck_assert(renewal.broken && renewal.due);
	ck_assert_uint_eq(renewal.generation, 1);
	ik_renewal_free(&renewal);
}
END_TEST

/* --- the plan --------------------------------------------------------------------------------- */

/* With all filled in as the wizard fills it in. */
static bool plan(const struct ik_renew_wish *wish, struct ik_create_plan **out,
		 struct ik_error *err)
{
	struct ik_renewal renewal = {0};
	struct ik_kept kept;

	ck_assert(ik_renew_judge(&now_then, brought_store, MADE_AT + 60, &renewal, NULL));
	ik_kept_find(&renewal.facts, "here.example.jp", &kept);
	char *days = ik_format("%d", kept.days);
	const struct ik_create_wish create = {.name = kept.name,
					      .alt_names = kept.alt_names,
					      .days = days,
					      .organization = kept.organization,
					      .key_type = kept.key_type};
	bool ok = ik_renew_plan(wish, &create, brought_store, MADE_AT + 60, &renewal, out, err);

	free(days);
	ik_kept_free(&kept);
	ik_renewal_free(&renewal);
	return ok;
}

static void renew(const struct ik_renew_wish *wish)
{
	struct ik_create_plan *planned = NULL;
	struct ik_outcome outcome;
	struct ik_error err = {0};

	ck_assert_msg(plan(wish, &planned, &err), "INK-%u %s", ik_error_number(err.id), err.arg[0]);
	ck_assert(ik_create_perform(planned, NULL, &outcome, &err));
	ck_assert_str_eq(outcome.now.subject, outcome.before.subject);
	ck_assert_str_eq(outcome.now.key_type, outcome.before.key_type);
	ck_assert(ik_list_equal(&outcome.now.dns_names, &outcome.before.dns_names));
	ck_assert_str_ne(outcome.now.serial, outcome.before.serial);
	ik_outcome_free(&outcome);
	ik_create_plan_free(planned);
}

START_TEST(what_would_be_lost_is_not_given_up_by_nobody)
{
	const struct ik_renew_wish accept = {.accept_loss = true};
	struct ik_create_plan *planned = NULL;
	struct ik_error err = {0};

	bring(REQ "-subj '/OU=Sales/CN=srv01.example.jp' -addext "
		  "subjectAltName=DNS:srv01.example.jp,DNS:a_b.example.jp" TOGETHER);
	ck_assert(!plan(&now_then, &planned, &err));
	ck_assert_ptr_null(planned);
	ck_assert_int_eq(err.id, IK_E_RENEW_LOSS);
	ck_assert_int_eq(ik_error_status(err.id), 4);
	ck_assert_str_eq(err.arg[0], "a_b.example.jp; OU=Sales; CA:TRUE");
	ck_assert_msg(strstr(err.detail, "inkan renew --accept-loss"), "%s", err.detail);
	ck_assert(plan(&accept, &planned, NULL));
	ik_create_plan_free(planned);
}
END_TEST

START_TEST(agents_are_not_left_behind_by_nobody)
{
	struct ik_create_plan *planned = NULL;
	struct ik_error err = {0};

	brought_shell("rm store/generations/1/key.pem");
	/* Nobody follows this server. */
	ck_assert(plan(&now_then, &planned, NULL));
	ik_create_plan_free(planned);
	brought_shell("echo 1111111111111111111111111111111111111111111111111111111111111111 "
		      ">store/recovery");
	ck_assert(!plan(&now_then, &planned, &err));
	ck_assert_int_eq(err.id, IK_E_LEAD_NO_KEY);
	ck_assert_int_eq(ik_error_status(err.id), 1);
	ck_assert_msg(strstr(err.detail, "inkan create"), "%s", err.detail);
	ck_assert_ptr_null(planned);
}
END_TEST

/* As many names again, and agents would have to be enrolled again; fewer, and they follow. */
START_TEST(agents_are_not_left_behind_for_many_names)
{
	const struct ik_renew_wish accept = {.accept_loss = true};
	struct ik_create_plan *planned = NULL;
	struct ik_error err = {0};

	bring("names=$(for i in $(seq 100 195); do printf ',DNS:n%03d.%062d.%062d.%062d.%051d.jp' "
	      "$i 1 2 3 4; done); " REQ "-subj /CN=srv01.example.jp -addext "
	      "subjectAltName=DNS:srv01.example.jp$names" TOGETHER);
	ck_assert_msg(plan(&accept, &planned, &err), "INK-%u", ik_error_number(err.id));
	ck_assert_int_eq(planned->head.lead, IK_LEAD_LARGE);
	ik_create_plan_free(planned);
	brought_shell("echo 1111111111111111111111111111111111111111111111111111111111111111 "
		      ">store/recovery");
	ck_assert(!plan(&accept, &planned, &err));
	ck_assert_int_eq(err.id, IK_E_LEAD_LARGE);
	ck_assert_int_eq(ik_error_status(err.id), 1);
	ck_assert_msg(strstr(err.detail, "inkan create --alt-name NAME"), "%s", err.detail);
	ck_assert_ptr_null(planned);
}
END_TEST

/* --- somebody else meanwhile ------------------------------------------------------------------ */

/* Run once, as soon as a plan is made. */
static void (*meanwhile)(void);

bool __real_ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now,
			   struct ik_create_plan **out, struct ik_error *err);
bool __wrap_ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now,
			   struct ik_create_plan **out, struct ik_error *err);

bool __wrap_ik_create_plan(const struct ik_create_wish *wish, const char *store, int64_t now,
			   struct ik_create_plan **out, struct ik_error *err)
{
	void (*happens)(void) = meanwhile;

	meanwhile = NULL;
	if (happens)
		happens();
	return __real_ik_create_plan(wish, store, now, out, err);
}

static void bring_an_authoritys(void)
{
	bring("cat a.key a.pem ca.pem >pair.pem");
}

START_TEST(what_came_after_the_judgement_is_not_renewed_unjudged)
{
	const struct ik_renew_wish accept = {.accept_loss = true};
	struct ik_create_plan *planned = NULL;
	struct ik_error err = {0};

	meanwhile = bring_an_authoritys;
	ck_assert(!plan(&accept, &planned, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_MOVED);
	ck_assert_ptr_null(planned);
	ck_assert_int_eq(judged(&now_then, MADE_AT + 60), IK_E_RENEW_AUTHORITY);
}
END_TEST

START_TEST(the_judgement_holds_for_the_plan_too)
{
	struct ik_create_plan *planned = NULL;
	struct ik_error err = {0};

	ck_assert(!plan(&if_due, &planned, &err));
	ck_assert_int_eq(err.id, IK_E_RENEW_NOT_DUE);
	ck_assert_int_eq(ik_error_status(err.id), 0);
	ck_assert_ptr_null(planned);
}
END_TEST

START_TEST(generated_imported_and_rolled_back_are_renewed_alike)
{
	struct ik_rollback_plan *back = NULL;
	struct ik_outcome outcome;

	renew(&now_then);
	bring(REQ "-subj /CN=srv09.example.jp -addext subjectAltName=DNS:srv09.example.jp " NOT_CA
		      TOGETHER);
	renew(&now_then);
	ck_assert(ik_rollback_plan(&(struct ik_rollback_wish){.accept_expired = true},
				   brought_store, MADE_AT + 61, &back, NULL));
	ck_assert(ik_rollback_perform(back, NULL, &outcome, NULL));
	ik_outcome_free(&outcome);
	ik_rollback_plan_free(back);
	renew(&now_then);
}
END_TEST

START_TEST(what_may_not_leave_this_server_stays_so)
{
	struct ik_generation made;

	brought_shell("sed -i 's/^exportable = yes/exportable = no/' store/generations/1/info");
	renew(&now_then);
	brought_load(2, &made);
	ck_assert(made.has_info && !made.info.exportable);
	ik_generation_free(&made);
}
END_TEST

Suite *suite_renew(void)
{
	Suite *suite = suite_create("renew");
	TCase *all = tcase_create("renew");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, brought_begin, brought_end);
	tcase_add_test(all, what_is_not_there_cannot_be_renewed);
	tcase_add_test(all, a_clock_that_cannot_be_right_renews_nothing);
	tcase_add_loop_test(all, what_cannot_be_read_is_not_guessed_at, 0, 4);
	tcase_add_test(all, a_command_to_type_holds_the_store_as_one_word);
	tcase_add_test(all, what_an_authority_signed_waits_for_an_authority);
	tcase_add_test(all, the_cure_follows_the_way_it_came);
	tcase_add_test(all, what_would_be_lost_is_not_given_up_by_nobody);
	tcase_add_test(all, agents_are_not_left_behind_by_nobody);
	tcase_add_test(all, agents_are_not_left_behind_for_many_names);
	tcase_add_test(all, it_is_due_when_few_days_are_left);
	tcase_add_test(all, what_is_not_valid_yet_is_not_due);
	tcase_add_test(all, a_short_life_is_due_in_its_last_third);
	tcase_add_loop_test(all, a_key_that_is_of_no_use_is_due_at_once, 0, 4);
	tcase_add_test(all, what_came_after_the_judgement_is_not_renewed_unjudged);
	tcase_add_test(all, the_judgement_holds_for_the_plan_too);
	tcase_add_test(all, generated_imported_and_rolled_back_are_renewed_alike);
	tcase_add_test(all, what_may_not_leave_this_server_stays_so);
	suite_add_tcase(suite, all);
	return suite;
}
