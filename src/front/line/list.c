/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.c: what a directory holds, for who looks for a file: a name a line. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "front/line/inside.h"
#include "wizard/browse.h"

/* Whoever hears more of them than that has forgotten the first. */
enum { NAMES_MAX = 40 };

static bool is_name(const struct ik_browse_entry *entry)
{
	return !entry->hidden && entry->choosable && strcmp(entry->name, "..") != 0;
}

static void say_names(const struct ik_plain *ui, const struct ik_browse *browse)
{
	size_t n = 0;

	for (size_t i = 0; i < browse->n_all; i++)
		n += is_name(&browse->all[i]);
	ik_plain_say_taken(
		ui, ik_format(ngettext("%zu name in %s", "%zu names in %s", n), n, browse->folder));
	if (n > NAMES_MAX)
		ik_plain_say_taken(ui, ik_format(_("The first %d of them:"), NAMES_MAX));
	for (size_t i = 0, said = 0; i < browse->n_all && said < NAMES_MAX; i++)
		if (is_name(&browse->all[i])) {
			ik_plain_say_taken(ui, ik_format("%s", browse->all[i].name));
			said++;
		}
}

bool ik_plain_list(const struct ik_plain *ui, const struct ik_field *field, const char *typed)
{
	struct ik_browse browse;
	size_t size = strlen(typed);

	if (field->kind != IK_FIELD_PATH || size == 0 || typed[size - 1] != '/')
		return false;
	ik_browse_begin(&browse, typed);
	if (browse.trouble.id != IK_E_NONE)
		ik_plain_say_error(ui, ik_error_sentence(&browse.trouble));
	else
		say_names(ui, &browse);
	ik_browse_end(&browse);
	return true;
}
