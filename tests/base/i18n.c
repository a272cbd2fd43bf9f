/* SPDX-License-Identifier: GPL-3.0-or-later */
/* i18n.c: Japanese on servers that never generated a Japanese locale; English where it could not be
 * drawn. */
#include "config.h"

#include "base/i18n.h"

#include <check.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "suites.h"

static const char english[] = "Wrong password.";
static const char japanese[] = "パスワードが正しくありません。";

/* The environment that the tests set, and nothing else of the one they were started in. */
static void environment(const char *lang, const char *lc_all, const char *language,
			const char *term)
{
	const char *const names[] = {"LANG", "LC_ALL", "LANGUAGE", "TERM"};
	const char *const values[] = {lang, lc_all, language, term};

	unsetenv("LC_CTYPE");
	unsetenv("LC_MESSAGES");
	for (size_t i = 0; i < IK_COUNT(names); i++)
		if (values[i])
			setenv(names[i], values[i], 1);
		else
			unsetenv(names[i]);
	setenv("INKAN_LOCALEDIR", "locale", 0);
}

/* A row: what the environment says, what was asked, and what comes of it. */
struct start {
	const char *lang, *lc_all, *language, *term, *asked;
	enum ik_language expected;
	bool draws, fell_back;
};

static void assert_starts(const struct start *row, const char *what)
{
	environment(row->lang, row->lc_all, row->language, row->term);
	ck_assert(ik_i18n_start(row->asked));
	ck_assert_msg(ik_i18n_language() == row->expected, "%s: %s", what,
		      ik_i18n_code(ik_i18n_language()));
	ck_assert_msg(ik_i18n_draws(IK_LANG_JA) == row->draws, "%s: draws", what);
	ck_assert_msg((ik_i18n_asked() != ik_i18n_language()) == row->fell_back, "%s: fell back",
		      what);
	ck_assert_str_eq(_(english), row->expected == IK_LANG_JA ? japanese : english);
}

START_TEST(an_unknown_language_is_english_and_said)
{
	environment("ja_JP.UTF-8", NULL, NULL, "xterm");
	ck_assert(!ik_i18n_start("fr"));
	ck_assert_int_eq(ik_i18n_language(), IK_LANG_EN);
	ck_assert_str_eq(_(english), english);
	ck_assert(!ik_i18n_start(""));
	ck_assert(!ik_i18n_start("fr_FR.UTF-8"));
	ck_assert(!ik_i18n_start("fr:ja"));
}
END_TEST

/* Each row in a process of its own, as each is a start of its own. */
START_TEST(asked_for_japanese_works_in_every_locale)
{
	static const struct start rows[] = {
		{NULL, NULL, NULL, "xterm", "ja", IK_LANG_JA, true, false},
		{NULL, NULL, NULL, "xterm", "ja_JP.UTF-8", IK_LANG_JA, true, false},
		{NULL, NULL, NULL, "xterm", "ja_JP", IK_LANG_JA, true, false},
		{"C", NULL, NULL, "xterm", "ja", IK_LANG_JA, true, false},
		{NULL, "POSIX", NULL, "xterm", "ja", IK_LANG_JA, true, false},
		{NULL, "C", "en", "xterm", "ja", IK_LANG_JA, true, false},
		{"C.UTF-8", NULL, NULL, "xterm", "ja", IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, NULL, "xterm", "ja", IK_LANG_JA, true, false},
		{"xx_YY.ISO-8859-1", NULL, NULL, "xterm", "ja", IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, NULL, "linux", "ja", IK_LANG_JA, true, false},
	};

	assert_starts(&rows[_i], "row");
	ck_assert(ik_i18n_is_utf8());
}
END_TEST

