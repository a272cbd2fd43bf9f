/* SPDX-License-Identifier: GPL-3.0-or-later */
/* renew.h: what is in use is made new the way it came, without anybody there: whether it is due,
 * whether nobody has to decide, and the plan of a create that keeps what there is. */
#ifndef IK_OPS_CHANGE_RENEW_H
#define IK_OPS_CHANGE_RENEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "ops/change/create.h"
#include "ops/records/generation.h"
#include "store/store.h"

/* What is wanted. */
struct ik_renew_wish {
	bool if_due;      /* only once few days are left */
	int within;       /* that few; 0: 30, or a third of its life if that is less */
	bool accept_loss; /* what a new certificate cannot say may go */
};

/* What was found of the certificate in use.  Zeroed is empty. */
struct ik_renewal {
	unsigned generation;
	struct ik_facts facts;
	bool broken; /* its key is missing or damaged, or does not fit */
	bool due;    /* for that, or because no more than WITHIN days are left */
	int within;
	int64_t days_left;
	bool exportable;   /* its key, and so the new one */
	bool signs_itself; /* it was signed by its own key */
};

/* Looks at what is in use in STORE at NOW, and whether it may be made new now.  RENEWAL, which is
 * zeroed or of an earlier call, is filled as far as it goes even on false; free it with
 * ik_renewal_free().  IK_E_STORE_NONE; what cannot be read of it; IK_E_CHECK_CLOCK;
 * IK_E_RENEW_NOT_DUE, which is no failure; IK_E_RENEW_AUTHORITY, with the command that helps as its
 * detail. */
bool ik_renew_judge(const struct ik_renew_wish *wish, const char *store, int64_t now,
		    struct ik_renewal *renewal, struct ik_error *err);
void ik_renewal_free(struct ik_renewal *renewal); /* zeroed again */

/* Whether a new pair mends DAMAGE of GENERATION: it is its key's, whatever it is that is wrong with
 * it, and what is to be made new can be read. */
bool ik_renewal_mends(const struct ik_generation *generation, enum ik_error_id damage);

/* The plan of CREATE, in which all is filled in already, if ik_renew_judge() lets it pass;
 * IK_E_RENEW_LOSS with all that would be lost; IK_E_STORE_MOVED where another change came between
 * the judgement and the plan.  A key that is not exportable stays so.  Performed by
 * ik_create_perform(). */
bool ik_renew_plan(const struct ik_renew_wish *wish, const struct ik_create_wish *create,
		   const char *store, int64_t now, struct ik_renewal *renewal,
		   struct ik_create_plan **plan, struct ik_error *err);

#endif
