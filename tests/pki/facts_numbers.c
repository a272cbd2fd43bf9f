/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_numbers.c: tests that serial numbers and dates are read as what they are, however odd. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "forge.h"
#include "pki/certificate.h"
#include "suites.h"
#include "support.h"

#define LITERAL(text) text, sizeof(text) - 1

static struct ik_facts forged_facts(struct forged *forged)
{
	struct ik_buffer der = forge(forged);
	struct ik_facts facts;
	struct ik_error err = {0};

	ck_assert_msg(ik_certificate_facts(der.data, der.size, &facts, &err), "%s", err.detail);
	ik_buffer_free(&der);
	return facts;
}

START_TEST(a_serial_is_shown_as_the_number_it_is)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *shown;
	} serials[] = {
		{LITERAL("\x01"), "01"},
		{LITERAL("\x00"), "00"},
		{LITERAL("\x00\x00\x01"), "01"},
		{LITERAL("\x00\x8f\x01"), "8f01"},
		{LITERAL("\x7f\x00"), "7f00"},
		{LITERAL("\xff"), "-01"},
		{LITERAL("\x80"), "-80"},
		{LITERAL("\xff\x7f"), "-81"},
		{LITERAL("\x80\x00"), "-8000"},
		{LITERAL("\xff\xff\xfe"), "-02"},
		{LITERAL("\x7f\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11"
			 "\x12\x13\x14\x15"),
		 "7f0102030405060708090a0b0c0d0e0f101112131415"},
	};
	struct forged forged = {.serial = serials[_i].bytes, .serial_size = serials[_i].size};

	der_part(&forged.subject, CN, 0x0c, LITERAL("x"));

	struct ik_facts facts = forged_facts(&forged);

	ck_assert_uint_eq(IK_COUNT(serials), 11);
	ck_assert_str_eq(facts.serial, serials[_i].shown);
	ik_facts_free(&facts);
}
END_TEST

START_TEST(a_serial_without_a_number_is_not_read)
{
	struct forged forged = {.serial = "", .serial_size = 0};

	der_part(&forged.subject, CN, 0x0c, LITERAL("x"));

	struct ik_buffer der = forge(&forged);
	struct ik_facts facts;
	struct ik_error err = {0};

	ck_assert(!ik_certificate_facts(der.data, der.size, &facts, &err));
	ck_assert_int_eq(err.id, IK_E_CERT_READ);
	ck_assert_ptr_null(facts.subject);
	ik_buffer_free(&der);
}
END_TEST

/* From the first year that UTCTime has to the last of all. */
START_TEST(dates_of_any_year_are_read)
{
	static const struct {
		const char *text;
		const char *shown;
	} times[] = {
		{"500101000000Z", "1950-01-01T00:00:00Z"},
		{"691231235959Z", "1969-12-31T23:59:59Z"},
		{"700101000000Z", "1970-01-01T00:00:00Z"},
		{"491231235959Z", "2049-12-31T23:59:59Z"},
		{"20500101000000Z", "2050-01-01T00:00:00Z"},
		{"16000229120000Z", "1600-02-29T12:00:00Z"},
		{"99991231235959Z", "9999-12-31T23:59:59Z"},
	};
	char *shown;

	for (size_t i = 0; i < IK_COUNT(times); i++) {
		struct forged forged = {.from = times[i].text, .until = times[i].text};
		struct ik_facts facts = forged_facts(&forged);

		shown = ik_date_rfc3339(facts.not_before);
		ck_assert_str_eq(shown, times[i].shown);
		free(shown);
		ck_assert_int_eq(facts.not_after, facts.not_before);
		ik_facts_free(&facts);
	}
}
END_TEST

Suite *suite_facts_numbers(void)
{
	Suite *suite = suite_create("facts_numbers");
	TCase *all = tcase_create("facts_numbers");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_loop_test(all, a_serial_is_shown_as_the_number_it_is, 0, 11);
	tcase_add_test(all, a_serial_without_a_number_is_not_read);
	tcase_add_test(all, dates_of_any_year_are_read);
	suite_add_tcase(suite, all);
	return suite;
}
