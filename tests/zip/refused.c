/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused.c (tests): what a hostile or damaged ZIP is told. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "zip/raw.h"

enum { MIB = 1024 * 1024 };

/* --- one thing wrong with a member ------------------------------------------------------------ */

static const struct {
	struct raw_member member;
	enum ik_error_id expected;
} members[] = {
	{{.name = "fine", .data = "x"}, IK_E_NONE},
	{{.name = "empty", .data = ""}, IK_E_NONE},
	{{.name = "dated", .data = "x", .extra = "UT\5\0\1abcd", .extra_size = 9}, IK_E_NONE},
	{{.name = "a name", .data = "x"}, IK_E_NONE},
	{{.name = "no-type", .data = "x", .attributes = 0644u << 16}, IK_E_NONE},
	{{.name = "link", .data = "/etc/passwd", .attributes = (uint32_t)(S_IFLNK | 0777) << 16},
	 IK_E_BACKUP_KIND},
	{{.name = "fifo", .data = "", .attributes = (uint32_t)(S_IFIFO | 0644) << 16},
	 IK_E_BACKUP_KIND},
	{{.name = "device", .data = "", .attributes = (uint32_t)(S_IFCHR | 0644) << 16},
	 IK_E_BACKUP_KIND},
	{{.name = "directory/", .data = "", .attributes = (uint32_t)(S_IFDIR | 0755) << 16 | 0x10},
	 IK_E_NONE},
	{{.name = "directory\\", .data = "", .attributes = 0x10}, IK_E_NONE},
	{{.name = "directory/", .data = ""}, IK_E_BACKUP_KIND},
	{{.name = "directory/", .data = "x", .attributes = 0x10}, IK_E_BACKUP_KIND},
	{{.name = "directory/", .data = "", .attributes = (uint32_t)(S_IFLNK | 0777) << 16},
	 IK_E_BACKUP_KIND},
	{{.name = "directory", .data = "", .attributes = (uint32_t)(S_IFDIR | 0755) << 16},
	 IK_E_BACKUP_KIND},
	{{.name = "volume", .data = "", .attributes = 0x08}, IK_E_BACKUP_KIND},
	{{.name = "__MACOSX/._directory", .data = "x"}, IK_E_NONE},
	{{.name = "__MACOSX/link", .data = "x", .attributes = (uint32_t)(S_IFLNK | 0777) << 16},
	 IK_E_BACKUP_KIND},
	{{.name = "directory", .data = "", .attributes = 0100644u << 16 | 0x10}, IK_E_BACKUP_KIND},
	{{.name = "", .data = "x"}, IK_E_BACKUP_MEMBER},
	{{.name = "..\\evil", .data = "x"}, IK_E_NONE},
	{{.name = "\x1b[31m", .data = "x"}, IK_E_NONE},
	{{.name = "\xe8\xa8\xbc", .data = "x"}, IK_E_NONE},
	{{.name = "delete\x7f", .data = "x"}, IK_E_NONE},
	{{.name = "a", .local_name = "b", .data = "x"}, IK_E_BACKUP_MEMBER},
	{{.name = "a", .local_name = "ab", .data = "x"}, IK_E_BACKUP_MEMBER},
	{{.name = "secret", .data = "0123456789abcdef", .flags = 1}, IK_E_BACKUP_ENCRYPTED},
	{{.name = "strong", .data = "x", .flags = 0x41}, IK_E_BACKUP_ENCRYPTED},
	{{.name = "masked", .data = "x", .flags = 0x2000}, IK_E_BACKUP_ENCRYPTED},
	{{.name = "aes",
	  .data = "x",
	  .flags = 1,
	  .method = 99,
	  .extra = "\x01\x99\7\0\2\0AE\3\0\0",
	  .extra_size = 11},
	 IK_E_BACKUP_ENCRYPTED},
	{{.name = "patched", .data = "x", .flags = 0x20}, IK_E_BACKUP_ZIP},
	{{.name = "\xe8\xa8\xbc", .data = "x", .flags = 0x800}, IK_E_NONE},
	{{.name = "bzip2", .data = "x", .method = 12}, IK_E_BACKUP_ZIP},
	{{.name = "deflate64", .data = "x", .method = 9}, IK_E_BACKUP_PACKING},
	{{.name = "ppmd", .data = "x", .method = 98}, IK_E_BACKUP_PACKING},
	{{.name = "not-deflate", .data = "\xff\xff\xff", .method = 8, .size = 10}, IK_E_BACKUP_ZIP},
	{{.name = "crc", .data = "x", .crc = 0x12345678}, IK_E_BACKUP_ZIP},
	{{.name = "size", .data = "x", .size = 2}, IK_E_BACKUP_ZIP},
	{{.name = "local-size", .data = "x", .local_size = 2}, IK_E_BACKUP_ZIP},
	{{.name = "huge", .data = "x", .size = 16 * MIB + 1, .method = 8}, IK_E_BACKUP_LARGE},
	{{.name = "zip64", .data = "x", .extra = "\1\0\10\0\1\0\0\0\0\0\0\0", .extra_size = 12},
	 IK_E_BACKUP_ZIP},
	{{.name = "zip64", .data = "x", .size = 0xffffffff, .method = 8}, IK_E_BACKUP_LARGE},
	{{.name = "cut-extra", .data = "x", .extra = "UT\11\0\1a", .extra_size = 6},
	 IK_E_BACKUP_ZIP},
	{{.name = "cut-extra", .data = "x", .extra = "UT\1", .extra_size = 3}, IK_E_BACKUP_ZIP},
	{{.name = "comment", .data = "x", .comment = "of the member"}, IK_E_NONE},
	{{.name = "other-name", .data = "x", .extra = "up\6\0\1abcd/", .extra_size = 10},
	 IK_E_NONE},
	{{.name = "java", .data = "x", .extra = "\xfe\xca\0\0", .extra_size = 4}, IK_E_NONE},
	{{.name = "unknown", .data = "x", .extra = "zz\0\0", .extra_size = 4}, IK_E_BACKUP_ZIP},
	{{.name = "disk", .data = "x", .disk = 1}, IK_E_BACKUP_ZIP},
	{{.name = "gap", .data = "x", .gap = "junk"}, IK_E_BACKUP_ZIP},
	{{.name = "elsewhere", .data = "x", .offset = 1, .offset_given = true}, IK_E_BACKUP_ZIP},
	{{.name = "no-descriptor", .data = "x", .flags = 8}, IK_E_BACKUP_ZIP},
	{{.name = "descriptor", .data = "x", .flags = 8, .gap = "PK\7\10wrongnumbers"},
	 IK_E_BACKUP_ZIP},
};

