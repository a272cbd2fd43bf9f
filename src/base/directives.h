/* SPDX-License-Identifier: GPL-3.0-or-later */
/* directives.h: what a printf format takes.  msgfmt compares ours when they are compiled; a
 * catalogue that was changed or damaged later must not make printf read, or write, what was never
 * given. */
#ifndef IK_BASE_DIRECTIVES_H
#define IK_BASE_DIRECTIVES_H

#include <stdbool.h>

/* Whether TEXT, as a format, takes only arguments that ORIGINAL or PLURAL (NULL: none) take too, in
 * the same place and of the same type.  It may take fewer. */
bool ik_directives_fit(const char *text, const char *original, const char *plural);

#endif
