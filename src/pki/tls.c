/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls.c: GnuTLS' objects and errors, brought to our own terms. */
#include "pki/tls.h"

#include <limits.h>
#include <string.h>

#include <gnutls/crypto.h>

bool ik_tls_fail(struct ik_error *err, enum ik_error_id id, int rc)
{
	ik_error_set(err, id, NULL, NULL, NULL);
	return ik_error_detail(err, "GnuTLS: %s (%d)", gnutls_strerror(rc), rc);
}

bool ik_tls_datum(const void *bytes, size_t size, gnutls_datum_t *datum)
{
	if (!bytes || size > INT_MAX)
		return false;
	/* GnuTLS has no const here, but only reads. */
	datum->data = (unsigned char *)(uintptr_t)bytes;
	datum->size = (unsigned)size;
	return true;
}

void ik_tls_take(gnutls_datum_t *datum, struct ik_buffer *out)
{
	ik_buffer_add(out, datum->data, datum->size);
	gnutls_free(datum->data);
	datum->data = NULL;
	datum->size = 0;
}

void ik_tls_wipe(gnutls_datum_t *datum)
{
	if (datum->data)
		gnutls_memset(datum->data, 0, datum->size);
	gnutls_free(datum->data);
	datum->data = NULL;
	datum->size = 0;
}

gnutls_x509_crt_t ik_tls_certificate(const void *bytes, size_t size, struct ik_error *err)
{
	gnutls_x509_crt_t certificate = NULL;
	gnutls_datum_t data;
	int rc = GNUTLS_E_INVALID_REQUEST;

	/* DER first: it must fill the bytes to the last one, so what passes cannot be meant as PEM, while a hostile
	 * DER can well hold a PEM of another certificate somewhere inside. */
	if (ik_tls_datum(bytes, size, &data))
		rc = gnutls_x509_crt_init(&certificate);
	if (rc >= 0 && gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_DER) < 0) {
		gnutls_x509_crt_deinit(certificate);
		certificate = NULL;
		rc = gnutls_x509_crt_init(&certificate);
		if (rc >= 0)
			rc = gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_PEM);
	}
	if (rc >= 0)
		return certificate;
	if (certificate)
		gnutls_x509_crt_deinit(certificate);
	ik_tls_fail(err, IK_E_CERT_READ, rc);
	return NULL;
}

gnutls_x509_privkey_t ik_tls_key(const ik_secret *pem, struct ik_error *err)
{
	gnutls_x509_privkey_t key = NULL;
	gnutls_datum_t data;
	int rc = GNUTLS_E_INVALID_REQUEST;

	if (ik_tls_datum(ik_secret_data(pem), ik_secret_size(pem), &data))
		rc = gnutls_x509_privkey_init(&key);
	if (rc >= 0)
		rc = gnutls_x509_privkey_import_pkcs8(key, &data, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN);
	if (rc >= 0)
		return key;
	if (key)
		gnutls_x509_privkey_deinit(key);
	ik_tls_fail(err, IK_E_KEY_READ, rc);
	return NULL;
}

bool ik_tls_key_pem(gnutls_x509_privkey_t key, enum ik_error_id id, ik_secret **pem, struct ik_error *err)
{
	gnutls_datum_t out = { NULL, 0 };
	bool ok;

	/* The one export that is right for every type: the older calls drop what RSA-PSS and EdDSA need. */
	int rc = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &out);
	if (rc < 0)
		return ik_tls_fail(err, id, rc);
	*pem = ik_secret_new(IK_SECRET_KEY_ROOM);
	ok = ik_secret_set(*pem, out.data, out.size, err);
	ik_tls_wipe(&out);
	if (!ok) {
		ik_secret_free(*pem);
		*pem = NULL;
	}
	return ok;
}

const char *ik_tls_password(const ik_secret *password)
{
	const char *text = password ? ik_secret_data(password) : NULL;

	return text && *text && strlen(text) == ik_secret_size(password) ? text : NULL;
}
