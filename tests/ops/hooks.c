/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks.c: commands after a switch run in order, with what they need to know and nothing more, and
 * all is told. */
#include "config.h"

#include "ops/change/hooks.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "made.h"
#include "store/store.h"
#include "suites.h"

static void put(const char *name, mode_t mode, const char *script)
{
	char *folder = fake_file("hooks.d");
	char *file = ik_format("hooks.d/%s", name);
	char *path = fake_file(file);
	char *text = ik_format("#!/bin/sh\n%s\n", script);

	mkdir(folder, 0755);
	fake_write(file, text);
	ck_assert_int_eq(chmod(path, mode), 0);
	free(text);
	free(path);
	free(file);
	free(folder);
}

static struct ik_hooks look(void)
{
	struct ik_hooks hooks;

	ik_hooks_look(fake_path, &hooks);
	return hooks;
}

static struct ik_outcome run(unsigned seconds)
{
	struct ik_hooks hooks = look();
	struct ik_outcome outcome = {0};
	const struct ik_hooks_event event = {
		.event = "create",
		.store = fake_path,
		.generation = 1,
		.serial = "0123ab",
		.when = FAKE_NOW,
		.seconds = seconds,
	};

	ik_hooks_steps(&hooks, NULL);
	ik_hooks_run(&hooks, &event, NULL, &outcome);
	ik_hooks_free(&hooks);
	return outcome;
}

START_TEST(without_a_directory_nothing_runs)
{
	struct ik_hooks hooks = look();

	ck_assert_uint_eq(hooks.n, 0);
}
END_TEST

START_TEST(only_executables_with_plain_names_count)
{
	fake_add(&(struct fake_generation){0});
	put("b", 0755, "");
	put("README", 0644, "");
	put("a.dpkg-old", 0755, "");
	put("c~", 0755, "");
	put("10-A_b", 0755, "");
	struct ik_hooks hooks = look();

	ck_assert_uint_eq(hooks.n, 2);
	ck_assert_str_eq(hooks.items[0].name, "10-A_b");
	ck_assert_str_eq(hooks.items[1].name, "b");
	ik_hooks_free(&hooks);
}
END_TEST

START_TEST(what_does_not_count_is_remembered_with_its_reason)
{
	static const struct {
		const char *name;
		enum ik_error_id why;
	} expected[] = {
		{".b.swp", IK_E_HOOK_NAME},
		{"README", IK_E_HOOK_MODE},
		{"b~", IK_E_HOOK_NAME},
		{"reload.sh", IK_E_HOOK_NAME},
	};

	fake_add(&(struct fake_generation){0});
	put("b", 0755, "");
	put("README", 0644, "");
	put("reload.sh", 0755, "");
	put("b~", 0644, "");
	put(".b.swp", 0644, "");
	struct ik_hooks hooks = look();

	ck_assert_uint_eq(hooks.n, 1);
	ck_assert_uint_eq(hooks.ignored.n, IK_COUNT(expected));
	for (size_t i = 0; i < IK_COUNT(expected); i++) {
		ck_assert_str_eq(hooks.ignored.items[i].name, expected[i].name);
		ck_assert_int_eq(hooks.ignored.items[i].refused.id, expected[i].why);
	}
	ik_hooks_free(&hooks);
}
END_TEST

