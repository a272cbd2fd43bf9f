/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_look.c: what a backup says of itself before its password is there. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "files/brought.h"
#include "files/read.h"
#include "ops/backup/backup_look.h"
#include "ops/backup/backup_open.h"

bool ik_backup_bring(const char *file, struct ik_error *err)
{
	return ik_bring(file, IK_ZIP_MAX, err);
}

void ik_backup_forget_brought(void)
{
	ik_brought_forget();
}

bool ik_backup_read_file(const char *file, struct ik_buffer *bytes, struct ik_error *err)
{
	const ik_secret *brought = ik_brought(file);

	if (!brought)
		return ik_read_file(AT_FDCWD, file, false, IK_ZIP_MAX, file, bytes, err);
	ik_buffer_add(bytes, ik_secret_data(brought), ik_secret_size(brought));
	return true;
}

bool ik_backup_look(const char *file, struct ik_backup_claim *claim, struct ik_error *err)
{
	struct ik_manifest manifest = {0};
	struct ik_buffer bytes = {0};
	/* What is no ZIP at all was never a backup, rather than a damaged one. */
	bool ok = ik_backup_read_file(file, &bytes, err)
		  && (ik_zip_begins(bytes.data, bytes.size) || ik_fail(err, IK_E_BACKUP_NOT_OURS))
		  && ik_backup_peek(bytes.data, bytes.size, &manifest, err);

	*claim = (struct ik_backup_claim){.size = bytes.size};
	if (ok && manifest.server) {
		claim->server = ik_strdup(manifest.server);
		claim->time = manifest.time;
		claim->generations = manifest.n_generations;
	}
	ik_manifest_free(&manifest);
	ik_buffer_free(&bytes);
	return ok;
}

void ik_backup_claim_free(struct ik_backup_claim *claim)
{
	free(claim->server);
	*claim = (struct ik_backup_claim){0};
}
