/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.c: tests of the reader of .mo files.  Catalogues end where a page ends that nobody may
 * read beyond. */
#include "config.h"

#include "base/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "suites.h"

enum { MESSAGES = 5, MOST = 4096, TABLES = 28, WORDS_OF_TABLES = 4 * MESSAGES };

#define UTF8_HEADER \
	"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"

/* In the order of their bytes, as msgfmt writes them. */
static const struct {
	const char *id, *text;
	size_t id_size, size;
} messages[MESSAGES] = {
#define MESSAGE(id, text) \
	{ \
		id, text, sizeof(id) - 1, sizeof(text) - 1 \
	}
	MESSAGE("", UTF8_HEADER),
	MESSAGE("Name", "名前"),
	MESSAGE("Nothing", ""),
	MESSAGE("one\0many", "ひとつ\0たくさん"),
	MESSAGE("progress\004now", "実行中"),
};

static void put(unsigned char *bytes, size_t at, uint32_t number, bool swapped)
{
	if (swapped)
		number = __builtin_bswap32(number);
	memcpy(bytes + at, &number, sizeof(number));
}

/* Writes a row of a table and the string it stands for, whose end it returns. */
static size_t put_string(unsigned char *bytes, size_t row, size_t at, const char *text, size_t size,
			 bool swapped)
{
	put(bytes, row, (uint32_t)size, swapped);
	put(bytes, row + 4, (uint32_t)at, swapped);
	memcpy(bytes + at, text, size + 1);
	return at + size + 1;
}

/* The messages above as a file with HEADER for its header; returns its size. */
static size_t make_with(unsigned char *bytes, bool swapped, const char *header)
{
	size_t at = TABLES + (size_t)8 * 2 * MESSAGES;

	memset(bytes, 0, MOST);
	put(bytes, 0, 0x950412de, swapped);
	put(bytes, 8, MESSAGES, swapped);
	put(bytes, 12, TABLES, swapped);
	put(bytes, 16, TABLES + 8 * MESSAGES, swapped);
	for (size_t i = 0; i < MESSAGES; i++) {
		const char *text = i ? messages[i].text : header;

		at = put_string(bytes, TABLES + 8 * i, at, messages[i].id, messages[i].id_size,
				swapped);
		at = put_string(bytes, TABLES + 8 * (MESSAGES + i), at, text,
				i ? messages[i].size : strlen(text), swapped);
	}
	return at;
}

static size_t make(unsigned char *bytes, bool swapped)
{
	return make_with(bytes, swapped, UTF8_HEADER);
}

/* A page and its guard; what is copied into it ends where the guard begins. */
static unsigned char *guarded;

static void guard(void)
{
	guarded = mmap(NULL, 2 * MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(guarded, MAP_FAILED);
	ck_assert_int_eq(sysconf(_SC_PAGESIZE), MOST);
	ck_assert_int_eq(mprotect(guarded + MOST, MOST, PROT_NONE), 0);
}

static bool open_guarded(const unsigned char *bytes, size_t size, struct ik_catalogue *catalogue)
{
	memcpy(guarded + MOST - size, bytes, size);
	return ik_catalogue_open(guarded + MOST - size, size, catalogue);
}

/* Each text that is found is whole and UTF-8; returns how many of the five that a sound catalogue
 * has are right. */
static int count_right(const struct ik_catalogue *catalogue)
{
	static const struct {
		const char *id;
		size_t form;
		const char *text;
	} wanted[] = {
		{"Name", 0, "名前"},    {"one", 0, "ひとつ"},
		{"one", 1, "たくさん"}, {"progress\004now", 0, "実行中"},
		{"", 0, NULL},          {"Nothing", 0, NULL},
		{"one", 2, NULL},       {"none", 0, NULL},
		{"now", 0, NULL},
	};
	int right = 0;

	for (size_t i = 0; i < IK_COUNT(wanted); i++) {
		const char *text = ik_catalogue_find(catalogue, wanted[i].id, NULL, wanted[i].form);

		if (text)
			ck_assert(*text && ik_text_is_utf8(text, strlen(text)));
		if (text && wanted[i].text)
			right += !strcmp(text, wanted[i].text);
	}
	return right;
}

START_TEST(both_byte_orders_are_read)
{
	unsigned char bytes[MOST];
	const size_t size = make(bytes, _i);
	struct ik_catalogue catalogue;

	ck_assert(open_guarded(bytes, size, &catalogue));
	ck_assert_int_eq(count_right(&catalogue), 4);
}
END_TEST

START_TEST(what_is_not_there_is_null)
{
	unsigned char bytes[MOST];
	const size_t size = make(bytes, false);
	struct ik_catalogue catalogue;

	ck_assert(open_guarded(bytes, size, &catalogue));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "", NULL, 0)); /* never the header */
	ck_assert_ptr_null(
		ik_catalogue_find(&catalogue, "Nothing", NULL, 0)); /* empty: not translated */
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "one", NULL, 2));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "one", NULL, SIZE_MAX));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "Name", NULL, 1));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "Nam", NULL, 0));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "Names", NULL, 0));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "many", NULL, 0));
	ck_assert_ptr_null(
		ik_catalogue_find(&catalogue, "now", NULL, 0)); /* only with its context */
	ck_assert_ptr_null(ik_catalogue_find(&(struct ik_catalogue){0}, "Name", NULL, 0));
}
END_TEST

