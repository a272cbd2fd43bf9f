/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup.h: a password-protected backup of all generations, proven by opening it again. */
#ifndef IK_OPS_CHANGE_BACKUP_H
#define IK_OPS_CHANGE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/change/backup_target.h"
#include "ops/change/outcome.h"
#include "ops/records/state.h"

struct ik_backup_plan {
	char *store;
	unsigned in_use;
	struct ik_facts facts; /* of IN_USE */
	unsigned generations;
	unsigned keys;     /* of them, that will be sealed into it */
	unsigned requests; /* that wait, with their keys */
	bool read_only; /* the store is on a file system that can only be read, so it cannot record
			   this */
	struct ik_backup_target target;
	struct ik_list kept_back; /* the generations whose keys it leaves out, as
				     ik_backup_kept_back() says */
	int64_t planned_at;
};

bool ik_backup_plan(const char *store, const char *file, const ik_secret *password, int64_t now,
		    struct ik_backup_plan **plan, struct ik_error *err);
void ik_backup_plan_free(struct ik_backup_plan *plan); /* NULL is fine */
bool ik_backup_perform(const struct ik_backup_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err);

/* --- test-opening ----------------------------------------------------------------------------- */

/* One generation in a backup. */
struct ik_backup_entry {
	unsigned number;
	bool damaged; /* when the backup was made, which only names it: the rest says nothing */
	enum ik_key_state key_state;
	struct ik_facts facts;
};

struct ik_backup_content {
	char *server; /* the name it was made on; filtered */
	char *server_id;
	int64_t time;
	unsigned in_use;
	struct ik_backup_entry *entries;
	size_t n;
	size_t requests; /* that wait for their certificate, with their keys */
};

/* Opens the backup FILE with PASSWORD (as typed) the way a restore does, in this order: ZIP rules,
 * MAC of the seal, hash of the manifest, size and hash of each member, keys, each key fits its
 * certificate.  Nothing is written. */
bool ik_backup_verify(const char *file, const ik_secret *password, struct ik_watch *watch,
		      struct ik_backup_content *content, struct ik_error *err);
void ik_backup_content_free(struct ik_backup_content *content);

#endif
