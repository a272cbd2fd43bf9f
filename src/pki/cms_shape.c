/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_shape.c: the form of a CMS of ours, as RFC 5652 names its parts. */
#include "pki/cms_shape.h"

#include <string.h>

#include "base/alloc.h"
#include "pki/facts_time.h"

#define OID_SIGNED_DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define OID_CONTENT_TYPE "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"
#define OID_MESSAGE_DIGEST "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"
#define OID_SIGNING_TIME "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05"
#define OID_CONTENT_HINTS "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x04"
#define OID_RSA "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
#define OID_RSA_PSS "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"

enum { DIGESTS_SIZE_MAX = 64 }; /* two algorithms have 30 bytes */

/* The digests that are taken, and the signatures that are made with each. */
static const struct digest {
	const char *oid;
	size_t oid_size;
	size_t size; /* bytes of the digest */
	const char *rsa, *ecdsa;
	size_t rsa_size, ecdsa_size;
} digests[] = {
#define DIGEST(oid, size, rsa, ecdsa) \
	{ \
		oid, sizeof(oid) - 1, size, rsa, ecdsa, sizeof(rsa) - 1, sizeof(ecdsa) - 1 \
	}
	DIGEST("\x60\x86\x48\x01\x65\x03\x04\x02\x01", 32, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b",
	       "\x2a\x86\x48\xce\x3d\x04\x03\x02"),
	DIGEST("\x60\x86\x48\x01\x65\x03\x04\x02\x02", 48, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c",
	       "\x2a\x86\x48\xce\x3d\x04\x03\x03"),
	DIGEST("\x60\x86\x48\x01\x65\x03\x04\x02\x03", 64, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d",
	       "\x2a\x86\x48\xce\x3d\x04\x03\x04"),
#undef DIGEST
};

/* Digests that somebody may have signed with, and nobody should believe. */
static const struct {
	const char *oid;
	size_t size;
} weak[] = {
	{"\x2b\x0e\x03\x02\x1a", 5},                 /* SHA-1 */
	{"\x2a\x86\x48\x86\xf7\x0d\x02\x05", 8},     /* MD5 */
	{"\x60\x86\x48\x01\x65\x03\x04\x02\x04", 9}, /* SHA-224 */
};

/* The next element, that has TAG, with its head. */
static bool whole(struct ik_der *in, uint8_t tag, struct ik_der *out)
{
	const uint8_t *from = in->data;
	struct ik_der content;

	if (!ik_der_expect(in, tag, &content))
		return false;
	*out = (struct ik_der){from, (size_t)(in->data - from)};
	return true;
}

static const struct digest *digest_named(struct ik_der oid)
{
	for (size_t i = 0; i < IK_COUNT(digests); i++)
		if (ik_der_is(oid, digests[i].oid, digests[i].oid_size))
			return &digests[i];
	return NULL;
}

/* An AlgorithmIdentifier of a digest: without parameters, or with NULL. */
static bool read_digest(struct ik_der *in, const struct digest **out, struct ik_error *err)
{
	struct ik_der algorithm, oid, null;

	if (!ik_der_expect(in, IK_DER_SEQUENCE, &algorithm)
	    || !ik_der_expect(&algorithm, IK_DER_OID, &oid))
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	for (size_t i = 0; i < IK_COUNT(weak); i++)
		if (ik_der_is(oid, weak[i].oid, weak[i].size))
			return ik_fail(err, IK_E_CMS_DIGEST);
	*out = digest_named(oid);
	if (!*out)
		return ik_fail(err, IK_E_CMS_ALGORITHM);
	if (algorithm.size > 0 && (!ik_der_expect(&algorithm, IK_DER_NULL, &null) || null.size > 0))
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	return algorithm.size == 0 || ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
}

/* RSASSA-PSS-params: the digest that they name has to be DIGEST; what is not named is SHA-1. */
static bool pss_agrees(struct ik_der algorithm, const struct digest *digest)
{
	struct ik_der parameters, tagged, hash, oid;

	return ik_der_expect(&algorithm, IK_DER_SEQUENCE, &parameters)
	       && ik_der_expect(&parameters, IK_DER_TAGGED_0, &tagged)
	       && ik_der_expect(&tagged, IK_DER_SEQUENCE, &hash)
	       && ik_der_expect(&hash, IK_DER_OID, &oid) && digest_named(oid) == digest;
}

