/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.c: which steps of a store count, and that one of a change that was cut does not. */
#include "config.h"

#include "ops/records/steps.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "ops/records/recovery.h"
#include "pki/cms.h"
#include "pki/digest.h"
#include "store/steps.h"
#include "suites.h"

#define ID "00112233445566778899aabbccddeeff"
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

static ik_store *open_change(void)
{
	ik_store *store = ik_store_open_change(fake_path, ID, NULL, NULL);

	ck_assert_ptr_nonnull(store);
	return store;
}

/* A generation made in place of REPLACES, with the step of NUMBER in its record. */
static unsigned add(unsigned replaces, uint64_t number, bool unused, const char *more)
{
	char *info = ik_format("origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby = root\n"
			       "exportable = yes\nreplaces = %u\n%s%.0llu%s%s",
			       replaces, number ? "step = " : "", (unsigned long long)number,
			       number ? "\n" : "", more);
	unsigned made = fake_add(&(struct fake_generation){.info = info, .unused = unused});

	free(info);
	return made;
}

/* A step of NUMBER to the certificate TO, signed by a key of the test, whose is of no matter here;
 * in the file NAME, or in its own where that is NULL. */
static void put_step(uint64_t number, const char *to, const char *name)
{
	struct ik_statement step = {.kind = IK_STATEMENT_HANDOVER,
				    .sequence = number,
				    .reason = IK_STEP_RENEWED,
				    .issued = FAKE_NOW};
	struct ik_buffer text = {0}, pem = {0}, certificate = {0};
	ik_secret *key = ik_secret_new(4096);
	ik_store *store = open_change();
	struct ik_error err = {0};
	char *own;

	ck_assert(ik_sha256_read(to, &step.to));
	ck_assert(ik_secret_set(key, fake_key(0), strlen(fake_key(0)), NULL));
	ck_assert(ik_store_read(store, 1, "certificate.pem", &certificate, NULL));
	ik_statement_write(&step, &text);
	const struct ik_cms_signer by = {key, certificate.data, certificate.size};
	ck_assert_msg(ik_cms_sign(text.data, text.size, &by, 1, FAKE_NOW, &pem, &err), "%s",
		      ik_error_msgid(err.id));
	own = ik_step_name(&step);
	ck_assert(ik_store_step_put(store, name ? name : own, pem.data, pem.size, NULL));
	free(own);
	ik_store_close(store);
	ik_secret_free(key);
	ik_buffer_free(&text);
	ik_buffer_free(&pem);
	ik_buffer_free(&certificate);
}

static struct ik_kept_steps load(void)
{
	struct ik_error err = {0};
	ik_store *store = ik_store_open(fake_path, &err);
	struct ik_kept_steps steps;

	ck_assert_ptr_nonnull(store);
	ck_assert_msg(ik_kept_steps_load(store, &steps, &err), "%s", ik_error_msgid(err.id));
	ik_store_close(store);
	return steps;
}

START_TEST(a_store_without_steps_has_none_and_that_is_fine)
{
	struct ik_kept_steps steps;

	add(0, 0, false, "");
	steps = load();
	ck_assert_uint_eq(steps.opened.n, 0);
	ck_assert_uint_eq(steps.names.n, 0);
	ck_assert_uint_eq(steps.counted.n, 0);
	ik_kept_steps_free(&steps);
	ik_kept_steps_free(&steps);
}
END_TEST

START_TEST(a_step_counts_only_if_its_generation_was_in_use)
{
	struct ik_kept_steps steps;

	add(0, 0, false, "");
	add(1, 100, false, "");
	add(2, 200, true, ""); /* cut before its switch */
	add(2, 300, false, "");
	put_step(100, ONES, NULL);
	put_step(200, ONES, NULL);
	put_step(300, ONES, NULL);
	put_step(400, ONES, NULL); /* no generation says so: a change cut before it was written */
	steps = load();
	ck_assert_uint_eq(steps.opened.n, 4);
	ck_assert_uint_eq(steps.opened.items[0].sequence, 400);
	ck_assert_uint_eq(steps.opened.items[3].sequence, 100);
	ck_assert_str_eq(steps.names.items[0], "400-11111111.pem");
	ck_assert(!steps.counts[0] && steps.counts[1] && !steps.counts[2] && steps.counts[3]);
	ck_assert(steps.pem[1].size > 100);
	ck_assert(ik_step_numbers_have(&steps.counted, 300));
	ck_assert(!ik_step_numbers_have(&steps.counted, 200));
	ck_assert_uint_eq(steps.damaged.n, 0);
	ik_kept_steps_free(&steps);
}
END_TEST

