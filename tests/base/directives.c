/* SPDX-License-Identifier: GPL-3.0-or-later */
/* directives.c: tests of formats compared by what they take. */
#include "base/directives.h"

#include <stddef.h>

#include "suites.h"

static const struct {
	const char *text, *original, *plural;
	bool fits;
} rows[] = {
	{"名前", "Name", NULL, true},
	{"名前", "Name %s", NULL, true},
	{"%s の名前", "Name of %s", NULL, true},
	{"%2$sの%1$s", "%s of %s", NULL, true},
	{"%4$d年%3$s%2$d日(%1$s)", "%1$s %2$d %3$s %4$d", NULL, true},
	{"%2$s", "%s of %s", NULL, true},
	{"100%%", "%% 100", NULL, true},
	{"%.1f 秒", "%.2f s", NULL, true},
	{"%*s", "%*s", NULL, true},
	{"%2$*1$s", "%*s", NULL, false},
	{"%zu個", "one", "%zu things", true},
	{"%zu個", "%zu thing", "%zu things", true},
	{"100%", "100%", NULL, true},
	{"%s", "Name", NULL, false},
	{"%n", "Name %s", NULL, false},
	{"%hhn", "%hhd", NULL, false},
	{"%d", "%s", NULL, false},
	{"%s", "%d", NULL, false},
	{"%u", "%zu", NULL, false},
	{"%s %s", "%s", NULL, false},
	{"%*s", "%s", NULL, false},
	{"%.*s", "%s", NULL, false},
	{"%2$s", "%s", NULL, false},
	{"%9$s", "%s", NULL, false},
	{"%10$s", "%s", NULL, false},
	{"%1$s %1$d", "%s %d", NULL, false},
	{"%", "Name", NULL, false},
	{"%l", "%ld", NULL, false},
	{"%0-+ #0'I", "%d", NULL, false},
	{"%lllllls", "%s", NULL, false},
	{"%s%s%s%s%s%s%s%s%s%s", "%s%s%s%s%s%s%s%s%s", NULL, false},
	{"%s個", "%zu thing", "%zu things", false},
};

START_TEST(a_text_takes_only_what_its_original_takes)
{
	ck_assert_msg(ik_directives_fit(rows[_i].text, rows[_i].original, rows[_i].plural)
			      == rows[_i].fits,
		      "%d", _i);
}
END_TEST

Suite *suite_directives(void)
{
	Suite *suite = suite_create("directives");
	TCase *tests = tcase_create("directives");

	tcase_add_loop_test(tests, a_text_takes_only_what_its_original_takes, 0,
			    (int)(sizeof(rows) / sizeof(rows[0])));
	suite_add_tcase(suite, tests);
	return suite;
}
