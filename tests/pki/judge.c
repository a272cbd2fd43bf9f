/* SPDX-License-Identifier: GPL-3.0-or-later */
/* judge.c: each certificate of a chain is judged: what clients refuse, and what OpenSSL does not
 * even load. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/judge.h"
#include "shell.h"
#include "suites.h"
#include "support.h"

#define NOW 2224713600 /* 2040-07-01: later than all that is made without a date begins */

static bool there;

static void set_up(void)
{
	shell_begin();
	there = is_here("openssl");
	if (!there)
		return;
	must("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key &&"
	     "for k in root inter; do openssl genpkey -algorithm EC -pkeyopt "
	     "ec_paramgen_curve:P-256 -out $k.key || exit 1; done;"
	     "openssl req -new -key key -subj /CN=leaf.example.jp -out leaf.csr &&"
	     "openssl req -new -key inter.key -subj '/O=Trust/CN=inter' -out inter.csr &&"
	     "openssl req -x509 -new -key root.key -subj /CN=root -days 9000 -out root.crt &&"
	     "printf 'basicConstraints=critical,CA:TRUE\n' > ca.ext &&"
	     "printf 'subjectAltName=DNS:leaf.example.jp\nbasicConstraints=CA:FALSE\n' > leaf.ext");
	sign_dated("inter.csr", "root", "20200101", "20440101", "ca.ext", "inter.crt");
	sign_dated("leaf.csr", "inter", "20400101", "20410101", "leaf.ext", "leaf.crt");
}

/* Numbers and what they name, of the chain in the FILES, one behind the other. */
static void assert_judged(const char *files, const char *expected)
{
	char *command = ik_format("cat %s > chain", files);
	struct ik_buffer pem, said = {0};
	struct ik_objections objections = {0};

	must(command);
	pem = get("chain");
	ik_chain_judge(pem.data, pem.size, NOW, &objections);
	for (size_t i = 0; i < objections.n; i++)
		ik_buffer_format(&said, "%s%u %s%s%s", i ? "; " : "",
				 ik_error_number(objections.items[i].id), objections.items[i].name,
				 objections.items[i].more ? " " : "",
				 objections.items[i].more ? objections.items[i].more : "");
	ck_assert_str_eq(ik_buffer_string(&said), expected);
	ik_objections_free(&objections);
	ik_buffer_free(&said);
	ik_buffer_free(&pem);
	free(command);
}

/* Whether OpenSSL, as this system sets it, loads the CHAIN that was judged last, with its key. */
static bool openssl_loads(void)
{
	return works("rm -f out; timeout 60 openssl s_server -accept 0 -key key -cert chain "
		     "-cert_chain chain -www < /dev/null > out 2>&1 &"
		     " until grep -qs ACCEPT out; do"
		     "  kill -0 $! 2> /dev/null || exit 1; sleep 0.1; done;"
		     " kill $!; wait $!; exit 0");
}

/* That of Debian 12.  The one of Debian 13, 3.5, loads what is signed with SHA-1, and leaves it to
 * clients to refuse it. */
static bool openssl_minds_sha1(void)
{
	return works("openssl version | grep -q '^OpenSSL 3[.]0[.]'");
}

START_TEST(a_whole_chain_is_no_matter)
{
	if (!there)
		return;
	assert_judged("leaf.crt inter.crt", "");
	assert_judged("leaf.crt inter.crt root.crt", "");
}
END_TEST

START_TEST(the_issuer_of_the_leaf_is_missed_and_no_other)
{
	if (!there)
		return;
	assert_judged("leaf.crt", "3323 inter");
	assert_judged("leaf.crt root.crt", "3323 inter");
	/* One that a root issued itself. */
	sign_dated("leaf.csr", "root", "20400101", "20410101", "leaf.ext", "direct.crt");
	assert_judged("direct.crt", "3323 root");
	assert_judged("direct.crt root.crt", "");
}
END_TEST

START_TEST(where_the_issuer_can_be_had_is_told_as_the_certificate_says_it)
{
	struct ik_objections objections = {0};
	struct ik_buffer pem;

	if (!there)
		return;
	must("cat leaf.ext > aia.ext; printf "
	     "'authorityInfoAccess=OCSP;URI:http://ocsp/,caIssuers;URI:http://ca/inter.cer\n' >> "
	     "aia.ext");
	sign_dated("leaf.csr", "inter", "20400101", "20410101", "aia.ext", "aia.crt");
	pem = get("aia.crt");
	ik_chain_judge(pem.data, pem.size, NOW, &objections);
	ck_assert_uint_eq(objections.n, 1);
	ck_assert_str_eq(objections.items[0].address, "http://ca/inter.cer");
	ik_objections_free(&objections);
	ik_buffer_free(&pem);
}
END_TEST

