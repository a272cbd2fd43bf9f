/* SPDX-License-Identifier: GPL-3.0-or-later */
/* derived.c: what was derived beforehand is packed with all that tells it from another, and found
 * by that. */
#include "pki/derived.h"

#include <string.h>

#include "base/pack.h"

static void write_name(const struct ik_derived *what, struct ik_buffer *name)
{
	ik_buffer_format(name, "%d %d %d %llu %zu ", what->kind, what->digest, what->id,
			 (unsigned long long)what->rounds, what->size);
	ik_buffer_add(name, what->salt.data, what->salt.size);
}

bool ik_derived_find(const ik_secret *ready, const struct ik_derived *what, uint8_t *out)
{
	struct ik_buffer wanted = {0};
	struct ik_unpack in;
	bool found = false;

	if (!ready || what->size > IK_DERIVED_MAX)
		return false;
	write_name(what, &wanted);
	in = ik_unpack_begin(ready);
	while (!found && in.left > 0 && !in.failed) {
		struct ik_buffer name = {0};
		ik_secret *key = NULL;

		ik_unpack_bytes(&in, &name);
		ik_unpack_secret(&in, &key);
		found = key && name.size == wanted.size
			&& memcmp(name.data, wanted.data, name.size) == 0
			&& ik_secret_size(key) == what->size;
		if (found)
			memcpy(out, ik_secret_data(key), what->size);
		ik_secret_free(key);
		ik_buffer_free(&name);
	}
	ik_buffer_free(&wanted);
	return found;
}

bool ik_derived_keep(ik_secret *ready, const struct ik_derived *what, const uint8_t *key)
{
	struct ik_buffer name = {0};
	bool ok;

	write_name(what, &name);
	ok = ik_pack_bytes(ready, name.data, name.size) && ik_pack_bytes(ready, key, what->size);
	ik_buffer_free(&name);
	return ok;
}
