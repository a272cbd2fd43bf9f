/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls.c: GnuTLS' objects and errors, brought to our own terms. */
#include "pki/tls.h"

#include <limits.h>
#include <string.h>

#include <gnutls/crypto.h>

#include "pki/parts.h"

enum { PART_SIZE_MAX = 64 * 1024 };

bool ik_tls_fail(struct ik_error *err, enum ik_error_id id, int rc)
{
	ik_fail(err, id);
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

/* Whether no part of a certificate but its extensions is larger than it can sensibly be.  The time
 * libtasn1 takes grows with the square of a name's parts: minutes for a name of 1 MiB. */
static bool is_affordable(const gnutls_datum_t *der)
{
	struct ik_der in = {der->data, der->size}, certificate, body, part;
	uint8_t tag;

	if (!ik_der_expect(&in, IK_DER_SEQUENCE, &certificate)
	    || !ik_der_expect(&certificate, IK_DER_SEQUENCE, &body))
		return false;
	while (ik_der_next(&body, &tag, &part)) {
		if (tag == IK_DER_SEQUENCE && part.size > PART_SIZE_MAX)
			return false;
	}
	return true;
}

static int import_der(const gnutls_datum_t *der, gnutls_x509_crt_t *out)
{
	struct ik_parts parts;
	int rc = is_affordable(der) ? gnutls_x509_crt_init(out) : GNUTLS_E_ASN1_DER_ERROR;

	if (rc >= 0)
		rc = gnutls_x509_crt_import(*out, der, GNUTLS_X509_FMT_DER);
	/* It does not mind some lengths that do not fit, and would see other parts than we do. */
	if (rc >= 0 && !ik_parts_find((struct ik_der){der->data, der->size}, &parts))
		rc = GNUTLS_E_ASN1_DER_ERROR;
	if (rc < 0 && *out) {
		gnutls_x509_crt_deinit(*out);
		*out = NULL;
	}
	return rc;
}

/* DER is filled with what the PEM holds, even if that is no certificate. */
static int import_pem(const gnutls_datum_t *pem, gnutls_datum_t *der, gnutls_x509_crt_t *out)
{
	int rc = gnutls_pem_base64_decode2("CERTIFICATE", pem, der);

	if (rc < 0)
		rc = gnutls_pem_base64_decode2("X509 CERTIFICATE", pem, der);
	return rc < 0 ? rc : import_der(der, out);
}

static int copy(const gnutls_datum_t *from, gnutls_datum_t *to)
{
	to->data = gnutls_malloc(from->size);
	if (!to->data)
		return GNUTLS_E_MEMORY_ERROR;
	memcpy(to->data, from->data, from->size);
	to->size = from->size;
	return 0;
}

gnutls_x509_crt_t ik_tls_certificate_bytes(const void *bytes, size_t size, gnutls_datum_t *der,
					   struct ik_error *err)
{
	gnutls_x509_crt_t certificate = NULL;
	gnutls_datum_t data;
	int as_der = GNUTLS_E_INVALID_REQUEST, as_pem = GNUTLS_E_INVALID_REQUEST;

	*der = (gnutls_datum_t){NULL, 0};
	/* DER first: it must fill the bytes to the last one, so what passes cannot be meant as PEM,
	 * while a hostile DER can well hold a PEM of another certificate somewhere inside. */
	if (ik_tls_datum(bytes, size, &data)) {
		as_der = import_der(&data, &certificate);
		as_pem = as_der < 0 ? import_pem(&data, der, &certificate) : copy(&data, der);
	}
	if (certificate && der->data)
		return certificate;
	if (certificate)
		gnutls_x509_crt_deinit(certificate);
	gnutls_free(der->data);
	*der = (gnutls_datum_t){NULL, 0};
	ik_tls_fail(err, IK_E_CERT_READ,
		    as_pem == GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR ? as_der : as_pem);
	return NULL;
}

gnutls_x509_crt_t ik_tls_certificate(const void *bytes, size_t size, struct ik_error *err)
{
	gnutls_datum_t der;
	gnutls_x509_crt_t certificate = ik_tls_certificate_bytes(bytes, size, &der, err);

	gnutls_free(der.data);
	return certificate;
}

gnutls_x509_crt_t ik_tls_certificate_der(const gnutls_datum_t *der, struct ik_error *err)
{
	gnutls_x509_crt_t certificate = NULL;
	int rc = import_der(der, &certificate);

	if (rc < 0)
		ik_tls_fail(err, IK_E_CERT_READ, rc);
	return certificate;
}

gnutls_x509_privkey_t ik_tls_key(const ik_secret *pem, struct ik_error *err)
{
	gnutls_x509_privkey_t key = NULL;
	gnutls_datum_t data;
	int rc = GNUTLS_E_INVALID_REQUEST;

	if (ik_tls_datum(ik_secret_data(pem), ik_secret_size(pem), &data))
		rc = gnutls_x509_privkey_init(&key);
	if (rc >= 0)
		rc = gnutls_x509_privkey_import_pkcs8(key, &data, GNUTLS_X509_FMT_PEM, NULL,
						      GNUTLS_PKCS_PLAIN);
	if (rc >= 0)
		return key;
	if (key)
		gnutls_x509_privkey_deinit(key);
	ik_tls_fail(err, IK_E_KEY_READ, rc);
	return NULL;
}

const char *ik_tls_password(const ik_secret *password)
{
	const char *text = password ? ik_secret_data(password) : NULL;

	return text && *text && strlen(text) == ik_secret_size(password) ? text : NULL;
}