START_TEST(dates_of_the_chain_are_judged_not_those_of_the_leaf)
{
	if (!there)
		return;
	sign_dated("inter.csr", "root", "20200101", "20400601", "ca.ext", "expired.crt");
	sign_dated("inter.csr", "root", "20400801", "20440101", "ca.ext", "later.crt");
	sign_dated("inter.csr", "root", "20200101", "20401201", "ca.ext", "short.crt");
	sign_dated("leaf.csr", "inter", "20390101", "20400101", "leaf.ext", "old.crt");
	assert_judged("leaf.crt expired.crt", "3321 inter");
	assert_judged("leaf.crt later.crt", "3322 inter");
	assert_judged("leaf.crt short.crt", "3324 inter");
	assert_judged("old.crt inter.crt", "");
}
END_TEST

START_TEST(an_issuer_may_be_written_in_other_letters_and_blanks)
{
	if (!there)
		return;
	/* The same key and name, but for how that is written: what authorities have done by hand.
	 */
	must("openssl req -new -key inter.key -subj '/O=TRUST/CN= Inter' -out odd.csr");
	sign_dated("odd.csr", "root", "20200101", "20440101", "ca.ext", "odd.crt");
	assert_judged("leaf.crt odd.crt", "");
	must("openssl req -new -key inter.key -subj '/O=Trust/CN=in ter' -out odd.csr");
	sign_dated("odd.csr", "root", "20200101", "20440101", "ca.ext", "odd.crt");
	assert_judged("leaf.crt odd.crt", "3323 inter");
}
END_TEST

#define RESIGN \
	"openssl x509 -req -in leaf.csr -CA inter.crt -CAkey inter.key -extfile leaf.ext -days " \
	"9000 "

START_TEST(old_digests_are_said_but_of_what_signed_itself)
{
	if (!there)
		return;
	must(RESIGN "-sha1 -set_serial 5 -out sha1.crt");
	assert_judged("sha1.crt inter.crt", "3324 inter; 3325 leaf.example.jp SHA-1");
	must("openssl req -x509 -new -key key -subj /CN=a.example.jp -addext subjectAltName=DNS:a "
	     "-sha1 -days 9000"
	     " -addext basicConstraints=critical,CA:FALSE -out self.crt");
	assert_judged("self.crt", "");
	must("openssl x509 -req -in inter.csr -CA root.crt -CAkey root.key -extfile ca.ext -days "
	     "9000 -set_serial 6 -sha1 -out old.crt");
	assert_judged("leaf.crt old.crt", "3325 inter SHA-1");
	must("openssl req -x509 -new -key root.key -subj /CN=root -sha1 -days 9000 -out "
	     "old-root.crt");
	assert_judged("leaf.crt inter.crt old-root.crt", "");
}
END_TEST

START_TEST(what_openssl_refuses_is_what_is_said)
{
	if (!there)
		return;
	assert_judged("leaf.crt inter.crt", "");
	ck_assert(openssl_loads());
	must(RESIGN "-sha1 -set_serial 5 -out sha1.crt");
	assert_judged("sha1.crt inter.crt", "3324 inter; 3325 leaf.example.jp SHA-1");
	ck_assert(!openssl_minds_sha1() || !openssl_loads());
	must(RESIGN "-set_serial -5 -out negative.crt");
	assert_judged("negative.crt inter.crt", "3324 inter; 3331 leaf.example.jp -05");
	ck_assert(openssl_loads());
}
END_TEST

START_TEST(short_keys_of_authorities_are_said)
{
	if (!there)
		return;
	must("openssl req -x509 -newkey rsa:1024 -nodes -keyout small.key -subj /CN=small -days "
	     "9000 -out small.crt");
	sign_dated("leaf.csr", "small", "20400101", "20410101", "leaf.ext", "under.crt");
	assert_judged("under.crt small.crt", "3327 small RSA 1024");
	ck_assert(!openssl_loads());
}
END_TEST

START_TEST(odd_serial_numbers_are_said)
{
	if (!there)
		return;
	must(RESIGN "-set_serial 0 -out c.crt");
	assert_judged("c.crt inter.crt", "3324 inter; 3331 leaf.example.jp 00");
	must(RESIGN "-set_serial 0x0102030405060708090a0b0c0d0e0f101112131415 -out c.crt");
	assert_judged("c.crt inter.crt", "3324 inter; 3331 leaf.example.jp "
					 "0102 0304 0506 0708 090a 0b0c 0d0e 0f10 1112 1314 15");
	/* The byte before these 20 is the sign's. */
	must(RESIGN "-set_serial 0xff02030405060708090a0b0c0d0e0f1011121314 -out c.crt");
	assert_judged("c.crt inter.crt", "3324 inter");
}
END_TEST

