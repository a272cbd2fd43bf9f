/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.c: which generations were in use is told in one way, by the list and by a backup; and
 * each file is read once. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/list.h"
#include "fake_store.h"
#include "ops/backup/backup_parts.h"
#include "ops/change/prune.h"
#include "ops/records/state.h"
#include "ops/status/check.h"
#include "ops/status/show.h"
#include "ops/status/situation.h"
#include "store/store.h"
#include "suites.h"

/* In place of REPLACES, 0 for none; with LINE added to its record. */
static unsigned add(unsigned replaces, const char *line, bool unused)
{
	char *info = ik_format(
		"origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby = root\nexportable = yes\n"
		"replaces = %u\n%s",
		replaces, line);
	unsigned number = fake_add(&(struct fake_generation){.info = info, .unused = unused});

	free(info);
	return number;
}

static void lose(unsigned number)
{
	char *name = ik_format("generations/%u", number), *folder = fake_file(name);
	char *aside = ik_format("%s/aside-%u", fake_folder, number);

	ck_assert_int_eq(rename(folder, aside), 0);
	free(aside);
	free(folder);
	free(name);
}

static char *listed(void)
{
	struct ik_buffer text = {0};
	struct ik_shown *shown = NULL;
	size_t n = 0;

	ck_assert(ik_list_all(fake_path, FAKE_NOW, &shown, &n, NULL));
	for (size_t i = 0; i < n; i++) {
		ik_buffer_format(&text, "%u %s\n", shown[i].generation,
				 ik_state_id(shown[i].state));
		ik_shown_free(&shown[i]);
	}
	free(shown);
	char *out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}

static char *backed_up(unsigned in_use)
{
	struct ik_buffer text = {0};
	struct ik_backup_material material;
	ik_store *store = ik_store_open(fake_path, NULL);

	ck_assert(ik_backup_gather(store, in_use, FAKE_NOW, &material, NULL));
	for (size_t i = 0; i < material.manifest.n_generations; i++)
		ik_buffer_format(&text, "%u %s\n", material.manifest.generations[i].number,
				 ik_state_id(material.manifest.generations[i].state));
	ik_backup_material_free(&material);
	ik_store_close(store);
	char *out = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return out;
}

static void assert_told(unsigned in_use, const char *expected)
{
	char *list = listed(), *backup = backed_up(in_use);

	ck_assert_str_eq(list, expected);
	ck_assert_str_eq(backup, expected);
	free(backup);
	free(list);
}

START_TEST(a_backup_says_of_each_generation_what_the_list_says)
{
	add(0, "", false);
	add(1, "", false);
	add(2, "", true);
	add(2, "", false);
	assert_told(4, "1 retired\n2 retired\n3 unused\n4 in-use\n");
}
END_TEST

/* What took its place is gone, and what is in use names only that. */
START_TEST(one_whose_follower_is_gone_was_in_use_for_the_list_and_for_a_backup)
{
	add(0, "", false);
	add(1, "", false);
	add(2, "", false);
	lose(2);
	assert_told(3, "1 retired\n3 in-use\n");
}
END_TEST

START_TEST(what_is_not_said_is_taken_to_be_the_same_for_the_list_and_for_a_backup)
{
	static const char untold[] =
		"origin = imported\nmade-at = 2026-11-22T03:00:00Z\nby = root\nexportable = yes\n";

	for (int i = 0; i < 3; i++)
		fake_add(&(struct fake_generation){.info = untold});
	fake_add(&(struct fake_generation){.info = untold, .unused = true});
	fake_add(&(struct fake_generation){.info = untold, .unused = true});
	assert_told(3, "1 retired\n2 retired\n3 in-use\n4 unused\n5 unused\n");
}
END_TEST

/* --- reading ---------------------------------------------------------------------------------- */

enum { GENERATIONS = 3 };

static void look_at_situation(void)
{
	struct ik_situation situation;

	ik_situation_look(fake_path, FAKE_NOW, &situation);
	ck_assert_int_eq(situation.validity, IK_VALIDITY_VALID);
	ck_assert_uint_eq(situation.next_generation, GENERATIONS + 1);
	ik_situation_free(&situation);
}

