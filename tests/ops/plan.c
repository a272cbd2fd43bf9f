/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.c: what was planned, and so accepted, is what is done, though the disk says otherwise by
 * then. */
#include "config.h"

#include "ops/change/plan.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "made.h"
#include "ops/change/rollback.h"
#include "restore_world.h"
#include "suites.h"

/* --- commands --------------------------------------------------------------------------------- */

/* A command in the store of WHERE that ends well. */
static void put_hook(const char *where, const char *name)
{
	char *folder = ik_format("%s/store/hooks.d", where);
	char *path = ik_format("%s/%s", folder, name);
	char *relative = ik_format("store/hooks.d/%s", name);

	mkdir(folder, 0755);
	made_write(where, relative, "#!/bin/sh\n", strlen("#!/bin/sh\n"));
	ck_assert_int_eq(chmod(path, 0755), 0);
	free(relative);
	free(path);
	free(folder);
}

/* What came of the command NAME; NULL: it was not run. */
static const struct ik_hook_result *result_of(const struct ik_outcome *outcome, const char *name)
{
	for (size_t i = 0; i < outcome->n_hooks; i++)
		if (!strcmp(outcome->hooks[i].name, name))
			return &outcome->hooks[i];
	return NULL;
}

static void check_that_only_what_was_planned_ran(struct ik_outcome *outcome)
{
	const struct ik_hook_result *planned = result_of(outcome, "planned-by-test");

	ck_assert(outcome->switched);
	ck_assert_ptr_nonnull(planned);
	ck_assert_int_eq(planned->failure.id, IK_E_NONE);
	ck_assert_ptr_null(result_of(outcome, "later-by-test"));
	ik_outcome_free(outcome);
}

START_TEST(a_command_that_came_after_a_create_was_planned_is_not_run)
{
	const struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_outcome outcome;

	made_create(directory, NULL);
	put_hook(directory, "planned-by-test");
	struct ik_create_plan *plan = plan_for(&wish);

	put_hook(directory, "later-by-test");
	perform(plan, &outcome);
	ik_create_plan_free(plan);
	check_that_only_what_was_planned_ran(&outcome);
}
END_TEST

START_TEST(a_command_that_came_after_a_rollback_was_planned_is_not_run)
{
	const struct ik_rollback_wish wish = {0};
	struct ik_rollback_plan *plan;
	struct ik_outcome outcome;

	made_create(directory, NULL);
	made_create(directory, NULL);
	put_hook(directory, "planned-by-test");
	ck_assert(ik_rollback_plan(&wish, store, MADE_AT, &plan, NULL));
	put_hook(directory, "later-by-test");
	ck_assert(ik_rollback_perform(plan, NULL, &outcome, NULL));
	ik_rollback_plan_free(plan);
	check_that_only_what_was_planned_ran(&outcome);
}
END_TEST

START_TEST(a_command_that_came_after_a_restore_was_planned_is_not_run)
{
	struct ik_outcome outcome;

	made_create(target, NULL);
	put_hook(target, "planned-by-test");
	struct restoring restoring = restore_prepare(good, "2", false);

	put_hook(target, "later-by-test");
	ck_assert(ik_restore_perform(restoring.source, restoring.plan, NULL, &outcome, NULL));
	restore_release(&restoring);
	check_that_only_what_was_planned_ran(&outcome);
}
END_TEST

/* Both ways in which somebody else may have had a hand in it. */
static void change_hook(const char *path, bool remove)
{
	ck_assert_int_eq(remove ? unlink(path) : chmod(path, 0777), 0);
}

START_TEST(a_command_that_was_changed_after_planning_is_refused_and_that_is_told)
{
	const enum ik_error_id expected[] = {IK_E_HOOK_OPEN, IK_E_HOOK_START};
	const struct ik_create_wish wish = made_wish(NULL, NULL);
	const struct ik_hook_result *result;
	struct ik_outcome outcome = {0};
	char *path = ik_format("%s/store/hooks.d/planned-by-test", directory);

	made_create(directory, NULL);
	put_hook(directory, "planned-by-test");
	struct ik_create_plan *plan = plan_for(&wish);

	change_hook(path, _i == 1);
	ck_assert(ik_create_perform(plan, NULL, &outcome, NULL));
	result = result_of(&outcome, "planned-by-test");
	ck_assert(outcome.switched);
	ck_assert_ptr_nonnull(result);
	ck_assert_int_eq(result->failure.id, expected[_i]);
	ck_assert_int_eq(outcome.late.id, expected[_i]);
	ik_create_plan_free(plan);
	ik_outcome_free(&outcome);
	free(path);
}
END_TEST

/* --- keys that a backup leaves out ------------------------------------------------------------ */

START_TEST(the_plan_says_whose_keys_its_backup_leaves_out)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;

	wish.not_exportable = true;
	plan = plan_for(&wish);
	perform(plan, &outcome);
	ik_create_plan_free(plan);
	ik_outcome_free(&outcome);

	wish = made_wish(file, password);
	plan = plan_for(&wish);
	ck_assert_uint_eq(plan->head.kept_back.n, 1);
	ck_assert_str_eq(plan->head.kept_back.items[0], "1");
	ik_create_plan_free(plan);

	wish = made_wish(NULL, NULL); /* without a backup nothing is left out of one */
	plan = plan_for(&wish);
	ck_assert_uint_eq(plan->head.kept_back.n, 0);
	ik_create_plan_free(plan);
}
END_TEST

Suite *suite_plan(void)
{
	Suite *suite = suite_create("plan");
	TCase *changes = tcase_create("changes");
	TCase *restores = tcase_create("restores");

	tcase_set_timeout(changes, 120);
	tcase_add_checked_fixture(changes, create_begin, create_end);
	tcase_add_test(changes, a_command_that_came_after_a_create_was_planned_is_not_run);
	tcase_add_test(changes, a_command_that_came_after_a_rollback_was_planned_is_not_run);
	tcase_add_loop_test(changes,
			    a_command_that_was_changed_after_planning_is_refused_and_that_is_told,
			    0, 2);
	tcase_add_test(changes, the_plan_says_whose_keys_its_backup_leaves_out);
	suite_add_tcase(suite, changes);

	tcase_set_timeout(restores, 120);
	tcase_add_unchecked_fixture(restores, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(restores, restore_world_begin, restore_world_done);
	tcase_add_test(restores, a_command_that_came_after_a_restore_was_planned_is_not_run);
	suite_add_tcase(suite, restores);
	return suite;
}
