/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_name.c: names in certificates, taken one by one in time linear in their number.
 *
 * GnuTLS has calls for single parts too, but each starts from the first name again, and they give
 * the text escaped as RFC 4514 wants it in a whole name: "a\, b" for an organization that is called
 * "a, b". */
#include "pki/facts_name.h"

#include <arpa/inet.h>
#include <string.h>

#include <unistr.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"
#include "pki/names.h"

enum { TAG_DNS_NAME = 0x82, TAG_IP_ADDRESS = 0x87 };

/* The strings a name may be made of, and how many bytes a character of theirs takes; 0: UTF-8 or a
 * part of it. */
static const struct {
	uint8_t tag;
	uint8_t width;
} strings[] = {
	{0x0c, 0}, /* UTF8String */
	{0x12, 0}, /* NumericString */
	{0x13, 0}, /* PrintableString */
	{0x14, 1}, /* TeletexString: nobody writes true T.61, what they mean by it is Latin-1 */
	{0x16, 0}, /* IA5String */
	{0x1a, 0}, /* VisibleString */
	{0x1c, 4}, /* UniversalString */
	{0x1e, 2}, /* BMPString */
};

static const uint8_t oids[][3] = {
	[IK_NAME_COMMON] = {0x55, 0x04, 0x03},
	[IK_NAME_ORGANIZATION] = {0x55, 0x04, 0x0a},
};

/* BYTES filtered, and whether that changed them. */
static char *filtered(const void *bytes, size_t size, bool *escaped)
{
	char *text = ik_text_visible(bytes, size);

	*escaped = strlen(text) != size || memcmp(text, bytes, size) != 0;
	return text;
}

/* Strings of WIDTH bytes a character, big-endian.  What is no character becomes U+FFFD; a cut one
 * at the end too. */
static char *wide_text(struct ik_der value, size_t width, bool *escaped)
{
	struct ik_buffer utf8 = {0};
	char *text;

	for (size_t at = 0; at < value.size; at += width) {
		ucs4_t c = 0;
		uint8_t bytes[6];
		int n;

		for (size_t i = 0; i < width && at + i < value.size; i++)
			c = c << 8 | value.data[at + i];
		n = at + width > value.size ? -1 : u8_uctomb(bytes, c, sizeof(bytes));
		if (n < 0)
			n = u8_uctomb(bytes, 0xfffd, sizeof(bytes));
		ik_buffer_add(&utf8, bytes, (size_t)n);
	}
	text = filtered(ik_buffer_string(&utf8), utf8.size, escaped);
	ik_buffer_free(&utf8);
	return text;
}

char *ik_facts_value_text(uint8_t tag, struct ik_der value, bool *escaped)
{
	for (size_t i = 0; i < IK_COUNT(strings); i++) {
		if (strings[i].tag == tag)
			return strings[i].width ? wide_text(value, strings[i].width, escaped)
						: filtered(value.data, value.size, escaped);
	}
	return NULL;
}

/* The value of one AttributeTypeAndValue, if it is of the type OID. */
static bool value_of(struct ik_der attribute, const uint8_t oid[3], uint8_t *tag,
		     struct ik_der *value)
{
	struct ik_der type;

	return ik_der_expect(&attribute, IK_DER_OID, &type) && type.size == 3
	       && memcmp(type.data, oid, 3) == 0 && ik_der_next(&attribute, tag, value);
}

char *ik_facts_name_part(struct ik_der dn, enum ik_name_part part, bool *escaped)
{
	struct ik_der parts, set, attribute, value, last = {NULL, 0};
	uint8_t tag, last_tag = 0;
	bool found = false, changed = false;
	char *text;

	if (!ik_der_expect(&dn, IK_DER_SEQUENCE, &parts))
		return NULL;
	/* The last is the most specific. */
	while (ik_der_expect(&parts, IK_DER_SET, &set)) {
		while (ik_der_expect(&set, IK_DER_SEQUENCE, &attribute)) {
			if (!value_of(attribute, oids[part], &tag, &value))
				continue;
			found = true;
			last = value;
			last_tag = tag;
		}
	}
	text = found ? ik_facts_value_text(last_tag, last, &changed) : NULL;
	if (escaped)
		*escaped = changed;
	return text;
}

static char *address_text(struct ik_der address)
{
	char text[INET6_ADDRSTRLEN] = "";
	struct ik_buffer odd = {0};

	if (address.size == 4)
		inet_ntop(AF_INET, address.data, text, sizeof(text));
	else if (address.size == 16)
		inet_ntop(AF_INET6, address.data, text, sizeof(text));
	if (*text)
		return ik_strdup(text);
	/* Neither IPv4 nor IPv6: the bytes, in the way RFC 4514 shows what it does not know. */
	ik_buffer_text(&odd, "#");
	for (size_t i = 0; i < address.size; i++)
		ik_buffer_format(&odd, "%02x", address.data[i]);
	return (char *)odd.data;
}

/* How the names are read, where any is not read as it is written. */
static void add_shown(struct ik_facts *facts)
{
	bool differs = false;

	for (size_t i = 0; i < facts->dns_names.n; i++)
		differs = differs || strstr(facts->dns_names.items[i], "xn--");
	for (size_t i = 0; differs && i < facts->dns_names.n; i++)
		ik_list_take(&facts->dns_shown, ik_name_shown(facts->dns_names.items[i]));
}

void ik_facts_alt_names(struct ik_der names, struct ik_facts *facts)
{
	struct ik_der all, name;
	uint8_t tag;

	if (!ik_der_expect(&names, IK_DER_SEQUENCE, &all))
		return;
	while (ik_der_next(&all, &tag, &name)) {
		if (tag == TAG_DNS_NAME)
			ik_list_take(&facts->dns_names, ik_text_visible(name.data, name.size));
		else if (tag == TAG_IP_ADDRESS)
			ik_list_take(&facts->ip_addresses, address_text(name));
	}
	add_shown(facts);
}
