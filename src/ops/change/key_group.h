/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_group.h: which group may read a new key, decided in one place for whatever makes one: the
 * group given; else that of the certificate in use, so that no renewal takes the key away from its
 * services; else the one that a request or an earlier generation recorded. */
#ifndef IK_OPS_CHANGE_KEY_GROUP_H
#define IK_OPS_CHANGE_KEY_GROUP_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "ops/records/info.h"

/* Zeroed is not planned yet. */
struct ik_key_group {
	char *name; /* "" for none */
	gid_t id;   /* (gid_t)-1: none */
	char *lost; /* the group recorded, which cannot be given the key here; NULL: none is lost */
	char *dropped; /* the group that can read the key in use, or could read the one that
			* comes back, and no longer will, as was asked; or NULL */
	bool removed;  /* that none may read it was asked for, now or for what it comes from: it is
			  recorded */
};

/* What was recorded with a request, a generation, or what is in use. */
struct ik_key_group_record {
	const char *name; /* NULL or "": none */
	bool lost;        /* the key could not be given to NAME; the next one is to be */
	bool removed;     /* none, and that was asked for */
	bool asked; /* the operator gave it for just this key, so it goes before that of what is in
		       use */
};

/* Whether this user can let the group NAME ("": none) read a key; ID may be NULL.
 * IK_E_KEY_GROUP_UNKNOWN, IK_E_KEY_GROUP_DENIED. */
bool ik_key_group_rule(const char *name, gid_t *id, struct ik_error *err);

/* GIVEN by name or number: NULL: not given, "": no group.  One given that ik_key_group_rule()
 * refuses is an error; a recorded one becomes GROUP->lost.  Caller frees GROUP with
 * ik_key_group_free(), on false too. */
bool ik_key_group_choose(const char *given, const struct ik_key_group_record *in_use,
			 const struct ik_key_group_record *recorded, struct ik_key_group *group,
			 struct ik_error *err);

/* The same with what is in use in STORE, which need not exist; what this user may not read there
 * counts as not recorded. IK_E_STORE_READ where reading failed.  RECORDED may be NULL. */
bool ik_key_group_plan(const char *store, const char *given,
		       const struct ik_key_group_record *recorded, struct ik_key_group *group,
		       struct ik_error *err);

/* Of one alone, with nothing given: GROUP is what NAME is on this server. */
void ik_key_group_take(const char *name, struct ik_key_group *group);

/* What INFO, of a generation, records; the name is INFO's. */
struct ik_key_group_record ik_key_group_recorded(const struct ik_info *info);

/* Records GROUP in INFO. */
void ik_key_group_describe(const struct ik_key_group *group, struct ik_info *info);

void ik_key_group_free(struct ik_key_group *group); /* zeroed again */

#endif
