/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.h: what agents fetch is made of what the store holds: STORE/publish/agent.pem, the
 * certificate in use and the steps that lead to it, and then STORE/publish/index, which the one in
 * use signs.
 *
 * Both can be made again at any time.  Agents read the index first, so that they never see a
 * mixture, wherever this is cut. */
#ifndef IK_OPS_CHANGE_PUBLISH_H
#define IK_OPS_CHANGE_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "base/secret.h"
#include "base/watch.h"

struct ik_store;

/* What became of it.  A zeroed struct: nothing was done. */
struct ik_publish_end {
	bool published; /* agent.pem is that of the certificate in use; false: nothing is in use */
	char certificate[65]; /* the SHA-256 of that, lower-case hex; "" for none */
	size_t steps;         /* that it shows */
	bool signed_index;    /* the index is, too; else STAYS says why it stays as it was */
	uint64_t sequence;    /* the number of the index that was signed */
	int64_t expires;      /* and until when it is valid */
	struct ik_error stays;
	struct ik_list put_back; /* names of steps that only agent.pem had, and that STORE/steps has
				  * again */
};

/* Makes both anew as of NOW.  A store in which nothing is in use is fine, and so is a key that
 * cannot sign the index: that is missing, damaged, or of a kind that agents do not follow, whose
 * certificate is outside its dates, or whose clock stands before this program was built.  False:
 * something could not be read or written, with the error.  The lock is held.  Free END with
 * ik_publish_end_free(), also after a failure. */
bool ik_publish_derive(struct ik_store *store, int64_t now, struct ik_publish_end *end,
		       struct ik_error *err);

/* Makes agent.pem alone anew, where steps came and what is in use stayed; the index stays as well,
 * and needs no key. */
bool ik_publish_steps(struct ik_store *store, struct ik_error *err);

/* The first where the caller has what is in use in memory, whole: no child reads it once more. */
struct ik_publish_pair {
	const ik_secret *key;
	const struct ik_buffer *certificate; /* leaf, then chain */
	const char *sha256;                  /* of the leaf */
	int64_t not_before, not_after;       /* of it */
	bool leads;                          /* agents take what it signs */
};
bool ik_publish_derive_pair(struct ik_store *store, const struct ik_publish_pair *pair, int64_t now,
			    struct ik_publish_end *end, struct ik_error *err);

/* What is published, as it is to be from now on. */
struct ik_publish_wish {
	const char *store;
	int64_t now;
	const char *source;  /* where agents fetch it, as typed; "none": nowhere; NULL: as it was */
	unsigned valid_days; /* of an index; 0: as it was */
};

/* Keeps what WISH says, and makes all anew; END says what came of it.  What ik_rule_source() and
 * ik_publish_derive() say, and what a store refuses.  Free END, also after a failure. */
bool ik_publish_perform(const struct ik_publish_wish *wish, struct ik_watch *watch,
			struct ik_publish_end *end, struct ik_error *err);

void ik_publish_end_free(struct ik_publish_end *end); /* zeroed again; twice is fine */

#endif
