/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.c: private keys are made, matched with certificates and compared. */
#include "pki/key.h"

#include <string.h>

#include <gnutls/crypto.h>

#include "base/alloc.h"
#include "pki/tls.h"

static const struct {
	const char *id;
	const char *name;
	gnutls_pk_algorithm_t algorithm;
	unsigned bits;
} types[] = {
#define X(type, text, shown) [IK_KEY_##type] = { .id = text, .name = shown, IK_MAKE_##type },
#define IK_MAKE_ECDSA_P256 GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1)
#define IK_MAKE_ECDSA_P384 GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP384R1)
#define IK_MAKE_RSA_3072 GNUTLS_PK_RSA, 3072
#define IK_MAKE_RSA_4096 GNUTLS_PK_RSA, 4096
	IK_KEY_TYPES(X)
#undef X
};

/* What certificates of others hold: shown by its proper name, never made. */
static const struct {
	const char *id;
	const char *name;
} foreign[] = {
	{ "ecdsa-p521", "ECDSA P-521" },      { "ecdsa-p224", "ECDSA P-224" },      { "ecdsa-p192", "ECDSA P-192" },
	{ "ed25519", "Ed25519" },             { "ed448", "Ed448" },                 { "rsa-1024", "RSA 1024" },
	{ "rsa-2048", "RSA 2048" },           { "rsa-8192", "RSA 8192" },           { "rsa-16384", "RSA 16384" },
	{ "rsa-pss-2048", "RSA-PSS 2048" },   { "rsa-pss-3072", "RSA-PSS 3072" },   { "rsa-pss-4096", "RSA-PSS 4096" },
	{ "dsa-1024", "DSA 1024" },           { "dsa-2048", "DSA 2048" },           { "dsa-3072", "DSA 3072" },
};

const char *ik_key_type_id(enum ik_key_type type)
{
	return types[type].id;
}

bool ik_key_type_find(const char *id, enum ik_key_type *type)
{
	for (size_t i = 0; i < IK_COUNT(types); i++) {
		if (strcmp(types[i].id, id) == 0) {
			*type = (enum ik_key_type)i;
			return true;
		}
	}
	return false;
}

const char *ik_key_type_name(const char *id)
{
	for (size_t i = 0; i < IK_COUNT(types); i++) {
		if (strcmp(types[i].id, id) == 0)
			return types[i].name;
	}
	for (size_t i = 0; i < IK_COUNT(foreign); i++) {
		if (strcmp(foreign[i].id, id) == 0)
			return foreign[i].name;
	}
	return id;
}

bool ik_key_generate(enum ik_key_type type, ik_secret **pem, struct ik_error *err)
{
	gnutls_x509_privkey_t key = NULL;
	bool ok = false;

	*pem = NULL;
	int rc = gnutls_x509_privkey_init(&key);
	if (rc >= 0)
		rc = gnutls_x509_privkey_generate(key, types[type].algorithm, types[type].bits, 0);
	if (rc < 0)
		ik_tls_fail(err, IK_E_KEY_MAKE, rc);
	else
		ok = ik_tls_key_pem(key, IK_E_KEY_MAKE, pem, err);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* Identifiers of the public halves: SHA-256 of the SubjectPublicKeyInfo. */
static int public_ids(gnutls_x509_privkey_t key, gnutls_x509_crt_t certificate, uint8_t id[2][32])
{
	size_t size[2] = { 32, 32 };
	int rc = gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id[0], &size[0]);

	return rc < 0 ? rc : gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256, id[1], &size[1]);
}

bool ik_key_fits(const ik_secret *pem, const void *certificate, size_t size, struct ik_error *err)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, err);
	gnutls_x509_crt_t crt = key ? ik_tls_certificate(certificate, size, err) : NULL;
	uint8_t id[2][32];
	bool ok = false;
	int rc;

	if (!crt)
		goto out;
	/* A PKCS#8 carries the public half next to the private one; only together are they worth a comparison. */
	rc = gnutls_x509_privkey_verify_params(key);
	if (rc < 0)
		ik_tls_fail(err, IK_E_KEY_READ, rc);
	else if ((rc = public_ids(key, crt, id)) < 0)
		ik_tls_fail(err, IK_E_CERT_READ, rc);
	else if (!(ok = memcmp(id[0], id[1], sizeof(id[0])) == 0))
		ik_error_set(err, IK_E_KEY_APART, NULL, NULL, NULL);
out:
	if (crt)
		gnutls_x509_crt_deinit(crt);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* The one DER that GnuTLS writes for a key, whatever the text it was read from looked like. */
static bool canonical(const ik_secret *pem, gnutls_datum_t *der)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, NULL);
	int rc;

	if (!key)
		return false;
	rc = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, der);
	gnutls_x509_privkey_deinit(key);
	return rc >= 0;
}

bool ik_key_same(const ik_secret *a, const ik_secret *b)
{
	gnutls_datum_t der[2] = { { NULL, 0 }, { NULL, 0 } };
	bool same = canonical(a, &der[0]) && canonical(b, &der[1]) && der[0].size == der[1].size
		    && gnutls_memcmp(der[0].data, der[1].data, der[0].size) == 0;

	ik_tls_wipe(&der[0]);
	ik_tls_wipe(&der[1]);
	return same;
}