START_TEST(a_command_after_a_switch_reads_and_changes_nothing)
{
	struct ik_outcome outcome;
	struct ik_error err = {0};
	ik_store *store;

	fake_add(&(struct fake_generation){0});
	setenv("INKAN_EVENT", "", 1);
	store = ik_store_open_change(fake_path, "", NULL, &err);
	ck_assert_ptr_null(store);
	ck_assert_int_eq(err.id, IK_E_HOOK_INSIDE);
	ik_error_clear(&err);
	ck_assert(!ik_store_may_change(fake_path, &err));
	ck_assert_int_eq(err.id, IK_E_HOOK_INSIDE);
	ik_error_clear(&err);
	ck_assert(!ik_hooks_again(fake_path, FAKE_NOW, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_HOOK_INSIDE);
	store = ik_store_open(fake_path, NULL);
	ck_assert_ptr_nonnull(store);
	ik_store_close(store);
	unsetenv("INKAN_EVENT");
}
END_TEST

START_TEST(what_others_can_change_is_not_run_and_that_is_a_failure)
{
	fake_add(&(struct fake_generation){0});
	put("a", 0777, "exit 0");
	struct ik_outcome outcome = run(0);

	ck_assert_uint_eq(outcome.n_hooks, 1);
	ck_assert_int_eq(outcome.hooks[0].failure.id, IK_E_HOOK_OPEN);
	ck_assert_int_eq(outcome.late.id, IK_E_HOOK_OPEN);
	ck_assert_int_eq(ik_error_status(outcome.late.id), 3);
	ik_outcome_free(&outcome);

	put("a", 0755, "exit 0");
	char *folder = fake_file("hooks.d");

	ck_assert_int_eq(chmod(folder, 01777), 0); /* a sticky directory protects nothing here */
	outcome = run(0);
	ck_assert_int_eq(outcome.late.id, IK_E_HOOK_OPEN);
	ik_outcome_free(&outcome);
	free(folder);
}
END_TEST

static void expect_refusal(enum ik_error_id id)
{
	struct ik_outcome outcome = run(0);

	ck_assert_uint_eq(outcome.n_hooks, 1);
	ck_assert_int_eq(outcome.hooks[0].failure.id, id);
	ck_assert_int_eq(outcome.late.id, id);
	ik_outcome_free(&outcome);
}

static void expect_to_run(void)
{
	expect_refusal(IK_E_NONE);
}

/* A link called NAME to TARGET, both below the store. */
static void put_link(const char *name, const char *target)
{
	char *link = fake_file(name), *to = fake_file(target);

	unlink(link);
	ck_assert_int_eq(symlink(to, link), 0);
	free(to);
	free(link);
}

static void set_mode(const char *name, mode_t mode)
{
	char *path = fake_file(name);

	ck_assert_int_eq(chmod(path, mode), 0);
	free(path);
}

static void put_folder(const char *name)
{
	char *path = fake_file(name);

	ck_assert_int_eq(mkdir(path, 0755), 0);
	free(path);
}

/* Who can change a link on the way can have any program run that root owns. */
START_TEST(every_link_on_the_way_is_judged_where_it_stands)
{
	fake_add(&(struct fake_generation){0});
	put("a", 0755, "");
	put_folder("sound");
	put_folder("way");
	put_link("sound/a", "hooks.d/a");
	put_link("way/a", "sound/a");
	put_folder("again");
	put_link("again/a", "way/a");
	char *hooks = fake_file("hooks.d"), *aside = fake_file("aside");

	ck_assert_int_eq(rename(hooks, aside), 0);
	put_link("hooks.d", "again");
	put_link("sound/a", "aside/a");
	expect_to_run();
	set_mode("way", 0777);
	expect_refusal(IK_E_HOOK_OPEN);
	set_mode("way", 01777);
	expect_refusal(IK_E_HOOK_OPEN);
	set_mode("way", 0755);
	set_mode("again", 0775);
	expect_refusal(IK_E_HOOK_OPEN);
	set_mode("again", 0755);
	set_mode("aside", 0757);
	expect_refusal(IK_E_HOOK_OPEN);
	set_mode("aside", 0755);
	expect_to_run();
	free(aside);
	free(hooks);
}
END_TEST

START_TEST(every_directory_above_is_judged)
{
	fake_add(&(struct fake_generation){0});
	put("a", 0755, "");
	expect_to_run();
	ck_assert_int_eq(chmod(fake_folder, 0777), 0);
	expect_refusal(IK_E_HOOK_OPEN);
	ck_assert_int_eq(chmod(fake_folder, 0700), 0);
	expect_to_run();
}
END_TEST

START_TEST(what_another_user_owns_is_not_run)
{
	static const char *const names[] = {"hooks.d/a", "hooks.d", "way/a", "way"};

	if (geteuid() != 0)
		return; /* only root can give a file away */
	fake_add(&(struct fake_generation){0});
	put("a", 0755, "");
	put_folder("way");
	put_link("way/a", "hooks.d/a");
	put_folder("real");
	char *from = fake_file("hooks.d/a"), *to = fake_file("real/a");

	ck_assert_int_eq(rename(from, to), 0);
	put_link("way/a", "real/a");
	put_link("hooks.d/a", "way/a");
	expect_to_run();
	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *path = fake_file(names[i]);

		ck_assert_int_eq(lchown(path, 12345, -1), 0);
		expect_refusal(IK_E_HOOK_OWNER);
		ck_assert_int_eq(lchown(path, 0, -1), 0);
		free(path);
	}
	ck_assert_int_eq(chown(to, 12345, -1), 0);
	expect_refusal(IK_E_HOOK_OWNER);
	free(from);
	free(to);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_is_a_failure)
{
	fake_add(&(struct fake_generation){0});
	put_folder("hooks.d");
	put_link("hooks.d/reload", "gone");
	expect_refusal(IK_E_HOOK_START);
	put_link("hooks.d/reload", "hooks.d/reload");
	expect_refusal(IK_E_HOOK_START);
}
END_TEST

