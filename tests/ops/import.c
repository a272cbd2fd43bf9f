/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c: files that others made are recognised and taken whole, or refused with the sentence that fits; and requests
 * wait for their certificate. */
#include "config.h"

#include "ops/import.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/generation.h"
#include "ops/request.h"
#include "suites.h"

#define FILE_PASSWORD "ファイル secret"

static char *directory;
static char *store;

static void shell(const char *command)
{
	char *line = ik_format("cd '%s' && { %s; } >said 2>&1", directory, command);
	int status = system(line);

	ck_assert_msg(status == 0, "%s", command);
	free(line);
}

/* A store with one generation, and in the directory: an authority (ca), a server certificate with its key (a), and a
 * self-signed pair (b). */
static void begin(void)
{
	directory = made_directory();
	store = ik_format("%s/store", directory);
	made_create(directory, NULL);
	shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem "
	      "-subj /CN=Authority -days 900 && "
	      "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout a.key -out a.csr "
	      "-subj /CN=a.example.jp && "
	      "openssl x509 -req -in a.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out a.pem -days 300 && "
	      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout b.key -out b.pem "
	      "-subj /CN=b.example.jp -days 300 && "
	      "openssl pkcs12 -export -inkey a.key -in a.pem -certfile ca.pem -out a.p12 "
	      "-passout 'pass:" FILE_PASSWORD "' && "
	      "openssl pkcs12 -export -nomac -inkey a.key -in a.pem -out nomac.p12 -passout 'pass:" FILE_PASSWORD "'");
}

static void end(void)
{
	free(store);
	made_remove(directory);
}

static char *in(const char *name)
{
	return ik_format("%s/%s", directory, name);
}

static enum ik_error_id look(const char *name, struct ik_import_look *look)
{
	struct ik_error err = {0};
	char *path = in(name);

	ck_assert_int_eq(ik_import_look(path, look, &err), err.id == IK_E_NONE);
	free(path);
	return err.id;
}

/* Opens the files; the error. */
static enum ik_error_id open_files(const char *name, const char *key_name, const char *password, const char *inner,
				   struct ik_import **import)
{
	struct ik_error err = {0};
	char *file = in(name), *key_file = key_name ? in(key_name) : NULL;
	ik_secret *secret = password ? made_secret(password) : NULL, *second = inner ? made_secret(inner) : NULL;
	struct ik_import_source source = {
		.file = file, .key_file = key_file, .password = secret, .inner_password = second};

	ck_assert_int_eq(ik_import_open(&source, store, NULL, import, &err), err.id == IK_E_NONE);
	ck_assert_int_eq(*import == NULL, err.id != IK_E_NONE);
	ik_secret_free(second);
	ik_secret_free(secret);
	free(key_file);
	free(file);
	return err.id;
}

static enum ik_error_id refused(const char *name, const char *key_name, const char *password)
{
	struct ik_import *import;
	enum ik_error_id id = open_files(name, key_name, password, NULL, &import);

	ik_import_free(import);
	return id;
}

static struct ik_import *opened(const char *name, const char *key_name, const char *password)
{
	struct ik_import *import;
	enum ik_error_id id = open_files(name, key_name, password, NULL, &import);

	ck_assert_msg(id == IK_E_NONE, "%s: INK-%u", name, ik_error_number(id));
	return import;
}

static struct ik_import_plan *plan_for(const struct ik_import *import, const struct ik_import_wish *wish)
{
	struct ik_import_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert_msg(ik_import_plan(import, wish, store, MADE_AT + 60, &plan, &err), "INK-%u %s", ik_error_number(err.id),
		      err.detail);
	return plan;
}

static enum ik_error_id plan_fails(const struct ik_import *import, const struct ik_import_wish *wish)
{
	struct ik_import_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert(!ik_import_plan(import, wish, store, MADE_AT + 60, &plan, &err));
	ck_assert_ptr_null(plan);
	return err.id;
}

