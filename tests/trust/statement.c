/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statement.c: tests of statements as texts. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "trust/statement.h"
#include "trust/suites.h"

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"
#define HANDOVER_TEXT \
	"inkan-handover 1\nsequence = 7\nfrom-sha256 = " ONES "\nto-sha256 = " TWOS \
	"\nissued = 2026-11-21T05:05:00Z\nreason = renewed\n"
#define INDEX_TEXT \
	"inkan-index 1\nsequence = 8\ncertificate-sha256 = " ONES "\nrecovery-sha256 = none\n" \
	"issued = 2026-11-21T05:05:00Z\nexpires = 2026-12-05T05:05:00Z\n"
#define MESSAGE_TEXT \
	"inkan-message 1\nissued = 2026-11-21T05:05:00Z\nexpires = 2026-12-05T05:05:00Z\n"

static enum ik_error_id parse(const char *text, struct ik_statement *out)
{
	struct ik_error err = {0};

	ck_assert(ik_statement_parse(text, strlen(text), out, &err) == (err.id == IK_E_NONE));
	return err.id;
}

/* Not readable, for the reason ID, about WHAT. */
static void is_refused(const char *text, enum ik_error_id id, const char *what)
{
	struct ik_statement statement;
	struct ik_error err = {0};

	ck_assert(!ik_statement_parse(text, strlen(text), &statement, &err));
	ck_assert_msg(err.id == id, "INK-%u: %s", ik_error_number(err.id), text);
	ck_assert_str_eq(err.arg[0], what);
	ik_statement_free(&statement);
}

START_TEST(another_first_line_is_no_statement)
{
	static const char *const texts[] = {"",
					    "\n",
					    "inkan-handover",
					    "inkan-handover 0\n",
					    "inkan-handover 01\n",
					    "inkan-party 1\n",
					    "handover 1\n",
					    "sequence = 7\n",
					    " inkan-index 1\n",
					    "inkan-index  1\n",
					    "inkan-index 1 \n",
					    "# inkan-index 1\ninkan-index 1\n"};

	for (size_t i = 0; i < IK_COUNT(texts); i++)
		is_refused(texts[i], IK_E_STATEMENT_KIND, "");
}
END_TEST

START_TEST(a_higher_number_asks_for_a_newer_program)
{
	is_refused("inkan-handover 2\n", IK_E_STATEMENT_NEWER, "");
	is_refused("inkan-party 3\n", IK_E_STATEMENT_NEWER, "");
}
END_TEST

/* TEXT with WITH in place of its line that begins with ID, which then is what is wrong. */
static void is_damaged(const char *text, const char *id, const char *with)
{
	char changed[2048];
	const char *at = strstr(text, id), *end;

	ck_assert_ptr_nonnull(at);
	end = strchr(at, '\n') + 1;
	snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(at - text), text, with, end);
	is_refused(changed, IK_E_STATEMENT_DAMAGED, id);
}

START_TEST(what_is_known_has_to_be_right_and_there_once)
{
	static const struct {
		const char *text, *id, *with;
	} rows[] = {
		{HANDOVER_TEXT, "sequence", ""},
		{HANDOVER_TEXT, "sequence", "sequence = 0\n"},
		{HANDOVER_TEXT, "sequence", "sequence = 007\n"},
		{HANDOVER_TEXT, "sequence", "sequence = -7\n"},
		{HANDOVER_TEXT, "sequence", "sequence = 9007199254740993\n"},
		{HANDOVER_TEXT, "sequence", "sequence = 7\nsequence = 7\n"},
		{HANDOVER_TEXT, "from-sha256", "from-sha256 = 11\n"},
		{HANDOVER_TEXT, "to-sha256", "to-sha256 = " ONES "1\n"},
		{HANDOVER_TEXT, "to-sha256", "to-sha256 = A" ONES "\n"},
		{HANDOVER_TEXT, "issued", "issued = yesterday\n"},
		{HANDOVER_TEXT, "issued", "issued = 2026-11-21\n"},
		{HANDOVER_TEXT, "reason", "reason = why not\n"},
		{INDEX_TEXT, "recovery-sha256", "recovery-sha256 =\n"},
		{INDEX_TEXT, "certificate-sha256", "certificate-sha256 = none\n"},
		{INDEX_TEXT, "expires", ""},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++)
		is_damaged(rows[i].text, rows[i].id, rows[i].with);
	is_refused("inkan-recovery 1\nsequence = 7\nto-sha256 = " ONES "\nrecovery-sha256 = none\n",
		   IK_E_STATEMENT_DAMAGED, "recovery-sha256");
}
END_TEST

/* Each set is compared with all before, and anybody can write an index. */
START_TEST(an_index_of_more_sets_than_anybody_publishes_is_damaged)
{
	struct ik_buffer text = {0};
	struct ik_statement out;
	struct ik_error err = {0};

	ik_buffer_text(&text, INDEX_TEXT);
	for (int i = 0; i <= IK_SETS_MAX; i++)
		ik_buffer_format(&text, "set = s%d\n", i);
	ck_assert(!ik_statement_parse(text.data, text.size, &out, &err));
	ck_assert_int_eq(err.id, IK_E_STATEMENT_DAMAGED);
	ik_statement_free(&out);
	ik_buffer_free(&text);
}
END_TEST

