/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answers.h: what was answered, and where each answer came from.  Passwords are kept apart, as
 * secrets. */
#ifndef IK_WIZARD_ANSWERS_H
#define IK_WIZARD_ANSWERS_H

#include <stdbool.h>

#include "base/secret.h"
#include "wizard/fields.h"

enum ik_answered {
	IK_FROM_NOWHERE,  /* not answered */
	IK_FROM_DEFAULT,  /* filled in by the page, and again each time it is entered */
	IK_FROM_OPERATOR, /* typed or chosen on a page */
	IK_FROM_COMMAND,  /* an option or an answer file */
};

typedef struct ik_answers ik_answers;

ik_answers *ik_answers_new(void);
void ik_answers_free(ik_answers *answers);

/* The answer to field ID: "" if there is none.  Valid until it is set again. */
const char *ik_answer(const ik_answers *answers, enum ik_field_id id);
enum ik_answered ik_answer_origin(const ik_answers *answers, enum ik_field_id id);
void ik_answer_set(ik_answers *answers, enum ik_field_id id, const char *value,
		   enum ik_answered origin);

/* The secret of a password field; made empty on first use, owned by the answers. */
ik_secret *ik_answer_secret(ik_answers *answers, enum ik_field_id id);

/* All secrets are empty again. */
void ik_answers_forget_secrets(ik_answers *answers);

/* Whether quitting would lose something typed, chosen or generated. */
bool ik_answers_touched(const ik_answers *answers);

#endif
