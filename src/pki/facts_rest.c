/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_rest.c: what a certificate says beyond what ours say. */
#include "pki/certificate.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/facts_name.h"
#include "pki/parts.h"
#include "pki/pem.h"

/* --- names for numbers ------------------------------------------------------------------------ */

struct known {
	const char *oid; /* the content bytes */
	size_t size;
	const char *name;
};

#define KNOWN(oid, name) \
	{ \
		oid, sizeof(oid) - 1, name \
	}
#define COMMON_NAME "\x55\x04\x03"
#define ORGANIZATION "\x55\x04\x0a"

static const struct known attributes[] = {
	KNOWN(COMMON_NAME, "CN"),
	KNOWN(ORGANIZATION, "O"),
	KNOWN("\x55\x04\x0b", "OU"),
	KNOWN("\x55\x04\x07", "L"),
	KNOWN("\x55\x04\x08", "ST"),
	KNOWN("\x55\x04\x06", "C"),
	KNOWN("\x55\x04\x04", "SN"),
	KNOWN("\x55\x04\x05", "serialNumber"),
	KNOWN("\x55\x04\x09", "STREET"),
	KNOWN("\x55\x04\x0c", "title"),
	KNOWN("\x55\x04\x0f", "businessCategory"),
	KNOWN("\x55\x04\x11", "postalCode"),
	KNOWN("\x55\x04\x2a", "GN"),
	KNOWN("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", "emailAddress"),
	KNOWN("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", "DC"),
	KNOWN("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", "UID"),
};

#define PURPOSE "\x2b\x06\x01\x05\x05\x07\x03"
#define SERVER PURPOSE "\x01"

static const struct known purposes[] = {
	KNOWN(PURPOSE "\x02", "clientAuth"),      KNOWN(PURPOSE "\x03", "codeSigning"),
	KNOWN(PURPOSE "\x04", "emailProtection"), KNOWN(PURPOSE "\x08", "timeStamping"),
	KNOWN(PURPOSE "\x09", "OCSPSigning"),     KNOWN("\x55\x1d\x25\x00", "anyExtendedKeyUsage"),
};

/* The name of OID, or its number where we know none.  Caller frees. */
static char *oid_name(struct ik_der oid, const struct known *known, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (ik_der_is(oid, known[i].oid, known[i].size))
			return ik_strdup(known[i].name);
	}
	return ik_der_oid_text(oid);
}

static void add(struct ik_list *rest, const char *before, char *text)
{
	ik_list_take(rest, ik_format("%s%s", before, text ? text : ""));
	free(text);
}

/* --- the subject ------------------------------------------------------------------------------ */

static void add_attribute(struct ik_der attribute, struct ik_list *found)
{
	struct ik_der type, value;
	char *name, *text;
	uint8_t tag;
	bool escaped;

	if (!ik_der_expect(&attribute, IK_DER_OID, &type) || !ik_der_next(&attribute, &tag, &value))
		return;
	name = oid_name(type, attributes, IK_COUNT(attributes));
	text = ik_facts_value_text(tag, value, &escaped);
	ik_list_take(found, ik_format("%s=%s", name, text ? text : ""));
	free(text);
	free(name);
}

/* The last of these in FOUND is the one that facts name, and that a certificate of ours has, too.
 */
static size_t last_of(const struct ik_list *found, const char *head)
{
	size_t last = found->n;

	for (size_t i = 0; i < found->n; i++) {
		if (strncmp(found->items[i], head, strlen(head)) == 0)
			last = i;
	}
	return last;
}

static void add_subject(struct ik_der dn, struct ik_list *rest)
{
	struct ik_list found = {0};
	struct ik_der parts, set, attribute;
	size_t name, organization;

	if (!ik_der_expect(&dn, IK_DER_SEQUENCE, &parts))
		return;
	while (ik_der_expect(&parts, IK_DER_SET, &set)) {
		while (ik_der_expect(&set, IK_DER_SEQUENCE, &attribute))
			add_attribute(attribute, &found);
	}
	name = last_of(&found, "CN=");
	organization = last_of(&found, "O=");
	for (size_t i = 0; i < found.n; i++) {
		if (i != name && i != organization)
			ik_list_add(rest, found.items[i]);
	}
	ik_list_free(&found);
}

