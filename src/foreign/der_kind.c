/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der_kind.c: keys, certificates, PKCS#12 and PKCS#7 are told apart by the tags they begin with. */
#include "foreign/import_inside.h"

#include "base/alloc.h"

enum { TAGS_MAX = 6 };

/* PKCS#8 and SEC1 both begin with a small number; what follows decides. */
static const struct {
	enum ik_der_kind kind;
	uint8_t n;
	uint8_t tags[TAGS_MAX];
} forms[] = {
	{IK_DER_CERTIFICATE, 3, {IK_DER_SEQUENCE, IK_DER_SEQUENCE, IK_DER_BIT_STRING}},
	{IK_DER_PKCS7, 2, {IK_DER_OID, IK_DER_TAGGED_0}},
	{IK_DER_SEALED, 2, {IK_DER_SEQUENCE, IK_DER_OCTETS}},
	{IK_DER_PKCS8, 3, {IK_DER_INTEGER, IK_DER_SEQUENCE, IK_DER_OCTETS}},
	{IK_DER_PKCS12, 2, {IK_DER_INTEGER, IK_DER_SEQUENCE}},
	{IK_DER_SEC1, 2, {IK_DER_INTEGER, IK_DER_OCTETS}},
};

/* How many INTEGERs IN is, if it is nothing else. */
static unsigned numbers(struct ik_der in)
{
	struct ik_der content;
	unsigned n = 0;

	while (n < 20 && ik_der_expect(&in, IK_DER_INTEGER, &content))
		n++;
	return in.size == 0 ? n : 0;
}

static bool has_form(struct ik_der in, const uint8_t *tags, size_t n)
{
	struct ik_der content;

	for (size_t i = 0; i < n; i++) {
		if (!ik_der_expect(&in, tags[i], &content))
			return false;
	}
	return true;
}

enum ik_der_kind ik_der_kind(struct ik_der der)
{
	struct ik_der in;

	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &in) || der.size != 0)
		return IK_DER_UNKNOWN;
	for (size_t i = 0; i < IK_COUNT(forms); i++) {
		if (has_form(in, forms[i].tags, forms[i].n))
			return forms[i].kind;
	}
	switch (numbers(in)) {
	case 6:
		return IK_DER_DSA;
	case 9:
		return IK_DER_PKCS1;
	default:
		/* RSA with more than two primes ends in a list of the others. */
		return has_form(in, (const uint8_t[]){2, 2, 2, 2, 2, 2}, 6) && numbers(in) == 0
			       ? IK_DER_PKCS1
			       : IK_DER_UNKNOWN;
	}
}
