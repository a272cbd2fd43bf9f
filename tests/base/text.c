/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c: foreign text cannot act on a terminal; what is ours stands in its columns and breaks
 * where it may. */
#include "base/text.h"

#include <check.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/shell.h"
#include "suites.h"

static void assert_visible(const char *bytes, size_t size, const char *expected)
{
	char *shown = ik_text_visible(bytes, size);

	ck_assert_str_eq(shown, expected);
	ck_assert(ik_text_is_visible(shown));
	free(shown);
}

START_TEST(a_path_is_one_word_of_a_unit)
{
	static const char *const rows[][2] = {
		{"/srv/reports", "/srv/reports"},           {"/srv/報告", "/srv/報告"},
		{"/srv/my reports", "\"/srv/my reports\""}, {"/srv/100%", "/srv/100%%"},
		{"/srv/a\"b\\c", "\"/srv/a\\\"b\\\\c\""},   {"/srv/it's 1%", "\"/srv/it's 1%%\""},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		char *word = ik_unit_word(rows[i][0]);

		ck_assert_str_eq(word, rows[i][1]);
		free(word);
	}
}
END_TEST

START_TEST(what_acts_on_a_terminal_becomes_visible)
{
	static const struct {
		const char *bytes, *shown;
	} cases[] = {
		{"a\x1b[31mred", "a\\x1b[31mred"},
		{"two\nlines\r\tand\x7f", "two\\x0alines\\x0d\\x09and\\x7f"},
		{"C1 \xc2\x9b"
		 "31m",
		 "C1 <U+009B>31m"},
		{"bidi \xe2\x80\xae"
		 "gpj \xd8\x9c \xe2\x81\xa6",
		 "bidi <U+202E>gpj <U+061C> <U+2066>"},
		{"zero\xe2\x80\x8bwidth\xe2\x80\x8d\xef\xbb\xbf",
		 "zero<U+200B>width<U+200D><U+FEFF>"},
		{"soft\xc2\xadhyphen", "soft<U+00AD>hyphen"},
		{"tag\xf3\xa0\x80\x81\xf3\xa0\x81\xa1", "tag<U+E0001><U+E0061>"},
		{"lines\xe2\x80\xa8"
		 "and\xe2\x80\xa9",
		 "lines<U+2028>and<U+2029>"},
		{"noted\xef\xbf\xb9\xef\xbf\xbb", "noted<U+FFF9><U+FFFB>"},
		{"filler\xe3\x85\xa4\xef\xbe\xa0", "filler<U+3164><U+FFA0>"},
		{"nobody\xef\xbf\xbf", "nobody<U+FFFF>"},
		{"selected\xef\xb8\x8f\xf3\xa0\x84\x80", "selected<U+FE0F><U+E0100>"},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		assert_visible(cases[i].bytes, strlen(cases[i].bytes), cases[i].shown);
		ck_assert_msg(!ik_text_is_visible(cases[i].bytes), "%s", cases[i].shown);
	}
	assert_visible("a\0b", 3, "a\\x00b");
}
END_TEST

START_TEST(bytes_that_are_not_utf8_become_visible)
{
	assert_visible("\xff", 1, "\\xff");
	assert_visible("\xe3\x81", 2, "\\xe3\\x81");          /* cut off */
	assert_visible("\xc0\xaf", 2, "\\xc0\\xaf");          /* a slash, too long */
	assert_visible("\xed\xa0\x80", 3, "\\xed\\xa0\\x80"); /* half a surrogate pair */
	assert_visible("\xf4\x90\x80\x80", 4, "\\xf4\\x90\\x80\\x80");
	assert_visible("ok \xa4\xb3\xa4\xf3", 7, "ok \\xa4\\xb3\\xa4\\xf3");
}
END_TEST

