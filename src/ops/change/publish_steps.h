/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish_steps.h: steps that what is published still has, and the store lost.  Private to the
 * room. */
#ifndef IK_OPS_CHANGE_PUBLISH_STEPS_H
#define IK_OPS_CHANGE_PUBLISH_STEPS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "ops/records/steps.h"
#include "store/store.h"

/* Puts each step of PUBLISHED, an agent.pem, back into STORE that verifies and that is not among
 * KEPT; NAMES gets the names of their files.  The lock is held. */
bool ik_publish_put_back(ik_store *store, const struct ik_buffer *published,
			 const struct ik_kept_steps *kept, struct ik_list *names,
			 struct ik_error *err);

#endif
