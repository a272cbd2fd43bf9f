/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12.c: a PKCS#12 is written: the sealed key, the encrypted chain, and a MAC over both. */
#include "pki/pkcs12.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/pem.h"
#include "pki/pkcs12_make.h"
#include "pki/tls.h"

enum { NAME_MAX_SIZE = 128 };

/* What every reader shows as it was meant. */
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

/* The key identifier that ties key and LEAF together. */
static int read_id(gnutls_x509_crt_t leaf, uint8_t id[IK_KEY_ID_SIZE])
{
	size_t size = IK_KEY_ID_SIZE;

	return gnutls_x509_crt_get_key_id(leaf, GNUTLS_KEYID_USE_SHA1, id, &size);
}

/* NAME: for the leaf, which alone is what the key opens; else NULL. */
static int put_certificate(struct ik_buffer *contents, const gnutls_datum_t *der, const char *name)
{
	gnutls_x509_crt_t crt = ik_tls_certificate_der(der, NULL);
	uint8_t id[IK_KEY_ID_SIZE];
	const struct ik_pkcs12_label label = {.name = name, .id = id};
	int rc = crt ? 0 : GNUTLS_E_ASN1_DER_ERROR;

	if (rc >= 0 && name)
		rc = read_id(crt, id);
	if (rc >= 0)
		ik_pkcs12_put_certificate(contents, (struct ik_der){der->data, der->size},
					  name ? &label : NULL);
	if (crt)
		gnutls_x509_crt_deinit(crt);
	return rc;
}

static int put_chain(struct ik_buffer *contents, const struct ik_buffer *chain, const char *name)
{
	struct ik_pem_part text = {ik_buffer_string(chain), chain->size};
	struct ik_pem_block block;
	gnutls_datum_t der;
	int rc = GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;

	for (unsigned n = 0; ik_pem_next(&text, &block); n++) {
		if (n == IK_PKCS12_CHAIN_MAX || !ik_pem_decode(&block, &der))
			return GNUTLS_E_INVALID_REQUEST;
		rc = put_certificate(contents, &der, n == 0 ? name : NULL);
		gnutls_free(der.data);
		if (rc < 0)
			return rc;
	}
	return rc;
}

bool ik_pkcs12_seal_key(const ik_secret *key, const ik_secret *password, bool compatibility,
			struct ik_buffer *sealed, struct ik_error *err)
{
	return ik_tls_key_sealed(key, password, compatibility, IK_E_PKCS12_MAKE, sealed, err);
}

bool ik_pkcs12_pack_chain(const struct ik_pkcs12_content *content, const ik_secret *password,
			  struct ik_buffer *packed, struct ik_error *err)
{
	struct ik_buffer contents = {0}, safe = {0};
	char *ascii = ascii_name(content->name);
	struct ik_try with;
	int rc = ik_try_ours(password, &with) ? put_chain(&contents, content->chain, ascii)
					      : GNUTLS_E_INVALID_PASSWORD;

	if (rc >= 0)
		rc = ik_pkcs12_put_encrypted(&safe, &contents, &with, content->compatibility);
	if (rc >= 0)
		ik_buffer_add(packed, safe.data, safe.size);
	else
		ik_tls_fail(err, IK_E_PKCS12_MAKE, rc);
	ik_buffer_free(&safe);
	ik_buffer_free(&contents);
	free(ascii);
	return rc >= 0;
}

/* The safe with the sealed key, which belongs to LEAF. */
static int put_key(struct ik_buffer *safes, const struct ik_buffer *sealed, gnutls_x509_crt_t leaf,
		   const char *name)
{
	struct ik_buffer contents = {0};
	uint8_t id[IK_KEY_ID_SIZE];
	char *ascii = ascii_name(name);
	const struct ik_pkcs12_label label = {.name = ascii, .id = id};
	int rc = read_id(leaf, id);

	if (rc >= 0) {
		ik_pkcs12_put_sealed_key(&contents, (struct ik_der){sealed->data, sealed->size},
					 &label);
		ik_pkcs12_put_safe(safes, &contents);
	}
	ik_buffer_free(&contents);
	free(ascii);
	return rc;
}

static int finish(const struct ik_buffer *safes, const ik_secret *password, bool compatibility,
		  struct ik_buffer *der)
{
	gnutls_digest_algorithm_t digest = compatibility ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256;
	ik_secret *derived = ik_secret_new(IK_MAC_DERIVED_ROOM);
	struct ik_try with;
	int rc = ik_try_ours(password, &with) ? ik_pkcs12_mac_derive(digest, &with, derived)
					      : GNUTLS_E_INVALID_PASSWORD;

	if (rc >= 0)
		rc = ik_pkcs12_finish(safes, digest, derived, der);
	ik_secret_free(derived);
	return rc;
}

bool ik_pkcs12_join(const struct ik_pkcs12_content *content, const struct ik_buffer *sealed,
		    const struct ik_buffer *packed, const ik_secret *password,
		    struct ik_buffer *der, struct ik_error *err)
{
	gnutls_x509_crt_t leaf = ik_tls_certificate(content->chain->data, content->chain->size,
						    err);
	struct ik_buffer safes = {0};
	int rc;

	if (!leaf)
		return false;
	ik_buffer_add(&safes, packed->data, packed->size);
	rc = put_key(&safes, sealed, leaf, content->name);
	if (rc >= 0)
		rc = finish(&safes, password, content->compatibility, der);
	if (rc < 0)
		ik_tls_fail(err, IK_E_PKCS12_MAKE, rc);
	ik_buffer_free(&safes);
	gnutls_x509_crt_deinit(leaf);
	return rc >= 0;
}
