/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c: tests of what is read from certificates, hostile ones first. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/text.h"
#include "forge.h"
#include "pki/certificate.h"
#include "shell.h"
#include "suites.h"
#include "support.h"

#define LITERAL(text) text, sizeof(text) - 1

static struct ik_facts facts_of(const struct ik_buffer *certificate)
{
	struct ik_facts facts;
	struct ik_error err = {0};

	ck_assert_msg(ik_certificate_facts(certificate->data, certificate->size, &facts, &err),
		      "%s", err.detail);
	return facts;
}

static struct ik_facts forged_facts(struct forged *forged)
{
	struct ik_buffer der = forge(forged);
	struct ik_facts facts = facts_of(&der);

	ik_buffer_free(&der);
	return facts;
}

static void unreadable(const void *bytes, size_t size)
{
	struct ik_error err = {0};
	struct ik_facts facts;
	struct ik_buffer der = {0};

	ck_assert(!ik_certificate_facts(bytes, size, &facts, &err));
	ck_assert_int_eq(err.id, IK_E_CERT_READ);
	ck_assert_ptr_null(facts.subject);
	ck_assert(!ik_certificate_der(bytes, size, &der, NULL));
	ck_assert_ptr_null(der.data);
}

START_TEST(what_is_no_certificate_is_not_read)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);

	unreadable("", 0);
	unreadable(NULL, 0);
	unreadable(LITERAL("junk"));
	unreadable(LITERAL("\x30\x84\xff\xff\xff\xff"));
	unreadable(LITERAL("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"));
	unreadable(LITERAL("-----BEGIN CERTIFICATE-----\n"));
	unreadable(ik_secret_data(key), ik_secret_size(key));
	ik_secret_free(key);
}
END_TEST

