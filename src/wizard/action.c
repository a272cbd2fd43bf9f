/* SPDX-License-Identifier: GPL-3.0-or-later */
/* action.c: the list of actions, as a table. */
#include "wizard/action.h"

static const struct ik_action_info actions[] = {
#define X(id, name, keys, bar, help) [IK_ACTION_##id] = {name, keys, bar, help},
	IK_ACTIONS(X)
#undef X
};

const struct ik_action_info *ik_action_info(enum ik_action action)
{
	return &actions[(unsigned)action < IK_ACTION_COUNT ? action : IK_ACTION_NONE];
}
