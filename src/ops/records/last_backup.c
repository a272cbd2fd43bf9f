/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_backup.c: the record of the backup that was proven last. */
#include "config.h"

#include "ops/records/last_backup.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"

static const char record[] = "backups/last";

static char *copy_of(const struct ik_pairs *pairs, const char *id)
{
	const char *value = ik_pairs_get(pairs, id);

	return value ? ik_strdup(value) : NULL;
}

static void take(const struct ik_pairs *pairs, struct ik_last_backup *last)
{
	const char *newest = ik_pairs_get(pairs, "newest-generation");
	const char *time = ik_pairs_get(pairs, "time");
	uint64_t number;

	last->file = copy_of(pairs, "file");
	last->sha256 = copy_of(pairs, "sha256");
	if (newest && ik_text_number(newest, IK_GENERATION_MAX, &number))
		last->newest = (int64_t)number;
	if (time && ik_date_from_rfc3339(time) > 0)
		last->at = ik_date_from_rfc3339(time);
}

bool ik_last_backup_read(const ik_store *store, struct ik_last_backup *last, struct ik_error *err)
{
	struct ik_buffer text = {0};
	struct ik_pairs pairs = {0};
	bool ok = ik_store_get(store, record, &text, err);

	*last = (struct ik_last_backup){.newest = -1};
	if (ok && ik_pairs_parse(text.data, text.size, &pairs, NULL))
		take(&pairs, last);
	ik_pairs_free(&pairs);
	ik_buffer_free(&text);
	return ok;
}

bool ik_last_backup_write(ik_store *store, const struct ik_last_backup *last, struct ik_error *err)
{
	struct ik_buffer text = {0};
	char *newest = ik_format("%lld", (long long)last->newest);
	char *time = ik_date_rfc3339(last->at);
	bool ok;

	ik_pairs_write(&text, "file", last->file);
	ik_pairs_write(&text, "sha256", last->sha256);
	ik_pairs_write(&text, "newest-generation", newest);
	ik_pairs_write(&text, "time", time);
	ok = ik_store_put(store, record, text.data, text.size, err);
	free(time);
	free(newest);
	ik_buffer_free(&text);
	return ok;
}

void ik_last_backup_free(struct ik_last_backup *last)
{
	free(last->file);
	free(last->sha256);
	*last = (struct ik_last_backup){.newest = -1};
}
