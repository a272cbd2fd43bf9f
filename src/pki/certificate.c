/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate.c: self-signed server certificates are made. */
#include "pki/certificate.h"

#include <arpa/inet.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>

#include "pki/der.h"
#include "pki/digest.h"
#include "pki/tls.h"

enum { SERIAL_SIZE = 20, KEY_ID_SIZE = 20 };

/* 159 random bits.  A first byte of 0 would make the encoding shorter than it says, so such a draw is thrown away. */
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

/* By type and value, never through a text form that would have to be escaped. */
static int set_subject(gnutls_x509_crt_t crt, const struct ik_certificate_wish *wish)
{
	int rc = 0;

	/* The most specific part stands last in DER, and so first in RFC 4514. */
	if (wish->organization)
		rc = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_ORGANIZATION_NAME, 0, wish->organization,
						   (unsigned)strlen(wish->organization));
	if (rc >= 0)
		rc = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, wish->common_name,
						   (unsigned)strlen(wish->common_name));
	return rc;
}

static int add_address(gnutls_subject_alt_names_t names, const char *address)
{
	unsigned char bytes[16];
	gnutls_datum_t datum = { bytes, 0 };

	if (inet_pton(AF_INET, address, bytes) == 1)
		datum.size = 4;
	else if (inet_pton(AF_INET6, address, bytes) == 1)
		datum.size = 16;
	else
		return GNUTLS_E_INVALID_REQUEST;
	return gnutls_subject_alt_names_set(names, GNUTLS_SAN_IPADDRESS, &datum, NULL);
}

static int add_names(gnutls_subject_alt_names_t names, const struct ik_certificate_wish *wish)
{
	gnutls_datum_t datum;
	int rc = 0;

	for (size_t i = 0; rc >= 0 && wish->dns_names && i < wish->dns_names->n; i++) {
		const char *name = wish->dns_names->items[i];

		if (!ik_tls_datum(name, strlen(name), &datum))
			return GNUTLS_E_INVALID_REQUEST;
		rc = gnutls_subject_alt_names_set(names, GNUTLS_SAN_DNSNAME, &datum, NULL);
	}
	for (size_t i = 0; rc >= 0 && wish->ip_addresses && i < wish->ip_addresses->n; i++)
		rc = add_address(names, wish->ip_addresses->items[i]);
	return rc;
}

/* Encoded once: gnutls_x509_crt_set_subject_alt_name() reads and writes the whole list again for every name. */
static int set_alt_names(gnutls_x509_crt_t crt, const struct ik_certificate_wish *wish)
{
	gnutls_subject_alt_names_t names = NULL;
	gnutls_datum_t der = { NULL, 0 };
	int rc = gnutls_subject_alt_names_init(&names);

	if (rc >= 0)
		rc = add_names(names, wish);
	if (rc >= 0)
		rc = gnutls_x509_ext_export_subject_alt_names(names, &der);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_extension_by_oid(crt, GNUTLS_X509EXT_OID_SAN, der.data, der.size, 0);
	gnutls_free(der.data);
	if (names)
		gnutls_subject_alt_names_deinit(names);
	return rc;
}

/* RFC 7093 method 1: the first 160 bits of the SHA-256 of the subjectPublicKey's bits.  GnuTLS' own key identifier
 * covers the whole SubjectPublicKeyInfo instead. */
static int set_key_ids(gnutls_x509_crt_t crt)
{
	gnutls_pubkey_t key = NULL;
	gnutls_datum_t der = { NULL, 0 };
	struct ik_der in, info, algorithm, bits;
	uint8_t id[32];
	int rc = gnutls_pubkey_init(&key);

	if (rc >= 0)
		rc = gnutls_pubkey_import_x509(key, crt, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &der);
	in = (struct ik_der){ der.data, der.size };
	/* The first byte of a BIT STRING counts the unused bits: none. */
	if (rc >= 0
	    && (!ik_der_expect(&in, IK_DER_SEQUENCE, &info) || !ik_der_expect(&info, IK_DER_SEQUENCE, &algorithm)
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

static int set_extensions(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const struct ik_certificate_wish *wish)
{
	unsigned usage = GNUTLS_KEY_DIGITAL_SIGNATURE;
	int rc = gnutls_x509_crt_set_basic_constraints(crt, 0, -1);

	/* Only RSA keys can also take part in the old key exchange. */
	if (gnutls_x509_privkey_get_pk_algorithm(key) == GNUTLS_PK_RSA)
		usage |= GNUTLS_KEY_KEY_ENCIPHERMENT;
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key_usage(crt, usage);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
	if (rc >= 0)
		rc = set_alt_names(crt, wish);
	return rc < 0 ? rc : set_key_ids(crt);
}

static int set_all(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const struct ik_certificate_wish *wish)
{
	int rc = gnutls_x509_crt_set_version(crt, 3);

	if (rc >= 0)
		rc = set_subject(crt, wish);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_activation_time(crt, (time_t)wish->not_before);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_expiration_time(crt, (time_t)wish->not_after);
	if (rc >= 0)
		rc = gnutls_x509_crt_set_key(crt, key);
	return rc < 0 ? rc : set_extensions(crt, key, wish);
}

/* SHA-384 for the curve of that strength, SHA-256 for all others. */
static gnutls_digest_algorithm_t digest_for(gnutls_x509_privkey_t key)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
	bool is_ecc = gnutls_x509_privkey_get_pk_algorithm(key) == GNUTLS_PK_ECDSA
		      && gnutls_x509_privkey_export_ecc_raw(key, &curve, NULL, NULL, NULL) >= 0;

	return is_ecc && curve == GNUTLS_ECC_CURVE_SECP384R1 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256;
}

bool ik_certificate_self_sign(const struct ik_certificate_wish *wish, const ik_secret *key, struct ik_buffer *pem,
			      struct ik_error *err)
{
	gnutls_x509_privkey_t own = ik_tls_key(key, err);
	gnutls_x509_crt_t crt = NULL;
	gnutls_datum_t out = { NULL, 0 };
	int rc;

	if (!own)
		return false;
	rc = gnutls_x509_crt_init(&crt);
	if (rc >= 0 && !set_serial(crt, err))
		rc = GNUTLS_E_RANDOM_FAILED;
	if (rc >= 0)
		rc = set_all(crt, own, wish);
	if (rc >= 0)
		rc = gnutls_x509_crt_sign2(crt, crt, own, digest_for(own), 0);
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
