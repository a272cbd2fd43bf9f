/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.c: private keys are made and matched with certificates. */
#include "pki/key.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

#include "base/alloc.h"
#include "pki/pss.h"
#include "pki/tls.h"

static const struct {
	gnutls_pk_algorithm_t algorithm;
	unsigned bits;
} types[] = {
#define X(type, text, shown) [IK_KEY_##type] = {IK_MAKE_##type},
#define IK_MAKE_ECDSA_P256 GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1)
#define IK_MAKE_ECDSA_P384 GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP384R1)
#define IK_MAKE_RSA_3072 GNUTLS_PK_RSA, 3072
#define IK_MAKE_RSA_4096 GNUTLS_PK_RSA, 4096
	IK_KEY_TYPES(X)
#undef X
};

enum { RSA_KEPT_LEAST = 2048, RSA_KEPT_MOST = 4096 };

unsigned ik_key_type_rsa_bits(const char *id)
{
	size_t head = strncmp(id, "rsa-pss-", 8) == 0 ? 8 : strncmp(id, "rsa-", 4) == 0 ? 4 : 0;
	size_t digits = strspn(id + head, "0123456789");

	return head > 0 && digits > 0 && digits < 7 && id[head + digits] == '\0'
		       ? (unsigned)atoi(id + head)
		       : 0;
}

/* How a key of the type ID is made; false for one that is not. */
static bool find_making(const char *id, gnutls_pk_algorithm_t *algorithm, unsigned *bits)
{
	enum ik_key_type type;

	*bits = ik_key_type_rsa_bits(id);
	if (ik_key_type_find(id, &type)) {
		*algorithm = types[type].algorithm;
		*bits = types[type].bits;
	} else if (strcmp(id, "ecdsa-p521") == 0) {
		*algorithm = GNUTLS_PK_ECDSA;
		*bits = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP521R1);
	} else if (*bits >= RSA_KEPT_LEAST && *bits <= RSA_KEPT_MOST) {
		*algorithm = strncmp(id, "rsa-pss-", 8) == 0 ? GNUTLS_PK_RSA_PSS : GNUTLS_PK_RSA;
	} else {
		return false;
	}
	return true;
}

bool ik_key_type_is_kept(const char *id)
{
	gnutls_pk_algorithm_t algorithm;
	unsigned bits;

	return find_making(id, &algorithm, &bits);
}

bool ik_key_generate(const char *type, ik_secret **pem, struct ik_error *err)
{
	gnutls_pk_algorithm_t algorithm;
	gnutls_x509_privkey_t key = NULL;
	unsigned bits;
	bool ok = false;

	*pem = NULL;
	if (!find_making(type, &algorithm, &bits))
		return ik_fail(err, IK_E_KEY_MAKE);
	int rc = gnutls_x509_privkey_init(&key);
	if (rc >= 0)
		rc = gnutls_x509_privkey_generate(key, algorithm, bits, 0);
	if (rc < 0)
		ik_tls_fail(err, IK_E_KEY_MAKE, rc);
	else
		ok = ik_tls_key_pem(key, IK_E_KEY_MAKE, pem, err);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* Whether the public halves are the same, by their SHA-256. */
static int same_public(gnutls_x509_privkey_t key, gnutls_x509_crt_t crt, bool *same)
{
	uint8_t id[2][32];
	size_t size[2] = {sizeof(id[0]), sizeof(id[1])};
	int rc = gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id[0], &size[0]);

	if (rc >= 0)
		rc = gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, id[1], &size[1]);
	*same = rc >= 0 && memcmp(id[0], id[1], sizeof(id[0])) == 0;
	return rc;
}

/* GnuTLS signs with the salt that is as long as the digest, however little the key asks for. */
static int expect_salt(gnutls_pubkey_t verifier, gnutls_digest_algorithm_t digest)
{
	return gnutls_pubkey_get_pk_algorithm(verifier, NULL) == GNUTLS_PK_RSA_PSS
		       ? ik_pss_expect(verifier, digest, (unsigned)gnutls_hash_get_len(digest))
		       : 0;
}

/* A signature that the certificate verifies: a PKCS#8 says itself what its public half is, and
 * GnuTLS believes it (and its gnutls_x509_privkey_verify_params() looks at half of RSA's numbers
 * only). */
static int try_signature(gnutls_x509_privkey_t key, gnutls_x509_crt_t crt)
{
	const gnutls_datum_t text = {(unsigned char *)(uintptr_t) "inkan", 5};
	gnutls_datum_t signature = {NULL, 0};
	gnutls_digest_algorithm_t digest;
	gnutls_privkey_t signer = NULL;
	gnutls_pubkey_t verifier = NULL;
	int rc = gnutls_privkey_init(&signer);

	if (rc >= 0)
		rc = gnutls_pubkey_init(&verifier);
	if (rc >= 0)
		rc = gnutls_privkey_import_x509(signer, key, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_import_x509(verifier, crt, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_get_preferred_hash_algorithm(verifier, &digest, NULL);
	if (rc >= 0)
		rc = expect_salt(verifier, digest);
	if (rc >= 0)
		rc = gnutls_privkey_sign_data(signer, digest, 0, &text, &signature);
	if (rc >= 0) {
		int algorithm = gnutls_pubkey_get_pk_algorithm(verifier, NULL);

		rc = gnutls_pubkey_verify_data2(verifier, gnutls_pk_to_sign(algorithm, digest), 0,
						&text, &signature);
	}
	gnutls_free(signature.data);
	if (verifier)
		gnutls_pubkey_deinit(verifier);
	if (signer)
		gnutls_privkey_deinit(signer);
	return rc;
}

bool ik_key_fits(const ik_secret *pem, const void *certificate, size_t size, struct ik_error *err)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, err);
	gnutls_x509_crt_t crt = key ? ik_tls_certificate(certificate, size, err) : NULL;
	bool same, ok = false;
	int rc;

	if (!crt)
		goto out;
	rc = same_public(key, crt, &same);
	if (rc < 0)
		ik_tls_fail(err, IK_E_CERT_READ, rc);
	else if (!same)
		ik_fail(err, IK_E_KEY_APART);
	else if ((rc = try_signature(key, crt)) < 0)
		ik_tls_fail(err, IK_E_KEY_READ, rc);
	else
		ok = true;
out:
	if (crt)
		gnutls_x509_crt_deinit(crt);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}
