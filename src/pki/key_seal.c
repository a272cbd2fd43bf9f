/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_seal.c: private keys under a password (RFC 8018), and back. */
#include "pki/key.h"

#include "pki/protection.h"
#include "pki/tls.h"

bool ik_tls_key_sealed(const ik_secret *pem, const ik_secret *password, bool compatibility,
		       enum ik_error_id id, struct ik_buffer *der, struct ik_error *err)
{
	gnutls_x509_privkey_t key;
	ik_secret *plain = NULL;
	struct ik_try with;
	size_t from = der->size;
	bool ok;
	int rc;

	if (!ik_try_ours(password, &with))
		return ik_fail(err, id);
	key = ik_tls_key(pem, err);
	if (!key)
		return false;
	ok = ik_tls_key_der(key, id, &plain, err);
	gnutls_x509_privkey_deinit(key);
	if (!ok)
		return false;
	rc = ik_protection_seal(ik_der_of(plain), &with, compatibility, IK_DER_OCTETS, der);
	ik_secret_free(plain);
	if (rc < 0)
		return ik_tls_fail(err, id, rc);
	ik_der_close(der, from, IK_DER_SEQUENCE);
	return true;
}

bool ik_key_seal(const ik_secret *pem, const ik_secret *password, struct ik_buffer *sealed,
		 struct ik_error *err)
{
	struct ik_buffer der = {0};
	gnutls_datum_t bytes, out = {NULL, 0};
	int rc = GNUTLS_E_INVALID_REQUEST;
	bool ok = ik_tls_key_sealed(pem, password, false, IK_E_KEY_SEAL, &der, err);

	if (ok && ik_tls_datum(der.data, der.size, &bytes))
		rc = gnutls_pem_base64_encode2("ENCRYPTED PRIVATE KEY", &bytes, &out);
	ik_buffer_free(&der);
	if (!ok)
		return false;
	if (rc < 0)
		return ik_tls_fail(err, IK_E_KEY_SEAL, rc);
	ik_tls_take(&out, sealed);
	return true;
}

/* Looked up before any work is done: a sealed key says itself how much work it asks for. */
static bool cost_is_ours(const gnutls_datum_t *der, struct ik_error *err)
{
	unsigned scheme = 0, cipher = 0, rounds = 0, salt_size;
	unsigned char salt[1024];
	char *oid = NULL;
	int rc;

	salt_size = sizeof(salt);
	rc = gnutls_pkcs8_info(der, GNUTLS_X509_FMT_DER, &scheme, &cipher, salt, &salt_size,
			       &rounds, &oid);
	gnutls_free(oid);
	if (rc < 0)
		return ik_tls_fail(err, IK_E_KEY_UNSEAL, rc);
	if (rounds > IK_ROUNDS_OURS)
		return ik_fail_number(err, IK_E_COST, rounds);
	if (scheme != GNUTLS_PKCS_PBES2_AES_256 || cipher != GNUTLS_CIPHER_AES_256_CBC
	    || rounds < 1) {
		ik_fail(err, IK_E_KEY_UNSEAL);
		return ik_error_detail(err, "%s, %u", gnutls_pkcs_schema_get_name(scheme), rounds);
	}
	return true;
}

static bool unseal_der(const gnutls_datum_t *der, const char *password, ik_secret **pem,
		       struct ik_error *err)
{
	gnutls_x509_privkey_t key = NULL;
	bool ok = false;
	int rc = gnutls_x509_privkey_init(&key);

	if (rc >= 0)
		rc = gnutls_x509_privkey_import_pkcs8(key, der, GNUTLS_X509_FMT_DER, password, 0);
	if (rc < 0)
		ik_tls_fail(err, IK_E_KEY_UNSEAL, rc);
	else
		ok = ik_tls_key_pem(key, IK_E_KEY_UNSEAL, pem, err);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

bool ik_key_unseal(const void *sealed, size_t size, const ik_secret *password, ik_secret **pem,
		   struct ik_error *err)
{
	gnutls_datum_t text, der = {NULL, 0};
	const char *opening = ik_tls_password(password);
	bool ok;
	int rc;

	*pem = NULL;
	if (!opening || !ik_tls_datum(sealed, size, &text))
		return ik_fail(err, IK_E_KEY_UNSEAL);
	/* Decoded once, so that the block whose cost is looked up is the very one that is opened.
	 */
	rc = gnutls_pem_base64_decode2("ENCRYPTED PRIVATE KEY", &text, &der);
	if (rc < 0)
		return ik_tls_fail(err, IK_E_KEY_UNSEAL, rc);
	ok = cost_is_ours(&der, err) && unseal_der(&der, opening, pem, err);
	gnutls_free(der.data);
	return ok;
}
