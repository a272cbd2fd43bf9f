/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_key.c: key types, by the names that files and commands use. */
#include "pki/facts_key.h"

#include <stdbool.h>

#include "base/alloc.h"

static const struct {
	gnutls_pk_algorithm_t algorithm;
	const char *id;
	bool sized; /* the id goes on with the number of bits */
} algorithms[] = {
	{ GNUTLS_PK_RSA, "rsa", true },
	{ GNUTLS_PK_RSA_PSS, "rsa-pss", true },
	{ GNUTLS_PK_DSA, "dsa", true },
	{ GNUTLS_PK_EDDSA_ED25519, "ed25519", false },
	{ GNUTLS_PK_EDDSA_ED448, "ed448", false },
};

static const struct {
	gnutls_ecc_curve_t curve;
	const char *id;
} curves[] = {
	{ GNUTLS_ECC_CURVE_SECP192R1, "ecdsa-p192" },
	{ GNUTLS_ECC_CURVE_SECP224R1, "ecdsa-p224" },
	{ GNUTLS_ECC_CURVE_SECP256R1, "ecdsa-p256" },
	{ GNUTLS_ECC_CURVE_SECP384R1, "ecdsa-p384" },
	{ GNUTLS_ECC_CURVE_SECP521R1, "ecdsa-p521" },
};

static const char *curve_id(gnutls_x509_crt_t crt)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
	gnutls_datum_t x = { NULL, 0 }, y = { NULL, 0 };

	gnutls_x509_crt_get_pk_ecc_raw(crt, &curve, &x, &y);
	gnutls_free(x.data);
	gnutls_free(y.data);
	for (size_t i = 0; i < IK_COUNT(curves); i++) {
		if (curves[i].curve == curve)
			return curves[i].id;
	}
	return "unknown";
}

char *ik_facts_key_type(gnutls_x509_crt_t crt)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);

	if (algorithm == GNUTLS_PK_ECDSA)
		return ik_strdup(curve_id(crt));
	for (size_t i = 0; i < IK_COUNT(algorithms); i++) {
		if ((int)algorithms[i].algorithm == algorithm)
			return algorithms[i].sized ? ik_format("%s-%u", algorithms[i].id, bits)
						   : ik_strdup(algorithms[i].id);
	}
	return ik_strdup("unknown");
}
