/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_same.c: two texts of private keys are compared by the numbers they hold. */
#include "pki/key.h"

#include <string.h>

#include "base/alloc.h"
#include "pki/tls.h"

/* The encodings differ between programs and even within GnuTLS, which writes an ECDSA number with
 * or without leading zeros as it was made or read; so the numbers themselves are taken, the same
 * ones for every key of a kind. */
struct numbers {
	int algorithm;
	gnutls_ecc_curve_t curve;
	gnutls_datum_t part[8];
};

static int take_numbers(gnutls_x509_privkey_t key, struct numbers *out)
{
	gnutls_datum_t *part = out->part;

	out->algorithm = gnutls_x509_privkey_get_pk_algorithm(key);
	switch (out->algorithm) {
	case GNUTLS_PK_RSA:
	case GNUTLS_PK_RSA_PSS:
		return gnutls_x509_privkey_export_rsa_raw2(key, &part[0], &part[1], &part[2],
							   &part[3], &part[4], &part[5], &part[6],
							   &part[7]);
	case GNUTLS_PK_ECDSA:
	case GNUTLS_PK_EDDSA_ED25519:
	case GNUTLS_PK_EDDSA_ED448:
		return gnutls_x509_privkey_export_ecc_raw(key, &out->curve, &part[0], &part[1],
							  &part[2]);
	default:
		return GNUTLS_E_UNKNOWN_PK_ALGORITHM;
	}
}

static bool read_numbers(const ik_secret *pem, struct numbers *out)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, NULL);
	int rc;

	if (!key)
		return false;
	rc = take_numbers(key, out);
	gnutls_x509_privkey_deinit(key);
	return rc >= 0;
}

static void wipe_numbers(struct numbers *numbers)
{
	for (size_t i = 0; i < IK_COUNT(numbers->part); i++)
		ik_tls_wipe(&numbers->part[i]);
}

/* NUMBER without what stands in front of it. */
static gnutls_datum_t bare(gnutls_datum_t number)
{
	while (number.size > 0 && *number.data == 0) {
		number.data++;
		number.size--;
	}
	return number;
}

static bool equal(const struct numbers *a, const struct numbers *b)
{
	bool same = a->algorithm == b->algorithm && a->curve == b->curve;

	for (size_t i = 0; i < IK_COUNT(a->part); i++) {
		gnutls_datum_t x = a->part[i], y = b->part[i];

		/* An EdDSA key is a string of bytes, in which a zero counts. */
		if (a->algorithm != GNUTLS_PK_EDDSA_ED25519
		    && a->algorithm != GNUTLS_PK_EDDSA_ED448) {
			x = bare(x);
			y = bare(y);
		}
		same = same && x.size == y.size
		       && (x.size == 0 || gnutls_memcmp(x.data, y.data, x.size) == 0);
	}
	return same;
}

bool ik_key_same(const ik_secret *a, const ik_secret *b)
{
	struct numbers numbers[2] = {0};
	bool same = read_numbers(a, &numbers[0]) && read_numbers(b, &numbers[1])
		    && equal(&numbers[0], &numbers[1]);

	wipe_numbers(&numbers[0]);
	wipe_numbers(&numbers[1]);
	return same;
}
