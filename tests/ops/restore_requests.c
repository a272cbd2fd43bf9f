/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_requests.c: a key that waits for its certificate goes into backups and comes back, unless
 * it need not wait. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/change/request.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "restore_world.h"
#include "store/store.h"
#include "suites.h"

static char *waits; /* a directory: store with one generation and a request, with.zip of both */
static char *id;    /* of the request */
static char *with;  /* the file */

static void make_once(void)
{
	waits = made_directory();
	made_create(waits, NULL);
	id = made_request(waits);
	made_create(waits, "with.zip");
	with = ik_format("%s/with.zip", waits);
}

static void remove_once(void)
{
	free(with);
	free(id);
	made_remove(waits);
}

static char *request_file(const char *name)
{
	return ik_format("store/requests/%s/%s", id, name);
}

static void request_is_same(void)
{
	static const char *const names[] = {"key.pem", "request.pem", "info"};

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *file = request_file(names[i]);

		restore_same(waits, file, target, file);
		free(file);
	}
}

/* Copies what is in the directory FROM (no quotes in it) to TO. */
static void copy(const char *from, const char *to)
{
	char *command = ik_format("cp -a '%s' '%s'", from, to);

	ck_assert_int_eq(system(command), 0);
	free(command);
}

static void copy_store(void)
{
	char *from = ik_format("%s/store", waits);

	copy(from, target);
	free(from);
}

/* Backs up the store of TARGET and says what of it is in the backup. */
static size_t back_up(const char *name)
{
	char *file = ik_format("%s/%s", target, name);
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_backup_content content;
	struct ik_backup_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	size_t requests;

	ck_assert_msg(ik_backup_plan(restored, file, password, MADE_AT, &plan, &err)
			      && ik_backup_perform(plan, NULL, &outcome, &err)
			      && ik_backup_verify(file, password, NULL, &content, &err),
		      "INK-%u %s", ik_error_number(err.id), err.arg[0]);
	requests = content.requests;
	ck_assert_uint_eq(plan->requests, requests);
	ik_backup_content_free(&content);
	ik_outcome_free(&outcome);
	ik_backup_plan_free(plan);
	ik_secret_free(password);
	free(file);
	return requests;
}

static enum ik_restore_request_fate fate_of_request(const char *file)
{
	struct restoring restoring = restore_prepare(file, NULL, false);
	enum ik_restore_request_fate fate = restoring.plan->requests[0].fate;

	ck_assert_uint_eq(restoring.plan->n_requests, 1);
	ck_assert_str_eq(restoring.plan->requests[0].id, id);
	ck_assert_uint_eq(restoring.plan->requests_added, fate == IK_RESTORE_WAITS_AGAIN);
	restore_release(&restoring);
	return fate;
}

/* --- it does not wait again ------------------------------------------------------------------- */

/* Makes the certificate of the request without an authority, and a generation of it that is in use.
 */
static void complete(void)
{
	char *name = ik_format("requests/%s/key.pem", id);
	size_t size;
	char *text = made_read(restored, name, &size);
	ik_secret *key = ik_secret_new(size);
	struct ik_list names = {0}, none = {0};
	struct ik_certificate_wish wish = {.common_name = "srv02.example.jp",
					   .dns_names = &names,
					   .ip_addresses = &none,
					   .not_before = MADE_AT,
					   .not_after = MADE_AT + 86400};
	struct ik_buffer pem = {0};
	static const char info[] =
		"origin = requested\nmade-at = 2026-11-21T00:00:00Z\nby = x\nexportable = yes\n";
	ik_store *store = ik_store_open_change(restored, "", NULL, NULL);
	ik_draft *draft;

	ik_list_add(&names, "srv02.example.jp");
	ck_assert(ik_secret_set(key, text, size, NULL));
	ck_assert(ik_certificate_self_sign(&wish, key, &pem, NULL));
	draft = ik_draft_begin(store, 3, (gid_t)-1, NULL);
	ck_assert(ik_draft_public(draft, "certificate.pem", pem.data, pem.size, NULL)
		  && ik_draft_private(draft, "key.pem", key, NULL, 0, NULL)
		  && ik_draft_private(draft, "combined.pem", key, pem.data, pem.size, NULL)
		  && ik_draft_public(draft, "info", info, sizeof(info) - 1, NULL)
		  && ik_draft_commit(draft, NULL));
	ck_assert(ik_store_switch(store, 3, NULL));
	ik_store_close(store);
	ik_buffer_free(&pem);
	ik_list_free(&names);
	ik_secret_free(key);
	free(text);
	free(name);
}

static void take_request_away(void)
{
	char *command = ik_format("rm -r '%s/requests'", restored);

	ck_assert_int_eq(system(command), 0);
	free(command);
}

START_TEST(a_request_that_got_its_certificate_does_not_wait_again)
{
	copy_store();
	complete();
	take_request_away();
	ck_assert_int_eq(fate_of_request(with), IK_RESTORE_COMPLETED);
	ck_assert_int_eq(restore_try(with, MADE_PASSWORD, NULL), IK_E_NONE);
	ck_assert(!made_exists(restored, "requests"));
}
END_TEST

START_TEST(a_request_that_got_its_certificate_is_not_backed_up)
{
	copy_store();
	complete();
	ck_assert_uint_eq(back_up("next.zip"), 0);
}
END_TEST

