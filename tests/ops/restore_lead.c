/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_lead.c: with its generations, what agents follow comes back; and they are led to what a
 * restore puts in use. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "ops/records/generation.h"
#include "ops/records/recovery.h"
#include "ops/records/steps.h"
#include "restore_world.h"
#include "store/steps.h"
#include "suites.h"

static struct ik_kept_steps kept(const char *path)
{
	struct ik_error err = {0};
	ik_store *store = ik_store_open(path, &err);
	struct ik_kept_steps steps;

	ck_assert_ptr_nonnull(store);
	ck_assert_msg(ik_kept_steps_load(store, &steps, &err), "%s", ik_error_msgid(err.id));
	ik_store_close(store);
	return steps;
}

static void name_of(unsigned number, struct ik_sha256 *sha256)
{
	ik_store *store = ik_store_open(restored, NULL);
	struct ik_generation generation;

	ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL);
	ck_assert(ik_sha256_read(generation.facts.sha256, sha256));
	ik_generation_free(&generation);
	ik_store_close(store);
}

/* Along the steps that count, an agent that knows generation FROM comes to generation TO. */
static bool leads(unsigned from, unsigned to)
{
	struct ik_kept_steps steps = kept(restored);
	struct ik_steps all = ik_opened_as_steps(&steps.opened);
	struct ik_pin pin = {0};
	struct ik_sha256 end;

	for (size_t i = 0; i < steps.names.n; i++)
		ck_assert_msg(steps.counts[i], "%s", steps.names.items[i]);
	name_of(from, &pin.certificate);
	name_of(to, &end);
	ik_walk_steps(&pin, &all, NULL);
	ik_kept_steps_free(&steps);
	return ik_sha256_equal(&pin.certificate, &end);
}

/* The name of the one step of the origin; caller frees. */
static char *the_step(void)
{
	char *path = ik_format("%s/store", origin);
	struct ik_kept_steps steps = kept(path);
	char *name = ik_strdup(steps.names.items[0]);

	ck_assert_uint_eq(steps.names.n, 1);
	ik_kept_steps_free(&steps);
	free(path);
	return name;
}

static size_t count_steps(void)
{
	struct ik_kept_steps steps = kept(restored);
	size_t n = steps.names.n;

	ik_kept_steps_free(&steps);
	return n;
}

static void restore(const char *use, struct ik_outcome *outcome)
{
	restore_do(good, use, false, outcome);
}

static void restore_and_forget(const char *use)
{
	struct ik_outcome outcome;

	restore(use, &outcome);
	ik_outcome_free(&outcome);
}

START_TEST(an_empty_store_gets_the_steps_and_the_format_that_keeps_them)
{
	struct ik_outcome outcome;
	char *step = the_step(), *name = ik_format("steps/%s", step), *format;
	char *from = ik_format("%s/store", origin);

	restore(NULL, &outcome);
	ck_assert_uint_eq(outcome.steps_restored, 1);
	ck_assert_int_eq(outcome.lead, IK_LEAD_NOBODY);
	restore_same(from, name, restored, name);
	format = made_read(restored, "format", NULL);
	ck_assert_int_eq(strncmp(format, "inkan-store 2\n", 14), 0);
	ck_assert(leads(1, 2));
	free(format);
	free(from);
	free(name);
	free(step);
	ik_outcome_free(&outcome);
}
END_TEST

/* The file is gone, or is no step any more. */
START_TEST(a_step_that_is_lost_comes_back_and_nothing_else_changes)
{
	struct ik_outcome outcome;
	char *step = the_step(), *path = ik_format("%s/steps/%s", restored, step);
	char *before, *after;

	restore_and_forget(NULL);
	before = made_tree(restored);
	if (_i == 0)
		ck_assert_int_eq(unlink(path), 0);
	else
		made_write("", path, "no step", 7);
	restore(NULL, &outcome);
	after = made_tree(restored);
	ck_assert_uint_eq(outcome.steps_restored, 1);
	ck_assert(!outcome.switched && outcome.restored == 0);
	ck_assert_str_eq(before, after);
	ck_assert(leads(1, 2));
	/* And with all there, nothing is to be done. */
	ik_outcome_free(&outcome);
	restore(NULL, &outcome);
	ck_assert_uint_eq(outcome.steps_restored, 0);
	ik_outcome_free(&outcome);
	free(before);
	free(after);
	free(path);
	free(step);
}
END_TEST

START_TEST(agents_are_led_to_what_is_put_in_use_and_its_own_steps_count_as_well)
{
	struct ik_outcome outcome;
	struct ik_kept_steps steps;
	char *info;

	made_create(target, NULL);
	restore("2", &outcome);
	ck_assert_int_eq(outcome.lead, IK_LEAD_LEADS);
	ck_assert_uint_eq(outcome.generation, 2);
	ck_assert_uint_eq(outcome.steps_restored, 1);
	steps = kept(restored);
	ck_assert_uint_eq(steps.names.n, 2);
	for (size_t i = 0; i < 2; i++)
		ck_assert(steps.counts[i]);
	ck_assert_int_eq(steps.opened.items[0].reason, IK_STEP_RESTORED);
	ik_kept_steps_free(&steps);
	ck_assert(leads(1, 2));
	ck_assert(leads(3, 2)); /* that of the backup's first */
	info = made_read(restored, "generations/2/info", NULL);
	ck_assert_ptr_nonnull(strstr(info, "\nbackup-steps = "));
	free(info);
	ik_outcome_free(&outcome);
}
END_TEST

