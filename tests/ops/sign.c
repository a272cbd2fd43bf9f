/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign.c: what is signed for agents says what the file is, what they would refuse is not signed,
 * and nothing that is not this store's own is replaced or signed anew. */
#include "config.h"

#include "ops/change/sign.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/built.h"
#include "fake_store.h"
#include "made.h"
#include "ops/records/generation.h"
#include "ops/records/steps.h"
#include "pki/cms.h"
#include "pki/digest.h"
#include "store/steps.h"
#include "suites.h"
#include "trust/opened.h"

enum { DAYS = 30 };

static enum ik_error_id begins_not(int64_t now)
{
	struct ik_error err = {0};

	ck_assert_ptr_null(ik_signing_begin(fake_path, now, &err));
	return err.id;
}

static ik_signing *begin(int64_t now)
{
	struct ik_error err = {0};
	ik_signing *signing = ik_signing_begin(fake_path, now, &err);

	ck_assert_msg(signing != NULL, "INK-%u %s", ik_error_number(err.id), err.detail);
	return signing;
}

/* Signs NAME of the folder, or the message NAME anew. */
static enum ik_error_id try(bool again, const char *name, int64_t now, struct ik_sign_end *end)
{
	ik_signing *signing = begin(now);
	char *path = ik_format("%s/%s", fake_folder, name);
	struct ik_error err = {0};
	bool ok = again ? ik_sign_again(signing, path, end, &err)
			: ik_sign(signing, path, DAYS, end, &err);

	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	free(path);
	ik_signing_end(signing);
	return err.id;
}

static enum ik_error_id refused(bool again, const char *name)
{
	struct ik_sign_end end;
	enum ik_error_id id = try(again, name, FAKE_NOW, &end);

	ik_sign_end_free(&end);
	ik_sign_end_free(&end);
	return id;
}

static void sign(const char *name, int64_t now)
{
	struct ik_sign_end end;

	ck_assert_int_eq(try(false, name, now, &end), IK_E_NONE);
	ik_sign_end_free(&end);
}

static enum ik_sign_did sign_again(const char *name, int64_t now)
{
	struct ik_sign_end end;
	enum ik_sign_did did;

	ck_assert_int_eq(try(true, name, now, &end), IK_E_NONE);
	did = end.did;
	ik_sign_end_free(&end);
	return did;
}

static void put(const char *name, const char *text)
{
	made_write(fake_folder, name, text, strlen(text));
}

static struct ik_opened open_message(const char *name)
{
	size_t size;
	char *pem = made_read(fake_folder, name, &size);
	struct ik_opened opened;

	ck_assert(ik_opened_one(pem, size, IK_STATEMENT_MESSAGE, &opened, NULL));
	free(pem);
	return opened;
}

static bool signed_by(const char *name, const char *sha256)
{
	struct ik_opened opened = open_message(name);
	bool same = opened.cms[0].n == 1 && !strcmp(opened.cms[0].by[0].sha256, sha256);

	ik_opened_free(&opened);
	return same;
}

/* The SHA-256 of the certificate of generation NUMBER; caller frees. */
static char *certificate_of(unsigned number)
{
	ik_store *store = ik_store_open(fake_path, NULL);
	struct ik_generation generation = {0};
	char *sha256;

	ck_assert(ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL));
	sha256 = ik_strdup(generation.facts.sha256);
	ik_generation_free(&generation);
	ik_store_close(store);
	return sha256;
}

/* --- what is refused -------------------------------------------------------------------------- */

START_TEST(what_agents_would_refuse_is_not_signed)
{
	ck_assert_int_eq(begins_not(FAKE_NOW), IK_E_STORE_NONE);
	fake_add(&(struct fake_generation){.without_key = true});
	ck_assert_int_eq(begins_not(FAKE_NOW), IK_E_STORE_NO_KEY);
	fake_add(&(struct fake_generation){.other_key = true});
	ck_assert_int_eq(begins_not(FAKE_NOW), IK_E_KEY_APART);
	fake_add(&(struct fake_generation){.from = FAKE_NOW - FAKE_DAY, .until = FAKE_NOW - 1});
	ck_assert_int_eq(begins_not(FAKE_NOW), IK_E_INDEX_DATES);
	fake_add(&(struct fake_generation){.from = FAKE_NOW + 1, .until = FAKE_NOW + FAKE_DAY});
	ck_assert_int_eq(begins_not(FAKE_NOW), IK_E_INDEX_DATES);
	ik_signing_end(begin(FAKE_NOW + 1));
	ik_built_at = FAKE_NOW + 2;
	ck_assert_int_eq(begins_not(FAKE_NOW + 1), IK_E_CHECK_CLOCK);
	ik_built_at = 0;
	fake_add(&(struct fake_generation){.names = 240});
	put("too-large", "anything\n");
	ck_assert_int_eq(refused(false, "too-large"), IK_E_SIGN_LARGE);
	ik_signing_end(NULL);
}
END_TEST

