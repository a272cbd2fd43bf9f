/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contain_error.c: the error that a contained child answered with. */
#include "config.h"

#include "base/contain_child.h"

#include "base/pack.h"

void ik_answer_error(const ik_secret *body, struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(body);
	struct ik_error said;

	ik_unpack_error(&in, &said);
	if (!ik_unpack_end(&in))
		ik_fail(err, IK_E_CHILD_LIED);
	else if (said.id == IK_E_NONE)
		ik_fail(err, IK_E_CHILD_DIED);
	else
		ik_pass(err, &said);
}