START_TEST(the_locale_chooses_and_what_cannot_draw_gets_english)
{
	static const struct start rows[] = {
		{NULL, NULL, NULL, "xterm", NULL, IK_LANG_EN, false, false},
		{"C", NULL, "ja", "xterm", NULL, IK_LANG_EN, false, false},
		{"C.UTF-8", NULL, NULL, "xterm", NULL, IK_LANG_EN, true, false},
		{"C.UTF-8", NULL, "ja:en", "xterm", NULL, IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, NULL, "xterm", NULL, IK_LANG_JA, true, false},
		{"ja_JP.utf8", NULL, NULL, "fbterm", NULL, IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, NULL, NULL, NULL, IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, "en", "xterm", NULL, IK_LANG_EN, true, false},
		{"ja_JP.UTF-8", NULL, NULL, "linux", NULL, IK_LANG_EN, false, true},
		{"ja_JP.UTF-8", NULL, NULL, "linux-16color", NULL, IK_LANG_EN, false, true},
		{"ja_JP.UTF-8", "C", NULL, "xterm", NULL, IK_LANG_EN, false, false},
		{"ja-JP", NULL, NULL, "xterm", NULL, IK_LANG_JA, true, false},
		{"ja-JP.UTF-8", NULL, NULL, "xterm", NULL, IK_LANG_JA, true, false},
		{"japanese", NULL, NULL, "xterm", NULL, IK_LANG_JA, true, false},
		{"Japanese", NULL, NULL, "xterm", NULL, IK_LANG_JA, true, false},
		{"C.UTF-8", NULL, "japanese:en", "xterm", NULL, IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, "english", "xterm", NULL, IK_LANG_EN, true, false},
		{"javanese", NULL, NULL, "xterm", NULL, IK_LANG_EN, true, false},
		{"jam_JM.UTF-8", NULL, NULL, "xterm", NULL, IK_LANG_EN, true, false},
		{"ja_JP.nosuchcharset", NULL, NULL, "xterm", NULL, IK_LANG_EN, false, true},
		{"C.UTF-8", NULL, NULL, "xterm", "en", IK_LANG_EN, true, false},
		/* Of a list the first entry that we have wins, English included; one of none of
		   ours is English. */
		{"ja_JP.UTF-8", NULL, "en:ja", "xterm", NULL, IK_LANG_EN, true, false},
		{"C.UTF-8", NULL, "fr:ja", "xterm", NULL, IK_LANG_JA, true, false},
		{"C.UTF-8", NULL, "fr_FR.UTF-8:de:ja_JP.UTF-8:en", "xterm", NULL, IK_LANG_JA, true,
		 false},
		{"C.UTF-8", NULL, "fr:en_GB:ja", "xterm", NULL, IK_LANG_EN, true, false},
		{"C.UTF-8", NULL, ":ja", "xterm", NULL, IK_LANG_JA, true, false},
		{"ja_JP.UTF-8", NULL, "C:ja", "xterm", NULL, IK_LANG_EN, true, false},
		{"ja_JP.UTF-8", NULL, "fr", "xterm", NULL, IK_LANG_EN, true, false},
		{"C", NULL, "fr:ja", "xterm", NULL, IK_LANG_EN, false, false},
	};
	char *what = ik_format("row %d", _i);

	assert_starts(&rows[_i], what);
	free(what);
}
END_TEST

START_TEST(switching_takes_effect_at_once_and_back)
{
	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start(NULL));
	for (int i = 0; i < 3; i++) {
		ck_assert_str_eq(_(english), english);
		ik_i18n_switch(IK_LANG_JA);
		ck_assert_int_eq(ik_i18n_language(), IK_LANG_JA);
		ck_assert_str_eq(_(english), japanese);
		ik_i18n_switch(IK_LANG_EN);
	}
}
END_TEST

START_TEST(switching_by_hand_works_in_an_ascii_locale)
{
	environment("C", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start(NULL));
	ck_assert(!ik_i18n_is_utf8());
	ik_i18n_switch(IK_LANG_JA);
	ck_assert_str_eq(_(english), japanese);
	ck_assert(ik_i18n_is_utf8());
}
END_TEST

/* The last word is the C library's: nothing of it is asked, so it may know no locale but "C". */
START_TEST(no_locale_for_messages_is_taken)
{
	environment("ja_JP.UTF-8", NULL, "ja", "xterm");
	ck_assert(ik_i18n_start("ja"));
	ck_assert_str_eq(_(english), japanese);
	ck_assert_str_eq(setlocale(LC_MESSAGES, NULL), "C");
	ck_assert_str_eq(getenv("LANGUAGE"), "ja");
	ik_i18n_switch(IK_LANG_EN);
	ck_assert_str_eq(getenv("LANGUAGE"),
			 "ja"); /* what the commands after a switch get is the operator's */
}
END_TEST