START_TEST(ordinary_text_stays_as_it_is)
{
	static const char *const texts[] = {
		"",
		"CN=srv01.example.jp",
		"back\\slash",
		"証明書 (CSR)",
		"Łódź σύνθημα",
		"ｶﾞ",
		"　全角　",
		"e\xcc\x81",
		"\xe8\x91\x9b\xf3\xa0\x84\x80城市", /* an accent of its own; a variant ideograph */
		"\xee\x80\x80",                     /* private use */
	};

	for (size_t i = 0; i < IK_COUNT(texts); i++) {
		ck_assert_msg(ik_text_is_visible(texts[i]), "%s", texts[i]);
		assert_visible(texts[i], strlen(texts[i]), texts[i]);
	}
}
END_TEST

START_TEST(marks_cannot_climb_over_other_lines)
{
	assert_visible("\xcc\x81"
		       "a",
		       3, "<U+0301>a"); /* would sit on whatever we print before it */
	assert_visible("a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 11,
		       "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81<U+0301>");
}
END_TEST

START_TEST(every_byte_and_pair_of_bytes_becomes_harmless)
{
	for (unsigned pair = 0; pair < 65536; pair++) {
		char bytes[2] = {(char)(pair >> 8), (char)(pair & 0xFF)};
		char *shown = ik_text_visible(bytes, sizeof bytes);

		ck_assert(ik_text_is_utf8(shown, strlen(shown)));
		ck_assert(ik_text_is_visible(shown));
		for (const char *c = shown; *c; c++)
			ck_assert((unsigned char)*c >= 0x20 && *c != 0x7F);
		free(shown);
	}
}
END_TEST

START_TEST(columns_are_not_bytes)
{
	ck_assert_int_eq(ik_text_columns(""), 0);
	ck_assert_int_eq(ik_text_columns("証明書"), 6);
	ck_assert_int_eq(ik_text_columns("e\xcc\x81"), 1);
	ck_assert_int_eq(ik_text_columns("か\xe3\x82\x99"), 2);
	ck_assert_int_eq(ik_text_columns("\xff"), -1);
	ck_assert_int_eq(ik_text_columns_n("証明書", 6), 4);
	ck_assert_int_eq(ik_text_columns_n("証明書", 5), -1);
	ck_assert_uint_eq(ik_text_characters("証e\xcc\x81"), 3);
	ck_assert(ik_text_is_ascii("a~") && !ik_text_is_ascii("é"));
}
END_TEST

/* What has one width by Unicode has two in the encodings of Japanese terminals. */
START_TEST(columns_are_those_of_the_locale)
{
	static const char *const signs[] = {"α", "×", "°", "Я", "─"};
	char folder[] = "/tmp/inkan-text-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(folder));
	char *make = ik_format(
		"localedef --no-archive -i ja_JP -f EUC-JP %s/ja_JP.eucJP >/dev/null 2>&1", folder);
	char *tidy = ik_format("rm -rf %s", folder);

	for (size_t i = 0; i < IK_COUNT(signs); i++)
		ck_assert_int_eq(ik_text_columns(signs[i]), 1);
	setenv("LOCPATH", folder, 1);
	if (system(make) != 0 || !setlocale(LC_CTYPE, "ja_JP.eucJP"))
		puts("skipped: no EUC-JP locale can be made here");
	else
		for (size_t i = 0; i < IK_COUNT(signs); i++)
			ck_assert_int_eq(ik_text_columns(signs[i]), 2);
	setlocale(LC_CTYPE, "C.UTF-8");
	unsetenv("LOCPATH");
	ck_assert_int_eq(system(tidy), 0);
	free(tidy);
	free(make);
}
END_TEST

START_TEST(the_cursor_moves_by_what_a_reader_calls_a_character)
{
	static const char text[] = "aか\xe3\x82\x99証";

	ck_assert_uint_eq(ik_text_next(text, 0), 1);
	ck_assert_uint_eq(ik_text_next(text, 1), 6);
	ck_assert_uint_eq(ik_text_next(text, 7), 3);
	ck_assert_uint_eq(ik_text_next(text, 10), 0);
	ck_assert_uint_eq(ik_text_previous(text, 10), 3);
	ck_assert_uint_eq(ik_text_previous(text, 7), 6);
	ck_assert_uint_eq(ik_text_previous(text, 1), 1);
	ck_assert_uint_eq(ik_text_previous(text, 0), 0);
	ck_assert_uint_eq(ik_text_previous("\xe3\x81", 2),
			  1); /* no character, but no crash either */
	ck_assert_uint_eq(ik_text_next("\xff", 0), 1);
}
END_TEST

