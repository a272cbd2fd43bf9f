/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.c (tests): where a backup may go, and what its path can be completed to. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/list.h"
#include "files/place.h"
#include "store/backups.h"
#include "store/world.h"

static enum ik_error_id look(const char *path, struct ik_place *place)
{
	struct ik_error err = {0};
	struct ik_place own;

	bool ok = ik_place_look(path, the_store, place ? place : &own, &err);
	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	return err.id;
}

START_TEST(what_cannot_be_a_new_file_is_said)
{
	char longer[PATH_MAX + 2];
	char name[300];

	memset(longer, 'a', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	put_file("file", "x", 0600);
	ck_assert_int_eq(mkdir("directory", 0700), 0);
	ck_assert_int_eq(symlink("nowhere", "dangling"), 0);
	ck_assert_int_eq(symlink("directory", "link"), 0);
	ck_assert_int_eq(look("", NULL), IK_E_PATH_EMPTY);
	ck_assert_int_eq(look(longer, NULL), IK_E_PATH_LONG);
	ck_assert_int_eq(look(name, NULL), IK_E_PATH_LONG);
	ck_assert_int_eq(look("directory", NULL), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(look("link", NULL), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(look("none/", NULL), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(look("directory/..", NULL), IK_E_PATH_DIRECTORY);
	ck_assert_int_eq(look("file", NULL), IK_E_PATH_EXISTS);
	ck_assert_int_eq(look("dangling", NULL), IK_E_PATH_EXISTS);
	ck_assert_int_eq(look("none/file", NULL), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(look("file/file", NULL), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(look("dangling/file", NULL), IK_E_PATH_NO_DIRECTORY);
}
END_TEST

START_TEST(a_directory_that_may_not_be_written_is_denied)
{
	if (geteuid() == 0)
		return; /* root may */
	ck_assert_int_eq(mkdir("closed", 0500), 0);
	ck_assert_int_eq(look("closed/file", NULL), IK_E_PATH_DENIED);
}
END_TEST

START_TEST(a_store_that_is_not_there_yet_can_hold_its_first_backup)
{
	struct ik_place place;

	ck_assert_int_eq(look(in_world("store/backups/b.zip"), &place), IK_E_NONE);
	ck_assert(place.in_store && place.same_disk);
	ck_assert_int_gt(place.free_bytes, 0);
	ck_assert_int_eq(look("store/b.zip", &place), IK_E_NONE);
	ck_assert(place.in_store);
	ck_assert_int_eq(look("store/other/b.zip", &place), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(look("storeroom/b.zip", &place), IK_E_PATH_NO_DIRECTORY);
	ck_assert_int_eq(look("b.zip", &place), IK_E_NONE);
	ck_assert(!place.in_store && place.same_disk);
}
END_TEST

START_TEST(backups_that_were_taken_away_with_their_directory_get_a_new_one)
{
	ik_store *store = store_with(1);
	struct ik_list names = {0};
	struct ik_place place;
	struct stat st;

	ck_assert_int_eq(rmdir("store/backups"), 0);
	ck_assert(ik_store_backups(store, &names, NULL));
	ck_assert_uint_eq(names.n, 0);
	ik_store_close(store);
	ck_assert_int_eq(look("store/backups/b.zip", &place), IK_E_NONE);
	ck_assert(place.in_store);
	store = ik_store_open_change(the_store, "", NULL, NULL);
	ck_assert_ptr_nonnull(store);
	ck_assert_int_eq(lstat("store/backups", &st), 0);
	ck_assert_uint_eq(st.st_mode, S_IFDIR | 0700);
	ik_store_close(store);
}
END_TEST

START_TEST(another_disk_is_noticed)
{
	struct ik_place place;
	struct stat here, there;

	if (stat(world, &here) != 0 || stat("/dev/shm", &there) != 0 || here.st_dev == there.st_dev
	    || access("/dev/shm", W_OK) != 0)
		return; /* no other disk here */
	ck_assert_int_eq(look("/dev/shm/inkan-test-none.zip", &place), IK_E_NONE);
	ck_assert(!place.same_disk);
}
END_TEST

START_TEST(a_link_to_the_store_is_the_store)
{
	struct ik_place place;

	ik_store_close(store_with(1));
	ck_assert_int_eq(symlink("store", "alias"), 0);
	ck_assert_int_eq(look("alias/backups/b.zip", &place), IK_E_NONE);
	ck_assert(place.in_store);
}
END_TEST

START_TEST(a_place_is_opened_with_the_name_in_it)
{
	struct ik_error err = {0};
	const char *name;
	int fd;

	ck_assert(!ik_place_open("none/file", &fd, &name, &err));
	ck_assert_error(err, IK_E_PATH_NO_DIRECTORY);
	ck_assert(ik_place_open("file", &fd, &name, NULL));
	ck_assert_str_eq(name, "file");
	close(fd);
	ck_assert(ik_place_open("/file", &fd, &name, NULL));
	ck_assert_str_eq(name, "file");
	close(fd);
}
END_TEST

START_TEST(names_are_completed_sorted_and_harmless)
{
	struct ik_list names = {0};

	put_file("backup-b", "", 0600);
	put_file("backup-a", "", 0600);
	put_file("backup-\x1b[31m", "", 0600);
	put_file("backup-\xff", "", 0600);
	put_file("other", "", 0600);
	put_file(".hidden", "", 0600);
	ck_assert_int_eq(mkdir("backups", 0700), 0);
	ik_place_complete("back", &names);
	char *all = ik_list_join(&names, " ");
	ck_assert_str_eq(all, "backup-a backup-b backups/");
	free(all);
	ik_list_free(&names);
	ik_place_complete(".h", &names);
	ck_assert_uint_eq(names.n, 1);
	ik_list_free(&names);
	ik_place_complete(in_world("oth"), &names);
	ck_assert(ik_list_has(&names, "other"));
	ik_list_free(&names);
	ik_place_complete("none/x", &names);
	ck_assert_uint_eq(names.n, 0);
}
END_TEST

Suite *suite_place(void)
{
	Suite *suite = suite_create("store: place");
	TCase *tcase = tcase_create("place");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, what_cannot_be_a_new_file_is_said);
	tcase_add_test(tcase, a_directory_that_may_not_be_written_is_denied);
	tcase_add_test(tcase, a_store_that_is_not_there_yet_can_hold_its_first_backup);
	tcase_add_test(tcase, backups_that_were_taken_away_with_their_directory_get_a_new_one);
	tcase_add_test(tcase, another_disk_is_noticed);
	tcase_add_test(tcase, a_link_to_the_store_is_the_store);
	tcase_add_test(tcase, a_place_is_opened_with_the_name_in_it);
	tcase_add_test(tcase, names_are_completed_sorted_and_harmless);
	suite_add_tcase(suite, tcase);
	return suite;
}
