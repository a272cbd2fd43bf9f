/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_back.c: what the disk does not hold as it was written is never put in use, nor called
 * replaced. */
#include "config.h"

#include <check.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "fake_store.h"
#include "made.h"
#include "ops/change/request.h"
#include "ops/change/rollback.h"
#include "ops/records/generation.h"
#include "restore_world.h"
#include "suites.h"

static const char *const names[] = {"certificate.pem", "key.pem", "combined.pem", "info"};

/* A disk that loses the last byte of FILE: as soon as it is there, or only after the switch. */
struct bad_disk {
	char *file;
	bool late;
	bool done;
};

static bool lose_a_byte(void *self, const struct ik_progress *progress, int fd)
{
	struct bad_disk *disk = self;
	struct pollfd one = {.fd = fd, .events = POLLIN};
	const bool now = !disk->late || !progress->can_cancel;

	if (now && !disk->done && access(disk->file, F_OK) == 0) {
		size_t size;
		char *bytes = made_read("", disk->file, &size);

		ck_assert_int_eq(truncate(disk->file, (off_t)size - 1), 0);
		free(bytes);
		disk->done = true;
	}
	return fd < 0 || poll(&one, 1, -1) >= 0;
}

static struct bad_disk bad_disk(const char *path, unsigned number, const char *name)
{
	return (struct bad_disk){.file = ik_format("%s/generations/%u/%s", path, number, name)};
}

/* --- before the switch ------------------------------------------------------------------------ */

/* Each file, without a backup and with one. */
START_TEST(a_new_generation_that_reads_back_wrong_is_taken_away)
{
	bool backup = _i >= (int)IK_COUNT(names);
	struct ik_create_wish wish = made_wish(backup ? file : NULL, backup ? password : NULL);
	struct bad_disk disk = bad_disk(store, 2, names[_i % (int)IK_COUNT(names)]);
	struct ik_watch watch = {.wait = lose_a_byte, .self = &disk};
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	fails_without_trace(plan, &watch, IK_E_STORE_UNPROVEN);
	ck_assert(disk.done);
	ck_assert(!made_exists(directory, "backup.zip"));
	ik_create_plan_free(plan);
	free(disk.file);
}
END_TEST

START_TEST(a_rollback_that_reads_back_wrong_is_taken_away)
{
	struct bad_disk disk = bad_disk(store, 3, names[_i]);
	struct ik_watch watch = {.wait = lose_a_byte, .self = &disk};
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	char *before, *after;

	made_create(directory, NULL);
	made_create(directory, NULL);
	ck_assert(ik_rollback_plan(&(struct ik_rollback_wish){.generation = "1"}, store, MADE_AT,
				   &plan, NULL));
	before = made_tree(directory);
	ck_assert(!ik_rollback_perform(plan, &watch, &outcome, &err));
	after = made_tree(directory);
	ck_assert_int_eq(err.id, IK_E_STORE_UNPROVEN);
	ck_assert(strstr(err.arg[0], names[_i]) != NULL);
	ck_assert_str_eq(before, after);
	ck_assert(disk.done && !outcome.switched);
	ik_rollback_plan_free(plan);
	ik_outcome_free(&outcome);
	free(before);
	free(after);
	free(disk.file);
}
END_TEST

static bool same_format(void)
{
	char *here = made_read(restored, "format", NULL),
	     *there = made_read(origin, "store/format", NULL);
	bool same = strncmp(here, there, strlen("inkan-store 1\nserver-id = ") + 32) == 0;

	free(here);
	free(there);
	return same;
}

