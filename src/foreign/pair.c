/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair.c: the certificate that fits a key, and the issuers above it. */
#include "foreign/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/tls.h"

enum { CHAIN_MAX = 30 };

struct key_id {
	uint8_t bytes[32];
};

struct certificate {
	gnutls_x509_crt_t crt; /* NULL where it cannot be read */
	struct key_id id;      /* of its public key */
	bool used;             /* in the chain that is built */
};

struct ik_pairing {
	const struct ik_material *material;
	struct certificate *certificates;
	size_t n;
};

static bool certificate_id(gnutls_x509_crt_t crt, struct key_id *id)
{
	size_t size = sizeof(id->bytes);

	return gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, id->bytes, &size) >= 0;
}

ik_pairing *ik_pairing_new(const struct ik_material *material)
{
	ik_pairing *pairing = ik_alloc(sizeof(*pairing));

	pairing->material = material;
	pairing->n = material->n_certificates;
	pairing->certificates = ik_alloc_array(pairing->n + 1, sizeof(*pairing->certificates));
	for (size_t i = 0; i < pairing->n; i++) {
		struct certificate *one = &pairing->certificates[i];

		one->crt = ik_tls_certificate(material->certificates[i].data,
					      material->certificates[i].size, NULL);
		if (one->crt && !certificate_id(one->crt, &one->id)) {
			gnutls_x509_crt_deinit(one->crt);
			one->crt = NULL;
		}
	}
	return pairing;
}

void ik_pairing_free(ik_pairing *pairing)
{
	for (size_t i = 0; i < pairing->n; i++) {
		if (pairing->certificates[i].crt)
			gnutls_x509_crt_deinit(pairing->certificates[i].crt);
	}
	free(pairing->certificates);
	free(pairing);
}

static bool key_id(const ik_secret *pem, struct key_id *id)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, NULL);
	size_t size = sizeof(id->bytes);
	bool ok = key
		  && gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id->bytes, &size)
			     >= 0;

	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* The identifiers alone: a look at each of many certificates, where the whole test signs something.
 */
static bool may_fit(const struct certificate *certificate, const struct key_id *id)
{
	return certificate->crt && memcmp(certificate->id.bytes, id->bytes, sizeof(id->bytes)) == 0;
}

/* The one that begins later; of those that begin on one day, as authorities date them, the one that
 * ends later. */
static bool is_newer(gnutls_x509_crt_t crt, gnutls_x509_crt_t than)
{
	time_t one = gnutls_x509_crt_get_activation_time(crt),
	       other = gnutls_x509_crt_get_activation_time(than);

	if (one != other)
		return one > other;
	return gnutls_x509_crt_get_expiration_time(crt) > gnutls_x509_crt_get_expiration_time(than);
}

/* Keytool's self-signed stopgap and the authority's answer, or last year's and this year's: the
 * newest is meant. */
static size_t newest_fitting(const ik_pairing *pairing, const ik_secret *key)
{
	const struct certificate *all = pairing->certificates;
	size_t n = pairing->n, best = n;
	struct key_id id;

	for (size_t i = key_id(key, &id) ? 0 : n; i < n; i++) {
		const struct ik_buffer *pem = &pairing->material->certificates[i];

		if (may_fit(&all[i], &id) && (best == n || is_newer(all[i].crt, all[best].crt))
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

/* None for what has issued itself: a root may also be there as signed by another root. */
static size_t issuer_of(const ik_pairing *pairing, size_t of)
{
	gnutls_x509_crt_t crt = pairing->certificates[of].crt;

	if (gnutls_x509_crt_check_issuer(crt, crt) == 1)
		return pairing->n;
	for (size_t i = 0; i < pairing->n; i++) {
		const struct certificate *one = &pairing->certificates[i];

		if (one->crt && !one->used && is_issued_by(crt, one->crt))
			return i;
	}
	return pairing->n;
}

/* By the names alone: nothing depends on it. */
static bool issued_another(const ik_pairing *pairing, size_t issuer)
{
	const struct certificate *all = pairing->certificates;

	for (size_t i = 0; i < pairing->n; i++) {
		if (i != issuer && all[i].crt
		    && gnutls_x509_crt_check_issuer(all[i].crt, all[issuer].crt) == 1)
			return true;
	}
	return false;
}

const struct ik_buffer *ik_material_leaf(const struct ik_material *material)
{
	ik_pairing *pairing = ik_pairing_new(material);
	size_t i = 0, n = pairing->n;

	while (i < n && (!pairing->certificates[i].crt || issued_another(pairing, i)))
		i++;
	ik_pairing_free(pairing);
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

bool ik_pairing_chain(ik_pairing *pairing, size_t key, struct ik_buffer *chain, unsigned *used,
		      unsigned *rest, struct ik_error *err)
{
	const struct ik_material *material = pairing->material;
	size_t at, n = pairing->n;

	*used = *rest = 0;
	if (key >= material->n_keys || n == 0)
		return ik_fail(err, what_is_missing(material, key));
	for (size_t i = 0; i < n; i++)
		pairing->certificates[i].used = false;
	for (at = newest_fitting(pairing, material->keys[key]); at < n && *used < CHAIN_MAX;
	     at = issuer_of(pairing, at)) {
		pairing->certificates[at].used = true;
		(*used)++;
		ik_buffer_add(chain, material->certificates[at].data,
			      material->certificates[at].size);
	}
	*rest = (unsigned)n - *used;
	return *used > 0 || ik_fail(err, IK_E_IMPORT_PAIR);
}

bool ik_material_pair(const struct ik_material *material, size_t key, struct ik_buffer *chain,
		      unsigned *used, unsigned *rest, struct ik_error *err)
{
	ik_pairing *pairing = ik_pairing_new(material);
	bool ok = ik_pairing_chain(pairing, key, chain, used, rest, err);

	ik_pairing_free(pairing);
	return ok;
}
