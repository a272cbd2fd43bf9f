/* SPDX-License-Identifier: GPL-3.0-or-later */
/* last_backup.c: the record of the backup that was proven last. */
#include "config.h"

#include "ops/records/last_backup.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"
#include "ops/records/generation.h"

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

/* Byte for byte: a rollback copies certificate and chain as they are. */
static bool has_same_certificate(const ik_store *store, const struct ik_buffer *certificate,
				 unsigned number)
{
	struct ik_buffer other = {0};
	bool same = ik_store_read(store, number, "certificate.pem", &other, NULL)
		    && ik_buffer_equal(&other, certificate);

	ik_buffer_free(&other);
	return same;
}

/* Whether one of those up to NEWEST has the certificate of NUMBER.  Its key was there still when
 * that went back to it, so that the backup, made before, has it too. */
static bool is_copy(const ik_store *store, unsigned number, int64_t newest)
{
	struct ik_buffer certificate = {0};
	unsigned *numbers = NULL;
	size_t n = 0;
	bool found = false;

	if (ik_store_read(store, number, "certificate.pem", &certificate, NULL)
	    && ik_store_generations(store, &numbers, &n, NULL))
		for (size_t i = n; i-- > 0 && !found;)
			found = (int64_t)numbers[i] <= newest
				&& has_same_certificate(store, &certificate, numbers[i]);
	free(numbers);
	ik_buffer_free(&certificate);
	return found;
}

bool ik_last_backup_holds(const ik_store *store, const struct ik_last_backup *last, unsigned number)
{
	struct ik_generation generation;
	bool went_back;

	if (last->newest >= (int64_t)number)
		return true;
	ik_generation_record(store, number, &generation, NULL);
	went_back = generation.has_info && generation.info.origin == IK_ORIGIN_ROLLED_BACK;
	ik_generation_free(&generation);
	return went_back && is_copy(store, number, last->newest);
}

void ik_last_backup_free(struct ik_last_backup *last)
{
	free(last->file);
	free(last->sha256);
	*last = (struct ik_last_backup){.newest = -1};
}
