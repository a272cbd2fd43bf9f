/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.c: importing what an operator brings, requests, and going back, on a pseudo-terminal in
 * both languages. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

#define FILE_PASSWORD "another horse 42"

/* What these pages say, in one language. */
struct source_words {
	const struct words *words;
	const char *import, *request,
		*rollback; /* the digits of the start page with nothing, and with two generations */
	const char *source, *which, *wrong, *waits, *undo, *generation, *made;
	const char *completes, *pem, *fits, *back;
};

static const struct source_words languages[] = {
	{&english, "3", "2", "6", "Which file do you want to import?",
	 "Which generation should be used again?", "Wrong password.", "A request waits",
	 "inkan rollback", "Generation 1", "Its key is kept here.",
	 "Completes the request for srv01.example.jp", "A PEM file with", "It fits the",
	 "Done: the earlier certificate is back."},
	{&japanese, "3", "2", "6", "インポートするファイルを指定してください。",
	 "再び使用する世代を選択してください。", "パスワードが正しくありません。",
	 "証明書の発行待ちの署名要求があります", "inkan rollback", "世代1",
	 "署名要求を作成しました。", "署名要求を完了します: srv01.example.jp", "PEMファイルです",
	 "鍵に対応します", "完了: 以前の証明書を再び使用中です。"},
};

/* srv02 as Windows exports it: old encryption. */
static void make_pfx(void)
{
	world_sh("openssl req -x509 -addext basicConstraints=CA:FALSE -newkey ec -pkeyopt "
		 "ec_paramgen_curve:P-256 -nodes -keyout "
		 "k.pem -out c.pem -days 3650 "
		 "-subj /CN=srv02.example.jp -addext subjectAltName=DNS:srv02.example.jp "
		 "-set_serial 0x4f129c0755e13abb18927c035e9041aa0d62b71f"); /* of full length, as
									       golden screens want
									       it */
	world_sh("openssl pkcs12 -export -legacy -inkey k.pem -in c.pem -out file.dat -passout "
		 "'pass:" FILE_PASSWORD "'");
}

static void compare(struct console *c, const char *page, int form)
{
	console_wait(c, "F10");
	wizard_compare(c, page, form);
}

static const struct source_words *words_of(int form)
{
	return &languages[forms[form].words == &japanese];
}

static struct console *begin(int form, const char *digit)
{
	const struct source_words *words = words_of(form);
	struct console *c = wizard_start(words->words->lang, forms[form].columns, forms[form].rows);

	console_wait(c, words->words->start);
	console_type(c, digit);
	console_type(c, "<F8>");
	return c;
}

/* The source page with the path of NAME typed. */
static struct console *name_file(int form, const char *name)
{
	struct console *c = begin(form, words_of(form)->import);

	console_wait(c, words_of(form)->source);
	console_type(c, world_path(name));
	return c;
}

/* From the password page to the proof. */
static void finish(struct console *c, const struct words *words)
{
	console_wait(c, words->password);
	console_type(c, PASSWORD "<Enter>" PASSWORD);
	console_wait(c, words->same);
	console_type(c, "<Enter>");
	console_wait(c, words->backup);
	console_type(c, "<Enter>");
	console_wait(c, words->review);
	console_type(c, "<F8>");
}

START_TEST(a_file_is_recognised_and_a_wrong_password_is_said_at_its_field)
{
	const struct source_words *words = words_of(_i);
	struct console *c;

	make_pfx();
	c = name_file(_i, "file.dat");
	console_wait(c, "PKCS #12");
	compare(c, "source", _i);
	console_type(c, "<Enter>wrong<F8>");
	console_wait(c, words->wrong);
	compare(c, "source-wrong", _i);
	console_type(c, "<C-u>" FILE_PASSWORD);
	console_wait_gone(c, words->wrong);
	console_type(c, "<F8>");
	console_wait(c, words->words->password);
	console_kill(c);
}
END_TEST

START_TEST(what_is_no_file_is_not_left_by_enter)
{
	struct console *c = name_file(0, "nothing");

	console_type(c, "<Enter>.p12");
	console_wait(c, "nothing.p12");
	console_wait(c, "! There is no such file");
	console_kill(c);
}
END_TEST

START_TEST(importing_ends_with_the_foreign_certificate_in_use)
{
	const struct source_words *words = words_of(_i);
	struct console *c;

	make_pfx();
	world_make_certificate("srv01.example.jp");
	c = name_file(_i, "file.dat");
	console_wait(c, "PKCS #12");
	console_type(c, "<Enter>" FILE_PASSWORD "<F8>");
	finish(c, words->words);
	compare(c, "review-import", _i);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, words->words->proof);
	compare(c, "proof-import", _i);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	world_sh("openssl x509 -in store/current/certificate.pem -noout -subject | grep -q srv02");
}
END_TEST

START_TEST(going_back_lists_the_generations_that_have_their_key)
{
	const struct source_words *words = words_of(_i);
	struct console *c;

	world_make_certificate("srv01.example.jp");
	world_make_certificate("srv01.example.jp");
	c = begin(_i, words->rollback);
	console_wait(c, words->which);
	console_wait(c, words->generation);
	compare(c, "source-rollback", _i);
	console_type(c, "<F8>");
	console_wait(c, words->words->review);
	compare(c, "review-rollback", _i);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, words->back);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	world_sh("cmp store/generations/1/certificate.pem store/current/certificate.pem");
	world_sh("test -d store/generations/3");
}
END_TEST

