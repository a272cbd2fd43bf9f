/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate.c: self-signed server certificates are made. */
#include "pki/certificate.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>

#include "pki/der.h"
#include "pki/digest.h"
#include "pki/tls.h"
#include "pki/wish.h"

enum { SERIAL_SIZE = 20, KEY_ID_SIZE = 20 };

/* 159 random bits.  A first byte of 0 would make the encoding shorter than it says, so such a draw
 * is thrown away. */
static bool set_serial(gnutls_x509_crt_t crt, struct ik_error *err)
{
	uint8_t serial[SERIAL_SIZE];
	int rc;

	do {
		if (!ik_random(serial, sizeof(serial), err))
			return false;
		serial[0] &= 0x7f;
	} while (serial[0] == 0);
	rc = gnutls_x509_crt_set_serial(crt, serial, sizeof(serial));
	return rc < 0 ? ik_tls_fail(err, IK_E_CERT_MAKE, rc) : true;
}

static int set_part(void *crt, const char *oid, const char *value)
{
	return gnutls_x509_crt_set_dn_by_oid(crt, oid, 0, value, (unsigned)strlen(value));
}

static int set_alt_names(gnutls_x509_crt_t crt, const struct ik_certificate_wish *wish)
{
	gnutls_datum_t der = {NULL, 0};
	int rc = ik_wish_alt_names(wish, &der);

	if (rc >= 0)
		rc = gnutls_x509_crt_set_extension_by_oid(crt, GNUTLS_X509EXT_OID_SAN, der.data,
							  der.size, 0);
	gnutls_free(der.data);
	return rc;
}

/* RFC 7093 method 1: the first 160 bits of the SHA-256 of the subjectPublicKey's bits.  GnuTLS' own
 * key identifier covers the whole SubjectPublicKeyInfo instead. */
static int set_key_ids(gnutls_x509_crt_t crt)
{
	gnutls_pubkey_t key = NULL;
	gnutls_datum_t der = {NULL, 0};
	struct ik_der in, info, algorithm, bits;
	uint8_t id[32];
	int rc = gnutls_pubkey_init(&key);

	if (rc >= 0)
		rc = gnutls_pubkey_import_x509(key, crt, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &der);
	in = (struct ik_der){der.data, der.size};
	/* The first byte of a BIT STRING counts the unused bits: none. */
	if (rc >= 0
	    && (!ik_der_expect(&in, IK_DER_SEQUENCE, &info)
		|| !ik_der_expect(&info, IK_DER_SEQUENCE, &algorithm)
		|| !ik_der_expect(&info, IK_DER_BIT_STRING, &bits) || bits.size < 2))
		rc = GNUTLS_E_ASN1_DER_ERROR;
	if (rc >= 0)
		rc = gnutls_hash_fast(GNUTLS_DIG_SHA256, bits.data + 1, bits.size - 1, id);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_subject_key_id(crt, id, KEY_ID_SIZE);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_authority_key_id(crt, id, KEY_ID_SIZE);
	gnutls_free(der.data);
	if (key)
		gnutls_pubkey_deinit(key);
	return rc;
}

static int set_extensions(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key,
			  const struct ik_certificate_wish *wish)
{
	int rc = gnutls_x509_crt_set_basic_constraints(crt, 0, -1);

	if (rc >= 0)
		rc = gnutls_x509_crt_set_key_usage(crt, ik_wish_usage(key));
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
	if (rc >= 0)
		rc = set_alt_names(crt, wish);
	return rc < 0 ? rc : set_key_ids(crt);
}

static int set_all(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key,
		   const struct ik_certificate_wish *wish)
{
	int rc = gnutls_x509_crt_set_version(crt, 3);

	if (rc >= 0)
		rc = ik_wish_subject(wish, set_part, crt);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_activation_time(crt, (time_t)wish->not_before);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_expiration_time(crt, (time_t)wish->not_after);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key(crt, key);
	return rc < 0 ? rc : set_extensions(crt, key, wish);
}

bool ik_certificate_self_sign(const struct ik_certificate_wish *wish, const ik_secret *key,
			      struct ik_buffer *pem, struct ik_error *err)
{
	gnutls_x509_privkey_t own = ik_tls_key(key, err);
	gnutls_x509_crt_t crt = NULL;
	gnutls_datum_t out = {NULL, 0};
	int rc;

	if (!own)
		return false;
	rc = gnutls_x509_crt_init(&crt);
	if (rc >= 0 && !set_serial(crt, err))
		rc = GNUTLS_E_RANDOM_FAILED;
	if (rc >= 0)
		rc = set_all(crt, own, wish);
	if (rc >= 0)
		rc = gnutls_x509_crt_sign2(crt, crt, own, ik_wish_digest(own), 0);
	if (rc >= 0)
		rc = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &out);
	if (rc >= 0)
		ik_tls_take(&out, pem);
	else
		ik_tls_fail(err, IK_E_CERT_MAKE, rc);
	if (crt)
		gnutls_x509_crt_deinit(crt);
	gnutls_x509_privkey_deinit(own);
	return rc >= 0;
}

bool ik_certificate_pem(const void *der, size_t size, struct ik_buffer *pem, struct ik_error *err)
{
	const gnutls_datum_t bytes = {(unsigned char *)(uintptr_t)der, (unsigned)size};
	gnutls_datum_t out;
	int rc = gnutls_pem_base64_encode2("CERTIFICATE", &bytes, &out);

	if (rc < 0)
		return ik_tls_fail(err, IK_E_CERT_READ, rc);
	ik_tls_take(&out, pem);
	return true;
}
