/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.c: the certificate goes out to whoever may read it, the key only under a password, and
 * only if it may. */
#include "config.h"

#include "ops/change/export.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "made.h"
#include "ops/status/show.h"
#include "suites.h"

static struct ik_exported export(enum ik_export_format format, const char *name,
				 const char *password)
{
	struct ik_exported exported;
	struct ik_error err = {0};
	ik_secret *secret = password ? made_secret(password) : NULL;
	char *file = name ? ik_format("%s/%s", fake_folder, name) : NULL;
	const struct ik_export_wish wish = {.store = fake_path,
					    .file = file,
					    .format = format,
					    .password = secret,
					    .now = FAKE_NOW};

	ck_assert_msg(ik_export(&wish, NULL, &exported, &err), "INK-%u %s", ik_error_number(err.id),
		      err.detail);
	free(file);
	ik_secret_free(secret);
	return exported;
}

static enum ik_error_id refused(enum ik_export_format format, const char *name,
				const char *password)
{
	struct ik_exported exported;
	struct ik_error err = {0};
	ik_secret *secret = password ? made_secret(password) : NULL;
	char *file = ik_format("%s/%s", fake_folder, name);
	const struct ik_export_wish wish = {.store = fake_path,
					    .file = file,
					    .format = format,
					    .password = secret,
					    .now = FAKE_NOW};

	ck_assert(!ik_export(&wish, NULL, &exported, &err));
	ck_assert_uint_eq(exported.bytes.size, 0);
	free(file);
	ik_secret_free(secret);
	return err.id;
}

START_TEST(what_cannot_be_is_refused_and_leaves_no_file)
{
	ck_assert_int_eq(refused(IK_EXPORT_PEM, "a", NULL), IK_E_STORE_NONE);
	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(refused(IK_EXPORT_PKCS12, "a", NULL), IK_E_PW_EMPTY);
	ck_assert_int_eq(refused(IK_EXPORT_PKCS12, "a", "short"), IK_E_PW_SHORT);
	ck_assert_int_eq(refused(IK_EXPORT_PEM, "none/a", NULL), IK_E_PATH_NO_DIRECTORY);
	ck_assert(!made_exists(fake_folder, "a"));
	made_write(fake_folder, "there", "old", 3);
	ck_assert_int_eq(refused(IK_EXPORT_PEM, "there", NULL), IK_E_PATH_EXISTS);
	char *old = made_read(fake_folder, "there", NULL);

	ck_assert_str_eq(old, "old");
	free(old);
}
END_TEST

START_TEST(a_key_that_is_not_exportable_stays)
{
	fake_add(&(struct fake_generation){.not_exportable = true});
	ck_assert_int_eq(refused(IK_EXPORT_PKCS12, "a", MADE_PASSWORD), IK_E_EXPORT_NOT_EXPORTABLE);
	ck_assert(!made_exists(fake_folder, "a"));
	struct ik_exported exported = export(IK_EXPORT_PEM, "b", NULL);

	ik_exported_free(&exported);
	ck_assert(made_exists(fake_folder, "b"));
}
END_TEST

START_TEST(the_certificate_is_public_and_whole)
{
	fake_add(&(struct fake_generation){0});
	struct ik_exported pem = export(IK_EXPORT_PEM, "c.pem", NULL),
			   der = export(IK_EXPORT_DER, "c.der", NULL);
	char *stored = made_read(fake_path, "current/certificate.pem", NULL);
	char *written = made_read(fake_folder, "c.pem", NULL);
	char *file = ik_format("%s/c.der", fake_folder);
	struct ik_shown shown;

	ck_assert_str_eq(stored, written);
	ck_assert_uint_eq(made_mode(fake_folder, "c.pem"), 0644);
	ck_assert(ik_show_file(file, FAKE_NOW, &shown, NULL));
	ck_assert_str_eq(shown.facts.sha256, pem.facts.sha256);
	ck_assert_uint_eq(der.bytes.data[0], 0x30);
	ck_assert(!made_exists(fake_path, "audit.log"));
	ik_shown_free(&shown);
	free(file);
	free(written);
	free(stored);
	ik_exported_free(&pem);
	ik_exported_free(&der);
}
END_TEST

