/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peers.c: what the wizard made, read by others: openssl and certtool have the last word. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/wizard.h"

static void make_by_wizard(void)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
}

static void must_say(const char *expected, const char *command)
{
	int status;
	const char *said = world_run(&status, "cd %s/current && { %s; } 2>&1", world_store(),
				     command);

	ck_assert_msg(status == 0 && strstr(said, expected),
		      "%s\nended with %d and lacks \"%s\":\n%s", command, status, expected, said);
}

START_TEST(openssl_and_certtool_read_certificate_and_key)
{
	make_by_wizard();
	must_say("certificate.pem: OK", "openssl verify -CAfile certificate.pem certificate.pem");
	must_say("DNS:srv01.example.jp",
		 "openssl x509 -in certificate.pem -noout -ext subjectAltName");
	must_say("IP Address:192.0.2.7",
		 "openssl x509 -in certificate.pem -noout -ext subjectAltName");
	must_say("TLS Web Server Authentication",
		 "openssl x509 -in certificate.pem -noout -ext extendedKeyUsage");
	must_say("CA:FALSE", "openssl x509 -in certificate.pem -noout -ext basicConstraints");
	must_say("same", "openssl pkey -in key.pem -pubout >../p1 && openssl x509 -in "
			 "certificate.pem -noout -pubkey >../p2 && "
			 "cmp ../p1 ../p2 && echo same; rm -f ../p1 ../p2");
	must_say("Public Key Algorithm: EC/ECDSA", "certtool -i --infile certificate.pem");
	must_say("SECP256R1", "certtool -k --infile key.pem");
	must_say("-----BEGIN PRIVATE KEY-----", "head -1 combined.pem");
}
END_TEST

START_TEST(the_proof_shows_the_serial_number_that_openssl_shows)
{
	struct console *c = wizard_start("en", 80, 24);
	char serial[64] = "", grouped[96];
	size_t n = 0;

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	sscanf(world_run(NULL,
			 "openssl x509 -in %s/current/certificate.pem -noout -serial | tr A-F a-f",
			 world_store()),
	       "serial=%63s", serial);
	ck_assert_uint_ge(strlen(serial), 32);
	for (size_t i = 0; serial[i]; i++) {
		if (i && i % 4 == 0)
			grouped[n++] = ' ';
		grouped[n++] = serial[i];
		if (i == 15)
			break; /* the first line of the cell */
	}
	grouped[n] = '\0';
	console_wait(c, grouped);
	console_kill(c);
}
END_TEST

START_TEST(no_password_and_no_key_outside_their_files)
{
	make_by_wizard();
	ck_assert_str_eq(world_run(NULL, "grep -rl 'horse' %s | wc -l", world_store()), "0\n");
	ck_assert_str_eq(world_run(NULL, "cd %s && grep -rl 'PRIVATE KEY' . | sort | tr '\\n' ' '",
				   world_store()),
			 "./generations/1/combined.pem ./generations/1/key.pem ");
	ck_assert_str_eq(world_run(NULL, "cd %s && find . -perm /077 -type f | sort | tr '\\n' ' '",
				   world_store()),
			 "./format ./generations/1/certificate.pem ./generations/1/info "
			 "./publish/agent.pem ./publish/index ");
	ck_assert_str_eq(world_run(NULL, "cd %s && grep -h BEGIN publish/*", world_store()),
			 "-----BEGIN CERTIFICATE-----\n-----BEGIN PKCS7-----\n");
}
END_TEST

Suite *suite_peers(void)
{
	Suite *suite = suite_create("peers");
	TCase *all = tcase_create("peers");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, openssl_and_certtool_read_certificate_and_key);
	tcase_add_test(all, the_proof_shows_the_serial_number_that_openssl_shows);
	tcase_add_test(all, no_password_and_no_key_outside_their_files);
	suite_add_tcase(suite, all);
	return suite;
}
