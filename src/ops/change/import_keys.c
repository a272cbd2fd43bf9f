/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_keys.c: what was read is opened with its password, and each key finds its certificate, in
 * a child. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "pki/request.h"

enum { RESULT_CAP = 48 * 1024 * 1024, HEADS = 64, PIECE_HEADS = 2048, CHOICES_MAX = 8 };

/* Children of their own are worth it only for what takes far longer than to start them. */
enum { SHARES = 3, SHARE_ROOM = 64 * 1024, ROUNDS_WORTH = 200000 };

/* What the search for pairs goes by. */
struct finding {
	int64_t now;
	const struct ik_buffer *in_use; /* PEM, with its chain; empty: nothing is */
};

/* --- in the child ----------------------------------------------------------------------------- */

/* All about the certificate that fits the key, if it can be read and kept.  The store has one file
 * with all of it. */
static bool pair_up(const struct ik_material *material, ik_pairing *pairing, size_t key,
		    size_t which, struct ik_paired *paired, struct ik_facts *facts,
		    struct ik_error *why)
{
	if (!ik_pairing_chain(pairing, key, which, paired, why)
	    || !ik_certificate_facts(paired->chain.data, paired->chain.size, facts, why))
		return false;
	return ik_secret_size(material->keys[key]) + paired->chain.size <= IK_STORE_SECRET_MAX
	       || ik_fail(why, IK_E_IMPORT_CHAIN, "128 KiB");
}

static bool pack_paired(const struct ik_paired *paired, const struct ik_facts *facts,
			ik_secret *result)
{
	return ik_pack_bytes(result, paired->chain.data, paired->chain.size)
	       && ik_pack_number(result, paired->used) && ik_pack_number(result, paired->rest)
	       && ik_objections_pack(&paired->objections, result)
	       && ik_objections_pack(&paired->left_out, result) && ik_facts_pack(facts, result);
}

/* A key and its type and name, whether a certificate fits it, and then all about that, or why not.
 */
static bool pack_pair(const struct ik_material *material, ik_pairing *pairing, size_t key,
		      size_t which, ik_secret *result, bool *fits)
{
	struct ik_paired paired = {0};
	struct ik_facts facts = {0};
	struct ik_error why = {0};
	bool ok = true;

	*fits = pair_up(material, pairing, key, which, &paired, &facts, &why);
	if (*fits || which == 0)
		ok = ik_pack_number(result, 1) && ik_pack_secret(result, material->keys[key])
		     && ik_pack_text(result, material->key_types.n ? material->key_types.items[key]
								   : facts.key_type)
		     && ik_pack_text(result,
				     material->key_names.n ? material->key_names.items[key] : "")
		     && ik_pack_text(result, material->key_members.n
						     ? material->key_members.items[key]
						     : "")
		     && ik_pack_number(result, *fits) && ik_pack_number(result, why.id)
		     && ik_pack_number(result, which > 0);
	if (*fits)
		ok = ok && pack_paired(&paired, &facts, result);
	ik_facts_free(&facts);
	ik_paired_free(&paired);
	return ok;
}

/* What is in use is read where it can do no harm, like all else. */
static ik_pairing *begin_pairing(const struct ik_material *material, int64_t now,
				 const struct ik_buffer *in_use, struct ik_material *known)
{
	ik_pairing *pairing = ik_pairing_new(material, now);

	*known = (struct ik_material){0};
	if (in_use->size > 0 && ik_material_add(known, in_use->data, in_use->size, NULL, NULL))
		ik_pairing_know(pairing, known);
	return pairing;
}

/* Each key, as often as it has certificates that only the operator can choose from. */
static bool pack_found(struct ik_material *material, const struct finding *finding,
		       ik_secret *result)
{
	struct ik_material known;
	ik_pairing *pairing;
	bool ok = true;

	ik_material_recast(material);
	pairing = begin_pairing(material, finding->now, finding->in_use, &known);
	for (size_t i = 0; ok && i < material->n_keys; i++) {
		bool fits = true;

		for (size_t which = 0; ok && fits && which < CHOICES_MAX; which++)
			ok = pack_pair(material, pairing, i, which, result, &fits);
	}
	ik_pairing_free(pairing);
	ik_material_free(&known);
	return ok && ik_pack_number(result, 0);
}

