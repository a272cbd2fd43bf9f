/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_assemble.c: sealed keys, certificates and infos become one ZIP: list of contents, seal,
 * container. */
#include "config.h"

#include "ops/backup/backup_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "ops/backup/backup_readme.h"
#include "ops/records/state.h"
#include "pki/digest.h"
#include "pki/seal.h"

enum { SEAL_CAP = 64 * 1024 + 2 * IK_ZIP_MEMBER_MAX, ZIP_HEADS = 1024 };

/* --- in children ------------------------------------------------------------------------------ */

struct seal_wish {
	char sha256[65];
	const struct ik_buffer *certificate;
};

/* The secret is what was derived from the password. */
static bool make_seal(const void *argument, const ik_secret *secret, ik_secret *result,
		      struct ik_error *err)
{
	const struct seal_wish *wish = argument;
	struct ik_buffer der = {0};
	bool ok = ik_seal_join(wish->sha256, wish->certificate->data, wish->certificate->size,
			       secret, &der, err)
		  && ik_secret_append(result, der.data, der.size, err);

	ik_buffer_free(&der);
	return ok;
}

struct zip_wish {
	const struct ik_zip *zip;
	int64_t when;
};

static void prepare_zip(const void *argument)
{
	(void)argument;
	ik_zip_prepare(NULL); /* without it the writing says what is missing */
}

static bool write_zip(const void *argument, const ik_secret *secret, ik_secret *result,
		      struct ik_error *err)
{
	const struct zip_wish *wish = argument;
	struct ik_buffer out = {0};
	bool ok = ik_zip_write(wish->zip, wish->when, &out, err)
		  && ik_secret_append(result, out.data, out.size, err);

	(void)secret;
	ik_buffer_free(&out);
	return ok;
}

static bool run_one(const struct ik_job *job, struct ik_watch *watch, struct ik_buffer *out,
		    struct ik_error *err)
{
	ik_secret *result;
	bool ok = ik_contain_one(job, watch, &result, err);

	if (ok)
		ik_buffer_add(out, ik_secret_data(result), ik_secret_size(result));
	ik_secret_free(result);
	return ok;
}

/* --- the members ------------------------------------------------------------------------------ */

static const struct ik_buffer *certificate_in_use(const struct ik_backup_material *material)
{
	for (size_t i = 0; i < material->manifest.n_generations; i++)
		if (material->manifest.generations[i].state == IK_STATE_IN_USE)
			return &material->sources[i].public;
	return NULL;
}

/* Puts a member into the ZIP and on the list. */
static bool add_member(struct ik_backup_material *material, struct ik_zip *zip, const char *name,
		       const struct ik_buffer *bytes, struct ik_error *err)
{
	if (bytes->size > IK_ZIP_MEMBER_MAX)
		return ik_fail(err, IK_E_BACKUP_LARGE, "1 MiB");
	ik_zip_add(zip, name, bytes->data, bytes->size);
	return ik_manifest_add_member(&material->manifest, name, bytes->data, bytes->size, err);
}

static bool add_slot(struct ik_backup_material *material, size_t slot, struct ik_zip *zip,
		     struct ik_error *err)
{
	const struct ik_manifest *manifest = &material->manifest;
	const struct ik_backup_source *source = &material->sources[slot];
	const struct {
		const char *name;
		const struct ik_buffer *bytes;
		bool there;
	} members[] = {
		{ik_manifest_public(manifest, slot), &source->public,
		 ik_manifest_whole(manifest, slot)},
		{"info", &source->info, ik_manifest_whole(manifest, slot)},
		{"key.pem", &source->sealed, ik_manifest_sealed(manifest, slot)},
	};
	bool ok = true;

	for (size_t i = 0; ok && i < IK_COUNT(members); i++) {
		char *path = ik_manifest_path(manifest, slot, members[i].name);

		if (members[i].there)
			ok = add_member(material, zip, path, members[i].bytes, err);
		free(path);
	}
	return ok;
}

static bool add_steps(struct ik_backup_material *material, struct ik_zip *zip, struct ik_error *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < material->manifest.steps.n; i++) {
		char *path = ik_manifest_step_path(&material->manifest, i);

		ok = add_member(material, zip, path, &material->steps[i], err);
		free(path);
	}
	return ok
	       && (!material->manifest.has_recovery
		   || add_member(material, zip, IK_MANIFEST_RECOVERY, &material->recovery, err));
}

static bool seal_list(const struct ik_backup_material *material, const struct ik_buffer *list,
		      struct ik_watch *watch, struct ik_buffer *seal, struct ik_error *err)
{
	struct seal_wish wish = {.certificate = certificate_in_use(material)};
	struct ik_job job = {.run = make_seal,
			     .argument = &wish,
			     .secret = material->derived,
			     .result_cap = SEAL_CAP};

	return ik_digest_sha256(list->data, list->size, wish.sha256, err)
	       && run_one(&job, watch, seal, err);
}

/* The list names what comes behind it, so the rest is collected first and put behind list and seal.
 */
static bool fill_zip(struct ik_backup_material *material, struct ik_watch *watch,
		     struct ik_zip *zip, struct ik_error *err)
{
	struct ik_buffer readme = {0}, list = {0}, seal = {0};
	struct ik_zip rest = {0};
	bool ok;

	ik_backup_readme(&material->manifest, &readme);
	ok = add_member(material, zip, "README.txt", &readme, err);
	for (size_t i = 0; ok && i < ik_manifest_slots(&material->manifest); i++)
		ok = add_slot(material, i, &rest, err);
	ok = ok && add_steps(material, &rest, err);
	if (ok) {
		ik_manifest_write(&material->manifest, &list);
		ok = seal_list(material, &list, watch, &seal, err);
	}
	if (ok && list.size > IK_ZIP_LARGE_MAX)
		ok = ik_fail(err, IK_E_BACKUP_LARGE, "16 MiB");
	if (ok) {
		ik_zip_add(zip, "manifest", list.data, list.size);
		ik_zip_add(zip, "seal.p12", seal.data, seal.size);
		for (size_t i = 0; i < rest.n; i++)
			ik_zip_add(zip, rest.members[i].name, rest.members[i].content.data,
				   rest.members[i].content.size);
	}
	ik_zip_free(&rest);
	ik_buffer_free(&seal);
	ik_buffer_free(&list);
	ik_buffer_free(&readme);
	return ok;
}

/* More than the content of ZIP can take up in a file, and whether that is within the cap of a
 * backup. */
static bool file_cap(const struct ik_zip *zip, size_t *cap, struct ik_error *err)
{
	size_t content = 0;

	for (size_t i = 0; i < zip->n; i++)
		content += zip->members[i].content.size;
	*cap = content + content / 8 + (zip->n + 1) * ZIP_HEADS;
	if (content <= IK_ZIP_MAX && zip->n <= IK_ZIP_MEMBERS_MAX)
		return true;
	return ik_fail(err, IK_E_BACKUP_LARGE, "64 MiB");
}

bool ik_backup_assemble(struct ik_backup_material *material, struct ik_watch *watch,
			struct ik_buffer *out, struct ik_error *err)
{
	struct ik_zip zip = {0};
	struct zip_wish wish = {.zip = &zip, .when = material->manifest.time};
	struct ik_job job = {.run = write_zip, .prepare = prepare_zip, .argument = &wish};
	bool ok = fill_zip(material, watch, &zip, err) && file_cap(&zip, &job.result_cap, err)
		  && run_one(&job, watch, out, err);

	ik_zip_free(&zip);
	return ok;
}