/* The signatureAlgorithm: RSA or ECDSA with that very digest. */
static bool read_signature_algorithm(struct ik_der *in, const struct digest *digest,
				     struct ik_error *err)
{
	struct ik_der algorithm, oid;

	if (!ik_der_expect(in, IK_DER_SEQUENCE, &algorithm)
	    || !ik_der_expect(&algorithm, IK_DER_OID, &oid))
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	if (IK_DER_IS(oid, OID_RSA) || ik_der_is(oid, digest->rsa, digest->rsa_size)
	    || ik_der_is(oid, digest->ecdsa, digest->ecdsa_size)
	    || (IK_DER_IS(oid, OID_RSA_PSS) && pss_agrees(algorithm, digest)))
		return true;
	return ik_fail(err, IK_E_CMS_ALGORITHM);
}

/* What the four attributes are to say, each once. */
enum { CONTENT_TYPE = 1, MESSAGE_DIGEST = 2, SIGNING_TIME = 4, CONTENT_HINTS = 8, ALL_FOUR = 15 };

static bool is_data(struct ik_der values)
{
	struct ik_der oid;

	return ik_der_expect(&values, IK_DER_OID, &oid) && IK_DER_IS(oid, IK_OID_DATA)
	       && values.size == 0;
}

static bool is_digest(struct ik_der values, const struct digest *digest)
{
	struct ik_der octets;

	return ik_der_expect(&values, IK_DER_OCTETS, &octets) && octets.size == digest->size
	       && values.size == 0;
}

/* Which attribute OID is; 0: it has no business here, or its VALUES are not what they are to be. */
static unsigned attribute(struct ik_der oid, struct ik_der values, const struct digest *digest,
			  int64_t *signed_at)
{
	if (IK_DER_IS(oid, OID_CONTENT_TYPE))
		return is_data(values) ? CONTENT_TYPE : 0;
	if (IK_DER_IS(oid, OID_MESSAGE_DIGEST))
		return is_digest(values, digest) ? MESSAGE_DIGEST : 0;
	if (IK_DER_IS(oid, OID_SIGNING_TIME))
		return ik_facts_calendar_time(&values, signed_at) && values.size == 0 ? SIGNING_TIME
										      : 0;
	if (IK_DER_IS(oid, OID_CONTENT_HINTS))
		return IK_DER_IS(values, IK_CMS_HINTS) ? CONTENT_HINTS : 0;
	return 0;
}

/* Whether A is not behind B in a SET OF (X.690, 11.6). */
static bool in_order(struct ik_der a, struct ik_der b)
{
	size_t shorter = a.size < b.size ? a.size : b.size;
	int order = memcmp(a.data, b.data, shorter);

	return order < 0 || (order == 0 && a.size <= b.size);
}

static bool read_attributes(struct ik_der *in, const struct digest *digest, int64_t *signed_at,
			    struct ik_error *err)
{
	struct ik_der attributes, last = {0}, element, inside, oid, values;
	unsigned seen = 0, n;

	if (ik_der_peek(in) != IK_DER_TAGGED_0 || !ik_der_expect(in, IK_DER_TAGGED_0, &attributes))
		return ik_fail(err, IK_E_CMS_ATTRIBUTES);
	for (n = 0; attributes.size > 0 && n < 4; n++) {
		if (!whole(&attributes, IK_DER_SEQUENCE, &element)
		    || (n > 0 && !in_order(last, element)))
			return ik_fail(err, IK_E_CMS_ATTRIBUTES);
		last = element;
		if (!ik_der_expect(&element, IK_DER_SEQUENCE, &inside)
		    || !ik_der_expect(&inside, IK_DER_OID, &oid)
		    || !ik_der_expect(&inside, IK_DER_SET, &values) || inside.size > 0)
			return ik_fail(err, IK_E_CMS_ATTRIBUTES);
		seen |= attribute(oid, values, digest, signed_at);
	}
	return (attributes.size == 0 && n == 4 && seen == ALL_FOUR)
	       || ik_fail(err, IK_E_CMS_ATTRIBUTES);
}