START_TEST(a_request_waits_until_its_certificate_is_imported)
{
	const struct source_words *words = words_of(_i);
	struct console *c = begin(_i, words->request);

	console_wait(c, words->words->identity);
	compare(c, "identity-request", _i);
	console_type(c, "<S-Tab><S-Tab><S-Tab><S-Tab><C-u>");
	console_type(c, world_path("srv01.csr"));
	console_wait(c, "srv01.csr");
	console_type(c, "<F8>");
	console_wait(c, words->words->review);
	compare(c, "review-request", _i);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, words->made);
	compare(c, "proof-request", _i);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);

	world_sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
		 "ca.key -out ca.pem -days 3650 "
		 "-subj /CN=Sample-CA");
	world_sh("openssl x509 -req -in srv01.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days "
		 "3650 -copy_extensions copy "
		 "-out signed.pem");
	c = wizard_start(words->words->lang, forms[_i].columns, forms[_i].rows);
	console_wait(c, words->waits);
	console_wait(c, words->completes);
	compare(c, "start-waiting", _i);
	console_type(c, "<F8>");
	console_wait(c, words->source);
	console_type(c, world_path("ca.pem"));
	console_wait(c, words->pem);
	ck_assert(!console_shows(c, words->fits));
	console_type(c, "<C-u>");
	console_type(c, world_path("signed.pem"));
	console_wait(c, words->fits);
	compare(c, "source-fits", _i);
	console_type(c, "<F8>");
	finish(c, words->words);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, words->words == &english ? "inkan  Proof" : "inkan  結果");
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	world_sh("openssl verify -CAfile ca.pem store/current/certificate.pem");
}
END_TEST

/* One that expired a year ago, without other names, of an authority that is not here. */
static void make_expired(void)
{
	world_sh("export FIXED_NOW=1731906300; openssl req -x509 -newkey ec -pkeyopt "
		 "ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 3650 -subj "
		 "/CN=Sample-CA && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
		 "-keyout k.pem -out r.csr -subj /CN=srv01.example.jp && openssl x509 -req -in "
		 "r.csr -CA ca.pem -CAkey ca.key -set_serial "
		 "0x4f129c0755e13abb18927c035e9041aa0d62b71f -days 365 -out c.pem && "
		 "cat k.pem c.pem >old.pem");
}

START_TEST(an_expired_certificate_is_taken_after_a_second_yes_and_what_is_wrong_is_said)
{
	const struct source_words *words = words_of(_i);
	struct console *c;

	make_expired();
	c = name_file(_i, "old.pem");
	console_wait(c, words->pem);
	console_type(c, "<F8>");
	console_wait(c, "! ");
	compare(c, "source-expired", _i);
	console_type(c, "<Right><F8>");
	finish(c, words->words);
	compare(c, "review-objections", _i);
	console_kill(c);
}
END_TEST

START_TEST(several_keys_are_chosen_from)
{
	struct console *c;

	world_sh("for i in 1 2; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
		 "-nodes -keyout k$i.pem "
		 "-out c$i.pem -days 3650 -subj /CN=srv0$i.example.jp; done; cat k1.pem c1.pem "
		 "k2.pem c2.pem >both.pem");
	c = name_file(0, "both.pem");
	console_wait(c, "A PEM file with 2 keys and 2 certificates.");
	console_type(c, "<F8>");
	console_wait(c, "srv02.example.jp, until");
	compare(c, "source-keys", 0);
	console_type(c, "2<F8>");
	finish(c, &english);
	console_wait(c, "srv02.example.jp, until");
	console_kill(c);
}
END_TEST

START_TEST(a_certificate_without_its_key_asks_for_the_key_file)
{
	static const struct {
		const char *name;
		const char *kind;
	} files[] = {
		{"c.pem", "A PEM file with no key and 1 certificate."},
		{"c.p7b", "PKCS #7 with 1 certificate."},
	};
	struct console *c;

	make_pfx();
	world_sh("openssl crl2pkcs7 -nocrl -certfile c.pem -outform der -out c.p7b");
	c = name_file(0, files[_i].name);
	console_wait(c, files[_i].kind);
	console_type(c, "<F8>");
	console_wait(c, "This file has no key. Name the file that has it.");
	console_wait(c, "Key file");
	console_type(c, world_path("k.pem"));
	console_wait(c, "A PEM file with 1 key and no certificate.");
	console_type(c, "<F8>");
	console_wait(c, english.password);
	console_kill(c);
}
END_TEST

Suite *suite_source(void)
{
	Suite *suite = suite_create("source");
	TCase *all = tcase_create("source");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_file_is_recognised_and_a_wrong_password_is_said_at_its_field, 0,
			    FORMS);
	tcase_add_test(all, what_is_no_file_is_not_left_by_enter);
	tcase_add_loop_test(all, a_certificate_without_its_key_asks_for_the_key_file, 0, 2);
	tcase_add_test(all, several_keys_are_chosen_from);
	tcase_add_loop_test(all, importing_ends_with_the_foreign_certificate_in_use, 0, FORMS);
	tcase_add_loop_test(
		all, an_expired_certificate_is_taken_after_a_second_yes_and_what_is_wrong_is_said,
		0, FORMS);
	tcase_add_loop_test(all, going_back_lists_the_generations_that_have_their_key, 0, FORMS);
	tcase_add_loop_test(all, a_request_waits_until_its_certificate_is_imported, 0, FORMS);
	suite_add_tcase(suite, all);
	return suite;
}
