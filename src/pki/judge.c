/* SPDX-License-Identifier: GPL-3.0-or-later */
/* judge.c: each certificate of a chain is looked at: its dates, its issuer, what OpenSSL refuses to
 * load, what clients refuse.
 *
 * What OpenSSL refuses was tried with 3.0 as Debian sets it (security level 2): of a leaf and of
 * each certificate behind it, signatures with less than 112 bits unless it signed itself; keys
 * below that of all but the leaf, which nobody could have imported; and numbers that are padded. */
#include "pki/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "pki/certificate.h"
#include "pki/link.h"
#include "pki/pem.h"
#include "pki/pss.h"
#include "pki/tls.h"

enum { LINKS_MAX = 32, SERIAL_MAX = 20, NUMBER_BITS_MIN = 2048, CURVE_BITS_MIN = 224 };

struct chain {
	struct ik_link links[LINKS_MAX];
	size_t n;
	int64_t now;
	struct ik_objections *objections;
};

static void read_chain(const void *pem, size_t size, struct chain *chain)
{
	struct ik_pem_part text = {pem, size};
	struct ik_pem_block block;
	gnutls_datum_t der;

	while (chain->n < LINKS_MAX && ik_pem_next(&text, &block)) {
		if (!ik_pem_is(&block, "CERTIFICATE") || !ik_pem_decode(&block, &der))
			continue;
		chain->n += ik_link_read(der.data, der.size, &chain->links[chain->n]);
		ik_tls_wipe(&der);
	}
}

/* Says ID of LINK, with MORE, or a moment. */
static void say(struct chain *chain, enum ik_error_id id, const struct ik_link *link,
		const char *more, int64_t moment)
{
	char *name = ik_link_called(link->parts.subject);
	char *shown = more ? ik_text_visible(more, strlen(more)) : NULL;
	const struct ik_objection objection = {.id = id,
					       .name = name,
					       .more = shown,
					       .moment = moment,
					       .above = link != &chain->links[0]};

	ik_objection_add(chain->objections, &objection);
	free(shown);
	free(name);
}

/* --- the chain -------------------------------------------------------------------------------- */

/* The first address at which the issuer's certificate is said to be (RFC 5280 4.2.2.1); NULL for
 * none.  Caller frees. */
static char *issuer_address(const struct ik_link *link)
{
	enum { URI = 0x86 };
	struct ik_der value, all, access, method, place;
	uint8_t tag;

	if (!IK_PARTS_EXTENSION(&link->parts, "\x2b\x06\x01\x05\x05\x07\x01\x01", &value)
	    || !ik_der_expect(&value, IK_DER_SEQUENCE, &all))
		return NULL;
	while (ik_der_expect(&all, IK_DER_SEQUENCE, &access)) {
		if (ik_der_expect(&access, IK_DER_OID, &method)
		    && IK_DER_IS(method, "\x2b\x06\x01\x05\x05\x07\x30\x02")
		    && ik_der_next(&access, &tag, &place) && tag == URI)
			return ik_text_visible(place.data, place.size);
	}
	return NULL;
}

static bool has_issuer(const struct chain *chain, const struct ik_link *leaf)
{
	for (size_t i = 1; i < chain->n; i++) {
		if (ik_link_names(leaf, &chain->links[i])
		    && ik_link_signed_by(leaf, &chain->links[i]))
			return true;
	}
	return leaf->itself;
}

/* Whoever issued an authority's certificate is known to clients, as a rule. */
static void judge_issuer(struct chain *chain)
{
	const struct ik_link *leaf = &chain->links[0];
	struct ik_objection objection = {.id = IK_E_CHAIN_NO_ISSUER};

	if (has_issuer(chain, leaf))
		return;
	objection.name = ik_link_called(leaf->parts.issuer);
	objection.address = issuer_address(leaf);
	ik_objection_add(chain->objections, &objection);
	free(objection.address);
	free(objection.name);
}

static void judge_dates(struct chain *chain, const struct ik_link *link)
{
	if (link->until < chain->now)
		say(chain, IK_E_CHAIN_EXPIRED, link, NULL, link->until);
	else if (link->from > chain->now)
		say(chain, IK_E_CHAIN_NOT_YET, link, NULL, link->from);
	else if (link->until < chain->links[0].until)
		say(chain, IK_E_CHAIN_SHORT, link, NULL, link->until);
}

/* --- what OpenSSL refuses --------------------------------------------------------------------- */

/* The digest of LINK's signature if it is too weak; NULL: it does. */
static const char *weak_digest(const struct ik_link *link)
{
	int algorithm = gnutls_x509_crt_get_signature_algorithm(link->crt);

	switch (gnutls_sign_get_hash_algorithm((gnutls_sign_algorithm_t)algorithm)) {
	case GNUTLS_DIG_SHA1:
		return "SHA-1";
	case GNUTLS_DIG_MD5:
		return "MD5";
	case GNUTLS_DIG_MD2:
		return "MD2";
	case GNUTLS_DIG_RMD160:
		return "RIPEMD-160";
	default:
		return NULL;
	}
}

