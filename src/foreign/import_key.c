/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_key.c: private keys of any form: what they are, whether we take them, and their one form
 * with us. */
#include "foreign/curve.h"
#include "foreign/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/key.h"
#include "pki/pss.h"
#include "pki/tls.h"

#define EC "\x2a\x86\x48\xce\x3d"
#define BRAINPOOL "\x2b\x24\x03\x03\x02\x08\x01\x01"
#define OID(bytes) bytes, sizeof(bytes) - 1

struct kind {
	const char *oid;
	size_t oid_size;
	const char *name;
	int number; /* a curve; of an algorithm whether it is taken */
};

enum { REFUSED, TAKEN, CURVE };

/* RSA 16384 has 9 KiB.  Numbers much longer cost minutes before GnuTLS finds fault with them. */
enum { KEY_SIZE_MAX = 16 * 1024 };

static const struct kind algorithms[] = {
	{OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), "RSA", TAKEN},
	{OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"), "RSA-PSS", TAKEN},
	{OID(EC "\x02\x01"), "EC", CURVE},
	{OID("\x2b\x65\x70"), "Ed25519", TAKEN},
	{OID("\x2b\x65\x71"), "Ed448", REFUSED},
	{OID("\x2b\x65\x6e"), "X25519", REFUSED},
	{OID("\x2b\x65\x6f"), "X448", REFUSED},
	{OID("\x2a\x86\x48\xce\x38\x04\x01"), "DSA", REFUSED},
	{OID("\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01"), "DH", REFUSED},
	{OID("\x2a\x86\x48\xce\x3e\x02\x01"), "DH", REFUSED},
	{OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07"), "RSA-OAEP", REFUSED},
	{OID("\x2a\x85\x03\x02\x02\x13"), "GOST R 34.10-2001", REFUSED},
	{OID("\x2a\x85\x03\x07\x01\x01\x01\x01"), "GOST R 34.10-2012-256", REFUSED},
	{OID("\x2a\x85\x03\x07\x01\x01\x01\x02"), "GOST R 34.10-2012-512", REFUSED},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x03\x11"), "ML-DSA-44", REFUSED},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x03\x12"), "ML-DSA-65", REFUSED},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x03\x13"), "ML-DSA-87", REFUSED},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x04\x01"), "ML-KEM-512", REFUSED},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x04\x02"), "ML-KEM-768", REFUSED},
	{OID("\x60\x86\x48\x01\x65\x03\x04\x04\x03"), "ML-KEM-1024", REFUSED},
};

static const struct kind curves[] = {
	{OID(EC "\x03\x01\x07"), "ECDSA P-256", GNUTLS_ECC_CURVE_SECP256R1},
	{OID("\x2b\x81\x04\x00\x22"), "ECDSA P-384", GNUTLS_ECC_CURVE_SECP384R1},
	{OID("\x2b\x81\x04\x00\x23"), "ECDSA P-521", GNUTLS_ECC_CURVE_SECP521R1},
	{OID("\x2b\x81\x04\x00\x21"), "ECDSA P-224", GNUTLS_ECC_CURVE_INVALID},
	{OID(EC "\x03\x01\x01"), "ECDSA P-192", GNUTLS_ECC_CURVE_INVALID},
	{OID("\x2b\x81\x04\x00\x0a"), "ECDSA secp256k1", GNUTLS_ECC_CURVE_INVALID},
	{OID(BRAINPOOL "\x07"), "ECDSA brainpoolP256r1", GNUTLS_ECC_CURVE_INVALID},
	{OID(BRAINPOOL "\x0b"), "ECDSA brainpoolP384r1", GNUTLS_ECC_CURVE_INVALID},
	{OID(BRAINPOOL "\x0d"), "ECDSA brainpoolP512r1", GNUTLS_ECC_CURVE_INVALID},
	{OID("\x2a\x81\x1c\xcf\x55\x01\x82\x2d"), "SM2", GNUTLS_ECC_CURVE_INVALID},
};

static const struct kind *find(const struct kind *list, size_t n, struct ik_der oid)
{
	for (size_t i = 0; i < n; i++) {
		if (ik_der_is(oid, list[i].oid, list[i].oid_size))
			return &list[i];
	}
	return NULL;
}

static bool refuse(struct ik_adding *adding, const char *name)
{
	ik_refuse_key(adding, name);
	return true;
}

static bool refuse_oid(struct ik_adding *adding, struct ik_der oid)
{
	char *text = ik_der_oid_text(oid);

	ik_refuse_key(adding, text);
	free(text);
	return true;
}

static bool bad(struct ik_adding *adding)
{
	return ik_fail(adding->err, IK_E_IMPORT_KEY_BAD);
}