START_TEST(a_certificate_cut_anywhere_is_not_read)
{
	struct forged forged = {0};

	der_part(&forged.subject, CN, 0x0c, LITERAL("srv01"));

	struct ik_buffer der = forge(&forged);

	for (size_t size = 0; size < der.size; size++)
		unreadable(der.data, size);
	ik_buffer_add(&der, "", 1);
	unreadable(der.data, der.size);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(a_name_of_many_parts_costs_no_time)
{
	struct forged forged = {0};
	struct timespec start, end;

	for (int i = 0; i < 60000; i++)
		der_part(&forged.subject, CN, 0x0c, LITERAL("a"));

	struct ik_buffer der = forge(&forged);

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	unreadable(der.data, der.size);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	/* GnuTLS alone needs minutes for this one. */
	ck_assert_int_le(end.tv_sec - start.tv_sec, 5);
	ik_buffer_free(&der);
}
END_TEST

START_TEST(hostile_bytes_are_shown_as_escapes_and_nothing_is_cut_at_a_nul)
{
	struct forged forged = {0};

	der_part(&forged.subject, O, 0x0c,
		 LITERAL("good\xe2\x80\xae"
			 "evil\xc2\x9b"
			 "1m"));
	der_part(&forged.subject, CN, 0x0c, LITERAL("a\0b\x1b[31m\nc"));
	der_add(&forged.alt_names, 0x82, LITERAL("good.jp\0.evil.example"));
	der_add(&forged.alt_names, 0x82, LITERAL("\xff\x1b]0;x\x07.jp"));

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_str_eq(facts.common_name, "a\\x00b\\x1b[31m\\x0ac");
	ck_assert_str_eq(facts.organization, "good<U+202E>evil<U+009B>1m");
	ck_assert(facts.organization_escaped);
	ck_assert_str_eq(facts.dns_names.items[0], "good.jp\\x00.evil.example");
	ck_assert_str_eq(facts.dns_names.items[1], "\\xff\\x1b]0;x\\x07.jp");
	ck_assert(ik_text_is_visible(facts.subject) && ik_text_is_visible(facts.issuer));
	ik_facts_free(&facts);
}
END_TEST

START_TEST(the_most_specific_name_counts_in_any_kind_of_string)
{
	static const struct {
		uint8_t tag;
		const char *bytes;
		size_t size;
		const char *shown;
	} names[] = {
		{0x0c, LITERAL("日本"), "日本"},
		{0x13, LITERAL("a, b+c"), "a, b+c"},
		{0x1e, LITERAL("\x65\xe5\x67\x2c"), "日本"},
		{0x1c, LITERAL("\0\x01\xf6\0"), "😀"},
		{0x14, LITERAL("caf\xe9"), "café"},
		{0x1e, LITERAL("\x65\xe5\x67"), "日\xef\xbf\xbd"},
		{0x16, LITERAL("a\xff"), "a\\xff"},
		{0x02, LITERAL("\x05"), NULL},
	};
	struct forged forged = {0};

	der_part(&forged.subject, CN, 0x0c, LITERAL("less specific"));
	der_part(&forged.subject, CN, names[_i].tag, names[_i].bytes, names[_i].size);

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_uint_eq(IK_COUNT(names), 8);
	ck_assert_ptr_null(facts.organization);
	if (names[_i].shown)
		ck_assert_str_eq(facts.common_name, names[_i].shown);
	else
		ck_assert_ptr_null(facts.common_name);
	ik_facts_free(&facts);
}
END_TEST

START_TEST(a_certificate_without_a_subject_has_its_names)
{
	struct forged forged = {0};

	der_add(&forged.alt_names, 0x82, LITERAL("only.example.jp"));

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_str_eq(facts.subject, "");
	ck_assert_ptr_null(facts.common_name);
	ck_assert_str_eq(facts.dns_names.items[0], "only.example.jp");
	ik_facts_free(&facts);
}
END_TEST

START_TEST(addresses_are_text_of_one_form)
{
	struct forged forged = {0};

	der_add(&forged.alt_names, 0x87, LITERAL("\xc0\x00\x02\x01"));
	der_add(&forged.alt_names, 0x87, LITERAL("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"));
	der_add(&forged.alt_names, 0x87, LITERAL("\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\x00\x02\x01"));
	der_add(&forged.alt_names, 0x87, LITERAL("\x0a\x00\x01"));
	der_add(&forged.alt_names, 0x81, LITERAL("somebody@example.jp"));
	der_part(&forged.subject, CN, 0x0c, LITERAL("x"));

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_uint_eq(facts.ip_addresses.n, 4);
	ck_assert_str_eq(facts.ip_addresses.items[0], "192.0.2.1");
	ck_assert_str_eq(facts.ip_addresses.items[1], "2001:db8::1");
	ck_assert_str_eq(facts.ip_addresses.items[2], "::ffff:192.0.2.1");
	ck_assert_str_eq(facts.ip_addresses.items[3], "#0a0001");
	ck_assert_uint_eq(facts.dns_names.n, 0);
	ik_facts_free(&facts);
}
END_TEST

START_TEST(thousands_of_names_are_all_read)
{
	struct forged forged = {0};
	char name[32];

	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "h%d.example.jp", i);
		der_add(&forged.alt_names, 0x82, name, strlen(name));
	}
	der_part(&forged.subject, CN, 0x0c, LITERAL("x"));

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_uint_eq(facts.dns_names.n, 20000);
	ck_assert_str_eq(facts.dns_names.items[19999], "h19999.example.jp");
	ik_facts_free(&facts);
}
END_TEST

/* A DER whose name holds a whole PEM is still that DER. */
START_TEST(a_certificate_hidden_in_another_is_not_taken_for_it)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer hidden = certificate_for(key, "hidden.example.jp", NULL);
	struct forged forged = {0};

	der_part(&forged.subject, O, 0x0c, hidden.data, hidden.size);
	der_part(&forged.subject, CN, 0x0c, LITERAL("outer"));

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_str_eq(facts.common_name, "outer");
	ik_facts_free(&facts);
	ik_buffer_free(&hidden);
	ik_secret_free(key);
}
END_TEST

START_TEST(pem_and_der_say_the_same_and_the_first_certificate_counts)
{
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer pem = certificate_for(key, "first.example.jp", "First"), der = {0},
			 both = {0};
	struct ik_buffer second = certificate_for(key, "second.example.jp", NULL);

	ik_buffer_text(&both, "0 some text in front\n");
	ik_buffer_add(&both, pem.data, pem.size);
	ik_buffer_add(&both, second.data, second.size);
	ck_assert(ik_certificate_der(both.data, both.size, &der, NULL));

	struct ik_facts from_pem = facts_of(&both), from_der = facts_of(&der);

	ck_assert_str_eq(from_pem.subject, "CN=first.example.jp,O=First");
	ck_assert_str_eq(from_pem.subject, from_der.subject);
	ck_assert_str_eq(from_pem.sha256, from_der.sha256);
	ck_assert_str_eq(from_pem.sha1, from_der.sha1);
	ck_assert_str_eq(from_pem.serial, from_der.serial);
	ck_assert(from_pem.self_signed && from_der.self_signed);
	ik_facts_free(&from_pem);
	ik_facts_free(&from_der);
	ik_buffer_free(&pem);
	ik_buffer_free(&der);
	ik_buffer_free(&both);
	ik_buffer_free(&second);
	ik_secret_free(key);
}
END_TEST