/* "RSA 1024" if its key is too short; NULL: it does.  Caller frees. */
static char *short_key(const struct ik_link *link)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(link->crt, &bits);
	bool curve = algorithm == GNUTLS_PK_ECDSA;
	bool number = algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS
		      || algorithm == GNUTLS_PK_DSA;

	if (!(curve && bits < CURVE_BITS_MIN) && !(number && bits < NUMBER_BITS_MIN))
		return NULL;
	return ik_format("%s %u", gnutls_pk_algorithm_get_name((gnutls_pk_algorithm_t)algorithm),
			 bits);
}

static void judge_loading(struct chain *chain, const struct ik_link *link)
{
	const char *digest = weak_digest(link);
	char *key = link == &chain->links[0] ? NULL : short_key(link);

	if (digest && !link->itself)
		say(chain, IK_E_LOAD_DIGEST, link, digest, 0);
	if (key)
		say(chain, IK_E_LOAD_KEY, link, key, 0);
	if (ik_parts_padded_serial(&link->parts))
		say(chain, IK_E_LOAD_SERIAL, link, "", 0);
	free(key);
}

/* --- the serial number ------------------------------------------------------------------------ */

static bool is_zero(struct ik_der number)
{
	for (size_t i = 0; i < number.size; i++) {
		if (number.data[i])
			return false;
	}
	return true;
}

/* A byte more than that is the sign's. */
static bool is_long(struct ik_der number)
{
	return number.size > SERIAL_MAX + 1
	       || (number.size == SERIAL_MAX + 1 && number.data[0] != 0);
}

static void judge_serial(struct chain *chain, const struct ik_link *link)
{
	struct ik_der number = link->parts.serial;
	struct ik_facts facts = {0};
	char *shown;

	if (number.size == 0 || (!(number.data[0] & 0x80) && !is_zero(number) && !is_long(number)))
		return;
	if (ik_certificate_facts(link->der.data, link->der.size, &facts, NULL)) {
		shown = ik_text_in_fours(facts.serial);
		say(chain, IK_E_SERIAL_ODD, link, shown, 0);
		free(shown);
	}
	ik_facts_free(&facts);
}

/* --- the leaf --------------------------------------------------------------------------------- */

/* What its extended key usage is for, where that is no server; NULL: it may be used for one. Caller
 * frees. */
static char *other_purposes(const struct ik_link *leaf)
{
	struct ik_list rest = {0}, purposes = {0};
	struct ik_der value, all, oid;
	bool fits = false;
	char *text;

	if (!IK_PARTS_EXTENSION(&leaf->parts, "\x55\x1d\x25", &value)
	    || !ik_der_expect(&value, IK_DER_SEQUENCE, &all))
		return NULL;
	while (ik_der_expect(&all, IK_DER_OID, &oid))
		fits = fits || IK_DER_IS(oid, "\x2b\x06\x01\x05\x05\x07\x03\x01")
		       || IK_DER_IS(oid, "\x55\x1d\x25\x00");
	if (fits)
		return NULL;
	ik_certificate_rest(leaf->der.data, leaf->der.size, &rest);
	for (size_t i = 0; i < rest.n; i++) {
		if (strncmp(rest.items[i], "EKU=", 4) == 0)
			ik_list_add(&purposes, rest.items[i] + 4);
	}
	text = ik_list_join(&purposes, ", ");
	ik_list_free(&purposes);
	ik_list_free(&rest);
	return text;
}

/* OpenSSL binds a key to a salt of 20 bytes where it is bound to a digest. */
static void judge_salt(struct chain *chain)
{
	struct ik_pss pss = ik_pss_of_public(chain->links[0].parts.key);
	char *name = pss.salt < pss.size ? ik_pss_called(&pss) : NULL;

	if (name)
		say(chain, IK_E_LEAF_SALT, &chain->links[0], name, 0);
	free(name);
}

static void judge_leaf(struct chain *chain)
{
	const struct ik_link *leaf = &chain->links[0];
	char *purposes = other_purposes(leaf);
	struct ik_list rest = {0};
	struct ik_facts facts = {0};

	ik_certificate_rest(leaf->der.data, leaf->der.size, &rest);
	if (ik_certificate_facts(leaf->der.data, leaf->der.size, &facts, NULL)
	    && facts.dns_names.n + facts.ip_addresses.n == 0)
		say(chain, IK_E_LEAF_NO_NAMES, leaf, "", 0);
	if (purposes)
		say(chain, IK_E_LEAF_PURPOSE, leaf, purposes, 0);
	if (ik_list_has(&rest, "CA:TRUE"))
		say(chain, IK_E_LEAF_AUTHORITY, leaf, "", 0);
	judge_salt(chain);
	ik_facts_free(&facts);
	ik_list_free(&rest);
	free(purposes);
}

void ik_chain_judge(const void *pem, size_t size, int64_t now, struct ik_objections *objections)
{
	struct chain chain = {.now = now, .objections = objections};

	read_chain(pem, size, &chain);
	for (size_t i = 1; i < chain.n; i++)
		judge_dates(&chain, &chain.links[i]);
	if (chain.n > 0)
		judge_issuer(&chain);
	for (size_t i = 0; i < chain.n; i++)
		judge_loading(&chain, &chain.links[i]);
	if (chain.n > 0)
		judge_leaf(&chain);
	for (size_t i = 0; i < chain.n; i++) {
		judge_serial(&chain, &chain.links[i]);
		ik_link_free(&chain.links[i]);
	}
}