START_TEST(what_a_restore_brought_counts)
{
	struct ik_kept_steps steps;

	add(0, 0, false, "");
	add(1, 100, true, "restored-at = 2026-11-22T03:00:00Z\n");
	put_step(100, ONES, NULL);
	steps = load();
	ck_assert_uint_eq(steps.opened.n, 1);
	ck_assert(steps.counts[0]);
	ik_kept_steps_free(&steps);
}
END_TEST

START_TEST(what_is_never_switched_to_is_told_apart)
{
	struct ik_step_numbers unused;
	ik_store *store;

	add(0, 0, false, "");
	add(1, 100, true, "");
	add(1, 200, false, "");
	store = ik_store_open(fake_path, NULL);
	ck_assert(ik_step_numbers_read(store, false, &unused, NULL));
	ck_assert_uint_eq(unused.n, 1);
	ck_assert_uint_eq(unused.items[0], 100);
	ik_step_numbers_free(&unused);
	ik_store_close(store);
}
END_TEST

START_TEST(a_file_that_is_not_the_step_it_is_called_spoils_no_other)
{
	static const char garbage[] = "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n";
	struct ik_buffer both = {0};
	struct ik_kept_steps steps;
	ik_store *store;

	add(0, 0, false, "");
	add(1, 100, false, "");
	put_step(100, ONES, NULL);
	put_step(90, ONES, "91-11111111.pem"); /* another number */
	store = open_change();
	ck_assert(ik_store_step_put(store, "95-11111111.pem", garbage, strlen(garbage), NULL));
	ck_assert(ik_store_step_put(store, "96-11111111.pem", "", 0, NULL));
	/* Two in one file, of which one is not its own. */
	ck_assert(ik_store_step_read(store, "91-11111111.pem", &both, NULL));
	ck_assert(ik_store_step_read(store, "100-11111111.pem", &both, NULL));
	ck_assert(ik_store_step_put(store, "90-11111111.pem", both.data, both.size, NULL));
	ik_store_close(store);
	steps = load();
	ck_assert_uint_eq(steps.opened.n, 1);
	ck_assert_str_eq(steps.names.items[0], "100-11111111.pem");
	ck_assert(steps.counts[0]);
	ck_assert_uint_eq(steps.damaged.n, 4);
	ck_assert(ik_list_has(&steps.damaged, "91-11111111.pem"));
	ik_kept_steps_free(&steps);
	ik_buffer_free(&both);
}
END_TEST

START_TEST(the_recovery_certificate_comes_back_and_damage_is_told_from_none)
{
	static const char *const bad[] = {"", ONES, ONES "\n\n", "A" ONES "\n", "yesterday\n"};
	struct ik_sha256 ones, read;
	struct ik_error err = {0};
	ik_store *store = open_change();
	bool has = true;

	ck_assert(ik_sha256_read(ONES, &ones));
	ck_assert(ik_recovery_read(store, &has, &read, NULL));
	ck_assert(!has);
	ck_assert(ik_recovery_write(store, &ones, NULL));
	ck_assert(ik_recovery_read(store, &has, &read, NULL));
	ck_assert(has && ik_sha256_equal(&ones, &read));
	for (size_t i = 0; i < IK_COUNT(bad); i++) {
		fake_write("recovery", bad[i]);
		ck_assert(!ik_recovery_read(store, &has, &read, &err));
		ck_assert_int_eq(err.id, IK_E_RECOVERY_DAMAGED);
		ck_assert(!has);
	}
	ik_store_close(store);
}
END_TEST

Suite *suite_steps(void)
{
	Suite *suite = suite_create("steps");
	TCase *tests = tcase_create("steps");

	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, fake_begin, fake_end);
	tcase_add_test(tests, a_store_without_steps_has_none_and_that_is_fine);
	tcase_add_test(tests, a_step_counts_only_if_its_generation_was_in_use);
	tcase_add_test(tests, what_a_restore_brought_counts);
	tcase_add_test(tests, what_is_never_switched_to_is_told_apart);
	tcase_add_test(tests, a_file_that_is_not_the_step_it_is_called_spoils_no_other);
	tcase_add_test(tests, the_recovery_certificate_comes_back_and_damage_is_told_from_none);
	suite_add_tcase(suite, tests);
	return suite;
}