START_TEST(a_member_is_plain_or_refused)
{
	struct ik_buffer zip = {0};
	struct raw_member three[] = {
		{.name = "first", .data = "1"}, members[_i].member, {.name = "z", .data = "3"}};

	raw_zip(three, 3, NULL, &zip);
	ck_assert_refused(&zip, members[_i].expected);
	ik_buffer_free(&zip);
	raw_zip(three + 1, 1, NULL, &zip);
	/* Alone in the file, one offset of 1 is as wrong. */
	ck_assert_refused(&zip, members[_i].expected);
	ik_buffer_free(&zip);
}
END_TEST

/* --- the whole file --------------------------------------------------------------------------- */

static const struct raw_end ends[] = {
	{.disk = 1},
	{.directory_disk = 1},
	{.count = 1},
	{.total = 1},
	{.count = 1, .total = 1},
	{.count = 0xffff, .total = 0xffff},
	{.size = 1},
	{.size = 0xffffffff},
	{.offset = 1},
	{.offset = 0xffffffff},
	{.comment = "PK\5\6"},
	{.size = 1, .offset = 0xffffffff},
	{.size = 0xffffffff, .offset = 1},
};

START_TEST(the_end_record_says_what_is_there_or_is_refused)
{
	const struct raw_member two[] = {{.name = "a", .data = "1"}, {.name = "b", .data = "2"}};
	struct ik_buffer zip = {0};

	raw_zip(two, 2, &ends[_i], &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_ZIP);
	ik_buffer_free(&zip);
}
END_TEST