static bool read_signer(struct ik_der *in, struct ik_cms_signer_info *out, struct ik_error *err)
{
	struct ik_der info, sid, signature;
	const struct digest *digest = NULL;
	uint64_t version;

	if (!ik_der_expect(in, IK_DER_SEQUENCE, &info) || !ik_der_number(&info, &version)
	    || version != 1 || !ik_der_expect(&info, IK_DER_SEQUENCE, &sid)
	    || !whole(&sid, IK_DER_SEQUENCE, &out->issuer)
	    || !ik_der_expect(&sid, IK_DER_INTEGER, &out->serial) || sid.size > 0)
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	if (!read_digest(&info, &digest, err)
	    || !read_attributes(&info, digest, &out->signed_at, err)
	    || !read_signature_algorithm(&info, digest, err))
		return false;
	if (!ik_der_expect(&info, IK_DER_OCTETS, &signature))
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	/* Unsigned attributes would stand here. */
	return info.size == 0 || ik_fail(err, IK_E_CMS_ATTRIBUTES);
}

static bool read_signers(struct ik_der set, struct ik_cms_shape *out, struct ik_error *err)
{
	while (set.size > 0) {
		if (out->n_signers == IK_CMS_SIGNERS_MAX)
			return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
		if (!read_signer(&set, &out->signers[out->n_signers], err))
			return false;
		out->n_signers++;
	}
	return out->n_signers > 0 || ik_fail(err, IK_E_CMS_SIGNATURE);
}

static bool read_certificates(struct ik_der *in, struct ik_cms_shape *out)
{
	struct ik_der certificates;

	if (!ik_der_expect(in, IK_DER_TAGGED_0, &certificates))
		return false;
	while (certificates.size > 0) {
		if (out->n_certificates == IK_CMS_SIGNERS_MAX
		    || !whole(&certificates, IK_DER_SEQUENCE,
			      &out->certificates[out->n_certificates]))
			return false;
		out->n_certificates++;
	}
	return true;
}

/* The text that is inside: id-data, in one piece. */
static bool read_text(struct ik_der *in, struct ik_cms_shape *out)
{
	struct ik_der content, type, tagged;

	return ik_der_expect(in, IK_DER_SEQUENCE, &content)
	       && ik_der_expect(&content, IK_DER_OID, &type) && IK_DER_IS(type, IK_OID_DATA)
	       && ik_der_expect(&content, IK_DER_TAGGED_0, &tagged) && content.size == 0
	       && ik_der_expect(&tagged, IK_DER_OCTETS, &out->text) && tagged.size == 0;
}

bool ik_cms_shape(struct ik_der der, struct ik_cms_shape *out, struct ik_error *err)
{
	struct ik_der info, type, tagged, data, digests_set, signers;
	uint64_t version;

	*out = (struct ik_cms_shape){0};
	if (!ik_der_expect(&der, IK_DER_SEQUENCE, &info) || der.size > 0
	    || !ik_der_expect(&info, IK_DER_OID, &type) || !IK_DER_IS(type, OID_SIGNED_DATA)
	    || !ik_der_expect(&info, IK_DER_TAGGED_0, &tagged) || info.size > 0
	    || !ik_der_expect(&tagged, IK_DER_SEQUENCE, &data) || tagged.size > 0
	    || !ik_der_number(&data, &version) || !ik_der_expect(&data, IK_DER_SET, &digests_set)
	    || digests_set.size > DIGESTS_SIZE_MAX || !read_text(&data, out)
	    || !read_certificates(&data, out) || !ik_der_expect(&data, IK_DER_SET, &signers)
	    || data.size > 0)
		return ik_fail(err, IK_E_STATEMENT_DAMAGED, "CMS");
	return read_signers(signers, out, err);
}