START_TEST(fitting_never_cuts_a_character)
{
	ck_assert_uint_eq(ik_text_fit("証明書", 0), 0);
	ck_assert_uint_eq(ik_text_fit("証明書", 1), 0);
	ck_assert_uint_eq(ik_text_fit("証明書", 5), 6);
	ck_assert_uint_eq(ik_text_fit("証明書", 99), 9);
	ck_assert_uint_eq(ik_text_fit("e\xcc\x81x", 1), 3);
}
END_TEST

static void assert_squeezed(const char *text, int columns, const char *expected)
{
	char *squeezed = ik_text_squeeze(text, columns);

	ck_assert_str_eq(squeezed, expected);
	ck_assert_int_le(ik_text_columns(squeezed), columns);
	free(squeezed);
}

START_TEST(a_cut_never_leaves_half_a_character)
{
	static const char text[] = "a\xe8\xa8\xbc\xe6\x98\x8e"; /* a証明 */
	static const size_t kept[] = {0, 1, 1, 1, 4, 4, 4, 7, 7};

	for (size_t room = 0; room < sizeof(kept) / sizeof(kept[0]); room++)
		ck_assert_uint_eq(ik_text_cut(text, strlen(text), room), kept[room]);
	ck_assert_uint_eq(ik_text_cut("\x80\x80\x80", 3, 2), 0); /* no text at all */
}
END_TEST

static const struct {
	const char *text;
	bool typed, written; /* what reads it */
} numbers[] = {
	{"", false, false},   {"-1", false, false},   {"+1", false, false},
	{" 1", false, false}, {"1 ", false, false},   {"1x", false, false},
	{"x", false, false},  {"257", false, false},  {"999999999999999999999999", false, false},
	{"１", false, false}, {"00256", true, false}, {"00", true, false},
	{"0", true, true},    {"256", true, true},    {"9", true, true},
};

START_TEST(a_number_is_digits_alone_up_to_a_highest_one)
{
	const bool typed = numbers[_i].typed, written = numbers[_i].written;
	uint64_t number = 7777;

	ck_assert_int_eq(ik_text_typed_number(numbers[_i].text, 256, &number), typed);
	ck_assert_uint_eq(number, typed ? strtoull(numbers[_i].text, NULL, 10) : 7777);
	number = 7777;
	ck_assert_int_eq(ik_text_number(numbers[_i].text, 256, &number), written);
	ck_assert_uint_eq(number, written ? strtoull(numbers[_i].text, NULL, 10) : 7777);
}
END_TEST

START_TEST(the_highest_number_of_all_is_read_and_one_more_is_not)
{
	uint64_t number = 0;

	ck_assert(ik_text_number("18446744073709551615", UINT64_MAX, &number));
	ck_assert_uint_eq(number, UINT64_MAX);
	ck_assert(!ik_text_number("18446744073709551616", UINT64_MAX, &number));
	ck_assert(!ik_text_number("3", 2, &number));
}
END_TEST

START_TEST(squeezing_keeps_both_ends)
{
	assert_squeezed("srv01.example.jp", 16, "srv01.example.jp");
	assert_squeezed("srv01.example.jp", 15, "srv01.e..ple.jp");
	/* Dots beside the mark would be read as part of it. */
	assert_squeezed("mail-gateway-01.example.co.jp", 20, "mail-gate..ple.co.jp");
	assert_squeezed("mail-gateway.example.co.jp", 17, "mail-gat..e.co.jp");
	assert_squeezed("mail.gateway.example.co.jp", 12, "mail..co.jp");
	assert_squeezed("証明書の長い名前", 11, "証明..名前");
	assert_squeezed("証明書の長い名前", 12, "証明..い名前");
	assert_squeezed("abcdef", 4, "a..f");
	assert_squeezed("abcdef", 3, "abc");
	assert_squeezed("証明書", 1, "");
	assert_squeezed("abc", 0, "");
}
END_TEST

