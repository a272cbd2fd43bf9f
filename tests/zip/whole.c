/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whole.c (tests): what is written reads back, and what was damaged does not read back as something
 * else. */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "zip/raw.h"

static const int64_t when = 1795313520; /* 22 Nov 2026 */

static void fill(struct ik_zip *zip)
{
	ik_zip_add(zip, "README.txt", "read me read me read me read me read me", 39);
	ik_zip_add(zip, "empty", "", 0);
	ik_zip_add(zip, "generations/4/key.pem", "\0\1\2\3\377 binary", 12);
}

static void write_zip(struct ik_buffer *bytes)
{
	struct ik_zip zip = {0};
	struct ik_error err = {0};

	fill(&zip);
	ck_assert_msg(ik_zip_write(&zip, when, bytes, &err), "%s (%s)", ik_error_msgid(err.id),
		      err.detail);
	ik_zip_free(&zip);
}

/* The same members in the same order. */
static bool is_same(const struct ik_zip *a, const struct ik_zip *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = strcmp(a->members[i].name, b->members[i].name) == 0
		       && a->members[i].content.size == b->members[i].content.size
		       && memcmp(ik_buffer_string(&a->members[i].content),
				 ik_buffer_string(&b->members[i].content),
				 a->members[i].content.size)
				  == 0;
	return same;
}

static void expect_same(const void *bytes, size_t size)
{
	struct ik_zip expected = {0}, found;
	struct ik_error err = {0};

	fill(&expected);
	ck_assert_msg(ik_zip_read(bytes, size, &found, &err), "%s (%s; %s)", ik_error_msgid(err.id),
		      err.arg[0], err.detail);
	ck_assert(is_same(&expected, &found));
	ik_zip_free(&found);
	ik_zip_free(&expected);
}

