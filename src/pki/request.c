/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.c: PKCS#10 requests are made, to be signed by an authority. */
#include "pki/request.h"

#include <string.h>

#include "pki/tls.h"
#include "pki/wish.h"

static int set_part(void *crq, const char *oid, const char *value)
{
	return gnutls_x509_crq_set_dn_by_oid(crq, oid, 0, value, (unsigned)strlen(value));
}

/* gnutls_x509_crq_set_key_purpose_oid() of 3.7.9 makes the extension critical when told not to. */
static int set_purpose(gnutls_x509_crq_t crq)
{
	static const char server_auth[] = "\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01";

	return gnutls_x509_crq_set_extension_by_oid(crq, GNUTLS_X509EXT_OID_EXTENDED_KEY_USAGE,
						    server_auth, sizeof(server_auth) - 1, 0);
}

static int set_alt_names(gnutls_x509_crq_t crq, const struct ik_certificate_wish *wish)
{
	gnutls_datum_t der = {NULL, 0};
	int rc = ik_wish_alt_names(wish, &der);

	if (rc >= 0)
		rc = gnutls_x509_crq_set_extension_by_oid(crq, GNUTLS_X509EXT_OID_SAN, der.data,
							  der.size, 0);
	gnutls_free(der.data);
	return rc;
}

/* What the certificate should hold; an authority may think otherwise. */
static int set_all(gnutls_x509_crq_t crq, gnutls_x509_privkey_t key,
		   const struct ik_certificate_wish *wish)
{
	int rc = gnutls_x509_crq_set_version(crq, 1);

	if (rc >= 0)
		rc = ik_wish_subject(wish, set_part, crq);
	if (rc >= 0)
		rc = gnutls_x509_crq_set_key(crq, key);
	if (rc >= 0)
		rc = gnutls_x509_crq_set_basic_constraints(crq, 0, -1);
	if (rc >= 0)
		rc = gnutls_x509_crq_set_key_usage(crq, ik_wish_usage(key));
	if (rc >= 0)
		rc = set_purpose(crq);
	return rc < 0 ? rc : set_alt_names(crq, wish);
}

bool ik_request_make(const struct ik_certificate_wish *wish, const ik_secret *key,
		     struct ik_buffer *pem, struct ik_error *err)
{
	gnutls_x509_privkey_t own = ik_tls_key(key, err);
	gnutls_x509_crq_t crq = NULL;
	gnutls_datum_t out = {NULL, 0};
	int rc;

	if (!own)
		return false;
	rc = gnutls_x509_crq_init(&crq);
	if (rc >= 0)
		rc = set_all(crq, own, wish);
	if (rc >= 0)
		rc = gnutls_x509_crq_sign2(crq, own, ik_wish_digest(own), 0);
	if (rc >= 0)
		rc = gnutls_x509_crq_export2(crq, GNUTLS_X509_FMT_PEM, &out);
	if (rc >= 0)
		ik_tls_take(&out, pem);
	else
		ik_tls_fail(err, IK_E_REQUEST_MAKE, rc);
	if (crq)
		gnutls_x509_crq_deinit(crq);
	gnutls_x509_privkey_deinit(own);
	return rc >= 0;
}
