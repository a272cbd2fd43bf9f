/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12.c: a PKCS#12 is written: the sealed key, the encrypted chain, and a MAC over both. */
#include "pki/pkcs12.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/pkcs12.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/pem.h"
#include "pki/tls.h"

enum { KEY_ID_SIZE = 20, NAME_MAX_SIZE = 128 };

static unsigned scheme(bool compatibility)
{
	return compatibility ? GNUTLS_PKCS_PKCS12_3DES : GNUTLS_PKCS_PBES2_AES_256;
}

/* GnuTLS 3.7.9 writes every byte of UTF-8 as a character of its own, so only ASCII comes out as it went in. */
static char *ascii_name(const char *name)
{
	char *text = ik_strndup(name, strnlen(name, NAME_MAX_SIZE));
	size_t n = 0;

	for (const char *at = text; *at; at++) {
		if (*at >= ' ' && *at <= '~')
			text[n++] = *at;
	}
	text[n] = '\0';
	if (n > 0)
		return text;
	free(text);
	return ik_strdup("inkan");
}

/* The entry at INDEX gets the name, and the key identifier that ties key and leaf together. */
static int label(gnutls_pkcs12_bag_t bag, int index, gnutls_x509_crt_t leaf, const char *name)
{
	uint8_t bytes[KEY_ID_SIZE];
	size_t size = sizeof(bytes);
	gnutls_datum_t id = { bytes, sizeof(bytes) };
	char *ascii = ascii_name(name);
	int rc = gnutls_x509_crt_get_key_id(leaf, GNUTLS_KEYID_USE_SHA1, bytes, &size);

	if (rc >= 0)
		rc = gnutls_pkcs12_bag_set_key_id(bag, (unsigned)index, &id);
	if (rc >= 0)
		rc = gnutls_pkcs12_bag_set_friendly_name(bag, (unsigned)index, ascii);
	free(ascii);
	return rc;
}

static int add_certificate(gnutls_pkcs12_bag_t bag, const gnutls_datum_t *der, const char *name)
{
	gnutls_x509_crt_t crt = ik_tls_certificate_der(der, NULL);
	int index, rc = GNUTLS_E_ASN1_DER_ERROR;

	if (!crt)
		return rc;
	index = rc = gnutls_pkcs12_bag_set_crt(bag, crt);
	if (rc >= 0 && name)
		rc = label(bag, index, crt, name);
	gnutls_x509_crt_deinit(crt);
	return rc;
}

/* A bag of GnuTLS has no room for more than the chain that we allow. */
static int add_chain(gnutls_pkcs12_bag_t bag, const void *chain, size_t size, const char *name)
{
	struct ik_pem_part text = { chain, size };
	struct ik_pem_block block;
	gnutls_datum_t der;
	int rc = GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;

	for (unsigned n = 0; ik_pem_next(&text, &block); n++) {
		if (n == IK_PKCS12_CHAIN_MAX || !ik_pem_decode(&block, &der))
			return GNUTLS_E_INVALID_REQUEST;
		/* Only the leaf is what the key opens. */
		rc = add_certificate(bag, &der, n == 0 ? name : NULL);
		gnutls_free(der.data);
		if (rc < 0)
			return rc;
	}
	return rc;
}

bool ik_pkcs12_seal_key(const ik_secret *key, const ik_secret *password, bool compatibility, struct ik_buffer *sealed,
			struct ik_error *err)
{
	return ik_tls_key_sealed(key, password, compatibility, IK_E_PKCS12_MAKE, sealed, err);
}

