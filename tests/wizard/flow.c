/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow.c: the way is a function of the answers alone. */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "world.h"

static void way_is(struct ik_wizard *wizard, const char *action, const char *expected)
{
	const struct ik_page *pages[IK_FLOW_MAX];
	struct ik_list ids = {0};

	ik_answer_set(wizard->answers, IK_F_ACTION, action, IK_FROM_OPERATOR);
	for (size_t i = 0, n = ik_flow_path(wizard, pages); i < n; i++)
		ik_list_add(&ids, pages[i]->id);
	char *way = ik_list_join(&ids, " ");

	ck_assert_str_eq(way, expected);
	free(way);
	ik_list_free(&ids);
}

START_TEST(each_action_has_its_way)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	way_is(&wizard, "generate", "start identity password backup review proof");
	way_is(&wizard, "backup", "start password backup review proof");
	way_is(&wizard, "verify", "start certificates");
	way_is(&wizard, "agents", "start agents agents-list");
	wizard.no_backup = true;
	way_is(&wizard, "generate", "start identity review proof");
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(the_ends_of_the_way_lead_nowhere)
{
	struct ik_wizard wizard;

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, "generate", IK_FROM_OPERATOR);
	ck_assert_ptr_eq(ik_flow_first(&wizard), ik_page_find("start"));
	ck_assert_ptr_null(ik_flow_previous(&wizard, ik_page_find("start")));
	ck_assert_ptr_null(ik_flow_next(&wizard, ik_page_find("proof")));
	ck_assert_ptr_null(ik_flow_next(&wizard, ik_page_find("progress")));
	ik_wizard_free(&wizard);
}
END_TEST

START_TEST(back_is_the_way_on_reversed)
{
	struct ik_wizard wizard;
	const char *actions[] = {"generate", "backup", "verify", "agents"};

	world_wizard(&wizard);
	ik_answer_set(wizard.answers, IK_F_ACTION, actions[_i], IK_FROM_OPERATOR);
	for (const struct ik_page *page = ik_flow_first(&wizard), *next;
	     (next = ik_flow_next(&wizard, page)); page = next)
		ck_assert_ptr_eq(ik_flow_previous(&wizard, next), page);
	ik_wizard_free(&wizard);
}
END_TEST

Suite *suite_flow(void)
{
	Suite *suite = suite_create("flow");
	TCase *tcase = tcase_create("flow");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, world_begin, world_end);
	tcase_add_test(tcase, each_action_has_its_way);
	tcase_add_test(tcase, the_ends_of_the_way_lead_nowhere);
	tcase_add_loop_test(tcase, back_is_the_way_on_reversed, 0, 4);
	suite_add_tcase(suite, tcase);
	return suite;
}
