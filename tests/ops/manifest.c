/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.c: the list of contents reads what it writes, and nothing else. */
#include "config.h"

#include "ops/backup/manifest.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/records/state.h"
#include "suites.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD \
	"inkan-backup 1\nserver srv01\ntime 2026-11-21T18:12:00Z\nserver-id " \
	"0123456789abcdef0123456789abcdef\n" \
	"in-use 4\n"
#define GENERATIONS \
	"generation 2 damaged\ngeneration 3 retired deleted\ngeneration 4 in-use sealed\n"
#define FIRST HASH " 10 README.txt\n"
#define THIRD HASH " 11 generations/3/certificate.pem\n" HASH " 0 generations/3/info\n"
#define FOURTH \
	HASH " 12 generations/4/certificate.pem\n" HASH " 13 generations/4/info\n" HASH \
	     " 14 generations/4/key.pem\n"
#define REQUESTS \
	"request 20261120-ffffffff damaged\nrequest 20261121-00000000 not-exportable\n" \
	"request 20261121-0f3a99c1 sealed\n"
#define WAITING \
	HASH " 15 requests/20261121-0f3a99c1/request.pem\n" HASH \
	     " 16 requests/20261121-0f3a99c1/info\n" HASH \
	     " 17 requests/20261121-0f3a99c1/key.pem\n"
#define HEAD2 \
	"inkan-backup 2\nserver srv01\ntime 2026-11-21T18:12:00Z\nserver-id " \
	"0123456789abcdef0123456789abcdef\n" \
	"in-use 4\n"
#define STEPS "step 5-0f3a99c1.pem\nstep 1795237500-00c0ffee.pem\n"
#define STEP_MEMBERS HASH " 18 steps/5-0f3a99c1.pem\n" HASH " 19 steps/1795237500-00c0ffee.pem\n"
#define RECOVERY_MEMBER HASH " 65 recovery\n"
#define WITH_STEPS \
	HEAD2 GENERATIONS REQUESTS STEPS \
		"recovery\n" FIRST THIRD FOURTH WAITING STEP_MEMBERS RECOVERY_MEMBER
#define WHOLE HEAD GENERATIONS FIRST THIRD FOURTH
#define WITH_REQUESTS HEAD GENERATIONS REQUESTS FIRST THIRD FOURTH WAITING

static enum ik_error_id parse(const char *text, size_t size)
{
	struct ik_manifest manifest = {0};
	struct ik_error err = {0};
	bool ok = ik_manifest_parse(text, size, &manifest, &err);

	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	ck_assert_int_eq(ok, manifest.server != NULL);
	ik_manifest_free(&manifest);
	return err.id;
}

