/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair.c: the certificate that fits a key, and the issuers above it; the best of each where there
 * are several. */
#include "foreign/import.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/crypto.h>

#include "base/alloc.h"
#include "pki/certificate.h"
#include "pki/judge.h"
#include "pki/key.h"
#include "pki/link.h"
#include "pki/tls.h"

enum { CHAIN_MAX = 30 };

struct key_id {
	uint8_t bytes[32];
};

struct certificate {
	struct ik_link link; /* none where it cannot be read */
	struct key_id id;    /* of its public key */
	const struct ik_buffer *pem;
	bool known; /* not of the files, but told: it may issue, and is no leaf */
	bool used;  /* in the chain that is built */
	enum {
		UNKNOWN,
		ABSENT,
		PRESENT
	} issuer; /* whether a certificate of its issuer is here, itself for a root */
};

struct ik_pairing {
	const struct ik_material *material;
	struct certificate *certificates; /* those of the files, then those that are known */
	size_t n;                         /* of the files */
	size_t all;
	int64_t now;
};

/* An authority may well have a key on a curve that GnuTLS does not know: by its bytes, then. */
static bool certificate_id(const struct ik_link *link, struct key_id *id)
{
	const struct ik_der *key = &link->parts.key;
	size_t size = sizeof(id->bytes);

	return gnutls_x509_crt_get_key_id(link->crt, GNUTLS_KEYID_USE_SHA256, id->bytes, &size) >= 0
	       || gnutls_hash_fast(GNUTLS_DIG_SHA256, key->data, key->size, id->bytes) >= 0;
}

static void read_one(const struct ik_buffer *pem, struct certificate *one)
{
	one->pem = pem;
	if (ik_link_read(pem->data, pem->size, &one->link) && !certificate_id(&one->link, &one->id))
		ik_link_free(&one->link);
}

ik_pairing *ik_pairing_new(const struct ik_material *material, int64_t now)
{
	ik_pairing *pairing = ik_alloc(sizeof(*pairing));

	pairing->material = material;
	pairing->now = now;
	pairing->n = pairing->all = material->n_certificates;
	pairing->certificates = ik_alloc_array(pairing->n + 1, sizeof(*pairing->certificates));
	for (size_t i = 0; i < pairing->n; i++)
		read_one(&material->certificates[i], &pairing->certificates[i]);
	return pairing;
}

static bool is_here(const ik_pairing *pairing, const struct ik_buffer *pem)
{
	for (size_t i = 0; i < pairing->all; i++) {
		if (ik_buffer_equal(pairing->certificates[i].pem, pem))
			return true;
	}
	return false;
}

void ik_pairing_know(ik_pairing *pairing, const struct ik_material *known)
{
	size_t room = pairing->all + known->n_certificates + 1;

	pairing->certificates = ik_realloc(pairing->certificates,
					   room * sizeof(*pairing->certificates));
	for (size_t i = 1; i < known->n_certificates; i++) {
		struct certificate *one = &pairing->certificates[pairing->all];

		if (is_here(pairing, &known->certificates[i]))
			continue;
		*one = (struct certificate){.known = true};
		read_one(&known->certificates[i], one);
		pairing->all++;
	}
}

void ik_pairing_free(ik_pairing *pairing)
{
	for (size_t i = 0; i < pairing->all; i++)
		ik_link_free(&pairing->certificates[i].link);
	free(pairing->certificates);
	free(pairing);
}

static bool key_id(const ik_secret *pem, struct key_id *id)
{
	gnutls_x509_privkey_t key = ik_tls_key(pem, NULL);
	size_t size = sizeof(id->bytes);
	bool ok = key
		  && gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id->bytes, &size)
			     >= 0;

	if (key)
		gnutls_x509_privkey_deinit(key);
	return ok;
}

static bool is_read(const struct certificate *certificate)
{
	return certificate->link.crt != NULL;
}

static bool has_key(const struct certificate *certificate, const struct key_id *id)
{
	return is_read(certificate)
	       && memcmp(certificate->id.bytes, id->bytes, sizeof(id->bytes)) == 0;
}

