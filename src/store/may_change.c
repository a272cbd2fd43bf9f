/* SPDX-License-Identifier: GPL-3.0-or-later */
/* may_change.c: whether a store may be changed: by this user, and with nobody else who could change
 * it meanwhile. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store/inside.h"

/* A directory inside the store is held to the same rules. */
static bool part_is_ours(const struct ik_walk *walk, const char *name, struct ik_error *err)
{
	struct stat st;

	if (fstatat(walk->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return true; /* opening it later says why */
	enum ik_error_id id = S_ISDIR(st.st_mode) ? ik_walk_judge(&st, true) : IK_E_STORE_PATH;
	if (id == IK_E_NONE)
		return true;
	char *part = ik_format("%s/%s", walk->path, name);
	ik_fail(err, id, part);
	free(part);
	return false;
}

bool ik_walk_may_change(const struct ik_walk *walk, struct ik_error *err)
{
	if (!ik_walk_can_write(walk, err))
		return false;
	return !ik_walk_arrived(walk)
	       || (part_is_ours(walk, "generations", err) && part_is_ours(walk, "backups", err));
}

bool ik_store_in_command(void)
{
	return getenv(IK_STORE_EVENT) != NULL;
}

bool ik_store_refuse_command(struct ik_error *err)
{
	return !ik_store_in_command() || ik_fail(err, IK_E_HOOK_INSIDE);
}

bool ik_store_may_change(const char *path, struct ik_error *err)
{
	struct ik_walk walk;

	if (!ik_store_refuse_command(err) || !ik_walk(path, &walk, err))
		return false;
	bool ok = ik_walk_may_change(&walk, err);
	ik_walk_free(&walk);
	return ok;
}
