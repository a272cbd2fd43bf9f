/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_backup.c: whether the last backup holds what is in use, and is still what was written. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "files/read.h"
#include "ops/records/last_backup.h"
#include "ops/status/check_inside.h"
#include "pki/digest.h"
#include "zip/zip.h"

static char *cure(const struct ik_check *check)
{
	return ik_check_cure_by(check,
				check->whole ? _("Make a backup: %s")
					     : _("Once what is in use is whole again, make a "
						 "backup: %s"),
				"inkan backup FILE", NULL);
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
			     inner.id == IK_E_FILE_NONE ? IK_E_CHECK_BACKUP_GONE
							: IK_E_CHECK_BACKUP_READ,
			     shown, NULL, cure(check));
	else if (sha256 && ik_digest_sha256(bytes.data, bytes.size, hex, NULL)
		 && strcmp(hex, sha256) != 0)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_CHANGED, shown, NULL,
			     cure(check));
	ik_buffer_free(&bytes);
	free(path);
}

static void check_record(const ik_store *store, const struct ik_last_backup *last,
			 struct ik_check *check)
{
	char *shown = last->file ? ik_text_visible(last->file, strlen(last->file)) : NULL;

	check->backup_at = last->at;
	if (!last->file || last->newest < 0)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_NONE, NULL, NULL,
			     cure(check));
	else if (!ik_last_backup_holds(store, last, check->generation))
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_BACKUP_OLD, shown, NULL,
			     cure(check));
	else
		check_file(last->file, last->sha256, check);
	free(shown);
}

void ik_check_backup(const ik_store *store, struct ik_check *check)
{
	struct ik_last_backup last;
	struct ik_error inner = {0};

	/* Who may only look at the store does not see the backups, and says so with the other
	 * directories. */
	if (ik_last_backup_read(store, &last, &inner) || inner.id == IK_E_FILE_NONE)
		check_record(store, &last, check);
	ik_last_backup_free(&last);
}
