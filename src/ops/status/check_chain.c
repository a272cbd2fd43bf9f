/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_chain.c: what clients and servers will say of the certificate in use, and of each one of
 * the chain behind it. */
#include "config.h"

#include "base/contain.h"
#include "base/objection.h"
#include "ops/records/objection_cure.h"
#include "ops/status/check_inside.h"
#include "pki/judge.h"

enum { ROOM = 1024 * 1024 };

struct judging {
	const struct ik_buffer *certificate;
	int64_t now;
};

/* In a child: others made what is read here. */
static bool judge(const void *argument, const ik_secret *secret, ik_secret *result,
		  struct ik_error *err)
{
	const struct judging *judging = argument;
	struct ik_objections objections = {0};
	bool ok;

	(void)secret;
	ik_chain_judge(judging->certificate->data, judging->certificate->size, judging->now,
		       &objections);
	ok = ik_objections_pack(&objections, result) || ik_fail(err, IK_E_CHILD_LIED);
	ik_objections_free(&objections);
	return ok;
}

static void say(const struct ik_objection *objection, struct ik_check *check)
{
	static const enum ik_severity severities[] = {
		[IK_WEIGHT_REMARK] = IK_SEVERITY_REMARK,
		[IK_WEIGHT_WARNING] = IK_SEVERITY_WARNING,
		[IK_WEIGHT_CRITICAL] = IK_SEVERITY_CRITICAL,
	};
	struct ik_error error = {0};

	ik_objection_error(objection, &error);
	ik_check_add(check, severities[ik_objection_weight(objection->id, false)], &error,
		     ik_objection_cure(objection, check->store, NULL));
}

void ik_check_asked(const struct ik_asked *asked, struct ik_check *check)
{
	struct ik_objections objections = {0};

	ik_asked_compare(asked, &check->facts, &objections);
	for (size_t i = 0; i < objections.n; i++)
		say(&objections.items[i], check);
	ik_objections_free(&objections);
}

void ik_check_chain(const struct ik_buffer *certificate, struct ik_check *check)
{
	const struct judging judging = {.certificate = certificate, .now = check->now};
	const struct ik_job job = {.run = judge, .argument = &judging, .result_cap = ROOM};
	struct ik_objections objections = {0};
	struct ik_error failure = {0};
	ik_secret *result;

	if (ik_contain_one(&job, NULL, &result, &failure)) {
		struct ik_unpack in = ik_unpack_begin(result);

		ik_objections_unpack(&in, &objections);
		ik_unpack_done(&in, &failure);
	}
	if (ik_error_is_limit(failure.id))
		ik_check_limit(&failure, check);
	else if (failure.id != IK_E_NONE)
		ik_check_add(check, IK_SEVERITY_UNKNOWN, &failure, NULL);
	for (size_t i = 0; failure.id == IK_E_NONE && i < objections.n; i++)
		say(&objections.items[i], check);
	ik_objections_free(&objections);
	ik_secret_free(result);
}
