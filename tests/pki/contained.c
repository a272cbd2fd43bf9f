/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contained.c: tests that all work of this room can be done in a child without files or network. */
#include <string.h>

#include "base/contain.h"
#include "pki/digest.h"
#include "pki/names.h"
#include "pki/seal.h"
#include "suites.h"
#include "support.h"

static bool make_key(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	ik_secret *pem = NULL;
	bool ok = ik_key_generate(ik_key_type_id(*(const enum ik_key_type *)argument), &pem, err)
		  && ik_secret_set(result, ik_secret_data(pem), ik_secret_size(pem), err);

	(void)secret;
	ik_secret_free(pem);
	return ok;
}

START_TEST(every_type_of_key_is_made_in_a_child)
{
	enum ik_key_type type = (enum ik_key_type)_i;
	struct ik_job job = {.run = make_key, .argument = &type, .result_cap = IK_SECRET_KEY_ROOM};
	struct ik_error err = {0};

	ck_assert_msg(ik_contain(&job, 1, NULL, &err), "%s", err.detail);

	struct ik_buffer certificate = certificate_for(job.result, "srv01.example.jp", NULL);

	ck_assert(ik_key_fits(job.result, certificate.data, certificate.size, NULL));
	ik_buffer_free(&certificate);
	ik_job_free(&job, 1);
}
END_TEST

/* Seals and opens everything with the password it is given. */
static bool seal_all(const void *argument, const ik_secret *password, ik_secret *result,
		     struct ik_error *err)
{
	ik_secret *key = NULL, *opened = NULL, *normal = NULL;
	struct ik_buffer certificate = {0}, sealed = {0}, der = {0}, inside = {0};
	char hash[65], found[65];
	bool changed;

	(void)argument;
	if (!ik_key_generate("ecdsa-p256", &key, err))
		return false;
	certificate = certificate_for(key, "srv01.example.jp", "O");
	bool ok = ik_password_normalize(password, &normal, &changed, err)
		  && ik_digest_sha256(certificate.data, certificate.size, hash, err)
		  && ik_key_seal(key, normal, &sealed, err)
		  && seal_of(hash, certificate.data, certificate.size, normal, &der, err)
		  && ik_seal_open(der.data, der.size, normal, found, &inside, err)
		  && strcmp(hash, found) == 0
		  && ik_key_unseal(sealed.data, sealed.size, normal, &opened, err)
		  && ik_key_same(key, opened) && ik_key_fits(opened, inside.data, inside.size, err)
		  && ik_secret_set(result, "all", 3, err);

	ik_buffer_free(&certificate);
	ik_buffer_free(&sealed);
	ik_buffer_free(&der);
	ik_buffer_free(&inside);
	ik_secret_free(key);
	ik_secret_free(opened);
	ik_secret_free(normal);
	return ok;
}

START_TEST(everything_is_sealed_and_opened_in_two_children_at_once)
{
	ik_secret *password = secret_of("正しい馬\u3000battery staple");
	struct ik_job jobs[2] = {
		{.run = seal_all, .secret = password, .result_cap = 16, .seconds = TEST_SECONDS},
		{.run = seal_all, .secret = password, .result_cap = 16, .seconds = TEST_SECONDS}};
	struct ik_error err = {0};

	ck_assert_msg(ik_contain(jobs, 2, NULL, &err), "%d %s", (int)err.id, err.detail);
	ck_assert_str_eq(ik_secret_data(jobs[0].result), "all");
	ck_assert_str_eq(ik_secret_data(jobs[1].result), "all");
	ik_job_free(jobs, 2);
	ik_secret_free(password);
}
END_TEST

/* The bytes a child draws must not be those that its sister draws. */
static bool draw(const void *argument, const ik_secret *secret, ik_secret *result,
		 struct ik_error *err)
{
	uint8_t bytes[32];

	(void)argument, (void)secret;
	return ik_random(bytes, sizeof(bytes), err)
	       && ik_secret_set(result, bytes, sizeof(bytes), err);
}

START_TEST(sisters_draw_different_random_bytes)
{
	struct ik_job jobs[2] = {{.run = draw, .result_cap = 32}, {.run = draw, .result_cap = 32}};
	uint8_t before[32], after[32];

	/* The generator is in use before the fork, so its state is inherited. */
	ck_assert(ik_random(before, sizeof(before), NULL));
	ck_assert(ik_contain(jobs, 2, NULL, NULL));
	ck_assert(ik_random(after, sizeof(after), NULL));
	ck_assert(!ik_secret_equal(jobs[0].result, jobs[1].result));
	ck_assert(memcmp(ik_secret_data(jobs[0].result), after, sizeof(after)) != 0);
	ck_assert(memcmp(ik_secret_data(jobs[1].result), after, sizeof(after)) != 0);
	ik_job_free(jobs, 2);
}
END_TEST

Suite *suite_contained(void)
{
	Suite *suite = suite_create("contained");
	TCase *all = tcase_create("contained");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_loop_test(all, every_type_of_key_is_made_in_a_child, 0, IK_KEY_TYPE_COUNT);
	tcase_add_test(all, everything_is_sealed_and_opened_in_two_children_at_once);
	tcase_add_test(all, sisters_draw_different_random_bytes);
	suite_add_tcase(suite, all);
	return suite;
}