START_TEST(bytes_before_or_behind_are_refused)
{
	static const char *const junk[] = {"x", "PK\3\4", "#!/bin/sh\n",
					   "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"};
	const struct raw_member member = {.name = "a", .data = "1"};
	struct ik_buffer zip = {0}, more = {0};
	size_t size = _i == 3 ? 22 : strlen(junk[_i]);

	raw_zip(&member, 1, NULL, &zip);
	ik_buffer_add(&more, junk[_i], size);
	ik_buffer_add(&more, zip.data, zip.size);
	ck_assert_refused(&more, IK_E_BACKUP_ZIP);
	ik_buffer_add(&zip, junk[_i], size);
	ck_assert_refused(&zip, IK_E_BACKUP_ZIP);
	ik_buffer_free(&more);
	/* Two whole archives are not one. */
	zip.size -= size;
	ik_buffer_add(&more, zip.data, zip.size);
	ik_buffer_add(&more, zip.data, zip.size);
	ck_assert_refused(&more, IK_E_BACKUP_ZIP);
	ik_buffer_free(&zip);
	ik_buffer_free(&more);
}
END_TEST

START_TEST(a_name_twice_is_refused)
{
	const struct raw_member two[] = {
		{.name = "a", .data = "1"}, {.name = "b", .data = "2"}, {.name = "a", .data = "1"}};
	struct ik_buffer zip = {0};

	raw_zip(two, 3, NULL, &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_TWICE);
	ck_assert_str_eq(raw_read(zip.data, zip.size).arg[0], "a");
	ik_buffer_free(&zip);
}
END_TEST

START_TEST(no_zip_at_all_is_refused)
{
	ck_assert_int_eq(raw_read("", 0).id, IK_E_BACKUP_ZIP);
	ck_assert_int_eq(raw_read("PK\3\4", 4).id, IK_E_BACKUP_ZIP);
	ck_assert_int_eq(raw_read("-----BEGIN CERTIFICATE-----\n", 28).id, IK_E_BACKUP_ZIP);
}
END_TEST

/* --- bombs ------------------------------------------------------------------------------------ */

START_TEST(overlapping_members_are_refused_unopened)
{
	enum { N = 1000 };
	struct raw_member *many = ik_alloc_array(N, sizeof *many);
	struct ik_buffer zip = {0};
	char *data = ik_alloc(MIB + 1);

	memset(data, 'x', MIB);
	for (int i = 0; i < N; i++)
		many[i] = (struct raw_member){
			.name = ik_format("%d", i), .data = i ? "" : data, .offset_given = true};
	raw_zip(many, N, NULL, &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_MEMBER);
	for (int i = 0; i < N; i++) {
		free((void *)(uintptr_t)many[i].name);
		many[i].name = "one for all";
	}
	zip.size = 0;
	raw_zip(many, N, NULL, &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_ZIP);
	free(data);
	free(many);
	ik_buffer_free(&zip);
}
END_TEST

/* File and content are in memory side by side. */
START_TEST(more_than_file_and_content_may_have_together_is_refused)
{
	enum { N = 49 };
	struct raw_member *many = ik_alloc_array(N, sizeof *many);
	char *data = malloc(MIB);
	struct ik_buffer zip = {0};

	memset(data, 'x', MIB);
	for (int i = 0; i < N; i++)
		many[i] = (struct raw_member){
			.name = ik_format("%d", i), .data = data, .data_size = MIB};
	raw_zip(many, N, NULL, &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_LARGE);
	for (int i = 0; i < N; i++)
		free((void *)(uintptr_t)many[i].name);
	free(data);
	free(many);
	ik_buffer_free(&zip);
}
END_TEST

