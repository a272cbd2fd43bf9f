/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.c: looking for a file: what is shown of a directory, and what each file is. */
#include "wizard/browse.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "world.h"

START_TEST(a_directory_is_looked_through)
{
	struct ik_browse browse;

	world_write("b.pem", "x");
	world_write("a.pem", "x");
	world_write(".hidden", "x");
	ik_browse_begin(&browse, world_path("b.pem"));
	ck_assert_uint_eq(browse.n, 3);
	ck_assert_str_eq(browse.entries[0]->name, "..");
	ck_assert_str_eq(browse.entries[browse.at]->name, "b.pem");
	ik_browse_seek(&browse, "a");
	char *chosen = ik_browse_chosen(&browse);

	ck_assert_str_eq(chosen, world_path("a.pem"));
	free(chosen);
	ik_browse_seek(&browse, "zzz");
	ck_assert_uint_eq(browse.n, 0);
	ck_assert_ptr_null(ik_browse_chosen(&browse));
	for (size_t i = 0; i < 4; i++)
		ck_assert(ik_browse_unseek(&browse));
	ck_assert(!ik_browse_unseek(&browse));
	ck_assert_uint_eq(browse.n, 3);
	ck_assert(ik_browse_up(&browse));
	ck_assert_ptr_null(ik_browse_chosen(&browse));
	ck_assert(ik_browse_open(&browse));
	char *here = ik_browse_here(&browse, "/elsewhere/new.zip");

	ck_assert_str_eq(here, world_path("new.zip"));
	free(here);
	ik_browse_end(&browse);
	ik_browse_begin(&browse, world_path("none/at/all"));
	ck_assert_int_eq(browse.trouble.id, IK_E_PATH_NO_DIRECTORY);
	ck_assert_uint_gt(browse.n, 1);
	ik_browse_end(&browse);
}
END_TEST

static void shows(const struct ik_browse *browse, const char *names)
{
	struct ik_list all = {0};

	for (size_t i = 0; i < browse->n; i++)
		ik_list_add(&all, browse->entries[i]->name);
	char *text = ik_list_join(&all, " ");

	ck_assert_str_eq(text, names);
	free(text);
	ik_list_free(&all);
}

START_TEST(only_names_that_hold_what_is_typed_are_shown)
{
	static const struct {
		const char *typed, *shown;
	} cases[] = {
		{"", ".. ABC.PFX a.pem 証明書"},
		{"A", "ABC.PFX a.pem"},
		{"ａｂ", "ABC.PFX"}, /* whatever the input method made of it */
		{"証", "証明書"},
		{".", ".hidden ABC.PFX a.pem"},
		{".h", ".hidden"},
	};
	struct ik_browse browse;

	world_write("a.pem", "x");
	world_write("ABC.PFX", "x");
	world_write(".hidden", "x");
	world_write("証明書", "x");
	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		ik_browse_begin(&browse, world_path("x"));
		ik_browse_seek(&browse, cases[i].typed);
		shows(&browse, cases[i].shown);
		ik_browse_end(&browse);
	}
}
END_TEST

static const struct ik_browse_entry *entry_of(struct ik_browse *browse, const char *name)
{
	for (size_t i = 0; i < browse->n; i++) {
		if (strcmp(browse->entries[i]->name, name) != 0)
			continue;
		if (browse->entries[i]->unknown)
			ik_browse_mark(browse, i);
		return browse->entries[i];
	}
	ck_abort_msg("there is no %s", name);
}

START_TEST(each_entry_says_what_it_is)
{
	static const struct {
		const char *name, *mark;
		bool has_size;
	} cases[] = {
		{"folder/", "", false},
		{"to-folder/", "", false},
		{"nowhere", "broken link", false},
		{"pipe", "no file", false},
		{"text", "", true},
		{"link", "certificate", true},
		{"c.pem", "certificate", true},
		{"k.pem", "private key", true},
		{"both", "key, certificate", true},
		{"x.dat", "PKCS #12", true},
		{"empty", "", true},
	};
	struct ik_browse browse;
	char command[1024];

	snprintf(command, sizeof command,
		 "cd %s && mkdir folder && ln -s folder to-folder && ln -s gone nowhere && "
		 "mkfifo pipe && echo text >text && : >empty && openssl req -x509 -newkey ec "
		 "-pkeyopt "
		 "ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=x 2>/dev/null "
		 "&& "
		 "cat k.pem c.pem >both && ln -s c.pem link && openssl pkcs12 -export -inkey k.pem "
		 "-in c.pem -out x.dat -passout pass:secret",
		 world_path("."));
	ck_assert_int_eq(system(command), 0);
	ik_browse_begin(&browse, world_path("x"));
	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		const struct ik_browse_entry *entry = entry_of(&browse, cases[i].name);

		ck_assert_msg(strcmp(entry->mark, cases[i].mark) == 0, "%s: %s", cases[i].name,
			      entry->mark);
		ck_assert_int_eq(entry->size >= 0, cases[i].has_size);
	}
	ik_browse_end(&browse);
}
END_TEST

START_TEST(a_restore_begins_among_the_backups_of_the_store)
{
	const struct ik_field *file = ik_field_find(IK_F_FILE);
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "restore", IK_FROM_OPERATOR);
	char *none = ik_browse_start(&wizard, file);
	char command[512];

	ck_assert_str_eq(none, "");
	free(none);
	snprintf(command, sizeof command, "mkdir -p %s/backups", wizard.store);
	ck_assert_int_eq(system(command), 0);
	char *start = ik_browse_start(&wizard, file);

	ck_assert_ptr_nonnull(strstr(start, "/backups/"));
	free(start);
	ik_answer_set(wizard.answers, IK_F_FILE, "/tmp/x", IK_FROM_OPERATOR);
	start = ik_browse_start(&wizard, file);
	ck_assert_str_eq(start, "/tmp/x");
	free(start);
	ik_answer_set(wizard.answers, IK_F_ACTION, "import", IK_FROM_OPERATOR);
	ik_answer_set(wizard.answers, IK_F_FILE, "", IK_FROM_OPERATOR);
	start = ik_browse_start(&wizard, file);
	ck_assert_str_eq(start, "");
	free(start);
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(why_a_directory_stays_closed_is_said_until_another_is_selected)
{
	struct ik_browse browse;

	world_write("a.pem", "x");
	ik_browse_begin(&browse, world_path("none/x"));
	ck_assert_int_eq(browse.trouble.id, IK_E_PATH_NO_DIRECTORY);
	ik_browse_step(&browse, 1);
	ck_assert_int_eq(browse.trouble.id, IK_E_NONE);
	ik_browse_end(&browse);
}
END_TEST

Suite *suite_browse(void)
{
	Suite *suite = suite_create("browse");
	TCase *all = tcase_create("browse");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, a_directory_is_looked_through);
	tcase_add_test(all, why_a_directory_stays_closed_is_said_until_another_is_selected);
	tcase_add_test(all, only_names_that_hold_what_is_typed_are_shown);
	tcase_add_test(all, each_entry_says_what_it_is);
	tcase_add_test(all, a_restore_begins_among_the_backups_of_the_store);
	suite_add_tcase(suite, all);
	return suite;
}
