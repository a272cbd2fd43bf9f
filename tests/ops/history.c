/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.c: which generations were in use is told in one way, by the list and by a backup; and each file is read once. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "ops/backup/backup_parts.h"
#include "ops/records/state.h"
#include "ops/status/show.h"
#include "store/store.h"
#include "suites.h"

/* In place of REPLACES, 0 for none; with LINE added to its record. */
static unsigned add(unsigned replaces, const char *line, bool unused)
{
	char *info = ik_format("origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby = root\nexportable = yes\n"
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
		ik_buffer_format(&text, "%u %s\n", shown[i].generation, ik_state_id(shown[i].state));
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
	static const char untold[] = "origin = imported\nmade-at = 2026-11-22T03:00:00Z\nby = root\nexportable = yes\n";

	for (int i = 0; i < 3; i++)
		fake_add(&(struct fake_generation){.info = untold});
	fake_add(&(struct fake_generation){.info = untold, .unused = true});
	fake_add(&(struct fake_generation){.info = untold, .unused = true});
	assert_told(3, "1 retired\n2 retired\n3 in-use\n4 unused\n5 unused\n");
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
	suite_add_tcase(suite, all);
	return suite;
}
