/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.c: what the Japanese of the catalogue must not hold: other spellings, characters that some
 * terminal draws in another width or cannot draw at all, and spaces where the house rules have
 * none; and what is read before inkan is installed fits the console that it is read on. */
#include <check.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "lint/mo.h"

/* One entry of the catalogue as msgfmt wrote it. */
struct entry {
	const char *id;
	const char *text;
};

static struct entry *entries;
static size_t n_entries;
static int complaints;

static void complain(const struct entry *entry, const char *why)
{
	printf("not ok - %s\n\t%s\n\t%s\n", why, entry->id, entry->text);
	complaints++;
}

/* All but the first, which is the header. */
static void load(void)
{
	struct mo mo;

	mo_load(&mo, "ja");
	n_entries = mo.n - 1;
	entries = ik_alloc_array(n_entries, sizeof *entries);
	for (size_t i = 0; i < n_entries; i++) {
		const char *id = mo_id(&mo, i + 1);
		const char *context_end = strchr(id, '\004');

		entries[i].id = context_end ? context_end + 1 : id;
		entries[i].text = mo_text(&mo, i + 1);
	}
}

/* Runs RULE over every entry; it complains by itself. */
static void apply(void (*rule)(const struct entry *entry))
{
	complaints = 0;
	for (size_t i = 0; i < n_entries; i++)
		rule(&entries[i]);
	ck_assert_int_eq(complaints, 0);
}

static bool is_japanese(ucs4_t c)
{
	return (c >= 0x3041 && c <= 0x30FF) || uc_is_property_ideographic(c);
}

static const struct {
	const char *word, *instead;
} unwanted[] = {
	{"サーバー", "サーバ"},
	{"ユーザー", "ユーザ"},
	{"フォルダー", "フォルダ"},
	{"コンピューター", "コンピュータ"},
	{"ブラウザー", "ブラウザ"},
	{"パラメーター", "パラメータ"},
	{"ヘッダー", "ヘッダ"},
	{"ビューアー", "ビューア"},
	{"下さい", "ください"},
	{"出来", "でき"},
	{"毎", "ごと"},
	{"ヶ", "か"},
	{"ロールオーバー", "切り替え"},
	{"証明機関", "認証局"},
	{"公開キー", "公開鍵"},
	{"秘密キー", "秘密鍵"},
	{"まだ有効になっていません", "有効期間がまだ始まっていません"},
	{"よろしいですか", "the act itself"},
	{"入力されたパスワードは正しく", "パスワードが正しくありません"},
	{"和暦", "nothing"},
	{"令和", "2026年"},
	{"日本時間", "the zone as the server names it"},
	{"いたします", "します"},
	{"頂", "いただ"},
	{"他の", "ほかの"},
	{"他で", "ほかで"},
	{"使え", "使用でき"},
	{"わかり", "分かり"},
	{"わかる", "分かる"},
	{"待機中", "発行待ち, or 待機 of a step"},
	{"コマンド行", "コマンドライン"},
	{"備考", "参考"},
	{"通常は", "既定値は"},
	{"枚", "個"},
	{"開かれている記述子", "開いているファイル記述子"},
	{"権限を狭め", "権限を制限"},
	{"のストア", "の保存場所"},
	{"だれ", "誰"},
	{"既に", "すでに"},
	{"かまい", "構い"},
	{"下線", "アンダースコア"},
};

/* 致します is unwanted, 一致します is a word. */
static bool has_itashi(const char *text)
{
	for (const char *at = text; (at = strstr(at, "致し")) != NULL; at++)
		if (at - text < 3 || strncmp(at - 3, "一", 3) != 0)
			return true;
	return false;
}

static void words(const struct entry *entry)
{
	for (size_t i = 0; i < IK_COUNT(unwanted); i++)
		if (strstr(entry->text, unwanted[i].word))
			complain(entry, unwanted[i].instead);
	if (has_itashi(entry->text))
		complain(entry, "します");
}

START_TEST(every_word_is_spelled_as_the_house_spells_it)
{
	apply(words);
}
END_TEST

