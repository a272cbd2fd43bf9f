/* SPDX-License-Identifier: GPL-3.0-or-later */
/* password.c: weak passwords are called weak in every script, at once, and a made one is strong. */
#include "ops/rules/password.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "ops/rules/rules.h"
#include "suites.h"

static enum ik_strength strength_of(const char *text)
{
	ik_secret *secret = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	enum ik_strength strength;

	ck_assert(ik_secret_set(secret, text, strlen(text), NULL));
	strength = ik_password_strength(secret);
	ck_assert_str_eq(ik_secret_data(secret), text);
	ik_secret_free(secret);
	return strength;
}

static const struct {
	const char *text;
	enum ik_strength least, most;
} cases[] = {
	{"", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"\xff\xfe", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"password1234", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"P@ssw0rd1234", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"aaaaaaaaaaaa", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"abcdefghijkl", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"ａｂｃｄｅｆｇｈｉｊｋｌ", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"ｐａｓｓｗｏｒｄ１２３４", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"qwertyuiop12", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"202611212026", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"administrator", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"password1234password1234password1234password1234", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"121212121212121212121212", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"パスワードパスワード", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"ﾊﾟｽﾜｰﾄﾞﾊﾟｽﾜｰﾄﾞ", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"パスワード123456", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"ああああああああああああ", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"あいうえおかきくけこさし", IK_STRENGTH_WEAK, IK_STRENGTH_WEAK},
	{"あpいaうsえsおwかoきrくd", IK_STRENGTH_WEAK, IK_STRENGTH_FAIR},
	{"himitsunokotoba", IK_STRENGTH_FAIR, IK_STRENGTH_FAIR},
	{"きょうはとてもいいてんきです", IK_STRENGTH_FAIR, IK_STRENGTH_STRONG},
	{"明日の朝は駅前の喫茶店で珈琲を飲みながら新聞を読む", IK_STRENGTH_STRONG,
	 IK_STRENGTH_VERY_STRONG},
	{"mot de passe secret", IK_STRENGTH_STRONG, IK_STRENGTH_STRONG},
	{"correct horse battery staple lamp", IK_STRENGTH_STRONG, IK_STRENGTH_VERY_STRONG},
	{"velvet-kayak-sunset-pebble-moat", IK_STRENGTH_STRONG, IK_STRENGTH_VERY_STRONG},
	{"kN7fq9Pw2RxZt4Hv", IK_STRENGTH_VERY_STRONG, IK_STRENGTH_VERY_STRONG},
};

START_TEST(a_password_is_as_strong_as_it_looks_to_a_guesser)
{
	enum ik_strength strength = strength_of(cases[_i].text);

	ck_assert_msg(strength >= cases[_i].least && strength <= cases[_i].most, "%s is %s",
		      cases[_i].text, ik_strength_word(strength));
}
END_TEST

