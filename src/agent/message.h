/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.h: FILE.inkan, and whether FILE is the file that it names. */
#ifndef IK_AGENT_MESSAGE_H
#define IK_AGENT_MESSAGE_H

#include <stdbool.h>

#include "base/error.h"
#include "trust/opened.h"

/* A zeroed struct is empty. */
struct ik_message {
	struct ik_opened opened; /* the message alone */
	struct ik_opened steps;  /* that stand behind it */
};

/* Opens the message at PATH.  The errors of ik_read_file() and ik_opened_one(); free OUT with
 * ik_message_free(), also after a failure. */
bool ik_message_open(const char *path, struct ik_message *out, struct ik_error *err);

/* Reads FILE once, no further than the message says it goes.  IK_E_AGENT_FILE where its name, size
 * or hash is another; the errors of ik_read_through(). */
bool ik_message_fits(const struct ik_message *message, const char *file, struct ik_error *err);

/* What it says of that file. */
const struct ik_named_file *ik_message_file(const struct ik_message *message);

void ik_message_free(struct ik_message *message); /* empty again; twice is fine */

#endif