/* A deflated run of zeros of SIZE bytes would be; what is declared decides before anything is
 * unpacked. */
START_TEST(more_than_all_may_hold_together_is_refused)
{
	enum { N = 70 };
	struct raw_member *many = ik_alloc_array(N, sizeof *many);
	struct ik_buffer zip = {0};

	for (int i = 0; i < N; i++)
		many[i] = (struct raw_member){
			.name = ik_format("%d", i), .data = "x", .method = 8, .size = MIB};
	raw_zip(many, N, NULL, &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_LARGE);
	for (int i = 0; i < N; i++)
		free((void *)(uintptr_t)many[i].name);
	free(many);
	ik_buffer_free(&zip);
}
END_TEST

START_TEST(too_many_members_are_refused)
{
	const struct raw_end end = {.count = IK_ZIP_MEMBERS_MAX, .total = IK_ZIP_MEMBERS_MAX};
	const struct raw_member member = {.name = "a", .data = "1"};
	struct ik_buffer zip = {0};

	raw_zip(&member, 1, &end, &zip);
	ck_assert_refused(&zip, IK_E_BACKUP_LARGE);
	ik_buffer_free(&zip);
}
END_TEST

START_TEST(a_file_beyond_the_cap_is_refused)
{
	uint8_t *bytes = ik_alloc((size_t)IK_ZIP_MAX + 1);

	ck_assert_int_eq(raw_read(bytes, (size_t)IK_ZIP_MAX + 1).id, IK_E_BACKUP_LARGE);
	free(bytes);
}
END_TEST

/* The size that both headers declare is less than what the data unpacks to: 1 MiB from a real
 * deflater. */
START_TEST(data_that_flows_past_its_declared_size_is_refused)
{
	struct ik_zip whole = {0};
	struct ik_buffer bytes = {0};
	char *zeros = ik_alloc(MIB);

	ik_zip_add(&whole, "bomb", zeros, MIB);
	ck_assert(ik_zip_write(&whole, 0, &bytes, NULL));
	ck_assert_refused(&bytes, IK_E_NONE);
	/* The size stands in the member, in its descriptor, in the directory; make all of them
	 * say 11. */
	int changed = 0;
	for (size_t i = 0; i + 4 <= bytes.size; i++)
		if (memcmp(bytes.data + i, "\0\0\x10\0", 4) == 0) {
			memcpy(bytes.data + i, "\13\0\0\0", 4);
			changed++;
		}
	ck_assert_int_ge(changed, 2);
	ck_assert_refused(&bytes, IK_E_BACKUP_ZIP);
	ik_buffer_free(&bytes);
	ik_zip_free(&whole);
	free(zeros);
}
END_TEST

Suite *suite_refused(void)
{
	Suite *suite = suite_create("zip: refused");
	TCase *tcase = tcase_create("refused");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_member_is_plain_or_refused, 0, IK_COUNT(members));
	tcase_add_loop_test(tcase, the_end_record_says_what_is_there_or_is_refused, 0,
			    IK_COUNT(ends));
	tcase_add_loop_test(tcase, bytes_before_or_behind_are_refused, 0, 4);
	tcase_add_test(tcase, a_name_twice_is_refused);
	tcase_add_test(tcase, no_zip_at_all_is_refused);
	tcase_add_test(tcase, overlapping_members_are_refused_unopened);
	tcase_add_test(tcase, more_than_all_may_hold_together_is_refused);
	tcase_add_test(tcase, more_than_file_and_content_may_have_together_is_refused);
	tcase_add_test(tcase, too_many_members_are_refused);
	tcase_add_test(tcase, a_file_beyond_the_cap_is_refused);
	tcase_add_test(tcase, data_that_flows_past_its_declared_size_is_refused);
	suite_add_tcase(suite, tcase);
	return suite;
}
