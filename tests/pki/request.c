/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.c: tests that an authority gets what was wished for. */
#include "config.h"

#include "pki/request.h"

#include <string.h>

#include "pki/key.h"
#include "shell.h"
#include "suites.h"
#include "support.h"

static struct ik_buffer request_for(const ik_secret *key, const char *organization)
{
	struct ik_list names = {0}, addresses = {0};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};
	struct ik_certificate_wish wish = {.common_name = "srv01.example.jp",
					   .organization = organization,
					   .dns_names = &names,
					   .ip_addresses = &addresses};

	ik_list_add(&names, "srv01.example.jp");
	ik_list_add(&names, "*.example.jp");
	ik_list_add(&addresses, "192.0.2.7");
	ik_list_add(&addresses, "2001:db8::7");
	ck_assert_msg(ik_request_make(&wish, key, &pem, &err), "%s", err.detail);
	ik_list_free(&names);
	ik_list_free(&addresses);
	return pem;
}

START_TEST(no_request_is_made_without_a_key)
{
	ik_secret *junk = secret_of("junk");
	struct ik_list none = {0};
	struct ik_certificate_wish wish = {
		.common_name = "srv01", .dns_names = &none, .ip_addresses = &none};
	struct ik_buffer pem = {0};
	struct ik_error err = {0};

	ck_assert(!ik_request_make(&wish, junk, &pem, &err));
	ck_assert_int_eq(err.id, IK_E_KEY_READ);
	ck_assert_uint_eq(pem.size, 0);
	ik_secret_free(junk);
}
END_TEST

START_TEST(what_was_asked_for_is_read_again)
{
	ik_secret *key = NULL;
	struct ik_facts asked;
	struct ik_buffer pem;

	ck_assert(ik_key_generate("ecdsa-p256", &key, NULL));
	pem = request_for(key, "Example, \"1\"");
	ck_assert(ik_request_asked(pem.data, pem.size, &asked));
	ck_assert_str_eq(asked.subject, "CN=srv01.example.jp,O=Example\\, \\\"1\\\"");
	ck_assert_uint_eq(asked.dns_names.n, 2);
	ck_assert_str_eq(asked.dns_names.items[1], "*.example.jp");
	ck_assert_uint_eq(asked.ip_addresses.n, 2);
	ck_assert_str_eq(asked.ip_addresses.items[0], "192.0.2.7");
	ik_facts_free(&asked);
	ck_assert(!ik_request_asked("junk", 4, &asked));
	ck_assert_ptr_null(asked.subject);
	ik_buffer_free(&pem);
	ik_secret_free(key);
}
END_TEST

START_TEST(openssl_reads_every_wish_and_the_signature)
{
	static const char *const wishes[] = {
		"O = \"Example, \\\"1\\\"\", CN = srv01.example.jp",
		("DNS:srv01.example.jp, DNS:*.example.jp, IP Address:192.0.2.7, "
		 "IP Address:2001:DB8:0:0:0:0:0:7"),
		"TLS Web Server Authentication",
		"X509v3 Basic Constraints: critical",
		"X509v3 Key Usage: critical",
		"CA:FALSE",
		"Certificate request self-signature verify OK",
	};
	ik_secret *key = new_key((enum ik_key_type)_i);
	struct ik_buffer pem = request_for(key, "Example, \"1\"");

	if (is_here("openssl")) {
		put("r.pem", pem.data, pem.size);
		for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++)
			must_say("openssl req -in r.pem -noout -text -nameopt oneline -verify",
				 wishes[i]);
		must_fail(
			"openssl req -in r.pem -noout -text | grep 'Extended Key Usage: critical'");
	}
	ik_buffer_free(&pem);
	ik_secret_free(key);
}
END_TEST

START_TEST(what_an_authority_signs_fits_the_key)
{
	ik_secret *key = new_key((enum ik_key_type)_i);
	struct ik_buffer pem = request_for(key, NULL), signed_pem;
	struct ik_facts facts;

	if (is_here("openssl")) {
		put("r.pem", pem.data, pem.size);
		must("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
		     "ca.key -out ca.crt"
		     " -subj /CN=ca; openssl x509 -req -in r.pem -CA ca.crt -CAkey ca.key "
		     "-set_serial 5"
		     " -copy_extensions copyall -out s.crt");
		signed_pem = get("s.crt");
		ck_assert(ik_key_fits(key, signed_pem.data, signed_pem.size, NULL));
		ck_assert(ik_certificate_facts(signed_pem.data, signed_pem.size, &facts, NULL));
		ck_assert_uint_eq(facts.dns_names.n, 2);
		ck_assert_uint_eq(facts.ip_addresses.n, 2);
		ck_assert_str_eq(facts.subject, "CN=srv01.example.jp");
		ik_facts_free(&facts);
		ik_buffer_free(&signed_pem);
	}
	ik_buffer_free(&pem);
	ik_secret_free(key);
}
END_TEST

Suite *suite_request(void)
{
	Suite *suite = suite_create("request");
	TCase *all = tcase_create("request");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_checked_fixture(all, shell_begin, shell_end);
	tcase_add_test(all, no_request_is_made_without_a_key);
	tcase_add_test(all, what_was_asked_for_is_read_again);
	tcase_add_loop_test(all, openssl_reads_every_wish_and_the_signature, 0, IK_KEY_TYPE_COUNT);
	tcase_add_loop_test(all, what_an_authority_signs_fits_the_key, 0, IK_KEY_TYPE_COUNT);
	suite_add_tcase(suite, all);
	return suite;
}
