/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reason.c: the errors of the system in the language in use, whatever the C library can say. */
#include "base/reason.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/error.h"
#include "base/i18n.h"
#include "suites.h"

static void speak(void)
{
	setenv("INKAN_LOCALEDIR", "locale", 0);
	ck_assert(ik_i18n_start("en"));
}

static void assert_reason(int number, const char *expected)
{
	char *said = ik_reason(number);

	ck_assert_str_eq(said, expected);
	free(said);
}

#ifdef __GLIBC__
/* A row that was put at another's number would mislead; the C library knows them all, in English.
 */
START_TEST(each_number_has_its_own_words)
{
	for (size_t i = 0; i < ik_reason_count(); i++) {
		assert_reason(ik_reason_at(i), strerror(ik_reason_at(i)));
		for (size_t k = 0; k < i; k++)
			ck_assert_int_ne(ik_reason_at(i), ik_reason_at(k));
	}
}
END_TEST
#endif

START_TEST(each_is_said_in_every_language)
{
	for (size_t i = 0; i < ik_reason_count(); i++) {
		char *english = ik_reason(ik_reason_at(i)), *other;

		for (int language = IK_LANG_EN + 1; language < IK_LANG_COUNT; language++) {
			ik_i18n_switch((enum ik_language)language);
			other = ik_reason(ik_reason_at(i));
			ck_assert_str_ne(other, english);
			free(other);
		}
		ik_i18n_switch(IK_LANG_EN);
		free(english);
	}
	ik_i18n_switch(IK_LANG_JA);
	assert_reason(ENOENT, "そのようなファイルやディレクトリはありません");
}
END_TEST

START_TEST(what_is_not_in_the_table_has_its_number)
{
	assert_reason(4000, "Error number 4000");
	assert_reason(-1, "Error number -1");
	ik_i18n_switch(IK_LANG_JA);
	assert_reason(4000, "エラー番号4000");
}
END_TEST

static void assert_below(const struct ik_error *err, const char *expected)
{
	char *below = ik_error_below(err);

	ck_assert(expected ? below && !strcmp(below, expected) : !below);
	free(below);
}

START_TEST(the_reason_follows_the_language)
{
	struct ik_error err = {0};
	char *lines;

	ik_error_errno(&err, IK_E_FILE_DENIED, "/x", EACCES);
	assert_below(&err, "Permission denied");
	ik_i18n_switch(IK_LANG_JA);
	assert_below(&err, "権限がありません");
	lines = ik_error_lines(&err);
	ck_assert_ptr_nonnull(strstr(lines, "\n  権限がありません\n"));
	free(lines);
}
END_TEST

START_TEST(one_error_tells_what_another_told)
{
	struct ik_error inner = {0}, err = {0};

	ck_assert(!ik_fail_because(&err, IK_E_STORE_WRITE, &inner, "/x"));
	assert_below(&err, NULL);
	ik_error_errno(&inner, IK_E_FILE_READ, "/y", EIO);
	err = (struct ik_error){0};
	ck_assert(!ik_fail_because(&err, IK_E_STORE_WRITE, &inner, "/x"));
	ck_assert_int_eq(err.id, IK_E_STORE_WRITE);
	ck_assert_str_eq(err.arg[0], "/x");
	assert_below(&err, "Input/output error");
	ik_error_detail(&inner, "line %d", 3);
	err = (struct ik_error){0};
	ik_fail_because(&err, IK_E_STORE_WRITE, &inner, "/x");
	assert_below(&err, "line 3");
	ck_assert(!ik_fail_because(NULL, IK_E_STORE_WRITE, &inner));
}
END_TEST

START_TEST(an_error_that_came_first_is_told_no_other_reason)
{
	struct ik_error inner = {0}, err = {0};

	ik_error_detail(&inner, "line %d", 3);
	ik_fail(&err, IK_E_FILE_NONE, "/x");
	ck_assert(!ik_fail_because(&err, IK_E_STORE_WRITE, &inner, "/y"));
	ck_assert_int_eq(err.id, IK_E_FILE_NONE);
	ck_assert_str_eq(err.arg[0], "/x");
	assert_below(&err, NULL);
}
END_TEST

static bool refuse(const void *self, const ik_secret *input, ik_secret *output,
		   struct ik_error *err)
{
	(void)self, (void)input, (void)output;
	return ik_error_errno(err, IK_E_FILE_READ, "/b", EACCES);
}

START_TEST(the_reason_of_a_child_reaches_its_parent)
{
	struct ik_job job = {.run = refuse, .result_cap = 10, .seconds = 60};
	struct ik_error err = {0};

	ck_assert(!ik_contain(&job, 1, NULL, &err));
	ck_assert_uint_eq(err.id, IK_E_FILE_READ);
	assert_below(&err, "Permission denied");
}
END_TEST

Suite *suite_reason(void)
{
	Suite *suite = suite_create("reason");
	TCase *tests = tcase_create("reason");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, speak, NULL);
#ifdef __GLIBC__
	tcase_add_test(tests, each_number_has_its_own_words);
#endif
	tcase_add_test(tests, each_is_said_in_every_language);
	tcase_add_test(tests, what_is_not_in_the_table_has_its_number);
	tcase_add_test(tests, the_reason_follows_the_language);
	tcase_add_test(tests, one_error_tells_what_another_told);
	tcase_add_test(tests, an_error_that_came_first_is_told_no_other_reason);
	tcase_add_test(tests, the_reason_of_a_child_reaches_its_parent);
	suite_add_tcase(suite, tests);
	return suite;
}
