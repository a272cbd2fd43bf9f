/* SPDX-License-Identifier: GPL-3.0-or-later */
/* foreign.c: what others have packed is read whole, with the right password only, and never past
 * the caps. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "zip/foreign.h"
#include "zip/foreign_files.h"
#include "zip/library.h"
#include "zip/raw.h"

/* What was visited, as "name=content;". */
struct visited {
	struct ik_buffer text;
	enum ik_error_id fail_with;
};

static bool visit(void *context, const char *name, const void *bytes, size_t size,
		  struct ik_error *err)
{
	struct visited *visited = context;

	if (visited->fail_with)
		return ik_fail(err, visited->fail_with);
	ik_buffer_format(&visited->text, "%s=", name);
	if (bytes)
		ik_buffer_add(&visited->text, bytes, size > 20 ? 20 : size);
	else
		ik_buffer_text(&visited->text, "too large");
	ik_buffer_text(&visited->text, ";");
	return true;
}

static struct ik_error read_zip(const void *bytes, size_t size, const char *password,
				struct visited *visited)
{
	struct ik_error err = {0};
	ik_secret *secret = NULL;

	if (password) {
		secret = ik_secret_new(64);
		ck_assert(ik_secret_set(secret, password, strlen(password), NULL));
	}
	bool ok = ik_foreign_zip(bytes, size, secret, visit, visited, &err);

	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	ik_secret_free(secret);
	return err;
}

static void expect(const void *bytes, size_t size, const char *password, enum ik_error_id id,
		   const char *text)
{
	struct visited visited = {0};
	struct ik_error err = read_zip(bytes, size, password, &visited);

	ck_assert_msg(err.id == id, "%s (%s)", ik_error_msgid(err.id), err.detail);
	if (text)
		ck_assert_str_eq(ik_buffer_string(&visited.text), text);
	ik_buffer_free(&visited.text);
}

#define BOTH "a.pem=hello, certificate\n;d/b.key=second\n;"

START_TEST(an_encrypted_file_asks_for_its_password)
{
	expect(aes_zip, sizeof aes_zip, NULL, IK_E_IMPORT_PASSWORD_NEEDED, "");
	expect(aes_zip, sizeof aes_zip, "", IK_E_IMPORT_PASSWORD_NEEDED, "");
	expect(crypt_zip, sizeof crypt_zip, NULL, IK_E_IMPORT_PASSWORD_NEEDED, "");
	expect(mixed_zip, sizeof mixed_zip, NULL, IK_E_IMPORT_PASSWORD_NEEDED, NULL);
}
END_TEST

/* ZipCrypto takes one wrong password in 256 for the right one: what it then makes of the file is
 * refused, too. */
START_TEST(a_wrong_password_is_called_so)
{
	expect(aes_zip, sizeof aes_zip, "pass-wor", IK_E_IMPORT_PASSWORD, "");
	for (int i = 0; i < 600; i++) {
		char *password = ik_format("wrong %d", i);
		expect(crypt_zip, sizeof crypt_zip, password, IK_E_IMPORT_PASSWORD, "");
		free(password);
	}
}
END_TEST

START_TEST(the_right_password_opens_all_of_it)
{
	expect(aes_zip, sizeof aes_zip, "pass-wort", IK_E_NONE, BOTH);
	expect(crypt_zip, sizeof crypt_zip, "pass-wort", IK_E_NONE, BOTH);
	expect(mixed_zip, sizeof mixed_zip, "pass-wort", IK_E_NONE,
	       "d/b.key=second\n;a.pem=hello, certificate\n;");
}
END_TEST

START_TEST(a_password_that_is_not_needed_does_no_harm)
{
	expect(plain_zip, sizeof plain_zip, "anything", IK_E_NONE, BOTH);
}
END_TEST

