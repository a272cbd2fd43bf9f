/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_gather.c: what of a store goes into its backup. */
#include "config.h"

#include "ops/backup/backup_parts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/records/state.h"
#include "store/requests.h"

/* One word for the manifest, whatever the host calls itself. */
static char *server_name(void)
{
	char name[256] = "";
	char *visible;

	if (gethostname(name, sizeof(name) - 1) != 0 || !*name)
		return ik_strdup("-");
	visible = ik_text_visible(name, strlen(name));
	for (char *at = visible; *at; at++)
		if (*at == ' ')
			*at = '_';
	return visible;
}

/* Errors that say how a generation is, rather than that it cannot be known. */
static bool is_damage(enum ik_error_id id)
{
	return id == IK_E_CERT_READ || id == IK_E_STORE_INFO || id == IK_E_KEY_READ
	       || id == IK_E_KEY_APART;
}

/* A backup holds key.pem alone, so one that is not in use may lack what services read: a deletion
 * that was cut leaves it like that, and would else be in the way of each backup to come. */
static bool is_whole_enough(const struct ik_generation *generation, enum ik_error_id id)
{
	return id == IK_E_STORE_DAMAGED && generation->key_read;
}

static enum ik_key_state key_state(const struct ik_generation *generation)
{
	if (!generation->info.exportable)
		return IK_KEY_NOT_EXPORTABLE;
	return generation->has_key ? IK_KEY_SEALED : IK_KEY_DELETED;
}

/* What is whole is told by all of them together. */
static void tell_states(struct ik_history *history, struct ik_manifest *manifest)
{
	ik_history_settle(history);
	for (size_t i = 0; i < manifest->n_generations; i++)
		manifest->generations[i].state = history->items[i].state;
}

static bool gather_whole(const struct ik_history *history, struct ik_generation *generation,
			 struct ik_backup_material *material, struct ik_error *err)
{
	struct ik_manifest *manifest = &material->manifest;
	struct ik_backup_source *source = &material->sources[manifest->n_generations];

	if (generation->number == history->in_use && !generation->has_key)
		return ik_generation_no_key(history->store, generation->number, err);
	source->public = generation->certificate;
	source->info = generation->info_text;
	generation->certificate = generation->info_text = (struct ik_buffer){0};
	ik_manifest_add_generation(manifest, generation->number, IK_STATE_UNUSED,
				   key_state(generation));
	material->keys += key_state(generation) == IK_KEY_SEALED;
	return true;
}

static bool gather_one(struct ik_history *history, struct ik_generation *generation,
		       struct ik_error *damage, struct ik_backup_material *material,
		       struct ik_error *err)
{
	const bool in_use = generation->number == history->in_use;
	bool ok = true;

	if (!in_use && is_whole_enough(generation, damage->id))
		ik_error_clear(damage);
	if (damage->id == IK_E_NONE)
		ok = gather_whole(history, generation, material, err);
	else if (!in_use && is_damage(damage->id))
		ik_manifest_add_generation(&material->manifest, generation->number,
					   IK_STATE_DAMAGED, IK_KEY_DELETED);
	else
		ok = ik_pass(err, damage);
	ik_history_add(history, generation, damage);
	return ok;
}

/* So many at a time that their keys may well be in memory at once. */
enum { AT_ONCE = 32 };

static bool gather_some(struct ik_history *history, const unsigned *numbers, size_t n,
			struct ik_backup_material *material, struct ik_error *err)
{
	struct ik_generation_wish wishes[AT_ONCE] = {0};
	struct ik_generation generations[AT_ONCE];
	struct ik_error *damage = ik_alloc_array(n, sizeof(*damage));
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		wishes[i] = (struct ik_generation_wish){.number = numbers[i], .key = IK_KEY_CHECK};
	ik_generations_load(history->store, wishes, n, generations, damage);
	for (size_t i = 0; i < n; i++) {
		ok = ok && gather_one(history, &generations[i], &damage[i], material, err);
		ik_generation_free(&generations[i]);
	}
	free(damage);
	return ok;
}

static bool gather_generations(const ik_store *store, const unsigned *numbers, size_t n,
			       struct ik_backup_material *material, struct ik_error *err)
{
	struct ik_history history = {.store = store, .in_use = material->manifest.in_use};
	bool ok = true;

	for (size_t i = 0; ok && i < n; i += AT_ONCE)
		ok = gather_some(&history, numbers + i, n - i < AT_ONCE ? n - i : AT_ONCE, material,
				 err);
	if (ok)
		tell_states(&history, &material->manifest);
	ok = ok && ik_backup_gather_steps(&history, material, err);
	ik_history_free(&history);
	return ok;
}

bool ik_backup_gather(const ik_store *store, unsigned in_use, int64_t now,
		      struct ik_backup_material *material, struct ik_error *err)
{
	struct ik_manifest *manifest = &material->manifest;
	struct ik_list requests = {0};
	unsigned *numbers = NULL;
	size_t n = 0;
	bool ok;

	*material = (struct ik_backup_material){0};
	if (in_use == 0)
		return ik_fail(err, IK_E_BACKUP_NOTHING);
	ok = ik_store_generations(store, &numbers, &n, err)
	     && ik_store_requests(store, &requests, err);
	manifest->server = server_name();
	manifest->time = now;
	memcpy(manifest->server_id, ik_store_server_id(store), sizeof(manifest->server_id));
	manifest->in_use = in_use;
	material->sources = ik_alloc_array(n + requests.n + 1, sizeof(*material->sources));
	ok = ok && gather_generations(store, numbers, n, material, err)
	     && ik_backup_gather_requests(store, &requests, material, err);
	ik_list_free(&requests);
	free(numbers);
	if (!ok)
		ik_backup_material_free(material);
	return ok;
}

void ik_backup_material_free(struct ik_backup_material *material)
{
	for (size_t i = 0; i < ik_manifest_slots(&material->manifest); i++) {
		ik_buffer_free(&material->sources[i].public);
		ik_buffer_free(&material->sources[i].info);
		ik_buffer_free(&material->sources[i].sealed);
	}
	for (size_t i = 0; i < material->manifest.steps.n; i++)
		ik_buffer_free(&material->steps[i]);
	ik_buffer_free(&material->recovery);
	ik_secret_free(material->derived);
	free(material->steps);
	free(material->sources);
	ik_manifest_free(&material->manifest);
	*material = (struct ik_backup_material){0};
}
