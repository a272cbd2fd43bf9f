/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome.h: what a change did, read back from disk. */
#ifndef IK_OPS_CHANGE_OUTCOME_H
#define IK_OPS_CHANGE_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"
#include "ops/change/lead.h"
#include "ops/change/publish.h"
#include "ops/records/retention.h"

/* What became of one command that ran after the switch. */
struct ik_hook_result {
	char *name;
	struct ik_error failure; /* none: it went well */
	double seconds;
	struct ik_list said; /* the last lines that it printed, filtered */
};

struct ik_outcome {
	bool switched; /* CURRENT points to GENERATION now */
	bool unproven; /* SWITCHED, but what is in use now was not read back as it was written: LATE
			  says why */
	unsigned generation_before; /* 0: there was none */
	unsigned generation;
	bool has_before; /* BEFORE could be read */
	struct ik_facts before;
	struct ik_facts now; /* read back from disk after the switch */
	enum ik_lead lead;   /* whether agents follow from BEFORE to NOW */
	uint64_t step;       /* the number of the step that leads them; 0: there is none */
	char *backup_file;   /* NULL: none was made */
	uint64_t backup_size;
	unsigned backup_generations; /* that it holds */
	unsigned backup_keys;        /* of them with their key */
	bool backup_proven;          /* opened again and compared */
	char *request;      /* id of the request that was made, or that was completed; NULL: none */
	char *request_file; /* where the one that was made was written; NULL: none was made */
	unsigned restored;  /* generations that came back from a backup */
	unsigned requests_restored;      /* and requests */
	unsigned steps_restored;         /* and steps for agents */
	bool recovery_restored;          /* and which recovery certificate they pin */
	struct ik_old_keys keys_deleted; /* of these generations; they were old enough */
	struct ik_hook_result *hooks;    /* in the order in which they ran */
	size_t n_hooks;
	struct ik_publish_end publish; /* what agents fetch, after a switch */
	struct ik_error late; /* what failed after the switch (exit 3); none if nothing did */
};

/* Whether anything came back from a backup. */
bool ik_outcome_restored(const struct ik_outcome *outcome);

void ik_outcome_free(struct ik_outcome *outcome);

#endif
