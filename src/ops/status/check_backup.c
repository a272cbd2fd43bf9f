/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_backup.c: whether the last backup holds what is in use, and is still what was written. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/pairs.h"
#include "base/text.h"
#include "files/read.h"
#include "ops/status/check_inside.h"
#include "pki/digest.h"
#include "zip/zip.h"

static char *cure(void)
{
	return ik_strdup(_("Make a backup: inkan backup FILE"));
}

/* Without its password only its bytes can be compared with what was proven. */
static void check_file(const char *shown, const char *sha256, struct ik_check *check)
{
	char *path = ik_text_to_locale(shown);
	struct ik_buffer bytes = {0};
	struct ik_error inner = {0};
	char hex[65];

	if (!ik_read_file(AT_FDCWD, path ? path : shown, false, IK_ZIP_MAX, shown, &bytes, &inner))
		ik_check_say(check, IK_SEVERITY_WARNING,
			     inner.id == IK_E_FILE_NONE ? IK_E_CHECK_BACKUP_GONE : IK_E_CHECK_BACKUP_READ, shown, NULL,
			     cure());
	else if (sha256 && ik_digest_sha256(bytes.data, bytes.size, hex, NULL) && strcmp(hex, sha256) != 0)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_CHANGED, shown, NULL, cure());
	ik_buffer_free(&bytes);
	free(path);
}

static void check_record(const struct ik_pairs *last, struct ik_check *check)
{
	const char *file = ik_pairs_get(last, "file");
	const char *newest = ik_pairs_get(last, "newest-generation");
	const char *time = ik_pairs_get(last, "time");
	char *shown = file ? ik_text_visible(file, strlen(file)) : NULL;

	check->backup_at = time && ik_date_from_rfc3339(time) > 0 ? ik_date_from_rfc3339(time) : 0;
	if (!file || !newest)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_NONE, NULL, NULL, cure());
	else if (strtoul(newest, NULL, 10) < check->generation)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_OLD, shown, NULL, cure());
	else
		check_file(file, ik_pairs_get(last, "sha256"), check);
	free(shown);
}

void ik_check_backup(const ik_store *store, struct ik_check *check)
{
	struct ik_buffer text = {0};
	struct ik_pairs last = {0};
	struct ik_error inner = {0};

	/* Who may only look at the store does not see the backups, and says so with the other directories. */
	if (!ik_store_get(store, "backups/last", &text, &inner)) {
		if (inner.id == IK_E_FILE_NONE)
			ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_NONE, NULL, NULL, cure());
	} else if (ik_pairs_parse(text.data, text.size, &last, NULL)) {
		check_record(&last, check);
	} else {
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_NONE, NULL, NULL, cure());
	}
	ik_pairs_free(&last);
	ik_buffer_free(&text);
}
