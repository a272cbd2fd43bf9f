/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plain.h: the pages as questions on lines, for screen readers, serial lines and shells in editors:
 * no cursor is moved, nothing is drawn. */
#ifndef IK_FRONT_LINE_PLAIN_H
#define IK_FRONT_LINE_PLAIN_H

#include "wizard/frontend.h"

/* Asks on standard output, hears from standard input, whatever that is.  Passwords are typed on the
 * terminal only, and only if standard input is one; those that the answers hold from the start are
 * not asked for. */
extern const struct ik_frontend ik_frontend_plain;

#endif