START_TEST(judging_keeps_up_with_typing_whatever_is_typed)
{
	static const char *const pieces[] = {"12", "1|", "0101",         "aA",
					     "あ", "1!", "\xef\xb7\xba", "l1i!|"};
	char text[IK_SECRET_PASSWORD_ROOM];
	struct timespec start, end;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	for (size_t i = 0; i < IK_COUNT(pieces); i++) {
		size_t size = strlen(pieces[i]), at = 0;

		for (int n = 0; n < 127 && at + size < sizeof(text) - 2; n++, at += size)
			memcpy(text + at, pieces[i], size);
		strcpy(text + at, "Q"); /* so that it does not simply repeat */
		strength_of(text);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	/* 20 ms without tools that slow everything down; seconds where digits are taken for letters
	 * without a limit. */
	ck_assert_int_lt(
		(end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000, 1500);
}
END_TEST

START_TEST(each_strength_has_its_word)
{
	ck_assert_str_eq(ik_strength_word(IK_STRENGTH_WEAK), "weak");
	ck_assert_str_eq(ik_strength_word(IK_STRENGTH_FAIR), "fair");
	ck_assert_str_eq(ik_strength_word(IK_STRENGTH_STRONG), "strong");
	ck_assert_str_eq(ik_strength_word(IK_STRENGTH_VERY_STRONG), "very strong");
}
END_TEST

START_TEST(what_is_not_ascii_is_noticed)
{
	static const struct {
		const char *text;
		bool ascii;
	} texts[] = {{"", true},
		     {"plain ~\\", true},
		     {"ａ", false},
		     {"passwort\xc3\xa9", false},
		     {"¥", false}};

	for (size_t i = 0; i < IK_COUNT(texts); i++) {
		ik_secret *secret = ik_secret_new(64);

		ik_secret_set(secret, texts[i].text, strlen(texts[i].text), NULL);
		ck_assert_int_eq(ik_password_is_ascii(secret), texts[i].ascii);
		ik_secret_free(secret);
	}
}
END_TEST

START_TEST(a_made_password_is_very_strong_allowed_and_never_the_same)
{
	ik_secret *before = NULL, *made = NULL;
	size_t seen[128] = {0};

	for (int i = 0; i < 300; i++) {
		const char *text;

		ck_assert(ik_password_make(&made, NULL));
		text = ik_secret_data(made);
		ck_assert_uint_eq(strlen(text), 7 * 4 + 6);
		ck_assert_uint_eq(strspn(text, "-abcdefghijkmnpqrstuvwxyz23456789"), strlen(text));
		for (size_t k = 0; text[k]; k++) {
			ck_assert_int_eq(text[k] == '-', k % 5 == 4);
			seen[(unsigned char)text[k]]++;
		}
		ck_assert_int_eq(ik_password_strength(made), IK_STRENGTH_VERY_STRONG);
		ck_assert(ik_rule_password(made, NULL, NULL, NULL));
		ck_assert(!before || !ik_secret_equal(before, made));
		ik_secret_free(before);
		before = made;
	}
	ik_secret_free(before);
	/* 8,400 characters: 262 of each are expected, give or take 16; 10 times that would be no
	 * chance. */
	for (const char *c = "abcdefghijkmnpqrstuvwxyz23456789"; *c; c++)
		ck_assert_msg(seen[(unsigned char)*c] > 100 && seen[(unsigned char)*c] < 425,
			      "%c: %zu", *c, seen[(unsigned char)*c]);
}
END_TEST

static const struct {
	const char *note;
	enum ik_noted noted;
} notes[] = {
	{"", IK_NOTED_SHORT},
	{"ft5r", IK_NOTED_SHORT},
	{"ft5r-n2k", IK_NOTED_SHORT},
	{"ft5rn2kt", IK_NOTED_RIGHT},
	{"ft5r-n2kt", IK_NOTED_RIGHT},
	{" ft5r n2kt ", IK_NOTED_RIGHT},
	{"ｆｔ５ｒ　ｎ２ｋｔ", IK_NOTED_RIGHT},
	{"ｆｔ５ｒーｎ２ｋｔ", IK_NOTED_RIGHT},
	{"f t 5 r - n 2 k t", IK_NOTED_RIGHT},
	{"ft5r-kude-5j27-zxg5-p7br-h7xc-n2kt", IK_NOTED_RIGHT},
	{"ft5rkude5j27zxg5p7brh7xcn2kt", IK_NOTED_RIGHT},
	{"FT5R-N2KT", IK_NOTED_WRONG}, /* nor would capitals open the backup */
	{"ft5r-n2kv", IK_NOTED_WRONG},
	{"n2ktft5r", IK_NOTED_WRONG},
	{"ft5r-kude-n2kt", IK_NOTED_WRONG},
	{"kude-h7xc", IK_NOTED_WRONG},
	{"\xff\xfe", IK_NOTED_SHORT},
};

START_TEST(a_note_is_right_when_it_holds_both_ends_however_it_is_written)
{
	ik_secret *made = ik_secret_new(64), *note = ik_secret_new(IK_SECRET_PASSWORD_ROOM);

	ik_secret_set(made, "ft5r-kude-5j27-zxg5-p7br-h7xc-n2kt", 34, NULL);
	ik_secret_set(note, notes[_i].note, strlen(notes[_i].note), NULL);
	ck_assert_msg(ik_password_compare_note(made, note, NULL) == notes[_i].noted, "%s",
		      notes[_i].note);
	ik_secret_free(note);
	ik_secret_free(made);
}
END_TEST

START_TEST(the_normal_form_is_the_same_in_a_child)
{
	static const char *const texts[][2] = {
		{"plain ASCII ~ 9", "plain ASCII ~ 9"},
		{"か\xe3\x82\x99\xe3\x80\x80x", "が x"}, /* composed, and a wide space */
		{"パスワードパスワード", "パスワードパスワード"},
	};

	for (size_t i = 0; i < IK_COUNT(texts); i++) {
		ik_secret *typed = ik_secret_new(IK_SECRET_PASSWORD_ROOM), *normal = NULL;
		bool changed;

		ik_secret_set(typed, texts[i][0], strlen(texts[i][0]), NULL);
		ck_assert(ik_password_normal_form(typed, &normal, &changed, NULL));
		ck_assert_str_eq(ik_secret_data(normal), texts[i][1]);
		ck_assert_int_eq(changed, strcmp(texts[i][0], texts[i][1]) != 0);
		ik_secret_free(normal);
		ik_secret_free(typed);
	}
}
END_TEST

START_TEST(what_cannot_be_a_password_keeps_its_sentence_through_the_child)
{
	ik_secret *typed = ik_secret_new(IK_SECRET_PASSWORD_ROOM), *normal = NULL;
	struct ik_error err = {0};
	bool changed;

	ik_secret_set(typed, "\xe2\x80\x8bzero width space", 19, NULL);
	ck_assert(!ik_password_normal_form(typed, &normal, &changed, &err));
	ck_assert_int_eq(err.id, IK_E_PW_REFUSED);
	ck_assert_ptr_null(normal);
	ik_secret_free(typed);
}
END_TEST

Suite *suite_password(void)
{
	Suite *suite = suite_create("password");
	TCase *tcase = tcase_create("password");

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_password_is_as_strong_as_it_looks_to_a_guesser, 0,
			    IK_COUNT(cases));
	tcase_add_test(tcase, judging_keeps_up_with_typing_whatever_is_typed);
	tcase_add_test(tcase, each_strength_has_its_word);
	tcase_add_test(tcase, what_is_not_ascii_is_noticed);
	tcase_add_test(tcase, a_made_password_is_very_strong_allowed_and_never_the_same);
	tcase_add_loop_test(tcase, a_note_is_right_when_it_holds_both_ends_however_it_is_written, 0,
			    IK_COUNT(notes));
	tcase_add_test(tcase, the_normal_form_is_the_same_in_a_child);
	tcase_add_test(tcase, what_cannot_be_a_password_keeps_its_sentence_through_the_child);
	suite_add_tcase(suite, tcase);
	return suite;
}