START_TEST(a_text_outlives_the_switch_of_language)
{
	const char *kept;

	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start("ja"));
	kept = _(english);
	for (int i = 0; i < 3 * IK_LANG_COUNT; i++)
		ik_i18n_switch(ik_i18n_next());
	ck_assert_str_eq(kept, japanese);
	ck_assert_ptr_eq(_(english), kept);
}
END_TEST

START_TEST(every_language_comes_in_turn)
{
	bool seen[IK_LANG_COUNT] = {false};

	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start("en"));
	for (int i = 0; i < IK_LANG_COUNT; i++) {
		seen[ik_i18n_language()] = true;
		ik_i18n_switch(ik_i18n_next());
	}
	ck_assert_int_eq(ik_i18n_language(), IK_LANG_EN);
	for (int i = 0; i < IK_LANG_COUNT; i++)
		ck_assert_msg(seen[i], "%s", ik_i18n_code((enum ik_language)i));
}
END_TEST

START_TEST(no_text_has_no_translation)
{
	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start("en"));
	ck_assert_str_eq(_(""), "");
	ik_i18n_switch(IK_LANG_JA);
	ck_assert_str_eq(_(""), "");
	ck_assert_str_eq(_("This is in no catalogue."), "This is in no catalogue.");
}
END_TEST

START_TEST(one_word_has_two_translations_by_its_context)
{
	static const char *const marked = N_C("progress", "now");

	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start("en"));
	ck_assert_str_eq(_(marked), "now");
	ck_assert_str_eq(C_("progress", "now"), "now");
	ck_assert_str_eq(C_("nowhere", "100%"), "100%");
	ik_i18n_switch(IK_LANG_JA);
	ck_assert_str_eq(_(marked), "実行中");
	ck_assert_str_eq(C_("progress", "now"), "実行中");
	ck_assert_str_eq(_("now"), "現在");
	ck_assert_str_eq(C_("nowhere", "now"), "now");
}
END_TEST

static void assert_counts(unsigned long n, const char *expected)
{
	char *text = ik_format(ngettext("%u key", "%u keys", n), (unsigned)n);

	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(counts_follow_the_rule_of_the_language)
{
	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start("en"));
	assert_counts(0, "0 keys");
	assert_counts(1, "1 key");
	assert_counts(2, "2 keys");
	ik_i18n_switch(IK_LANG_JA);
	assert_counts(0, "鍵0個");
	assert_counts(1, "鍵1個");
	assert_counts(2, "鍵2個");
	ck_assert_str_eq(ngettext("%u x", "%u xs", 1), "%u x");
	ck_assert_str_eq(ngettext("%u x", "%u xs", 2), "%u xs");
}
END_TEST

START_TEST(a_catalogue_that_is_refused_leaves_english)
{
	environment("C.UTF-8", NULL, NULL, "xterm");
	setenv("INKAN_LOCALEDIR", "/nonexistent", 1);
	ck_assert(ik_i18n_start("ja"));
	ck_assert_int_eq(ik_i18n_language(), IK_LANG_JA);
	ck_assert_str_eq(_(english), english);
	ck_assert_str_eq(ngettext("%u key", "%u keys", 1), "%u key");
}
END_TEST