/* DER as GnuTLS reads it: PKCS#8 or an older form. */
static bool read_key(struct ik_adding *adding, struct ik_der der, bool pkcs8, const char *name)
{
	gnutls_datum_t data = {(unsigned char *)(uintptr_t)der.data, (unsigned)der.size};
	gnutls_x509_privkey_t key = NULL;
	bool ok = false;
	int rc = der.size <= KEY_SIZE_MAX ? gnutls_x509_privkey_init(&key)
					  : GNUTLS_E_PK_INVALID_PRIVKEY;

	if (rc >= 0 && pkcs8)
		rc = gnutls_x509_privkey_import_pkcs8(key, &data, GNUTLS_X509_FMT_DER, NULL,
						      GNUTLS_PKCS_PLAIN);
	else if (rc >= 0)
		rc = gnutls_x509_privkey_import(key, &data, GNUTLS_X509_FMT_DER);
	if (rc < 0)
		ik_tls_fail(adding->err, IK_E_IMPORT_KEY_BAD, rc);
	else
		ok = ik_take_opened_key(adding, key, name);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* Both coordinates of the point in a BIT STRING, one behind the other; nothing if it was compressed
 * to the first: GnuTLS cannot read that. */
static struct ik_der whole_point(struct ik_der tagged)
{
	enum { WHOLE_POINT = 4, HEAD = 2 };
	struct ik_der bits;

	if (!ik_der_expect(&tagged, IK_DER_BIT_STRING, &bits) || bits.size <= HEAD
	    || bits.data[0] != 0 || bits.data[1] != WHOLE_POINT)
		return (struct ik_der){0};
	return (struct ik_der){bits.data + HEAD, bits.size - HEAD};
}

/* An ECPrivateKey: the number, and POINT, the public half, if that stands with it.  PARAMETERS are
 * those in it, if any. */
static bool read_ec(struct ik_der der, struct ik_der *number, struct ik_der *parameters,
		    struct ik_der *point)
{
	struct ik_der in, rest;
	uint64_t version;
	uint8_t tag;

	*parameters = (struct ik_der){0};
	*point = (struct ik_der){0};
	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &in) || !ik_der_number(&in, &version)
	    || version != 1 || !ik_der_expect(&in, IK_DER_OCTETS, number))
		return false;
	while (in.size > 0) {
		if (!ik_der_next(&in, &tag, &rest))
			return false;
		if (tag == IK_DER_TAGGED_0)
			*parameters = rest;
		if (tag == IK_DER_TAGGED_1)
			*point = whole_point(rest);
	}
	return true;
}

/* As the numbers that it is: GnuTLS reads no key whose parameters are written out. */
static bool take_numbers(struct ik_adding *adding, gnutls_ecc_curve_t curve, struct ik_der number,
			 struct ik_der point, const char *name)
{
	const size_t size = (size_t)gnutls_ecc_curve_get_size(curve);
	gnutls_x509_privkey_t key = NULL;
	gnutls_datum_t x, y, k;
	bool ok = false;
	int rc;

	if (point.size != 2 * size || number.size > size + 1 || !ik_tls_datum(point.data, size, &x)
	    || !ik_tls_datum(point.data + size, size, &y)
	    || !ik_tls_datum(number.data, number.size, &k))
		return bad(adding);
	rc = gnutls_x509_privkey_init(&key);
	if (rc >= 0)
		rc = gnutls_x509_privkey_import_ecc_raw(key, curve, &x, &y, &k);
	if (rc < 0)
		ik_tls_fail(adding->err, IK_E_IMPORT_KEY_BAD, rc);
	else
		ok = ik_take_opened_key(adding, key, name);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

/* WHOLE holds EC_KEY on the curve that PARAMETERS name. */
static bool take_ec(struct ik_adding *adding, struct ik_der whole, struct ik_der ec_key,
		    struct ik_der parameters, bool pkcs8, const char *name)
{
	struct ik_der number, inner, oid, point;
	const struct kind *curve;
	bool written_out = false;

