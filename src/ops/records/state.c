/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.c: the words for how a generation stands. */
#include "config.h"

#include "ops/records/state.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

static const struct {
	const char *id;
	const char *word;
} states[] = {
	[IK_STATE_IN_USE] = {"in-use", N_("in use")},
	[IK_STATE_RETIRED] = {"retired", N_("retired")},
	[IK_STATE_UNUSED] = {"unused", N_("unused")},
	[IK_STATE_DAMAGED] = {"damaged", N_("damaged")},
};

const char *ik_state_id(enum ik_generation_state state)
{
	return states[state].id;
}

bool ik_state_find(const char *id, enum ik_generation_state *state)
{
	for (size_t i = 0; i < IK_COUNT(states); i++)
		if (strcmp(states[i].id, id) == 0) {
			*state = (enum ik_generation_state)i;
			return true;
		}
	return false;
}

const char *ik_state_word(enum ik_generation_state state)
{
	return _(states[state].word);
}
