/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogues.c: the languages of the program's table and their catalogues, as msgfmt wrote them, agree. */
#include "config.h"

#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/catalogue.h"
#include "base/i18n.h"

/* The catalogue of the language that a test is about. */
static struct {
	const char *code;
	unsigned char *bytes;
	size_t size;
} now;

static char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *data;

	ck_assert_msg(file != NULL, "no file: %s", path);
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	data = ik_alloc(*size + 1);
	ck_assert_uint_eq(fread(data, 1, *size, file), *size);
	fclose(file);
	return data;
}

static void load(int language)
{
	const char *folder = getenv("INKAN_LOCALEDIR");
	char *path;

	now.code = ik_i18n_code((enum ik_language)language);
	path = ik_format("%s/%s/LC_MESSAGES/inkan.mo", folder ? folder : "locale", now.code);
	now.bytes = (unsigned char *)read_file(path, &now.size);
	free(path);
}

static uint32_t word_at(size_t at)
{
	uint32_t word;

	memcpy(&word, now.bytes + at, sizeof word);
	return word;
}

/* String I of the table whose offset stands at TABLE: 12 the originals, 16 the translations. */
static const char *string_at(size_t table, size_t i)
{
	return (const char *)now.bytes + word_at(word_at(table) + 8 * i + 4);
}

static void complain(const char *why, const char *about)
{
	printf("not ok - %s\n\t%s\n", why, about);
	ck_abort_msg("%s: %s", now.code, why);
}

START_TEST(no_message_depends_on_the_system)
{
	load(_i);
	if (word_at(4) != 0)
		complain("the catalogue is not of revision 0.0: a format like PRIu64 is in it", now.code);
}
END_TEST

START_TEST(the_program_finds_every_message)
{
	struct ik_catalogue catalogue;

	load(_i);
	if (!ik_catalogue_open(now.bytes, now.size, &catalogue))
		complain("the program refuses the catalogue", now.code);
	ck_assert_uint_gt(word_at(8), 100);
	for (size_t i = 1; i < word_at(8); i++) {
		const char *original = string_at(12, i);
		const bool counts = word_at(word_at(12) + 8 * i) > strlen(original);
		const char *plural = counts ? original + strlen(original) + 1 : NULL;
		const char *text = ik_catalogue_find(&catalogue, original, plural, 0);

		if (!text || strcmp(text, string_at(16, i)) != 0)
			complain("the program does not find this message", original);
	}
}
END_TEST

/* What stands behind NAME in the header, up to END; caller frees. */
static char *header_value(const char *name, char end)
{
	const char *at = strstr(string_at(16, 0), name);

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
			complain("the plural rule in the table of languages is another than that of the catalogue", rule);
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
	char *listed = read_file(path, &size);
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
