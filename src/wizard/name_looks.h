/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_looks.h: names that may be taken for others.  For this room only. */
#ifndef IK_WIZARD_NAME_LOOKS_H
#define IK_WIZARD_NAME_LOOKS_H

/* What is to be known of the first of NAMES, one or a list, that may be taken for another one, with
 * how it is written; NULL for none.  Caller frees. */
char *ik_name_warning(const char *names);

#endif