/* What the secret holds besides the pieces. */
struct opener {
	ik_secret *ready; /* derivations made beforehand */
	ik_secret *password;
	bool given;
	const char *member; /* what the piece is called in its ZIP */
};

typedef bool (*visit_piece)(void *context, const ik_secret *bytes, const struct opener *opener,
			    struct ik_error *err);

static bool each_piece(const ik_secret *secret, visit_piece visit, void *context,
		       struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(secret);
	struct opener opener = {0};
	int64_t n;
	bool ok = true;

	ik_unpack_secret(&in, &opener.ready);
	opener.given = ik_unpack_number(&in) != 0;
	ik_unpack_secret(&in, &opener.password);
	n = ik_unpack_number(&in);
	for (int64_t i = 0; i < n && ok && !in.failed; i++) {
		char *member = ik_unpack_text(&in);
		ik_secret *bytes = NULL;

		opener.member = member;
		ik_unpack_secret(&in, &bytes);
		if (bytes)
			ok = visit(context, bytes, &opener, err);
		ik_secret_free(bytes);
		free(member);
	}
	ok = ok && ik_unpack_done(&in, err);
	ik_secret_free(opener.password);
	ik_secret_free(opener.ready);
	return ok;
}

static bool add_piece(void *context, const ik_secret *bytes, const struct opener *opener,
		      struct ik_error *err)
{
	struct ik_material *material = context;
	bool ok;

	material->ready = opener->ready;
	material->member = opener->member;
	ok = ik_material_add(material, ik_secret_data(bytes), ik_secret_size(bytes),
			     opener->given ? opener->password : NULL, err);
	material->ready = NULL;
	material->member = NULL;
	return ok;
}

struct deriving {
	struct ik_share share;
	ik_secret *result;
};

static bool derive_piece(void *context, const ik_secret *bytes, const struct opener *opener,
			 struct ik_error *err)
{
	struct deriving *deriving = context;

	return ik_import_derive(ik_secret_data(bytes), ik_secret_size(bytes), opener->password,
				deriving->share, deriving->result)
	       || ik_fail(err, IK_E_IMPORT_LARGE, "4 MiB");
}

static bool derive_job(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	const struct ik_share *share = argument;
	struct deriving deriving = {.share = *share, .result = result};

	return each_piece(secret, derive_piece, &deriving, err);
}

/* The keys are taken out of the material once they are packed: what is left are the others. */
static void drop_keys(struct ik_material *material)
{
	for (size_t i = 0; i < material->n_keys; i++)
		ik_secret_free(material->keys[i]);
	material->n_keys = 0;
	ik_list_free(&material->key_types);
	ik_list_free(&material->key_names);
	ik_list_free(&material->key_members);
}

static bool find_job(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	struct ik_material material = {0};
	bool ok = each_piece(secret, add_piece, &material, err), fits = true;

	if (ok) {
		fits = pack_found(&material, argument, result);
		drop_keys(&material);
		fits = fits && ik_material_pack(&material, result);
	}
	ik_material_free(&material);
	return fits ? ok : ik_fail(err, IK_E_IMPORT_LARGE, "8 MiB");
}

/* What a key of ours is tried on. */
struct trial {
	const struct ik_import_opening *opening;
	const struct ik_buffer *request; /* for whose key it is; NULL: for none */
};

/* What REQUEST asked for; nothing where it is none, or cannot be read. */
static bool pack_asked(const struct ik_buffer *request, ik_secret *result)
{
	struct ik_facts asked = {0};
	bool ok;

	if (request)
		ik_request_asked(request->data, request->size, &asked);
	ik_list_append(&asked.dns_names, &asked.ip_addresses);
	ok = ik_pack_text(result, asked.subject) && ik_pack_list(result, &asked.dns_names);
	ik_facts_free(&asked);
	return ok;
}

