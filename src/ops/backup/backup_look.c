/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_look.c: what a backup says of itself before its password is there. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "files/read.h"
#include "ops/backup/backup_look.h"
#include "ops/backup/backup_open.h"

bool ik_backup_look(const char *file, struct ik_backup_claim *claim, struct ik_error *err)
{
	struct ik_manifest manifest = {0};
	struct ik_buffer bytes = {0};
	/* What is no ZIP at all was never a backup, rather than a damaged one. */
	bool ok = ik_read_file(AT_FDCWD, file, false, IK_ZIP_MAX, file, &bytes, err)
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