static void perform(const struct ik_import_plan *plan, struct ik_outcome *outcome)
{
	struct ik_error err = {0};

	ck_assert_msg(ik_import_perform(plan, NULL, outcome, &err), "INK-%u %s", ik_error_number(err.id), err.detail);
	ck_assert_int_eq(outcome->late.id, IK_E_NONE);
	ck_assert(outcome->switched);
}

/* The record of generation NUMBER, whose key must fit. */
static void load(unsigned number, struct ik_generation *generation)
{
	ik_store *opened_store = ik_store_open(store, NULL);

	ck_assert(ik_generation_load(opened_store, number, IK_KEY_LOAD, generation, NULL));
	ck_assert(generation->key_read);
	ik_store_close(opened_store);
}

static void import_all(const char *name, struct ik_outcome *outcome)
{
	struct ik_import *import = opened(name, NULL, NULL);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan = plan_for(import, &wish);

	perform(plan, outcome);
	ik_import_plan_free(plan);
	ik_import_free(import);
}

/* --- what a file is ------------------------------------------------------------------------------ */

START_TEST(a_file_is_recognised_without_its_password)
{
	struct ik_import_look is;

	ck_assert_int_eq(look("a.p12", &is), IK_E_NONE);
	ck_assert_int_eq(is.content.kind, IK_CONTENT_PKCS12);
	ck_assert(is.content.needs_password && is.content.has_mac && is.content.weak);
	ik_import_look_free(&is);
	ck_assert_int_eq(look("a.pem", &is), IK_E_NONE);
	ck_assert_int_eq(is.content.kind, IK_CONTENT_PEM);
	ck_assert_uint_eq(is.content.certificates, 1);
	ck_assert(!is.content.needs_password);
	ik_import_look_free(&is);
	ck_assert_int_eq(look("said", &is), IK_E_IMPORT_FORMAT);
	ck_assert_int_eq(look("store", &is), IK_E_FILE_KIND);
	ck_assert_int_eq(look("nothing", &is), IK_E_FILE_NONE);
}
END_TEST

START_TEST(a_zip_is_looked_into_and_a_backup_of_ours_is_told)
{
	struct ik_zip zip = {0};
	struct ik_buffer bytes = {0};
	struct ik_import_look is;
	size_t size;
	char *pem = made_read(directory, "b.pem", &size);

	ik_zip_add(&zip, "some/b.pem", pem, size);
	ik_zip_add(&zip, "readme.txt", "hello", 5);
	made_zip(&zip, &bytes);
	made_write(directory, "b.zip", bytes.data, bytes.size);
	ck_assert_int_eq(look("b.zip", &is), IK_E_NONE);
	ck_assert_int_eq(is.content.kind, IK_CONTENT_ZIP);
	ck_assert_uint_eq(is.zip_files, 1);
	ck_assert_uint_eq(is.content.certificates, 1);
	ck_assert(!is.is_backup && !is.zip_encrypted);
	ck_assert(ik_list_has(&is.content.passed_over, "readme.txt"));
	ik_import_look_free(&is);
	ck_assert_int_eq(refused("b.zip", NULL, NULL), IK_E_IMPORT_NO_KEY);
	made_create(directory, "ours.zip");
	ck_assert_int_eq(look("ours.zip", &is), IK_E_NONE);
	ck_assert(is.is_backup);
	ik_import_look_free(&is);
	ck_assert_int_eq(refused("ours.zip", NULL, MADE_PASSWORD), IK_E_IMPORT_BACKUP);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
	free(pem);
}
END_TEST

/* --- what cannot be ------------------------------------------------------------------------------ */