START_TEST(padding_counts_columns)
{
	char *padded = ik_text_pad("証", 5);
	char *whole = ik_text_pad("証明書", 5);

	ck_assert_str_eq(padded, "証   ");
	ck_assert_str_eq(whole, "証明書");
	free(padded);
	free(whole);
}
END_TEST

/* Wraps and joins again, so that a test shows the lines as they stand. */
static void assert_wrapped(const char *text, int width, const char *expected)
{
	struct ik_list lines = {0};
	char *joined;

	ik_text_wrap(text, width, &lines);
	joined = ik_list_join(&lines, "|");
	ck_assert_str_eq(joined, expected);
	free(joined);
	ik_list_free(&lines);
}

START_TEST(english_breaks_between_words)
{
	assert_wrapped("Nothing changes before you accept.", 16,
		       "Nothing changes|before you|accept.");
	assert_wrapped("one two", 7, "one two");
	assert_wrapped("", 10, "");
	assert_wrapped("a\n\nb\n", 10, "a||b");
	assert_wrapped("  indented text", 10, "  indented|text");
	assert_wrapped("spaces     vanish", 8, "spaces|vanish");
}
END_TEST

START_TEST(no_line_begins_with_what_closes)
{
	/* At every width: 。」) small kana and the long-vowel mark stay with what they follow. */
	static const char text[] = "これは「証明書」です。ちょっと待って、キャッシュ (確認) "
				   "を見てください。あっ、もう一度。";
	static const char *const closing[] = {"。", "、", "」", ")",  "っ",
					      "ょ", "ッ", "ュ", "ャ", "ー"};

	for (int width = 6; width < 40; width++) {
		struct ik_list lines = {0};

		ik_text_wrap(text, width, &lines);
		for (size_t i = 0; i < lines.n; i++) {
			ck_assert_int_le(ik_text_columns(lines.items[i]), width);
			for (size_t k = 0; k < IK_COUNT(closing); k++)
				ck_assert_msg(
					strncmp(lines.items[i], closing[k], strlen(closing[k]))
						!= 0,
					"width %d: %s", width, lines.items[i]);
		}
		ik_list_free(&lines);
	}
}
END_TEST

START_TEST(names_and_paths_stay_whole)
{
	assert_wrapped("接続先はsrv01.example.jpです。", 20, "接続先は|srv01.example.jpで|す。");
	assert_wrapped("見つかりません: /etc/inkan/a-b.zip", 26,
		       "見つかりません:|/etc/inkan/a-b.zip");
	assert_wrapped("No file: /etc/a", 14, "No file:|/etc/a");
	assert_wrapped("4f12 9c07 55e1", 9, "4f12 9c07|55e1");
}
END_TEST

START_TEST(a_path_too_long_breaks_behind_its_slashes)
{
	assert_wrapped("保存先: /mnt/usb/backups/srv01/inkan-1.zip", 18,
		       "保存先:|/mnt/usb/backups/|srv01/inkan-1.zip");
	assert_wrapped("/a/verylongnamewithoutend", 10, "/a/|verylongna|mewithoute|nd");
}
END_TEST

START_TEST(what_must_be_cut_is_cut_and_ends)
{
	assert_wrapped("aaaaaaaaaa。", 10, "aaaaaaaaa|a。");
	assert_wrapped("a-host-name", 6, "a-host|-name");
	assert_wrapped("証明書", 1, "証|明|書");
	assert_wrapped("バックアップファイル", 12, "バックアップ|ファイル");
	assert_wrapped("abc", 0, "a|b|c");
	assert_wrapped("\xff is not text", 40, "\\xff is not text");
}
END_TEST

START_TEST(numbers_keep_their_counters)
{
	assert_wrapped("残り730日間です。", 8, "残り|730日間|です。");
	assert_wrapped("期限は2026年11月21日(土)です。", 20, "期限は|2026年11月21日(土)で|す。");
	assert_wrapped("使用中のバックアップです。", 14, "使用中の|バックアップで|す。");
}
END_TEST

