/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.c: the answers, found by the id of their field. */
#include "wizard/answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct answer {
	char *id;
	char *value;
	enum ik_answered origin;
	ik_secret *secret;
};

struct ik_answers {
	struct answer *items;
	size_t n;
};

ik_answers *ik_answers_new(void)
{
	return ik_alloc(sizeof(ik_answers));
}

void ik_answers_free(ik_answers *answers)
{
	if (!answers)
		return;
	for (size_t i = 0; i < answers->n; i++) {
		free(answers->items[i].id);
		free(answers->items[i].value);
		ik_secret_free(answers->items[i].secret);
	}
	free(answers->items);
	free(answers);
}

static struct answer *find(const ik_answers *answers, const char *id)
{
	for (size_t i = 0; i < answers->n; i++)
		if (strcmp(answers->items[i].id, id) == 0)
			return &answers->items[i];
	return NULL;
}

static struct answer *find_or_add(ik_answers *answers, const char *id)
{
	struct answer *answer = find(answers, id);

	if (answer)
		return answer;
	answers->items = ik_realloc(answers->items, (answers->n + 1) * sizeof(*answers->items));
	answer = &answers->items[answers->n++];
	*answer = (struct answer){.id = ik_strdup(id)};
	return answer;
}

const char *ik_answer(const ik_answers *answers, const char *id)
{
	const struct answer *answer = find(answers, id);

	return answer && answer->value ? answer->value : "";
}

enum ik_answered ik_answer_origin(const ik_answers *answers, const char *id)
{
	const struct answer *answer = find(answers, id);

	return answer ? answer->origin : IK_FROM_NOWHERE;
}

void ik_answer_set(ik_answers *answers, const char *id, const char *value, enum ik_answered origin)
{
	struct answer *answer = find_or_add(answers, id);
	char *copy = ik_strdup(value ? value : "");   /* VALUE may be the old answer itself */

	free(answer->value);
	answer->value = copy;
	answer->origin = origin;
}

ik_secret *ik_answer_secret(ik_answers *answers, const char *id)
{
	struct answer *answer = find_or_add(answers, id);

	if (!answer->secret)
		answer->secret = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	return answer->secret;
}

void ik_answers_forget_secrets(ik_answers *answers)
{
	for (size_t i = 0; i < answers->n; i++)
		if (answers->items[i].secret)
			ik_secret_wipe(answers->items[i].secret);
}

bool ik_answers_touched(const ik_answers *answers)
{
	for (size_t i = 0; i < answers->n; i++) {
		const struct answer *answer = &answers->items[i];

		if (answer->origin == IK_FROM_OPERATOR || (answer->secret && ik_secret_size(answer->secret) > 0))
			return true;
	}
	return false;
}
