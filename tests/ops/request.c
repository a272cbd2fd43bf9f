/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.c: a request waits with its key until the certificate comes that it was made for. */
#include "config.h"

#include "ops/change/request.h"

#include <check.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "brought.h"
#include "made.h"
#include "ops/records/waiting.h"
#include "suites.h"

static struct ik_request_wish request_wish(const char *file)
{
	return (struct ik_request_wish){
		.name = "srv02.example.jp",
		.alt_names = "192.0.2.7",
		.organization = "株式会社サンプル",
		.key_type = "ecdsa-p256",
		.request_file = file,
	};
}

/* Makes a request at DIRECTORY/NAME.csr and lets the authority sign it as NAME.pem; its id, which
 * the caller frees. */
static char *request(const char *name)
{
	char *file = ik_format("%s/%s.csr", brought_directory, name);
	struct ik_request_wish wish = request_wish(file);
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *command = ik_format(
		"openssl x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
		"-copy_extensions copy -out %s.pem -days 300",
		name, name);
	char *id;

	ck_assert_msg(ik_request_plan(&wish, brought_store, MADE_AT + 60, &plan, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_msg(ik_request_perform(plan, NULL, &outcome, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ck_assert(!outcome.switched);
	ck_assert_str_eq(outcome.request_file, file);
	id = ik_strdup(outcome.request);
	brought_shell(command);
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	free(command);
	free(file);
	return id;
}

static size_t count_waiting(void)
{
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	ck_assert(ik_requests_waiting(brought_store, &waiting, &n, NULL));
	ik_waiting_free(waiting, n);
	return n;
}

START_TEST(a_request_that_cannot_be_written_leaves_nothing)
{
	char *file = brought_in("there.csr");
	struct ik_request_wish wish = request_wish(file);
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert(ik_request_plan(&wish, brought_store, MADE_AT, &plan, &err));
	made_write(brought_directory, "there.csr", "x", 1);
	ck_assert(!ik_request_perform(plan, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_PATH_EXISTS);
	ck_assert_uint_eq(count_waiting(), 0);
	ck_assert(!made_exists(brought_directory, "store/change"));
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	plan = NULL;
	ik_error_clear(&err);
	ck_assert(!ik_request_plan(&wish, brought_store, MADE_AT, &plan, &err));
	ck_assert_int_eq(err.id, IK_E_PATH_EXISTS);
	ck_assert_ptr_null(plan);
	free(file);
}
END_TEST

START_TEST(a_request_waits_and_the_certificate_in_use_stays)
{
	char *id = request("first");
	struct ik_waiting *waiting = NULL;
	size_t n = 0;

	ck_assert(ik_requests_waiting(brought_store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(waiting[0].id, id);
	ck_assert_str_eq(waiting[0].name, "srv02.example.jp");
	ck_assert_str_eq(waiting[0].key_type, "ecdsa-p256");
	ck_assert_int_eq(waiting[0].made_at, MADE_AT + 60);
	ck_assert_int_eq(waiting[0].damage.id, IK_E_NONE);
	ik_waiting_free(waiting, n);
	brought_shell("openssl req -in first.csr -noout -verify && test $(readlink store/current) "
		      "= generations/1");
	brought_shell("openssl x509 -in first.pem -noout -text | grep -q 'IP Address:192.0.2.7'");
	ck_assert_int_eq(made_mode(brought_directory, "first.csr"), 0644);
	free(id);
}
END_TEST

START_TEST(the_signed_certificate_completes_the_request_it_is_for)
{
	char *first = request("first"), *second = request("second");
	struct ik_outcome outcome = {0};
	struct ik_generation generation;

	ck_assert_int_eq(brought_refused("b.pem", NULL, NULL), IK_E_IMPORT_REQUEST);
	brought_import_all("first.pem", &outcome);
	ck_assert_str_eq(outcome.request, first);
	ck_assert_uint_eq(count_waiting(), 1);
	brought_load(2, &generation);
	ck_assert_int_eq(generation.info.origin, IK_ORIGIN_REQUESTED);
	ik_generation_free(&generation);
	ik_outcome_free(&outcome);
	brought_shell("cat ca.pem second.pem >answer.pem");
	brought_import_all("answer.pem", &outcome);
	ck_assert_str_eq(outcome.request, second);
	ck_assert_uint_eq(count_waiting(), 0);
	ik_outcome_free(&outcome);
	free(first);
	free(second);
}
END_TEST

/* As after a cut between the switch and the removal, and as when the answer simply is imported
 * twice. */
START_TEST(the_same_answer_a_second_time_is_fine)
{
	char *id = request("first");
	char *keep = ik_format("cp -a store/requests/%s kept", id),
	     *put = ik_format("mv kept store/requests/%s", id);
	const struct ik_import_wish wish = {0};
	struct ik_outcome outcome = {0};
	struct ik_import *import;

	brought_shell(keep);
	brought_import_all("first.pem", &outcome);
	ik_outcome_free(&outcome);
	brought_shell(put);
	brought_import_all("first.pem", &outcome);
	ck_assert_str_eq(outcome.request, id);
	ck_assert_uint_eq(count_waiting(), 0);
	ik_outcome_free(&outcome);
	import = brought_opened("first.pem", NULL, NULL);
	ck_assert_int_eq(brought_plan_fails(import, &wish), IK_E_IN_USE_ALREADY);
	ik_import_free(import);
	ck_assert_int_eq(brought_refused("b.pem", NULL, NULL), IK_E_IMPORT_NO_KEY);
	free(put);
	free(keep);
	free(id);
}
END_TEST

START_TEST(a_damaged_request_is_named_and_hinders_no_other)
{
	char *first = request("first"), *second = request("second");
	char *spoil = ik_format("echo nonsense >store/requests/%s/info", first);
	struct ik_waiting *waiting = NULL;
	struct ik_outcome outcome = {0};
	size_t n = 0, damaged = 0;

	brought_shell(spoil);
	ck_assert(ik_requests_waiting(brought_store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 2);
	for (size_t i = 0; i < n; i++)
		damaged += waiting[i].damage.id == IK_E_REQUEST_DAMAGED;
	ck_assert_uint_eq(damaged, 1);
	ik_waiting_free(waiting, n);
	brought_import_all("second.pem", &outcome);
	ck_assert_str_eq(outcome.request, second);
	ik_outcome_free(&outcome);
	free(spoil);
	free(first);
	free(second);
}
END_TEST

/* What was asked for is known to the authority; what cannot be had again is the key. */
START_TEST(a_request_whose_text_is_lost_is_completed_all_the_same)
{
	char *id = request("first");
	char *lose = ik_format("rm store/requests/%s/request.pem", id);
	struct ik_outcome outcome = {0};

	brought_shell(lose);
	brought_import_all("first.pem", &outcome);
	ck_assert_str_eq(outcome.request, id);
	ik_outcome_free(&outcome);
	free(lose);
	free(id);
}
END_TEST

Suite *suite_request(void)
{
	Suite *suite = suite_create("request");
	TCase *tests = tcase_create("request");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, brought_begin, brought_end);
	tcase_add_test(tests, a_request_that_cannot_be_written_leaves_nothing);
	tcase_add_test(tests, a_request_waits_and_the_certificate_in_use_stays);
	tcase_add_test(tests, the_signed_certificate_completes_the_request_it_is_for);
	tcase_add_test(tests, the_same_answer_a_second_time_is_fine);
	tcase_add_test(tests, a_damaged_request_is_named_and_hinders_no_other);
	tcase_add_test(tests, a_request_whose_text_is_lost_is_completed_all_the_same);
	suite_add_tcase(suite, tests);
	return suite;
}