static void look_at_list(void)
{
	free(listed());
}

static void look_for_backup(void)
{
	free(backed_up(GENERATIONS));
}

static void look_at_one(void)
{
	struct ik_shown shown;

	ck_assert(ik_show(fake_path, 2, FAKE_NOW, &shown, NULL));
	ik_shown_free(&shown);
}

static void look_for_prune(void)
{
	struct ik_prune_plan *plan;

	ck_assert(ik_prune_plan(fake_path, 1, FAKE_NOW, &plan, NULL));
	ik_prune_plan_free(plan);
}

static void look_at_health(void)
{
	const struct ik_check_wish wish = {
		.store = fake_path, .now = FAKE_NOW, .clock = IK_CLOCK_SYNCHRONISED};
	struct ik_check check;

	ik_check(&wish, &check);
	ik_check_free(&check);
}

/* How often each file of a generation, or only each of this name, was opened since the descriptor's
 * watches were set. */
static unsigned opened(int fd, const char *only, unsigned *most)
{
	char bytes[16384] __attribute__((aligned(8)));
	ssize_t size = read(fd, bytes, sizeof(bytes));
	struct ik_list seen = {0};
	unsigned all = 0;

	*most = 0;
	for (ssize_t at = 0; at < size;) {
		const struct inotify_event *event = (const void *)(bytes + at);
		char *name = ik_format("%d/%s", event->wd, event->len ? event->name : "");
		unsigned same = 1;

		at += (ssize_t)(sizeof(*event) + event->len);
		if (only && !(event->len && strcmp(event->name, only) == 0)) {
			free(name);
			continue;
		}
		for (size_t i = 0; i < seen.n; i++)
			same += strcmp(seen.items[i], name) == 0;
		*most = same > *most ? same : *most;
		ik_list_take(&seen, name);
		all++;
	}
	ik_list_free(&seen);
	return all;
}

static int watched_generations(void)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	for (unsigned i = 1; i <= GENERATIONS; i++) {
		char *name = ik_format("generations/%u", add(i - 1, "", false)),
		     *folder = fake_file(name);

		ck_assert_int_ge(inotify_add_watch(fd, folder, IN_OPEN), 0);
		free(folder);
		free(name);
	}
	return fd;
}

START_TEST(each_file_is_opened_once)
{
	static const struct {
		void (*look)(void);
		unsigned files;
	} looks[] = {
		{look_at_situation,
		 4}, /* certificate, info, key and both together, of the one in use */
		{look_at_list, 2 * GENERATIONS + 2}, /* and what is public of the others */
		{look_for_backup, 4 * GENERATIONS},
		{look_at_one, GENERATIONS + 3}, /* the records of all, and the rest of one */
	};
	int fd = watched_generations();
	unsigned most;

	looks[_i].look();
	ck_assert_uint_eq(opened(fd, NULL, &most), looks[_i].files);
	ck_assert_uint_eq(most, 1);
	close(fd);
}
END_TEST

/* Each costs a child. */
START_TEST(each_key_is_tried_once)
{
	static const struct {
		void (*look)(void);
		unsigned keys;
	} looks[] = {
		{look_at_health, GENERATIONS},
		{look_for_prune, 1}, /* that of the one before is enough */
	};
	int fd = watched_generations();
	unsigned most;

	looks[_i].look();
	ck_assert_uint_eq(opened(fd, "key.pem", &most), looks[_i].keys);
	ck_assert_uint_eq(most, 1);
	close(fd);
}
END_TEST

Suite *suite_history(void)
{
	Suite *suite = suite_create("history");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, a_backup_says_of_each_generation_what_the_list_says);
	tcase_add_test(all, one_whose_follower_is_gone_was_in_use_for_the_list_and_for_a_backup);
	tcase_add_test(all, what_is_not_said_is_taken_to_be_the_same_for_the_list_and_for_a_backup);
	tcase_add_loop_test(all, each_file_is_opened_once, 0, 4);
	tcase_add_loop_test(all, each_key_is_tried_once, 0, 2);
	suite_add_tcase(suite, all);
	return suite;
}
