/* SPDX-License-Identifier: GPL-3.0-or-later */
/* complete.c: what is made of an answer that is being typed: how far a path can be lengthened
 * without a choice, and what is left away when the field is left. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/list.h"
#include "base/text.h"
#include "files/place.h"
#include "ops/rules/rules.h"
#include "wizard/inside.h"
#include "wizard/page.h"
#include "wizard/wizard.h"

/* Bytes that all NAMES share from their start, whole characters only. */
static size_t shared(const struct ik_list *names)
{
	const char *first = names->items[0];
	size_t n = strlen(first);

	for (size_t i = 1; i < names->n; i++) {
		size_t k = 0;

		while (k < n && names->items[i][k] == first[k])
			k++;
		n = k;
	}
	return ik_text_cut(first, strlen(first), n);
}

char *ik_wizard_expand(const char *typed)
{
	const char *home = getenv("HOME");

	return strncmp(typed, "~/", 2) == 0 && home ? ik_format("%s%s", home, typed + 1)
						    : ik_strdup(typed);
}

char *ik_wizard_on_disk(const char *text)
{
	char *disk = ik_text_to_locale(text);

	/* It may have got its name on a system that writes UTF-8. */
	if (disk && (access(disk, F_OK) == 0 || access(text, F_OK) != 0))
		return disk;
	free(disk);
	return ik_strdup(text);
}

static bool exists(const char *typed)
{
	char *path = ik_wizard_expand(typed);
	char *disk = ik_wizard_on_disk(path);
	bool found = *disk && access(disk, F_OK) == 0;

	free(disk);
	free(path);
	return found;
}

char *ik_field_tidied(const struct ik_wizard *wizard, const struct ik_field *field)
{
	const char *text = ik_answer(wizard->answers, field->id);

	if (field->kind == IK_FIELD_PATH)
		return ik_rule_tidy_path(text, field->makes, exists);
	return field->tidy ? field->tidy(text) : NULL;
}

char *ik_wizard_complete(struct ik_wizard *wizard, const struct ik_field *field)
{
	const char *typed = ik_answer(wizard->answers, field->id);
	const char *slash = strrchr(typed, '/');
	size_t folder = slash ? (size_t)(slash - typed) + 1 : 0;
	char *longer = NULL;
	struct ik_list names = {0};
	char *partial = ik_wizard_expand(typed);

	ik_place_complete(partial, &names);
	free(partial);
	if (names.n > 0) {
		size_t n = shared(&names);

		if (n > strlen(typed + folder))
			longer = ik_format("%.*s%.*s", (int)folder, typed, (int)n, names.items[0]);
	}
	ik_list_free(&names);
	return longer;
}
