/* SPDX-License-Identifier: GPL-3.0-or-later */
/* undo.c: what cannot be taken back, or was cut while it was written, is still known to the next
 * start. */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "files/save.h"
#include "made.h"
#include "ops/change/export.h"
#include "ops/change/request.h"
#include "store/requests.h"
#include "suites.h"

/* --- a disk on which nothing goes any more ---------------------------------------------------- */

static bool stuck;  /* what was written cannot be removed */
static bool deadly; /* a file outside the store that is whole kills before it gets its name */

bool __real_ik_store_remove(ik_store *in, unsigned number, struct ik_error *err);
bool __wrap_ik_store_remove(ik_store *in, unsigned number, struct ik_error *err);
bool __real_ik_store_request_remove(ik_store *in, const char *id, struct ik_error *err);
bool __wrap_ik_store_request_remove(ik_store *in, const char *id, struct ik_error *err);
int __real_unlinkat(int dirfd, const char *name, int flags);
int __wrap_unlinkat(int dirfd, const char *name, int flags);
bool __real_ik_save_commit(ik_save *save, bool replace, struct ik_error *err);
bool __wrap_ik_save_commit(ik_save *save, bool replace, struct ik_error *err);

bool __wrap_ik_store_remove(ik_store *in, unsigned number, struct ik_error *err)
{
	return stuck ? ik_fail(err, IK_E_STORE_WRITE) : __real_ik_store_remove(in, number, err);
}

bool __wrap_ik_store_request_remove(ik_store *in, const char *id, struct ik_error *err)
{
	return stuck ? ik_fail(err, IK_E_STORE_WRITE) : __real_ik_store_request_remove(in, id, err);
}

int __wrap_unlinkat(int dirfd, const char *name, int flags)
{
	return stuck && !strcmp(name, "backup.zip") ? -1 : __real_unlinkat(dirfd, name, flags);
}

bool __wrap_ik_save_commit(ik_save *save, bool replace, struct ik_error *err)
{
	if (deadly && !replace)
		raise(SIGKILL);
	return __real_ik_save_commit(save, replace, err);
}

/* --- changes that fail ------------------------------------------------------------------------ */

/* The operator cancels once PATH is there. */
static bool cancel_with(void *self, const struct ik_progress *progress, int fd)
{
	(void)progress;
	(void)fd;
	return access(self, F_OK) != 0;
}

/* A create with a backup at FILE (or none) that is cancelled as soon as PATH is there. */
static void cancelled_create(const char *backup, const char *path)
{
	char *at = ik_format("%s/%s", directory, path);
	struct ik_create_wish wish = made_wish(backup, backup ? password : NULL);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_watch watch = {.wait = cancel_with, .self = at};

	ck_assert_int_eq(perform_fails(plan, &watch), IK_E_CANCELLED);
	ik_create_plan_free(plan);
	free(at);
}

static void create_again(void)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_outcome outcome;

	perform(plan, &outcome);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}

START_TEST(the_note_stays_where_a_generation_cannot_be_taken_back)
{
	made_create(directory, NULL);
	stuck = true;
	cancelled_create(NULL, "store/generations/2");
	stuck = false;
	ck_assert(made_exists(directory, "store/generations/2/key.pem"));
	ck_assert(is_interrupted());
	create_again();
	ck_assert(!made_exists(directory, "store/generations/2/key.pem"));
	ck_assert(!is_interrupted());
}
END_TEST

START_TEST(the_note_stays_where_a_backup_cannot_be_taken_back)
{
	made_create(directory, NULL);
	stuck = true;
	cancelled_create(file, "backup.zip");
	stuck = false;
	ck_assert(made_exists(directory, "backup.zip"));
	ck_assert(is_interrupted());
	create_again();
	ck_assert(!made_exists(directory, "backup.zip"));
}
END_TEST

START_TEST(the_note_stays_where_a_request_cannot_be_taken_back)
{
	char *out = ik_format("%s/none/r.csr", directory), *moved = ik_format("%s/none", directory);
	const struct ik_request_wish wish = {.name = "srv02.example.jp",
					     .alt_names = "",
					     .organization = "",
					     .key_type = "ecdsa-p256",
					     .request_file = out};
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	made_create(directory, NULL);
	ck_assert_int_eq(mkdir(moved, 0700), 0);
	ck_assert(ik_request_plan(&wish, store, MADE_AT, &plan, &err));
	ck_assert_int_eq(rmdir(moved), 0);
	stuck = true;
	ck_assert(!ik_request_perform(plan, NULL, &outcome, &err));
	stuck = false;
	ck_assert(is_interrupted());
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	free(moved);
	free(out);
}
END_TEST

/* --- half a file with a key ------------------------------------------------------------------- */

static void export_key(const char *path)
{
	ik_secret *own = made_secret(MADE_PASSWORD);
	const struct ik_export_wish wish = {.store = store,
					    .file = path,
					    .format = IK_EXPORT_PKCS12,
					    .password = own,
					    .now = MADE_AT};
	struct ik_exported exported;

	ck_assert(ik_export(&wish, NULL, &exported, NULL));
	ik_exported_free(&exported);
	ik_secret_free(own);
}

static void kill_export(const char *path)
{
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		deadly = true;
		export_key(path);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

START_TEST(half_a_file_with_a_key_goes_with_the_next_change_wherever_it_lies)
{
	char *far = ik_format("%s/far", directory), *path = ik_format("%s/far/key.p12", directory);

	made_create(directory, NULL);
	ck_assert_int_eq(mkdir(far, 0700), 0);
	kill_export(path);
	ck_assert_int_eq(rmdir(far), -1);
	create_again();
	ck_assert_int_eq(rmdir(far), 0);
	ck_assert(!is_interrupted());
	free(path);
	free(far);
}
END_TEST

START_TEST(a_key_that_went_out_leaves_no_note)
{
	char *path = ik_format("%s/key.p12", directory);

	made_create(directory, NULL);
	export_key(path);
	ck_assert(made_exists(directory, "key.p12"));
	ck_assert(!is_interrupted());
	free(path);
}
END_TEST

Suite *suite_undo(void)
{
	Suite *suite = suite_create("undo");
	TCase *tests = tcase_create("undo");

	tcase_set_timeout(tests, 600);
	tcase_add_checked_fixture(tests, create_begin, create_end);
	tcase_add_test(tests, the_note_stays_where_a_generation_cannot_be_taken_back);
	tcase_add_test(tests, the_note_stays_where_a_backup_cannot_be_taken_back);
	tcase_add_test(tests, the_note_stays_where_a_request_cannot_be_taken_back);
	tcase_add_test(tests, half_a_file_with_a_key_goes_with_the_next_change_wherever_it_lies);
	tcase_add_test(tests, a_key_that_went_out_leaves_no_note);
	suite_add_tcase(suite, tests);
	return suite;
}
