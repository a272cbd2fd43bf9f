/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opened.c: tests of statements that are truly signed, from PEM to the end of a walk. */
#include <check.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/certificate.h"
#include "pki/digest.h"
#include "pki/key.h"
#include "trust/opened.h"
#include "trust/suites.h"

enum { NOW = 1795237500, DAY = 86400 }; /* 2026-11-21 05:05 UTC */

struct who {
	ik_secret *key;
	struct ik_buffer certificate;
	struct ik_sha256 sha256;
};

static struct who who(const char *name)
{
	struct ik_list names = {0}, none = {0};
	struct ik_certificate_wish wish = {.common_name = name,
					   .dns_names = &names,
					   .ip_addresses = &none,
					   .not_before = NOW - DAY,
					   .not_after = NOW + 30 * DAY};
	struct ik_buffer der = {0};
	struct who who = {0};
	char hex[65];

	ik_list_add(&names, name);
	ck_assert(ik_key_generate(ik_key_type_id(IK_KEY_ECDSA_P256), &who.key, NULL));
	ck_assert(ik_certificate_self_sign(&wish, who.key, &who.certificate, NULL));
	ck_assert(ik_certificate_der(who.certificate.data, who.certificate.size, &der, NULL));
	ck_assert(ik_digest_sha256(der.data, der.size, hex, NULL));
	ck_assert(ik_sha256_read(hex, &who.sha256));
	ik_buffer_free(&der);
	ik_list_free(&names);
	return who;
}

static void forget(struct who *who)
{
	ik_secret_free(who->key);
	ik_buffer_free(&who->certificate);
}

static void sign(const struct ik_statement *statement, const struct who *one,
		 const struct who *other, int64_t at, struct ik_buffer *pem)
{
	struct ik_cms_signer by[] = {
		{one->key, one->certificate.data, one->certificate.size},
		{other ? other->key : NULL, other ? other->certificate.data : NULL,
		 other ? other->certificate.size : 0},
	};
	struct ik_buffer text = {0};

	ik_statement_write(statement, &text);
	ck_assert(ik_cms_sign(text.data, text.size, by, other ? 2 : 1, at, pem, NULL));
	ik_buffer_free(&text);
}

static void hand_over(uint64_t sequence, const struct who *from, const struct who *to,
		      struct ik_buffer *pem)
{
	struct ik_statement step = {.kind = IK_STATEMENT_HANDOVER,
				    .sequence = sequence,
				    .from = from->sha256,
				    .to = to->sha256,
				    .issued = NOW};

	sign(&step, from, to, NOW, pem);
}

START_TEST(one_of_another_kind_is_refused)
{
	struct who one = who("a.example.jp"), two = who("b.example.jp");
	struct ik_buffer pem = {0};
	struct ik_opened opened;
	struct ik_error err = {0};

	hand_over(1, &one, &two, &pem);
	ck_assert(!ik_opened_one(pem.data, pem.size, IK_STATEMENT_INDEX, &opened, &err));
	ck_assert_int_eq(err.id, IK_E_STATEMENT_KIND);
	ik_opened_free(&opened);
	ik_buffer_free(&pem);
	forget(&one);
	forget(&two);
}
END_TEST

/* What follows a message counts apart from it. */
START_TEST(a_message_is_no_larger_than_a_step_and_may_have_steps_behind_it)
{
	const struct {
		size_t unknown, behind; /* bytes of the message, and behind it */
		enum ik_error_id id;
	} rows[] = {{0, 126 * 1024, IK_E_NONE},
		    {40 * 1024, 60 * 1024, IK_E_NONE},
		    {50 * 1024, 0, IK_E_CMS_LARGE},
		    {0, 128 * 1024, IK_E_CMS_LARGE}};
	struct who one = who("a.example.jp");
	struct ik_cms_signer by = {one.key, one.certificate.data, one.certificate.size};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_buffer text = {0}, pem = {0};
		struct ik_opened opened;
		struct ik_error err = {0};

		ik_buffer_format(&text,
				 "inkan-message 1\nissued = 2026-11-21T05:05:00Z\n"
				 "expires = 2026-12-05T05:05:00Z\nfile = %064d 1 a\nx = %*d\n",
				 1, (int)rows[i].unknown, 1);
		ck_assert(ik_cms_sign(text.data, text.size, &by, 1, NOW, &pem, NULL));
		ik_buffer_format(&pem, "%*s\n", (int)rows[i].behind, "");
		ik_opened_one(pem.data, pem.size, IK_STATEMENT_MESSAGE, &opened, &err);
		ck_assert_msg(err.id == rows[i].id, "row %zu: INK-%u", i, ik_error_number(err.id));
		ik_opened_free(&opened);
		ik_buffer_free(&text);
		ik_buffer_free(&pem);
	}
	forget(&one);
}
END_TEST

