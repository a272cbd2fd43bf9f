/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.c (tests): one writer at a time, however the other one ends. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"
#include "store/world.h"

/* A process that holds the lock until it is killed; returns once it has it. */
static pid_t start_holder(void)
{
	int pipe_fd[2];
	char byte;

	ck_assert_int_eq(pipe(pipe_fd), 0);
	pid_t pid = fork();
	if (pid == 0) {
		ik_store *store = ik_store_open_change(the_store, SERVER_ID, NULL, NULL);
		if (!store || write(pipe_fd[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(pipe_fd[1]);
	ck_assert_int_eq(read(pipe_fd[0], &byte, 1), 1);
	close(pipe_fd[0]);
	return pid;
}

static void end_holder(pid_t pid)
{
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

static bool take(unsigned patience, struct ik_watch *watch, struct ik_error *err)
{
	ik_store *store = ik_store_open(the_store, err);

	ck_assert_ptr_nonnull(store);
	bool ok = ik_lock_take(store, patience, watch, err);
	ik_store_close(store);
	return ok;
}

START_TEST(the_holder_is_named)
{
	struct ik_error err = {0};

	ik_store_close(store_with(1));
	pid_t holder = start_holder();
	char *expected = ik_format("PID %ld, unit-store", (long)holder);
	ck_assert(!take(0, NULL, &err));
	ck_assert_error(err, IK_E_STORE_LOCKED);
	ck_assert_str_eq(err.arg[0], expected);
	free(expected);
	end_holder(holder);
}
END_TEST

START_TEST(a_killed_holder_holds_nothing)
{
	struct ik_error err = {0};

	ik_store_close(store_with(1));
	end_holder(start_holder());
	ck_assert_fine(take(0, NULL, &err), err);
}
END_TEST

START_TEST(looking_needs_no_lock)
{
	struct ik_error err = {0};
	unsigned current;

	ik_store_close(store_with(2));
	pid_t holder = start_holder();
	ik_store *store = ik_store_open(the_store, &err);
	ck_assert_fine(store && ik_store_current(store, &current, &err), err);
	ck_assert_uint_eq(current, 2);
	ik_store_close(store);
	end_holder(holder);
}
END_TEST

struct guest {
	pid_t holder;
	int waits;
};

/* Ends the holder at the third moment of waiting. */
static bool wait_and_free(void *self, const struct ik_progress *progress, int fd)
{
	struct guest *guest = self;

	(void)progress;
	(void)fd;
	if (++guest->waits == 3)
		end_holder(guest->holder);
	return true;
}

START_TEST(who_waits_gets_the_lock_when_it_is_free)
{
	struct ik_error err = {0};

	ik_store_close(store_with(1));
	struct guest guest = {.holder = start_holder()};
	struct ik_watch watch = {.wait = wait_and_free, .self = &guest};
	ck_assert_fine(take(30, &watch, &err), err);
	ck_assert_int_eq(guest.waits, 3);
}
END_TEST

enum { IN_LINE = 15 };

/* Whenever the lock is tried again another one holds it, as one change after the other does; the
 * last of them ends. */
static bool wait_in_line(void *self, const struct ik_progress *progress, int fd)
{
	struct guest *guest = self;
	struct pollfd moment = {.fd = fd, .events = POLLIN};
	char *name = ik_format("PID %d, inkan\n", 1000 + ++guest->waits);

	(void)progress;
	ck_assert_int_eq(poll(&moment, 1, -1), 1);
	put_file("store/lock", name, 0600);
	free(name);
	if (guest->waits == IN_LINE)
		end_holder(guest->holder);
	return true;
}

/* A second of patience, of which each moment takes a tenth. */
START_TEST(a_line_that_moves_is_waited_in_for_longer_than_one_holder)
{
	struct ik_error err = {0};

	ik_store_close(store_with(1));
	struct guest guest = {.holder = start_holder()};
	struct ik_watch watch = {.wait = wait_in_line, .self = &guest};
	ck_assert_fine(take(1, &watch, &err), err);
	ck_assert_int_eq(guest.waits, IN_LINE);
}
END_TEST

static bool cancel(void *self, const struct ik_progress *progress, int fd)
{
	(void)self;
	(void)progress;
	(void)fd;
	return false;
}

START_TEST(waiting_can_be_cancelled)
{
	struct ik_error err = {0};
	struct ik_watch watch = {.wait = cancel};

	ik_store_close(store_with(1));
	pid_t holder = start_holder();
	ck_assert_ptr_null(ik_store_open_change(the_store, SERVER_ID, &watch, &err));
	ck_assert_error(err, IK_E_CANCELLED);
	end_holder(holder);
}
END_TEST

/* Puts another lock file in the place of the one that is waited for, then frees that one. */
static bool replace_and_free(void *self, const struct ik_progress *progress, int fd)
{
	struct guest *guest = self;

	(void)progress;
	(void)fd;
	if (++guest->waits == 1) {
		ck_assert_int_eq(rename("store/lock", "store/old-lock"), 0);
		put_file("store/lock", "", 0600);
		end_holder(guest->holder);
	}
	return true;
}

START_TEST(a_lock_file_replaced_meanwhile_is_not_the_lock)
{
	struct ik_error err = {0};
	struct stat ours, there;

	ik_store_close(store_with(1));
	struct guest guest = {.holder = start_holder()};
	struct ik_watch watch = {.wait = replace_and_free, .self = &guest};
	ik_store *store = ik_store_open_change(the_store, SERVER_ID, &watch, &err);
	ck_assert_fine(store, err);
	ck_assert_int_eq(fstat(store->lockfd, &ours), 0);
	ck_assert_int_eq(stat("store/lock", &there), 0);
	ck_assert_uint_eq(ours.st_ino, there.st_ino);
	ik_store_close(store);
}
END_TEST

START_TEST(an_unlocked_store_can_still_be_read)
{
	struct ik_error err = {0};
	unsigned current;
	ik_store *store = store_with(1);

	ik_store_unlock(store);
	ck_assert_fine(take(0, NULL, &err), err);
	ck_assert(ik_store_current(store, &current, &err));
	ik_store_close(store);
}
END_TEST

START_TEST(what_is_not_a_lock_file_is_refused)
{
	struct ik_error err = {0};

	ik_store_close(store_with(1));
	ck_assert_int_eq(unlink("store/lock"), 0);
	if (_i == 0)
		ck_assert_int_eq(mkfifo("store/lock", 0600), 0);
	else if (_i == 1)
		ck_assert_int_eq(symlink("../elsewhere", "store/lock"), 0);
	else
		ck_assert_int_eq(mkdir("store/lock", 0700), 0);
	ck_assert_ptr_null(ik_store_open_change(the_store, SERVER_ID, NULL, &err));
	ck_assert_error(err, IK_E_STORE_WRITE);
	ck_assert_int_eq(access("elsewhere", F_OK), -1);
}
END_TEST

START_TEST(a_lock_file_that_others_can_open_is_closed_to_them)
{
	ik_store_close(store_with(1));
	ck_assert_int_eq(chmod("store/lock", 0666), 0);
	ik_store_close(open_change());
	ck_assert_int_eq(mode_of("store/lock"), 0600);
}
END_TEST

static bool disk_is_quick;

int __real_fsync(int fd);
int __wrap_fsync(int fd);

/* Some disks need seconds for what a few writers want to be sure of. */
int __wrap_fsync(int fd)
{
	return disk_is_quick ? 0 : __real_fsync(fd);
}

enum { WRITERS = 12 };

/* From nothing: all of them make the store, one after the other makes its generation.  Who is the
 * last of them waits for eleven. */
START_TEST(many_writers_at_once_all_get_their_turn)
{
	struct ik_error err = {0};
	unsigned *numbers, current;
	size_t n;

	disk_is_quick = true;
	for (int i = 0; i < WRITERS; i++) {
		char change[] = "change";
		char *args[] = {NULL, change, the_store, NULL};
		if (fork() == 0)
			_exit(freopen("/dev/null", "w", stdout) ? changer_main(3, args) : 3);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;
		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
	}
	ik_store *store = ik_store_open(the_store, &err);
	ck_assert_fine(store && ik_store_generations(store, &numbers, &n, &err), err);
	ck_assert_uint_eq(n, WRITERS);
	ck_assert(ik_store_current(store, &current, &err));
	ck_assert_uint_eq(current, WRITERS);
	ck_assert_int_eq(count_temporary(world), 0);
	free(numbers);
	ik_store_close(store);
}
END_TEST

static bool made_meanwhile;

char *__real_realpath(const char *path, char *resolved);
char *__wrap_realpath(const char *path, char *resolved);

/* The writer that makes the store between two looks at its path. */
char *__wrap_realpath(const char *path, char *resolved)
{
	char *real = __real_realpath(path, resolved);
	int error = errno;

	if (!real && made_meanwhile) {
		ck_assert_int_eq(mkdir(path, 0700), 0);
		made_meanwhile = false;
	}
	errno = error;
	return real;
}

START_TEST(a_store_that_is_made_meanwhile_is_found_all_the_same)
{
	made_meanwhile = true;
	char *path = ik_path_resolve(the_store);

	ck_assert(!made_meanwhile);
	ck_assert_pstr_eq(path, the_store);
	free(path);
}
END_TEST

Suite *suite_lock(void)
{
	Suite *suite = suite_create("store: lock");
	TCase *tcase = tcase_create("lock");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, the_holder_is_named);
	tcase_add_test(tcase, a_killed_holder_holds_nothing);
	tcase_add_test(tcase, looking_needs_no_lock);
	tcase_add_test(tcase, who_waits_gets_the_lock_when_it_is_free);
	tcase_add_test(tcase, a_line_that_moves_is_waited_in_for_longer_than_one_holder);
	tcase_add_test(tcase, waiting_can_be_cancelled);
	tcase_add_test(tcase, a_lock_file_replaced_meanwhile_is_not_the_lock);
	tcase_add_test(tcase, an_unlocked_store_can_still_be_read);
	tcase_add_loop_test(tcase, what_is_not_a_lock_file_is_refused, 0, 3);
	tcase_add_test(tcase, a_lock_file_that_others_can_open_is_closed_to_them);
	tcase_add_test(tcase, many_writers_at_once_all_get_their_turn);
	tcase_add_test(tcase, a_store_that_is_made_meanwhile_is_found_all_the_same);
	suite_add_tcase(suite, tcase);
	return suite;
}