/* The bytes of a bag that is encrypted are its one entry. */
bool ik_pkcs12_pack_chain(const void *chain, size_t size, const char *name, const ik_secret *password,
			  bool compatibility, struct ik_buffer *packed, struct ik_error *err)
{
	const char *text = ik_tls_password(password);
	gnutls_pkcs12_bag_t bag = NULL;
	gnutls_datum_t out; /* the bag's own */
	int rc = text ? gnutls_pkcs12_bag_init(&bag) : GNUTLS_E_INVALID_PASSWORD;

	if (rc >= 0)
		rc = add_chain(bag, chain, size, name);
	if (rc >= 0)
		rc = gnutls_pkcs12_bag_encrypt(bag, text, scheme(compatibility));
	if (rc >= 0)
		rc = gnutls_pkcs12_bag_get_data(bag, 0, &out);
	if (rc >= 0)
		ik_buffer_add(packed, out.data, out.size);
	else
		ik_tls_fail(err, IK_E_PKCS12_MAKE, rc);
	if (bag)
		gnutls_pkcs12_bag_deinit(bag);
	return rc >= 0;
}

/* A bag with BYTES in it.  With LEAF it is the key, and labelled. */
static int add_bag(gnutls_pkcs12_t p12, gnutls_pkcs12_bag_type_t type, const struct ik_buffer *bytes,
		   gnutls_x509_crt_t leaf, const char *name)
{
	gnutls_pkcs12_bag_t bag = NULL;
	gnutls_datum_t der;
	int index = 0, rc = gnutls_pkcs12_bag_init(&bag);

	if (rc >= 0 && !ik_tls_datum(bytes->data, bytes->size, &der))
		rc = GNUTLS_E_INVALID_REQUEST;
	if (rc >= 0)
		index = rc = gnutls_pkcs12_bag_set_data(bag, type, &der);
	if (rc >= 0 && leaf)
		rc = label(bag, index, leaf, name);
	if (rc >= 0)
		rc = gnutls_pkcs12_set_bag(p12, bag);
	if (bag)
		gnutls_pkcs12_bag_deinit(bag);
	return rc;
}

bool ik_pkcs12_join(const struct ik_buffer *sealed, const struct ik_buffer *packed, const void *chain, size_t size,
		    const char *name, const ik_secret *password, bool compatibility, struct ik_buffer *der,
		    struct ik_error *err)
{
	const char *text = ik_tls_password(password);
	gnutls_x509_crt_t leaf = ik_tls_certificate(chain, size, err);
	gnutls_pkcs12_t p12 = NULL;
	gnutls_datum_t out = { NULL, 0 };
	int rc;

	if (!leaf)
		return false;
	rc = text ? gnutls_pkcs12_init(&p12) : GNUTLS_E_INVALID_PASSWORD;
	if (rc >= 0)
		rc = add_bag(p12, GNUTLS_BAG_ENCRYPTED, packed, NULL, NULL);
	if (rc >= 0)
		rc = add_bag(p12, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, sealed, leaf, name);
	if (rc >= 0)
		rc = gnutls_pkcs12_generate_mac2(p12, compatibility ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA256, text);
	if (rc >= 0)
		rc = gnutls_pkcs12_export2(p12, GNUTLS_X509_FMT_DER, &out);
	if (rc >= 0)
		ik_tls_take(&out, der);
	else
		ik_tls_fail(err, IK_E_PKCS12_MAKE, rc);
	if (p12)
		gnutls_pkcs12_deinit(p12);
	gnutls_x509_crt_deinit(leaf);
	return rc >= 0;
}

bool ik_pkcs12_write(const ik_secret *key, const void *chain, size_t size, const char *name, const ik_secret *password,
		     bool compatibility, struct ik_buffer *der, struct ik_error *err)
{
	struct ik_buffer sealed = { 0 }, packed = { 0 };
	bool ok = ik_key_fits(key, chain, size, err)
		  && ik_pkcs12_seal_key(key, password, compatibility, &sealed, err)
		  && ik_pkcs12_pack_chain(chain, size, name, password, compatibility, &packed, err)
		  && ik_pkcs12_join(&sealed, &packed, chain, size, name, password, compatibility, der, err);

	ik_buffer_free(&sealed);
	ik_buffer_free(&packed);
	return ok;
}
