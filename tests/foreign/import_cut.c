/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_cut.c: tests that nothing comes out of a file that was cut or changed. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/shell.h"
#include "suites.h"
#include "pki/support.h"
#include "world.h"

static bool there;

static void set_up(void)
{
	there = world_begin();
}

static void check_survives(const uint8_t *bytes, size_t size, const ik_secret *password,
			   const ik_secret *key)
{
	struct ik_material material = {0};
	struct ik_error err = {0};

	if (ik_material_add(&material, bytes, size, password, &err)) {
		for (size_t i = 0; i < material.n_keys; i++)
			ck_assert(ik_key_same(material.keys[i], key));
	} else {
		ck_assert_int_ne(err.id, IK_E_NONE);
		ck_assert_uint_eq(material.n_keys + material.n_certificates, 0);
	}
	ik_material_free(&material);
}

/* Whatever is changed behind a MAC, no other key comes out; and nothing crashes. */
START_TEST(a_pkcs12_cut_or_changed_anywhere_gives_no_other_key)
{
	ik_secret *password = secret_of(P), *key;
	struct ik_buffer bytes, pem;

	if (!there)
		return;
	must("openssl pkcs12 -export -inkey ec.key -in ec.crt -noiter -nomaciter -out f" P_OUT);
	bytes = get("f");
	pem = get("ec.key");
	key = secret_of_bytes(pem.data, pem.size);
	for (size_t i = 0; i < bytes.size; i++) {
		uint8_t *cut = ik_alloc(
			i + 1); /* of just that size, so that a sanitizer sees a step too far */

		memcpy(cut, bytes.data, i);
		check_survives(cut, i, password, key);
		free(cut);
		for (unsigned bit = 1; bit < 0x100; bit <<= 3) {
			bytes.data[i] ^= (uint8_t)bit;
			check_survives(bytes.data, bytes.size, password, key);
			bytes.data[i] ^= (uint8_t)bit;
		}
	}
	ik_secret_free(password);
	ik_secret_free(key);
	ik_buffer_free(&bytes);
	ik_buffer_free(&pem);
}
END_TEST

Suite *suite_import_cut(void)
{
	Suite *suite = suite_create("import_cut");
	TCase *all = tcase_create("import_cut");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_test(all, a_pkcs12_cut_or_changed_anywhere_gives_no_other_key);
	suite_add_tcase(suite, all);
	return suite;
}
