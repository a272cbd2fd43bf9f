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
	{GNUTLS_PK_RSA, "rsa", true},
	{GNUTLS_PK_RSA_PSS, "rsa-pss", true},
	{GNUTLS_PK_DSA, "dsa", true},
	{GNUTLS_PK_EDDSA_ED25519, "ed25519", false},
	{GNUTLS_PK_EDDSA_ED448, "ed448", false},
};

static const struct {
	gnutls_ecc_curve_t curve;
	const char *id;
} curves[] = {
	{GNUTLS_ECC_CURVE_SECP192R1, "ecdsa-p192"}, {GNUTLS_ECC_CURVE_SECP224R1, "ecdsa-p224"},
	{GNUTLS_ECC_CURVE_SECP256R1, "ecdsa-p256"}, {GNUTLS_ECC_CURVE_SECP384R1, "ecdsa-p384"},
	{GNUTLS_ECC_CURVE_SECP521R1, "ecdsa-p521"},
};

static const char *curve_id(gnutls_ecc_curve_t curve)
{
	for (size_t i = 0; i < IK_COUNT(curves); i++) {
		if (curves[i].curve == curve)
			return curves[i].id;
	}
	return "unknown";
}

static char *type_of(int algorithm, gnutls_ecc_curve_t curve, unsigned bits)
{
	if (algorithm == GNUTLS_PK_ECDSA)
		return ik_strdup(curve_id(curve));
	for (size_t i = 0; i < IK_COUNT(algorithms); i++) {
		if ((int)algorithms[i].algorithm == algorithm)
			return algorithms[i].sized ? ik_format("%s-%u", algorithms[i].id, bits)
						   : ik_strdup(algorithms[i].id);
	}
	return ik_strdup("unknown");
}

static char *any_type(gnutls_x509_crt_t crt)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
	gnutls_datum_t x = {NULL, 0}, y = {NULL, 0};
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);

	if (algorithm == GNUTLS_PK_ECDSA)
		gnutls_x509_crt_get_pk_ecc_raw(crt, &curve, &x, &y);
	gnutls_free(x.data);
	gnutls_free(y.data);
	return type_of(algorithm, curve, bits);
}

/* The keys that nearly all certificates hold, read from their bytes: GnuTLS takes the whole key
 * apart for it, twice. */
static const struct {
	const char *algorithm; /* OID and parameters, as they stand one behind the other */
	size_t size;
	const char *id;
	size_t point; /* bytes of an uncompressed one */
} usual[] = {
#define EC "\x06\x07\x2a\x86\x48\xce\x3d\x02\x01"
#define P256 EC "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"
#define P384 EC "\x06\x05\x2b\x81\x04\x00\x22"
#define P521 EC "\x06\x05\x2b\x81\x04\x00\x23"
	{P256, sizeof(P256) - 1, "ecdsa-p256", 65},
	{P384, sizeof(P384) - 1, "ecdsa-p384", 97},
	{P521, sizeof(P521) - 1, "ecdsa-p521", 133},
};

static char *usual_type(struct ik_der key)
{
	struct ik_der algorithm, point;

	if (!ik_der_expect(&key, IK_DER_SEQUENCE, &algorithm)
	    || !ik_der_expect(&key, IK_DER_BIT_STRING, &point))
		return NULL;
	for (size_t i = 0; i < IK_COUNT(usual); i++) {
		if (ik_der_is(algorithm, usual[i].algorithm, usual[i].size)
		    && point.size == usual[i].point + 1 && point.data[0] == 0 && point.data[1] == 4)
			return ik_strdup(usual[i].id);
	}
	return NULL;
}

char *ik_facts_key_type(gnutls_x509_crt_t crt, struct ik_der key)
{
	char *type = usual_type(key);

	return type ? type : any_type(crt);
}

static gnutls_ecc_curve_t private_curve(gnutls_x509_privkey_t key)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;

	gnutls_x509_privkey_export_ecc_raw(key, &curve, NULL, NULL, NULL);
	return curve;
}

char *ik_facts_private_key_type(gnutls_x509_privkey_t key)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_privkey_get_pk_algorithm2(key, &bits);

	return type_of(algorithm,
		       algorithm == GNUTLS_PK_ECDSA ? private_curve(key) : GNUTLS_ECC_CURVE_INVALID,
		       bits);
}

bool ik_facts_key_is_taken(gnutls_x509_privkey_t key)
{
	gnutls_ecc_curve_t curve;

	switch (gnutls_x509_privkey_get_pk_algorithm(key)) {
	case GNUTLS_PK_RSA:
	case GNUTLS_PK_RSA_PSS:
	case GNUTLS_PK_EDDSA_ED25519:
		return true;
	case GNUTLS_PK_ECDSA:
		curve = private_curve(key);
		return curve == GNUTLS_ECC_CURVE_SECP256R1 || curve == GNUTLS_ECC_CURVE_SECP384R1
		       || curve == GNUTLS_ECC_CURVE_SECP521R1;
	default:
		return false;
	}
}