START_TEST(a_restored_generation_that_reads_back_wrong_is_taken_away)
{
	struct bad_disk disk = bad_disk(restored, 2, names[_i]);
	struct ik_watch watch = {.wait = lose_a_byte, .self = &disk};
	struct restoring restoring = restore_prepare(good, NULL, false);
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert(!ik_restore_perform(restoring.source, restoring.plan, &watch, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_UNPROVEN);
	ck_assert(disk.done && !outcome.switched);
	ck_assert(!made_exists(restored, "current"));
	ck_assert(!made_exists(restored, "generations/1"));
	ck_assert(!made_exists(restored, "generations/2"));
	ck_assert_msg(!same_format(), "the identity of the other server is left");
	restore_release(&restoring);
	ik_outcome_free(&outcome);
	free(disk.file);
}
END_TEST

/* Bytes that are as they were written prove nothing yet: the key has to be that of the certificate.
 */
START_TEST(a_key_that_does_not_fit_is_not_proven)
{
	struct ik_buffer certificate = {0}, info = {0};
	struct ik_written written = {.certificate = &certificate, .info = &info};
	ik_secret *key = NULL;
	struct ik_error err = {0};
	ik_store *opened;

	fake_add(&(struct fake_generation){0});
	fake_add(&(struct fake_generation){.other_key = true});
	opened = ik_store_open(fake_path, NULL);
	for (unsigned number = 1; number <= 2; number++) {
		ik_folder *folder = ik_folder_open(opened, number);

		ck_assert(ik_folder_read(folder, "certificate.pem", &certificate, NULL));
		ck_assert(ik_folder_read(folder, "info", &info, NULL));
		ck_assert(ik_folder_read_secret(folder, "key.pem", &key, NULL));
		ik_folder_close(folder);
		written.key = key;
		ck_assert_int_eq(ik_generation_prove(opened, number, &written, NULL, NULL, &err),
				 number == 1);
		ik_secret_free(key);
		ik_buffer_free(&certificate);
		ik_buffer_free(&info);
	}
	ck_assert_int_eq(err.id, IK_E_STORE_UNPROVEN);
	ik_store_close(opened);
}
END_TEST

START_TEST(a_key_that_should_not_be_there_is_not_proven)
{
	struct ik_buffer certificate = {0}, info = {0};
	const struct ik_written written = {.certificate = &certificate, .info = &info};
	struct ik_error err = {0};
	ik_store *opened;

	fake_add(&(struct fake_generation){.without_key = true, .unused = true});
	fake_write("generations/1/combined.pem", "x");
	opened = ik_store_open(fake_path, NULL);
	ck_assert(ik_store_read(opened, 1, "certificate.pem", &certificate, NULL));
	ck_assert(ik_store_read(opened, 1, "info", &info, NULL));
	ck_assert(!ik_generation_prove(opened, 1, &written, NULL, NULL, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_UNPROVEN);
	ck_assert(ik_store_delete_key(opened, 1, NULL));
	ck_assert(ik_generation_prove(opened, 1, &written, NULL, NULL, NULL));
	ik_store_close(opened);
	ik_buffer_free(&certificate);
	ik_buffer_free(&info);
}
END_TEST

/* --- after the switch ------------------------------------------------------------------------- */

START_TEST(what_breaks_after_the_switch_is_told_as_unproven)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct bad_disk disk = bad_disk(store, 3, names[_i]);
	struct ik_watch watch = {.wait = lose_a_byte, .self = &disk};
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	unsigned old = 1;

	made_create(directory, NULL);
	made_create(directory, NULL);
	disk.late = true;
	plan = plan_for(&wish);
	ik_old_keys_free(&plan->head.old_keys);
	plan->head.old_keys.numbers = ik_alloc_array(1, sizeof(old));
	plan->head.old_keys.numbers[plan->head.old_keys.n++] = old;
	ck_assert(ik_create_perform(plan, &watch, &outcome, NULL));
	ck_assert(disk.done && outcome.switched && outcome.unproven);
	ck_assert_int_ne(outcome.late.id, IK_E_NONE);
	ck_assert(made_exists(directory, "store/generations/1/key.pem"));
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	free(disk.file);
}
END_TEST

/* --- what it costs ---------------------------------------------------------------------------- */

static unsigned children;

pid_t __real_fork(void);
pid_t __wrap_fork(void);

pid_t __wrap_fork(void)
{
	children++;
	return __real_fork();
}

START_TEST(children_make_lead_prove_open_the_steps_and_sign_one_each)
{
	const struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	children = 0;
	perform(plan, &outcome);
	ck_assert_uint_eq(children, 5);
	ck_assert_str_eq(outcome.now.common_name, plan->identity.common_name);
	ck_assert_str_ne(outcome.now.sha256, outcome.before.sha256);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

Suite *suite_read_back(void)
{
	Suite *suite = suite_create("read back");
	TCase *made = tcase_create("made"), *fake = tcase_create("fake"),
	      *back = tcase_create("restored");

	tcase_set_timeout(made, 600);
	tcase_add_checked_fixture(made, create_begin, create_end);
	tcase_add_loop_test(made, a_new_generation_that_reads_back_wrong_is_taken_away, 0,
			    2 * IK_COUNT(names));
	tcase_add_loop_test(made, a_rollback_that_reads_back_wrong_is_taken_away, 0,
			    IK_COUNT(names));
	tcase_add_loop_test(made, what_breaks_after_the_switch_is_told_as_unproven, 0, 3);
	tcase_add_test(made, children_make_lead_prove_open_the_steps_and_sign_one_each);
	suite_add_tcase(suite, made);
	tcase_add_checked_fixture(fake, fake_begin, fake_end);
	tcase_add_test(fake, a_key_that_does_not_fit_is_not_proven);
	tcase_add_test(fake, a_key_that_should_not_be_there_is_not_proven);
	suite_add_tcase(suite, fake);
	tcase_set_timeout(back, 600);
	tcase_add_unchecked_fixture(back, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(back, restore_world_begin, restore_world_done);
	tcase_add_loop_test(back, a_restored_generation_that_reads_back_wrong_is_taken_away, 0,
			    IK_COUNT(names));
	suite_add_tcase(suite, back);
	return suite;
}
