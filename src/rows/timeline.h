/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline.h: certificates as bars over time, today marked.  All signs are ASCII, and each says
 * what it means without a colour. */
#ifndef IK_ROWS_TIMELINE_H
#define IK_ROWS_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

struct ik_timeline_bar {
	unsigned number;
	const char *state; /* translated, not owned */
	bool known;        /* when it is valid: from FROM to UNTIL */
	int64_t from, until;
	bool in_use;
};

/* A zeroed struct is empty. */
struct ik_timeline {
	struct ik_timeline_bar *bars; /* in the order in which they are drawn */
	size_t n;
	int64_t now;
};

void ik_timeline_add(struct ik_timeline *timeline, const struct ik_timeline_bar *bar);

/* TIMELINE in WIDTH columns: from when to when, today, a line a bar, what the signs mean.  LINES is
 * appended to; nothing if no bar is known. */
void ik_timeline_lines(const struct ik_timeline *timeline, int width, struct ik_list *lines);
void ik_timeline_free(struct ik_timeline *timeline); /* zeroed again */

#endif