START_TEST(japanese_breaks_between_phrases)
{
	assert_wrapped("途中で終了しても、何も残りません。", 20,
		       "途中で終了しても、|何も残りません。");
	assert_wrapped("保存後にもう一度開きます。", 16, "保存後にもう|一度開きます。");
	assert_wrapped("ファイルを読み取れません。", 18, "ファイルを|読み取れません。");
	assert_wrapped("実行中です。お待ちください。", 16, "実行中です。|お待ちください。");
	assert_wrapped("署名要求 (CSR) の保存先です。", 20, "署名要求 (CSR) の|保存先です。");
	assert_wrapped("「はい」を選択します。", 12, "「はい」を|選択します。");
	/* A phrase that would leave most of a line empty is broken all the same. */
	assert_wrapped("鍵を消去できなくなるおそれがあります。", 26,
		       "鍵を消去できなくなるおそれ|があります。");
}
END_TEST

static void assert_narrowed(const char *text, const char *expected, bool changed)
{
	char *out;

	ck_assert_msg(ik_text_narrow(text, &out) == changed, "%s", text);
	ck_assert_str_eq(out, expected);
	free(out);
}

START_TEST(full_width_input_is_narrowed)
{
	assert_narrowed("ｓｒｖ０１。ｅｘａｍｐｌｅ．ｊｐ", "srv01.example.jp", true);
	assert_narrowed("a、b，c､d　e｡f", "a,b,c,d e.f", true);
	assert_narrowed("７３０", "730", true);
	assert_narrowed("a−b－c", "a-b-c", true);
	assert_narrowed("a\xe2\x80\x91z", "a-z", true); /* a hyphen that does not break */
	assert_narrowed("srv01.example.jp", "srv01.example.jp", false);
	assert_narrowed("日本語.jp", "日本語.jp", false);
	assert_narrowed("カ\xe3\x82\x99", "ガ",
			false); /* typed on a Mac: joined, but nothing to mention */
	assert_narrowed("\xff。", "\xff。", false);
}
END_TEST

Suite *suite_text(void)
{
	Suite *suite = suite_create("text");
	TCase *visible = tcase_create("visible"), *wrap = tcase_create("wrap"),
	      *columns = tcase_create("columns");

	tcase_set_timeout(visible, 120);
	tcase_add_test(visible, a_path_is_one_word_of_a_unit);
	tcase_add_test(visible, what_acts_on_a_terminal_becomes_visible);
	tcase_add_test(visible, bytes_that_are_not_utf8_become_visible);
	tcase_add_test(visible, ordinary_text_stays_as_it_is);
	tcase_add_test(visible, marks_cannot_climb_over_other_lines);
	tcase_add_test(visible, every_byte_and_pair_of_bytes_becomes_harmless);
	suite_add_tcase(suite, visible);
	tcase_set_timeout(columns, 60);
	tcase_add_test(columns, columns_are_not_bytes);
	tcase_add_test(columns, columns_are_those_of_the_locale);
	tcase_add_test(columns, the_cursor_moves_by_what_a_reader_calls_a_character);
	tcase_add_test(columns, fitting_never_cuts_a_character);
	tcase_add_test(columns, a_cut_never_leaves_half_a_character);
	tcase_add_loop_test(columns, a_number_is_digits_alone_up_to_a_highest_one, 0,
			    sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_test(columns, the_highest_number_of_all_is_read_and_one_more_is_not);
	tcase_add_test(columns, squeezing_keeps_both_ends);
	tcase_add_test(columns, padding_counts_columns);
	tcase_add_test(columns, full_width_input_is_narrowed);
	suite_add_tcase(suite, columns);
	tcase_set_timeout(wrap, 60);
	tcase_add_test(wrap, english_breaks_between_words);
	tcase_add_test(wrap, no_line_begins_with_what_closes);
	tcase_add_test(wrap, names_and_paths_stay_whole);
	tcase_add_test(wrap, a_path_too_long_breaks_behind_its_slashes);
	tcase_add_test(wrap, what_must_be_cut_is_cut_and_ends);
	tcase_add_test(wrap, japanese_breaks_between_phrases);
	tcase_add_test(wrap, numbers_keep_their_counters);
	suite_add_tcase(suite, wrap);
	return suite;
}