START_TEST(a_signed_text_that_is_no_statement_is_refused_and_no_step)
{
	struct who one = who("a.example.jp");
	struct ik_cms_signer by = {one.key, one.certificate.data, one.certificate.size};
	struct ik_buffer pem = {0};
	struct ik_opened opened;
	struct ik_error err = {0};

	ck_assert(ik_cms_sign("pay 100 yen", 11, &by, 1, NOW, &pem, NULL));
	ck_assert(!ik_opened_one(pem.data, pem.size, IK_STATEMENT_INDEX, &opened, &err));
	ck_assert_int_eq(err.id, IK_E_STATEMENT_KIND);
	ik_opened_free(&opened);
	ck_assert(ik_opened_steps(pem.data, pem.size, &opened, NULL));
	ck_assert_uint_eq(opened.n, 0);
	ik_opened_free(&opened);
	ik_buffer_free(&pem);
	forget(&one);
}
END_TEST

START_TEST(a_bundle_leads_from_the_first_certificate_to_the_last)
{
	struct who one = who("a.example.jp"), two = who("b.example.jp"),
		   three = who("c.example.jp");
	struct ik_pin pin = {.certificate = one.sha256};
	struct ik_buffer pem = {0};
	struct ik_opened opened;
	struct ik_steps steps;

	ik_buffer_add(&pem, three.certificate.data, three.certificate.size);
	hand_over(6, &two, &three, &pem);
	hand_over(5, &one, &two, &pem);
	ck_assert(ik_opened_steps(pem.data, pem.size, &opened, NULL));
	ck_assert_uint_eq(opened.n, 2);
	steps = ik_opened_as_steps(&opened);
	ik_walk_steps(&pin, &steps, NULL);
	ck_assert(ik_sha256_equal(&pin.certificate, &three.sha256));
	ck_assert_uint_eq(pin.sequence, 6);
	ck_assert_ptr_nonnull(ik_opened_certificate(&opened, &three.sha256));
	ik_opened_free(&opened);
	ik_buffer_free(&pem);
	forget(&one);
	forget(&two);
	forget(&three);
}
END_TEST

START_TEST(a_step_that_its_target_did_not_sign_leads_nowhere)
{
	struct who one = who("a.example.jp"), two = who("b.example.jp");
	struct ik_statement step = {.kind = IK_STATEMENT_HANDOVER,
				    .sequence = 5,
				    .from = one.sha256,
				    .to = two.sha256,
				    .issued = NOW};
	struct ik_pin pin = {.certificate = one.sha256};
	struct ik_buffer pem = {0};
	struct ik_opened opened;
	struct ik_steps steps;

	sign(&step, &one, NULL, NOW, &pem);
	ck_assert(ik_opened_steps(pem.data, pem.size, &opened, NULL));
	ck_assert_uint_eq(opened.n, 1);
	ck_assert_ptr_null(ik_opened_certificate(&opened, &two.sha256));
	steps = ik_opened_as_steps(&opened);
	ik_walk_steps(&pin, &steps, NULL);
	ck_assert(ik_sha256_equal(&pin.certificate, &one.sha256));
	ik_opened_free(&opened);
	ik_buffer_free(&pem);
	forget(&one);
	forget(&two);
}
END_TEST

START_TEST(when_it_was_signed_is_held_against_the_dates_of_its_signer)
{
	static const struct {
		int64_t at;
		bool within;
	} rows[] = {{NOW - 2 * DAY - 1, false},
		    {NOW - 2 * DAY, true},
		    {NOW, true},
		    {NOW + 31 * DAY, true},
		    {NOW + 31 * DAY + 1, false}};
	struct who one = who("a.example.jp"), two = who("b.example.jp");
	struct ik_statement index = {.kind = IK_STATEMENT_INDEX,
				     .sequence = 7,
				     .to = one.sha256,
				     .issued = NOW,
				     .expires = NOW + DAY};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_buffer pem = {0};
		struct ik_opened opened;

		sign(&index, &one, NULL, rows[i].at, &pem);
		ck_assert(ik_opened_one(pem.data, pem.size, IK_STATEMENT_INDEX, &opened, NULL));
		ck_assert(ik_opened_in_validity(&opened, 0, &one.sha256) == rows[i].within);
		ck_assert(!ik_opened_in_validity(&opened, 0, &two.sha256));
		ik_opened_free(&opened);
		ik_buffer_free(&pem);
	}
	forget(&one);
	forget(&two);
}
END_TEST

Suite *suite_opened(void)
{
	Suite *suite = suite_create("opened");
	TCase *opened = tcase_create("opened");

	tcase_add_test(opened, one_of_another_kind_is_refused);
	tcase_add_test(opened, a_message_is_no_larger_than_a_step_and_may_have_steps_behind_it);
	tcase_add_test(opened, a_signed_text_that_is_no_statement_is_refused_and_no_step);
	tcase_add_test(opened, a_bundle_leads_from_the_first_certificate_to_the_last);
	tcase_add_test(opened, a_step_that_its_target_did_not_sign_leads_nowhere);
	tcase_add_test(opened, when_it_was_signed_is_held_against_the_dates_of_its_signer);
	suite_add_tcase(suite, opened);
	return suite;
}
