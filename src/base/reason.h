/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reason.h: why the operating system refused something, in the language in use.
 *
 * The words are ours: the C library's follow its own locales, which a server need not have. */
#ifndef IK_BASE_REASON_H
#define IK_BASE_REASON_H

#include <stdbool.h>
#include <stddef.h>

/* What the errno NUMBER means: "No such file or directory".  One that is not in the table is named
 * by its number. Caller frees. */
char *ik_reason(int number);

/* For tests of the table. */
size_t ik_reason_count(void);
int ik_reason_at(size_t i);

#endif
