/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.c: the parts of a certificate, found by one walk. */
#include "pki/parts.h"

#include <string.h>

enum { VERSION = IK_DER_TAGGED_0, EXTENSIONS = 0xa3, BOOLEAN = 0x01, KEY_ID = IK_DER_PLAIN_0 };

/* The next element with its head. */
static bool whole_next(struct ik_der *in, struct ik_der *whole)
{
	struct ik_der content;
	uint8_t tag;

	*whole = *in;
	if (!ik_der_next(in, &tag, &content))
		return false;
	whole->size -= in->size;
	return true;
}

/* What one extension says; false if it is not made as one. */
static bool read_extension(struct ik_der *all, struct ik_der *oid, struct ik_der *value)
{
	struct ik_der extension, critical;

	if (!ik_der_expect(all, IK_DER_SEQUENCE, &extension)
	    || !ik_der_expect(&extension, IK_DER_OID, oid))
		return false;
	if (ik_der_peek(&extension) == BOOLEAN && !ik_der_expect(&extension, BOOLEAN, &critical))
		return false;
	return ik_der_expect(&extension, IK_DER_OCTETS, value) && extension.size == 0;
}

/* All behind the key: two identifiers that nobody uses, and the extensions. */
static bool find_extensions(struct ik_der rest, struct ik_parts *parts)
{
	struct ik_der list, all, oid, value;
	uint8_t tag;

	while (rest.size > 0) {
		if (!ik_der_next(&rest, &tag, &list))
			return false;
		if (tag == EXTENSIONS
		    && (!ik_der_expect(&list, IK_DER_SEQUENCE, &parts->extensions)
			|| list.size > 0))
			return false;
	}
	for (all = parts->extensions; all.size > 0;) {
		if (!read_extension(&all, &oid, &value))
			return false;
	}
	return true;
}

bool ik_parts_find(struct ik_der der, struct ik_parts *parts)
{
	struct ik_der certificate, body, version, skipped;
	uint64_t number;
	uint8_t tag;

	*parts = (struct ik_parts){0};
	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &certificate)
	    || !ik_der_expect(&certificate, IK_DER_SEQUENCE, &body))
		return false;
	if (ik_der_peek(&body) == VERSION
	    && (!ik_der_next(&body, &tag, &version) || !ik_der_number(&version, &number)
		|| version.size > 0))
		return false;
	/* Between the serial and the issuer stands the algorithm. */
	return ik_der_expect(&body, IK_DER_INTEGER, &parts->serial)
	       && ik_der_next(&body, &tag, &skipped) && whole_next(&body, &parts->issuer)
	       && ik_der_expect(&body, IK_DER_SEQUENCE, &parts->validity)
	       && whole_next(&body, &parts->subject)
	       && ik_der_expect(&body, IK_DER_SEQUENCE, &parts->key)
	       && find_extensions(body, parts);
}

bool ik_parts_extension(const struct ik_parts *parts, const char *oid, size_t size,
			struct ik_der *value)
{
	struct ik_der all = parts->extensions, id;

	while (read_extension(&all, &id, value)) {
		if (ik_der_is(id, oid, size))
			return true;
	}
	return false;
}

bool ik_parts_padded_serial(const struct ik_parts *parts)
{
	const uint8_t *bytes = parts->serial.data;

	return parts->serial.size > 1
	       && ((bytes[0] == 0 && !(bytes[1] & 0x80))
		   || (bytes[0] == 0xff && (bytes[1] & 0x80)));
}

static bool authority_key(struct ik_der value, struct ik_der *id)
{
	struct ik_der list;

	return ik_der_expect(&value, IK_DER_SEQUENCE, &list) && ik_der_expect(&list, KEY_ID, id);
}

static bool same(struct ik_der a, struct ik_der b)
{
	return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

bool ik_parts_same_names(const struct ik_parts *parts)
{
	return same(parts->issuer, parts->subject);
}

bool ik_parts_same_keys(const struct ik_parts *parts)
{
	struct ik_der authority, subject, issuers, own;
	bool says_issuers = IK_PARTS_EXTENSION(parts, "\x55\x1d\x23", &authority);
	bool says_own = IK_PARTS_EXTENSION(parts, "\x55\x1d\x0e", &subject);

	if (!says_issuers || !says_own)
		return !says_issuers && !says_own;
	return authority_key(authority, &issuers) && ik_der_expect(&subject, IK_DER_OCTETS, &own)
	       && same(issuers, own);
}

bool ik_parts_may_have_issued(const struct ik_parts *issuer, const struct ik_parts *issued)
{
	struct ik_der authority, subject, wanted, own;

	if (!IK_PARTS_EXTENSION(issued, "\x55\x1d\x23", &authority)
	    || !authority_key(authority, &wanted)
	    || !IK_PARTS_EXTENSION(issuer, "\x55\x1d\x0e", &subject)
	    || !ik_der_expect(&subject, IK_DER_OCTETS, &own))
		return true;
	return same(wanted, own);
}
