/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.c: a named curve whose parameters are written out is that curve. */
#include "foreign/curve.h"

#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "pki/digest.h"

#define EC "\x2a\x86\x48\xce\x3d"
#define OID(bytes) bytes, sizeof(bytes) - 1

/* SHA-256 of the prime, a, b, the generator (whole, or compressed) and the order, each behind its
 * size in an octet.  All of them must be the curve's: with a generator of one's own any key fits
 * any certificate. */
static const struct {
	const char *oid;
	size_t oid_size;
	const char *sha256;
} known[] = {
	{OID(EC "\x03\x01\x07"),
	 "7f250276eb21e06b92d1281ded6aaf0e18e415342c42263b01ed5c753da0b8e7"},
	{OID(EC "\x03\x01\x07"),
	 "64d4fb197a74a3118fb0bc464972cd12f8a77f11742f4d6164ffdcb8f946819e"},
	{OID("\x2b\x81\x04\x00\x22"),
	 "24e4427397c833ac162869e2fe88cd63e2dde0bd82dea0e9bfec7b1bf5c7375f"},
	{OID("\x2b\x81\x04\x00\x22"),
	 "850f829b24bd6efd31de047bd66bc25f97010387a264044c4defbac0f385404e"},
	{OID("\x2b\x81\x04\x00\x23"),
	 "56410496b30cac8de0054dd406f2648fc89ee4897c06a4eb7d1d1da1dce5ec5c"},
	{OID("\x2b\x81\x04\x00\x23"),
	 "2b1b780f49335c1ffe611994585ba46faab2a81b36d3376ee3ab47c9e4aae11b"},
};

/* NUMBER without what only fills it up. */
static void put(struct ik_buffer *out, struct ik_der number)
{
	uint8_t size;

	while (number.size > 0 && number.data[0] == 0) {
		number.data++;
		number.size--;
	}
	size = (uint8_t)number.size;
	ik_buffer_add(out, &size, 1);
	ik_buffer_add(out, number.data, number.size);
}

/* ECParameters of SEC 1, of a prime field; the seed and the cofactor say nothing. */
static bool read_parameters(struct ik_der in, struct ik_buffer *out)
{
	struct ik_der all, field, curve, version, type, prime, a, b, generator, order;

	if (!ik_der_expect(&in, IK_DER_SEQUENCE, &all)
	    || !ik_der_expect(&all, IK_DER_INTEGER, &version)
	    || !ik_der_expect(&all, IK_DER_SEQUENCE, &field)
	    || !ik_der_expect(&all, IK_DER_SEQUENCE, &curve)
	    || !ik_der_expect(&all, IK_DER_OCTETS, &generator)
	    || !ik_der_expect(&all, IK_DER_INTEGER, &order)
	    || !ik_der_expect(&field, IK_DER_OID, &type) || !IK_DER_IS(type, EC "\x01\x01")
	    || !ik_der_expect(&field, IK_DER_INTEGER, &prime)
	    || !ik_der_expect(&curve, IK_DER_OCTETS, &a)
	    || !ik_der_expect(&curve, IK_DER_OCTETS, &b))
		return false;
	put(out, prime);
	put(out, a);
	put(out, b);
	put(out, generator);
	put(out, order);
	return true;
}

bool ik_curve_named(struct ik_der parameters, struct ik_der *oid)
{
	struct ik_buffer numbers = {0};
	char sha256[65];
	bool found = false;

	if (read_parameters(parameters, &numbers)
	    && ik_digest_sha256(numbers.data, numbers.size, sha256, NULL))
		for (size_t i = 0; !found && i < IK_COUNT(known); i++) {
			found = strcmp(sha256, known[i].sha256) == 0;
			if (found)
				*oid = (struct ik_der){(const uint8_t *)known[i].oid,
						       known[i].oid_size};
		}
	ik_buffer_free(&numbers);
	return found;
}
