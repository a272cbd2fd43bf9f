/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exhausted.h: the end of a program that has no memory left. */
#ifndef IK_BASE_EXHAUSTED_H
#define IK_BASE_EXHAUSTED_H

#include <stdbool.h>

/* Says for PROGRAM that there is none, LATE as in alloc.h, and ends the process; allocates nothing.
 */
_Noreturn void ik_exhausted(const char *program, bool late);

#endif
