/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generation_prove.c: what was written of a generation is read back from disk, and compared. */
#include "config.h"

#include "ops/records/generation.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/records/reading.h"

static const char certificate_name[] = "certificate.pem";
static const char key_name[] = "key.pem";
static const char combined_name[] = "combined.pem";
static const char info_name[] = "info";

bool ik_generation_is_pair(const ik_secret *combined, const ik_secret *key,
			   const struct ik_buffer *certificate)
{
	const size_t size = ik_secret_size(key);

	return ik_secret_size(combined) == size + certificate->size
	       && memcmp(ik_secret_data(combined), ik_secret_data(key), size) == 0
	       && memcmp(ik_secret_data(combined) + size, certificate->data, certificate->size)
			  == 0;
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
		    && ik_generation_is_pair(combined, key, certificate);

	ik_secret_free(combined);
	ik_secret_free(private);
	ik_buffer_free(&public);
	ik_folder_close(folder);
	return same;
}

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
	struct ik_facts *facts;       /* of that; NULL: not wanted */
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
		   && ik_generation_is_pair(combined, proof->written->key,
					    proof->written->certificate))
		  || unproven(proof, combined_name, &inner, err);

	ik_secret_free(combined);
	return ok;
}

static bool prove_fits(const struct proof *proof, const ik_secret *key, struct ik_watch *watch,
		       struct ik_error *err)
{
	struct ik_reading reading = {.certificate = &proof->certificate, .key = key};

	ik_reading_run(&reading, watch);
	const struct ik_error why = reading.misfit;
	bool fits = reading.fits;

	if (fits && reading.has_facts && proof->facts)
		ik_facts_copy(proof->facts, &reading.facts);
	ik_reading_free(&reading);
	if (fits)
		return true;
	if (why.id == IK_E_KEY_APART || why.id == IK_E_KEY_READ || why.id == IK_E_CERT_READ)
		return unproven(proof, key_name, &why, err);
	return ik_pass(err, &why);
}

/* That it fits is found out last, by a child that gets what the disk has of both. */
static bool prove_key(const struct proof *proof, struct ik_watch *watch, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *key = NULL;
	bool ok = (ik_folder_read_secret(proof->folder, key_name, &key, &inner)
		   && ik_secret_equal(key, proof->written->key))
		  || unproven(proof, key_name, &inner, err);

	ok = ok && prove_combined(proof, err) && prove_fits(proof, key, watch, err);
	ik_secret_free(key);
	return ok;
}

bool ik_generation_prove(const ik_store *store, unsigned number, const struct ik_written *written,
			 struct ik_watch *watch, struct ik_facts *facts, struct ik_error *err)
{
	struct proof proof = {.store = store, .number = number, .written = written, .facts = facts};
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
