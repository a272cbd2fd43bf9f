/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_fold.c: the folder around the members of a backup is taken off their names. */
#include "config.h"

#include "ops/backup/backup_fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

bool ik_backup_is_named(const char *name, const char *file, size_t *prefix)
{
	size_t size = strlen(name), end = strlen(file);

	if (size < end || strcmp(name + size - end, file) != 0)
		return false;
	size -= end;
	if (prefix)
		*prefix = size;
	return size == 0 || name[size - 1] == '/' || name[size - 1] == '\\';
}

bool ik_backup_says(enum ik_error_id id, const char *name, struct ik_error *err)
{
	char *shown = ik_text_visible(name, strlen(name));

	ik_fail(err, id, shown);
	free(shown);
	return false;
}

/* The member that is the list, or NULL.  TWICE: there are several. */
static const char *find_list(const struct ik_zip *zip, size_t *prefix, bool *twice)
{
	const char *list = NULL;
	size_t size;

	*twice = false;
	for (size_t i = 0; i < zip->n; i++) {
		if (!ik_backup_is_named(zip->members[i].name, "manifest", &size))
			continue;
		*twice = list != NULL;
		list = zip->members[i].name;
		*prefix = size;
		if (*twice)
			break;
	}
	return list;
}

bool ik_backup_unfold(struct ik_zip *zip, struct ik_error *err)
{
	size_t size = 0;
	bool twice;
	const char *list = find_list(zip, &size, &twice);

	if (twice)
		return ik_backup_says(IK_E_BACKUP_TWICE, list, err);
	if (!list || size == 0)
		return true;
	char *prefix = ik_strndup(list, size);

	for (size_t i = 0; i < zip->n; i++) {
		char *name = zip->members[i].name;

		if (strncmp(name, prefix, size) != 0) {
			free(prefix);
			return ik_backup_says(IK_E_BACKUP_MEMBER, name, err);
		}
		memmove(name, name + size, strlen(name + size) + 1);
	}
	free(prefix);
	return true;
}
