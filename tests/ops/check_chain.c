/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_chain.c: what an import warns of, check goes on finding: of each certificate of the chain,
 * and of what an authority thought otherwise. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "brought.h"
#include "made.h"
#include "ops/status/check.h"
#include "suites.h"

enum { HOUR = 3600, DAY = 86400 };

/* A root, an authority of ten days below it, one of ten years, and a request. */
static void begin(void)
{
	brought_begin();
	brought_shell(
		"printf 'basicConstraints=critical,CA:TRUE\\n' > ca.ext;"
		"printf 'subjectAltName=DNS:a.example.jp\\nextendedKeyUsage=serverAuth\\n"
		"basicConstraints=CA:FALSE\\n' > leaf.ext;"
		"openssl req -newkey rsa:2048 -nodes -keyout i.key -out i.csr -subj /CN=inter;"
		"for days in 10 3650; do openssl x509 -req -in i.csr -CA ca.pem -CAkey ca.key "
		"-CAcreateserial -extfile ca.ext -days $days -out i$days.pem; done;"
		"openssl req -newkey rsa:1024 -nodes -keyout small.key -out small.csr -subj "
		"/CN=small;"
		"openssl x509 -req -in small.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "
		"ca.ext -days 3650 -out small.pem");
}

/* Imports the leaf that openssl signs with these ARGUMENTS, and the files behind it. */
static void put_in_use(const char *arguments, const char *behind)
{
	char *line = ik_format("openssl x509 -req -in a.csr -days 300 -out l.pem %s && "
			       "cat a.key l.pem %s > pair.pem",
			       arguments, behind);
	struct ik_outcome outcome = {0};

	brought_shell(line);
	brought_import_all("pair.pem", &outcome);
	ik_outcome_free(&outcome);
	free(line);
}

#define BY_INTER "-CA i3650.pem -CAkey i.key -CAcreateserial -extfile leaf.ext "

/* So long after now it is found with that weight; what can be cured, and is to be, says how. */
static void assert_found(int64_t later, enum ik_error_id id, enum ik_severity severity)
{
	const struct ik_check_wish wish = {
		.store = brought_store, .now = time(NULL) + later, .clock = IK_CLOCK_SYNCHRONISED};
	const struct ik_finding *found = NULL;
	struct ik_check check;

	ik_check(&wish, &check);
	for (size_t i = 0; i < check.n; i++)
		if (check.findings[i].error.id == id)
			found = &check.findings[i];
	ck_assert_msg(found != NULL, "%s", ik_error_msgid(id));
	ck_assert_int_eq(found->severity, severity);
	ck_assert_int_ge(check.status, severity);
	ck_assert(severity == IK_SEVERITY_REMARK || (found->cure && *found->cure));
	ik_check_free(&check);
}

START_TEST(dates_of_the_chain_are_looked_at)
{
	put_in_use(BY_INTER, "i10.pem");
	assert_found(0, IK_E_CHAIN_SHORT, IK_SEVERITY_WARNING);
	assert_found(20 * DAY, IK_E_CHAIN_EXPIRED, IK_SEVERITY_CRITICAL);
	assert_found(-HOUR, IK_E_CHAIN_NOT_YET, IK_SEVERITY_CRITICAL);
}
END_TEST