START_TEST(another_revision_is_refused)
{
	static const uint32_t revisions[] = {0x00000001, 0x00000002, 0x00010000,
					     0x00010001, 0x00020000, 0xffff0000};
	unsigned char bytes[MOST];

	for (int swapped = 0; swapped < 2; swapped++)
		for (size_t i = 0; i < IK_COUNT(revisions); i++) {
			const size_t size = make(bytes, swapped);
			struct ik_catalogue catalogue;

			put(bytes, 4, revisions[i], swapped);
			ck_assert_msg(!open_guarded(bytes, size, &catalogue), "%#x",
				      (unsigned)revisions[i]);
			ck_assert_int_eq(count_right(&catalogue), 0);
		}
}
END_TEST

START_TEST(another_encoding_is_refused)
{
	static const struct {
		const char *header;
		bool taken;
	} rows[] = {
		{"Content-Type: text/plain; charset=UTF-8", true},
		{"Content-Type: text/plain; charset=utf-8\n", true},
		{"Content-Type: text/plain; charset=EUC-JP\n", false},
		{"Content-Type: text/plain; charset=UTF-80\n", false},
		{"Content-Type: text/plain; charset=UTF\n", false},
		{"Content-Type: text/plain; charset=", false},
		{"Content-Type: text/plain\n", false},
		{"", false},
	};
	unsigned char bytes[MOST];

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		const size_t size = make_with(bytes, false, rows[i].header);
		struct ik_catalogue catalogue;

		ck_assert_msg(open_guarded(bytes, size, &catalogue) == rows[i].taken, "%s",
			      rows[i].header);
	}
}
END_TEST

/* Of a catalogue whose translation of "Name" begins with BEGINNING, all is found but that. */
static void assert_untranslated(const char *beginning)
{
	unsigned char bytes[MOST];
	const size_t size = make(bytes, false);
	struct ik_catalogue catalogue;
	unsigned char *text = memmem(bytes, size, "名前", strlen("名前"));

	ck_assert_ptr_nonnull(text);
	memcpy(text, beginning, strlen(beginning));
	ck_assert(open_guarded(bytes, size, &catalogue));
	ck_assert_ptr_null(ik_catalogue_find(&catalogue, "Name", NULL, 0));
	ck_assert_int_eq(count_right(&catalogue), 3);
}

START_TEST(a_text_that_is_not_utf8_is_untranslated)
{
	assert_untranslated("\xe5\xff");
}
END_TEST

START_TEST(a_format_that_takes_something_else_is_untranslated)
{
	assert_untranslated("%n%s%d");
}
END_TEST

START_TEST(a_catalogue_cut_at_any_length_is_refused_or_untranslated)
{
	unsigned char bytes[MOST];
	const size_t size = make(bytes, _i);

	for (size_t cut = 0; cut < size; cut++) {
		struct ik_catalogue catalogue;
		const bool taken = open_guarded(bytes, cut, &catalogue);
		const int right = count_right(&catalogue);

		ck_assert_msg(taken ? right < 4 : right == 0, "%zu", cut);
	}
}
END_TEST