static bool is_valid(const ik_pairing *pairing, const struct certificate *certificate)
{
	return certificate->link.from <= pairing->now && pairing->now <= certificate->link.until;
}

/* --- issuers ---------------------------------------------------------------------------------- */

/* What decides between two, the greater number first; the first in the file where nothing does. */
enum { RANKS = 5 };

struct rank {
	int64_t by[RANKS];
};

static bool is_better(const struct rank *one, const struct rank *than)
{
	for (size_t i = 0; i < RANKS; i++) {
		if (one->by[i] != than->by[i])
			return one->by[i] > than->by[i];
	}
	return false;
}

/* Signed by it, not only named after it: several authorities may share a name.  ISSUED is of one
 * key only, so a signature is verified once for all of the issuer's certificates: SEEN is one of
 * them, or ALL. */
static bool has_issued(const ik_pairing *pairing, size_t issuer, size_t issued, size_t seen)
{
	const struct certificate *all = pairing->certificates;

	if (!is_read(&all[issuer]) || !ik_link_names(&all[issued].link, &all[issuer].link))
		return false;
	if (seen < pairing->all)
		return has_key(&all[issuer], &all[seen].id);
	return ik_link_signed_by(&all[issued].link, &all[issuer].link);
}

/* A root is its own issuer. */
static bool has_issuer(ik_pairing *pairing, size_t of)
{
	struct certificate *one = &pairing->certificates[of];

	if (one->issuer == UNKNOWN)
		one->issuer = one->link.itself ? PRESENT : ABSENT;
	else
		return one->issuer == PRESENT;
	for (size_t i = 0; one->issuer == ABSENT && i < pairing->all; i++) {
		if (i != of && has_issued(pairing, i, of, pairing->all))
			one->issuer = PRESENT;
	}
	return one->issuer == PRESENT;
}

static struct rank rank_issuer(ik_pairing *pairing, size_t at, const struct ik_link *below)
{
	const struct certificate *one = &pairing->certificates[at];

	return (struct rank){{is_valid(pairing, one), !one->known, one->link.until >= below->until,
			      has_issuer(pairing, at), one->link.until}};
}

/* What is only known completes: it has to be valid, and a root is missed by nobody, unless the
 * files have no issuer at all. */
static bool may_issue(const ik_pairing *pairing, size_t at, bool bare)
{
	const struct certificate *one = &pairing->certificates[at];

	return !one->used
	       && (!one->known || (is_valid(pairing, one) && (bare || !one->link.itself)));
}

/* None for what has issued itself: a root may also be there as signed by another root.  BARE: no
 * issuer of the files is in the chain. */
static size_t issuer_of(ik_pairing *pairing, size_t of, bool bare)
{
	const struct ik_link *below = &pairing->certificates[of].link;
	size_t best = pairing->all;
	struct rank highest;

	for (size_t i = below->itself ? pairing->all : 0; i < pairing->all; i++) {
		struct rank rank;

		if (i == of || !may_issue(pairing, i, bare) || !has_issued(pairing, i, of, best))
			continue;
		rank = rank_issuer(pairing, i, below);
		if (best == pairing->all || is_better(&rank, &highest)) {
			best = i;
			highest = rank;
		}
	}
	return best;
}

/* --- leaves ----------------------------------------------------------------------------------- */

static struct rank rank_leaf(ik_pairing *pairing, size_t at)
{
	const struct certificate *one = &pairing->certificates[at];

	return (struct rank){{is_valid(pairing, one), !one->link.itself, has_issuer(pairing, at),
			      one->link.from, one->link.until}};
}

/* Keytool's self-signed stopgap and the authority's answer, or last year's and this year's: the
 * best of those that are for the key with ID. */
static size_t best_leaf(ik_pairing *pairing, const struct key_id *id)
{
	size_t best = pairing->n;
	struct rank highest;

	for (size_t i = 0; i < pairing->n; i++) {
		struct rank rank;

		if (!has_key(&pairing->certificates[i], id))
			continue;
		rank = rank_leaf(pairing, i);
		if (best == pairing->n || is_better(&rank, &highest)) {
			best = i;
			highest = rank;
		}
	}
	return best;
}