START_TEST(cut_anywhere_it_is_refused)
{
	struct ik_buffer bytes = {0};

	write_zip(&bytes);
	for (size_t size = 0; size < bytes.size; size++) {
		/* A copy of its own, so that a byte read too far is seen. */
		uint8_t *cut = malloc(size ? size : 1);
		memcpy(cut, bytes.data, size);
		ck_assert_int_eq(raw_read(cut, size).id, IK_E_BACKUP_ZIP);
		free(cut);
	}
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(with_any_byte_changed_it_is_refused_or_the_same)
{
	static const uint8_t masks[] = {0x01, 0x80, 0xff, 0x20};
	struct ik_buffer bytes = {0};
	struct ik_zip expected = {0};
	size_t refused = 0;

	fill(&expected);
	write_zip(&bytes);
	for (size_t i = 0; i < bytes.size; i++) {
		struct ik_zip found;
		bytes.data[i] ^= masks[_i];
		if (!ik_zip_read(bytes.data, bytes.size, &found, NULL))
			refused++;
		else
			ck_assert_msg(is_same(&expected, &found), "byte %zu", i);
		ik_zip_free(&found);
		bytes.data[i] ^= masks[_i];
	}
	ck_assert_uint_gt(refused, bytes.size / 2);
	ik_zip_free(&expected);
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(what_is_written_reads_back)
{
	struct ik_buffer bytes = {0}, more = {0};

	write_zip(&bytes);
	expect_same(bytes.data, bytes.size);
	ik_buffer_text(&more, "before");
	write_zip(&more);
	ck_assert_uint_eq(more.size, bytes.size + 6);
	ck_assert_mem_eq(more.data + 6, bytes.data, bytes.size);
	ik_buffer_free(&more);
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(the_locale_does_not_matter)
{
	static const char *const locales[] = {"C", "C.UTF-8", "ja_JP.eucJP"};
	struct ik_buffer bytes = {0};

	setlocale(LC_ALL, locales[_i]); /* one that is missing leaves "C" */
	write_zip(&bytes);
	expect_same(bytes.data, bytes.size);
	ik_buffer_free(&bytes);
}
END_TEST

/* One of them may be as large as a list of all the others. */
START_TEST(one_member_may_be_large_and_no_second_one)
{
	struct ik_zip zip = {0}, found;
	struct ik_buffer bytes = {0};
	struct ik_error err = {0};
	char *large = ik_alloc(IK_ZIP_LARGE_MAX + 1);

	ik_zip_add(&zip, "a", large, IK_ZIP_MEMBER_MAX);
	ik_zip_add(&zip, "list", large, IK_ZIP_LARGE_MAX);
	ik_zip_add(&zip, "b", large, IK_ZIP_MEMBER_MAX);
	ck_assert(ik_zip_write(&zip, when, &bytes, &err));
	ck_assert(ik_zip_read(bytes.data, bytes.size, &found, &err));
	ck_assert(is_same(&zip, &found));
	ik_zip_free(&found);
	ik_zip_add(&zip, "second", large, IK_ZIP_MEMBER_MAX + 1);
	ck_assert(!ik_zip_write(&zip, when, &bytes, &err));
	ck_assert_int_eq(err.id, IK_E_BACKUP_LARGE);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
	free(large);
}
END_TEST

START_TEST(the_largest_member_fits_and_one_more_byte_does_not)
{
	struct ik_zip zip = {0}, found;
	struct ik_buffer bytes = {0};
	struct ik_error err = {0};
	char *large = ik_alloc(IK_ZIP_LARGE_MAX + 1);

	for (int i = 0; i < IK_ZIP_LARGE_MAX; i++)
		large[i] = (char)(i * 2654435761u >> 13);
	ik_zip_add(&zip, "large", large, IK_ZIP_LARGE_MAX);
	ck_assert(ik_zip_write(&zip, when, &bytes, &err));
	ck_assert(ik_zip_read(bytes.data, bytes.size, &found, &err));
	ck_assert(is_same(&zip, &found));
	ik_zip_free(&found);
	ik_zip_free(&zip);
	ik_zip_add(&zip, "larger", large, IK_ZIP_LARGE_MAX + 1);
	ck_assert(!ik_zip_write(&zip, when, &bytes, &err));
	ck_assert_int_eq(err.id, IK_E_BACKUP_LARGE);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
	free(large);
}
END_TEST

START_TEST(a_name_that_would_be_refused_is_not_written)
{
	static const char *const names[] = {"", "a b", "a\\b", "証明書", "a\n"};
	struct ik_zip zip = {0};
	struct ik_buffer bytes = {0};
	struct ik_error err = {0};

	ik_zip_add(&zip, names[_i], "x", 1);
	ck_assert(!ik_zip_write(&zip, when, &bytes, &err));
	ck_assert_int_eq(err.id, IK_E_BACKUP_MEMBER);
	ck_assert_uint_eq(bytes.size, 0);
	ik_zip_free(&zip);
}
END_TEST

START_TEST(members_are_found_by_name)
{
	struct ik_zip zip = {0};

	fill(&zip);
	ck_assert_ptr_null(ik_zip_find(&zip, "readme.txt"));
	ck_assert_str_eq(ik_buffer_string(&ik_zip_find(&zip, "empty")->content), "");
	ck_assert_uint_eq(ik_zip_find(&zip, "README.txt")->content.size, 39);
	ik_zip_free(&zip);
	ik_zip_free(&zip);
}
END_TEST

static void prepare(const void *argument)
{
	(void)argument;
	ik_zip_prepare(NULL);
}

static bool read_contained(const void *argument, const ik_secret *secret, ik_secret *result,
			   struct ik_error *err)
{
	const struct ik_buffer *bytes = argument;
	struct ik_buffer again = {0};
	struct ik_zip zip;

	(void)secret;
	bool ok = ik_zip_read(bytes->data, bytes->size, &zip, err)
		  && ik_zip_write(&zip, when, &again, err)
		  && ik_secret_set(result, again.data, again.size, err);
	ik_buffer_free(&again);
	ik_zip_free(&zip);
	return ok;
}

START_TEST(it_works_in_a_child_that_gave_up_files)
{
	struct ik_buffer bytes = {0};
	struct ik_error err = {0};

	write_zip(&bytes);
	struct ik_job job = {
		.run = read_contained, .prepare = prepare, .argument = &bytes, .result_cap = 4096};
	ck_assert_msg(ik_contain(&job, 1, NULL, &err), "%s (%s)", ik_error_msgid(err.id),
		      err.detail);
	expect_same(ik_secret_data(job.result), ik_secret_size(job.result));
	ik_job_free(&job, 1);
	ik_buffer_free(&bytes);
}
END_TEST

/* --- other programs --------------------------------------------------------------------------- */

static char *folder;

static void make_files(void)
{
	const char *tmp = getenv("TMPDIR");

	folder = ik_format("%s/inkan-zip-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	struct ik_zip zip = {0};
	fill(&zip);
	ck_assert_int_eq(mkdir("generations", 0700) | mkdir("generations/4", 0700), 0);
	for (size_t i = 0; i < zip.n; i++) {
		FILE *f = fopen(zip.members[i].name, "w");
		ck_assert_ptr_nonnull(f);
		fwrite(zip.members[i].content.data, 1, zip.members[i].content.size, f);
		ck_assert_int_eq(fclose(f), 0);
	}
	ik_zip_free(&zip);
}

static void remove_files(void)
{
	char *command = ik_format("rm -rf '%s'", folder);

	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(command), 0);
	free(command);
	free(folder);
}

/* Whether COMMAND, a shell line, ran.  127 is a program that is not installed. */
static bool run(const char *command)
{
	char *line = ik_format("(%s) >said 2>&1", command);
	int status = system(line);

	free(line);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return false;
	ck_assert_msg(status == 0, "%s", command);
	return true;
}

#define FILES "README.txt empty generations/4/key.pem"

static const char *const packers[] = {
	"zip -X -D out.zip " FILES,
	"zip out.zip " FILES,
	"7z a -tzip -mtc=off out.zip " FILES,
	"7z a -tzip out.zip " FILES,
	"bsdtar --format zip -cf out.zip " FILES,
	"zip - " FILES " | cat >out.zip",
	"zip -r -D -z out.zip " FILES " <README.txt",
	"7z a -tzip -mm=LZMA out.zip README.txt empty generations",
	"7z a -tzip -mm=BZip2 out.zip README.txt empty generations",
	"bsdtar --format zip -cf out.zip README.txt empty generations",
	"python3 -c 'import zipfile, sys; z = zipfile.ZipFile(\"out.zip\", \"w\", "
	"zipfile.ZIP_DEFLATED); "
	"[z.write(n) for n in sys.argv[1:]]; z.close()' " FILES,
	"python3 -c 'import zipfile, sys; z = zipfile.ZipFile(\"out.zip\", \"w\"); "
	"[z.writestr(n, open(n, \"rb\").read()) for n in sys.argv[1:]]; z.close()' " FILES,
};

/* Whoever changes a backup's wrapping by hand can still use it. */
START_TEST(what_common_programs_pack_is_read)
{
	struct ik_buffer bytes = {0};
	char piece[4096];

	if (!run(packers[_i]))
		return;
	FILE *f = fopen("out.zip", "r");
	ck_assert_ptr_nonnull(f);
	size_t n = fread(piece, 1, sizeof piece, f);
	fclose(f);
	ck_assert_uint_lt(n, sizeof piece);
	ik_buffer_add(&bytes, piece, n);
	expect_same(bytes.data, bytes.size);
	ik_buffer_free(&bytes);
}
END_TEST

static const char *const testers[] = {
	"unzip -t ours.zip",
	"7z t ours.zip",
	"bsdtar -tf ours.zip",
	"python3 -m zipfile -t ours.zip",
	"unzip -p ours.zip generations/4/key.pem | cmp - generations/4/key.pem",
	"zip -T ours.zip",
};

START_TEST(common_programs_read_what_we_write)
{
	struct ik_buffer bytes = {0};

	write_zip(&bytes);
	FILE *f = fopen("ours.zip", "w");
	ck_assert_uint_eq(fwrite(bytes.data, 1, bytes.size, f), bytes.size);
	fclose(f);
	run(testers[_i]);
	ik_buffer_free(&bytes);
}
END_TEST

Suite *suite_whole(void)
{
	Suite *suite = suite_create("zip: whole");
	TCase *tcase = tcase_create("whole");
	TCase *others = tcase_create("other programs");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, cut_anywhere_it_is_refused);
	tcase_add_loop_test(tcase, with_any_byte_changed_it_is_refused_or_the_same, 0, 4);
	tcase_add_test(tcase, what_is_written_reads_back);
	tcase_add_loop_test(tcase, the_locale_does_not_matter, 0, 3);
	tcase_add_test(tcase, the_largest_member_fits_and_one_more_byte_does_not);
	tcase_add_test(tcase, one_member_may_be_large_and_no_second_one);
	tcase_add_loop_test(tcase, a_name_that_would_be_refused_is_not_written, 0, 5);
	tcase_add_test(tcase, members_are_found_by_name);
	tcase_add_test(tcase, it_works_in_a_child_that_gave_up_files);
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(others, 60);
	tcase_add_checked_fixture(others, make_files, remove_files);
	tcase_add_loop_test(others, what_common_programs_pack_is_read, 0, IK_COUNT(packers));
	tcase_add_loop_test(others, common_programs_read_what_we_write, 0, IK_COUNT(testers));
	suite_add_tcase(suite, others);
	return suite;
}
