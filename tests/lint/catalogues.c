/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogues.c: the languages of the program's table and their catalogues, as msgfmt wrote them,
 * agree. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/catalogue.h"
#include "base/i18n.h"
#include "lint/mo.h"

/* The catalogue of the language that a test is about. */
static const char *code;
static struct mo mo;

static void load(int language)
{
	code = ik_i18n_code((enum ik_language)language);
	mo_load(&mo, code);
}

static void complain(const char *why, const char *about)
{
	printf("not ok - %s\n\t%s\n", why, about);
	ck_abort_msg("%s: %s", code, why);
}

START_TEST(no_message_depends_on_the_system)
{
	load(_i);
	if (mo.revision != 0)
		complain("the catalogue is not of revision 0.0: a format like PRIu64 is in it",
			 code);
}
END_TEST

START_TEST(the_program_finds_every_message)
{
	struct ik_catalogue catalogue;

	load(_i);
	if (!ik_catalogue_open((unsigned char *)mo.bytes, mo.size, &catalogue))
		complain("the program refuses the catalogue", code);
	for (size_t i = 1; i < mo.n; i++) {
		const char *text = ik_catalogue_find(&catalogue, mo_id(&mo, i), mo_plural(&mo, i),
						     0);

		if (!text || strcmp(text, mo_text(&mo, i)) != 0)
			complain("the program does not find this message", mo_id(&mo, i));
	}
}
END_TEST

/* What stands behind NAME in the header, up to END; caller frees. */
static char *header_value(const char *name, char end)
{
	const char *at = strstr(mo_text(&mo, 0), name);

	if (!at || !strchr(at, end))
		complain("the header lacks", name);
	at += strlen(name);
	return ik_strndup(at, (size_t)(strchr(at, end) - at));
}

/* The operators of Plural-Forms are those of awk. */
START_TEST(the_plural_rule_is_that_of_the_catalogue)
{
	enum { MOST = 1000 };
	char *count, *rule, *command;
	FILE *said;

	load(_i);
	count = header_value("nplurals=", ';');
	rule = header_value("plural=", ';');
	ck_assert_msg(strspn(rule, "n0123456789 ()%=!<>&|?:") == strlen(rule), "%s", rule);
	command = ik_format("awk 'BEGIN { for (n = 0; n <= %d; n++) print (%s) + 0 }'", MOST, rule);
	said = popen(command, "r");
	ck_assert_ptr_nonnull(said);
	for (unsigned long n = 0; n <= MOST; n++) {
		const size_t ours = ik_i18n_form((enum ik_language)_i, n);
		unsigned long theirs;

		ck_assert_int_eq(fscanf(said, "%lu", &theirs), 1);
		if (ours != theirs || ours >= strtoul(count, NULL, 10))
			complain("the plural rule in the table of languages is another than that "
				 "of the catalogue",
				 rule);
	}
	ck_assert_int_eq(pclose(said), 0);
	free(command);
	free(rule);
	free(count);
}
END_TEST

/* English is in the source; every other language of the table has a catalogue, in its order. */
START_TEST(the_catalogues_are_those_of_the_table)
{
	const char *root = getenv("top_srcdir");
	char *path = ik_format("%s/po/LINGUAS", root ? root : "..");
	size_t size;
	char *listed = mo_read_file(path, &size);
	struct ik_buffer codes = {0};

	for (int i = 0; i < IK_LANG_COUNT; i++)
		if (i != IK_LANG_EN)
			ik_buffer_format(&codes, "%s\n", ik_i18n_code((enum ik_language)i));
	ck_assert_str_eq(ik_buffer_string(&codes), listed);
	ik_buffer_free(&codes);
	free(listed);
	free(path);
}
END_TEST

int main(void)
{
	enum { FIRST = IK_LANG_EN + 1 };
	Suite *suite = suite_create("catalogues");
	TCase *tests = tcase_create("catalogues");
	SRunner *runner = srunner_create(suite);
	int failed;

	setvbuf(stdout, NULL, _IONBF, 0);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, no_message_depends_on_the_system, FIRST, IK_LANG_COUNT);
	tcase_add_loop_test(tests, the_program_finds_every_message, FIRST, IK_LANG_COUNT);
	tcase_add_loop_test(tests, the_plural_rule_is_that_of_the_catalogue, FIRST, IK_LANG_COUNT);
	tcase_add_test(tests, the_catalogues_are_those_of_the_table);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