/* All names of the certificate AT, in one list. */
static void names_of(const ik_pairing *pairing, size_t at, struct ik_list *names)
{
	const struct ik_buffer *pem = &pairing->material->certificates[at];
	struct ik_facts facts = {0};

	if (ik_certificate_facts(pem->data, pem->size, &facts, NULL)) {
		ik_list_copy(names, &facts.dns_names);
		ik_list_append(names, &facts.ip_addresses);
		if (facts.common_name && !ik_list_has(names, facts.common_name))
			ik_list_add(names, facts.common_name);
	}
	ik_facts_free(&facts);
}

static bool differ_in_names(const ik_pairing *pairing, size_t a, size_t b)
{
	struct ik_list one = {0}, other = {0};
	bool differ;

	names_of(pairing, a, &one);
	names_of(pairing, b, &other);
	differ = !ik_list_equal(&one, &other);
	ik_list_free(&one);
	ik_list_free(&other);
	return differ;
}

/* Whether AT is as good as the leaf BEST but for its dates, which decide nothing where the names
 * are others. */
static bool is_another(ik_pairing *pairing, size_t at, size_t best, const struct key_id *id)
{
	struct rank one, other;

	if (at == best || !has_key(&pairing->certificates[at], id))
		return false;
	one = rank_leaf(pairing, at);
	other = rank_leaf(pairing, best);
	return one.by[0] == other.by[0] && one.by[1] == other.by[1] && one.by[2] == other.by[2]
	       && differ_in_names(pairing, at, best);
}

/* The WHICH-th choice of a leaf: the best, then those that only the operator can decide about.  N
 * for none. */
static size_t choose_leaf(ik_pairing *pairing, const ik_secret *key, size_t which)
{
	struct key_id id;
	size_t best = key_id(key, &id) ? best_leaf(pairing, &id) : pairing->n;

	if (best == pairing->n
	    || !ik_key_fits(key, pairing->material->certificates[best].data,
			    pairing->material->certificates[best].size, NULL))
		return pairing->n;
	for (size_t i = 0; which > 0 && i < pairing->n; i++) {
		if (is_another(pairing, i, best, &id) && --which == 0)
			return i;
	}
	return which == 0 ? best : pairing->n;
}

/* By the names alone: nothing depends on it. */
static bool issued_another(const ik_pairing *pairing, size_t issuer)
{
	const struct certificate *all = pairing->certificates;

	for (size_t i = 0; i < pairing->n; i++) {
		if (i != issuer && is_read(&all[i])
		    && ik_link_names(&all[i].link, &all[issuer].link))
			return true;
	}
	return false;
}

static bool is_authority(const struct certificate *certificate)
{
	unsigned critical, authority = 0;

	return gnutls_x509_crt_get_basic_constraints(certificate->link.crt, &critical, &authority,
						     NULL)
		       >= 0
	       && authority;
}

/* Of what issued none of the others the first that is no authority; else the first. */
static size_t lowest(const ik_pairing *pairing)
{
	size_t found = pairing->n;

	for (size_t i = 0; i < pairing->n; i++) {
		const struct certificate *one = &pairing->certificates[i];

		if (!is_read(one) || issued_another(pairing, i))
			continue;
		if (!is_authority(one))
			return i;
		if (found == pairing->n)
			found = i;
	}
	return found;
}

const struct ik_buffer *ik_material_leaf(const struct ik_material *material)
{
	ik_pairing *pairing = ik_pairing_new(material, 0);
	size_t n = pairing->n, i = lowest(pairing);
	bool hides = material->unreadable_certificates > 0
		     && (i == n || is_authority(&pairing->certificates[i]));

	ik_pairing_free(pairing);
	if (n == 0 || hides)
		return NULL;
	/* Each may have issued another, in a ring. */
	return &material->certificates[i < n ? i : 0];
}

/* --- the chain, and what is left out ---------------------------------------------------------- */