START_TEST(what_is_no_file_with_a_good_name_is_refused)
{
	char *pipe = ik_format("%s/pipe", fake_folder);

	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(mkfifo(pipe, 0600), 0);
	put("blank ", "x");
	put("a.inkan", "x");
	ck_assert_int_eq(refused(false, "none"), IK_E_FILE_NONE);
	ck_assert_int_eq(refused(false, "pipe"), IK_E_FILE_KIND);
	ck_assert_int_eq(refused(false, "store"), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(refused(false, "store/"), IK_E_FILE_DIRECTORY);
	ck_assert_int_eq(refused(false, "blank "), IK_E_SIGN_NAME);
	ck_assert_int_eq(refused(false, "a.inkan"), IK_E_SIGN_MESSAGE);
	ck_assert_int_eq(refused(true, "none.inkan"), IK_E_FILE_NONE);
	ck_assert_int_eq(refused(true, "a.inkan"), IK_E_STATEMENT_DAMAGED);
	ck_assert(!made_exists(fake_folder, "none.inkan"));
	ck_assert(!made_exists(fake_folder, "pipe.inkan"));
	free(pipe);
}
END_TEST

/* Signs A of the folder with a key of no store here. */
static void sign_elsewhere(const char *name)
{
	struct ik_buffer certificate = {0}, text = {0}, pem = {0};
	struct ik_statement message = {
		.kind = IK_STATEMENT_MESSAGE, .issued = FAKE_NOW, .expires = FAKE_NOW + FAKE_DAY};
	const struct ik_sha256 zero = {0};
	ik_secret *key = made_secret(fake_key(0));
	ik_store *store = ik_store_open(fake_path, NULL);
	char *file = ik_format("%s.inkan", name);

	ck_assert(ik_store_read(store, 2, "certificate.pem", &certificate, NULL));
	ik_file_set_add(ik_file_sets_add(&message.sets, ""), &zero, 1, name);
	ik_statement_write(&message, &text);
	const struct ik_cms_signer by = {key, certificate.data, certificate.size};
	ck_assert(ik_cms_sign(text.data, text.size, &by, 1, FAKE_NOW, &pem, NULL));
	made_write(fake_folder, file, pem.data, pem.size);
	free(file);
	ik_store_close(store);
	ik_statement_free(&message);
	ik_secret_free(key);
	ik_buffer_free(&certificate);
	ik_buffer_free(&text);
	ik_buffer_free(&pem);
}

START_TEST(what_is_not_ours_is_neither_replaced_nor_signed_anew)
{
	char *before, *after;

	fake_add(&(struct fake_generation){0});
	/* Never in use, whosever it is. */
	fake_add(&(struct fake_generation){.unused = true});
	put("a", "x");
	put("b", "x");
	put("c", "x");
	put("a.inkan", "notes of mine");
	sign_elsewhere("b");
	sign("c", FAKE_NOW);
	before = made_tree(fake_folder);
	ck_assert_int_eq(refused(false, "a"), IK_E_SIGN_THERE);
	ck_assert_int_eq(refused(false, "b"), IK_E_SIGN_THERE);
	ck_assert_int_eq(refused(true, "b.inkan"), IK_E_SIGN_STRANGER);
	ck_assert_int_eq(refused(true, "c"), IK_E_STATEMENT_DAMAGED);
	after = made_tree(fake_folder);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	/* A message about another file, under this name. */
	char *from = ik_format("%s/c.inkan", fake_folder),
	     *to = ik_format("%s/d.inkan", fake_folder);

	put("d", "x");
	ck_assert_int_eq(rename(from, to), 0);
	ck_assert_int_eq(refused(false, "d"), IK_E_SIGN_THERE);
	free(from);
	free(to);
}
END_TEST

/* --- what is signed --------------------------------------------------------------------------- */

START_TEST(a_message_says_what_the_file_is_and_the_store_stays_as_it_was)
{
	static const char text[] = "to all agents\n";
	char hex[65], *before, *after, *own;
	struct ik_sign_end end;
	struct ik_opened opened;
	const struct ik_named_file *file;

	own = certificate_of(fake_add(&(struct fake_generation){0}));
	put("通知 1.txt", text);
	before = made_tree(fake_path);
	ck_assert_int_eq(try(false, "通知 1.txt", FAKE_NOW, &end), IK_E_NONE);
	after = made_tree(fake_path);
	ck_assert_str_eq(before, after);
	ck_assert_int_eq(end.did, IK_SIGN_NEW);
	ck_assert_str_eq(end.name, "通知 1.txt");
	ck_assert_uint_eq(end.steps, 0);
	ck_assert(ik_digest_sha256(text, strlen(text), hex, NULL));
	ck_assert_str_eq(end.sha256, hex);
	ck_assert_uint_eq(made_mode(fake_folder, "通知 1.txt.inkan"), 0644);
	opened = open_message("通知 1.txt.inkan");
	file = &opened.items[0].sets.items[0].files[0];
	ck_assert_int_eq(opened.items[0].issued, FAKE_NOW);
	ck_assert_int_eq(opened.items[0].expires, FAKE_NOW + DAYS * FAKE_DAY);
	ck_assert_str_eq(file->name, "通知 1.txt");
	ck_assert_uint_eq(file->size, strlen(text));
	ik_sha256_hex(&file->sha256, hex);
	ck_assert_str_eq(end.sha256, hex);
	ck_assert(signed_by("通知 1.txt.inkan", own));
	ik_opened_free(&opened);
	ik_sign_end_free(&end);
	free(own);
	free(before);
	free(after);
}
END_TEST

START_TEST(an_older_message_of_this_store_gives_way)
{
	struct ik_opened opened;
	char *own;

	fake_add(&(struct fake_generation){0});
	put("a", "x");
	sign("a", FAKE_NOW);
	sign("a", FAKE_NOW + 1);
	own = certificate_of(fake_add(&(struct fake_generation){0}));
	sign("a", FAKE_NOW + 2);
	ck_assert(signed_by("a.inkan", own));
	opened = open_message("a.inkan");
	ck_assert_int_eq(opened.items[0].issued, FAKE_NOW + 2);
	ik_opened_free(&opened);
	free(own);
}
END_TEST

START_TEST(what_an_earlier_certificate_signed_is_signed_anew_to_the_same_end)
{
	struct ik_opened opened;
	char *own;

	fake_add(&(struct fake_generation){0});
	put("a", "x");
	sign("a", FAKE_NOW);
	ck_assert_int_eq(sign_again("a.inkan", FAKE_NOW), IK_SIGN_CURRENT);
	own = certificate_of(fake_add(&(struct fake_generation){0}));
	/* The file may be on its way already. */
	put("a", "y");
	ck_assert_int_eq(sign_again("a.inkan", FAKE_NOW + FAKE_DAY), IK_SIGN_NEW);
	ck_assert(signed_by("a.inkan", own));
	opened = open_message("a.inkan");
	ck_assert_int_eq(opened.items[0].issued, FAKE_NOW + FAKE_DAY);
	ck_assert_int_eq(opened.items[0].expires, FAKE_NOW + DAYS * FAKE_DAY);
	ck_assert_uint_eq(opened.items[0].sets.items[0].files[0].size, 1);
	ik_opened_free(&opened);
	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(sign_again("a.inkan", FAKE_NOW + DAYS * FAKE_DAY + 1), IK_SIGN_EXPIRED);
	ck_assert(signed_by("a.inkan", own));
	free(own);
}
END_TEST

/* --- steps ------------------------------------------------------------------------------------ */

static unsigned add_by_step(unsigned replaces, uint64_t number)
{
	char *info = ik_format("origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby = root\n"
			       "exportable = yes\nreplaces = %u\nstep = %llu\n",
			       replaces, (unsigned long long)number);
	unsigned made = fake_add(&(struct fake_generation){.info = info});

	free(info);
	return made;
}

/* A step of KIND and NUMBER to what is in use, with a signature that is of no matter here. */
static void put_step(enum ik_statement_kind kind, uint64_t number, unsigned to)
{
	struct ik_statement step = {.kind = kind, .sequence = number, .issued = FAKE_NOW};
	struct ik_buffer certificate = {0}, text = {0}, pem = {0};
	ik_secret *key = made_secret(fake_key(0));
	char *sha256 = certificate_of(to), *name;
	ik_store *store = ik_store_open_change(fake_path, "", NULL, NULL);

	step.has_recovery = kind == IK_STATEMENT_RECOVERY;
	ck_assert(ik_sha256_read(sha256, &step.to));
	ck_assert(ik_store_read(store, to, "certificate.pem", &certificate, NULL));
	ik_statement_write(&step, &text);
	const struct ik_cms_signer by = {key, certificate.data, certificate.size};
	ck_assert(ik_cms_sign(text.data, text.size, &by, 1, FAKE_NOW, &pem, NULL));
	name = ik_step_name(&step);
	ck_assert(ik_store_step_put(store, name, pem.data, pem.size, NULL));
	ik_store_close(store);
	free(name);
	free(sha256);
	ik_secret_free(key);
	ik_buffer_free(&certificate);
	ik_buffer_free(&text);
	ik_buffer_free(&pem);
}

START_TEST(the_newest_ten_steps_that_count_go_with_a_message)
{
	struct ik_opened steps;
	struct ik_sign_end end;
	unsigned last;
	size_t size;
	char *pem;

	last = fake_add(&(struct fake_generation){0});
	for (uint64_t i = 1; i <= 12; i++)
		last = add_by_step(last, i);
	for (uint64_t i = 1; i <= 14; i++)
		put_step(IK_STATEMENT_HANDOVER, i, last);
	put("a", "x");
	ck_assert_int_eq(try(false, "a", FAKE_NOW, &end), IK_E_NONE);
	ck_assert_uint_eq(end.steps, IK_MESSAGE_STEPS_MAX);
	pem = made_read(fake_folder, "a.inkan", &size);
	ck_assert_uint_le(size, IK_MESSAGE_SIZE_MAX);
	ck_assert(ik_opened_steps(pem, size, &steps, NULL));
	ck_assert_uint_eq(steps.n, IK_MESSAGE_STEPS_MAX);
	ck_assert_uint_eq(steps.items[0].sequence, 12);
	ck_assert_uint_eq(steps.items[9].sequence, 3);
	ck_assert_ptr_nonnull(strstr(pem, "-----BEGIN CERTIFICATE-----"));
	ck_assert(!strncmp(pem, "-----BEGIN PKCS7-----", 21));
	ik_opened_free(&steps);
	ik_sign_end_free(&end);
	free(pem);
}
END_TEST

START_TEST(after_a_leak_nothing_of_before_is_signed_anew)
{
	unsigned after;

	fake_add(&(struct fake_generation){0});
	put("a", "x");
	sign("a", FAKE_NOW);
	after = add_by_step(1, 7);
	put_step(IK_STATEMENT_RECOVERY, 7, after);
	ck_assert_int_eq(refused(true, "a.inkan"), IK_E_SIGN_LEAKED);
	/* Nor when that is out of use, too; but what it signed itself is. */
	put("b", "x");
	sign("b", FAKE_NOW);
	add_by_step(2, 8);
	ck_assert_int_eq(refused(true, "a.inkan"), IK_E_SIGN_LEAKED);
	ck_assert_int_eq(sign_again("b.inkan", FAKE_NOW), IK_SIGN_NEW);
	/* Whoever has looked at the file may sign it. */
	sign("a", FAKE_NOW);
}
END_TEST

Suite *suite_sign(void)
{
	Suite *suite = suite_create("sign");
	TCase *all = tcase_create("sign");

	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_test(all, what_agents_would_refuse_is_not_signed);
	tcase_add_test(all, what_is_no_file_with_a_good_name_is_refused);
	tcase_add_test(all, what_is_not_ours_is_neither_replaced_nor_signed_anew);
	tcase_add_test(all, a_message_says_what_the_file_is_and_the_store_stays_as_it_was);
	tcase_add_test(all, an_older_message_of_this_store_gives_way);
	tcase_add_test(all, what_an_earlier_certificate_signed_is_signed_anew_to_the_same_end);
	tcase_add_test(all, the_newest_ten_steps_that_count_go_with_a_message);
	tcase_add_test(all, after_a_leak_nothing_of_before_is_signed_anew);
	suite_add_tcase(suite, all);
	return suite;
}
