/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.c: the answers, one place a field. */
#include "wizard/answers.h"

#include <stdlib.h>

#include "base/alloc.h"

struct answer {
	char *value;
	enum ik_answered origin;
	ik_secret *secret;
};

struct ik_answers {
	struct answer of[IK_F_KEPT];
};

ik_answers *ik_answers_new(void)
{
	return ik_alloc(sizeof(ik_answers));
}

void ik_answers_free(ik_answers *answers)
{
	if (!answers)
		return;
	for (size_t i = 0; i < IK_F_KEPT; i++) {
		free(answers->of[i].value);
		ik_secret_free(answers->of[i].secret);
	}
	free(answers);
}

const char *ik_answer(const ik_answers *answers, enum ik_field_id id)
{
	const char *value = answers->of[id].value;

	return value ? value : "";
}

enum ik_answered ik_answer_origin(const ik_answers *answers, enum ik_field_id id)
{
	return answers->of[id].origin;
}

void ik_answer_set(ik_answers *answers, enum ik_field_id id, const char *value,
		   enum ik_answered origin)
{
	struct answer *answer = &answers->of[id];
	char *copy = ik_strdup(value ? value : ""); /* VALUE may be the old answer itself */

	free(answer->value);
	answer->value = copy;
	answer->origin = origin;
}

ik_secret *ik_answer_secret(ik_answers *answers, enum ik_field_id id)
{
	struct answer *answer = &answers->of[id];

	if (!answer->secret)
		answer->secret = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	return answer->secret;
}

void ik_answers_forget_secrets(ik_answers *answers)
{
	for (size_t i = 0; i < IK_F_KEPT; i++)
		ik_secret_wipe(answers->of[i].secret);
}

bool ik_answers_touched(const ik_answers *answers)
{
	for (size_t i = 0; i < IK_F_KEPT; i++) {
		const struct answer *answer = &answers->of[i];

		if (answer->origin == IK_FROM_OPERATOR
		    || (answer->secret && ik_secret_size(answer->secret) > 0))
			return true;
	}
	return false;
}
