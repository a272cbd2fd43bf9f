/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect.h: whether everything in the store has the owner and the permissions that it should. */
#ifndef IK_STORE_INSPECT_H
#define IK_STORE_INSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/list.h"
#include "store/store.h"

/* Something that is more open than it should be, or that belongs to somebody else. */
struct ik_flaw {
	char *path;          /* as it can be shown */
	unsigned generation; /* whose private file it is; 0: no such file */
	mode_t mode;         /* as it is */
	gid_t group;         /* of the file */
	mode_t most;         /* as it should be at most */
	bool foreign;        /* neither root nor the owner of the store owns it */
};

/* A zeroed struct is empty. */
struct ik_flaws {
	struct ik_flaw *items;
	size_t n;
	struct ik_list unread; /* directories that this user may not look into */
};

/* Looks at all of STORE but hooks.d.  Private files that a group may read are flaws here, too. */
void ik_store_inspect(const ik_store *store, struct ik_flaws *flaws);
void ik_flaws_free(struct ik_flaws *flaws); /* zeroed again */

/* Whether this user, or root, is the owner of STORE: whose changes it is for. */
bool ik_store_is_own(const ik_store *store);

#endif