START_TEST(labels_can_be_drawn)
{
	environment("C.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start(NULL));
	ck_assert_str_eq(ik_i18n_label(IK_LANG_JA), "日本語");
	ck_assert_str_eq(ik_i18n_label(IK_LANG_EN), "English");
	environment("C.UTF-8", NULL, NULL, "linux");
	ck_assert(ik_i18n_start(NULL));
	ck_assert_str_eq(ik_i18n_label(IK_LANG_JA), "Japanese");
	for (int i = 0; i < IK_LANG_COUNT; i++)
		ck_assert(ik_i18n_draws((enum ik_language)i)
			  || ik_text_is_ascii(ik_i18n_label((enum ik_language)i)));
}
END_TEST

START_TEST(numbers_stay_as_machines_want_them)
{
	char *number;

	environment("de_DE.UTF-8", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start(NULL));
	number = ik_format("%.1f", 1.5);
	ck_assert_str_eq(number, "1.5");
	free(number);
}
END_TEST

static void is_shown(const char *bytes, const char *as)
{
	char *shown = ik_text_shown(bytes);

	ck_assert_str_eq(shown, as);
	free(shown);
}

START_TEST(an_ascii_locale_has_no_japanese)
{
	char *back;

	environment("C", NULL, NULL, "xterm");
	ck_assert(ik_i18n_start("en"));
	ck_assert_ptr_null(ik_text_to_locale("証明書"));
	ck_assert_ptr_null(ik_text_from_locale("\xe8\xa8\xbc"));
	back = ik_text_to_locale("plain");
	ck_assert_str_eq(back, "plain");
	free(back);
	is_shown("証明書", "証明書");
	is_shown("\xe8\x1b", "\\xe8\\x1b");
}
END_TEST

/* Builds ja_JP.eucJP below FOLDER.  False where the machine has no sources of locales. */
static bool make_euc_locale(const char *folder)
{
	char *command = ik_format(
		"localedef --no-archive -i ja_JP -f EUC-JP '%s/ja_JP.eucJP' >/dev/null 2>&1",
		folder);
	char *made = ik_format("%s/ja_JP.eucJP/LC_CTYPE", folder);
	/* localedef also warns by its status; what counts is that the locale is there. */
	bool ok = system(command) != -1 && access(made, R_OK) == 0;

	free(made);
	free(command);
	return ok;
}

static void remove_folder(const char *folder)
{
	char *command = ik_format("rm -rf '%s'", folder);

	ck_assert_int_eq(system(command), 0);
	free(command);
}

START_TEST(euc_jp_is_converted_at_the_edge)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = ik_format("%s/inkan-locale-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	char *euc, *utf8;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	if (!make_euc_locale(folder)) {
		printf("not tried: this machine cannot make ja_JP.eucJP\n");
		goto out;
	}
	environment("ja_JP.eucJP", NULL, NULL, "xterm");
	setenv("LOCPATH", folder, 1);
	ck_assert(ik_i18n_start(NULL));
	ck_assert_int_eq(ik_i18n_language(), IK_LANG_JA);
	ck_assert(!ik_i18n_is_utf8());
	ck_assert_str_eq(_(english), japanese); /* UTF-8 inside, whatever the terminal speaks */
	euc = ik_text_to_locale("証明書");
	ck_assert_str_eq(euc, "\xbe\xda\xcc\xc0\xbd\xf1");
	utf8 = ik_text_from_locale(euc);
	ck_assert_str_eq(utf8, "証明書");
	is_shown(euc, "証明書");
	is_shown("\x1b\xbe\xda", "\\x1b証");
	is_shown("\xbe", "\\xbe");
	ck_assert_ptr_null(ik_text_from_locale("\xbe"));
	ck_assert_ptr_null(ik_text_to_locale("\xf0\x9f\x94\x91")); /* a key, in the wrong century */
	free(utf8);
	free(euc);
out:
	remove_folder(folder);
	free(folder);
}
END_TEST

Suite *suite_i18n(void)
{
	Suite *suite = suite_create("i18n");
	TCase *tests = tcase_create("i18n");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, an_unknown_language_is_english_and_said);
	tcase_add_loop_test(tests, asked_for_japanese_works_in_every_locale, 0, 8);
	tcase_add_loop_test(tests, the_locale_chooses_and_what_cannot_draw_gets_english, 0, 29);
	tcase_add_test(tests, switching_takes_effect_at_once_and_back);
	tcase_add_test(tests, switching_by_hand_works_in_an_ascii_locale);
	tcase_add_test(tests, no_locale_for_messages_is_taken);
	tcase_add_test(tests, a_text_outlives_the_switch_of_language);
	tcase_add_test(tests, every_language_comes_in_turn);
	tcase_add_test(tests, no_text_has_no_translation);
	tcase_add_test(tests, one_word_has_two_translations_by_its_context);
	tcase_add_test(tests, counts_follow_the_rule_of_the_language);
	tcase_add_test(tests, a_catalogue_that_is_refused_leaves_english);
	tcase_add_test(tests, labels_can_be_drawn);
	tcase_add_test(tests, numbers_stay_as_machines_want_them);
	tcase_add_test(tests, an_ascii_locale_has_no_japanese);
	tcase_add_test(tests, euc_jp_is_converted_at_the_edge);
	suite_add_tcase(suite, tests);
	return suite;
}
