/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair.c: the certificate that fits a key, and the issuers above it. */
#include "pki/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/tls.h"

enum { CHAIN_MAX = 30 };

struct pairing {
	const struct ik_material *material;
	gnutls_x509_crt_t *certificates;   /* NULL where one cannot be read */
	bool *used;
};

static void read_all(struct pairing *pairing, const struct ik_material *material)
{
	pairing->material = material;
	pairing->certificates = ik_alloc_array(material->n_certificates + 1, sizeof(*pairing->certificates));
	pairing->used = ik_alloc_array(material->n_certificates + 1, sizeof(*pairing->used));
	for (size_t i = 0; i < material->n_certificates; i++)
		pairing->certificates[i] =
			ik_tls_certificate(material->certificates[i].data, material->certificates[i].size, NULL);
}

static void free_all(struct pairing *pairing)
{
	for (size_t i = 0; i < pairing->material->n_certificates; i++) {
		if (pairing->certificates[i])
			gnutls_x509_crt_deinit(pairing->certificates[i]);
	}
	free(pairing->certificates);
	free(pairing->used);
}

struct key_id {
	uint8_t bytes[32];
};

static bool key_id(const ik_secret *pem, struct key_id *id)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, NULL);
	size_t size = sizeof(id->bytes);
	bool ok = key && gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id->bytes, &size) >= 0;

	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* The identifiers alone: a look at each of many certificates, where the whole test signs something. */
static bool may_fit(gnutls_x509_crt_t crt, const struct key_id *id)
{
	struct key_id own;
	size_t size = sizeof(own.bytes);

	return crt && gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, own.bytes, &size) >= 0
	       && memcmp(own.bytes, id->bytes, sizeof(own.bytes)) == 0;
}

/* The one that begins later; of those that begin on one day, as authorities date them, the one that ends later. */
static bool is_newer(gnutls_x509_crt_t crt, gnutls_x509_crt_t than)
{
	time_t one = gnutls_x509_crt_get_activation_time(crt), other = gnutls_x509_crt_get_activation_time(than);

	if (one != other)
		return one > other;
	return gnutls_x509_crt_get_expiration_time(crt) > gnutls_x509_crt_get_expiration_time(than);
}

/* Keytool's self-signed stopgap and the authority's answer, or last year's and this year's: the newest is meant. */
static size_t newest_fitting(const struct pairing *pairing, const ik_secret *key)
{
	const struct ik_material *material = pairing->material;
	size_t n = material->n_certificates, best = n;
	struct key_id id;

	for (size_t i = key_id(key, &id) ? 0 : n; i < n; i++) {
		const struct ik_buffer *pem = &material->certificates[i];

		if (may_fit(pairing->certificates[i], &id)
		    && (best == n || is_newer(pairing->certificates[i], pairing->certificates[best]))
		    && ik_key_fits(key, pem->data, pem->size, NULL))
			best = i;
	}
	return best;
}

/* Signed by it, not only named after it: several authorities may share a name. */
static bool is_issued_by(gnutls_x509_crt_t crt, gnutls_x509_crt_t issuer)
{
	unsigned flags = GNUTLS_VERIFY_DO_NOT_ALLOW_SAME | GNUTLS_VERIFY_DISABLE_CA_SIGN
			 | GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT | GNUTLS_VERIFY_ALLOW_BROKEN
			 | GNUTLS_VERIFY_DISABLE_TIME_CHECKS;
	unsigned status = 0;

	return gnutls_x509_crt_check_issuer(crt, issuer) == 1
	       && gnutls_x509_crt_verify(crt, &issuer, 1, flags, &status) >= 0 && status == 0;
}

static size_t issuer_of(const struct pairing *pairing, size_t of)
{
	size_t n = pairing->material->n_certificates;

	for (size_t i = 0; i < n; i++) {
		if (pairing->certificates[i] && !pairing->used[i]
		    && is_issued_by(pairing->certificates[of], pairing->certificates[i]))
			return i;
	}
	return n;
}

/* By the names alone: nothing depends on it. */
static bool issued_another(const struct pairing *pairing, size_t issuer)
{
	for (size_t i = 0; i < pairing->material->n_certificates; i++) {
		if (i != issuer && pairing->certificates[i]
		    && gnutls_x509_crt_check_issuer(pairing->certificates[i], pairing->certificates[issuer]) == 1)
			return true;
	}
	return false;
}

const struct ik_buffer *ik_material_leaf(const struct ik_material *material)
{
	struct pairing pairing;
	size_t i = 0, n = material->n_certificates;

	read_all(&pairing, material);
	while (i < n && (!pairing.certificates[i] || issued_another(&pairing, i)))
		i++;
	free_all(&pairing);
	if (n == 0)
		return NULL;
	/* Each may have issued another, in a ring. */
	return &material->certificates[i < n ? i : 0];
}

static enum ik_error_id what_is_missing(const struct ik_material *material, size_t key)
{
	if (key >= material->n_keys)
		return material->n_bare_keys > 0 ? IK_E_IMPORT_KEY_BARE : IK_E_IMPORT_NO_KEY;
	return material->unreadable_certificates > 0 ? IK_E_CERT_READ : IK_E_IMPORT_NO_CERTIFICATE;
}

bool ik_material_pair(const struct ik_material *material, size_t key, struct ik_buffer *chain, unsigned *used,
		      unsigned *rest, struct ik_error *err)
{
	struct pairing pairing;
	size_t at, n = material->n_certificates;

	*used = *rest = 0;
	if (key >= material->n_keys || n == 0)
		return ik_error_set(err, what_is_missing(material, key), NULL, NULL, NULL);
	read_all(&pairing, material);
	for (at = newest_fitting(&pairing, material->keys[key]); at < n && *used < CHAIN_MAX;
	     at = issuer_of(&pairing, at)) {
		pairing.used[at] = true;
		(*used)++;
		ik_buffer_add(chain, material->certificates[at].data, material->certificates[at].size);
	}
	*rest = (unsigned)n - *used;
	free_all(&pairing);
	return *used > 0 || ik_error_set(err, IK_E_IMPORT_PAIR, NULL, NULL, NULL);
}
