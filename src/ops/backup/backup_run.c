/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_run.c: a backup file is written, opened again from disk, compared; or it is gone. */
#include "config.h"

#include "ops/backup/backup_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "files/place.h"
#include "files/read.h"
#include "files/save.h"
#include "ops/backup/backup_compare.h"
#include "ops/backup/backup_open.h"
#include "ops/records/last_backup.h"
#include "ops/records/state.h"
#include "pki/digest.h"

void ik_backup_run_steps(struct ik_backup_run *run)
{
	run->dirfd = -1;
	run->step_write = ik_watch_add(run->watch, N_("Backup written"), NULL);
	run->step_open = ik_watch_add(run->watch, N_("Opening the backup again"), NULL);
}

static bool cancelled(struct ik_error *err)
{
	return ik_fail(err, IK_E_CANCELLED);
}

/* A full disk or one that can only be read keeps its own sentence. */
static bool save_failed(const struct ik_backup_run *run, const struct ik_error *inner,
			struct ik_error *err)
{
	char *shown;

	if (inner->id != IK_E_STORE_WRITE)
		return ik_pass(err, inner);
	shown = ik_place_shown(run->file);
	ik_fail_because(err, IK_E_BACKUP_WRITE, inner, shown);
	free(shown);
	return false;
}

static bool save(struct ik_backup_run *run, const struct ik_buffer *bytes, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_save *save = NULL;

	if (ik_place_open(run->file, &run->dirfd, &run->name, &inner))
		save = ik_save_begin(run->dirfd, run->name, 0600, (gid_t)-1, &inner);
	if (!save)
		return save_failed(run, &inner, err);
	if (!ik_save_write(save, bytes->data, bytes->size, &inner)) {
		ik_save_abort(save);
		return save_failed(run, &inner, err);
	}
	run->written = ik_save_commit(save, false, &inner);
	return run->written || save_failed(run, &inner, err);
}

/* Whoever finds the file after a cut can tell by the note that it is this one. */
static bool note_content(struct ik_backup_run *run, const struct ik_buffer *bytes,
			 struct ik_error *err)
{
	char sha256[65];

	if (!run->note)
		return true;
	if (!ik_digest_sha256(bytes->data, bytes->size, sha256, err))
		return false;
	free(run->note->sha256);
	run->note->sha256 = ik_strdup(sha256);
	return ik_note_write(run->store, run->note, err);
}

static void count(struct ik_backup_run *run, const struct ik_backup_material *material)
{
	const struct ik_manifest *manifest = &material->manifest;

	run->keys = (unsigned)material->keys;
	for (size_t i = 0; i < manifest->n_generations; i++) {
		if (manifest->generations[i].state == IK_STATE_DAMAGED)
			continue;
		run->generations++;
		run->newest = manifest->generations[i].number;
	}
}

static bool write_file(struct ik_backup_run *run, struct ik_backup_material *material,
		       struct ik_error *err)
{
	struct ik_buffer bytes = {0};
	bool ok;

	if (!ik_watch_begin(run->watch, run->step_write))
		return cancelled(err);
	ok = ik_backup_gather(run->store, run->in_use, run->now, material, err)
	     && ik_backup_seal_keys(run->store, run->password, run->watch, material, err)
	     && ik_backup_assemble(material, run->watch, &bytes, err)
	     && note_content(run, &bytes, err) && save(run, &bytes, err);
	if (ok) {
		count(run, material);
		ik_watch_done(run->watch, run->step_write);
	}
	ik_buffer_free(&bytes);
	return ok;
}

/* Nothing of what was written is known here but what the disk says and the store says. */
static bool prove_file(struct ik_backup_run *run, const struct ik_backup_material *material,
		       struct ik_error *err)
{
	struct ik_backup_opened opened = {0};
	struct ik_buffer bytes = {0};
	bool ok;

	if (!ik_watch_begin(run->watch, run->step_open))
		return cancelled(err);
	ok = ik_read_file(run->dirfd, run->name, true, IK_ZIP_MAX, run->file, &bytes, err)
	     && ik_backup_open(bytes.data, bytes.size, run->password, run->store, run->watch,
			       &opened, err)
	     && ik_backup_compare(&opened, &material->manifest, run->store, err)
	     && ik_digest_sha256(bytes.data, bytes.size, run->sha256, err);
	if (ok) {
		run->size = bytes.size;
		ik_watch_done(run->watch, run->step_open);
	}
	ik_backup_opened_free(&opened);
	ik_buffer_free(&bytes);
	return ok;
}

bool ik_backup_run(struct ik_backup_run *run, struct ik_error *err)
{
	struct ik_backup_material material = {0};
	bool ok = write_file(run, &material, err) && prove_file(run, &material, err);

	ik_backup_material_free(&material);
	if (!ok)
		ik_backup_run_undo(run);
	return ok;
}

bool ik_backup_run_undo(struct ik_backup_run *run)
{
	if (run->written && unlinkat(run->dirfd, run->name, 0) != 0 && errno != ENOENT)
		return false;
	if (run->written)
		fsync(run->dirfd);
	run->written = false;
	ik_backup_run_end(run);
	return true;
}

void ik_backup_run_end(struct ik_backup_run *run)
{
	if (run->dirfd >= 0)
		close(run->dirfd);
	run->dirfd = -1;
}

bool ik_backup_run_remember(const struct ik_backup_run *run, struct ik_error *err)
{
	struct ik_last_backup last = {
		.file = ik_place_shown(run->file),
		.sha256 = ik_strdup(run->sha256),
		.newest = run->newest,
		.at = run->now,
	};
	bool ok = ik_last_backup_write(run->store, &last, err);

	ik_last_backup_free(&last);
	return ok;
}
