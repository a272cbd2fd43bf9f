/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generation.c: one generation of a store, read from disk and found whole or not. */
#include "config.h"

#include "ops/records/generation.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "pki/certificate.h"
#include "pki/key.h"

static const char certificate_name[] = "certificate.pem";
static const char key_name[] = "key.pem";
static const char combined_name[] = "combined.pem";
static const char info_name[] = "info";

static bool is_listed(const ik_store *store, unsigned number)
{
	unsigned *numbers = NULL;
	size_t n = 0;
	bool found = false;

	if (!ik_store_generations(store, &numbers, &n, NULL))
		return true; /* cannot tell: then it is the file that is missed, not the generation
			      */
	for (size_t i = 0; i < n && !found; i++)
		found = numbers[i] == number;
	free(numbers);
	return found;
}

/* A generation is written complete, so a file that is not there was taken away. */
static bool missing(const ik_store *store, unsigned number, enum ik_error_id id,
		    const struct ik_error *inner, struct ik_error *err)
{
	if (inner->id != IK_E_FILE_NONE)
		return ik_pass(err, inner);
	if (!is_listed(store, number))
		return ik_fail_number(err, IK_E_STORE_NO_GENERATION, number);
	ik_fail_number(err, id, number);
	return ik_error_detail(err, "%s", inner->arg[0]);
}

static bool read_certificate(const ik_store *store, const ik_folder *folder,
			     struct ik_generation *generation, struct ik_error *err)
{
	struct ik_buffer *bytes = &generation->certificate;
	struct ik_error inner = {0};

	if (!ik_folder_read(folder, certificate_name, bytes, &inner))
		return missing(store, generation->number, IK_E_CERT_READ, &inner, err);
	generation->has_facts = ik_certificate_facts(bytes->data, bytes->size, &generation->facts,
						     err);
	return generation->has_facts;
}

static bool read_info(const ik_store *store, const ik_folder *folder,
		      struct ik_generation *generation, struct ik_error *err)
{
	struct ik_buffer *text = &generation->info_text;
	struct ik_error inner = {0};
	char *what;

	if (!ik_folder_read(folder, info_name, text, &inner))
		return missing(store, generation->number, IK_E_STORE_INFO, &inner, err);
	what = ik_format("%u", generation->number);
	generation->has_info = ik_info_parse(text->data, text->size, what, &generation->info, err);
	free(what);
	return generation->has_info;
}

static bool is_pair(const ik_secret *combined, const ik_secret *key,
		    const struct ik_buffer *certificate)
{
	const size_t size = ik_secret_size(key);

	return ik_secret_size(combined) == size + certificate->size
	       && memcmp(ik_secret_data(combined), ik_secret_data(key), size) == 0
	       && memcmp(ik_secret_data(combined) + size, certificate->data, certificate->size)
			  == 0;
}

/* Services that want one file read it alone: it holds this key and this certificate, or they are
 * not what is in use. */
static bool check_combined(const ik_folder *folder, const struct ik_generation *generation,
			   const ik_secret *key, struct ik_error *err)
{
	ik_secret *combined = NULL;
	struct ik_error inner = {0};
	bool same = ik_folder_read_secret(folder, combined_name, &combined, &inner);

	if (!same && inner.id != IK_E_FILE_NONE)
		return ik_pass(err, &inner);
	same = same && is_pair(combined, key, &generation->certificate);
	ik_secret_free(combined);
	if (!same) {
		ik_fail_number(err, IK_E_STORE_DAMAGED, generation->number);
		ik_error_detail(err, "%s", combined_name);
	}
	return same;
}

bool ik_generation_holds(const ik_store *store, unsigned number, const ik_secret *key,
			 const struct ik_buffer *certificate)
{
	ik_folder *folder = ik_folder_open(store, number);
	struct ik_buffer public = {0};
	ik_secret *private = NULL, *combined = NULL;
	bool same = ik_folder_read(folder, certificate_name, &public, NULL)
		    && ik_buffer_equal(&public, certificate)
		    && ik_folder_read_secret(folder, key_name, &private, NULL)
		    && ik_secret_equal(private, key)
		    && ik_folder_read_secret(folder, combined_name, &combined, NULL)
		    && is_pair(combined, key, certificate);

	ik_secret_free(combined);
	ik_secret_free(private);
	ik_buffer_free(&public);
	ik_folder_close(folder);
	return same;
}

/* The certificate that a key must fit, and whether the key itself is asked for. */
struct fitting {
	const struct ik_buffer *certificate;
	bool wanted;
};

/* A key that is asked for is written anew: an older inkan did not write all of them in their exact
 * length. */
static bool fit(const void *argument, const ik_secret *secret, ik_secret *result,
		struct ik_error *err)
{
	const struct fitting *fitting = argument;
	ik_secret *exact = NULL;
	bool ok = ik_key_fits(secret, fitting->certificate->data, fitting->certificate->size, err);

	if (!fitting->wanted)
		return ok && ik_pack_number(result, 1);
	ok = ok && ik_key_rewrite(secret, &exact, err)
	     && ik_secret_set(result, ik_secret_data(exact), ik_secret_size(exact), err);
	ik_secret_free(exact);
	return ok;
}

/* In a child: GnuTLS frees what it read of a key unwiped, and a wizard stays for long on the page
 * that comes next.  EXACT, if not NULL, gets the key as we write it. */
static bool key_fits(const ik_secret *key, const struct ik_buffer *certificate, ik_secret **exact,
		     struct ik_watch *watch, struct ik_error *err)
{
	const struct fitting fitting = {.certificate = certificate, .wanted = exact != NULL};
	struct ik_job job = {
		.run = fit, .argument = &fitting, .secret = key, .result_cap = IK_SECRET_KEY_ROOM};

