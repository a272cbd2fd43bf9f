/* SPDX-License-Identifier: GPL-3.0-or-later */
/* published.c: what is published comes back as it was, and numbers only rise. */
#include "ops/records/published.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "suites.h"
#include "trust/statement.h"

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

static ik_store *open_change(void)
{
	return ik_store_open_change(fake_path, "0123456789abcdef0123456789abcdef", NULL, NULL);
}

START_TEST(a_damaged_record_is_refused_and_gives_no_number)
{
	static const struct {
		const char *text, *what;
	} rows[] = {
		{"", "last"},
		{"source = https://a/\n", "last"},
		{"last = yesterday\n", "last"},
		{"last = -1\n", "last"},
		{"last = 9007199254740993\n", "last"},
		{"last = 5\nlast = 6\n", "last"},
		{"last = 5\nvalid = 0\n", "valid"},
		{"last = 5\nvalid = 401\n", "valid"},
		{"last = 5\nset = ../x\n", "set"},
		{"last = 5\nset = a\nset = a\n", "set"},
		{"last = 5\nfile = " ONES " 5 a\n", "file"},
		{"last = 5\nset = a\nfile = " ONES " a\n", "file"},
		{"last = 5\nset = a\nfile = " ONES " 1 a\nfile = " ONES " 1 a\n", "file"},
		{"last = 5\nnumber = 4\n", "number"},
		{"last = 5\nset = a\nnumber = x\n", "number"},
		{"last = 5\nno line of ours\n", "published"},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_error err = {0};
		struct ik_published published;
		ik_store *store = open_change();
		uint64_t number = 0;

		ck_assert_ptr_nonnull(store);
		fake_write("published", rows[i].text);
		ck_assert(!ik_published_read(store, &published, &err));
		ck_assert_int_eq(err.id, IK_E_PUBLISHED_DAMAGED);
		ck_assert_str_eq(err.arg[0], rows[i].what);
		ck_assert_ptr_nonnull(strstr(err.detail, "rm /"));
		ck_assert_msg(strstr(err.detail, "/published && inkan publish --source URL"), "%s",
			      err.detail);
		ik_published_free(&published);
		ck_assert(!ik_published_number(store, FAKE_NOW, &number, NULL));
		ck_assert_uint_eq(number, 0);
		ik_store_close(store);
	}
}
END_TEST

START_TEST(a_store_without_the_record_has_published_nothing)
{
	struct ik_published published;
	ik_store *store = open_change();

	ck_assert(ik_published_read(store, &published, NULL));
	ck_assert_uint_eq(published.last, 0);
	ck_assert_str_eq(published.source, "");
	ck_assert_uint_eq(published.valid_days, IK_PUBLISHED_VALID_DAYS);
	ck_assert_uint_eq(published.sets.n, 0);
	ik_published_free(&published);
	ik_store_close(store);
}
END_TEST

START_TEST(what_is_written_is_read_the_same)
{
	struct ik_published published;
	struct ik_file_set *set;
	struct ik_sha256 ones;
	ik_store *store = open_change();

	ck_assert(ik_sha256_read(ONES, &ones));
	ck_assert(ik_published_read(store, &published, NULL));
	published.last = 77;
	free(published.source);
	published.source = ik_strdup("https://srv01.example.jp/inkan");
	published.valid_days = 30;
	set = ik_file_sets_add(&published.sets, "hotfix");
	ik_file_set_add(set, &ones, 12, "a.bin");
	set->number = 71;
	ik_file_sets_add(&published.sets, "empty");
	ck_assert(ik_published_write(store, &published, NULL));
	ik_published_free(&published);
	ck_assert(ik_published_read(store, &published, NULL));
	ck_assert_uint_eq(published.last, 77);
	ck_assert_str_eq(published.source, "https://srv01.example.jp/inkan");
	ck_assert_uint_eq(published.valid_days, 30);
	ck_assert_uint_eq(published.sets.n, 2);
	ck_assert_str_eq(published.sets.items[0].files[0].name, "a.bin");
	ck_assert_uint_eq(published.sets.items[0].files[0].size, 12);
	ck_assert_uint_eq(published.sets.items[0].number, 71);
	ck_assert_str_eq(published.sets.items[1].name, "empty");
	ck_assert_uint_eq(published.sets.items[1].number, 0);
	ik_published_free(&published);
	ik_store_close(store);
}
END_TEST

START_TEST(numbers_follow_the_clock_and_never_fall)
{
	static const int64_t clocks[] = {100, 100, 50, 0, -5, 200, 199};
	static const uint64_t numbers[] = {100, 101, 102, 103, 104, 200, 201};

	/* Each time anew: a number that was given out is on disk. */
	for (size_t i = 0; i < IK_COUNT(clocks); i++) {
		ik_store *store = open_change();
		uint64_t number;

		ck_assert(ik_published_number(store, clocks[i], &number, NULL));
		ck_assert_uint_eq(number, numbers[i]);
		ik_store_close(store);
	}
}
END_TEST

START_TEST(what_was_asked_for_survives_a_number_and_the_last_number_is_the_end)
{
	ik_store *store = open_change();
	struct ik_error err = {0};
	struct ik_published published;
	uint64_t number;

	fake_write("published", "last = 9007199254740991\nsource = https://a/\nset = s\n");
	ck_assert(ik_published_number(store, 5, &number, NULL));
	ck_assert_uint_eq(number, IK_SEQUENCE_MAX);
	ck_assert(ik_published_read(store, &published, NULL));
	ck_assert_str_eq(published.source, "https://a/");
	ck_assert_uint_eq(published.sets.n, 1);
	ik_published_free(&published);
	ck_assert(!ik_published_number(store, 5, &number, &err));
	ck_assert_int_eq(err.id, IK_E_SEQUENCE_END);
	ck_assert_msg(!strncmp(err.detail, "rm /", 4), "%s", err.detail);
	ik_store_close(store);
}
END_TEST

Suite *suite_published(void)
{
	Suite *suite = suite_create("published");
	TCase *published = tcase_create("published");

	tcase_add_checked_fixture(published, fake_begin, fake_end);
	tcase_add_test(published, a_damaged_record_is_refused_and_gives_no_number);
	tcase_add_test(published, a_store_without_the_record_has_published_nothing);
	tcase_add_test(published, what_is_written_is_read_the_same);
	tcase_add_test(published, numbers_follow_the_clock_and_never_fall);
	tcase_add_test(published,
		       what_was_asked_for_survives_a_number_and_the_last_number_is_the_end);
	suite_add_tcase(suite, published);
	return suite;
}
