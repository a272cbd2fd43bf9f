/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pss.c: what an RSA-PSS key is bound to, and what a signature was made with. */
#include "pki/pss.h"

#include <stdlib.h>

#include <gnutls/crypto.h>

#include "base/alloc.h"

enum { SALT_USUAL = 20, SALT_MOST = 4096 };

static gnutls_digest_algorithm_t digest_of(struct ik_der oid)
{
	char *text = ik_der_oid_text(oid);
	gnutls_digest_algorithm_t digest = gnutls_oid_to_digest(text);

	free(text);
	return digest;
}

/* IN holds an AlgorithmIdentifier, and nothing else; its OID, and what stands behind that. */
static bool open_algorithm(struct ik_der *in, struct ik_der *oid, struct ik_der *rest)
{
	return ik_der_expect(in, IK_DER_SEQUENCE, rest) && ik_der_expect(rest, IK_DER_OID, oid);
}

/* What stands under [TAG] in RSASSA-PSS-params. */
static void take(struct ik_pss *pss, uint8_t tag, struct ik_der content)
{
	struct ik_der oid, rest;
	uint64_t salt;

	if (tag == IK_DER_TAGGED_0)
		pss->digest = open_algorithm(&content, &oid, &rest) ? digest_of(oid)
								    : GNUTLS_DIG_UNKNOWN;
	if (tag == IK_DER_TAGGED_0 + 1)
		pss->mask = open_algorithm(&content, &oid, &rest)
					    && open_algorithm(&rest, &oid, &content)
				    ? digest_of(oid)
				    : GNUTLS_DIG_UNKNOWN;
	if (tag == IK_DER_TAGGED_0 + 2)
		pss->salt = ik_der_number(&content, &salt) && salt < SALT_MOST ? (unsigned)salt
									       : SALT_MOST;
}

struct ik_pss ik_pss_read(struct ik_der algorithm)
{
	struct ik_pss pss = {true, GNUTLS_DIG_SHA1, GNUTLS_DIG_SHA1, SALT_USUAL, 0};
	struct ik_der oid, parameters, content;
	uint8_t tag;

	if (!ik_der_expect(&algorithm, IK_DER_OID, &oid)
	    || !IK_DER_IS(oid, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a")
	    || !ik_der_expect(&algorithm, IK_DER_SEQUENCE, &parameters))
		return (struct ik_pss){0};
	while (ik_der_next(&parameters, &tag, &content))
		take(&pss, tag, content);
	if (pss.digest != GNUTLS_DIG_UNKNOWN)
		pss.size = (unsigned)gnutls_hash_get_len(pss.digest);
	return pss;
}

struct ik_pss ik_pss_of_public(struct ik_der info)
{
	struct ik_der algorithm;

	return ik_der_expect(&info, IK_DER_SEQUENCE, &algorithm) ? ik_pss_read(algorithm)
								 : (struct ik_pss){0};
}

bool ik_pss_serves(const struct ik_pss *pss)
{
	bool known = pss->digest == GNUTLS_DIG_SHA256 || pss->digest == GNUTLS_DIG_SHA384
		     || pss->digest == GNUTLS_DIG_SHA512;

	return !pss->bound || (known && pss->mask == pss->digest && pss->salt <= pss->size);
}

static const char *name_of(gnutls_digest_algorithm_t digest)
{
	const char *name = gnutls_digest_get_name(digest);

	return name ? name : "?";
}

char *ik_pss_called(const struct ik_pss *pss)
{
	return pss->mask == pss->digest
		       ? ik_format("RSA-PSS, %s, salt %u", name_of(pss->digest), pss->salt)
		       : ik_format("RSA-PSS, %s, mask %s, salt %u", name_of(pss->digest),
				   name_of(pss->mask), pss->salt);
}

int ik_pss_expect(gnutls_pubkey_t verifier, gnutls_digest_algorithm_t digest, unsigned salt)
{
	gnutls_x509_spki_t spki = NULL;
	int rc = gnutls_x509_spki_init(&spki);

	if (rc < 0)
		return rc;
	gnutls_x509_spki_set_rsa_pss_params(spki, digest, salt);
	rc = gnutls_pubkey_set_spki(verifier, spki, 0);
	gnutls_x509_spki_deinit(spki);
	return rc;
}
