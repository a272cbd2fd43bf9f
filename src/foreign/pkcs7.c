/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs7.c: the certificates that a PKCS#7 carries: authorities, those of Windows above all, send
 * whole chains so. */
#include "foreign/pkcs7.h"

#define SIGNED_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

static bool read_outer(struct ik_der der, struct ik_der *type, struct ik_der *tagged)
{
	struct ik_der info;

	return ik_der_expect(&der, IK_DER_SEQUENCE, &info) && der.size == 0
	       && ik_der_expect(&info, IK_DER_OID, type)
	       && ik_der_expect(&info, IK_DER_TAGGED_0, tagged) && info.size == 0;
}

bool ik_pkcs7_type(struct ik_der der, struct ik_der *type)
{
	struct ik_der tagged;

	return read_outer(der, type, &tagged);
}

/* Version, digests and what was signed come first; the certificates may be left out. */
static bool find_certificates(struct ik_der der, struct ik_der *certificates)
{
	struct ik_der type, tagged, data, skipped;
	uint64_t version;

	*certificates = (struct ik_der){0};
	return read_outer(der, &type, &tagged) && IK_DER_IS(type, SIGNED_DATA)
	       && ik_der_expect(&tagged, IK_DER_SEQUENCE, &data) && ik_der_number(&data, &version)
	       && ik_der_expect(&data, IK_DER_SET, &skipped)
	       && ik_der_expect(&data, IK_DER_SEQUENCE, &skipped)
	       && (ik_der_peek(&data) != IK_DER_TAGGED_0
		   || ik_der_expect(&data, IK_DER_TAGGED_0, certificates));
}

bool ik_pkcs7_is_signed(struct ik_der der)
{
	struct ik_der certificates;
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&der, &settled);

	ok = ok && find_certificates(der, &certificates);
	ik_secret_free(settled);
	return ok;
}

static bool walk_settled(struct ik_der der, ik_pkcs7_visit visit, void *context)
{
	struct ik_der left, before, content;
	uint8_t tag;

	if (!find_certificates(der, &left))
		return false;
	while (left.size > 0) {
		before = left;
		if (!ik_der_next(&left, &tag, &content))
			return false;
		/* The other kinds, with tags of their own, are no X.509 certificates. */
		if (tag == IK_DER_SEQUENCE
		    && !visit(context, (struct ik_der){before.data, before.size - left.size}))
			return false;
	}
	return true;
}

bool ik_pkcs7_walk(struct ik_der der, ik_pkcs7_visit visit, void *context)
{
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&der, &settled);

	ok = ok && walk_settled(der, visit, context);
	ik_secret_free(settled);
	return ok;
}
