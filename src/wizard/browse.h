/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.h: looking for a file: a directory and what it holds, whatever front-end shows it. */
#ifndef IK_WIZARD_BROWSE_H
#define IK_WIZARD_BROWSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "wizard/page.h"

struct ik_browse_entry {
	char *name; /* filtered, "/" behind a directory's; ".." leads up */
	bool directory;
	bool choosable; /* false: the name cannot be shown as it is, so it cannot be checked on the
			   review */
};

struct ik_browse {
	char *folder; /* absolute, UTF-8, as it may be shown */
	struct ik_browse_entry *entries;
	size_t n;
	size_t at;               /* the one selected */
	char sought[64];         /* what was typed to jump to a name */
	struct ik_error trouble; /* why a directory was not opened */
};

/* Begins where TYPED, the answer of a path field, points to: in its directory, or the nearest one
 * above that can be opened; "" is the working directory. */
void ik_browse_begin(struct ik_browse *browse, const char *typed);
void ik_browse_end(struct ik_browse *browse);

/* Moves the selection by BY, as far as there are entries. */
void ik_browse_step(struct ik_browse *browse, long by);

/* Typed letters lead to the first name that begins like them; what fits nothing begins anew. */
void ik_browse_seek(struct ik_browse *browse, const char *text);

/* Opens the directory selected.  False: it is not one, or TROUBLE says why it stays closed. */
bool ik_browse_open(struct ik_browse *browse);
bool ik_browse_up(struct ik_browse *browse);

/* The path of the file selected; NULL if a directory is, or a name that cannot be chosen.  Caller
 * frees. */
char *ik_browse_chosen(const struct ik_browse *browse);

/* The path of a file to be made in this directory, named like TYPED is at its end; caller frees. */
char *ik_browse_here(const struct ik_browse *browse, const char *typed);

#endif