START_TEST(a_damaged_request_is_only_named)
{
	char *key = request_file("key.pem"), *file = ik_format("%s/next.zip", target);

	copy_store();
	made_write(target, key, "x", 1);
	ck_assert_uint_eq(back_up("next.zip"), 0);
	free(restored);
	restored = ik_format("%s/elsewhere", target);
	ck_assert_int_eq(fate_of_request(file), IK_RESTORE_NO_REQUEST);
	ck_assert_int_eq(restore_try(file, MADE_PASSWORD, NULL), IK_E_NONE);
	ck_assert(!made_exists(restored, "requests"));
	free(file);
	free(key);
}
END_TEST

START_TEST(a_request_that_waits_here_goes_on)
{
	char *before, *after;

	copy_store();
	before = made_tree(restored);
	ck_assert_int_eq(fate_of_request(with), IK_RESTORE_WAITING);
	ck_assert_int_eq(restore_try(with, MADE_PASSWORD, NULL), IK_E_NONE);
	after = made_tree(restored);
	ck_assert_str_eq(before, after);
	free(after);
	free(before);
}
END_TEST

/* --- it does ---------------------------------------------------------------------------------- */

START_TEST(a_request_comes_back_with_its_key)
{
	struct ik_outcome outcome;

	ck_assert_int_eq(fate_of_request(with), IK_RESTORE_WAITS_AGAIN);
	restore_do(with, NULL, false, &outcome);
	request_is_same();
	ck_assert_int_eq(made_mode(restored, "requests"), 0700);
	ck_assert_int_eq(fate_of_request(with), IK_RESTORE_WAITING);
	ck_assert_uint_eq(back_up("next.zip"), 1);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(a_request_comes_back_alone_and_nothing_is_switched)
{
	struct ik_outcome outcome;

	copy_store();
	take_request_away();
	restore_do(with, NULL, false, &outcome);
	ck_assert(!outcome.switched);
	request_is_same();
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(the_key_of_a_request_that_is_not_exportable_stays_out_of_the_next_backup)
{
	char *info = request_file("info");
	struct ik_outcome outcome;
	char *text;

	copy_store();
	take_request_away();
	restore_do(with, NULL, true, &outcome);
	ik_outcome_free(&outcome);
	text = made_read(target, info, NULL);
	ck_assert_ptr_nonnull(strstr(text, "\nexportable = no\n"));
	ck_assert_uint_eq(back_up("next.zip"), 0);
	free(text);
	free(info);
}
END_TEST

/* --- backups that somebody edited ------------------------------------------------------------- */

static enum ik_error_id forge(void (*edit)(struct ik_zip *zip, const char *key))
{
	char *key = ik_format("requests/%s/key.pem", id),
	     *file = ik_format("%s/forged.zip", target);
	size_t size;
	char *bytes = made_read(waits, "with.zip", &size);
	struct ik_buffer forged;
	struct ik_zip zip;
	enum ik_error_id error;

	made_unzip(bytes, size, &zip);
	edit(&zip, key);
	made_zip(&zip, &forged);
	made_write(target, "forged.zip", forged.data, forged.size);
	error = restore_try(file, MADE_PASSWORD, NULL);
	ck_assert(!made_exists(target, "store"));
	ik_buffer_free(&forged);
	ik_zip_free(&zip);
	free(bytes);
	free(file);
	free(key);
	return error;
}

static void edit_key(struct ik_zip *zip, const char *key)
{
	struct ik_buffer *content = &made_member(zip, key)->content;

	content->data[content->size / 2] ^= 1;
}

static void drop_request(struct ik_zip *zip, const char *key)
{
	made_drop(zip, key);
}

static void list_again(struct ik_zip *zip, const char *key)
{
	edit_key(zip, key);
	made_list_again(zip);
}

/* With the password: whoever made it erred. */
static void other_key(struct ik_zip *zip, const char *key)
{
	const struct ik_buffer *other = &made_member(zip, "generations/1/key.pem")->content;

	made_set(zip, key, other->data, other->size);
	made_list_again(zip);
	made_seal_again(zip, MADE_PASSWORD);
}

START_TEST(a_forged_request_is_refused)
{
	ck_assert_int_eq(forge(edit_key), IK_E_BACKUP_CHANGED);
	ck_assert_int_eq(forge(drop_request), IK_E_BACKUP_MISSING);
	ck_assert_int_eq(forge(list_again), IK_E_BACKUP_FORGED);
	ck_assert_int_eq(forge(other_key), IK_E_BACKUP_KEY_APART);
}
END_TEST

Suite *suite_restore_requests(void)
{
	Suite *suite = suite_create("restore of requests");
	TCase *tests = tcase_create("requests");

	tcase_set_timeout(tests, 300);
	tcase_add_unchecked_fixture(tests, make_once, remove_once);
	tcase_add_checked_fixture(tests, restore_world_begin, restore_world_done);
	tcase_add_test(tests, a_forged_request_is_refused);
	tcase_add_test(tests, a_damaged_request_is_only_named);
	tcase_add_test(tests, a_request_that_got_its_certificate_does_not_wait_again);
	tcase_add_test(tests, a_request_that_got_its_certificate_is_not_backed_up);
	tcase_add_test(tests, a_request_that_waits_here_goes_on);
	tcase_add_test(tests, a_request_comes_back_with_its_key);
	tcase_add_test(tests, a_request_comes_back_alone_and_nothing_is_switched);
	tcase_add_test(tests,
		       the_key_of_a_request_that_is_not_exportable_stays_out_of_the_next_backup);
	suite_add_tcase(suite, tests);
	return suite;
}
