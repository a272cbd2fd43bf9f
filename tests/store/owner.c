/* SPDX-License-Identifier: GPL-3.0-or-later */
/* owner.c (tests): whose store it is, and what at that place is not one. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/places.h"
#include "store/inside.h"
#include "store/world.h"

enum { NOBODY = 65534 };

static enum ik_error_id may(const char *path)
{
	struct ik_error err = {0};
	bool ok = ik_store_may_change(path, &err);

	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	return err.id;
}

static enum ik_error_id opened(const char *path)
{
	struct ik_error err = {0};
	ik_store *store = ik_store_open(path, &err);

	ck_assert_int_eq(store != NULL, err.id == IK_E_NONE);
	ik_store_close(store);
	return err.id;
}

static enum ik_error_id changed(const char *path)
{
	struct ik_error err = {0};
	ik_store *store = ik_store_open_change(path, SERVER_ID, NULL, &err);

	ck_assert_int_eq(store != NULL, err.id == IK_E_NONE);
	ik_store_close(store);
	return err.id;
}

/* --- who may change --------------------------------------------------------------------------- */

START_TEST(directories_that_others_can_write_are_refused)
{
	ck_assert_int_eq(mkdir("open", 0700), 0);
	ck_assert_int_eq(mkdir("open/own", 0755), 0);
	ck_assert_int_eq(may("open/own/store"), IK_E_NONE);
	ck_assert_int_eq(chmod("open", 0777), 0);
	ck_assert_int_eq(may("open/own/store"), IK_E_STORE_OPEN);
	ck_assert_int_eq(may("open/own"), IK_E_STORE_OPEN);
	ck_assert_int_eq(changed("open/own/store"), IK_E_STORE_OPEN);
	ck_assert_int_eq(access("open/own/store", F_OK), -1);
	ck_assert_int_eq(chmod("open", 0770), 0);
	ck_assert_int_eq(may("open/own/store"), IK_E_STORE_OPEN);
}
END_TEST

START_TEST(a_store_is_never_sticky_and_open)
{
	ck_assert_int_eq(mkdir("store", 0700), 0);
	ck_assert_int_eq(chmod("store", 01777), 0);
	ck_assert_int_eq(may("store"), IK_E_STORE_OPEN);
	/* Above it, root's is fine and only root's. */
	ck_assert_int_eq(may("store/below"), geteuid() == 0 ? IK_E_NONE : IK_E_STORE_OPEN);
}
END_TEST

START_TEST(parts_of_a_store_that_others_can_write_are_refused)
{
	ik_store_close(store_with(1));
	ck_assert_int_eq(may("store"), IK_E_NONE);
	ck_assert_int_eq(chmod("store/generations", 0777), 0);
	ck_assert_int_eq(may("store"), IK_E_STORE_OPEN);
}
END_TEST

START_TEST(a_link_on_the_way_is_judged_by_where_it_leads)
{
	ck_assert_int_eq(mkdir("open", 0700), 0);
	ck_assert_int_eq(mkdir("open/own", 0755), 0);
	ck_assert_int_eq(chmod("open", 0777), 0);
	ck_assert_int_eq(symlink("open/own", "link"), 0);
	ck_assert_int_eq(may("link"), IK_E_STORE_OPEN);
	ck_assert_int_eq(may("link/store"), IK_E_STORE_OPEN);
	ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
	ck_assert_int_eq(may("dangling"), IK_E_STORE_PATH);
	ck_assert_int_eq(may("dangling/store"), IK_E_STORE_PATH);
}
END_TEST

