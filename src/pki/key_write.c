/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_write.c: the one way out for a private key: PKCS#8 in the exact length that RFC 5915 asks
 * for.
 *
 * GnuTLS 3.7.9 writes the number of an ECDSA key as an INTEGER: one octet more than the curve has
 * when the top bit is set, fewer when the top octet is 0.  OpenSSL and Java do not mind, strict
 * readers refuse such a key. */
#include "pki/key.h"

#include "pki/der.h"
#include "pki/tls.h"

/* No more than this is put around the number again, or in front of it. */
enum { HEADS_MAX = 128 };

/* What stands in a PrivateKeyInfo around the number of an ECDSA key. */
struct ec_key {
	struct ik_der before;  /* version and algorithm */
	struct ik_der version; /* of the ECPrivateKey */
	struct ik_der number;
	struct ik_der after; /* parameters and public half */
};

/* The elements from where START stands up to where END does. */
static struct ik_der between(struct ik_der start, struct ik_der end)
{
	return (struct ik_der){start.data, (size_t)(end.data - start.data)};
}

static bool read_ec(struct ik_der whole, struct ec_key *out)
{
	struct ik_der info, key, ec, start, part;

	if (!ik_der_expect(&whole, IK_DER_SEQUENCE, &info) || whole.size != 0)
		return false;
	start = info;
	if (!ik_der_expect(&info, IK_DER_INTEGER, &part)
	    || !ik_der_expect(&info, IK_DER_SEQUENCE, &part))
		return false;
	out->before = between(start, info);
	if (!ik_der_expect(&info, IK_DER_OCTETS, &key) || info.size != 0
	    || !ik_der_expect(&key, IK_DER_SEQUENCE, &ec) || key.size != 0)
		return false;
	start = ec;
	if (!ik_der_expect(&ec, IK_DER_INTEGER, &part))
		return false;
	out->version = between(start, ec);
	if (!ik_der_expect(&ec, IK_DER_OCTETS, &out->number))
		return false;
	out->after = ec;
	return true;
}

/* NUMBER in SIZE bytes, with zeros in front where it is shorter. */
static bool put_number(struct ik_der number, size_t size, ik_secret *out)
{
	size_t from = ik_secret_size(out);

	while (number.size > size && number.data[0] == 0) {
		number.data++;
		number.size--;
	}
	if (number.size > size)
		return false;
	for (size_t i = number.size; i < size; i++) {
		if (!ik_secret_append(out, "", 1, NULL))
			return false;
	}
	return ik_secret_append(out, number.data, number.size, NULL)
	       && ik_der_close_secret(out, from, IK_DER_OCTETS);
}

static bool put_bytes(struct ik_der bytes, ik_secret *out)
{
	return bytes.size == 0 || ik_secret_append(out, bytes.data, bytes.size, NULL);
}

/* The PrivateKeyInfo WHOLE of a curve of SIZE bytes with its number in that many. */
static bool write_ec(struct ik_der whole, size_t size, ik_secret *out)
{
	struct ec_key key;
	size_t from;

	if (!read_ec(whole, &key) || !put_bytes(key.before, out))
		return false;
	from = ik_secret_size(out);
	return put_bytes(key.version, out) && put_number(key.number, size, out)
	       && put_bytes(key.after, out) && ik_der_close_secret(out, from, IK_DER_SEQUENCE)
	       && ik_der_close_secret(out, from, IK_DER_OCTETS)
	       && ik_der_close_secret(out, 0, IK_DER_SEQUENCE);
}

/* How many bytes the private number must have; 0: it is no ECDSA key, and GnuTLS writes it right.
 */
static size_t number_size(gnutls_x509_privkey_t key)
{
	gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;

	if (gnutls_x509_privkey_get_pk_algorithm(key) != GNUTLS_PK_ECDSA
	    || gnutls_x509_privkey_export_ecc_raw(key, &curve, NULL, NULL, NULL) < 0)
		return 0;
	return (size_t)gnutls_ecc_curve_get_size(curve);
}

bool ik_tls_key_der(gnutls_x509_privkey_t key, enum ik_error_id id, ik_secret **der,
		    struct ik_error *err)
{
	gnutls_datum_t out = {NULL, 0};
	size_t size = number_size(key);
	bool ok;

	/* The one export that is right for every type: the older calls drop what RSA-PSS and EdDSA
	 * need. */
	int rc = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_DER, NULL,
						   GNUTLS_PKCS_PLAIN, &out);
	if (rc < 0)
		return ik_tls_fail(err, id, rc);
	*der = ik_secret_new(out.size + HEADS_MAX);
	ok = size == 0 ? ik_secret_set(*der, out.data, out.size, err)
		       : write_ec((struct ik_der){out.data, out.size}, size, *der)
				 || ik_tls_fail(err, id, GNUTLS_E_ASN1_DER_ERROR);
	ik_tls_wipe(&out);
	if (!ok) {
		ik_secret_free(*der);
		*der = NULL;
	}
	return ok;
}

bool ik_tls_key_pem(gnutls_x509_privkey_t key, enum ik_error_id id, ik_secret **pem,
		    struct ik_error *err)
{
	gnutls_datum_t bytes, out = {NULL, 0};
	ik_secret *der = NULL;
	bool ok;
	int rc;

	*pem = NULL;
	if (!ik_tls_key_der(key, id, &der, err))
		return false;
	rc = ik_tls_datum(ik_secret_data(der), ik_secret_size(der), &bytes)
		     ? gnutls_pem_base64_encode2("PRIVATE KEY", &bytes, &out)
		     : GNUTLS_E_INVALID_REQUEST;
	ik_secret_free(der);
	if (rc < 0)
		return ik_tls_fail(err, id, rc);
	*pem = ik_secret_new(IK_SECRET_KEY_ROOM);
	ok = ik_secret_set(*pem, out.data, out.size, err);
	ik_tls_wipe(&out);
	if (!ok) {
		ik_secret_free(*pem);
		*pem = NULL;
	}
	return ok;
}

bool ik_key_rewrite(const ik_secret *pem, ik_secret **exact, struct ik_error *err)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, err);
	bool ok;

	*exact = NULL;
	if (!key)
		return false;
	ok = ik_tls_key_pem(key, IK_E_KEY_READ, exact, err);
	gnutls_x509_privkey_deinit(key);
	return ok;
}
