/* SPDX-License-Identifier: GPL-3.0-or-later */
/* built.h: when this program was built: a clock that is before that is wrong. */
#ifndef IK_BASE_BUILT_H
#define IK_BASE_BUILT_H

#include <stdint.h>

/* In seconds since 1970.  A variable that the program exports, since the tests' worlds stand still
 * at a moment of the past, and move this along with the clock. */
extern int64_t ik_built_at;

#endif
