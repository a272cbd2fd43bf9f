/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_held.c: whether the last backup has a key that the store has no more. */
#include "config.h"

#include "ops/backup/backup_held.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/backup/backup_look.h"
#include "ops/backup/backup_open.h"
#include "ops/records/last_backup.h"
#include "pki/digest.h"

/* Its bytes are those that were opened and compared once. */
static bool is_proven(const struct ik_buffer *bytes, const struct ik_last_backup *last)
{
	char hex[65];

	return last->sha256 && ik_digest_sha256(bytes->data, bytes->size, hex, NULL)
	       && strcmp(hex, last->sha256) == 0;
}

static bool has_key(const struct ik_manifest *manifest, unsigned number)
{
	for (size_t i = 0; i < manifest->n_generations; i++) {
		const struct ik_manifest_generation *one = &manifest->generations[i];

		if (one->number == number)
			return one->state != IK_STATE_DAMAGED && one->key == IK_KEY_SEALED;
	}
	return false;
}

static char *find(const struct ik_last_backup *last, unsigned number)
{
	char *path = ik_text_to_locale(last->file);
	struct ik_manifest manifest = {0};
	struct ik_buffer bytes = {0};
	bool held;

	if (!path)
		path = ik_strdup(last->file);
	held = ik_backup_read_file(path, &bytes, NULL) && is_proven(&bytes, last)
	       && ik_backup_peek(bytes.data, bytes.size, &manifest, NULL)
	       && has_key(&manifest, number);
	ik_manifest_free(&manifest);
	ik_buffer_free(&bytes);
	if (held)
		return path;
	free(path);
	return NULL;
}

char *ik_backup_holding(const ik_store *store, unsigned number)
{
	struct ik_last_backup last;
	char *path = ik_last_backup_read(store, &last, NULL) && last.file ? find(&last, number)
									  : NULL;

	ik_last_backup_free(&last);
	return path;
}