static const char *wrong_character(ucs4_t c)
{
	if (c == '\\')
		return "a backslash is a yen sign on Japanese terminals";
	if ((c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000)
		return "a full-width ASCII character";
	if (c >= 0xFF61 && c <= 0xFF9F)
		return "half-width Katakana";
	if (c == 0x301C || c == 0xFF0D || c == 0x2212)
		return "a dash or tilde that encodings map differently";
	if (uc_width(c, "EUC-JP") != uc_width(c, "UTF-8"))
		return "a character of ambiguous width";
	return c < 0x20 && c != '\n' ? "a control character" : NULL;
}

static void characters(const struct entry *entry)
{
	const char *const texts[] = {entry->id, entry->text};

	for (size_t i = 0; i < IK_COUNT(texts); i++)
		for (size_t at = 0, size = strlen(texts[i]); at < size;) {
			ucs4_t c;
			int length = u8_mbtouc(&c, (const uint8_t *)texts[i] + at, size - at);

			if (wrong_character(c))
				complain(entry, wrong_character(c));
			at += (size_t)length;
		}
}

START_TEST(every_character_has_one_width_everywhere)
{
	apply(characters);
}
END_TEST

/* TEXT from one encoding to another; NULL where that fails or loses something. */
static char *converted(const char *from, const char *to, const char *text)
{
	iconv_t state = iconv_open(to, from);
	char *in = ik_strdup(text), *start = in;
	size_t left = strlen(text), room = 4 * left + 1;
	char *out = ik_alloc(room), *end = out;
	size_t lost;

	ck_assert_msg(state != (iconv_t)-1, "no converter to %s", to);
	lost = iconv(state, &in, &left, &end, &room);
	iconv_close(state);
	free(start);
	if (lost == 0)
		return out;
	free(out);
	return NULL;
}

static void survives(const struct entry *entry, const char *text, const char *encoding)
{
	char *there = converted("UTF-8", encoding, text);
	char *back = there ? converted(encoding, "UTF-8", there) : NULL;

	if (!back || strcmp(back, text) != 0)
		complain(entry, encoding);
	free(back);
	free(there);
}

static void encodings(const struct entry *entry)
{
	survives(entry, entry->id, "EUC-JP");
	survives(entry, entry->text, "EUC-JP");
	survives(entry, entry->text, "CP932");
}

START_TEST(every_string_survives_euc_jp_and_cp932)
{
	apply(encodings);
}
END_TEST

/* The one place where brackets touch: 2026年11月21日(土). */
static bool is_date(const struct entry *entry)
{
	return strstr(entry->text, "日(%") != NULL;
}

/* What two neighbours may not be.  BEFORE is 0 at the start of a line, C 0 at its end. */
static const char *wrong_neighbours(ucs4_t before, ucs4_t c, ucs4_t after)
{
	bool digit = before >= '0' && before <= '9';

	if (c == '(' && is_japanese(before))
		return "a space goes before (";
	if (before == ')' && is_japanese(c))
		return "a space goes behind )";
	if (before == ':' && c > 0x7F)
		return "a space goes behind :";
	if (c == ' ' && after == ':')
		return "no space goes before :";
	if (c == ' ' && digit && is_japanese(after))
		return "no space goes between a number and what it counts";
	if (c == ' ' && is_japanese(before)
	    && (is_japanese(after) || (after >= '0' && after <= '9')))
		return "no space goes here";
	if (c == ' ' && (before == 0x3002 || before == 0x3001))
		return "no space goes behind a full stop or comma";
	if ((c == '?' || c == '!' || c == ',') && is_japanese(before) && is_japanese(after))
		return "punctuation between Japanese is Japanese";
	return NULL;
}

static void spaces(const struct entry *entry)
{
	const uint8_t *text = (const uint8_t *)entry->text;
	size_t size = strlen(entry->text);
	ucs4_t before = 0, c = 0, after;

	if (is_date(entry))
		return;
	for (size_t at = 0; at <= size;) {
		int length = 1;

		after = 0;
		if (at < size)
			length = u8_mbtouc(&after, text + at, size - at);
		if (c && wrong_neighbours(before == '\n' ? 0 : before, c, after))
			complain(entry, wrong_neighbours(before, c, after));
		before = c;
		c = after;
		at += (size_t)length;
	}
}

START_TEST(spaces_stand_where_the_rules_put_them)
{
	apply(spaces);
}
END_TEST

/* Counts that are written "%d 日"; a %s may be a path or a name, which has its space. */
static void counts(const struct entry *entry)
{
	static const char *const numbers[] = {"%d ", "%zu ", "%ld ", "%lu ", "%u ", "$d "};
	const char *at;

	for (size_t i = 0; i < IK_COUNT(numbers); i++)
		for (at = entry->text; (at = strstr(at, numbers[i])) != NULL; at++) {
			ucs4_t c = 0;

			u8_strmbtouc(&c, (const uint8_t *)at + strlen(numbers[i]));
			if (is_japanese(c))
				complain(entry,
					 "no space goes between a number and what it counts");
		}
}

START_TEST(numbers_touch_what_they_count)
{
	apply(counts);
}
END_TEST

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), tail = strlen(end);

	return size >= tail && !strcmp(text + size - tail, end);
}

