/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recast.c: an RSA key and its certificate may differ in what the key is bound to.
 *
 * Some programs write an RSA-PSS key as a plain one (Python's cryptography does, and the form of
 * PKCS#1 has no room for more); the certificate says what it is.  No server takes the two as they
 * are. */
#include "foreign/import.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>

#include "base/alloc.h"
#include "pki/facts_key.h"
#include "pki/parts.h"
#include "pki/pss.h"
#include "pki/tls.h"

/* KEY's SubjectPublicKeyInfo; a GnuTLS error, or 0. */
static int public_half(gnutls_x509_privkey_t key, gnutls_datum_t *der)
{
	gnutls_privkey_t private = NULL;
	gnutls_pubkey_t public = NULL;
	int rc = gnutls_privkey_init(&private);

	if (rc >= 0)
		rc = gnutls_pubkey_init(&public);
	if (rc >= 0)
		rc = gnutls_privkey_import_x509(private, key, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_import_privkey(public, private, 0, 0);
	if (rc >= 0)
		rc = gnutls_pubkey_export2(public, GNUTLS_X509_FMT_DER, der);
	if (public)
		gnutls_pubkey_deinit(public);
	if (private)
		gnutls_privkey_deinit(private);
	return rc;
}

/* What stands behind the algorithm in a SubjectPublicKeyInfo's content; empty for none. */
static struct ik_der numbers_of(struct ik_der info)
{
	struct ik_der algorithm;

	return ik_der_expect(&info, IK_DER_SEQUENCE, &algorithm) ? info : (struct ik_der){0};
}

static bool equal(struct ik_der a, struct ik_der b)
{
	return a.size > 0 && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Whether the certificate PEM holds the numbers of the public half INFO, and, in *SAME, all else of
 * it too. */
static bool holds(const struct ik_buffer *pem, struct ik_der info, bool *same)
{
	gnutls_datum_t text, der = {NULL, 0};
	struct ik_parts parts;
	bool found = ik_tls_datum(pem->data, pem->size, &text)
		     && gnutls_pem_base64_decode2("CERTIFICATE", &text, &der) >= 0
		     && ik_parts_find((struct ik_der){der.data, der.size}, &parts)
		     && equal(numbers_of(parts.key), numbers_of(info));

	*same = found && equal(parts.key, info);
	gnutls_free(der.data);
	return found;
}

/* The certificate that says of KEY's numbers what KEY does not; NULL if there is none, or one that
 * says the same. */
static const struct ik_buffer *other_dress(const struct ik_material *material,
					   gnutls_x509_privkey_t key)
{
	const struct ik_buffer *found = NULL;
	gnutls_datum_t der = {NULL, 0};
	struct ik_der whole, info;
	bool same = public_half(key, &der) < 0;

	whole = (struct ik_der){der.data, der.size};
	same = same || !ik_der_expect(&whole, IK_DER_SEQUENCE, &info);
	for (size_t i = 0; !same && i < material->n_certificates; i++) {
		if (holds(&material->certificates[i], info, &same) && !found)
			found = &material->certificates[i];
	}
	gnutls_free(der.data);
	return same ? NULL : found;
}

/* The PrivateKeyInfo PLAIN with ALGORITHM, with its head, in place of its own. */
static bool write_as(struct ik_der plain, struct ik_der algorithm, ik_secret *out)
{
	struct ik_der info, start, part, rest;

	if (!ik_der_expect(&plain, IK_DER_SEQUENCE, &info))
		return false;
	start = info;
	if (!ik_der_expect(&info, IK_DER_INTEGER, &part))
		return false;
	start.size -= info.size;
	if (!ik_der_expect(&info, IK_DER_SEQUENCE, &part))
		return false;
	rest = info;
	return ik_secret_append(out, start.data, start.size, NULL)
	       && ik_secret_append(out, algorithm.data, algorithm.size, NULL)
	       && ik_secret_append(out, rest.data, rest.size, NULL)
	       && ik_der_close_secret(out, 0, IK_DER_SEQUENCE);
}

static bool serves(struct ik_der info)
{
	struct ik_pss pss = ik_pss_of_public(info);

	return ik_pss_serves(&pss);
}

/* KEY with the algorithm that the certificate PEM has, parameters and all; NULL if that cannot be.
 */
static gnutls_x509_privkey_t dress(gnutls_x509_privkey_t key, const struct ik_buffer *pem)
{
	struct ik_parts parts;
	gnutls_datum_t text, crt = {NULL, 0}, bytes;
	gnutls_x509_privkey_t dressed = NULL;
	ik_secret *plain = NULL, *out = ik_secret_new(IK_SECRET_KEY_ROOM);
	bool ok = ik_tls_datum(pem->data, pem->size, &text)
		  && gnutls_pem_base64_decode2("CERTIFICATE", &text, &crt) >= 0
		  && ik_parts_find((struct ik_der){crt.data, crt.size}, &parts) && serves(parts.key)
		  && ik_tls_key_der(key, IK_E_IMPORT_KEY_BAD, &plain, NULL);

	if (ok) {
		parts.key.size -= numbers_of(parts.key).size;
		ok = write_as(ik_der_of(plain), parts.key, out)
		     && ik_tls_datum(ik_secret_data(out), ik_secret_size(out), &bytes)
		     && gnutls_x509_privkey_init(&dressed) >= 0;
	}
	if (ok
	    && gnutls_x509_privkey_import_pkcs8(dressed, &bytes, GNUTLS_X509_FMT_DER, NULL,
						GNUTLS_PKCS_PLAIN)
		       < 0) {
		gnutls_x509_privkey_deinit(dressed);
		dressed = NULL;
	}
	gnutls_free(crt.data);
	ik_secret_free(plain);
	ik_secret_free(out);
	return dressed;
}

static void put(struct ik_material *material, size_t at, gnutls_x509_privkey_t key)
{
	ik_secret *pem;

	if (!ik_tls_key_pem(key, IK_E_IMPORT_KEY_BAD, &pem, NULL))
		return;
	ik_secret_free(material->keys[at]);
	material->keys[at] = pem;
	free(material->key_types.items[at]);
	material->key_types.items[at] = ik_facts_private_key_type(key);
}

/* The key AT, which was read as KEY, becomes what the certificate PEM says. */
static void recast(struct ik_material *material, size_t at, gnutls_x509_privkey_t key,
		   const struct ik_buffer *pem)
{
	gnutls_x509_privkey_t dressed = dress(key, pem);

	if (!dressed)
		return;
	put(material, at, dressed);
	gnutls_x509_privkey_deinit(dressed);
}

void ik_material_recast(struct ik_material *material)
{
	for (size_t i = 0; i < material->n_keys; i++) {
		gnutls_x509_privkey_t key = strncmp(material->key_types.items[i], "rsa-", 4) == 0
						    ? ik_tls_key(material->keys[i], NULL)
						    : NULL;
		const struct ik_buffer *pem = key ? other_dress(material, key) : NULL;

		if (pem)
			recast(material, i, key, pem);
		if (key)
			gnutls_x509_privkey_deinit(key);
	}
}
