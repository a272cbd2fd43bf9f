/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pkcs12_walk.c: the bags of a PKCS#12 one after the other.
 *
 * By hand, since GnuTLS drops what is behind the 32nd entry of a bag and gives no name to what it
 * does not know. */
#include "pki/pkcs12_walk.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"

#define PKCS7 "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define PKCS9 "\x2a\x86\x48\x86\xf7\x0d\x01\x09"
#define BAG "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"

/* Bags may hold bags. */
enum { DEPTH_MAX = 8, NAME_MAX_BYTES = 512 };

struct walk {
	ik_pkcs12_visit visit;
	void *context;
	int depth;
};

/* A lone half of a pair becomes invalid UTF-8, which the filter then shows as such. */
static void add_utf8(struct ik_buffer *text, uint32_t point)
{
	uint8_t bytes[4];
	size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const uint8_t marks[] = {0, 0xc0, 0xe0, 0xf0};

	for (size_t i = n - 1; i > 0; i--) {
		bytes[i] = (uint8_t)(0x80 | (point & 0x3f));
		point >>= 6;
	}
	bytes[0] = (uint8_t)(marks[n - 1] | point);
	ik_buffer_add(text, bytes, n);
}

static uint32_t unit_at(struct ik_der in, size_t at)
{
	return (uint32_t)in.data[at] << 8 | in.data[at + 1];
}

/* A BMPString as text for showing.  Some programs end it in a zero, as they do with passwords. */
static char *bmp_text(struct ik_der in)
{
	struct ik_buffer text = {0};
	char *shown;

	if (in.size >= 2 && unit_at(in, in.size - 2) == 0)
		in.size -= 2;
	for (size_t i = 0; i + 1 < in.size && i < NAME_MAX_BYTES; i += 2) {
		uint32_t point = unit_at(in, i);

		if (point >> 10 == 0x36 && i + 3 < in.size && unit_at(in, i + 2) >> 10 == 0x37) {
			point = 0x10000 + ((point & 0x3ff) << 10) + (unit_at(in, i + 2) & 0x3ff);
			i += 2;
		}
		add_utf8(&text, point);
	}
	shown = ik_text_visible(ik_buffer_string(&text), text.size);
	ik_buffer_free(&text);
	return shown;
}

/* The friendlyName among the attributes, or "".  Malformed attributes are nobody's loss. */
static char *friendly_name(struct ik_der attributes)
{
	struct ik_der attribute, oid, values, name;

	while (ik_der_expect(&attributes, IK_DER_SEQUENCE, &attribute)) {
		if (ik_der_expect(&attribute, IK_DER_OID, &oid) && IK_DER_IS(oid, PKCS9 "\x14")
		    && ik_der_expect(&attribute, IK_DER_SET, &values)
		    && ik_der_expect(&values, IK_DER_BMP_STRING, &name))
			return bmp_text(name);
	}
	return ik_strdup("");
}

/* CertBag: certificates of X.509 in DER are the only kind in use. */
static bool visit_certificate(struct walk *walk, struct ik_der value, const char *name)
{
	struct ik_der bag, oid, tagged, certificate;

	if (!ik_der_expect(&value, IK_DER_SEQUENCE, &bag) || !ik_der_expect(&bag, IK_DER_OID, &oid))
		return false;
	if (!IK_DER_IS(oid, PKCS9 "\x16\x01"))
		return walk->visit(walk->context, IK_PART_OTHER, (struct ik_der){0}, name);
	return ik_der_expect(&bag, IK_DER_TAGGED_0, &tagged)
	       && ik_der_expect(&tagged, IK_DER_OCTETS, &certificate)
	       && walk->visit(walk->context, IK_PART_CERTIFICATE, certificate, name);
}

static bool walk_contents(struct walk *walk, struct ik_der contents);

static bool visit_bag(struct walk *walk, struct ik_der oid, struct ik_der value, const char *name)
{
	enum ik_pkcs12_part part = IK_PART_OTHER;

	if (IK_DER_IS(oid, BAG "\x03"))
		return visit_certificate(walk, value, name);
	if (IK_DER_IS(oid, BAG "\x06")) {
		struct walk deeper = *walk;

		deeper.depth++;
		return walk_contents(&deeper, value);
	}
	if (IK_DER_IS(oid, BAG "\x01"))
		part = IK_PART_KEY;
	else if (IK_DER_IS(oid, BAG "\x02"))
		part = IK_PART_SEALED_KEY;
	return walk->visit(walk->context, part, value, name);
}