	return ik_contain_one(&job, watch, exact, err);
}

static bool read_key(const ik_folder *folder, struct ik_generation *generation,
		     enum ik_key_wish wish, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *key = NULL;

	if (!ik_folder_read_secret(folder, key_name, &key, &inner)) {
		/* Who may only look at the store does not see the keys, and nothing is wrong with
		 * that. */
		if (inner.id == IK_E_STORE_DENIED && wish == IK_KEY_CHECK)
			return true;
		return ik_pass(err, &inner);
	}
	generation->key_read = key_fits(key, &generation->certificate,
					wish == IK_KEY_LOAD ? &generation->key : NULL, NULL, err);
	bool ok = generation->key_read
		  && (wish != IK_KEY_CHECK || check_combined(folder, generation, key, err));

	ik_secret_free(key);
	return ok;
}

bool ik_generation_load(const ik_store *store, unsigned number, enum ik_key_wish wish,
			struct ik_generation *generation, struct ik_error *err)
{
	ik_folder *folder = ik_folder_open(store, number);
	bool ok;

	*generation = (struct ik_generation){.number = number};
	generation->has_key = ik_folder_has(folder, key_name);
	ok = read_certificate(store, folder, generation, err);
	ok = read_info(store, folder, generation, err) && ok;
	if (ok && generation->has_key && wish != IK_KEY_LOOK)
		ok = read_key(folder, generation, wish, err);
	ik_folder_close(folder);
	return ok;
}

bool ik_generation_record(const ik_store *store, unsigned number, struct ik_generation *generation,
			  struct ik_error *err)
{
	ik_folder *folder = ik_folder_open(store, number);
	bool ok;

	*generation = (struct ik_generation){.number = number};
	generation->has_key = ik_folder_has(folder, key_name);
	ok = read_info(store, folder, generation, err);
	ik_folder_close(folder);
	return ok;
}

/* --- reading back --------------------------------------------------------------------------------
 */

bool ik_generation_unproven(const ik_store *store, const char *file, const struct ik_error *inner,
			    struct ik_error *err)
{
	char *path = ik_format("%s/%s", ik_store_path(store), file);

	ik_fail_because(err, IK_E_STORE_UNPROVEN, inner, path);
	free(path);
	return false;
}

struct proof {
	const ik_store *store;
	unsigned number;
	const struct ik_written *written;
	ik_folder *folder;
	struct ik_buffer certificate; /* as the disk has it */
};

static bool unproven(const struct proof *proof, const char *name, const struct ik_error *inner,
		     struct ik_error *err)
{
	char *file = ik_format("generations/%u/%s", proof->number, name);

	ik_generation_unproven(proof->store, file, inner, err);
	free(file);
	return false;
}

static bool prove_public(const struct proof *proof, const char *name,
			 const struct ik_buffer *written, struct ik_buffer *stored,
			 struct ik_error *err)
{
	struct ik_error inner = {0};

	return (ik_folder_read(proof->folder, name, stored, &inner)
		&& ik_buffer_equal(stored, written))
	       || unproven(proof, name, &inner, err);
}

static bool prove_combined(const struct proof *proof, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *combined = NULL;
	bool ok = (ik_folder_read_secret(proof->folder, combined_name, &combined, &inner)
		   && is_pair(combined, proof->written->key, proof->written->certificate))
		  || unproven(proof, combined_name, &inner, err);

	ik_secret_free(combined);
	return ok;
}

/* That it fits is found out last, by a child that gets what the disk has of both. */
static bool prove_key(const struct proof *proof, struct ik_watch *watch, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *key = NULL;
	bool ok = (ik_folder_read_secret(proof->folder, key_name, &key, &inner)
		   && ik_secret_equal(key, proof->written->key))
		  || unproven(proof, key_name, &inner, err);

	ok = ok && prove_combined(proof, err);
	if (ok && !key_fits(key, &proof->certificate, NULL, watch, &inner))
		ok = inner.id == IK_E_KEY_APART || inner.id == IK_E_KEY_READ
				     || inner.id == IK_E_CERT_READ
			     ? unproven(proof, key_name, &inner, err)
			     : ik_pass(err, &inner);
	ik_secret_free(key);
	return ok;
}

bool ik_generation_prove(const ik_store *store, unsigned number, const struct ik_written *written,
			 struct ik_watch *watch, struct ik_error *err)
{
	struct proof proof = {.store = store, .number = number, .written = written};
	struct ik_buffer info = {0};
	const struct ik_error none = {0};
	bool ok;

	proof.folder = ik_folder_open(store, number);
	ok = prove_public(&proof, certificate_name, written->certificate, &proof.certificate, err)
	     && prove_public(&proof, info_name, written->info, &info, err);
	if (ok && written->key)
		ok = prove_key(&proof, watch, err);
	else if (ok && ik_store_has_key(store, number))
		ok = unproven(&proof, key_name, &none, err);
	ik_buffer_free(&proof.certificate);
	ik_buffer_free(&info);
	ik_folder_close(proof.folder);
	return ok;
}

bool ik_generation_no_key(const ik_store *store, unsigned number, struct ik_error *err)
{
	char *path = ik_format("%s/generations/%u/%s", ik_store_path(store), number, key_name);

	ik_fail(err, IK_E_STORE_NO_KEY, path);
	free(path);
	return false;
}

void ik_generation_free(struct ik_generation *generation)
{
	ik_buffer_free(&generation->certificate);
	ik_facts_free(&generation->facts);
	ik_info_free(&generation->info);
	ik_buffer_free(&generation->info_text);
	ik_secret_free(generation->key);
	*generation = (struct ik_generation){0};
}
