/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tidy.c: what was typed or pasted becomes, in the field itself, what will be used. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "front/tui/ui.h"
#include "suites.h"
#include "world.h"

static const char *answer(enum ik_field_id id)
{
	return ik_answer(world_wizard.answers, id);
}

/* Types TEXT into the emptied field ID, and leaves it. */
static void put(enum ik_field_id id, const char *text)
{
	world_lay(80, 24);
	ck_assert(ik_view_move(&world_view, world_field(id)));
	ik_line_act(&world_view, IK_ACTION_END);
	ik_line_act(&world_view, IK_ACTION_ERASE_LINE);
	world_type(text);
	ck_assert_str_eq(answer(id), text);
	ik_view_step(&world_view, 1, true);
}

START_TEST(a_field_holds_what_will_be_used_once_it_was_left)
{
	static const struct {
		enum ik_field_id id;
		const char *typed, *used;
	} cases[] = {
		{IK_F_NAME, "ｓｒｖ０１。ｅｘａｍｐｌｅ．ｊｐ", "srv01.example.jp"},
		{IK_F_NAME, " srv01.example.jp ", "srv01.example.jp"},
		{IK_F_NAME, "　日本語。ｊｐ　", "日本語.jp"},
		{IK_F_ALT_NAMES, "ａ．ｊｐ、ｂ．ｊｐ", "a.jp,b.jp"},
		{IK_F_ALT_NAMES, "    DNS:a.jp, IP Address:192.0.2.7 ", "a.jp, 192.0.2.7"},
		{IK_F_ORGANIZATION, " 株式会社　ＡＢＣ　", "株式会社　ＡＢＣ"},
		{IK_F_DAYS, "３６５日", "365"},
		{IK_F_DAYS, " 365 ", "365"},
	};

	world_enter("identity");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		put(cases[i].id, cases[i].typed);
		ck_assert_str_eq(answer(cases[i].id), cases[i].used);
		ck_assert_ptr_nonnull(strstr(world_screen(80, 24), cases[i].used));
	}
}
END_TEST

START_TEST(what_nobody_touched_stays_as_it_stands)
{
	world_enter("identity");
	world_lay(80, 24);
	ik_answer_set(world_wizard.answers, IK_F_NAME, " kept ", IK_FROM_DEFAULT);
	ik_view_step(&world_view, 1, true);
	ck_assert_str_eq(answer(IK_F_NAME), " kept ");
}
END_TEST

START_TEST(a_quoted_path_becomes_the_file_that_is_there)
{
	char folder[] = "/tmp/inkan-tidy-XXXXXX";
	char file[64], typed[6][80];

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/my key.pfx", folder);
	fclose(fopen(file, "w"));
	snprintf(typed[0], sizeof typed[0], "'%s'", file);
	snprintf(typed[1], sizeof typed[1], "\"%s\" ", file);
	snprintf(typed[2], sizeof typed[2], "%s/my\\ key.pfx", folder);
	snprintf(typed[3], sizeof typed[3], "%s/'my key.pfx'", folder);
	snprintf(typed[4], sizeof typed[4], "  %s", file);
	snprintf(typed[5], sizeof typed[5], "%s", file);
	ik_answer_set(world_wizard.answers, IK_F_ACTION, "backup", IK_FROM_DEFAULT);
	world_enter("backup");
	for (size_t i = 0; i < 6; i++) {
		put(IK_F_BACKUP_FILE, typed[i]);
		ck_assert_str_eq(answer(IK_F_BACKUP_FILE), file);
	}
	unlink(file);
	rmdir(folder);
}
END_TEST

/* A file may be called so. */
START_TEST(a_path_with_quotes_that_is_there_stays)
{
	char folder[] = "/tmp/inkan-tidy-XXXXXX";
	char file[64];

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/'a\\b' ", folder);
	fclose(fopen(file, "w"));
	ik_answer_set(world_wizard.answers, IK_F_ACTION, "backup", IK_FROM_DEFAULT);
	world_enter("backup");
	put(IK_F_BACKUP_FILE, file);
	ck_assert_str_eq(answer(IK_F_BACKUP_FILE), file);
	unlink(file);
	rmdir(folder);
}
END_TEST

START_TEST(what_only_looks_like_a_hyphen_is_refused_with_the_name_meant)
{
	world_enter("identity");
	put(IK_F_NAME, "srvー01.example.jp");
	ck_assert_ptr_nonnull(strstr(world_screen(80, 24), "This only looks like a hyphen"));
	ck_assert_ptr_nonnull(strstr(world_screen(80, 24), "srv-01.example.jp"));
	put(IK_F_NAME, "東京ー01.jp");
	ck_assert_ptr_nonnull(strstr(world_screen(80, 24), "ー (U+30FC) is no hyphen"));
	ck_assert_ptr_nonnull(strstr(world_screen(80, 24), "xn--01-"));
	put(IK_F_ALT_NAMES, "日本.jp, \xd1\x95rv01.jp");
	ck_assert_ptr_nonnull(strstr(world_screen(80, 24), "is of another script"));
}
END_TEST

Suite *suite_tidy(void)
{
	Suite *suite = suite_create("tidy");
	TCase *all = tcase_create("tidy");

	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, a_field_holds_what_will_be_used_once_it_was_left);
	tcase_add_test(all, what_nobody_touched_stays_as_it_stands);
	tcase_add_test(all, a_quoted_path_becomes_the_file_that_is_there);
	tcase_add_test(all, a_path_with_quotes_that_is_there_stays);
	tcase_add_test(all, what_only_looks_like_a_hyphen_is_refused_with_the_name_meant);
	suite_add_tcase(suite, all);
	return suite;
}
