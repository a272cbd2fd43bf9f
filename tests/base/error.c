/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.c: tests of errors as values, and of their table. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "suites.h"

START_TEST(numbers_are_unique_and_in_their_range)
{
	for (int a = 1; a < IK_E_COUNT; a++) {
		const unsigned number = ik_error_number((enum ik_error_id)a);

		ck_assert_msg(number >= 1000 && number <= 7999, "number %u", number);
		for (int b = a + 1; b < IK_E_COUNT; b++)
			ck_assert_msg(number != ik_error_number((enum ik_error_id)b),
				      "%u stands twice", number);
	}
}
END_TEST

START_TEST(numbers_grow_down_the_table)
{
	for (int id = 2; id < IK_E_COUNT; id++)
		ck_assert_msg(ik_error_number((enum ik_error_id)id)
				      > ik_error_number((enum ik_error_id)(id - 1)),
			      "%u stands too low", ik_error_number((enum ik_error_id)id));
}
END_TEST

START_TEST(every_error_has_a_sentence_and_a_status)
{
	for (int id = 1; id < IK_E_COUNT; id++) {
		const char *sentence = ik_error_msgid((enum ik_error_id)id);
		const int status = ik_error_status((enum ik_error_id)id);
		int holes = 0;

		/* 0: no failure; 4: somebody has to decide. */
		ck_assert_msg(
			status >= (id == IK_E_RENEW_NOT_DUE || id == IK_E_IN_USE_ALREADY ? 0 : 1)
				&& status <= 4,
			"%s", sentence);
		ck_assert_msg(strlen(sentence) > 5, "%d", id);
		for (const char *at = sentence; (at = strchr(at, '%')); at += 2) {
			ck_assert_msg(at[1] == 's' || at[1] == '%', "%s", sentence);
			holes += at[1] == 's';
		}
		ck_assert_msg(holes <= IK_ERROR_ARGS, "%s", sentence);
	}
}
END_TEST

START_TEST(the_first_error_wins)
{
	struct ik_error err = {0};

	ck_assert(!ik_fail(&err, IK_E_FILE_NONE, "first"));
	ck_assert(!ik_fail(&err, IK_E_NO_MEMORY, "second"));
	ck_assert(!ik_error_errno(&err, IK_E_FILE_READ, "third", ENOSPC));
	ck_assert_uint_eq(err.id, IK_E_FILE_NONE);
	ck_assert_str_eq(err.arg[0], "first");
	ck_assert_str_eq(err.detail, "");
	ik_error_clear(&err);
	ck_assert_uint_eq(err.id, IK_E_NONE);
}
END_TEST

START_TEST(nobody_asking_is_no_crash)
{
	ck_assert(!ik_fail(NULL, IK_E_FILE_NONE, "a"));
	ck_assert(!ik_error_detail(NULL, "%d", 1));
	ck_assert(!ik_error_errno(NULL, IK_E_FILE_READ, "a", EIO));
	ik_error_clear(NULL);
}
END_TEST

START_TEST(hostile_text_is_made_visible)
{
	struct ik_error err = {0};

	ik_fail(&err, IK_E_FILE_NONE, "a\x1b[2J\n\xff");
	ik_error_detail(&err, "%s", "b\r\x7f");
	for (const char *at = err.arg[0]; *at; at++)
		ck_assert_msg(*at >= ' ' && *at < 0x7f, "%s", err.arg[0]);
	ck_assert_ptr_null(strchr(err.detail, '\r'));
	ck_assert_ptr_null(strchr(err.detail, '\x7f'));
}
END_TEST

START_TEST(long_text_is_cut_between_characters)
{
	struct ik_error err = {0};
	char text[4096] = "x";

	for (size_t i = 1; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "証", 3);
	ik_fail(&err, IK_E_FILE_NONE, text);
	ck_assert_uint_eq(strlen(err.arg[0]), 1 + 340 * 3);
	ck_assert_str_eq(err.arg[0] + strlen(err.arg[0]) - 3, "証");
}
END_TEST

static const struct {
	int reason;
	enum ik_error_id id;
} reasons[] = {
	{ENOSPC, IK_E_DISK_FULL},
	{EDQUOT, IK_E_DISK_FULL},
	{EROFS, IK_E_READ_ONLY},
	{EIO, IK_E_STORE_WRITE},
};

START_TEST(a_full_disk_is_called_so)
{
	struct ik_error err = {0};

	ck_assert(!ik_error_errno(&err, IK_E_STORE_WRITE, "/x", reasons[_i].reason));
	ck_assert_uint_eq(err.id, reasons[_i].id);
	ck_assert_str_eq(err.arg[0], "/x");
	ck_assert_int_eq(err.reason, reasons[_i].reason);
	ck_assert_str_eq(err.detail, "");
}
END_TEST

START_TEST(standard_error_gets_the_number_and_an_indented_detail)
{
	struct ik_error err = {0};

	ik_fail(&err, IK_E_HOST_CHARACTER, "_");

	char *lines = ik_error_lines(&err);

	ck_assert_str_eq(lines, "inkan: INK-2107: This character cannot be used in a name: _\n");
	free(lines);
	ik_error_detail(&err, "column %d", 4);
	lines = ik_error_lines(&err);
	ck_assert_str_eq(
		lines, "inkan: INK-2107: This character cannot be used in a name: _\n  column 4\n");
	free(lines);
}
END_TEST

START_TEST(no_error_says_nothing)
{
	const struct ik_error err = {0};
	char *sentence = ik_error_sentence(&err);

	ck_assert_str_eq(sentence, "");
	free(sentence);
	ck_assert_uint_eq(ik_error_number((enum ik_error_id)99999), 0);
}
END_TEST

Suite *suite_error(void)
{
	Suite *suite = suite_create("error");
	TCase *one = tcase_create("error");

	tcase_set_timeout(one, 60);
	tcase_add_test(one, numbers_are_unique_and_in_their_range);
	tcase_add_test(one, numbers_grow_down_the_table);
	tcase_add_test(one, every_error_has_a_sentence_and_a_status);
	tcase_add_test(one, the_first_error_wins);
	tcase_add_test(one, nobody_asking_is_no_crash);
	tcase_add_test(one, hostile_text_is_made_visible);
	tcase_add_test(one, long_text_is_cut_between_characters);
	tcase_add_loop_test(one, a_full_disk_is_called_so, 0, 4);
	tcase_add_test(one, standard_error_gets_the_number_and_an_indented_detail);
	tcase_add_test(one, no_error_says_nothing);
	suite_add_tcase(suite, one);
	return suite;
}
