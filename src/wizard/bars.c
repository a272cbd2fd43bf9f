/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bars.c: what of a generation its bar shows. */
#include "wizard/bars.h"

#include "ops/records/state.h"

void ik_bars_add(struct ik_timeline *timeline, const struct ik_shown *shown)
{
	ik_timeline_add(timeline, &(struct ik_timeline_bar){
					  .number = shown->generation,
					  .state = ik_state_word(shown->state),
					  .known = shown->facts.sha256 != NULL,
					  .from = shown->facts.not_before,
					  .until = shown->facts.not_after,
					  .in_use = shown->state == IK_STATE_IN_USE,
				  });
}
