/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.c: what stands on the recovery sheet, and its file. */
#include "config.h"

#include "ops/status/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "files/place.h"
#include "files/save.h"
#include "ops/records/last_backup.h"

static bool look_at_backup(struct ik_sheet *sheet, struct ik_error *err)
{
	struct ik_last_backup last = {0};
	struct ik_error inner = {0};
	ik_store *store = ik_store_open(sheet->situation.store, err);
	bool ok = store != NULL;

	if (ok && ik_last_backup_read(store, &last, &inner) && last.file) {
		sheet->backup = ik_text_visible(last.file, strlen(last.file));
		sheet->backup_at = last.at;
		sheet->backup_holds = ik_last_backup_holds(store, &last,
							   sheet->situation.generation);
	} else if (inner.id != IK_E_NONE && inner.id != IK_E_FILE_NONE) {
		ok = ik_pass(err, &inner);
	}
	ik_last_backup_free(&last);
	ik_store_close(store);
	return ok;
}

bool ik_sheet_look(const char *store, int64_t now, struct ik_sheet *sheet, struct ik_error *err)
{
	const struct ik_situation *situation = &sheet->situation;
	/* Where the sheet is read there is no working directory to begin from. */
	char *whole = realpath(store, NULL);

	*sheet = (struct ik_sheet){0};
	ik_situation_look(whole ? whole : store, now, &sheet->situation);
	free(whole);
	if (situation->damage.id != IK_E_NONE)
		return ik_pass(err, &situation->damage);
	if (situation->generation == 0 || !situation->facts.sha256)
		return ik_fail(err, IK_E_STORE_NONE, situation->store);
	return look_at_backup(sheet, err);
}

void ik_sheet_free(struct ik_sheet *sheet)
{
	ik_situation_free(&sheet->situation);
	free(sheet->backup);
	*sheet = (struct ik_sheet){0};
}

char *ik_sheet_default_file(const struct ik_sheet *sheet, int try)
{
	static const char zip[] = ".zip";
	const char *backup = sheet->backup;
	size_t size = backup ? strlen(backup) : 0;
	char *number = try > 1 ? ik_format("-%d", try) : ik_strdup("");
	char *file;

	if (size > strlen(zip) && strcmp(backup + size - strlen(zip), zip) == 0)
		size -= strlen(zip);
	file = backup ? ik_format("%.*s%s.txt", (int)size, backup, number)
		      : ik_format("inkan-%s-%u%s.txt", sheet->situation.host,
				  sheet->situation.generation, number);
	free(number);
	return file;
}

bool ik_sheet_save(const char *file, const char *text, struct ik_error *err)
{
	ik_save *save = NULL;
	const char *name;
	int dirfd = -1;
	bool ok = false;

	if (ik_place_open(file, &dirfd, &name, err))
		save = ik_save_begin(dirfd, name, 0600, (gid_t)-1, err);
	if (save && ik_save_write(save, text, strlen(text), err)) {
		ok = ik_save_commit(save, false, err);
		save = NULL;
	}
	ik_save_abort(save);
	if (dirfd >= 0)
		close(dirfd);
	return ok;
}