static const char *const broken[] = {
	"",
	"\n",
	"inkan-backup 1",
	"inkan-backup 1\n",
	"inkan-backup 0\n" FIRST,
	"inkan-backup 01\n" FIRST,
	"inkan-backup -1\n" FIRST,
	"inkan-backup 99999999999999999999\n" FIRST,
	"inkan-backup one\n" FIRST,
	"inkan-store 1\n",
	"\xef\xbb\xbf" WHOLE,
	/* the head: a line missing, twice, in another order, with something else in it */
	"inkan-backup 1\ntime 2026-11-21T18:12:00Z\nserver-id "
	"0123456789abcdef0123456789abcdef\nin-use 4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver \ntime 2026-11-21T18:12:00Z\nserver-id "
	"0123456789abcdef0123456789abcdef\nin-use 4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver a\x1b[0m\ntime 2026-11-21T18:12:00Z\nserver-id "
	"0123456789abcdef0123456789abcdef\n"
	"in-use 4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver a b\ntime 2026-11-21T18:12:00Z\nserver-id "
	"0123456789abcdef0123456789abcdef\n"
	"in-use 4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver a\ntime yesterday\nserver-id "
	"0123456789abcdef0123456789abcdef\nin-use 4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver a\ntime 2026-11-21T18:12:00Z\nserver-id 0123\nin-use "
	"4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver a\ntime 2026-11-21T18:12:00Z\nserver-id "
	"0123456789ABCDEF0123456789abcdef\nin-use 4\n" GENERATIONS FIRST THIRD FOURTH,
	"inkan-backup 1\nserver a\ntime 2026-11-21T18:12:00Z\nserver-id "
	"0123456789abcdef0123456789abcdef\nin-use 0\n" GENERATIONS FIRST THIRD FOURTH,
	/* generations: none, not rising, the wrong one in use, unknown words, too few and too many
	   words */
	HEAD FIRST THIRD FOURTH,
	HEAD "generation 3 retired deleted\n" FIRST THIRD,
	HEAD "generation 4 in-use sealed\ngeneration 3 retired deleted\n" FIRST FOURTH THIRD,
	HEAD "generation 4 in-use sealed\ngeneration 4 in-use sealed\n" FIRST FOURTH FOURTH,
	HEAD "generation 3 in-use deleted\ngeneration 4 in-use sealed\n" FIRST THIRD FOURTH,
	HEAD "generation 4 retired sealed\n" FIRST FOURTH,
	HEAD "generation 4 damaged\n" FIRST,
	HEAD "generation 4 in-use open\n" FIRST FOURTH,
	HEAD "generation 4 in-use\n" FIRST FOURTH,
	HEAD "generation 4 in-use sealed sealed\n" FIRST FOURTH,
	HEAD "generation 04 in-use sealed\n" FIRST FOURTH,
	HEAD "generation  4 in-use sealed\n" FIRST FOURTH,
	HEAD "generation 2 damaged deleted\ngeneration 4 in-use sealed\n" FIRST FOURTH,
	/* members: one missing, one more, in another order, other names, hashes and sizes that are
	   none */
	HEAD GENERATIONS,
	HEAD GENERATIONS THIRD FOURTH,
	HEAD GENERATIONS FIRST FOURTH,
	HEAD GENERATIONS FIRST FOURTH THIRD,
	HEAD GENERATIONS FIRST THIRD FOURTH HASH " 1 generations/4/more\n",
	HEAD GENERATIONS FIRST FIRST THIRD FOURTH,
	HEAD GENERATIONS HASH " 10 ../README.txt\n" THIRD FOURTH,
	HEAD GENERATIONS HASH "0 10 README.txt\n" THIRD FOURTH,
	HEAD GENERATIONS "ABC 10 README.txt\n" THIRD FOURTH,
	HEAD GENERATIONS HASH " -1 README.txt\n" THIRD FOURTH,
	HEAD GENERATIONS HASH " 010 README.txt\n" THIRD FOURTH,
	HEAD GENERATIONS HASH " 1048577 README.txt\n" THIRD FOURTH,
	HEAD GENERATIONS HASH " 10  README.txt\n" THIRD FOURTH,
	/* requests: not rising, no such id, unknown words, before the generations, members missing
	   and too many */
	HEAD GENERATIONS
	"request 20261121-00000001 damaged\nrequest 20261121-00000000 damaged\n" FIRST THIRD FOURTH,
	HEAD GENERATIONS
	"request 20261121-00000000 damaged\nrequest 20261121-00000000 damaged\n" FIRST THIRD FOURTH,
	HEAD GENERATIONS "request ../../etc/passwd0 damaged\n" FIRST THIRD FOURTH,
	HEAD GENERATIONS "request 20261121-0000000G damaged\n" FIRST THIRD FOURTH,
	HEAD GENERATIONS "request 20261121-00000000 open\n" FIRST THIRD FOURTH,
	HEAD GENERATIONS "request 20261121-00000000\n" FIRST THIRD FOURTH,
	HEAD GENERATIONS "request 20261121-00000000 damaged damaged\n" FIRST THIRD FOURTH,
	HEAD "request 20261121-00000000 damaged\n" GENERATIONS FIRST THIRD FOURTH,
	HEAD GENERATIONS REQUESTS,
	HEAD GENERATIONS REQUESTS FIRST THIRD FOURTH,
	HEAD GENERATIONS REQUESTS FIRST WAITING THIRD FOURTH,
	HEAD GENERATIONS FIRST THIRD FOURTH WAITING,
	WITH_REQUESTS HASH " 18 requests/20261121-00000000/key.pem\n",
	/* steps and recovery certificate: in version 1, none in version 2, not rising, no such
	   name, behind the members, a member missing and too many, recovery first or twice */
	HEAD GENERATIONS STEPS FIRST THIRD FOURTH STEP_MEMBERS,
	HEAD GENERATIONS "recovery\n" FIRST THIRD FOURTH RECOVERY_MEMBER,
	HEAD2 GENERATIONS FIRST THIRD FOURTH,
	HEAD2 GENERATIONS "step 5-0f3a99c1.pem\nstep 5-0f3a99c1.pem\n" FIRST THIRD FOURTH,
	HEAD2 GENERATIONS "step 6-0f3a99c1.pem\nstep 5-0f3a99c1.pem\n" FIRST THIRD FOURTH,
	HEAD2 GENERATIONS "step ../etc/passwd\n" FIRST THIRD FOURTH,
	HEAD2 GENERATIONS "step 5-0f3a99c1.pem more\n" FIRST THIRD FOURTH,
	HEAD2 GENERATIONS "step\n" FIRST THIRD FOURTH,
	HEAD2 STEPS GENERATIONS FIRST THIRD FOURTH STEP_MEMBERS,
	HEAD2 GENERATIONS STEPS FIRST THIRD FOURTH,
	HEAD2 GENERATIONS STEPS FIRST STEP_MEMBERS THIRD FOURTH,
	HEAD2 GENERATIONS STEPS FIRST THIRD FOURTH STEP_MEMBERS RECOVERY_MEMBER,
	HEAD2 GENERATIONS "recovery\n" STEPS FIRST THIRD FOURTH STEP_MEMBERS RECOVERY_MEMBER,
	HEAD2 GENERATIONS STEPS
	"recovery\nrecovery\n" FIRST THIRD FOURTH STEP_MEMBERS RECOVERY_MEMBER,
	HEAD2 GENERATIONS STEPS "recovery yes\n" FIRST THIRD FOURTH STEP_MEMBERS RECOVERY_MEMBER,
	/* the end */
	WHOLE "\n",
	WHOLE "more\n",
	WHOLE "generation 5 unused deleted\n",
};

