/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c: files that others made are recognised and taken whole, or refused with the sentence
 * that fits. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "brought.h"
#include "made.h"
#include "suites.h"

/* --- what a file is --------------------------------------------------------------------------- */

START_TEST(a_file_is_recognised_without_its_password)
{
	struct ik_import_look is;

	ck_assert_int_eq(brought_look("a.p12", &is), IK_E_NONE);
	ck_assert_int_eq(is.content.kind, IK_CONTENT_PKCS12);
	ck_assert(is.content.needs_password && is.content.has_mac && is.content.weak);
	ik_import_look_free(&is);
	ck_assert_int_eq(brought_look("a.pem", &is), IK_E_NONE);
	ck_assert_int_eq(is.content.kind, IK_CONTENT_PEM);
	ck_assert_uint_eq(is.content.certificates, 1);
	ck_assert(!is.content.needs_password);
	ik_import_look_free(&is);
	ck_assert_int_eq(brought_look("said", &is), IK_E_IMPORT_FORMAT);
	ck_assert_int_eq(brought_look("store", &is), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(brought_look("nothing", &is), IK_E_FILE_NONE);
}
END_TEST

START_TEST(a_zip_is_looked_into_and_a_backup_of_ours_is_told)
{
	struct ik_zip zip = {0};
	struct ik_buffer bytes = {0};
	struct ik_import_look is;
	size_t size;
	char *pem = made_read(brought_directory, "b.pem", &size);

	ik_zip_add(&zip, "some/b.pem", pem, size);
	ik_zip_add(&zip, "readme.txt", "hello", 5);
	made_zip(&zip, &bytes);
	made_write(brought_directory, "b.zip", bytes.data, bytes.size);
	ck_assert_int_eq(brought_look("b.zip", &is), IK_E_NONE);
	ck_assert_int_eq(is.content.kind, IK_CONTENT_ZIP);
	ck_assert_uint_eq(is.zip_files, 1);
	ck_assert_uint_eq(is.content.certificates, 1);
	ck_assert(!is.is_backup && !is.zip_encrypted);
	ck_assert(ik_list_has(&is.content.passed_over, "readme.txt"));
	ik_import_look_free(&is);
	ck_assert_int_eq(brought_refused("b.zip", NULL, NULL), IK_E_IMPORT_NO_KEY);
	made_create(brought_directory, "ours.zip");
	ck_assert_int_eq(brought_look("ours.zip", &is), IK_E_NONE);
	ck_assert(is.is_backup);
	ik_import_look_free(&is);
	ck_assert_int_eq(brought_refused("ours.zip", NULL, MADE_PASSWORD), IK_E_IMPORT_BACKUP);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
	free(pem);
}
END_TEST

/* --- what cannot be --------------------------------------------------------------------------- */

START_TEST(each_refusal_is_its_own_and_changes_nothing)
{
	char *before = made_tree(brought_directory), *after;

	ck_assert_int_eq(brought_refused("", NULL, NULL), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(brought_refused("nothing", NULL, NULL), IK_E_FILE_NONE);
	ck_assert_int_eq(brought_refused("a.p12", NULL, NULL), IK_E_IMPORT_PASSWORD_NEEDED);
	ck_assert_int_eq(brought_refused("a.p12", NULL, "wrong"), IK_E_IMPORT_PASSWORD);
	ck_assert_int_eq(brought_refused("a.pem", NULL, NULL), IK_E_IMPORT_NO_KEY);
	ck_assert_int_eq(brought_refused("a.key", NULL, NULL), IK_E_IMPORT_NO_CERTIFICATE);
	ck_assert_int_eq(brought_refused("a.pem", "b.key", NULL), IK_E_IMPORT_PAIR);
	ck_assert_int_eq(brought_refused("a.pem", "nothing", NULL), IK_E_FILE_NONE);
	ck_assert_int_eq(brought_refused("said", NULL, NULL), IK_E_IMPORT_FORMAT);
	after = made_tree(brought_directory);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

/* What the store could not read again is refused before anything is changed. */
START_TEST(a_certificate_too_large_for_the_store_is_refused)
{
	brought_shell("openssl req -x509 -key b.key -subj /CN=large -days 9 -out large.pem -addext "
		      "1.2.3.4=ASN1:UTF8:$(head -c 100000 /dev/zero | tr '\\0' x) && cat b.key "
		      "large.pem > large-pair.pem");
	ck_assert_int_eq(brought_refused("large-pair.pem", NULL, NULL), IK_E_IMPORT_CHAIN);
}
END_TEST

START_TEST(a_certificate_that_cannot_be_read_is_not_called_missing)
{
	brought_shell("{ cat a.key; openssl x509 -in a.pem -outform DER | head -c 200 | "
		      "{ echo -----BEGIN CERTIFICATE-----; base64; echo -----END CERTIFICATE-----; "
		      "}; } > odd.pem");
	ck_assert_int_eq(brought_refused("odd.pem", NULL, NULL), IK_E_IMPORT_CERT_UNREAD);
}
END_TEST

START_TEST(what_is_left_out_beside_a_pair_is_told)
{
	struct ik_import *import;

	brought_shell("openssl genpkey -algorithm ED448 -out ed448.key && { cat a.key a.pem ca.pem "
		      "ed448.key; "
		      "openssl x509 -in a.pem -outform DER | head -c 200 | "
		      "{ echo -----BEGIN CERTIFICATE-----; base64; echo -----END CERTIFICATE-----; "
		      "}; } > rest.pem");
	import = brought_opened("rest.pem", NULL, NULL);
	ck_assert_uint_eq(import->n_fits, 1);
	ck_assert_uint_eq(import->keys[0].used, 2);
	ck_assert_uint_eq(import->keys[0].rest, 1);
	ck_assert(ik_list_has(&import->passed_over, "Ed448"));
	ik_import_free(import);
}
END_TEST

START_TEST(a_file_that_nothing_protects_needs_a_second_yes)
{
	struct ik_import *import = brought_opened("nomac.p12", NULL, FILE_PASSWORD);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan;

	ck_assert(import->unprotected);
	ck_assert_int_eq(brought_plan_fails(import, &wish), IK_E_IMPORT_NO_MAC);
	wish.accept_unprotected = true;
	plan = brought_plan_for(import, &wish);
	ck_assert(plan->unprotected);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

/* A renewed certificate for a key that came here once, whoever asked for it. */
START_TEST(a_certificate_alone_finds_its_key_among_those_of_the_store)
{
	struct ik_import *import;
	struct ik_outcome outcome = {0};

	brought_shell("cat a.key a.pem > a.both; cat b.key b.pem > b.both");
	brought_import_all("a.both", &outcome);
	ik_outcome_free(&outcome);
	brought_import_all("b.both", &outcome);
	ik_outcome_free(&outcome);
	import = brought_opened("b.pem", NULL, NULL);
	ck_assert_int_eq(import->keys[0].from, IK_KEY_FROM_STORE);
	ck_assert_uint_eq(import->keys[0].generation, 3);
	ck_assert(!import->keys[0].asked);
	ik_import_free(import);
	/* That of the one before, too. */
	import = brought_opened("a.pem", NULL, NULL);
	ck_assert_uint_eq(import->keys[0].generation, 2);
	ik_import_free(import);
}
END_TEST

START_TEST(of_several_keys_one_is_chosen)
{
	struct ik_import *import;
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan;

	brought_shell("openssl genrsa 2048 >alone.key && cat alone.key b.pem a.key ca.pem b.key "
		      "a.pem >several.pem");
	import = brought_opened("several.pem", NULL, NULL);
	ck_assert_uint_eq(import->n_keys, 3);
	ck_assert_uint_eq(import->n_fits, 2);
	ck_assert_str_eq(import->keys[0].facts.subject, "CN=a.example.jp");
	ck_assert_str_eq(import->keys[1].facts.subject, "CN=b.example.jp");
	ck_assert_str_eq(import->keys[2].type, "rsa-2048");
	ck_assert_int_eq(brought_plan_fails(import, &wish), IK_E_IMPORT_CHOICE);
	wish.key_choice = "4";
	ck_assert_int_eq(brought_plan_fails(import, &wish), IK_E_IMPORT_CHOICE_NONE);
	wish.key_choice = "3";
	ck_assert_int_eq(brought_plan_fails(import, &wish), IK_E_IMPORT_PAIR);
	wish.key_choice = "1";
	plan = brought_plan_for(import, &wish);
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
	brought_shell("zip -q -P outer crypt.zip a.p12");
	ck_assert_int_eq(brought_refused("crypt.zip", NULL, NULL), IK_E_IMPORT_PASSWORD_NEEDED);
	ck_assert_int_eq(brought_refused("crypt.zip", NULL, "wrong"), IK_E_IMPORT_PASSWORD);
	ck_assert_int_eq(brought_refused("crypt.zip", NULL, "outer"), IK_E_IMPORT_INNER);
	ck_assert_int_eq(brought_open_files("crypt.zip", NULL, "outer", "wrong", &import),
			 IK_E_IMPORT_PASSWORD);
	ck_assert_int_eq(brought_open_files("crypt.zip", NULL, "outer", FILE_PASSWORD, &import),
			 IK_E_NONE);
	ck_assert_uint_eq(import->n_fits, 1);
	ik_import_free(import);
}
END_TEST

START_TEST(a_plan_that_somebody_overtook_is_not_performed)
{
	struct ik_import *import = brought_opened("a.p12", NULL, FILE_PASSWORD);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan = brought_plan_for(import, &wish);
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	made_create(brought_directory, NULL);
	ck_assert(!ik_import_perform(plan, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_MOVED);
	ck_assert(!made_exists(brought_directory, "store/generations/3"));
	ik_outcome_free(&outcome);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

/* --- what is taken ---------------------------------------------------------------------------- */

START_TEST(a_pkcs12_becomes_a_generation_with_a_proven_backup)
{
	struct ik_import *import = brought_opened("a.p12", NULL, FILE_PASSWORD);
	char *backup = brought_in("after.zip");
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_import_wish wish = {.backup_file = backup, .password = password};
	struct ik_import_plan *plan = brought_plan_for(import, &wish);
	struct ik_outcome outcome = {0};
	struct ik_generation generation;

	ik_import_free(import);
	ck_assert(plan->taken.facts.leads && plan->same == IK_SAME_NOT);
	brought_perform(plan, &outcome);
	ck_assert(outcome.backup_proven);
	ck_assert_uint_eq(outcome.generation, 2);
	brought_load(2, &generation);
	ck_assert_int_eq(generation.info.origin, IK_ORIGIN_IMPORTED);
	ck_assert(generation.info.exportable);
	ck_assert_str_eq(generation.facts.subject, "CN=a.example.jp");
	brought_shell("test $(grep -c BEGIN store/generations/2/certificate.pem) = 2");
	ck_assert_int_eq(made_mode(brought_directory, "store/generations/2/key.pem"), 0600);
	ik_generation_free(&generation);
	ik_outcome_free(&outcome);
	ik_import_plan_free(plan);
	ik_secret_free(password);
	free(backup);
}
END_TEST

START_TEST(dates_that_are_past_or_to_come_need_a_second_yes)
{
	struct ik_import *import = brought_opened("b.pem", "b.key", NULL);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan = NULL;
	struct ik_error early = {0}, late = {0};
	int64_t from = import->keys[0].facts.not_before, until = import->keys[0].facts.not_after;

	ck_assert(!ik_import_plan(import, &wish, brought_store, from - 1, &plan, &early));
	ck_assert_int_eq(early.id, IK_E_IMPORT_NOT_YET);
	ck_assert(!ik_import_plan(import, &wish, brought_store, until + 1, &plan, &late));
	ck_assert_int_eq(late.id, IK_E_IMPORT_EXPIRED);
	ck_assert_ptr_null(plan);
	wish.accept_expired = true;
	ck_assert(ik_import_plan(import, &wish, brought_store, from - 1, &plan, NULL));
	ck_assert(plan->not_yet && !plan->expired);
	ik_import_plan_free(plan);
	ck_assert(ik_import_plan(import, &wish, brought_store, until + 1, &plan, NULL));
	ck_assert(plan->expired && !plan->not_yet);
	ik_import_plan_free(plan);
	ck_assert(ik_import_plan(import, &wish, brought_store, until, &plan, NULL));
	ck_assert(!plan->expired && !plan->not_yet);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
END_TEST

Suite *suite_import(void)
{
	Suite *suite = suite_create("import");
	TCase *tests = tcase_create("import");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, brought_begin, brought_end);
	tcase_add_test(tests, a_file_is_recognised_without_its_password);
	tcase_add_test(tests, a_zip_is_looked_into_and_a_backup_of_ours_is_told);
	tcase_add_test(tests, each_refusal_is_its_own_and_changes_nothing);
	tcase_add_test(tests, a_certificate_too_large_for_the_store_is_refused);
	tcase_add_test(tests, a_certificate_that_cannot_be_read_is_not_called_missing);
	tcase_add_test(tests, what_is_left_out_beside_a_pair_is_told);
	tcase_add_test(tests, a_file_that_nothing_protects_needs_a_second_yes);
	tcase_add_test(tests, a_certificate_alone_finds_its_key_among_those_of_the_store);
	tcase_add_test(tests, of_several_keys_one_is_chosen);
	tcase_add_test(tests, what_is_in_an_encrypted_zip_may_have_a_password_of_its_own);
	tcase_add_test(tests, a_plan_that_somebody_overtook_is_not_performed);
	tcase_add_test(tests, a_pkcs12_becomes_a_generation_with_a_proven_backup);
	tcase_add_test(tests, dates_that_are_past_or_to_come_need_a_second_yes);
	suite_add_tcase(suite, tests);
	return suite;
}