/* Agents that slept follow from then on, and not from the next day on. */
START_TEST(steps_that_come_back_are_published_though_nothing_is_switched)
{
	struct ik_outcome outcome;
	char *step = the_step(), *name = ik_format("steps/%s", step), *text, *agents;
	char *path = ik_format("%s/%s", restored, name);
	char *published = ik_format("%s/publish/agent.pem", restored);

	restore_and_forget(NULL);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(unlink(published), 0);
	restore(NULL, &outcome);
	ck_assert(!outcome.switched);
	text = made_read(restored, name, NULL);
	agents = made_read(restored, "publish/agent.pem", NULL);
	ck_assert_ptr_nonnull(strstr(agents, text));
	free(agents);
	free(text);
	free(published);
	free(path);
	free(name);
	free(step);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(a_restore_that_was_cut_before_its_switch_leads_nobody_until_it_is_finished)
{
	char *current = ik_format("%s/current", restored);
	char *published = ik_format("%s/publish/agent.pem", restored);
	struct ik_kept_steps steps;
	struct ik_outcome outcome;
	uint64_t first;

	made_create(target, NULL);
	restore("2", &outcome);
	first = outcome.step;
	ik_outcome_free(&outcome);
	ck_assert_int_eq(unlink(current), 0);
	ck_assert_int_eq(symlink("generations/1", current), 0);
	ck_assert_int_eq(unlink(published), 0); /* only after the switch */
	steps = kept(restored);
	ck_assert_uint_eq(steps.opened.items[0].sequence, first);
	ck_assert(!steps.counts[0] && steps.counts[1]);
	ik_kept_steps_free(&steps);

	restore("2", &outcome);
	ck_assert_uint_eq(outcome.generation, 2);
	ck_assert_uint_gt(outcome.step, first);
	ck_assert_uint_eq(count_steps(), 2);
	ck_assert(leads(1, 2) && leads(3, 2));
	ik_outcome_free(&outcome);
	free(published);
	free(current);
}
END_TEST

/* A backup of the origin, with a recovery certificate in it; caller frees. */
static char *with_recovery(const char *hex)
{
	char *path = ik_format("%s/store", origin), *file = ik_format("%s/more.zip", origin);
	ik_store *store = ik_store_open_change(path, "", NULL, NULL);
	struct ik_sha256 sha256;

	ck_assert(ik_sha256_read(hex, &sha256));
	ck_assert(ik_recovery_write(store, &sha256, NULL));
	ik_store_close(store);
	unlink(file);
	made_create(origin, "more.zip");
	free(path);
	return file;
}

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"

START_TEST(the_recovery_certificate_comes_back_only_where_there_is_none)
{
	char *file = with_recovery(ONES), *text;
	struct ik_outcome outcome;

	restore_do(file, NULL, false, &outcome);
	ik_outcome_free(&outcome);
	text = made_read(restored, "recovery", NULL);
	ck_assert_str_eq(text, ONES "\n");
	ck_assert_int_eq(made_mode(restored, "recovery"), 0644);
	free(text);
	made_write(restored, "recovery", TWOS "\n", 65);
	restore_do(file, "1", false, &outcome);
	ik_outcome_free(&outcome);
	text = made_read(restored, "recovery", NULL);
	ck_assert_str_eq(text, TWOS "\n");
	free(text);
	free(file);
}
END_TEST

START_TEST(a_backup_of_version_1_is_restored_as_ever)
{
	struct ik_outcome outcome;
	char *format, *file, *other = made_directory();

	made_create(other, "first.zip");
	file = ik_format("%s/first.zip", other);
	restore_do(file, NULL, false, &outcome);
	format = made_read(restored, "format", NULL);
	ck_assert_int_eq(strncmp(format, "inkan-store 1\n", 14), 0);
	ck_assert(!made_exists(restored, "steps"));
	ck_assert_uint_eq(outcome.steps_restored, 0);
	ik_outcome_free(&outcome);
	free(format);
	free(file);
	made_remove(other);
}
END_TEST

Suite *suite_restore_lead(void)
{
	Suite *suite = suite_create("restore_lead");
	TCase *tests = tcase_create("restore_lead");

	tcase_set_timeout(tests, 600);
	tcase_add_unchecked_fixture(tests, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(tests, restore_world_begin, restore_world_done);
	tcase_add_test(tests, an_empty_store_gets_the_steps_and_the_format_that_keeps_them);
	tcase_add_loop_test(tests, a_step_that_is_lost_comes_back_and_nothing_else_changes, 0, 2);
	tcase_add_test(tests, steps_that_come_back_are_published_though_nothing_is_switched);
	tcase_add_test(tests, agents_are_led_to_what_is_put_in_use_and_its_own_steps_count_as_well);
	tcase_add_test(tests,
		       a_restore_that_was_cut_before_its_switch_leads_nobody_until_it_is_finished);
	tcase_add_test(tests, a_backup_of_version_1_is_restored_as_ever);
	tcase_add_test(tests, the_recovery_certificate_comes_back_only_where_there_is_none);
	suite_add_tcase(suite, tests);
	return suite;
}