START_TEST(an_issuer_that_is_not_here_is_missed)
{
	put_in_use(BY_INTER, "");
	assert_found(0, IK_E_CHAIN_NO_ISSUER, IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(what_openssl_does_not_load_is_found)
{
	put_in_use(BY_INTER "-sha1", "i3650.pem");
	assert_found(0, IK_E_LOAD_DIGEST, IK_SEVERITY_WARNING);
	put_in_use("-CA small.pem -CAkey small.key -CAcreateserial -extfile leaf.ext", "small.pem");
	assert_found(0, IK_E_LOAD_KEY, IK_SEVERITY_WARNING);
}
END_TEST

/* padded.der is odd.der with the one byte of its serial number written as two. */
static void pad_serial(void)
{
	static const char number[] = "\x02\x01\x05";
	size_t size;
	char *der = made_read(brought_directory, "odd.der", &size);
	char *at = memmem(der, size, number, sizeof(number) - 1);
	struct ik_buffer longer = {0};

	ck_assert_ptr_nonnull(at);
	ik_buffer_add(&longer, der, (size_t)(at - der));
	ik_buffer_add(&longer, "\x02\x02\0\x05", 4);
	ik_buffer_add(&longer, at + 3, size - (size_t)(at - der) - 3);
	/* Two lengths, of two bytes each, are now one more. */
	longer.data[3]++;
	longer.data[7]++;
	made_write(brought_directory, "padded.der", longer.data, longer.size);
	ik_buffer_free(&longer);
	free(der);
}

START_TEST(a_padded_serial_number_is_found)
{
	struct ik_outcome outcome = {0};

	brought_shell("openssl x509 -req -in a.csr -days 300 -set_serial 5 -CA i3650.pem -CAkey "
		      "i.key -extfile leaf.ext -outform DER -out odd.der");
	pad_serial();
	brought_shell("{ cat a.key; echo -----BEGIN CERTIFICATE-----; base64 padded.der; echo "
		      "-----END CERTIFICATE-----; } > pair.pem");
	brought_import_all("pair.pem", &outcome);
	assert_found(0, IK_E_LOAD_SERIAL, IK_SEVERITY_WARNING);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(what_clients_refuse_is_a_remark_once_it_is_in_use)
{
	brought_shell("printf 'basicConstraints=CA:TRUE\\nextendedKeyUsage=clientAuth\\n' > "
		      "odd.ext");
	put_in_use("-set_serial 0 -CA i3650.pem -CAkey i.key -extfile odd.ext", "i3650.pem");
	assert_found(0, IK_E_LEAF_NO_NAMES, IK_SEVERITY_REMARK);
	assert_found(0, IK_E_LEAF_PURPOSE, IK_SEVERITY_REMARK);
	assert_found(0, IK_E_LEAF_AUTHORITY, IK_SEVERITY_REMARK);
	assert_found(0, IK_E_SERIAL_ODD, IK_SEVERITY_REMARK);
}
END_TEST

START_TEST(what_an_authority_thought_otherwise_is_a_remark)
{
	char *id = made_request(brought_directory);
	char *sign = ik_format("printf 'subjectAltName=DNS:other.example.jp\\n' > other.ext;"
			       "openssl x509 -req -in store/requests/%s/request.pem -CA ca.pem "
			       "-CAkey ca.key -CAcreateserial -extfile other.ext -subj /CN=other "
			       "-days 90 -out answer.pem",
			       id);
	struct ik_outcome outcome = {0};

	brought_shell(sign);
	brought_import_all("answer.pem", &outcome);
	assert_found(0, IK_E_ASKED_DROPPED, IK_SEVERITY_REMARK);
	assert_found(0, IK_E_ASKED_ADDED, IK_SEVERITY_REMARK);
	assert_found(0, IK_E_ASKED_SUBJECT, IK_SEVERITY_REMARK);
	ik_outcome_free(&outcome);
	free(sign);
	free(id);
}
END_TEST

Suite *suite_check_chain(void)
{
	Suite *suite = suite_create("check_chain");
	TCase *tests = tcase_create("check_chain");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, begin, brought_end);
	tcase_add_test(tests, dates_of_the_chain_are_looked_at);
	tcase_add_test(tests, an_issuer_that_is_not_here_is_missed);
	tcase_add_test(tests, what_openssl_does_not_load_is_found);
	tcase_add_test(tests, a_padded_serial_number_is_found);
	tcase_add_test(tests, what_clients_refuse_is_a_remark_once_it_is_in_use);
	tcase_add_test(tests, what_an_authority_thought_otherwise_is_a_remark);
	suite_add_tcase(suite, tests);
	return suite;
}