START_TEST(whatever_is_not_exactly_ours_is_refused)
{
	ck_assert_int_eq(parse(broken[_i], strlen(broken[_i])), IK_E_BACKUP_MANIFEST);
}
END_TEST

START_TEST(a_list_that_is_cut_anywhere_is_refused)
{
	for (size_t size = 0; size < strlen(WHOLE); size++)
		ck_assert_int_eq(parse(WHOLE, size), IK_E_BACKUP_MANIFEST);
}
END_TEST

START_TEST(a_nul_byte_anywhere_is_refused)
{
	char text[] = WHOLE;

	for (size_t at = 0; at < strlen(WHOLE); at++) {
		char kept = text[at];

		text[at] = '\0';
		ck_assert_int_eq(parse(text, sizeof(text) - 1), IK_E_BACKUP_MANIFEST);
		text[at] = kept;
	}
	ck_assert_int_eq(parse(text, sizeof(text)), IK_E_BACKUP_MANIFEST);
}
END_TEST

START_TEST(carriage_returns_are_refused)
{
	ck_assert_int_eq(parse("inkan-backup 1\r\n", 16), IK_E_BACKUP_MANIFEST);
}
END_TEST

/* A number that no store could hold would be found out after the switch only. */
START_TEST(numbers_are_those_of_a_store)
{
	static const struct {
		const char *number;
		enum ik_error_id id;
	} cases[] = {
		{"1000000000", IK_E_BACKUP_MANIFEST},
		{"4294967295", IK_E_BACKUP_MANIFEST},
		{"4294967297", IK_E_BACKUP_MANIFEST},
		{"999999999", IK_E_NONE},
	};

	for (size_t i = 0; i < IK_COUNT(cases); i++) {
		const char *n = cases[i].number;
		char *text = ik_format("inkan-backup 1\nserver a\ntime 2026-11-21T18:12:00Z\n"
				       "server-id 0123456789abcdef0123456789abcdef\nin-use "
				       "%s\ngeneration %s in-use deleted\n" FIRST HASH
				       " 12 generations/%s/certificate.pem\n" HASH
				       " 13 generations/%s/info\n",
				       n, n, n, n);

		ck_assert_int_eq(parse(text, strlen(text)), cases[i].id);
		free(text);
	}
}
END_TEST