START_TEST(an_empty_zip_is_whole)
{
	static const char end[22] = "PK\5\6";

	expect(end, sizeof end, NULL, IK_E_NONE, "");
	expect(end, sizeof end - 1, NULL, IK_E_IMPORT_ZIP, "");
}
END_TEST

/* Changes 16 bits at LOCAL of each member's header, and at CENTRAL of its entry in the directory.
 */
static void patch(unsigned char *zip, size_t size, size_t local, size_t central, uint16_t value)
{
	for (size_t i = 0; i + 46 < size; i++) {
		size_t at = !memcmp(zip + i, "PK\3\4", 4)   ? i + local
			    : !memcmp(zip + i, "PK\1\2", 4) ? i + central
							    : 0;

		if (at) {
			zip[at] = (unsigned char)value;
			zip[at + 1] = (unsigned char)(value >> 8);
		}
	}
}

START_TEST(a_method_that_cannot_be_unpacked_is_named)
{
	unsigned char
		zip[sizeof plain_zip > sizeof crypt_zip ? sizeof plain_zip : sizeof crypt_zip];
	struct visited visited = {0};

	memcpy(zip, plain_zip, sizeof plain_zip);
	patch(zip, sizeof plain_zip, 8, 10, 9);
	struct ik_error err = read_zip(zip, sizeof plain_zip, NULL, &visited);
	ck_assert_int_eq(err.id, IK_E_IMPORT_ZIP_METHOD);
	ck_assert_str_eq(err.arg[0], "9: deflation-64-bit");
	memcpy(zip, crypt_zip, sizeof crypt_zip);
	patch(zip, sizeof crypt_zip, 6, 8, 0x41);
	expect(zip, sizeof crypt_zip, "pass-wort", IK_E_IMPORT_ZIP_METHOD, "");
	ik_buffer_free(&visited.text);
}
END_TEST

/* The link in it leads to a.pem and would double it. */
START_TEST(only_regular_files_are_visited)
{
	expect(plain_zip, sizeof plain_zip, NULL, IK_E_NONE, BOTH);
}
END_TEST

START_TEST(what_is_cut_or_is_no_zip_is_refused)
{
	for (size_t size = 0; size < sizeof plain_zip; size++)
		expect(plain_zip, size, NULL, IK_E_IMPORT_ZIP, NULL);
}
END_TEST

START_TEST(every_changed_byte_of_an_aes_zip_is_noticed_or_harmless)
{
	unsigned char bytes[sizeof aes_zip];

	for (size_t i = 0; i < sizeof bytes; i++) {
		struct visited visited = {0};

		memcpy(bytes, aes_zip, sizeof bytes);
		bytes[i] ^= 0x41;
		struct ik_error err = read_zip(bytes, sizeof bytes, "pass-wort", &visited);
		if (err.id == IK_E_NONE && strstr(ik_buffer_string(&visited.text), "a.pem="))
			ck_assert_ptr_nonnull(strstr(ik_buffer_string(&visited.text),
						     "a.pem=hello, certificate\n;"));
		ik_buffer_free(&visited.text);
	}
}
END_TEST

START_TEST(damage_behind_a_right_password_is_damage)
{
	static const char second[] = "d/b.key";
	unsigned char bytes[sizeof aes_zip];
	unsigned char *at;

	memcpy(bytes, aes_zip, sizeof bytes);
	at = memmem(bytes, sizeof bytes, second, sizeof second - 1);
	ck_assert_ptr_nonnull(at);
	at[sizeof second - 1 + 11 + 18] ^= 1; /* behind the AES field, salt and check bytes */
	expect(bytes, sizeof bytes, "pass-wort", IK_E_IMPORT_ZIP, "a.pem=hello, certificate\n;");
}
END_TEST

START_TEST(the_visitor_ends_it)
{
	struct visited visited = {.fail_with = IK_E_IMPORT_MANY};
	struct ik_error err = read_zip(plain_zip, sizeof plain_zip, NULL, &visited);

	ck_assert_int_eq(err.id, IK_E_IMPORT_MANY);
}
END_TEST

