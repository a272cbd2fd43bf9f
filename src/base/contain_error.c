/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_error.c: an error as a child made it. */
#include "config.h"

#include "base/contain_child.h"

#include <limits.h>
#include <stdlib.h>

#include "base/pack.h"

static void take_detail(const char *detail, int reason, struct ik_error *err)
{
	if (detail && *detail)
		ik_error_detail(err, "%s", detail);
	else if (err)
		err->reason = reason;
}

void ik_answer_error(const ik_secret *body, struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(body);
	char *args[IK_ERROR_ARGS];
	const int64_t id = ik_unpack_number(&in);

	for (size_t i = 0; i < IK_ERROR_ARGS; i++)
		args[i] = ik_unpack_text(&in);

	char *detail = ik_unpack_text(&in);
	const int64_t reason = ik_unpack_number(&in);

	if (!ik_unpack_end(&in) || id < 0 || id >= IK_E_COUNT || reason < 0 || reason > INT_MAX) {
		ik_fail(err, IK_E_CHILD_LIED);
	} else if (id == IK_E_NONE) {
		ik_fail(err, IK_E_CHILD_DIED);
	} else {
		ik_fail(err, (enum ik_error_id)id, args[0], args[1], args[2]);
		take_detail(detail, (int)reason, err);
	}
	for (size_t i = 0; i < IK_ERROR_ARGS; i++)
		free(args[i]);
	free(detail);
}