static enum ik_error_id what_is_missing(const struct ik_material *material, size_t key)
{
	if (key >= material->n_keys)
		return material->n_bare_keys > 0 ? IK_E_IMPORT_KEY_BARE : IK_E_IMPORT_NO_KEY;
	return IK_E_IMPORT_NO_CERTIFICATE;
}

static bool is_of_a_used_key(const ik_pairing *pairing, size_t at)
{
	for (size_t i = 0; i < pairing->all; i++) {
		if (pairing->certificates[i].used
		    && has_key(&pairing->certificates[at], &pairing->certificates[i].id))
			return true;
	}
	return false;
}

static void leave_out(const ik_pairing *pairing, size_t at, struct ik_objections *objections)
{
	const struct ik_link *link = &pairing->certificates[at].link;
	struct ik_objection objection = {.id = IK_E_LEFT_OTHER, .moment = link->until};

	if (link->until < pairing->now)
		objection.id = IK_E_LEFT_EXPIRED;
	else if (link->from > pairing->now)
		objection = (struct ik_objection){.id = IK_E_LEFT_NOT_YET, .moment = link->from};
	else if (is_of_a_used_key(pairing, at))
		objection.id = IK_E_LEFT_WORSE;
	objection.name = ik_link_called(link->parts.subject);
	ik_objection_add(objections, &objection);
	free(objection.name);
}

/* Those that say most: another copy of what was taken, before what has nothing to do with it. */
static void leave_out_rest(const ik_pairing *pairing, struct ik_paired *paired)
{
	for (int related = 1; related >= 0; related--) {
		for (size_t i = 0; i < pairing->n && paired->left_out.n < IK_LEFT_OUT_MAX; i++) {
			const struct certificate *one = &pairing->certificates[i];

			if (is_read(one) && !one->used
			    && is_of_a_used_key(pairing, i) == (related == 1))
				leave_out(pairing, i, &paired->left_out);
		}
	}
}

static void complete_with(const struct certificate *known, struct ik_paired *paired)
{
	char *name = ik_link_called(known->link.parts.subject);
	const struct ik_objection objection = {
		.id = IK_E_CHAIN_KNOWN, .name = name, .moment = known->link.until};

	ik_objection_add(&paired->objections, &objection);
	free(name);
}

/* From LEAF up, none where that is N. */
static void build_chain(ik_pairing *pairing, size_t leaf, struct ik_paired *paired)
{
	unsigned of_files = 0;

	for (size_t i = 0; i < pairing->all; i++)
		pairing->certificates[i].used = false;
	for (size_t at = leaf == pairing->n ? pairing->all : leaf;
	     at < pairing->all && paired->used < CHAIN_MAX;
	     at = issuer_of(pairing, at, of_files == 1)) {
		struct certificate *one = &pairing->certificates[at];

		one->used = true;
		paired->used++;
		of_files += !one->known;
		ik_buffer_add(&paired->chain, one->pem->data, one->pem->size);
		if (one->known)
			complete_with(one, paired);
	}
	paired->rest = (unsigned)pairing->n - of_files;
}

bool ik_pairing_chain(ik_pairing *pairing, size_t key, size_t which, struct ik_paired *paired,
		      struct ik_error *err)
{
	const struct ik_material *material = pairing->material;

	*paired = (struct ik_paired){0};
	if (key >= material->n_keys || pairing->n == 0)
		return ik_material_unread(material, err)
		       && ik_fail(err, what_is_missing(material, key));
	build_chain(pairing, choose_leaf(pairing, material->keys[key], which), paired);
	if (paired->used == 0)
		return ik_material_unread(material, err) && ik_fail(err, IK_E_IMPORT_PAIR);
	ik_chain_judge(paired->chain.data, paired->chain.size, pairing->now, &paired->objections);
	leave_out_rest(pairing, paired);
	return true;
}

void ik_paired_free(struct ik_paired *paired)
{
	ik_buffer_free(&paired->chain);
	ik_objections_free(&paired->objections);
	ik_objections_free(&paired->left_out);
	*paired = (struct ik_paired){0};
}