START_TEST(a_key_that_goes_out_is_in_the_log)
{
	fake_add(&(struct fake_generation){0});
	struct ik_exported exported = export(IK_EXPORT_PKCS12, "k.p12", MADE_PASSWORD);
	char *log = made_read(fake_path, "audit.log", NULL);

	ck_assert_uint_eq(made_mode(fake_folder, "k.p12"), 0600);
	ck_assert_ptr_nonnull(strstr(log, "\"operation\":\"export-key\""));
	ck_assert_ptr_nonnull(strstr(log, "/k.p12\""));
	free(log);
	ik_exported_free(&exported);
}
END_TEST

START_TEST(formats_are_known_by_their_words)
{
	enum ik_export_format format;
	struct ik_error err = {0};

	ck_assert(ik_export_format_find("der", &format, NULL));
	ck_assert_int_eq(format, IK_EXPORT_DER);
	ck_assert(!ik_export_format_find("pfx", &format, &err));
	ck_assert_int_eq(err.id, IK_E_EXPORT_FORMAT);
}
END_TEST

/* --- show FILE -------------------------------------------------------------------------------- */

static enum ik_error_id not_shown(const char *path)
{
	struct ik_shown shown;
	struct ik_error err = {0};

	ck_assert(!ik_show_file(path, FAKE_NOW, &shown, &err));
	return err.id;
}

START_TEST(a_file_without_certificate_is_refused)
{
	char *file = ik_format("%s/x", fake_folder);

	ck_assert_int_eq(not_shown(file), IK_E_FILE_NONE);
	ck_assert_int_eq(not_shown(fake_folder), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(not_shown("/dev/zero"), IK_E_FILE_KIND);
	made_write(fake_folder, "x", "no certificate", 14);
	ck_assert_int_eq(not_shown(file), IK_E_SHOW_FILE);
	made_write(fake_folder, "x", "", 0);
	ck_assert_int_eq(not_shown(file), IK_E_SHOW_FILE);
	ck_assert_int_eq(truncate(file, INT64_C(1) << 40), 0);
	ck_assert_int_eq(not_shown(file), IK_E_FILE_LARGE);
	free(file);
}
END_TEST

START_TEST(a_link_to_a_certificate_is_followed_and_has_no_place)
{
	struct ik_shown shown;
	struct ik_buffer json = {0};
	char *target = fake_file("current/certificate.pem"),
	     *link = ik_format("%s/link", fake_folder);

	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(symlink(target, link), 0);
	ck_assert(ik_show_file(link, FAKE_NOW, &shown, NULL));
	ck_assert_uint_eq(shown.generation, 0);
	ck_assert_int_eq(shown.validity, IK_VALIDITY_VALID);
	ck_assert_int_eq(shown.days_left, 730);
	ik_shown_json(&shown, &json);
	ck_assert_ptr_nonnull(
		strstr(ik_buffer_string(&json), "\"generation\": null,\n  \"state\": null,"));
	ck_assert_ptr_nonnull(strstr(ik_buffer_string(&json), "\"origin\": null,"));
	ik_buffer_free(&json);
	ik_shown_free(&shown);
	free(link);
	free(target);
}
END_TEST

Suite *suite_export(void)
{
	Suite *suite = suite_create("export");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, what_cannot_be_is_refused_and_leaves_no_file);
	tcase_add_test(all, a_key_that_is_not_exportable_stays);
	tcase_add_test(all, the_certificate_is_public_and_whole);
	tcase_add_test(all, a_key_that_goes_out_is_in_the_log);
	tcase_add_test(all, formats_are_known_by_their_words);
	tcase_add_test(all, a_file_without_certificate_is_refused);
	tcase_add_test(all, a_link_to_a_certificate_is_followed_and_has_no_place);
	suite_add_tcase(suite, all);
	return suite;
}
