/* SPDX-License-Identifier: GPL-3.0-or-later */
/* save.c (tests): a file appears complete or not at all, and is read only if it is one. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/read.h"
#include "files/save.h"
#include "store/world.h"

static int dirfd_of(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY);

	ck_assert_int_ge(fd, 0);
	return fd;
}

static bool save_text(const char *name, const char *text, mode_t mode, bool replace,
		      struct ik_error *err)
{
	int fd = dirfd_of(world);
	ik_save *save = ik_save_begin(fd, name, mode, (gid_t)-1, err);
	bool ok = save && ik_save_write(save, text, strlen(text), err)
		  && ik_save_commit(save, replace, err);

	close(fd);
	return ok;
}

static void expect_file(const char *name, const char *text)
{
	char *found = get_file(in_world("%s", name));

	ck_assert_ptr_nonnull(found);
	ck_assert_str_eq(found, text);
	free(found);
}

START_TEST(abort_leaves_the_old_file_alone)
{
	int fd = dirfd_of(world);
	struct ik_error err = {0};

	put_file("server.key", "old", 0600);
	ik_save *save = ik_save_begin(fd, "server.key", 0600, (gid_t)-1, &err);
	ck_assert(ik_save_write(save, "new", 3, &err));
	ck_assert_int_eq(count_temporary(world), 1);
	ik_save_abort(save);
	expect_file("server.key", "old");
	ck_assert_int_eq(count_names(world), 1);
	close(fd);
}
END_TEST

START_TEST(an_existing_file_is_never_replaced_unasked)
{
	struct ik_error err = {0};

	put_file("backup.zip", "old", 0600);
	ck_assert(!save_text("backup.zip", "new", 0600, false, &err));
	ck_assert_error(err, IK_E_PATH_EXISTS);
	expect_file("backup.zip", "old");
	ck_assert_int_eq(count_names(world), 1);
}
END_TEST

START_TEST(a_dangling_link_is_never_replaced_unasked)
{
	struct ik_error err = {0};

	ck_assert_int_eq(symlink("elsewhere", "backup.zip"), 0);
	ck_assert(!save_text("backup.zip", "new", 0600, false, &err));
	ck_assert_error(err, IK_E_PATH_EXISTS);
	ck_assert_int_eq(access("elsewhere", F_OK), -1);
}
END_TEST

START_TEST(a_link_is_replaced_not_followed)
{
	struct ik_error err = {0};

	put_file("victim", "old", 0600);
	ck_assert_int_eq(symlink("victim", "name"), 0);
	ck_assert_fine(save_text("name", "new", 0600, true, &err), err);
	expect_file("victim", "old");
	expect_file("name", "new");
}
END_TEST

START_TEST(names_with_a_path_are_refused)
{
	static const char *const names[] = {"", ".", "..", "a/b", "/etc/x", "../x"};
	struct ik_error err = {0};

	ik_error_clear(&err);
	ck_assert(!save_text(names[_i], "new", 0600, true, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	ck_assert_int_eq(count_names(world), 0);
}
END_TEST

START_TEST(a_file_that_grows_too_large_leaves_nothing)
{
	struct ik_error err = {0};
	struct rlimit small = {10, 10};
	int fd = dirfd_of(world);

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ik_save *save = ik_save_begin(fd, "name", 0600, (gid_t)-1, &err);
	ck_assert(!ik_save_write(save, "0123456789abcdef", 16, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	ik_save_abort(save);
	ck_assert_int_eq(count_names(world), 0);
	close(fd);
}
END_TEST

START_TEST(modes_are_right_whatever_the_umask)
{
	static const mode_t masks[] = {0, 022, 077, 0777};
	struct ik_error err = {0};

	umask(masks[_i]);
	ck_assert_fine(save_text("public", "x", 0644, false, &err), err);
	ck_assert_fine(save_text("private", "x", 0600, false, &err), err);
	ck_assert_int_eq(mode_of("public"), 0644);
	ck_assert_int_eq(mode_of("private"), 0600);
}
END_TEST

START_TEST(nobody_else_can_read_it_while_it_is_written)
{
	struct ik_error err = {0};
	struct stat st;
	int fd = dirfd_of(world);

	umask(0);
	ik_save *save = ik_save_begin(fd, "name", 0644, (gid_t)-1, &err);
	ck_assert_ptr_nonnull(save);
	ck_assert_int_eq(fcntl(fd + 1, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	ck_assert_int_eq(fstat(fd + 1, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ik_save_abort(save);
	close(fd);
}
END_TEST

START_TEST(only_our_own_temporary_names_are_ours)
{
	ck_assert(ik_save_is_temporary(".inkan-tmp-0123456789abcdef"));
	ck_assert(!ik_save_is_temporary(".inkan-tmp-0123456789abcdeg"));
	ck_assert(!ik_save_is_temporary(".inkan-tmp-0123456789abcdef0"));
	ck_assert(!ik_save_is_temporary(".inkan-tmp-"));
	ck_assert(!ik_save_is_temporary("x.inkan-tmp-0123456789abcdef"));
	ck_assert(!ik_save_is_temporary("key.pem"));
}
END_TEST

/* --- reading ---------------------------------------------------------------------------------- */

