/* SPDX-License-Identifier: GPL-3.0-or-later */
/* waiting.c: the requests that wait, and the file that says what each is about. */
#include "config.h"

#include "ops/records/waiting.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"
#include "ops/records/info.h"
#include "store/requests.h"

void ik_waiting_write(const struct ik_waiting *waiting, struct ik_buffer *text)
{
	struct ik_info info;
	char *made_at = ik_date_rfc3339(waiting->made_at);
	char *file = ik_text_visible(waiting->file, strlen(waiting->file));

	ik_info_begin(&info, IK_ORIGIN_REQUESTED, waiting->made_at, 0);
	ik_pairs_write(text, "made-at", made_at);
	ik_pairs_write(text, "by", info.by);
	if (*info.sudo_user)
		ik_pairs_write(text, "sudo-user", info.sudo_user);
	ik_pairs_write(text, "name", waiting->name);
	ik_pairs_write(text, "names", waiting->names);
	ik_pairs_write(text, "key-type", waiting->key_type);
	if (*waiting->key_group)
		ik_pairs_write(text, "key-group", waiting->key_group);
	if (waiting->no_key_group)
		ik_pairs_write(text, "no-key-group", "yes");
	if (waiting->asked_key_group)
		ik_pairs_write(text, "key-group-asked", "yes");
	ik_pairs_write(text, "file", file);
	ik_info_free(&info);
	free(file);
	free(made_at);
}

/* The store may have been edited by hand: nothing of it is shown unfiltered. */
static char *value(const struct ik_pairs *pairs, const char *id)
{
	const char *text = ik_pairs_get(pairs, id);

	return text ? ik_text_visible(text, strlen(text)) : ik_strdup("");
}

static bool is_yes(const struct ik_pairs *pairs, const char *id)
{
	const char *text = ik_pairs_get(pairs, id);

	return text && !strcmp(text, "yes");
}

bool ik_waiting_parse(const struct ik_buffer *text, struct ik_waiting *waiting)
{
	struct ik_pairs pairs = {0};
	bool ok = ik_pairs_parse(text->data, text->size, &pairs, NULL);
	const char *made_at = ok ? ik_pairs_get(&pairs, "made-at") : NULL;
	const char *exportable = ok ? ik_pairs_get(&pairs, "exportable") : NULL;

	waiting->made_at = made_at ? ik_date_from_rfc3339(made_at) : -1;
	waiting->name = value(&pairs, "name");
	waiting->names = value(&pairs, "names");
	waiting->key_type = value(&pairs, "key-type");
	waiting->key_group = value(&pairs, "key-group");
	waiting->no_key_group = ok && is_yes(&pairs, "no-key-group");
	waiting->asked_key_group = ok && is_yes(&pairs, "key-group-asked");
	waiting->file = value(&pairs, "file");
	waiting->exportable = !exportable || strcmp(exportable, "no") != 0;
	ik_pairs_free(&pairs);
	return ok && waiting->made_at >= 0 && *waiting->name;
}

bool ik_waiting_read(const ik_store *store, const char *id, struct ik_waiting *waiting)
{
	struct ik_buffer text = {0};
	bool ok;

	*waiting = (struct ik_waiting){0};
	ok = ik_store_request_read(store, id, IK_REQUEST_INFO, &text, &waiting->damage)
	     && ik_waiting_parse(&text, waiting);
	ik_buffer_free(&text);
	if (!ok) {
		struct ik_error damage = waiting->damage;

		ik_waiting_clear(waiting);
		if (damage.id == IK_E_STORE_DENIED)
			waiting->damage = damage;
		else
			ik_fail(&waiting->damage, IK_E_REQUEST_DAMAGED, id);
	}
	waiting->id = ik_strdup(id);
	return ok;
}

bool ik_request_waits(const ik_store *store)
{
	struct ik_list ids = {0};
	bool waits = ik_store_requests(store, &ids, NULL) && ids.n > 0;

	ik_list_free(&ids);
	return waits;
}

bool ik_requests_waiting(const char *path, struct ik_waiting **waiting, size_t *n,
			 struct ik_error *err)
{
	struct ik_error inner = {0};
	struct ik_list ids = {0};
	ik_store *store = ik_store_open(path, &inner);
	bool ok;

	*waiting = NULL;
	*n = 0;
	if (!store && inner.id == IK_E_STORE_NONE)
		return true;
	ok = store && ik_store_requests(store, &ids, &inner);
	if (ok && ids.n)
		*waiting = ik_alloc_array(ids.n, sizeof(**waiting));
	while (ok && *n < ids.n) {
		ik_waiting_read(store, ids.items[*n], &(*waiting)[*n]);
		(*n)++;
	}
	if (!ok)
		ik_pass(err, &inner);
	ik_list_free(&ids);
	ik_store_close(store);
	return ok;
}

void ik_waiting_clear(struct ik_waiting *waiting)
{
	free(waiting->id);
	free(waiting->name);
	free(waiting->names);
	free(waiting->key_type);
	free(waiting->key_group);
	free(waiting->file);
	*waiting = (struct ik_waiting){0};
}

void ik_waiting_free(struct ik_waiting *waiting, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ik_waiting_clear(&waiting[i]);
	free(waiting);
}
