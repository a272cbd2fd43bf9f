/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_open.c: a backup opened for a restore, with its keys. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/backup/backup_look.h"
#include "ops/change/restore_inside.h"
#include "ops/records/state.h"
#include "ops/rules/rules.h"
#include "pki/digest.h"

static bool read_infos(ik_restore_source *source, struct ik_error *err)
{
	const struct ik_manifest *manifest = &source->opened.manifest;
	bool ok = true;

	source->infos = ik_alloc_array(manifest->n_generations + 1, sizeof(*source->infos));
	for (size_t i = 0; ok && i < manifest->n_generations; i++) {
		const struct ik_manifest_generation *g = &manifest->generations[i];
		const struct ik_buffer *text = ik_backup_opened_member(&source->opened, i, "info");
		char *what = ik_format("%u", g->number);

		if (g->state != IK_STATE_DAMAGED)
			ok = ik_info_parse(text->data, text->size, what, &source->infos[i], err);
		free(what);
	}
	return ok;
}

static bool read_facts(ik_restore_source *source, struct ik_watch *watch, struct ik_error *err)
{
	source->facts = ik_alloc_array(source->opened.manifest.n_generations + 1,
				       sizeof(*source->facts));
	return ik_backup_opened_facts(&source->opened, watch, source->facts, err);
}

static bool open_file(ik_restore_source *source, const ik_secret *typed, struct ik_watch *watch,
		      struct ik_error *err)
{
	struct ik_buffer bytes = {0};
	ik_secret *password = NULL;
	bool ok = ik_backup_read_file(source->file, &bytes, err)
		  && ik_rule_old_password(typed, &password, err)
		  && ik_backup_open_with_keys(bytes.data, bytes.size, password, watch,
					      &source->opened, err)
		  && ik_digest_sha256(bytes.data, bytes.size, source->sha256, err)
		  && read_infos(source, err) && read_facts(source, watch, err);

	ik_secret_free(password);
	ik_buffer_free(&bytes);
	return ok;
}

bool ik_restore_open(const char *file, const ik_secret *password, struct ik_watch *watch,
		     ik_restore_source **out, struct ik_error *err)
{
	ik_restore_source *source;
	size_t step = ik_watch_add(watch, N_("Opening the backup"), NULL);
	bool ok;

	*out = NULL;
	if (watch)
		watch->progress.can_cancel = true;
	if (!ik_watch_begin(watch, step))
		return ik_fail(err, IK_E_CANCELLED);
	source = ik_alloc(sizeof(*source));
	source->file = ik_strdup(file);
	ok = open_file(source, password, watch, err);
	if (ok) {
		ik_watch_done(watch, step);
		*out = source;
	} else {
		ik_watch_fail(watch);
		ik_restore_source_free(source);
	}
	return ok;
}

void ik_restore_source_wipe(ik_restore_source *source)
{
	struct ik_backup_opened *opened = source ? &source->opened : NULL;

	for (size_t i = 0; opened && opened->keys && i < ik_manifest_slots(&opened->manifest); i++)
		ik_secret_wipe(opened->keys[i]);
}

void ik_restore_source_free(ik_restore_source *source)
{
	if (!source)
		return;
	for (size_t i = 0; source->infos && i < source->opened.manifest.n_generations; i++)
		ik_info_free(&source->infos[i]);
	for (size_t i = 0; source->facts && i < source->opened.manifest.n_generations; i++)
		ik_facts_free(&source->facts[i]);
	free(source->facts);
	free(source->infos);
	ik_backup_opened_free(&source->opened);
	free(source->file);
	free(source);
}
