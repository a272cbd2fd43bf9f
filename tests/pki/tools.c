/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tools.c: tests that openssl and certtool read what we write, with the password and not without.
 */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "pki/seal.h"
#include "shell.h"
#include "suites.h"
#include "support.h"

#define PASSWORD "正しい馬 battery 𠮟😀"
#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static ik_secret *key;
static struct ik_facts facts;

/* The key, certificate, sealed key and seal of TYPE as files, and two password files. */
static void write_all(enum ik_key_type type)
{
	ik_secret *password = secret_of(PASSWORD);
	struct ik_buffer certificate = {0}, sealed = {0}, der = {0};

	key = new_key(type);
	certificate = certificate_for(key, "srv01.example.jp", "O, \"1\"");
	ck_assert(ik_certificate_facts(certificate.data, certificate.size, &facts, NULL));
	ck_assert(ik_key_seal(key, password, &sealed, NULL));
	ck_assert(seal_of(HASH, certificate.data, certificate.size, password, &der, NULL));
	put("certificate.pem", certificate.data, certificate.size);
	put("key.pem", ik_secret_data(key), ik_secret_size(key));
	put("sealed.pem", sealed.data, sealed.size);
	put("seal.p12", der.data, der.size);
	put("password", PASSWORD "\n", sizeof(PASSWORD));
	put("wrong", "wrong horse battery\n", 20);
	ik_secret_free(password);
	ik_buffer_free(&certificate);
	ik_buffer_free(&sealed);
	ik_buffer_free(&der);
}

static void tear_down(void)
{
	shell_end();
	ik_secret_free(key);
	key = NULL;
	ik_facts_free(&facts);
}

/* "TITLE=AB:CD" as openssl prints hexadecimal numbers; SEPARATED tells about the colons. */
static char *openssl_hex(const char *title, const char *hex, bool separated)
{
	struct ik_buffer line = {0};

	ik_buffer_text(&line, title);
	for (size_t i = 0; hex[i]; i++) {
		if (separated && i > 0 && i % 2 == 0)
			ik_buffer_text(&line, ":");
		ik_buffer_format(&line, "%c", toupper((unsigned char)hex[i]));
	}
	return (char *)line.data;
}

START_TEST(openssl_reads_the_certificate_as_we_do)
{
	if (!is_here("openssl"))
		return;
	write_all((enum ik_key_type)_i);

	char *serial = openssl_hex("serial=", facts.serial, false);
	char *sha256 = openssl_hex("sha256 Fingerprint=", facts.sha256, true);

	must_say("openssl x509 -in certificate.pem -noout -serial", serial);
	must_say("openssl x509 -in certificate.pem -noout -fingerprint -sha256", sha256);
	must_say("openssl x509 -in certificate.pem -noout -enddate",
		 "notAfter=Nov 22 00:00:00 2027 GMT");
	must_say("openssl x509 -in certificate.pem -noout -subject -nameopt RFC2253",
		 "subject=CN=srv01.example.jp,O=O\\, \\\"1\\\"");
	must_say("openssl x509 -in certificate.pem -noout -ext basicConstraints,keyUsage",
		 "CA:FALSE");
	must_say("openssl verify -x509_strict -CAfile certificate.pem certificate.pem",
		 "certificate.pem: OK");
	must_say("openssl verify -purpose sslserver -verify_hostname srv01.example.jp -CAfile "
		 "certificate.pem "
		 "certificate.pem",
		 "certificate.pem: OK");
	free(serial);
	free(sha256);
}
END_TEST

START_TEST(openssl_opens_the_sealed_key_with_the_password_only)
{
	if (!is_here("openssl"))
		return;
	write_all((enum ik_key_type)_i);
	must_fail("openssl pkey -in sealed.pem -passin file:wrong -noout");
	must_say("openssl pkey -in key.pem -check -noout", "Key is valid");

	struct ik_buffer opened = says("openssl pkey -in sealed.pem -passin file:password");
	ik_secret *pem = secret_of_bytes(opened.data, opened.size);

	ck_assert(ik_key_same(pem, key));
	must_say("test \"$(openssl pkey -in key.pem -pubout)\" = \"$(openssl x509 -in "
		 "certificate.pem -pubkey -noout)\" "
		 "&& echo fits",
		 "fits");
	ik_buffer_free(&opened);
	ik_secret_free(pem);
}
END_TEST

START_TEST(openssl_sees_how_the_key_is_sealed)
{
	if (!is_here("openssl"))
		return;
	write_all(IK_KEY_ECDSA_P256);
	must_say("openssl asn1parse -in sealed.pem", "PBES2");
	must_say("openssl asn1parse -in sealed.pem", ":hmacWithSHA256");
	must_say("openssl asn1parse -in sealed.pem", ":aes-256-cbc");
	must_say("openssl asn1parse -in sealed.pem", ":0927C0");
}
END_TEST

START_TEST(openssl_verifies_the_mac_of_the_seal_with_the_password_only)
{
	if (!is_here("openssl"))
		return;
	write_all(IK_KEY_ECDSA_P256);
	must_fail("openssl pkcs12 -in seal.p12 -passin file:wrong -info -nokeys");
	must_say("openssl pkcs12 -in seal.p12 -passin file:password -info -nokeys",
		 "MAC: sha256, Iteration 1200000");
	must_say("openssl pkcs12 -in seal.p12 -passin file:password -info -nokeys",
		 "friendlyName: inkan manifest sha256 " HASH);
	must_say("openssl pkcs12 -in seal.p12 -passin file:password -nokeys | openssl x509 -noout "
		 "-subject",
		 "srv01.example.jp");
}
END_TEST

START_TEST(certtool_reads_certificate_key_and_seal)
{
	if (!is_here("certtool"))
		return;
	write_all((enum ik_key_type)_i);
	must_say("certtool -i --infile certificate.pem", facts.serial);
	must_say("certtool -i --infile certificate.pem", facts.sha256);
	must_fail("certtool -k --infile sealed.pem --password \"$(cat wrong)\"");
	must_say("certtool -k --infile sealed.pem --password \"$(cat password)\"",
		 "Public Key Info");
	must_say("certtool --p12-info --inder --infile seal.p12 --password \"$(cat wrong)\" || :",
		 "error");
	must_say("certtool --p12-info --inder --infile seal.p12 --password \"$(cat password)\"",
		 "inkan manifest sha256 " HASH);
}
END_TEST

Suite *suite_tools(void)
{
	Suite *suite = suite_create("tools");
	TCase *all = tcase_create("tools");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_checked_fixture(all, shell_begin, tear_down);
	tcase_add_loop_test(all, openssl_reads_the_certificate_as_we_do, 0, IK_KEY_TYPE_COUNT);
	tcase_add_loop_test(all, openssl_opens_the_sealed_key_with_the_password_only, 0,
			    IK_KEY_TYPE_COUNT);
	tcase_add_test(all, openssl_sees_how_the_key_is_sealed);
	tcase_add_test(all, openssl_verifies_the_mac_of_the_seal_with_the_password_only);
	tcase_add_loop_test(all, certtool_reads_certificate_key_and_seal, 0, IK_KEY_TYPE_COUNT);
	suite_add_tcase(suite, all);
	return suite;
}
