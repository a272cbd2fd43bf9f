/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_cure.c: what is found of the certificate in use is cured the way that it came, so that
 * nobody who types the cure puts a certificate in use that no client accepts. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "fake_store.h"
#include "made.h"
#include "ops/status/check.h"
#include "suites.h"

/* What is in use, by who signed it. */
enum signer { ITSELF, AUTHORITY, ASKED, SIGNERS };

/* A certificate for the key of the fake store, signed by another one's; caller frees. */
static char *signed_by_another(void)
{
	char *command = ik_format("cd '%s' && openssl req -x509 -newkey rsa:2048 -nodes -keyout "
				  "ca.key -out ca.pem -subj /CN=ca "
				  "-days 3650 && openssl req -new -key own.key -subj "
				  "/CN=srv01.example.jp -out own.csr && "
				  "openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key "
				  "-CAcreateserial -days 300 -out own.pem",
				  fake_folder);
	char *quiet = ik_format("(%s) >/dev/null 2>&1", command);

	made_write(fake_folder, "own.key", fake_key(0), strlen(fake_key(0)));
	ck_assert_int_eq(system(quiet), 0);
	free(quiet);
	free(command);
	return made_read(fake_folder, "own.pem", NULL);
}

static void put(enum signer signer, struct fake_generation wish)
{
	char *other = signer == ITSELF ? NULL : signed_by_another();

	wish.certificate = other;
	fake_add(&wish);
	free(other);
	if (signer != ASKED)
		return;
	char *folder = fake_file("requests"), *waiting = fake_file("requests/20261112-0f3a99c1");

	ck_assert_int_eq(mkdir(folder, 0700), 0);
	ck_assert_int_eq(mkdir(waiting, 0700), 0);
	free(folder);
	free(waiting);
}

static struct ik_check check_at(int64_t now)
{
	const struct ik_check_wish wish = {
		.store = fake_path, .now = now, .clock = IK_CLOCK_SYNCHRONISED};
	struct ik_check check;

	ik_check(&wish, &check);
	return check;
}

/* The moments that matter of a certificate. */
enum moment { NOW, BEFORE, NEAR_THE_END, AFTER };

static struct ik_check check_when(enum moment moment)
{
	struct ik_check check = check_at(FAKE_NOW);
	const int64_t moments[] = {
		[NOW] = check.facts.not_before + FAKE_DAY,
		[BEFORE] = check.facts.not_before - FAKE_DAY,
		[NEAR_THE_END] = check.facts.not_after - 10 * FAKE_DAY,
		[AFTER] = check.facts.not_after + FAKE_DAY,
	};

	ck_assert(check.has_facts);
	ik_check_free(&check);
	return check_at(moments[moment]);
}

/* What is found, when, and how the cure begins, by SIGNER; FILE's password and place are the
 * operator's. */
