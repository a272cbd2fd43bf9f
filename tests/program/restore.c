/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore.c: a backup brought back through the pages, on a pseudo-terminal in both languages. */
#include "config.h"

#include "program/wizard.h"

/* What these pages say, in one language. */
struct restore_words {
	const char *which, *claim, *empty, *wrong, *use, *stays, *restored, *no_zip, *older;
};

static const struct restore_words in_english = {
	"Which backup do you want to restore?",
	"A backup of",
	"Please give a password.",
	"Wrong password.",
	"In use afterwards",
	"stays in use",
	"Done: the backup is restored",
	"This is not a backup of inkan.",
	"Warning: the backup",
};

static const struct restore_words in_japanese = {
	"復元するバックアップファイルを指定してください。",
	"のバックアップ",
	"パスワードを入力してください。",
	"パスワードが正しくありません。",
	"復元後に使用する世代",
	"引き続き使用する",
	"完了: バックアップを復元し",
	"inkan のバックアップではありません。",
	"ものです。",
};

static const struct restore_words *words_of(int form)
{
	return forms[form].words == &japanese ? &in_japanese : &in_english;
}

#define MAKE \
	"\"$INKAN\" create --store store --no-backup --key-type ecdsa-p256 --alt-name srv01 " \
	"--name srv01.example.jp"

/* b.zip has two generations; "gone" is the store that it was made of. */
static void make_backup(void)
{
	world_sh("umask 077 && printf '" PASSWORD "' >p && " MAKE " && " MAKE " && "
		 "\"$INKAN\" backup b.zip --store store --password-file p && mv store gone");
}

/* Up to the source page, with the path of NAME typed. */
static struct console *name_file(int form, const char *name)
{
	const struct words *words = forms[form].words;
	struct console *c = wizard_start(words->lang, forms[form].columns, forms[form].rows);

	console_wait(c, words->start);
	console_type(c, "4<F8>");
	console_wait(c, words_of(form)->which);
	console_type(c, world_path(name));
	return c;
}

static void compare(struct console *c, const char *page, int form)
{
	console_wait(c, "F10");
	wizard_compare(c, page, form);
}

START_TEST(what_is_no_backup_is_said_at_once)
{
	struct console *c = name_file(_i, "p");

	console_type(c, "<C-u>/bin/sh");
	console_wait(c, words_of(_i)->no_zip);
	compare(c, "source-no-backup", _i);
	console_type(c, "<F8>");
	console_wait(c, words_of(_i)->no_zip);
	console_kill(c);
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(a_wrong_password_is_said_and_writes_nothing)
{
	struct console *c;

	make_backup();
	c = name_file(_i, "b.zip");
	console_wait(c, words_of(_i)->claim);
	compare(c, "source-restore", _i);
	/* Without one nothing is opened, and the next field is not reached. */
	console_type(c, "<Enter><Enter>");
	console_wait(c, words_of(_i)->empty);
	console_type(c, "<F8>wrong");
	console_wait_gone(c, words_of(_i)->empty);
	console_type(c, "<F8>");
	console_wait(c, words_of(_i)->wrong);
	console_type(c, "<C-u>" PASSWORD);
	console_wait_gone(c, words_of(_i)->wrong);
	console_type(c, "<F8>");
	console_wait(c, words_of(_i)->use);
	console_type(c, "<F10>y");
	ck_assert_int_eq(console_end(c), 1);
	ck_assert(!world_has("store"));
}
END_TEST

START_TEST(an_empty_store_gets_all_as_it_was)
{
	struct console *c;

	make_backup();
	c = name_file(_i, "b.zip");
	console_wait(c, words_of(_i)->claim);
	console_type(c, "<Enter>" PASSWORD "<F8>");
	console_wait(c, words_of(_i)->use);
	compare(c, "source-use", _i);
	console_type(c, "<F8>");
	console_wait(c, forms[_i].words->review);
	compare(c, "review-restore", _i);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, words_of(_i)->restored);
	compare(c, "proof-restore", _i);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	world_sh("diff -r -I ^restored-at gone/generations store/generations && cmp gone/format "
		 "store/format && "
		 "[ \"$(readlink store/current)\" = generations/2 ]");
}
END_TEST

/* The store has another generation 1, made later: that of the backup takes a new number, what is in
 * use stays. */
START_TEST(a_store_that_has_something_gets_what_it_lacks)
{
	struct console *c;

	make_backup();
	world_sh("mv gone other && " MAKE " && sed -i 's/^made-at = .*/made-at = "
		 "2026-11-22T00:00:00Z/' store/generations/1/info && "
		 "grep -q 2026-11-22 store/generations/1/info && readlink store/current >was");
	c = name_file(_i, "b.zip");
	console_wait(c, words_of(_i)->claim);
	console_type(c, "<Enter>" PASSWORD "<F8>");
	console_wait(c, words_of(_i)->stays);
	console_wait(c, words_of(_i)->older);
	compare(c, "source-use-other", _i);
	console_type(c, "<F8>");
	console_wait(c, forms[_i].words->review);
	compare(c, "review-restore-other", _i);
	console_type(c, "<End><F8><Enter>");
	console_wait(c, words_of(_i)->restored);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	world_sh("[ \"$(readlink store/current)\" = \"$(cat was)\" ] && [ $(ls store/generations | "
		 "wc -l) = 3 ] && "
		 "cmp other/generations/1/key.pem store/generations/3/key.pem");
}
END_TEST

Suite *suite_restore(void)
{
	Suite *suite = suite_create("restore");
	TCase *all = tcase_create("restore");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, what_is_no_backup_is_said_at_once, 0, FORMS);
	tcase_add_loop_test(all, a_wrong_password_is_said_and_writes_nothing, 0, FORMS);
	tcase_add_loop_test(all, an_empty_store_gets_all_as_it_was, 0, FORMS);
	tcase_add_loop_test(all, a_store_that_has_something_gets_what_it_lacks, 0, FORMS);
	suite_add_tcase(suite, all);
	return suite;
}