static la_ssize_t collect(struct archive *a, void *context, const void *data, size_t size)
{
	(void)a;
	ik_buffer_add(context, data, size);
	return (la_ssize_t)size;
}

/* FILES files of SIZE zeros each, and a small one behind them; they shrink a thousandfold. */
static struct ik_buffer zeros_zip(int files, size_t size)
{
	const struct ik_archive *lib = ik_archive_load(NULL);
	struct archive *a = lib->archive_write_new();
	struct ik_buffer out = {0};
	char *zeros = ik_alloc(size);

	ck_assert_int_eq(lib->archive_write_set_format_zip(a), ARCHIVE_OK);
	lib->archive_write_set_bytes_per_block(a, 0);
	ck_assert_int_eq(lib->archive_write_open(a, &out, NULL, collect, NULL), ARCHIVE_OK);
	for (int i = 0; i <= files; i++) {
		struct archive_entry *entry = lib->archive_entry_new();
		size_t now = i == files ? 1 : size;

		lib->archive_entry_set_pathname(entry, i == files ? "small" : "large");
		lib->archive_entry_set_filetype(entry, AE_IFREG);
		lib->archive_entry_set_size(entry, (la_int64_t)now);
		ck_assert_int_eq(lib->archive_write_header(a, entry), ARCHIVE_OK);
		ck_assert_int_eq(lib->archive_write_data(a, i == files ? "x" : zeros, now),
				 (la_ssize_t)now);
		lib->archive_entry_free(entry);
	}
	ck_assert_int_eq(lib->archive_write_close(a), ARCHIVE_OK);
	lib->archive_write_free(a);
	free(zeros);
	return out;
}

START_TEST(what_unpacks_too_large_is_not_unpacked)
{
	struct ik_buffer bytes = zeros_zip(1, IK_FOREIGN_MEMBER_MAX + 1);

	expect(bytes.data, bytes.size, NULL, IK_E_NONE, "large=too large;small=x;");
	ik_buffer_free(&bytes);
	bytes = zeros_zip(17, IK_FOREIGN_MEMBER_MAX);
	expect(bytes.data, bytes.size, NULL, IK_E_IMPORT_ZIP_LARGE, NULL);
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(more_files_than_anybody_packs_keys_with_are_refused)
{
	struct ik_zip zip = {0};
	struct ik_buffer bytes = {0};

	for (int i = 0; i <= IK_FOREIGN_MEMBERS_MAX; i++)
		ik_zip_add(&zip, "x", "", 0);
	ck_assert(ik_zip_write(&zip, 1795200000, &bytes, NULL));
	expect(bytes.data, bytes.size, NULL, IK_E_IMPORT_ZIP_LARGE, NULL);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
}
END_TEST

Suite *suite_foreign(void)
{
	Suite *suite = suite_create("foreign");
	TCase *tests = tcase_create("foreign");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, an_encrypted_file_asks_for_its_password);
	tcase_add_test(tests, a_wrong_password_is_called_so);
	tcase_add_test(tests, the_right_password_opens_all_of_it);
	tcase_add_test(tests, a_password_that_is_not_needed_does_no_harm);
	tcase_add_test(tests, an_empty_zip_is_whole);
	tcase_add_test(tests, a_method_that_cannot_be_unpacked_is_named);
	tcase_add_test(tests, only_regular_files_are_visited);
	tcase_add_test(tests, what_is_cut_or_is_no_zip_is_refused);
	tcase_add_test(tests, every_changed_byte_of_an_aes_zip_is_noticed_or_harmless);
	tcase_add_test(tests, damage_behind_a_right_password_is_damage);
	tcase_add_test(tests, the_visitor_ends_it);
	tcase_add_test(tests, what_unpacks_too_large_is_not_unpacked);
	tcase_add_test(tests, more_files_than_anybody_packs_keys_with_are_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
