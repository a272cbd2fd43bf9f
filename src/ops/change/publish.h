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

#include "base/error.h"
#include "base/list.h"
#include "store/store.h"

/* What became of it.  A zeroed struct: nothing was done. */
struct ik_publish_end {
	bool published; /* agent.pem is that of the certificate in use; false: nothing is in use */
	size_t steps;   /* that it shows */
	bool signed_index; /* the index is, too; else STAYS says why it stays as it was */
	uint64_t sequence; /* the number of the index that was signed */
	int64_t expires;   /* and until when it is valid */
	struct ik_error stays;
	struct ik_list put_back; /* names of steps that only agent.pem had, and that STORE/steps has
				  * again */
};

/* Makes both anew as of NOW.  A store in which nothing is in use is fine, and so is a key that
 * cannot sign the index: that is missing, damaged, or of a kind that agents do not follow, whose
 * certificate is outside its dates, or whose clock stands before this program was built.  False:
 * something could not be read or written, with the error.  The lock is held.  Free END with
 * ik_publish_end_free(), also after a failure. */
bool ik_publish_derive(ik_store *store, int64_t now, struct ik_publish_end *end,
		       struct ik_error *err);

void ik_publish_end_free(struct ik_publish_end *end); /* zeroed again; twice is fine */

#endif