START_TEST(no_changed_byte_does_harm)
{
	unsigned char bytes[MOST];
	const size_t size = make(bytes, _i);

	for (size_t at = 0; at < size; at++)
		for (unsigned change = 1; change < 256; change++) {
			struct ik_catalogue catalogue;

			bytes[at] ^= (unsigned char)change;
			open_guarded(bytes, size, &catalogue);
			count_right(&catalogue);
			bytes[at] ^= (unsigned char)change;
		}
}
END_TEST

START_TEST(no_number_leads_out_of_the_file)
{
	unsigned char bytes[MOST];
	const size_t size = make(bytes, _i);
	const uint32_t numbers[] = {
		0,
		1,
		27,
		(uint32_t)size - 9,
		(uint32_t)size - 8,
		(uint32_t)size - 7,
		(uint32_t)size - 1,
		(uint32_t)size,
		(uint32_t)size + 1,
		0x1fffffff,
		0x20000000,
		0x7fffffff,
		0x80000000,
		0xfffffff7,
		0xfffffff8,
		0xffffffff,
	};

	for (size_t word = 0; word < TABLES / 4 + WORDS_OF_TABLES; word++)
		for (size_t i = 0; i < IK_COUNT(numbers); i++) {
			unsigned char changed[MOST];
			struct ik_catalogue catalogue;

			memcpy(changed, bytes, size);
			put(changed, 4 * word, numbers[i], _i);
			open_guarded(changed, size, &catalogue);
			count_right(&catalogue);
		}
}
END_TEST

START_TEST(a_file_is_read_whole_or_not_at_all)
{
	char folder[] = "/tmp/inkan-catalogue-XXXXXX";
	unsigned char bytes[MOST];
	const size_t size = make(bytes, false);
	static struct ik_catalogue kept; /* its bytes are never given back */
	struct ik_catalogue catalogue;
	char *path, *pipe;
	FILE *file;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	path = ik_format("%s/inkan.mo", folder);
	pipe = ik_format("%s/pipe", folder);
	ck_assert_int_eq(mkfifo(pipe, 0600), 0);
	ck_assert(!ik_catalogue_load(path, &catalogue));
	ck_assert(!ik_catalogue_load(folder, &catalogue));
	ck_assert(!ik_catalogue_load(pipe, &catalogue));
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert(!ik_catalogue_load(path, &catalogue));
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	fclose(file);
	ck_assert(ik_catalogue_load(path, &kept));
	/* Whatever becomes of the file: what was read stays. */
	ck_assert_int_eq(truncate(path, 30), 0);
	ck_assert_int_eq(count_right(&kept), 4);
	ck_assert(!ik_catalogue_load(path, &catalogue));
	ck_assert_int_eq(truncate(path, (off_t)17 << 20), 0);
	ck_assert(!ik_catalogue_load(path, &catalogue));
	unlink(path);
	unlink(pipe);
	rmdir(folder);
	free(pipe);
	free(path);
}
END_TEST

Suite *suite_catalogue(void)
{
	Suite *suite = suite_create("catalogue");
	TCase *tests = tcase_create("catalogue");

	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, guard, NULL);
	tcase_add_loop_test(tests, both_byte_orders_are_read, 0, 2);
	tcase_add_test(tests, what_is_not_there_is_null);
	tcase_add_test(tests, another_revision_is_refused);
	tcase_add_test(tests, another_encoding_is_refused);
	tcase_add_test(tests, a_text_that_is_not_utf8_is_untranslated);
	tcase_add_test(tests, a_format_that_takes_something_else_is_untranslated);
	tcase_add_loop_test(tests, a_catalogue_cut_at_any_length_is_refused_or_untranslated, 0, 2);
	tcase_add_loop_test(tests, no_changed_byte_does_harm, 0, 2);
	tcase_add_loop_test(tests, no_number_leads_out_of_the_file, 0, 2);
	tcase_add_test(tests, a_file_is_read_whole_or_not_at_all);
	suite_add_tcase(suite, tests);
	return suite;
}
