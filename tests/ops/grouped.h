/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grouped.h: a store whose key a group may read, in an empty directory. */
#ifndef TESTS_OPS_GROUPED_H
#define TESTS_OPS_GROUPED_H

#include "ops/records/info.h"

#define NOBODYS "no-such-group-here"

/* Where the test is; OURS is a group that this user may give a file to, by its name or its number.
 */
extern struct grouped {
	char *directory, *store, *ours;
} grouped;

void grouped_begin(void);
void grouped_end(void);

/* Makes a certificate for GROUP; NULL: whatever comes by itself; "": none. */
void grouped_create(const char *group);

/* GROUP at the end of what generation NUMBER records, as an older version or another server left
 * it. */
void grouped_record(unsigned number, const char *group);

/* What generation NUMBER records; the caller's. */
struct ik_info grouped_info(unsigned number);

/* Generation NUMBER can be read by GROUP ("": by none), and says so; REMOVED: it says that none was
 * asked for. */
void grouped_has(unsigned number, const char *group, bool removed);

#endif