START_TEST(another_users_store_is_refused)
{
	if (geteuid() != 0)
		return; /* only root can give things away */
	ik_store_close(store_with(1));
	ck_assert_int_eq(chown("store", NOBODY, (gid_t)-1), 0);
	ck_assert_int_eq(may("store"), IK_E_STORE_OWNER);
	ck_assert_int_eq(changed("store"), IK_E_STORE_OWNER);
	ck_assert_int_eq(opened("store"), IK_E_NONE);
	ck_assert_int_eq(chown("store", 0, (gid_t)-1), 0);
	ck_assert_int_eq(chown("store/generations", NOBODY, (gid_t)-1), 0);
	ck_assert_int_eq(may("store"), IK_E_STORE_OWNER);
	ck_assert_int_eq(mkdir("home", 0755), 0);
	ck_assert_int_eq(chown("home", NOBODY, (gid_t)-1), 0);
	ck_assert_int_eq(may("home/store"), IK_E_STORE_OWNER);
}
END_TEST

/* What another user finds in a store of root's. */
static int look_as_nobody(const char *path)
{
	struct ik_error err = {0};
	struct ik_buffer out = {0};
	unsigned current = 0;

	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
		return 1;
	ik_store *store = ik_store_open(path, &err);
	if (!store || !ik_store_current(store, &current, &err) || current != 2)
		return 2;
	if (!ik_store_read(store, 2, "certificate.pem", &out, &err))
		return 3;
	if (ik_store_read(store, 2, "key.pem", &out, &err) || err.id != IK_E_STORE_DENIED)
		return 4;
	if (ik_store_interrupted(store, &out) || ik_store_may_change(path, NULL))
		return 5;
	ik_store_close(store);
	ik_buffer_free(&out);
	return 0;
}