START_TEST(a_file_has_hash_size_and_a_harmless_name)
{
	static const char *const index[] = {"file = " ONES " 5 a\n",
					    "set = a\nfile = " ONES " 5\n",
					    "set = a\nfile = " ONES " 5 .a\n",
					    "set = a\nfile = " ONES " 5 -a\n",
					    "set = a\nfile = " ONES " 5 a/b\n",
					    "set = a\nfile = " ONES " -5 a\n",
					    "set = a\nfile = " ONES " 05 a\n",
					    "set = a\nfile = " ONES "  5 a\n",
					    "set = a\nfile = 11 5 a\n",
					    "set = a\nfile = " ONES " 9223372036854775808 a\n",
					    "set = a\nfile = " ONES " 5 a b\n",
					    "set = a\nfile = " ONES " 5 a\nfile = " TWOS
					    " 5 b\nfile = " TWOS " 6 a\n"};
	static const char *const message[] = {"", "file = " ONES " 5 a/b\n",
					      "file = " ONES " 5 ..\n", "file = " ONES " 5 a\x1b\n",
					      "file = " ONES " 5 a\nfile = " ONES " 5 b\n"};
	static const char *const sets[] = {"set = ..\n", "set = a b\n", "set =\n",
					   "set = a\nset = a\n"};
	char text[1024];

	for (size_t i = 0; i < IK_COUNT(index); i++) {
		snprintf(text, sizeof(text), "%s%s", INDEX_TEXT, index[i]);
		is_refused(text, IK_E_STATEMENT_DAMAGED, "file");
	}
	for (size_t i = 0; i < IK_COUNT(message); i++) {
		snprintf(text, sizeof(text), "%s%s", MESSAGE_TEXT, message[i]);
		is_refused(text, IK_E_STATEMENT_DAMAGED, "file");
	}
	for (size_t i = 0; i < IK_COUNT(sets); i++) {
		snprintf(text, sizeof(text), "%s%s", INDEX_TEXT, sets[i]);
		is_refused(text, IK_E_STATEMENT_DAMAGED, "set");
	}
}
END_TEST

START_TEST(text_that_is_none_is_refused)
{
	struct ik_statement statement;
	struct ik_error err = {0};

	ck_assert(!ik_statement_parse("inkan-index 1\nsequence\0= 1", 26, &statement, &err));
	ck_assert_int_eq(err.id, IK_E_STATEMENT_DAMAGED);
	ck_assert_str_eq(err.arg[0], "UTF-8");
	ik_statement_free(&statement);
	is_refused("inkan-index 1\nsequence\n", IK_E_STATEMENT_DAMAGED, "id = value");
}
END_TEST

START_TEST(what_is_unknown_is_passed_over)
{
	struct ik_statement statement;

	ck_assert_int_eq(parse(HANDOVER_TEXT
			       "colour = blue\nset = ../x\nfile = y\nexpires = never\n",
			       &statement),
			 IK_E_NONE);
	ck_assert_uint_eq(statement.sequence, 7);
	ck_assert_uint_eq(statement.sets.n, 0);
	ik_statement_free(&statement);
}
END_TEST

START_TEST(what_is_written_is_read_the_same)
{
	static const char *const texts[] = {
		HANDOVER_TEXT,
		INDEX_TEXT,
		INDEX_TEXT "set = hotfix\nfile = " ONES " 0 a.bin\nfile = " TWOS
			   " 9223372036854775807 B_2-x\nset = empty\n",
		MESSAGE_TEXT "file = " TWOS " 12 通知 1.txt\n",
		"inkan-recovery 1\nsequence = 9007199254740992\nto-sha256 = " TWOS
		"\nrecovery-sha256 = " ONES "\nissued = 2026-11-21T05:05:00Z\n",
	};

	for (size_t i = 0; i < IK_COUNT(texts); i++) {
		struct ik_statement statement;
		struct ik_buffer text = {0};

		ck_assert_int_eq(parse(texts[i], &statement), IK_E_NONE);
		ik_statement_write(&statement, &text);
		ck_assert_str_eq(ik_buffer_string(&text), texts[i]);
		ik_buffer_free(&text);
		ik_statement_free(&statement);
	}
}
END_TEST

START_TEST(any_cut_or_changed_byte_is_read_or_refused_but_never_more)
{
	const char *whole = INDEX_TEXT "set = hotfix\nfile = " ONES " 5 a.bin\n";
	size_t size = strlen(whole);

	for (size_t i = 0; i < size; i++)
		for (int with = -1; with < 256; with += with < 0 ? 1 : 5) {
			struct ik_statement statement;
			char *text = ik_strndup(whole, with < 0 ? i : size);

			if (with >= 0)
				text[i] = (char)with;
			ik_statement_parse(text, with < 0 ? i : size, &statement, NULL);
			ik_statement_free(&statement);
			free(text);
		}
}
END_TEST

Suite *suite_statement(void)
{
	Suite *suite = suite_create("statement");
	TCase *statement = tcase_create("statement");

	tcase_add_test(statement, another_first_line_is_no_statement);
	tcase_add_test(statement, a_higher_number_asks_for_a_newer_program);
	tcase_add_test(statement, what_is_known_has_to_be_right_and_there_once);
	tcase_add_test(statement, an_index_of_more_sets_than_anybody_publishes_is_damaged);
	tcase_add_test(statement, a_file_has_hash_size_and_a_harmless_name);
	tcase_add_test(statement, text_that_is_none_is_refused);
	tcase_add_test(statement, what_is_unknown_is_passed_over);
	tcase_add_test(statement, what_is_written_is_read_the_same);
	tcase_add_test(statement, any_cut_or_changed_byte_is_read_or_refused_but_never_more);
	suite_add_tcase(suite, statement);
	return suite;
}
