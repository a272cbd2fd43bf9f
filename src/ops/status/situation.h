/* SPDX-License-Identifier: GPL-3.0-or-later */
/* situation.h: how things stand: the certificate in use, this server, what an interrupted run left.
 */
#ifndef IK_OPS_STATUS_SITUATION_H
#define IK_OPS_STATUS_SITUATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/validity.h"
#include "ops/status/last_run.h"

struct ik_situation {
	char *store; /* path */
	bool store_exists;
	enum ik_validity validity;
	unsigned generation;   /* in use, 0 for none */
	struct ik_facts facts; /* of the one in use, when it can be read */
	char *key_group;   /* that is to read its key, as it records; NULL: it records nothing */
	bool no_key_group; /* it records that none was asked for */
	bool keeps_all;    /* a new certificate would say all that it says */
	struct ik_error damage;    /* why it is damaged; or why the store cannot be read */
	struct ik_error no_change; /* why this user may not change the store; none if it may */
	bool has_generations;      /* there are some, in use or not */
	unsigned next_generation;  /* the number that the next one gets */
	struct ik_last_run last_run;
	struct ik_list commands_failed; /* after the last switch, and did not run well since */
	struct ik_list commands_unrun;  /* not run for GENERATION */
	bool backup_known;              /* backups/last names a backup that holds GENERATION */
	char *host; /* this server's full name, as far as it is a valid one; "" if not */
	/* host, short name, and addresses that a rule allows: see host.h */
	struct ik_list host_names;
	bool clock_free; /* nothing keeps this server's clock right */
	int64_t now;
};

/* Never fails: what is wrong is part of the situation.  STORE may not exist. */
void ik_situation_look(const char *store, int64_t now, struct ik_situation *situation);
/* Whether what was in use when SITUATION was looked at is in use still. */
bool ik_situation_stands(const struct ik_situation *situation);

void ik_situation_free(struct ik_situation *situation);

/* The default path of a backup made now: STORE/backups/inkan-HOST-GENERATION-TIME.zip; caller
 * frees. */
char *ik_backup_default_file(const char *store, const char *host, unsigned generation, int64_t now);

#endif
