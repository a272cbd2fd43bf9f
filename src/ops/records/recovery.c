/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recovery.c: which recovery certificate agents pin. */
#include "config.h"

#include "ops/records/recovery.h"

#include <stdlib.h>
#include <string.h>

#include "ops/records/default_store.h"

static const char record[] = "recovery";

/* One line, its end and nothing else. */
bool ik_recovery_parse(const struct ik_buffer *text, struct ik_sha256 *sha256)
{
	char hex[IK_SHA256_HEX + 1] = "";

	if (text->size != IK_SHA256_HEX + 1 || text->data[IK_SHA256_HEX] != '\n')
		return false;
	memcpy(hex, text->data, IK_SHA256_HEX);
	return ik_sha256_read(hex, sha256);
}

char *ik_recovery_cure(const ik_store *store)
{
	return ik_command_without(ik_store_path(store), record, "inkan restore FILE");
}

bool ik_recovery_read(const ik_store *store, bool *has, struct ik_sha256 *sha256,
		      struct ik_error *err)
{
	struct ik_buffer text = {0};
	struct ik_error inner = {0};
	bool good;

	*has = ik_store_get(store, record, &text, &inner);
	if (!*has)
		return inner.id == IK_E_FILE_NONE || ik_pass(err, &inner);
	good = ik_recovery_parse(&text, sha256);
	ik_buffer_free(&text);
	*has = good;
	return good || ik_fail(err, IK_E_RECOVERY_DAMAGED)
	       || ik_tell_cure(ik_recovery_cure(store), err);
}

bool ik_recovery_write(ik_store *store, const struct ik_sha256 *sha256, struct ik_error *err)
{
	char line[IK_SHA256_HEX + 2];

	ik_sha256_hex(sha256, line);
	line[IK_SHA256_HEX] = '\n';
	return ik_store_put_public(store, record, line, IK_SHA256_HEX + 1, err);
}

bool ik_recovery_remove(ik_store *store, struct ik_error *err)
{
	return ik_store_drop(store, record, err);
}
