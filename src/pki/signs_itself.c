/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signs_itself.c: whether a certificate was signed by its own key. */
#include "pki/certificate.h"

#include <gnutls/abstract.h>

#include "pki/der.h"
#include "pki/tls.h"

/* A certificate in its three parts. */
struct signature {
	struct ik_der over;      /* what was signed, with its head */
	struct ik_der algorithm; /* content: OID and parameters */
};

static bool find_signature(struct ik_der der, struct signature *signature)
{
	struct ik_der certificate, content;
	uint8_t tag;

	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &certificate))
		return false;
	signature->over = certificate;
	if (!ik_der_next(&certificate, &tag, &content))
		return false;
	signature->over.size -= certificate.size;
	return ik_der_expect(&certificate, IK_DER_SEQUENCE, &signature->algorithm);
}

/* The salt's bytes as RSASSA-PSS-params say; 20 where they do not. */
static unsigned salt_size(struct ik_der algorithm)
{
	enum { SALT = 0xa2, USUAL = 20, MOST = 4096 };
	struct ik_der oid, parameters, one;
	uint64_t size = USUAL;
	uint8_t tag;

	if (ik_der_expect(&algorithm, IK_DER_OID, &oid)
	    && ik_der_expect(&algorithm, IK_DER_SEQUENCE, &parameters)) {
		while (ik_der_next(&parameters, &tag, &one)) {
			if (tag == SALT && !ik_der_number(&one, &size))
				return MOST;
		}
	}
	return size > MOST ? MOST : (unsigned)size;
}

/* GnuTLS takes the salt to be as long as the digest, unless the key says otherwise; OpenSSL takes
 * the longest there is. */
static int tell_salt(gnutls_pubkey_t key, gnutls_sign_algorithm_t algorithm,
		     const struct signature *signature)
{
	gnutls_x509_spki_t spki = NULL;
	int rc;

	if (gnutls_sign_get_pk_algorithm(algorithm) != GNUTLS_PK_RSA_PSS)
		return 0;
	rc = gnutls_x509_spki_init(&spki);
	if (rc < 0)
		return rc;
	gnutls_x509_spki_set_rsa_pss_params(spki, gnutls_sign_get_hash_algorithm(algorithm),
					    salt_size(signature->algorithm));
	rc = gnutls_pubkey_set_spki(key, spki, 0);
	gnutls_x509_spki_deinit(spki);
	return rc;
}

/* Old digests do: nothing is trusted for it. */
static bool verifies(gnutls_x509_crt_t crt, const struct signature *signature)
{
	gnutls_sign_algorithm_t algorithm = (gnutls_sign_algorithm_t)
		gnutls_x509_crt_get_signature_algorithm(crt);
	uint8_t bytes[2048];
	size_t size = sizeof(bytes);
	gnutls_pubkey_t key = NULL;
	gnutls_datum_t over;
	int rc = gnutls_x509_crt_get_signature(crt, (char *)bytes, &size);

	if (rc >= 0)
		rc = ik_tls_datum(signature->over.data, signature->over.size, &over)
			     ? gnutls_pubkey_init(&key)
			     : -1;
	if (rc >= 0)
		rc = gnutls_pubkey_import_x509(key, crt, 0);
	if (rc >= 0)
		rc = tell_salt(key, algorithm, signature);
	if (rc >= 0) {
		const gnutls_datum_t signed_with = {bytes, (unsigned)size};

		rc = gnutls_pubkey_verify_data2(key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN, &over,
						&signed_with);
	}
	if (key)
		gnutls_pubkey_deinit(key);
	return rc >= 0;
}

bool ik_certificate_signs_itself(const void *bytes, size_t size)
{
	gnutls_datum_t der;
	gnutls_x509_crt_t crt = ik_tls_certificate_bytes(bytes, size, &der, NULL);
	struct signature signature;
	bool itself;

	if (!crt)
		return false;
	itself = find_signature((struct ik_der){der.data, der.size}, &signature)
		 && verifies(crt, &signature);
	gnutls_free(der.data);
	gnutls_x509_crt_deinit(crt);
	return itself;
}