/* --- the extensions --------------------------------------------------------------------------- */

/* Kinds of names by their tags; the ones that are text are shown. */
static const struct {
	uint8_t tag;
	bool text;
	const char *name;
} kinds[] = {
	{0xa0, false, "otherName"}, {0x81, true, "email:"},        {0xa3, false, "x400Address"},
	{0xa4, false, "dirName"},   {0xa5, false, "ediPartyName"}, {0x86, true, "URI:"},
};

static void add_name(uint8_t tag, struct ik_der name, struct ik_list *rest)
{
	enum { REGISTERED_ID = 0x88 };

	if (tag == REGISTERED_ID)
		add(rest, "RID:", ik_der_oid_text(name));
	for (size_t i = 0; i < IK_COUNT(kinds); i++) {
		if (kinds[i].tag == tag)
			add(rest, kinds[i].name,
			    kinds[i].text ? ik_text_visible(name.data, name.size) : NULL);
	}
}

static void add_names(const struct ik_parts *parts, struct ik_list *rest)
{
	struct ik_der value, all, name;
	uint8_t tag;

	if (!IK_PARTS_EXTENSION(parts, "\x55\x1d\x11", &value)
	    || !ik_der_expect(&value, IK_DER_SEQUENCE, &all))
		return;
	while (ik_der_next(&all, &tag, &name))
		add_name(tag, name, rest);
}

static void add_purposes(const struct ik_parts *parts, struct ik_list *rest)
{
	struct ik_der value, all, oid;

	if (!IK_PARTS_EXTENSION(parts, "\x55\x1d\x25", &value)
	    || !ik_der_expect(&value, IK_DER_SEQUENCE, &all))
		return;
	while (ik_der_expect(&all, IK_DER_OID, &oid)) {
		if (!IK_DER_IS(oid, SERVER))
			add(rest, "EKU=", oid_name(oid, purposes, IK_COUNT(purposes)));
	}
}

static void add_authority(const struct ik_parts *parts, struct ik_list *rest)
{
	enum { BOOLEAN = 0x01 };
	struct ik_der value, constraints, is_one;

	if (IK_PARTS_EXTENSION(parts, "\x55\x1d\x13", &value)
	    && ik_der_expect(&value, IK_DER_SEQUENCE, &constraints)
	    && ik_der_expect(&constraints, BOOLEAN, &is_one) && is_one.size == 1
	    && is_one.data[0] != 0)
		ik_list_add(rest, "CA:TRUE");
}

static void add_policies(const struct ik_parts *parts, struct ik_list *rest)
{
	struct ik_der value, all, policy, oid;

	if (!IK_PARTS_EXTENSION(parts, "\x55\x1d\x20", &value)
	    || !ik_der_expect(&value, IK_DER_SEQUENCE, &all))
		return;
	while (ik_der_expect(&all, IK_DER_SEQUENCE, &policy)) {
		if (ik_der_expect(&policy, IK_DER_OID, &oid))
			add(rest, "policy=", ik_der_oid_text(oid));
	}
}

void ik_certificate_rest(const void *bytes, size_t size, struct ik_list *rest)
{
	struct ik_buffer der = {0};
	struct ik_parts parts;
	struct ik_der value;

	if (ik_certificate_der(bytes, size, &der, NULL)
	    && ik_parts_find((struct ik_der){der.data, der.size}, &parts)) {
		add_subject(parts.subject, rest);
		add_names(&parts, rest);
		add_purposes(&parts, rest);
		add_authority(&parts, rest);
		if (IK_PARTS_EXTENSION(&parts, "\x2b\x06\x01\x05\x05\x07\x01\x18", &value))
			ik_list_add(rest, "must-staple");
		add_policies(&parts, rest);
	}
	ik_buffer_free(&der);
}

unsigned ik_certificate_count(const void *pem, size_t size)
{
	struct ik_pem_part text = {pem, size};
	struct ik_pem_block block;
	unsigned n = 0;

	while (ik_pem_next(&text, &block))
		n += ik_pem_is(&block, "CERTIFICATE");
	return n;
}