static void full_stops(const struct entry *entry)
{
	bool english = ends_with(entry->id, ".") || ends_with(entry->id, "?"),
	     japanese = ends_with(entry->text, "。");

	/* What is named at the end, an argument or an example, stands elsewhere in the other
	 * language. */
	if (strstr(entry->id, ": ") || strstr(entry->text, ": ") || ends_with(entry->id, "%s"))
		return;
	/* A question keeps its mark or, if it asks for something to be done, becomes a request. */
	if (english != japanese && !ends_with(entry->text, "?"))
		complain(entry,
			 japanese ? "what is no sentence has no 。" : "a sentence ends in 。");
}

START_TEST(sentences_and_only_sentences_end_in_a_full_stop)
{
	apply(full_stops);
}
END_TEST

static void requests(const struct entry *entry)
{
	for (const char *line = entry->text; line;
	     line = strchr(line, '\n'), line += line != NULL) {
		const char *end = strchr(line, '\n');
		const char *first = strstr(line, "ください");
		const char *second = first ? strstr(first + 1, "ください") : NULL;

		if (second && (!end || second < end))
			complain(entry, "one request a line is enough");
	}
}

START_TEST(no_line_begs_twice)
{
	apply(requests);
}
END_TEST

/* The text of MSGID in Japanese, or NULL. */
static const char *japanese_of(const char *msgid)
{
	for (size_t i = 0; i < n_entries; i++)
		if (!strcmp(entries[i].id, msgid))
			return entries[i].text;
	return NULL;
}

/* Columns of a sentence with short arguments: %s counts as two, as its two letters do; a path at
 * the end has its own. */
static int columns(const char *sentence)
{
	int all = ik_text_columns(sentence);

	return ends_with(sentence, ": %s") ? all - ik_text_columns(" %s") : all;
}

START_TEST(what_a_field_says_fits_its_row)
{
	enum { ROW = 56 };
	static const struct {
		unsigned from, to;
	} shown_at_fields[] = {{2101, 2149}, {2201, 2209}, {2301, 2309}};

	for (enum ik_error_id id = IK_E_NONE + 1; id < IK_E_COUNT; id++)
		for (size_t i = 0; i < IK_COUNT(shown_at_fields); i++) {
			unsigned number = ik_error_number(id);
			const char *english = ik_error_msgid(id), *japanese = japanese_of(english);

			if (number < shown_at_fields[i].from || number > shown_at_fields[i].to)
				continue;
			ck_assert_msg(columns(english) <= ROW, "%u: %s", number, english);
			ck_assert_msg(japanese && columns(japanese) <= ROW, "%u: %s", number,
				      japanese);
		}
}
END_TEST

START_TEST(what_is_read_on_a_console_fits_it)
{
	enum { COLUMNS = 80 };
	static const char *const documents[] = {"README", "README.ja.md", "NEWS", "HACKING",
						"tests/README"};
	const char *root = getenv("top_srcdir");
	char *path = ik_format("%s/%s", root ? root : "..", documents[_i]);
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	int n = 0;

	ck_assert_msg(file != NULL, "no file: %s", path);
	while (getline(&line, &room, file) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		ck_assert_msg(ik_text_columns(line) <= COLUMNS, "%s:%d: %s", documents[_i], n + 1,
			      line);
		n++;
	}
	ck_assert_int_gt(n, 0);
	free(line);
	fclose(file);
	free(path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *tests = tcase_create("words");
	SRunner *runner = srunner_create(suite);
	int failed;

	setvbuf(stdout, NULL, _IONBF, 0);
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, load, NULL);
	tcase_add_test(tests, every_word_is_spelled_as_the_house_spells_it);
	tcase_add_test(tests, every_character_has_one_width_everywhere);
	tcase_add_test(tests, every_string_survives_euc_jp_and_cp932);
	tcase_add_test(tests, spaces_stand_where_the_rules_put_them);
	tcase_add_test(tests, numbers_touch_what_they_count);
	tcase_add_test(tests, sentences_and_only_sentences_end_in_a_full_stop);
	tcase_add_test(tests, no_line_begs_twice);
	tcase_add_test(tests, what_a_field_says_fits_its_row);
	tcase_add_loop_test(tests, what_is_read_on_a_console_fits_it, 0, 5);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