START_TEST(a_failure_does_not_keep_the_next_from_running)
{
	fake_add(&(struct fake_generation){0});
	put("1", 0755, "echo first; echo; printf 'bad \\033[1m\\n'; exit 4");
	put("2", 0755, "echo \"$INKAN_EVENT $INKAN_SERIAL\"");
	struct ik_outcome outcome = run(0);

	ck_assert_uint_eq(outcome.n_hooks, 2);
	ck_assert_int_eq(outcome.hooks[0].failure.id, IK_E_HOOK_FAILED);
	ck_assert_str_eq(outcome.hooks[0].failure.arg[1], "4");
	ck_assert_str_eq(outcome.hooks[0].failure.detail, "bad \\x1b[1m");
	ck_assert_uint_eq(outcome.hooks[0].said.n, 2);
	ck_assert_str_eq(outcome.hooks[0].said.items[0], "first");
	ck_assert_int_eq(outcome.hooks[1].failure.id, IK_E_NONE);
	ck_assert_str_eq(outcome.hooks[1].said.items[0], "create 0123ab");
	ck_assert_int_eq(outcome.late.id, IK_E_HOOK_FAILED);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(one_that_takes_too_long_is_stopped)
{
	fake_add(&(struct fake_generation){0});
	put("slow", 0755, "sleep 50");
	struct ik_outcome outcome = run(1);

	ck_assert_int_eq(outcome.hooks[0].failure.id, IK_E_HOOK_SLOW);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(each_result_is_in_the_log)
{
	size_t size;

	fake_add(&(struct fake_generation){0});
	put("good", 0755, "");
	put("bad", 0755, "exit 1");
	struct ik_outcome outcome = run(0);
	char *text = made_read(fake_path, "audit.log", &size);

	ck_assert_ptr_nonnull(strstr(text, "\"result\":\"failed INK-6101\",\"hook\":\"bad\""));
	ck_assert_ptr_nonnull(strstr(text, "\"result\":\"done\",\"hook\":\"good\""));
	free(text);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(the_lock_is_free_while_they_run)
{
	fake_add(&(struct fake_generation){0});
	put("lock", 0755, "flock -n \"$INKAN_STORE/lock\" true");
	struct ik_outcome outcome = run(0);

	ck_assert_int_eq(outcome.hooks[0].failure.id, IK_E_NONE);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(they_can_be_run_again)
{
	struct ik_outcome outcome;
	struct ik_error err = {0};

	ck_assert(!ik_hooks_again(fake_path, FAKE_NOW, NULL, &outcome, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_NONE);
	fake_add(&(struct fake_generation){0});
	put("a", 0755,
	    "[ \"$INKAN_EVENT\" = again ] && grep -q CERTIFICATE \"$INKAN_CERTIFICATE\" && [ "
	    "${#INKAN_SERIAL} -gt 20 ]");
	ck_assert(ik_hooks_again(fake_path, FAKE_NOW, NULL, &outcome, NULL));
	ck_assert_int_eq(outcome.hooks[outcome.n_hooks - 1].failure.id, IK_E_NONE);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(very_many_share_a_step)
{
	struct ik_watch watch = {0};

	fake_add(&(struct fake_generation){0});
	for (int i = 0; i < 20; i++) {
		char *name = ik_format("hook-%02d", i);

		put(name, 0755, "");
		free(name);
	}
	struct ik_hooks hooks = look();

	ik_watch_add(&watch, "Switch", NULL);
	ik_hooks_steps(&hooks, &watch);
	ck_assert_uint_eq(watch.progress.n, 2);
	ik_hooks_free(&hooks);
}
END_TEST

Suite *suite_hooks(void)
{
	Suite *suite = suite_create("hooks");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, without_a_directory_nothing_runs);
	tcase_add_test(all, only_executables_with_plain_names_count);
	tcase_add_test(all, what_does_not_count_is_remembered_with_its_reason);
	tcase_add_test(all, a_command_after_a_switch_reads_and_changes_nothing);
	tcase_add_test(all, what_others_can_change_is_not_run_and_that_is_a_failure);
	tcase_add_test(all, every_link_on_the_way_is_judged_where_it_stands);
	tcase_add_test(all, every_directory_above_is_judged);
	tcase_add_test(all, what_another_user_owns_is_not_run);
	tcase_add_test(all, a_link_that_leads_nowhere_is_a_failure);
	tcase_add_test(all, a_failure_does_not_keep_the_next_from_running);
	tcase_add_test(all, one_that_takes_too_long_is_stopped);
	tcase_add_test(all, each_result_is_in_the_log);
	tcase_add_test(all, the_lock_is_free_while_they_run);
	tcase_add_test(all, they_can_be_run_again);
	tcase_add_test(all, very_many_share_a_step);
	suite_add_tcase(suite, all);
	return suite;
}
