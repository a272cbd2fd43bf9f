/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exhausted.c: one line, and out. */
#include "config.h"

#include "base/exhausted.h"

#include <stdio.h>
#include <unistd.h>

#include "base/error.h"

void ik_exhausted(const char *program, bool late)
{
	const enum ik_error_id id = late ? IK_E_NO_MEMORY_LATE : IK_E_NO_MEMORY;
	char line[256];
	int size = snprintf(line, sizeof(line), "%s: INK-%04u: %s\n", program, ik_error_number(id),
			    ik_error_msgid(id));
	ssize_t written = write(STDERR_FILENO, line, (size_t)size);

	(void)written; /* there is nobody left to tell */
	_exit(ik_error_status(id));
}
