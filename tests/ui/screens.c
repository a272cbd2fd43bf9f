/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screens.c: whole screens as they are laid out, in both languages, at both sizes.
 * UPDATE_SCREENS=1 writes them anew; the diff is what a reviewer reads. */
#include <check.h>
#include <string.h>

#include "base/i18n.h"
#include "lib/screen_text.h"
#include "suites.h"
#include "world.h"

START_TEST(identity_in_english_at_80_columns)
{
	world_enter("identity");
	screen_compare(world_screen(80, 24), "layout-identity.en.80x24.screen");
}
END_TEST

START_TEST(identity_in_japanese_at_80_columns_with_a_mistake)
{
	ik_i18n_switch(IK_LANG_JA);
	world_enter("identity");
	world_lay(80, 24);
	world_type(".");
	world_type(".");
	screen_compare(world_screen(80, 24), "layout-identity-dots.ja.80x24.screen");
}
END_TEST

START_TEST(identity_in_japanese_at_60_columns)
{
	ik_i18n_switch(IK_LANG_JA);
	world_enter("identity");
	screen_compare(world_screen(60, 16), "layout-identity.ja.60x16.screen");
}
END_TEST

START_TEST(password_in_english_at_60_columns)
{
	world_enter("password");
	screen_compare(world_screen(60, 16), "layout-password.en.60x16.screen");
}
END_TEST

START_TEST(password_in_japanese_at_80_columns)
{
	ik_i18n_switch(IK_LANG_JA);
	world_enter("password");
	world_lay(80, 24);
	for (int i = 0; i < 16; i++)
		world_type("証");
	screen_compare(world_screen(80, 24), "layout-password-wide.ja.80x24.screen");
}
END_TEST

/* Until when the certificate is valid is what this page is looked at for. */
START_TEST(the_end_date_is_whole_at_every_width)
{
	static const char *const ends[] = {[IK_LANG_EN] = "730___ days, until Tue 21 Nov 2028",
					   [IK_LANG_JA] = "730___ 日間 (2028年11月21日(火)まで)"};

	ik_i18n_switch(_i ? IK_LANG_JA : IK_LANG_EN);
	world_enter("identity");
	for (int columns = 60; columns <= 82; columns++)
		ck_assert_msg(strstr(world_screen(columns, 24), ends[_i ? IK_LANG_JA : IK_LANG_EN])
				      != NULL,
			      "%d columns:\n%s", columns, world_screen(columns, 24));
}
END_TEST

Suite *suite_screens(void)
{
	Suite *suite = suite_create("screens");
	TCase *all = tcase_create("screens");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, identity_in_english_at_80_columns);
	tcase_add_loop_test(all, the_end_date_is_whole_at_every_width, 0, 2);
	tcase_add_test(all, identity_in_japanese_at_80_columns_with_a_mistake);
	tcase_add_test(all, identity_in_japanese_at_60_columns);
	tcase_add_test(all, password_in_english_at_60_columns);
	tcase_add_test(all, password_in_japanese_at_80_columns);
	suite_add_tcase(suite, all);
	return suite;
}