START_TEST(a_newer_version_is_told_from_damage)
{
	const char *text = "inkan-backup 3\nwhatever comes then\n";

	ck_assert_int_eq(parse(text, strlen(text)), IK_E_BACKUP_NEWER);
}
END_TEST

START_TEST(what_is_written_is_read_and_written_the_same)
{
	struct ik_manifest manifest = {0};
	struct ik_buffer text = {0};

	ck_assert(ik_manifest_parse(WHOLE, strlen(WHOLE), &manifest, NULL));
	ck_assert_str_eq(manifest.server, "srv01");
	ck_assert_int_eq(manifest.in_use, 4);
	ck_assert_uint_eq(manifest.n_generations, 3);
	ck_assert_int_eq(manifest.generations[0].state, IK_STATE_DAMAGED);
	ck_assert_int_eq(manifest.generations[1].key, IK_KEY_DELETED);
	ck_assert_uint_eq(manifest.n_members, 6);
	ck_assert_uint_eq(manifest.members[5].size, 14);
	ik_manifest_write(&manifest, &text);
	ck_assert_str_eq(ik_buffer_string(&text), WHOLE);
	ik_buffer_free(&text);
	ik_manifest_free(&manifest);
}
END_TEST

START_TEST(requests_that_wait_are_listed)
{
	struct ik_manifest manifest = {0};
	struct ik_buffer text = {0};

	ck_assert(ik_manifest_parse(WITH_REQUESTS, strlen(WITH_REQUESTS), &manifest, NULL));
	ck_assert_uint_eq(manifest.n_requests, 3);
	ck_assert_str_eq(manifest.requests[0].id, "20261120-ffffffff");
	ck_assert_int_eq(manifest.requests[0].state, IK_REQUEST_DAMAGED);
	ck_assert_int_eq(manifest.requests[1].state, IK_REQUEST_NOT_EXPORTABLE);
	ck_assert_int_eq(manifest.requests[2].state, IK_REQUEST_SEALED);
	ck_assert_uint_eq(ik_manifest_slots(&manifest), 6);
	ck_assert_uint_eq(manifest.n_members, 9);
	ik_manifest_write(&manifest, &text);
	ck_assert_str_eq(ik_buffer_string(&text), WITH_REQUESTS);
	ik_buffer_free(&text);
	ik_manifest_free(&manifest);
	for (size_t size = 0; size < strlen(WITH_REQUESTS); size++)
		ck_assert_int_eq(parse(WITH_REQUESTS, size), IK_E_BACKUP_MANIFEST);
}
END_TEST

START_TEST(steps_and_the_recovery_certificate_are_listed)
{
	struct ik_manifest manifest = {0};
	struct ik_buffer text = {0};

	ck_assert(ik_manifest_parse(WITH_STEPS, strlen(WITH_STEPS), &manifest, NULL));
	ck_assert_uint_eq(manifest.steps.n, 2);
	ck_assert_str_eq(manifest.steps.items[1], "1795237500-00c0ffee.pem");
	ck_assert(manifest.has_recovery);
	ck_assert_uint_eq(manifest.n_members, 12);
	ik_manifest_write(&manifest, &text);
	ck_assert_str_eq(ik_buffer_string(&text), WITH_STEPS);
	ik_buffer_free(&text);
	ik_manifest_free(&manifest);
	for (size_t size = 0; size < strlen(WITH_STEPS); size++)
		ck_assert_int_eq(parse(WITH_STEPS, size), IK_E_BACKUP_MANIFEST);
}
END_TEST

Suite *suite_manifest(void)
{
	Suite *suite = suite_create("manifest");
	TCase *tests = tcase_create("manifest");

	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, whatever_is_not_exactly_ours_is_refused, 0, IK_COUNT(broken));
	tcase_add_test(tests, numbers_are_those_of_a_store);
	tcase_add_test(tests, a_list_that_is_cut_anywhere_is_refused);
	tcase_add_test(tests, a_nul_byte_anywhere_is_refused);
	tcase_add_test(tests, carriage_returns_are_refused);
	tcase_add_test(tests, a_newer_version_is_told_from_damage);
	tcase_add_test(tests, what_is_written_is_read_and_written_the_same);
	tcase_add_test(tests, requests_that_wait_are_listed);
	tcase_add_test(tests, steps_and_the_recovery_certificate_are_listed);
	suite_add_tcase(suite, tests);
	return suite;
}
