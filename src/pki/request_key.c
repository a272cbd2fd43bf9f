/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_key.c: which key a request, a certificate or a key is about. */
#include "pki/request.h"

#include <stdio.h>
#include <string.h>

#include "pki/tls.h"

enum { DIGEST_SIZE = 32 };

static bool write_id(int rc, const unsigned char digest[DIGEST_SIZE], size_t size,
		     char id[IK_KEY_ID_SIZE])
{
	if (rc < 0 || size != DIGEST_SIZE)
		return false;
	for (size_t i = 0; i < size; i++)
		snprintf(id + 2 * i, 3, "%02x", digest[i]);
	return true;
}

bool ik_request_key_id(const void *pem, size_t size, char id[IK_KEY_ID_SIZE])
{
	unsigned char digest[DIGEST_SIZE];
	size_t digest_size = sizeof(digest);
	gnutls_x509_crq_t crq = NULL;
	gnutls_datum_t datum;
	int rc;

	if (!ik_tls_datum(pem, size, &datum) || gnutls_x509_crq_init(&crq) < 0)
		return false;
	rc = gnutls_x509_crq_import(crq, &datum, GNUTLS_X509_FMT_PEM);
	if (rc >= 0)
		rc = gnutls_x509_crq_get_key_id(crq, GNUTLS_KEYID_USE_SHA256, digest, &digest_size);
	gnutls_x509_crq_deinit(crq);
	return write_id(rc, digest, digest_size, id);
}

bool ik_certificate_key_id(const void *pem, size_t size, char id[IK_KEY_ID_SIZE])
{
	unsigned char digest[DIGEST_SIZE];
	size_t digest_size = sizeof(digest);
	gnutls_x509_crt_t crt = ik_tls_certificate(pem, size, NULL);
	int rc;

	if (!crt)
		return false;
	rc = gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, digest, &digest_size);
	gnutls_x509_crt_deinit(crt);
	return write_id(rc, digest, digest_size, id);
}

bool ik_request_fits(const ik_secret *key, const void *pem, size_t size, struct ik_error *err)
{
	unsigned char digest[DIGEST_SIZE];
	size_t digest_size = sizeof(digest);
	char asked[IK_KEY_ID_SIZE], own[IK_KEY_ID_SIZE];
	gnutls_x509_privkey_t read = ik_tls_key(key, err);
	int rc;

	if (!read)
		return false;
	rc = gnutls_x509_privkey_get_key_id(read, GNUTLS_KEYID_USE_SHA256, digest, &digest_size);
	gnutls_x509_privkey_deinit(read);
	if (!write_id(rc, digest, digest_size, own) || !ik_request_key_id(pem, size, asked))
		return ik_fail(err, IK_E_KEY_READ);
	return strcmp(own, asked) == 0 || ik_fail(err, IK_E_KEY_APART);
}