static const struct finding {
	enum ik_error_id id;
	enum moment moment;
	struct fake_generation wish;
	const char *cures[SIGNERS];
} findings[] = {
	{IK_E_CHECK_EXPIRED,
	 AFTER,
	 {0},
	 {"Make it new: inkan renew",
	  "Its authority has to sign a new one: inkan request --out FILE",
	  "Its authority has to sign the new one; when it has: inkan import FILE"}},
	{IK_E_CHECK_EXPIRING,
	 NEAR_THE_END,
	 {0},
	 {"Make it new: inkan renew",
	  "Its authority has to sign a new one: inkan request --out FILE",
	  "Its authority has to sign the new one; when it has: inkan import FILE"}},
	{IK_E_CHECK_NOT_YET,
	 BEFORE,
	 {0},
	 {"accept a new certificate in the wizard: inkan", "sign another: inkan request --out FILE",
	  "sign another; when it has: inkan import FILE"}},
	{IK_E_CHECK_HOST,
	 NOW,
	 {0},
	 {"inkan create", "its authority has to sign one that has it: inkan request --out FILE",
	  "the request that waits lacks it, make another: inkan request --out FILE"}},
	{IK_E_CHECK_NOT_EXPORTABLE,
	 NOW,
	 {.not_exportable = true},
	 {"inkan create", "a new certificate of its authority helps: inkan request --out FILE",
	  "a new certificate of its authority helps: inkan request --out FILE"}},
	{IK_E_STORE_NO_KEY,
	 NOW,
	 {.without_key = true},
	 {"Make it new (inkan renew). To keep the certificate, restore a backup: inkan restore "
	  "FILE --use 1",
	  "(inkan restore FILE --use 1). Without one its authority has to sign a new one: inkan "
	  "request --out FILE",
	  "(inkan restore FILE --use 1). Without one its authority has to sign the new one; when "
	  "it has: inkan import FILE"}},
	{IK_E_KEY_APART,
	 NOW,
	 {.other_key = true},
	 {"Make it new (inkan renew).", "inkan request --out FILE", "inkan import FILE"}},
	{IK_E_KEY_READ,
	 NOW,
	 {.key = "no key"},
	 {"Make it new (inkan renew).", "inkan request --out FILE", "inkan import FILE"}},
	{IK_E_STORE_NO_KEY,
	 NOW,
	 {.without_key = true, .not_exportable = true},
	 {"Make it new: inkan renew",
	  "Its authority has to sign a new one: inkan request --out FILE",
	  "Its authority has to sign the new one; when it has: inkan import FILE"}},
	{IK_E_CHECK_GROUP_LOST,
	 NOW,
	 {.info = "origin = generated\nmade-at = 2026-11-22T00:00:00Z\nby = root\nexportable = "
		  "yes\nlost-key-group = no-such\n"},
	 {"make it first. Give it the key again (inkan renew --key-group no-such).",
	  "(inkan request --out FILE --key-group no-such).",
	  "(inkan import FILE --key-group no-such)."}},
};

/* CURE with its commands as they would be for the usual store: each has to name this one. */
static char *less_the_store(const char *cure)
{
	char *named = ik_format(" --store %s", fake_path);
	struct ik_buffer less = {0};
	size_t commands = 0, stores = 0;

	for (const char *at = cure; (at = strstr(at, "inkan ")) != NULL; at++)
		commands++;
	for (const char *at; (at = strstr(cure, named)) != NULL;
	     cure = at + strlen(named), stores++)
		ik_buffer_add(&less, cure, (size_t)(at - cure));
	ik_buffer_text(&less, cure);
	ck_assert_uint_gt(commands, 0);
	ck_assert_msg(commands == stores, "%s", cure);
	free(named);
	char *text = ik_strdup(ik_buffer_string(&less));

	ik_buffer_free(&less);
	return text;
}

/* Only the certificate's own way may be named. */
static void assert_no_other_way(const char *cure, enum signer signer)
{
	if (signer == ITSELF)
		ck_assert_ptr_null(strstr(cure, "authority"));
	else
		ck_assert_msg(!strstr(cure, "inkan create") && !strstr(cure, "inkan renew"), "%s",
			      cure);
}

START_TEST(the_cure_follows_who_signed)
{
	const struct finding *wanted = &findings[_i / SIGNERS];
	enum signer signer = (enum signer)(_i % SIGNERS);

	put(signer, wanted->wish);
	struct ik_check check = check_when(wanted->moment);
	const struct ik_finding *finding = NULL;

	for (size_t i = 0; i < check.n; i++)
		if (check.findings[i].error.id == wanted->id)
			finding = &check.findings[i];
	ck_assert_msg(finding != NULL, "%s is not found", ik_error_msgid(wanted->id));
	char *cure = less_the_store(finding->cure);

	ck_assert_msg(strstr(cure, wanted->cures[signer]) != NULL, "%s: %s",
		      ik_error_msgid(wanted->id), cure);
	assert_no_other_way(cure, signer);
	free(cure);
	ik_check_free(&check);
}
END_TEST

Suite *suite_check_cure(void)
{
	Suite *suite = suite_create("check_cure");
	TCase *all = tcase_create("check_cure");

	tcase_set_timeout(all, 120);
	tcase_add_checked_fixture(all, fake_begin, fake_end);
	tcase_add_loop_test(all, the_cure_follows_who_signed, 0, (int)IK_COUNT(findings) * SIGNERS);
	suite_add_tcase(suite, all);
	return suite;
}
