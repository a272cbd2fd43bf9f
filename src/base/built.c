/* SPDX-License-Identifier: GPL-3.0-or-later */
/* built.c: the moment of the build, from configure. */
#include "config.h"

#include "base/built.h"

int64_t ik_built_at = IK_BUILT_AT;