START_TEST(each_refusal_is_its_own_and_changes_nothing)
{
	char *before = made_tree(directory), *after;

	ck_assert_int_eq(refused("", NULL, NULL), IK_E_FILE_KIND);
	ck_assert_int_eq(refused("nothing", NULL, NULL), IK_E_FILE_NONE);
	ck_assert_int_eq(refused("a.p12", NULL, NULL), IK_E_IMPORT_PASSWORD_NEEDED);
	ck_assert_int_eq(refused("a.p12", NULL, "wrong"), IK_E_IMPORT_PASSWORD);
	ck_assert_int_eq(refused("a.pem", NULL, NULL), IK_E_IMPORT_NO_KEY);
	ck_assert_int_eq(refused("a.key", NULL, NULL), IK_E_IMPORT_NO_CERTIFICATE);
	ck_assert_int_eq(refused("a.pem", "b.key", NULL), IK_E_IMPORT_PAIR);
	ck_assert_int_eq(refused("a.pem", "nothing", NULL), IK_E_FILE_NONE);
	ck_assert_int_eq(refused("said", NULL, NULL), IK_E_IMPORT_FORMAT);
	after = made_tree(directory);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

START_TEST(a_file_that_nothing_protects_needs_a_second_yes)
{
	struct ik_import *import = opened("nomac.p12", NULL, FILE_PASSWORD);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan;

	ck_assert(import->unprotected);
	ck_assert_int_eq(plan_fails(import, &wish), IK_E_IMPORT_NO_MAC);
	wish.accept_unprotected = true;
	plan = plan_for(import, &wish);
	ck_assert(plan->unprotected);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

START_TEST(of_several_keys_one_is_chosen)
{
	struct ik_import *import;
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan;

	shell("openssl genrsa 2048 >alone.key && cat alone.key b.pem a.key ca.pem b.key a.pem >several.pem");
	import = opened("several.pem", NULL, NULL);
	ck_assert_uint_eq(import->n_keys, 3);
	ck_assert_uint_eq(import->n_fits, 2);
	ck_assert_str_eq(import->keys[0].facts.subject, "CN=a.example.jp");
	ck_assert_str_eq(import->keys[1].facts.subject, "CN=b.example.jp");
	ck_assert_str_eq(import->keys[2].type, "rsa-2048");
	ck_assert_int_eq(plan_fails(import, &wish), IK_E_IMPORT_CHOICE);
	wish.key_choice = "4";
	ck_assert_int_eq(plan_fails(import, &wish), IK_E_IMPORT_CHOICE_NONE);
	wish.key_choice = "3";
	ck_assert_int_eq(plan_fails(import, &wish), IK_E_IMPORT_PAIR);
	wish.key_choice = "1";
	plan = plan_for(import, &wish);
	ck_assert_uint_eq(plan->taken.used, 2);
	ck_assert_uint_eq(plan->taken.rest, 1);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

START_TEST(what_is_in_an_encrypted_zip_may_have_a_password_of_its_own)
{
	struct ik_import *import = NULL;

	if (access("/usr/bin/zip", X_OK) != 0)
		return;
	shell("zip -q -P outer crypt.zip a.p12");
	ck_assert_int_eq(refused("crypt.zip", NULL, NULL), IK_E_IMPORT_PASSWORD_NEEDED);
	ck_assert_int_eq(refused("crypt.zip", NULL, "wrong"), IK_E_IMPORT_PASSWORD);
	ck_assert_int_eq(refused("crypt.zip", NULL, "outer"), IK_E_IMPORT_INNER);
	ck_assert_int_eq(open_files("crypt.zip", NULL, "outer", "wrong", &import), IK_E_IMPORT_PASSWORD);
	ck_assert_int_eq(open_files("crypt.zip", NULL, "outer", FILE_PASSWORD, &import), IK_E_NONE);
	ck_assert_uint_eq(import->n_fits, 1);
	ik_import_free(import);
}
END_TEST

START_TEST(a_plan_that_somebody_overtook_is_not_performed)
{
	struct ik_import *import = opened("a.p12", NULL, FILE_PASSWORD);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan = plan_for(import, &wish);
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	made_create(directory, NULL);
	ck_assert(!ik_import_perform(plan, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_MOVED);
	ck_assert(!made_exists(directory, "store/generations/3"));
	ik_outcome_free(&outcome);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

/* --- what is taken ------------------------------------------------------------------------------- */

START_TEST(a_pkcs12_becomes_a_generation_with_a_proven_backup)
{
	struct ik_import *import = opened("a.p12", NULL, FILE_PASSWORD);
	char *backup = in("after.zip");
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_import_wish wish = {.backup_file = backup, .password = password};
	struct ik_import_plan *plan = plan_for(import, &wish);
	struct ik_outcome outcome = {0};
	struct ik_generation generation;

	ik_import_free(import);
	ck_assert(plan->leads_agents && !plan->same);
	perform(plan, &outcome);
	ck_assert(outcome.backup_proven);
	ck_assert_uint_eq(outcome.generation, 2);
	load(2, &generation);
	ck_assert_int_eq(generation.info.origin, IK_ORIGIN_IMPORTED);
	ck_assert(generation.info.exportable);
	ck_assert_str_eq(generation.facts.subject, "CN=a.example.jp");
	shell("test $(grep -c BEGIN store/generations/2/certificate.pem) = 2");
	ck_assert_int_eq(made_mode(directory, "store/generations/2/key.pem"), 0600);
	ik_generation_free(&generation);
	ik_outcome_free(&outcome);
	ik_import_plan_free(plan);
	ik_secret_free(password);
	free(backup);
}
END_TEST

START_TEST(dates_that_are_past_or_to_come_are_told)
{
	struct ik_import *import = opened("b.pem", "b.key", NULL);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan = NULL;
	int64_t from = import->keys[0].facts.not_before, until = import->keys[0].facts.not_after;

	ck_assert(ik_import_plan(import, &wish, store, from - 1, &plan, NULL));
	ck_assert(plan->not_yet && !plan->expired);
	ik_import_plan_free(plan);
	ck_assert(ik_import_plan(import, &wish, store, until + 1, &plan, NULL));
	ck_assert(plan->expired && !plan->not_yet);
	ik_import_plan_free(plan);
	ck_assert(ik_import_plan(import, &wish, store, until, &plan, NULL));
	ck_assert(!plan->expired && !plan->not_yet);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

/* --- requests ------------------------------------------------------------------------------------ */

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

/* Makes a request at DIRECTORY/NAME.csr and lets the authority sign it as NAME.pem; its id, which the caller frees. */
static char *request(const char *name)
{
	char *file = ik_format("%s/%s.csr", directory, name);
	struct ik_request_wish wish = request_wish(file);
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *command = ik_format("openssl x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
				  "-copy_extensions copy -out %s.pem -days 300", name, name);
	char *id;

	ck_assert_msg(ik_request_plan(&wish, store, MADE_AT + 60, &plan, &err), "INK-%u", ik_error_number(err.id));
	ck_assert_msg(ik_request_perform(plan, NULL, &outcome, &err), "INK-%u", ik_error_number(err.id));
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ck_assert(!outcome.switched);
	ck_assert_str_eq(outcome.request_file, file);
	id = ik_strdup(outcome.request);
	shell(command);
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

	ck_assert(ik_requests_waiting(store, &waiting, &n, NULL));
	ik_waiting_free(waiting, n);
	return n;
}

START_TEST(a_request_that_cannot_be_written_leaves_nothing)
{
	char *file = in("there.csr");
	struct ik_request_wish wish = request_wish(file);
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert(ik_request_plan(&wish, store, MADE_AT, &plan, &err));
	made_write(directory, "there.csr", "x", 1);
	ck_assert(!ik_request_perform(plan, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_PATH_EXISTS);
	ck_assert_uint_eq(count_waiting(), 0);
	ck_assert(!made_exists(directory, "store/change"));
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	plan = NULL;
	ik_error_clear(&err);
	ck_assert(!ik_request_plan(&wish, store, MADE_AT, &plan, &err));
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

	ck_assert(ik_requests_waiting(store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(waiting[0].id, id);
	ck_assert_str_eq(waiting[0].name, "srv02.example.jp");
	ck_assert_str_eq(waiting[0].key_type, "ecdsa-p256");
	ck_assert_int_eq(waiting[0].made_at, MADE_AT + 60);
	ck_assert_int_eq(waiting[0].damage.id, IK_E_NONE);
	ik_waiting_free(waiting, n);
	shell("openssl req -in first.csr -noout -verify && test $(readlink store/current) = generations/1");
	shell("openssl x509 -in first.pem -noout -text | grep -q 'IP Address:192.0.2.7'");
	ck_assert_int_eq(made_mode(directory, "first.csr"), 0644);
	free(id);
}
END_TEST

START_TEST(the_signed_certificate_completes_the_request_it_is_for)
{
	char *first = request("first"), *second = request("second");
	struct ik_outcome outcome = {0};
	struct ik_generation generation;

	ck_assert_int_eq(refused("b.pem", NULL, NULL), IK_E_IMPORT_REQUEST);
	import_all("first.pem", &outcome);
	ck_assert_str_eq(outcome.request, first);
	ck_assert_uint_eq(count_waiting(), 1);
	load(2, &generation);
	ck_assert_int_eq(generation.info.origin, IK_ORIGIN_REQUESTED);
	ik_generation_free(&generation);
	ik_outcome_free(&outcome);
	shell("cat ca.pem second.pem >answer.pem");
	import_all("answer.pem", &outcome);
	ck_assert_str_eq(outcome.request, second);
	ck_assert_uint_eq(count_waiting(), 0);
	ik_outcome_free(&outcome);
	free(first);
	free(second);
}
END_TEST

/* As after a cut between the switch and the removal, and as when the answer simply is imported twice. */
START_TEST(the_same_answer_a_second_time_is_fine)
{
	char *id = request("first");
	char *keep = ik_format("cp -a store/requests/%s kept", id), *put = ik_format("mv kept store/requests/%s", id);
	struct ik_outcome outcome = {0};

	shell(keep);
	import_all("first.pem", &outcome);
	ik_outcome_free(&outcome);
	shell(put);
	import_all("first.pem", &outcome);
	ck_assert_str_eq(outcome.request, id);
	ck_assert_uint_eq(count_waiting(), 0);
	ik_outcome_free(&outcome);
	import_all("first.pem", &outcome);
	ck_assert_ptr_null(outcome.request);
	ik_outcome_free(&outcome);
	ck_assert_int_eq(refused("b.pem", NULL, NULL), IK_E_IMPORT_NO_KEY);
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

	shell(spoil);
	ck_assert(ik_requests_waiting(store, &waiting, &n, NULL));
	ck_assert_uint_eq(n, 2);
	for (size_t i = 0; i < n; i++)
		damaged += waiting[i].damage.id == IK_E_REQUEST_DAMAGED;
	ck_assert_uint_eq(damaged, 1);
	ik_waiting_free(waiting, n);
	import_all("second.pem", &outcome);
	ck_assert_str_eq(outcome.request, second);
	ik_outcome_free(&outcome);
	free(spoil);
	free(first);
	free(second);
}
END_TEST

Suite *suite_import(void)
{
	Suite *suite = suite_create("import");
	TCase *tests = tcase_create("import");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_file_is_recognised_without_its_password);
	tcase_add_test(tests, a_zip_is_looked_into_and_a_backup_of_ours_is_told);
	tcase_add_test(tests, each_refusal_is_its_own_and_changes_nothing);
	tcase_add_test(tests, a_file_that_nothing_protects_needs_a_second_yes);
	tcase_add_test(tests, of_several_keys_one_is_chosen);
	tcase_add_test(tests, what_is_in_an_encrypted_zip_may_have_a_password_of_its_own);
	tcase_add_test(tests, a_plan_that_somebody_overtook_is_not_performed);
	tcase_add_test(tests, a_pkcs12_becomes_a_generation_with_a_proven_backup);
	tcase_add_test(tests, dates_that_are_past_or_to_come_are_told);
	tcase_add_test(tests, a_request_that_cannot_be_written_leaves_nothing);
	tcase_add_test(tests, a_request_waits_and_the_certificate_in_use_stays);
	tcase_add_test(tests, the_signed_certificate_completes_the_request_it_is_for);
	tcase_add_test(tests, the_same_answer_a_second_time_is_fine);
	tcase_add_test(tests, a_damaged_request_is_named_and_hinders_no_other);
	suite_add_tcase(suite, tests);
	return suite;
}
