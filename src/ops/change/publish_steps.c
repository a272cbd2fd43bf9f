/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish_steps.c: steps that the store lost, taken from what is published. */
#include "config.h"

#include "ops/change/publish_steps.h"

#include <stdlib.h>
#include <string.h>

#include "store/steps.h"
#include "trust/opened.h"

static const char begin_mark[] = "-----BEGIN PKCS7-----\n", end_mark[] = "-----END PKCS7-----\n";

/* The next block of TEXT, which then stands behind it; false: there is none. */
static bool next_block(const char **text, const char **block, size_t *size)
{
	const char *begin = strstr(*text, begin_mark);
	const char *end = begin ? strstr(begin, end_mark) : NULL;

	if (!end)
		return false;
	*block = begin;
	*text = end + sizeof(end_mark) - 1;
	*size = (size_t)(*text - begin);
	return true;
}

static bool is_kept(const struct ik_kept_steps *kept, const char *block, size_t size)
{
	for (size_t i = 0; i < kept->opened.n; i++)
		if (kept->pem[i].size == size && !memcmp(kept->pem[i].data, block, size))
			return true;
	return false;
}

/* Whether both ends of a hand-over signed it; of a recovery, its end and somebody else. */
static bool is_true(const struct ik_opened *opened)
{
	const struct ik_steps steps = ik_opened_as_steps(opened);
	const struct ik_statement *step = &opened->items[0];

	if (!steps.verified(steps.context, 0, &step->to))
		return false;
	return step->kind == IK_STATEMENT_HANDOVER ? steps.verified(steps.context, 0, &step->from)
						   : opened->cms[0].n == IK_CMS_SIGNERS_MAX;
}

/* Whether the file NAME is there, and what it is called.  More are there than are ever opened. */
static bool is_whole(const ik_store *store, const struct ik_kept_steps *kept, const char *name)
{
	struct ik_list files = {0};
	bool there = ik_list_has(&kept->names, name)
		     || (!ik_list_has(&kept->damaged, name) && ik_store_steps(store, &files, NULL)
			 && ik_list_has(&files, name));

	ik_list_free(&files);
	return there;
}

/* The same step in other bytes is the same step: what it says is in its name. */
static bool put_back_one(ik_store *store, const char *block, size_t size,
			 const struct ik_kept_steps *kept, struct ik_list *names,
			 struct ik_error *err)
{
	struct ik_opened opened;
	struct ik_error failure = {0};
	bool read = ik_opened_steps(block, size, &opened, &failure);
	bool good = read || !ik_error_is_limit(failure.id) || ik_pass(err, &failure);

	if (read && opened.n == 1 && is_true(&opened)) {
		char *name = ik_step_name(&opened.items[0]);

		if (!is_whole(store, kept, name)) {
			good = ik_store_step_put(store, name, block, size, err);
			if (good)
				ik_list_add(names, name);
		}
		free(name);
	}
	ik_opened_free(&opened);
	return good;
}

bool ik_publish_put_back(ik_store *store, const struct ik_buffer *published,
			 const struct ik_kept_steps *kept, struct ik_list *names,
			 struct ik_error *err)
{
	const char *text = ik_buffer_string(published), *block;
	bool good = true;
	size_t size;

	while (good && next_block(&text, &block, &size))
		if (!is_kept(kept, block, size))
			good = put_back_one(store, block, size, kept, names, err);
	return good;
}
