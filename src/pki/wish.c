/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wish.c: names and uses, as certificates and requests for them hold both. */
#include "pki/wish.h"

#include <arpa/inet.h>
#include <string.h>

#include <gnutls/x509-ext.h>

#include "pki/tls.h"

int ik_wish_subject(const struct ik_certificate_wish *wish,
		    int (*set)(void *, const char *, const char *), void *object)
{
	int rc = 0;

	/* The most specific part stands last in DER, and so first in RFC 4514. */
	if (wish->organization)
		rc = set(object, GNUTLS_OID_X520_ORGANIZATION_NAME, wish->organization);
	if (rc >= 0)
		rc = set(object, GNUTLS_OID_X520_COMMON_NAME, wish->common_name);
	return rc;
}

static int add_address(gnutls_subject_alt_names_t names, const char *address)
{
	unsigned char bytes[16];
	gnutls_datum_t datum = {bytes, 0};

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

/* Encoded once: gnutls_x509_crt_set_subject_alt_name() reads and writes the whole list again for
 * every name. */
int ik_wish_alt_names(const struct ik_certificate_wish *wish, gnutls_datum_t *der)
{
	gnutls_subject_alt_names_t names = NULL;
	int rc = gnutls_subject_alt_names_init(&names);

	if (rc >= 0)
		rc = add_names(names, wish);
	if (rc >= 0)
		rc = gnutls_x509_ext_export_subject_alt_names(names, der);
	if (names)
		gnutls_subject_alt_names_deinit(names);
	return rc;
}

unsigned ik_wish_usage(gnutls_x509_privkey_t key)
{
	/* Only RSA keys can also take part in the old key exchange. */
	if (gnutls_x509_privkey_get_pk_algorithm(key) == GNUTLS_PK_RSA)
		return GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT;
	return GNUTLS_KEY_DIGITAL_SIGNATURE;
}

/* SHA-384 and SHA-512 for the curves of that strength, SHA-256 for all others. */
gnutls_digest_algorithm_t ik_wish_digest(gnutls_x509_privkey_t key)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
	bool is_ecc = gnutls_x509_privkey_get_pk_algorithm(key) == GNUTLS_PK_ECDSA
		      && gnutls_x509_privkey_export_ecc_raw(key, &curve, NULL, NULL, NULL) >= 0;

	if (is_ecc && curve == GNUTLS_ECC_CURVE_SECP521R1)
		return GNUTLS_DIG_SHA512;
	return is_ecc && curve == GNUTLS_ECC_CURVE_SECP384R1 ? GNUTLS_DIG_SHA384
							     : GNUTLS_DIG_SHA256;
}