	if (!read_ec(ec_key, &number, &inner, &point))
		return bad(adding);
	if (parameters.size == 0)
		parameters = inner;
	else if (inner.size > 0
		 && !ik_der_is(inner, (const char *)parameters.data, parameters.size))
		return bad(adding);
	if (ik_der_peek(&parameters) == IK_DER_SEQUENCE) {
		if (!ik_curve_named(parameters, &oid))
			return refuse(adding, "ECDSA with a curve of its own");
		written_out = true;
	} else if (!ik_der_expect(&parameters, IK_DER_OID, &oid)) {
		return bad(adding);
	}
	curve = find(curves, IK_COUNT(curves), oid);
	if (!curve)
		return refuse_oid(adding, oid);
	if (curve->number == GNUTLS_ECC_CURVE_INVALID)
		return refuse(adding, curve->name);
	if (point.size == 0)
		return ik_take_bare_key(adding, (gnutls_ecc_curve_t)curve->number, number, name);
	if (written_out)
		return take_numbers(adding, (gnutls_ecc_curve_t)curve->number, number, point, name);
	return read_key(adding, whole, pkcs8, name);
}

/* An RSAPrivateKey whose version says that more primes than two follow. */
static bool has_more_primes(struct ik_der rsa)
{
	struct ik_der in;
	uint64_t version;

	return ik_der_expect(&rsa, IK_DER_SEQUENCE, &in) && ik_der_number(&in, &version)
	       && version == 1;
}

static bool take_pkcs1(struct ik_adding *adding, struct ik_der whole, struct ik_der rsa, bool pkcs8,
		       const char *name)
{
	return has_more_primes(rsa) ? refuse(adding, "RSA with more than two primes")
				    : read_key(adding, whole, pkcs8, name);
}

/* What stands in a PrivateKeyInfo. */
struct pkcs8 {
	struct ik_der middle; /* algorithm and key, as they stand */
	struct ik_der algorithm;
	struct ik_der oid;
	struct ik_der parameters;
	struct ik_der key;
	uint64_t version;
	bool more; /* attributes or, of version 1 (RFC 5958), the public half */
};

static bool read_pkcs8(struct ik_der der, struct pkcs8 *out)
{
	struct ik_der info;

	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &info) || !ik_der_number(&info, &out->version)
	    || out->version > 1)
		return false;
	out->middle = info;
	if (!ik_der_expect(&info, IK_DER_SEQUENCE, &out->algorithm))
		return false;
	out->parameters = out->algorithm;
	if (!ik_der_expect(&out->parameters, IK_DER_OID, &out->oid)
	    || !ik_der_expect(&info, IK_DER_OCTETS, &out->key))
		return false;
	out->middle.size -= info.size;
	out->more = info.size > 0;
	return true;
}

/* GnuTLS reads version 0 only, and nothing behind the key is needed: the public half follows from
 * it. */
static ik_secret *as_version_0(const struct pkcs8 *in)
{
	static const uint8_t version[] = {0x02, 0x01, 0x00};
	size_t size = in->middle.size + sizeof(version);
	const uint8_t head[] = {IK_DER_SEQUENCE, 0x83, (uint8_t)(size >> 16), (uint8_t)(size >> 8),
				(uint8_t)size};
	ik_secret *out = ik_secret_new(sizeof(head) + size);

	(void)!ik_secret_append(out, head, sizeof(head), NULL);
	(void)!ik_secret_append(out, version, sizeof(version), NULL);
	(void)!ik_secret_append(out, in->middle.data, in->middle.size, NULL);
	return out;
}

/* GnuTLS does not read all of these, and those that it does, not always as they are. */
static bool refuse_bound(struct ik_adding *adding, const struct ik_pss *pss)
{
	char *name = ik_pss_called(pss);

	ik_refuse_key(adding, name);
	free(name);
	return true;
}

static bool take_kind(struct ik_adding *adding, const struct pkcs8 *in, struct ik_der whole,
		      const char *name)
{
	const struct kind *kind = find(algorithms, IK_COUNT(algorithms), in->oid);
	struct ik_pss pss = ik_pss_read(in->algorithm);

	if (!kind)
		return refuse_oid(adding, in->oid);
	if (!ik_pss_serves(&pss))
		return refuse_bound(adding, &pss);
	if (kind->number == CURVE)
		return take_ec(adding, whole, in->key, in->parameters, true, name);
	return kind->number == TAKEN ? take_pkcs1(adding, whole, in->key, true, name)
				     : refuse(adding, kind->name);
}

/* A PrivateKeyInfo, or OneAsymmetricKey. */
static bool take_pkcs8(struct ik_adding *adding, struct ik_der der, const char *name)
{
	struct pkcs8 in;
	ik_secret *plain;
	bool ok;

	if (!read_pkcs8(der, &in))
		return bad(adding);
	if ((in.version == 0 && !in.more) || in.middle.size > KEY_SIZE_MAX)
		return take_kind(adding, &in, der, name);
	plain = as_version_0(&in);
	ok = take_kind(adding, &in, ik_der_of(plain), name);
	ik_secret_free(plain);
	return ok;
}

static bool take_sealed(struct ik_adding *adding, struct ik_der der, const char *name)
{
	struct ik_der algorithm, data;
	struct ik_protection protection;
	ik_secret *clear;
	bool ok;

	if (!ik_pkcs12_sealed(der, &algorithm, &data)
	    || !ik_protection_read(algorithm, &protection))
		return ik_fail(adding->err, IK_E_IMPORT_FORMAT);
	if (!ik_adding_count(adding, &protection))
		return false;
	clear = ik_adding_open(adding, &protection, data, true);
	ok = clear && take_pkcs8(adding, ik_der_of(clear), name);
	ik_secret_free(clear);
	return ok;
}

bool ik_take_key(struct ik_adding *adding, struct ik_der der, const char *name)
{
	switch (ik_der_kind(der)) {
	case IK_DER_PKCS8:
		return take_pkcs8(adding, der, name);
	case IK_DER_SEALED:
		return take_sealed(adding, der, name);
	case IK_DER_PKCS1:
		return take_pkcs1(adding, der, der, false, name);
	case IK_DER_SEC1:
		return take_ec(adding, der, der, (struct ik_der){0}, false, name);
	case IK_DER_DSA:
		return refuse(adding, "DSA");
	default:
		return bad(adding);
	}
}