static bool walk_settled(struct walk *walk, struct ik_der contents)
{
	struct ik_der list, bag, oid, value, attributes = {0};
	bool ok = true;

	if (walk->depth > DEPTH_MAX || !ik_der_expect(&contents, IK_DER_SEQUENCE, &list)
	    || contents.size != 0)
		return false;
	while (ok && list.size > 0) {
		char *name;

		attributes = (struct ik_der){0};
		if (!ik_der_expect(&list, IK_DER_SEQUENCE, &bag)
		    || !ik_der_expect(&bag, IK_DER_OID, &oid)
		    || !ik_der_expect(&bag, IK_DER_TAGGED_0, &value)
		    || (bag.size > 0 && !ik_der_expect(&bag, IK_DER_SET, &attributes)))
			return false;
		name = friendly_name(attributes);
		ok = visit_bag(walk, oid, value, name);
		free(name);
	}
	return ok;
}

/* What was an octet string before, or encrypted, may be BER of its own. */
static bool settled_then(struct walk *walk, struct ik_der in,
			 bool (*go)(struct walk *, struct ik_der))
{
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&in, &settled);

	ok = ok && go(walk, in);
	ik_secret_free(settled);
	return ok;
}

static bool walk_contents(struct walk *walk, struct ik_der contents)
{
	return settled_then(walk, contents, walk_settled);
}

static bool visit_encrypted(struct walk *walk, struct ik_der tagged)
{
	struct ik_der data, content;
	uint64_t version;

	return ik_der_expect(&tagged, IK_DER_SEQUENCE, &data) && ik_der_number(&data, &version)
	       && ik_der_expect(&data, IK_DER_SEQUENCE, &content)
	       && walk->visit(walk->context, IK_PART_ENCRYPTED, content, "");
}

static bool walk_safe(struct walk *walk, struct ik_der safe)
{
	struct ik_der list, info, oid, tagged, contents;
	bool ok = true;

	if (!ik_der_expect(&safe, IK_DER_SEQUENCE, &list) || safe.size != 0)
		return false;
	while (ok && list.size > 0) {
		if (!ik_der_expect(&list, IK_DER_SEQUENCE, &info)
		    || !ik_der_expect(&info, IK_DER_OID, &oid)
		    || !ik_der_expect(&info, IK_DER_TAGGED_0, &tagged))
			return false;
		if (IK_DER_IS(oid, PKCS7 "\x01"))
			ok = ik_der_expect(&tagged, IK_DER_OCTETS, &contents)
			     && walk_contents(walk, contents);
		else if (IK_DER_IS(oid, PKCS7 "\x06"))
			ok = visit_encrypted(walk, tagged);
		else if (IK_DER_IS(oid, PKCS7 "\x03"))
			ok = walk->visit(walk->context, IK_PART_ENVELOPED, (struct ik_der){0}, "");
		else
			ok = false;
	}
	return ok;
}

bool ik_pkcs12_walk_safe(struct ik_der safe, ik_pkcs12_visit visit, void *context)
{
	struct walk walk = {visit, context, 0};

	return settled_then(&walk, safe, walk_safe);
}

bool ik_pkcs12_walk_contents(struct ik_der contents, ik_pkcs12_visit visit, void *context)
{
	struct walk walk = {visit, context, 0};

	return walk_contents(&walk, contents);
}

bool ik_pkcs12_sealed(struct ik_der key, struct ik_der *algorithm, struct ik_der *data)
{
	struct ik_der info;

	return ik_der_expect(&key, IK_DER_SEQUENCE, &info) && key.size == 0
	       && ik_der_expect(&info, IK_DER_SEQUENCE, algorithm)
	       && ik_der_expect(&info, IK_DER_OCTETS, data) && info.size == 0;
}

bool ik_pkcs12_encrypted(struct ik_der content, struct ik_der *algorithm, struct ik_der *data,
			 struct ik_buffer *joined)
{
	struct ik_der oid, pieces, piece;

	if (!ik_der_expect(&content, IK_DER_OID, &oid) || !IK_DER_IS(oid, PKCS7 "\x01")
	    || !ik_der_expect(&content, IK_DER_SEQUENCE, algorithm))
		return false;
	if (ik_der_peek(&content) == IK_DER_PLAIN_0)
		return ik_der_expect(&content, IK_DER_PLAIN_0, data);
	if (!ik_der_expect(&content, IK_DER_TAGGED_0, &pieces))
		return false;
	while (pieces.size > 0) {
		if (!ik_der_expect(&pieces, IK_DER_OCTETS, &piece))
			return false;
		ik_buffer_add(joined, piece.data, piece.size);
	}
	*data = (struct ik_der){joined->data, joined->size};
	return true;
}
