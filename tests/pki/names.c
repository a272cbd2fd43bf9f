/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c: tests of domain names and passwords in their one form. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/names.h"
#include "suites.h"
#include "support.h"

static void to_ascii(const char *name, const char *expected)
{
	char *ascii = ik_name_to_ascii(name);

	if (expected)
		ck_assert_str_eq(ascii, expected);
	else
		ck_assert_ptr_null(ascii);
	free(ascii);
}

START_TEST(a_name_without_an_internet_form_has_none)
{
	to_ascii("\xff\xfe.jp", NULL);
	to_ascii("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらり"
		 "るれろわをんあいうえお.jp",
		 NULL);
}
END_TEST

START_TEST(japanese_names_become_a_labels)
{
	to_ascii("例え.jp", "xn--r8jz45g.jp");
	to_ascii("例え.テスト", "xn--r8jz45g.xn--zckzah");
	to_ascii("srv01.example.jp", "srv01.example.jp");
	to_ascii("*.example.jp", "*.example.jp");
}
END_TEST

START_TEST(a_labels_are_shown_decoded_where_there_is_something_to_decode)
{
	static const char *const pairs[][2] = {
		{"xn--r8jz45g.jp", "例え.jp"},
		{"srv01.example.jp", "srv01.example.jp"},
		{"xn--.jp", "xn--.jp"},
		{"\xff", "\xff"},
		{"", ""},
	};

	for (size_t i = 0; i < IK_COUNT(pairs); i++) {
		char *shown = ik_name_to_unicode(pairs[i][0]);

		ck_assert_str_eq(shown, pairs[i][1]);
		free(shown);
	}
}
END_TEST

START_TEST(a_name_is_shown_with_what_it_stands_for_beside_it)
{
	static const char *const pairs[][2] = {
		{"xn--r8jz45g.jp", "xn--r8jz45g.jp (例え.jp)"},
		{"*.xn--r8jz45g.jp", "*.xn--r8jz45g.jp (*.例え.jp)"},
		{"srv01.example.jp", "srv01.example.jp"},
		{"xn--99999", "xn--99999"},
		{"", ""},
	};

	for (size_t i = 0; i < IK_COUNT(pairs); i++) {
		char *shown = ik_name_shown(pairs[i][0]);

		ck_assert_str_eq(shown, pairs[i][1]);
		free(shown);
	}
}
END_TEST

static void refused(const char *bytes, size_t size, enum ik_error_id expected)
{
	ik_secret *typed = secret_of_bytes(bytes, size), *out;
	struct ik_error err = {0};
	bool changed;

	ck_assert(!ik_password_normalize(typed, &out, &changed, &err));
	ck_assert_ptr_null(out);
	ck_assert_int_eq(err.id, expected);
	ik_secret_free(typed);
}

START_TEST(what_a_password_cannot_have_is_refused)
{
	refused("", 0, IK_E_PW_EMPTY);
	refused("with\ttab in it", 14, IK_E_PW_REFUSED);
	refused("with\x1b[31m", 9, IK_E_PW_REFUSED);
	refused("cut\0here", 8, IK_E_PW_REFUSED);
	refused("not\xff\xfeutf8", 9, IK_E_PW_REFUSED);
	refused("half \xe3\x81", 7, IK_E_PW_REFUSED);
}
END_TEST

static void becomes(const char *typed_text, const char *expected)
{
	ik_secret *typed = secret_of(typed_text), *out;
	struct ik_error err = {0};
	bool changed;

	ck_assert_msg(ik_password_normalize(typed, &out, &changed, &err), "%s: %s", typed_text,
		      err.detail);
	ck_assert_str_eq(ik_secret_data(out), expected);
	ck_assert_uint_eq(ik_secret_size(out), strlen(expected));
	ck_assert_int_eq(changed, strcmp(typed_text, expected) != 0);
	ik_secret_free(typed);
	ik_secret_free(out);
}

START_TEST(a_password_has_one_form_however_it_was_typed)
{
	becomes("correct horse battery", "correct horse battery");
	becomes(" spaces stay ", " spaces stay ");
	becomes("ひろい\u3000空白", "ひろい 空白");
	becomes("か\u3099", "が");
	becomes("ＡＢＣ", "ＡＢＣ");
	becomes("絵文字😀", "絵文字😀");
}
END_TEST

START_TEST(the_longest_password_fits)
{
	char text[128 * 4 + 1] = "";

	for (size_t i = 0; i < 128; i++)
		strcat(text, "𠮟");
	becomes(text, text);
}
END_TEST

Suite *suite_names(void)
{
	Suite *suite = suite_create("names");
	TCase *all = tcase_create("names");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_test(all, a_name_without_an_internet_form_has_none);
	tcase_add_test(all, japanese_names_become_a_labels);
	tcase_add_test(all, a_labels_are_shown_decoded_where_there_is_something_to_decode);
	tcase_add_test(all, a_name_is_shown_with_what_it_stands_for_beside_it);
	tcase_add_test(all, what_a_password_cannot_have_is_refused);
	tcase_add_test(all, a_password_has_one_form_however_it_was_typed);
	tcase_add_test(all, the_longest_password_fits);
	suite_add_tcase(suite, all);
	return suite;
}
