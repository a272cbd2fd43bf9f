/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c: keys, an authority and certificates as openssl makes them; what an import makes of files
 * of theirs. */
#include "config.h"

#include "world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/shell.h"
#include "pki/support.h"

const char *const world_keys[] = {"rsa", "pss", "ec", "ec384", "ec521", "ed", NULL};

static const char make_keys[] =
	"openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key &&"
	"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key &&"
	"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key &&"
	"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec384.key &&"
	"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out ec521.key &&"
	"openssl genpkey -algorithm ED25519 -out ed.key";

static const char make_authority[] =
	"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out root.key &&"
	"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out inter.key &&"
	"openssl req -x509 -new -key root.key -subj /CN=root -days 3650 -out root.crt &&"
	"printf 'basicConstraints=critical,CA:TRUE\\n' > ca.ext && printf "
	"'basicConstraints=CA:FALSE\\n' > leaf.ext &&"
	"openssl req -new -key inter.key -subj /CN=inter -out inter.csr &&"
	"openssl x509 -req -in inter.csr -CA root.crt -CAkey root.key -set_serial 2 -days 3650 "
	"-extfile ca.ext"
	" -out inter.crt &&"
	"serial=10; for k in rsa pss ec ec384 ec521 ed; do serial=$((serial + 1));"
	" openssl req -new -key $k.key -subj /CN=$k.example.jp -out $k.csr &&"
	" openssl x509 -req -in $k.csr -CA inter.crt -CAkey inter.key -set_serial $serial -days "
	"365 -extfile leaf.ext"
	"  -out $k.crt || exit 1; done;"
	"cat inter.crt root.crt > chain.pem";

bool world_begin(void)
{
	shell_begin();
	if (!is_here("openssl"))
		return false;
	must(make_keys);
	must(make_authority);
	return true;
}

void world_end(void)
{
	shell_end();
}

bool import_file(struct ik_material *material, const char *name, const char *password,
		 struct ik_error *err)
{
	ik_secret *secret = password ? secret_of(password) : NULL;
	struct ik_buffer bytes = get(name);
	bool ok = ik_material_add(material, bytes.data, bytes.size, secret, err);

	ik_buffer_free(&bytes);
	ik_secret_free(secret);
	return ok;
}

static void check_error(const char *name, const struct ik_error *err,
			const struct outcome *expected)
{
	ck_assert_msg(err->id == expected->error, "%s: error %u instead of %u: %s %s", name,
		      ik_error_number(err->id), ik_error_number(expected->error), err->arg[0],
		      err->detail);
	if (expected->named)
		ck_assert_str_eq(err->arg[0], expected->named);
}

bool pair_up(const struct ik_material *material, size_t key, struct ik_buffer *chain,
	     unsigned *used, unsigned *rest, struct ik_error *err)
{
	ik_pairing *pairing = ik_pairing_new(material, time(NULL));
	struct ik_paired paired;
	bool ok = ik_pairing_chain(pairing, key, 0, &paired, err);

	*used = paired.used;
	*rest = paired.rest;
	if (ok)
		ik_buffer_add(chain, paired.chain.data, paired.chain.size);
	ik_paired_free(&paired);
	ik_pairing_free(pairing);
	return ok;
}

void check_import(const char *name, const char *password, const struct outcome *expected)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0};
	struct ik_error err = {0};
	unsigned used = 0, rest = 0;
	bool ok = import_file(&material, name, password, &err);

	if (!ok || expected->error != IK_E_NONE)
		check_error(name, &err, expected);
	if (ok) {
		ck_assert_msg(material.n_keys == expected->keys, "%s: %zu keys", name,
			      material.n_keys);
		ck_assert_msg(material.n_certificates == expected->certificates,
			      "%s: %zu certificates", name, material.n_certificates);
		ik_material_recast(&material);
		pair_up(&material, 0, &chain, &used, &rest, NULL);
		ck_assert_msg(used == expected->used, "%s: chain of %u", name, used);
		if (expected->named)
			ck_assert_str_eq(material.refused ? material.refused : "", expected->named);
	}
	ik_buffer_free(&chain);
	ik_material_free(&material);
}

void check_key(const struct ik_material *material, size_t i, const char *name)
{
	struct ik_buffer bytes = get(name);
	ik_secret *pem = secret_of_bytes(bytes.data, bytes.size);

	ck_assert_uint_lt(i, material->n_keys);
	ck_assert_msg(ik_key_same(material->keys[i], pem), "%s is another key", name);
	ik_secret_free(pem);
	ik_buffer_free(&bytes);
}