/* The secret is a key of ours, the argument the trial.  The key is written anew: an older inkan did
 * not write all of them in their exact length. */
static bool try_job(const void *argument, const ik_secret *secret, ik_secret *result,
		    struct ik_error *err)
{
	const struct trial *trial = argument;
	ik_secret *keys[1];
	const struct ik_import_opening *opening = trial->opening;
	struct ik_material material = opening->others, known;
	ik_pairing *pairing;
	bool ok, fits;

	if (!ik_key_rewrite(secret, &keys[0], NULL))
		keys[0] = ik_secret_copy(secret); /* damaged: it fits nothing */
	material.keys = keys;
	material.n_keys = 1;
	pairing = begin_pairing(&material, opening->source->now, &opening->in_use, &known);
	ok = (pack_pair(&material, pairing, 0, 0, result, &fits)
	      && pack_asked(trial->request, result))
	     || ik_fail(err, IK_E_IMPORT_LARGE, "8 MiB");
	ik_pairing_free(pairing);
	ik_material_free(&known);
	ik_secret_free(keys[0]);
	return ok;
}

/* --- in the parent ---------------------------------------------------------------------------- */

static enum ik_error_id misfit(int64_t said)
{
	const enum ik_error_id known[] = {IK_E_CERT_READ, IK_E_IMPORT_CHAIN,
					  IK_E_IMPORT_CERT_UNREAD};

	for (size_t i = 0; i < IK_COUNT(known); i++)
		if (said == (int64_t)known[i])
			return known[i];
	return IK_E_IMPORT_PAIR;
}

static void take_pair(struct ik_unpack *in, struct ik_import_key *key)
{
	ik_unpack_secret(in, &key->key);
	key->type = ik_unpack_text(in);
	key->name = ik_unpack_text(in);
	key->member = ik_unpack_text(in);
	key->fits = ik_unpack_number(in) != 0;
	key->misfit = misfit(ik_unpack_number(in));
	key->alternative = ik_unpack_number(in) != 0;
	key->key_group = ik_strdup("");
	key->exportable = true;
	if (!key->fits || in->failed)
		return;
	ik_unpack_bytes(in, &key->chain);
	key->used = (unsigned)ik_unpack_number(in);
	key->rest = (unsigned)ik_unpack_number(in);
	ik_objections_unpack(in, &key->objections);
	ik_objections_unpack(in, &key->left_out);
	ik_facts_unpack(in, &key->facts);
}

static bool take_found(const ik_secret *result, struct ik_import_opening *opening,
		       struct ik_error *err)
{
	struct ik_import *import = opening->import;
	struct ik_unpack in = ik_unpack_begin(result);

	while (ik_unpack_number(&in) == 1 && !in.failed) {
		if (import->n_keys == (size_t)IK_IMPORT_KEYS_MAX * CHOICES_MAX)
			return ik_fail(err, IK_E_CHILD_LIED);
		import->keys = ik_realloc(import->keys,
					  (import->n_keys + 1) * sizeof(*import->keys));

		struct ik_import_key *key = &import->keys[import->n_keys++];

		*key = (struct ik_import_key){0};
		take_pair(&in, key);
		if (!key->type || !key->name || !key->member)
			in.failed = true;
	}
	ik_material_unpack(&in, &opening->others);
	return ik_unpack_done(&in, err);
}

static ik_secret *pack_pieces(const struct ik_import_pieces *pieces, const ik_secret *password,
			      const ik_secret *ready)
{
	size_t size = password ? ik_secret_size(password) : 0,
	       ahead = ready ? ik_secret_size(ready) : 0;
	ik_secret *secret = ik_secret_new(pieces->size + size + ahead + 4 * HEADS
					  + pieces->n * PIECE_HEADS);

	ik_pack_secret(secret, ready);
	ik_pack_number(secret, size > 0);
	ik_pack_secret(secret, password);
	ik_pack_number(secret, (int64_t)pieces->n);
	for (size_t i = 0; i < pieces->n; i++) {
		ik_pack_text(secret, pieces->names.items[i]);
		ik_pack_secret(secret, pieces->bytes[i]);
	}
	return secret;
}

