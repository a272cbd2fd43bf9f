/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generation.c: generations of a store, read from disk and found whole or not. */
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

/* One that is being read: what was found on disk before anything of it is understood. */
struct loading {
	struct ik_generation *generation;
	enum ik_key_wish wish;
	ik_secret *key;
	ik_secret *combined;
	struct ik_error
		no_certificate; /* why a file could not be read, or what it holds not understood */
	struct ik_error no_info;
	struct ik_error no_key;
	struct ik_error no_combined;
};

static bool is_empty(const struct ik_error *err)
{
	return err->id == IK_E_NONE;
}

static void read_certificate(const ik_store *store, const ik_folder *folder,
			     struct loading *loading)
{
	struct ik_error inner = {0};

	if (!ik_folder_read(folder, certificate_name, &loading->generation->certificate, &inner))
		missing(store, loading->generation->number, IK_E_CERT_READ, &inner,
			&loading->no_certificate);
}

/* A key beside a certificate or a record that cannot be read is of no use, and stays unread. */
static void read_key(const ik_folder *folder, struct loading *loading)
{
	if (!loading->generation->has_key || loading->wish < IK_KEY_CHECK
	    || !is_empty(&loading->no_certificate) || !is_empty(&loading->no_info))
		return;
	if (ik_folder_read_secret(folder, key_name, &loading->key, &loading->no_key)
	    && loading->wish == IK_KEY_CHECK)
		ik_folder_read_secret(folder, combined_name, &loading->combined,
				      &loading->no_combined);
}

static void read_files(const ik_store *store, unsigned number, struct loading *loading)
{
	ik_folder *folder = ik_folder_open(store, number);
	struct ik_generation *generation = loading->generation;

	*generation = (struct ik_generation){.number = number};
	generation->has_key = ik_folder_has(folder, key_name);
	if (loading->wish != IK_KEY_RECORD)
		read_certificate(store, folder, loading);
	read_info(store, folder, generation, &loading->no_info);
	read_key(folder, loading);
	ik_folder_close(folder);
}

/* Services that want one file read it alone: it holds this key and this certificate, or they are
 * not what is in use. */
static bool check_combined(const struct loading *loading, struct ik_error *err)
{
	const struct ik_error *inner = &loading->no_combined;

	if (!loading->combined && inner->id != IK_E_FILE_NONE)
		return ik_pass(err, inner);
	if (loading->combined
	    && ik_generation_is_pair(loading->combined, loading->key,
				     &loading->generation->certificate))
		return true;
	ik_fail_number(err, IK_E_STORE_DAMAGED, loading->generation->number);
	return ik_error_detail(err, "%s", combined_name);
}

static bool take_key(struct loading *loading, struct ik_reading *reading, struct ik_error *err)
{
	struct ik_generation *generation = loading->generation;

	/* Who may only look at the store does not see the keys, and nothing is wrong with that. */
	if (!loading->key)
		return (loading->no_key.id == IK_E_STORE_DENIED && loading->wish == IK_KEY_CHECK)
		       || ik_pass(err, &loading->no_key);
	generation->key_read = reading->fits;
	generation->key = reading->exact;
	reading->exact = NULL;
	if (!generation->key_read)
		return ik_pass(err, &reading->misfit);
	return loading->wish != IK_KEY_CHECK || check_combined(loading, err);
}

/* What the child found out becomes the generation's; the first thing that is wrong with it is ERR.
 */
static bool take(struct loading *loading, struct ik_reading *reading, struct ik_error *err)
{
	struct ik_generation *generation = loading->generation;

	generation->has_facts = reading->has_facts;
	generation->facts = reading->facts;
	generation->said = reading->said;
	reading->facts = (struct ik_facts){0};
	reading->said = (struct ik_said){0};
	ik_pass(err, &loading->no_certificate);
	ik_pass(err, &reading->unread);
	ik_pass(err, &loading->no_info);
	if (!is_empty(err))
		return false;
	return !generation->has_key || loading->wish < IK_KEY_CHECK
	       || take_key(loading, reading, err);
}

static struct ik_reading reading_of(const struct loading *loading, bool wants_said)
{
	bool readable = loading->wish != IK_KEY_RECORD && is_empty(&loading->no_certificate);

	return (struct ik_reading){
		.certificate = readable ? &loading->generation->certificate : NULL,
		.key = loading->key,
		.wants_key = loading->wish == IK_KEY_LOAD,
		.wants_said = wants_said,
	};
}

void ik_generations_load(const ik_store *store, const struct ik_generation_wish *wishes, size_t n,
			 struct ik_generation *generations, struct ik_error *damage)
{
	struct loading *loading = ik_alloc_array(n + 1, sizeof(*loading));
	struct ik_reading *readings = ik_alloc_array(n + 1, sizeof(*readings));

	for (size_t i = 0; i < n; i++) {
		loading[i] = (struct loading){.generation = &generations[i], .wish = wishes[i].key};
		read_files(store, wishes[i].number, &loading[i]);
		readings[i] = reading_of(&loading[i], wishes[i].said);
	}
	ik_readings_run(readings, n, NULL);
	for (size_t i = 0; i < n; i++) {
		damage[i] = (struct ik_error){0};
		take(&loading[i], &readings[i], &damage[i]);
		ik_reading_free(&readings[i]);
		ik_secret_free(loading[i].key);
		ik_secret_free(loading[i].combined);
	}
	free(readings);
	free(loading);
}

static bool load_one(const ik_store *store, const struct ik_generation_wish *wish,
		     struct ik_generation *generation, struct ik_error *err)
{
	struct ik_error damage;

	ik_generations_load(store, wish, 1, generation, &damage);
	return is_empty(&damage) || ik_pass(err, &damage);
}

bool ik_generation_load(const ik_store *store, unsigned number, enum ik_key_wish wish,
			struct ik_generation *generation, struct ik_error *err)
{
	return load_one(store, &(const struct ik_generation_wish){.number = number, .key = wish},
			generation, err);
}

bool ik_generation_load_said(const ik_store *store, unsigned number, enum ik_key_wish wish,
			     struct ik_generation *generation, struct ik_error *err)
{
	return load_one(
		store,
		&(const struct ik_generation_wish){.number = number, .key = wish, .said = true},
		generation, err);
}

bool ik_generation_record(const ik_store *store, unsigned number, struct ik_generation *generation,
			  struct ik_error *err)
{
	return load_one(store,
			&(const struct ik_generation_wish){.number = number, .key = IK_KEY_RECORD},
			generation, err);
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
	ik_said_free(&generation->said);
	ik_info_free(&generation->info);
	ik_buffer_free(&generation->info_text);
	ik_secret_free(generation->key);
	*generation = (struct ik_generation){0};
}