static enum ik_error_id read_id(const char *name, size_t cap)
{
	struct ik_buffer out = {0};
	struct ik_error err = {0};
	ik_secret *secret = NULL;
	struct ik_error other = {0};

	bool ok = ik_read_file(AT_FDCWD, name, true, cap, name, &out, &err);
	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	ck_assert_int_eq(ik_read_secret(AT_FDCWD, name, cap, name, &secret, &other), ok);
	ck_assert_int_eq(err.id, other.id);
	if (ok)
		ck_assert_str_eq(ik_secret_data(secret), ik_buffer_string(&out));
	ik_secret_free(secret);
	ik_buffer_free(&out);
	return err.id;
}

START_TEST(only_ordinary_files_are_read)
{
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	ck_assert_int_eq(mkdir("directory", 0700), 0);
	put_file("file", "text", 0600);
	ck_assert_int_eq(symlink("file", "link"), 0);
	ck_assert_int_eq(read_id("fifo", 100), IK_E_FILE_KIND);
	ck_assert_int_eq(read_id("directory", 100), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(read_id("link", 100), IK_E_FILE_KIND);
	ck_assert_int_eq(read_id("/dev/zero", 100), IK_E_FILE_KIND);
	ck_assert_int_eq(read_id("none", 100), IK_E_FILE_NONE);
	ck_assert_int_eq(read_id("file/none", 100), IK_E_FILE_NONE);
	ck_assert_int_eq(read_id("file", 100), IK_E_NONE);
}
END_TEST

START_TEST(a_file_is_read_up_to_its_cap_and_no_further)
{
	put_file("file", "12345", 0600);
	put_file("huge", "", 0600);
	ck_assert_int_eq(truncate("huge", 1LL << 40), 0);
	ck_assert_int_eq(read_id("file", 4), IK_E_FILE_LARGE);
	ck_assert_int_eq(read_id("file", 5), IK_E_NONE);
	ck_assert_int_eq(read_id("huge", 4 * 1024 * 1024), IK_E_FILE_LARGE);
}
END_TEST

START_TEST(a_file_that_lies_about_its_size_is_counted)
{
	/* Files of /proc say that they are empty. */
	ck_assert_int_eq(read_id("/proc/self/status", 16), IK_E_FILE_LARGE);
}
END_TEST

/* What a file of any size is given to: counts, and does at the first piece what it is told. */
struct taker {
	uint64_t bytes;
	unsigned pieces;
	char last;
	bool refuses;
	const char *grows, *shrinks, *edits;
};

static bool take_piece(void *context, const void *bytes, size_t size, struct ik_error *err)
{
	struct taker *taker = context;

	taker->bytes += size;
	taker->last = ((const char *)bytes)[size - 1];
	if (taker->refuses)
		return ik_fail(err, IK_E_CANCELLED);
	if (taker->pieces++ > 0)
		return true;
	if (taker->grows)
		ck_assert_int_eq(truncate(taker->grows, 1000000), 0);
	if (taker->shrinks)
		ck_assert_int_eq(truncate(taker->shrinks, 70000), 0);
	if (taker->edits) {
		int fd = open(taker->edits, O_WRONLY);
		const struct timespec when[] = {{.tv_sec = 1}, {.tv_sec = 1}};

		ck_assert_int_eq(pwrite(fd, "x", 1, 0), 1);
		ck_assert_int_eq(futimens(fd, when), 0);
		close(fd);
	}
	return true;
}

static enum ik_error_id read_through(const char *name, struct taker *taker)
{
	struct ik_error err = {0};
	uint64_t size = 1;
	bool ok = ik_read_through(name, take_piece, taker, &size, &err);

	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	ck_assert(!ok || size == taker->bytes);
	return err.id;
}

START_TEST(a_file_of_any_size_comes_in_pieces)
{
	struct taker taker = {0};

	put_file("empty", "", 0600);
	ck_assert_int_eq(read_through("empty", &taker), IK_E_NONE);
	ck_assert_uint_eq(taker.pieces, 0);
	put_file("large", "a", 0600);
	ck_assert_int_eq(truncate("large", 200001), 0);
	ck_assert_int_eq(symlink("large", "way"), 0);
	ck_assert_int_eq(read_through("way", &taker), IK_E_NONE);
	ck_assert_uint_eq(taker.bytes, 200001);
	ck_assert_uint_gt(taker.pieces, 1);
	taker = (struct taker){.refuses = true};
	ck_assert_int_eq(read_through("large", &taker), IK_E_CANCELLED);
	ck_assert_int_eq(mkfifo("pipe", 0600), 0);
	ck_assert_int_eq(read_through("pipe", &taker), IK_E_FILE_KIND);
	ck_assert_int_eq(read_through(".", &taker), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(read_through("gone", &taker), IK_E_FILE_NONE);
}
END_TEST

/* What was read then is neither the old file nor the new one. */
START_TEST(a_file_that_is_written_to_while_it_is_read_is_refused)
{
	const struct taker takers[] = {{.grows = "f"}, {.shrinks = "f"}, {.edits = "f"}};

	for (size_t i = 0; i < IK_COUNT(takers); i++) {
		struct taker taker = takers[i];

		put_file("f", "a", 0600);
		ck_assert_int_eq(truncate("f", 200001), 0);
		ck_assert_int_eq(read_through("f", &taker), IK_E_FILE_CHANGED);
	}
}
END_TEST

START_TEST(what_a_killed_writer_left_is_swept_and_nothing_else)
{
	static const char *const kept[] = {
		".inkan-tmp-0123",
		".inkan-tmp-0123456789abcdeg",
		"inkan-tmp-0123456789abcdef",
		"backup.zip",
		"live",
	};
	int fd = dirfd_of(world);
	ik_save *live = ik_save_begin(fd, "live", 0600, (gid_t)-1, NULL);

	ck_assert_ptr_nonnull(live);
	put_file(in_world(".inkan-tmp-0123456789abcdef"), "half", 0600);
	for (size_t i = 0; i < 4; i++)
		put_file(in_world("%s", kept[i]), "kept", 0600);
	ck_assert_int_eq(symlink("backup.zip", in_world(".inkan-tmp-1123456789abcdef")), 0);
	ck_assert_int_eq(mkdir(in_world(".inkan-tmp-2123456789abcdef"), 0700), 0);
	ik_save_sweep(in_world("backup.zip"));
	ck_assert_int_ne(access(in_world(".inkan-tmp-0123456789abcdef"), F_OK), 0);
	ck_assert_int_eq(rmdir(in_world(".inkan-tmp-2123456789abcdef")), 0);
	ck_assert_int_eq(unlink(in_world(".inkan-tmp-1123456789abcdef")), 0);
	ck_assert(ik_save_commit(live, false, NULL));
	for (size_t i = 0; i < IK_COUNT(kept); i++)
		ck_assert_int_eq(access(in_world("%s", kept[i]), F_OK), 0);
	ik_save_sweep("/nowhere/at/all");
	close(fd);
}
END_TEST

Suite *suite_save(void)
{
	Suite *suite = suite_create("store: save and read");
	TCase *tcase = tcase_create("save and read");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, abort_leaves_the_old_file_alone);
	tcase_add_test(tcase, an_existing_file_is_never_replaced_unasked);
	tcase_add_test(tcase, a_dangling_link_is_never_replaced_unasked);
	tcase_add_test(tcase, a_link_is_replaced_not_followed);
	tcase_add_loop_test(tcase, names_with_a_path_are_refused, 0, 6);
	tcase_add_test(tcase, a_file_that_grows_too_large_leaves_nothing);
	tcase_add_loop_test(tcase, modes_are_right_whatever_the_umask, 0, 4);
	tcase_add_test(tcase, nobody_else_can_read_it_while_it_is_written);
	tcase_add_test(tcase, only_our_own_temporary_names_are_ours);
	tcase_add_test(tcase, only_ordinary_files_are_read);
	tcase_add_test(tcase, a_file_is_read_up_to_its_cap_and_no_further);
	tcase_add_test(tcase, a_file_that_lies_about_its_size_is_counted);
	tcase_add_test(tcase, a_file_of_any_size_comes_in_pieces);
	tcase_add_test(tcase, a_file_that_is_written_to_while_it_is_read_is_refused);
	tcase_add_test(tcase, what_a_killed_writer_left_is_swept_and_nothing_else);
	suite_add_tcase(suite, tcase);
	return suite;
}