/* The slow derivations, side by side: most files have three, of which each takes a third of the
 * time. */
static bool derive_ahead(const ik_secret *secret, struct ik_watch *watch, ik_secret **ready,
			 struct ik_error *err)
{
	struct ik_share shares[SHARES];
	struct ik_job jobs[SHARES];

	for (unsigned i = 0; i < SHARES; i++) {
		shares[i] = (struct ik_share){.number = i, .of = SHARES};
		jobs[i] = (struct ik_job){.run = derive_job,
					  .argument = &shares[i],
					  .secret = secret,
					  .result_cap = SHARE_ROOM};
	}
	if (!ik_contain(jobs, SHARES, watch, err))
		return false;
	*ready = ik_secret_new(SHARES * SHARE_ROOM);
	for (size_t i = 0; i < SHARES; i++)
		ik_secret_append(*ready, ik_secret_data(jobs[i].result),
				 ik_secret_size(jobs[i].result), NULL);
	ik_job_free(jobs, SHARES);
	return true;
}

static void prepare_find(const void *argument)
{
	(void)argument;
	ik_import_prepare();
}

bool ik_import_find(struct ik_import_opening *opening, const ik_secret *password,
		    struct ik_error *err)
{
	const struct ik_import_pieces *pieces = &opening->pieces;
	ik_secret *ready = NULL, *result = NULL, *secret = pack_pieces(pieces, password, NULL);
	const struct finding finding = {.now = opening->source->now, .in_use = &opening->in_use};
	struct ik_job job = {.run = find_job,
			     .prepare = prepare_find,
			     .argument = &finding,
			     .result_cap = RESULT_CAP};
	bool ok = true;

	if (password && ik_secret_size(password) > 0 && opening->rounds >= ROUNDS_WORTH) {
		ok = derive_ahead(secret, opening->watch, &ready, err);
		ik_secret_free(secret);
		secret = pack_pieces(pieces, password, ready);
	}
	job.secret = secret;
	ok = ok && ik_contain_one(&job, opening->watch, &result, err)
	     && take_found(result, opening, err);
	ik_secret_free(result);
	ik_secret_free(secret);
	ik_secret_free(ready);
	return ok;
}

bool ik_import_try(const struct ik_import_opening *opening, const ik_secret *key,
		   const struct ik_buffer *request, struct ik_import_key *out, struct ik_error *err)
{
	const struct trial trial = {.opening = opening, .request = request};
	struct ik_job job = {
		.run = try_job, .argument = &trial, .secret = key, .result_cap = RESULT_CAP};
	struct ik_unpack in;
	ik_secret *result;
	bool ok;

	*out = (struct ik_import_key){0};
	ok = ik_contain_one(&job, opening->watch, &result, err);
	if (ok) {
		in = ik_unpack_begin(result);
		if (ik_unpack_number(&in) != 1)
			in.failed = true;
		take_pair(&in, out);
		out->asked_for.subject = ik_unpack_text(&in);
		ik_unpack_list(&in, &out->asked_for.names);
		ok = ik_unpack_done(&in, err);
	}
	ik_secret_free(result);
	if (!ok || !out->fits)
		ik_import_key_free(out);
	return ok;
}

void ik_import_key_free(struct ik_import_key *key)
{
	free(key->type);
	free(key->name);
	free(key->member);
	free(key->request);
	free(key->key_group);
	ik_facts_free(&key->facts);
	ik_asked_free(&key->asked_for);
	ik_buffer_free(&key->chain);
	ik_objections_free(&key->objections);
	ik_objections_free(&key->left_out);
	ik_secret_free(key->key);
	*key = (struct ik_import_key){0};
}

void ik_import_keys_free(struct ik_import_key *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ik_import_key_free(&keys[i]);
	free(keys);
}