START_TEST(others_may_look_at_what_is_public)
{
	int status;

	if (geteuid() != 0)
		return;
	ik_store_close(store_with(2));
	ck_assert_int_eq(chmod(world, 0755), 0);
	pid_t child = fork();
	if (child == 0)
		_exit(look_as_nobody(the_store));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

/* --- what is not a store ---------------------------------------------------------------------- */

START_TEST(what_is_not_there_is_not_a_store)
{
	put_file("file", "x", 0600);
	ck_assert_int_eq(mkdir("empty", 0700), 0);
	ck_assert_int_eq(mkdir("other", 0700), 0);
	put_file("other/file", "x", 0600);
	ck_assert_int_eq(opened("none"), IK_E_STORE_NONE);
	ck_assert_int_eq(opened("none/none"), IK_E_STORE_NONE);
	ck_assert_int_eq(opened("empty"), IK_E_STORE_NONE);
	ck_assert_int_eq(opened("file"), IK_E_STORE_PATH);
	ck_assert_int_eq(opened("file/store"), IK_E_STORE_PATH);
	ck_assert_int_eq(opened("other"), IK_E_STORE_FOREIGN);
	ck_assert_int_eq(may("file"), IK_E_STORE_PATH);
	ck_assert_int_eq(may("file/store"), IK_E_STORE_PATH);
	ck_assert_int_eq(may(""), IK_E_STORE_PATH);
}
END_TEST

START_TEST(a_directory_of_somebody_elses_things_is_left_alone)
{
	ck_assert_int_eq(mkdir("other", 0700), 0);
	put_file("other/file", "x", 0600);
	ck_assert_int_eq(changed("other"), IK_E_STORE_FOREIGN);
	ck_assert_int_eq(count_names("other"), 1);
	ck_assert_int_eq(mode_of("other"), 0700);
}
END_TEST

static const struct {
	const char *format;
	enum ik_error_id expected;
} formats[] = {
	{"inkan-store 1\nserver-id = " SERVER_ID "\n", IK_E_NONE},
	{"inkan-store 2\nserver-id = " SERVER_ID "\n", IK_E_NONE},
	{"inkan-store 2\nwhatever\n", IK_E_STORE_FORMAT},
	{"inkan-store 3\nwhatever\n", IK_E_STORE_NEWER},
	{"inkan-store 10\n", IK_E_STORE_NEWER},
	{"inkan-store 0\nserver-id = " SERVER_ID "\n", IK_E_STORE_FORMAT},
	{"inkan-store 01\nserver-id = " SERVER_ID "\n", IK_E_STORE_FORMAT},
	{"inkan-store 99999999999999999999\n", IK_E_STORE_FORMAT},
	{"inkan-store 1", IK_E_STORE_FORMAT},
	{"inkan-store 1\n", IK_E_STORE_FORMAT},
	{"inkan-store 1\nserver-id = " SERVER_ID, IK_E_STORE_FORMAT},
	{"inkan-store 1\nserver-id = " SERVER_ID "0\n", IK_E_STORE_FORMAT},
	{"inkan-store 1\nserver-id = 0123456789ABCDEF0123456789ABCDEF\n", IK_E_STORE_FORMAT},
	{"inkan-store 1\nserver-id = " SERVER_ID "\nmore\n", IK_E_STORE_FORMAT},
	{"", IK_E_STORE_FORMAT},
	{"something else\n", IK_E_STORE_FORMAT},
};

START_TEST(the_format_file_is_taken_at_its_word)
{
	ik_store_close(store_with(1));
	put_file("store/format", formats[_i].format, 0644);
	ck_assert_int_eq(opened("store"), formats[_i].expected);
	ck_assert_int_eq(changed("store"), formats[_i].expected);
}
END_TEST

START_TEST(a_missing_format_file_is_not_an_empty_store)
{
	ik_store_close(store_with(1));
	ck_assert_int_eq(unlink("store/format"), 0);
	ck_assert_int_eq(opened("store"), IK_E_STORE_FORMAT);
	ck_assert_int_eq(changed("store"), IK_E_STORE_FORMAT);
	ck_assert_int_eq(mkfifo("store/format", 0600), 0);
	ck_assert_int_eq(opened("store"), IK_E_STORE_FORMAT);
}
END_TEST

/* --- making it -------------------------------------------------------------------------------- */

static void expect_new_store(const char *path)
{
	char *format = ik_format("%s/format", path), *text = get_file(format);
	char *backups = ik_format("%s/backups", path),
	     *generations = ik_format("%s/generations", path);

	ck_assert_str_eq(text ? text : "", "inkan-store 1\nserver-id = " SERVER_ID "\n");
	ck_assert_int_eq(mode_of(path), 0711);
	ck_assert_int_eq(mode_of(format), 0644);
	ck_assert_int_eq(mode_of(backups), 0700);
	ck_assert_int_eq(mode_of(generations), 0755);
	ck_assert_int_eq(count_temporary(world), 0);
	free(generations);
	free(backups);
	free(text);
	free(format);
}

START_TEST(a_store_is_made_with_its_parents_whatever_the_umask)
{
	static const mode_t masks[] = {0, 022, 077, 0777};

	umask(masks[_i]);
	ck_assert_int_eq(changed("a/b//c/"), IK_E_NONE);
	umask(077);
	expect_new_store("a/b/c");
	ck_assert_int_eq(mode_of("a"), 0755);
	ck_assert_int_eq(mode_of("a/b"), 0755);
	ck_assert_int_eq(opened("a/b/c"), IK_E_NONE);
}
END_TEST

START_TEST(an_empty_directory_becomes_the_store_in_place)
{
	struct stat before, after;

	ck_assert_int_eq(mkdir("store", 0700), 0);
	ck_assert_int_eq(stat("store", &before), 0);
	ck_assert_int_eq(changed("store"), IK_E_NONE);
	ck_assert_int_eq(stat("store", &after), 0);
	ck_assert_uint_eq(before.st_ino, after.st_ino);
	expect_new_store("store");
}
END_TEST

START_TEST(what_a_killed_maker_left_is_completed_or_swept)
{
	ck_assert_int_eq(mkdir(".inkan-tmp-0123456789abcdef", 0700), 0);
	put_file(".inkan-tmp-0123456789abcdef/format", "inkan", 0600);
	put_file(".inkan-tmp-fedcba9876543210", "a backup under way", 0600);
	ck_assert_int_eq(mkdir("half", 0711), 0);
	ck_assert_int_eq(mkdir("half/generations", 0755), 0);
	put_file("half/lock", "", 0600);
	put_file("half/.inkan-tmp-0123456789abcdef", "inkan-sto", 0600);
	ck_assert_int_eq(opened("half"), IK_E_STORE_NONE);
	ck_assert_int_eq(changed("half"), IK_E_NONE);
	ck_assert_int_eq(count_temporary("half"), 0);
	ck_assert_int_eq(changed("store"), IK_E_NONE);
	ck_assert_int_eq(access(".inkan-tmp-0123456789abcdef", F_OK), -1);
	ck_assert_int_eq(access(".inkan-tmp-fedcba9876543210", F_OK), 0);
}
END_TEST

START_TEST(a_server_id_must_be_one)
{
	struct ik_error err = {0};

	ck_assert_ptr_null(ik_store_open_change("store", "0123", NULL, &err));
	ck_assert_error(err, IK_E_STORE_MAKE);
	ck_assert_int_eq(count_names(world), 0);
}
END_TEST

START_TEST(without_a_server_id_nothing_is_made)
{
	struct ik_error err = {0};

	ck_assert_ptr_null(ik_store_open_change("a/store", "", NULL, &err));
	ck_assert_error(err, IK_E_STORE_NONE);
	ck_assert_int_eq(count_names(world), 0);
	ik_error_clear(&err);
	ck_assert_int_eq(mkdir("empty", 0700), 0);
	ck_assert_ptr_null(ik_store_open_change("empty", "", NULL, &err));
	ck_assert_error(err, IK_E_STORE_NONE);
	ck_assert_int_eq(count_names("empty"), 0);
	ik_store_close(store_with(1));
	ik_error_clear(&err);
	ik_store *store = ik_store_open_change(the_store, "", NULL, &err);
	ck_assert_fine(store, err);
	ck_assert_str_eq(ik_store_server_id(store), SERVER_ID);
	ik_store_close(store);
}
END_TEST

START_TEST(the_default_is_the_users_own)
{
	char *path;

	ck_assert_int_eq(setenv("XDG_DATA_HOME", "/data", 1), 0);
	path = ik_store_default_path();
	ck_assert_str_eq(path, geteuid() == 0 ? IK_STORE_OF_ROOT : "/data/inkan");
	free(path);
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("HOME", "/home/u", 1);
	path = ik_store_default_path();
	ck_assert_str_eq(path, geteuid() == 0 ? IK_STORE_OF_ROOT : "/home/u/.local/share/inkan");
	free(path);
	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	path = ik_store_default_path();
	ck_assert_int_eq(path != NULL, geteuid() == 0);
	free(path);
}
END_TEST

Suite *suite_owner(void)
{
	Suite *suite = suite_create("store: owner and making");
	TCase *tcase = tcase_create("owner and making");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, directories_that_others_can_write_are_refused);
	tcase_add_test(tcase, a_store_is_never_sticky_and_open);
	tcase_add_test(tcase, parts_of_a_store_that_others_can_write_are_refused);
	tcase_add_test(tcase, a_link_on_the_way_is_judged_by_where_it_leads);
	tcase_add_test(tcase, another_users_store_is_refused);
	tcase_add_test(tcase, others_may_look_at_what_is_public);
	tcase_add_test(tcase, what_is_not_there_is_not_a_store);
	tcase_add_test(tcase, a_directory_of_somebody_elses_things_is_left_alone);
	tcase_add_loop_test(tcase, the_format_file_is_taken_at_its_word, 0, IK_COUNT(formats));
	tcase_add_test(tcase, a_missing_format_file_is_not_an_empty_store);
	tcase_add_loop_test(tcase, a_store_is_made_with_its_parents_whatever_the_umask, 0, 4);
	tcase_add_test(tcase, an_empty_directory_becomes_the_store_in_place);
	tcase_add_test(tcase, what_a_killed_maker_left_is_completed_or_swept);
	tcase_add_test(tcase, a_server_id_must_be_one);
	tcase_add_test(tcase, without_a_server_id_nothing_is_made);
	tcase_add_test(tcase, the_default_is_the_users_own);
	suite_add_tcase(suite, tcase);
	return suite;
}