/* PEM with lines of WIDTH characters that end in LINE_END. */
static struct ik_buffer rewrapped(const struct ik_buffer *pem, size_t width, const char *line_end)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----",
			  end[] = "-----END CERTIFICATE-----";
	const char *at = (const char *)pem->data + sizeof(begin) - 1, *stop = strstr(at, end);
	struct ik_buffer out = {0};
	size_t n = 0;

	ik_buffer_text(&out, begin);
	for (; at < stop; at++) {
		if (*at == '\n')
			continue;
		if (n++ % width == 0)
			ik_buffer_text(&out, line_end);
		ik_buffer_add(&out, at, 1);
	}
	ik_buffer_format(&out, "%s%s%s", line_end, end, line_end);
	return out;
}

START_TEST(however_its_lines_are_broken_a_certificate_is_the_same)
{
	static const struct {
		size_t width;
		const char *line_end;
	} forms[] = {{64, "\n"}, {64, "\r\n"}, {76, "\n"},   {60, "\n"},
		     {5, "\n"},  {1, "\n"},    {4096, "\n"}, {64, "\n\n"}};
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	/* Names of several lengths, so that every padding is met. */
	static const char *const names[] = {"a.example", "ab.example", "abc.example"};

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		struct ik_buffer pem = certificate_for(key, names[i], NULL);
		struct ik_facts facts = facts_of(&pem);

		for (size_t k = 0; k < IK_COUNT(forms); k++) {
			struct ik_buffer other = rewrapped(&pem, forms[k].width, forms[k].line_end);
			struct ik_facts again = facts_of(&other);

			ck_assert_str_eq(facts.sha256, again.sha256);
			ik_facts_free(&again);
			ik_buffer_free(&other);
		}
		ik_facts_free(&facts);
		ik_buffer_free(&pem);
	}
	ik_secret_free(key);
}
END_TEST

START_TEST(a_pem_with_one_strange_character_is_no_certificate)
{
	static const char strange[] = "*=-\1\377";
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer pem = certificate_for(key, "srv01.example.jp", NULL);

	for (size_t at = 40; at < pem.size - 40; at += 37) {
		uint8_t was = pem.data[at];

		if (was == '\n')
			continue;
		pem.data[at] = (uint8_t)strange[_i];
		unreadable(pem.data, pem.size);
		pem.data[at] = was;
	}
	ik_buffer_free(&pem);
	ik_secret_free(key);
}
END_TEST

START_TEST(equal_names_with_another_key_identifier_are_not_self_signed)
{
	static const char authority[] = "\x55\x1d\x23\x04\x18\x30\x16\x80\x14";
	ik_secret *key = new_key(IK_KEY_ECDSA_P256);
	struct ik_buffer pem = certificate_for(key, "srv01.example.jp", NULL), der = {0};
	char *identifier;

	ck_assert(ik_certificate_der(pem.data, pem.size, &der, NULL));
	identifier = memmem(der.data, der.size, authority, sizeof(authority) - 1);
	ck_assert_ptr_nonnull(identifier);
	identifier[sizeof(authority) - 1] ^= 1;

	struct ik_facts facts = facts_of(&der);

	ck_assert_str_eq(facts.subject, facts.issuer);
	ck_assert(!facts.self_signed);
	ik_facts_free(&facts);
	ik_buffer_free(&pem);
	ik_buffer_free(&der);
	ik_secret_free(key);
}
END_TEST

/* GnuTLS steps over these lengths, whatever they say: two readers would see two certificates. */
START_TEST(lengths_that_do_not_fit_are_refused)
{
	static const struct {
		const char *bytes;
		size_t size, at;
	} lengths[] = {
		{"\xa0\x03\x02\x01\x02", 5, 1},         /* of the version */
		{"\x30\x14\x06\x03\x55\x1d\x11", 7, 1}, /* of an extension */
	};
	struct forged forged = {0};

	der_part(&forged.subject, CN, 0x0c, "a", 1);
	der_add(&forged.alt_names, 0x82, "a.example", 9);

	struct ik_buffer der = forge(&forged);
	struct ik_facts facts = facts_of(&der);

	ck_assert_str_eq(facts.dns_names.items[0], "a.example");
	ik_facts_free(&facts);
	for (int by = -1; by <= 1; by += 2) {
		uint8_t *place = memmem(der.data, der.size, lengths[_i].bytes, lengths[_i].size);

		ck_assert_ptr_nonnull(place);
		place[lengths[_i].at] = (uint8_t)(place[lengths[_i].at] + by);
		unreadable(der.data, der.size);
		place[lengths[_i].at] = (uint8_t)(place[lengths[_i].at] - by);
	}
	ik_buffer_free(&der);
}
END_TEST

