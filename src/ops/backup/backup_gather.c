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
	return id == IK_E_CERT_READ || id == IK_E_STORE_INFO || id == IK_E_KEY_READ || id == IK_E_KEY_APART;
}

/* A backup holds key.pem alone, so one that is not in use may lack what services read: a deletion that was cut leaves it
 * like that, and would else be in the way of each backup to come. */
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

/* A generation was in use if one after it, the last that was gathered, says that it took its place; where that does not
 * say, the one right before it is taken to have been. */
static void tell_retired(struct ik_manifest *manifest, int64_t replaced)
{
	for (size_t i = 0; i + 1 < manifest->n_generations; i++) {
		struct ik_manifest_generation *g = &manifest->generations[i];
		bool this_one = replaced == IK_REPLACES_UNKNOWN
					? i + 2 == manifest->n_generations && g->number < manifest->in_use
					: g->number == replaced;

		if (this_one && g->state == IK_STATE_UNUSED)
			g->state = IK_STATE_RETIRED;
	}
}

static bool gather_whole(const ik_store *store, const struct ik_generation *generation, unsigned in_use,
			 struct ik_backup_material *material, struct ik_buffer *info, struct ik_error *err)
{
	struct ik_manifest *manifest = &material->manifest;
	struct ik_backup_source *source = &material->sources[manifest->n_generations];

	if (generation->number == in_use && !generation->has_key)
		return ik_generation_no_key(store, in_use, err);
	ik_buffer_add(&source->public, generation->certificate.data, generation->certificate.size);
	source->info = *info;
	*info = (struct ik_buffer){0};
	ik_manifest_add_generation(manifest, generation->number,
				   generation->number == in_use ? IK_STATE_IN_USE : IK_STATE_UNUSED,
				   key_state(generation));
	material->keys += key_state(generation) == IK_KEY_SEALED;
	return true;
}

static bool gather_one(const ik_store *store, unsigned number, unsigned in_use, struct ik_backup_material *material,
		       struct ik_error *err)
{
	struct ik_generation generation;
	struct ik_buffer info = {0};
	struct ik_error inner = {0};
	bool ok = ik_generation_load(store, number, IK_KEY_CHECK, &generation, &inner) ||
		  (number != in_use && is_whole_enough(&generation, inner.id));

	ok = ok && ik_store_read(store, number, "info", &info, &inner);

	if (ok) {
		ok = gather_whole(store, &generation, in_use, material, &info, err);
	} else if (number != in_use && is_damage(inner.id)) {
		ik_manifest_add_generation(&material->manifest, number, IK_STATE_DAMAGED, IK_KEY_DELETED);
		ok = true;
	} else if (err && err->id == IK_E_NONE) {
		*err = inner;
	}
	tell_retired(&material->manifest, generation.has_info ? generation.info.replaces : IK_REPLACES_UNKNOWN);
	ik_buffer_free(&info);
	ik_generation_free(&generation);
	return ok;
}

bool ik_backup_gather(const ik_store *store, unsigned in_use, int64_t now, struct ik_backup_material *material,
		      struct ik_error *err)
{
	struct ik_manifest *manifest = &material->manifest;
	struct ik_list requests = {0};
	unsigned *numbers = NULL;
	size_t n = 0;
	bool ok;

	*material = (struct ik_backup_material){0};
	if (in_use == 0)
		return ik_fail(err, IK_E_BACKUP_NOTHING);
	ok = ik_store_generations(store, &numbers, &n, err) && ik_store_requests(store, &requests, err);
	manifest->server = server_name();
	manifest->time = now;
	memcpy(manifest->server_id, ik_store_server_id(store), sizeof(manifest->server_id));
	manifest->in_use = in_use;
	material->sources = ik_alloc_array(n + requests.n + 1, sizeof(*material->sources));
	for (size_t i = 0; ok && i < n; i++)
		ok = gather_one(store, numbers[i], in_use, material, err);
	ok = ok && ik_backup_gather_requests(store, &requests, material, err);
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
	ik_secret_free(material->derived);
	free(material->sources);
	ik_manifest_free(&material->manifest);
	*material = (struct ik_backup_material){0};
}