/* CRT with the one byte of its serial number written as two. */
static void pad_serial(const char *crt)
{
	static const uint8_t number[] = {0x02, 0x01, 0x05}, padded[] = {0x02, 0x02, 0x00, 0x05};
	struct ik_buffer pem = get(crt), der = pem_to_der("CERTIFICATE", pem.data, pem.size),
			 longer = {0};
	uint8_t *at = memmem(der.data, der.size, number, sizeof(number));

	ck_assert_ptr_nonnull(at);
	ik_buffer_add(&longer, der.data, (size_t)(at - der.data));
	ik_buffer_add(&longer, padded, sizeof(padded));
	ik_buffer_add(&longer, at + sizeof(number),
		      der.size - (size_t)(at - der.data) - sizeof(number));
	/* Two lengths, of two bytes each, are now one more. */
	longer.data[3]++;
	longer.data[7]++;
	ik_buffer_free(&pem);
	pem = der_to_pem("CERTIFICATE", &longer);
	put(crt, pem.data, pem.size);
	ik_buffer_free(&pem);
	ik_buffer_free(&der);
	ik_buffer_free(&longer);
}

START_TEST(a_padded_serial_number_is_said)
{
	if (!there)
		return;
	must(RESIGN "-set_serial 5 -out padded.crt");
	pad_serial("padded.crt");
	/* Its signature is no longer right, so who issued it cannot be told. */
	assert_judged("padded.crt", "3323 inter; 3326 leaf.example.jp ");
	ck_assert(!openssl_loads());
}
END_TEST

START_TEST(what_clients_refuse_of_a_leaf_is_said)
{
	if (!there)
		return;
	must("printf 'basicConstraints=CA:TRUE\nextendedKeyUsage=clientAuth,codeSigning\n' > "
	     "odd.ext");
	sign_dated("leaf.csr", "inter", "20400101", "20410101", "odd.ext", "odd.crt");
	assert_judged("odd.crt inter.crt", "3328 leaf.example.jp ; 3329 leaf.example.jp "
					   "clientAuth, codeSigning; 3330 leaf.example.jp ");
	must("cat leaf.ext > any.ext; echo extendedKeyUsage=anyExtendedKeyUsage >> any.ext");
	sign_dated("leaf.csr", "inter", "20400101", "20410101", "any.ext", "any.crt");
	assert_judged("any.crt inter.crt", "");
}
END_TEST

START_TEST(what_cannot_be_read_is_not_judged)
{
	struct ik_objections objections = {0};

	ik_chain_judge("", 0, NOW, &objections);
	ik_chain_judge("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 60, NOW,
		       &objections);
	ck_assert_uint_eq(objections.n, 0);
}
END_TEST

START_TEST(objections_pass_between_processes)
{
	char name[] = "inter", address[] = "http://a/";
	const struct ik_objection one = {
		.id = IK_E_CHAIN_NO_ISSUER, .name = name, .address = address, .above = true};
	const struct ik_objection other = {.id = IK_E_CHAIN_EXPIRED, .name = name, .moment = NOW};
	struct ik_objections objections = {0}, again;
	ik_secret *packed = ik_secret_new(4096);
	struct ik_unpack in;

	ik_objection_add(&objections, &one);
	ik_objection_add(&objections, &other);
	ck_assert(ik_objections_pack(&objections, packed));
	in = ik_unpack_begin(packed);
	ik_objections_unpack(&in, &again);
	ck_assert(ik_unpack_end(&in));
	ck_assert_uint_eq(again.n, 2);
	ck_assert_str_eq(again.items[0].address, "http://a/");
	ck_assert_ptr_null(again.items[0].more);
	ck_assert(again.items[0].above && !again.items[1].above);
	ck_assert_int_eq(again.items[1].moment, NOW);
	ik_objections_free(&again);
	/* What is no objection is a lie. */
	objections.items[1].id = IK_E_CANCELLED;
	ik_secret_wipe(packed);
	ck_assert(ik_objections_pack(&objections, packed));
	in = ik_unpack_begin(packed);
	ik_objections_unpack(&in, &again);
	ck_assert(!ik_unpack_end(&in));
	ik_objections_free(&again);
	ik_objections_free(&objections);
	ik_secret_free(packed);
}
END_TEST

Suite *suite_judge(void)
{
	Suite *suite = suite_create("judge");
	TCase *all = tcase_create("judge");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, shell_end);
	tcase_add_test(all, a_whole_chain_is_no_matter);
	tcase_add_test(all, the_issuer_of_the_leaf_is_missed_and_no_other);
	tcase_add_test(all, where_the_issuer_can_be_had_is_told_as_the_certificate_says_it);
	tcase_add_test(all, dates_of_the_chain_are_judged_not_those_of_the_leaf);
	tcase_add_test(all, an_issuer_may_be_written_in_other_letters_and_blanks);
	tcase_add_test(all, old_digests_are_said_but_of_what_signed_itself);
	tcase_add_test(all, what_openssl_refuses_is_what_is_said);
	tcase_add_test(all, short_keys_of_authorities_are_said);
	tcase_add_test(all, odd_serial_numbers_are_said);
	tcase_add_test(all, a_padded_serial_number_is_said);
	tcase_add_test(all, what_clients_refuse_of_a_leaf_is_said);
	tcase_add_test(all, what_cannot_be_read_is_not_judged);
	tcase_add_test(all, objections_pass_between_processes);
	suite_add_tcase(suite, all);
	return suite;
}