START_TEST(names_that_only_differ_in_their_kind_of_string_are_equal)
{
	struct forged forged = {0};
	struct ik_facts facts;

	der_part(&forged.subject, CN, 0x0c, "Root", 4);
	der_part(&forged.issuer, CN, 0x13, "Root", 4);
	facts = forged_facts(&forged);
	ck_assert_str_eq(facts.subject, "CN=Root");
	ck_assert_str_eq(facts.issuer, "CN=Root");
	ck_assert(facts.self_signed);
	ik_facts_free(&facts);
}
END_TEST

START_TEST(an_issuer_of_another_name_is_told)
{
	struct forged forged = {0};
	struct ik_facts facts;

	der_part(&forged.subject, CN, 0x0c, "Leaf", 4);
	der_part(&forged.issuer, CN, 0x0c, "Root", 4);
	facts = forged_facts(&forged);
	ck_assert_str_eq(facts.subject, "CN=Leaf");
	ck_assert_str_eq(facts.issuer, "CN=Root");
	ck_assert(!facts.self_signed);
	ik_facts_free(&facts);
}
END_TEST

static const struct {
	const char *asked_for;
	const char *id;
} key_kinds[] = {
	{"ec -pkeyopt ec_paramgen_curve:P-224", "ecdsa-p224"},
	{"ec -pkeyopt ec_paramgen_curve:P-256", "ecdsa-p256"},
	{"ec -pkeyopt ec_paramgen_curve:P-384", "ecdsa-p384"},
	{"ec -pkeyopt ec_paramgen_curve:P-521", "ecdsa-p521"},
	{"ec -pkeyopt ec_paramgen_curve:secp256k1", "unknown"},
	{"ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", "unknown"},
	{"rsa:2048", "rsa-2048"},
	{"ed25519", "ed25519"},
};

START_TEST(every_kind_of_key_is_named)
{
	char *command = ik_format(
		"openssl req -x509 -nodes -newkey %s -keyout k -out c -subj /CN=a",
		key_kinds[_i].asked_for);
	struct ik_buffer pem;
	struct ik_facts facts;

	shell_begin();
	must(command);
	pem = get("c");
	facts = facts_of(&pem);
	ck_assert_str_eq(facts.key_type, key_kinds[_i].id);
	ik_facts_free(&facts);
	ik_buffer_free(&pem);
	shell_end();
	free(command);
}
END_TEST

Suite *suite_facts(void)
{
	Suite *suite = suite_create("facts");
	TCase *all = tcase_create("facts");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_test(all, what_is_no_certificate_is_not_read);
	tcase_add_test(all, a_certificate_cut_anywhere_is_not_read);
	tcase_add_test(all, a_name_of_many_parts_costs_no_time);
	tcase_add_test(all, hostile_bytes_are_shown_as_escapes_and_nothing_is_cut_at_a_nul);
	tcase_add_loop_test(all, the_most_specific_name_counts_in_any_kind_of_string, 0, 8);
	tcase_add_test(all, a_certificate_without_a_subject_has_its_names);
	tcase_add_test(all, addresses_are_text_of_one_form);
	tcase_add_test(all, thousands_of_names_are_all_read);
	tcase_add_test(all, a_certificate_hidden_in_another_is_not_taken_for_it);
	tcase_add_test(all, pem_and_der_say_the_same_and_the_first_certificate_counts);
	tcase_add_test(all, however_its_lines_are_broken_a_certificate_is_the_same);
	tcase_add_loop_test(all, a_pem_with_one_strange_character_is_no_certificate, 0, 5);
	tcase_add_test(all, equal_names_with_another_key_identifier_are_not_self_signed);
	tcase_add_loop_test(all, lengths_that_do_not_fit_are_refused, 0, 2);
	tcase_add_test(all, names_that_only_differ_in_their_kind_of_string_are_equal);
	tcase_add_test(all, an_issuer_of_another_name_is_told);
	tcase_add_loop_test(all, every_kind_of_key_is_named, 0, IK_COUNT(key_kinds));
	suite_add_tcase(suite, all);
	return suite;
}
