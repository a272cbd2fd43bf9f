/* SPDX-License-Identifier: GPL-3.0-or-later */
/* browse.h: looking for a file: a directory and what it holds, whatever front-end shows it. */
#ifndef IK_WIZARD_BROWSE_H
#define IK_WIZARD_BROWSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "wizard/page.h"

struct ik_browse_entry {
	char *name;      /* filtered, "/" behind a directory's; ".." leads up */
	char *sought_by; /* the same without what does not matter to who looks for it */
	bool directory;
	bool hidden;    /* until what is typed begins with a dot */
	bool choosable; /* false: the name cannot be shown as it is, so it cannot be checked on the
			   review */
	bool unknown;   /* it is not known yet what it is: ik_browse_mark() finds out */
	const char *mark; /* what it is, in a word or two: a message id, "" for nothing to say */
	int64_t size;     /* -1 for what has none */
	int64_t modified;
};

struct ik_browse {
	char *folder; /* absolute, UTF-8, as it may be shown */
	struct ik_browse_entry *all;
	size_t n_all;
	struct ik_browse_entry **entries; /* those of ALL that hold what was typed */
	size_t n;
	size_t at;               /* the one selected */
	char sought[64];         /* what was typed */
	struct ik_error trouble; /* why a directory was not opened */
};

/* Begins where TYPED, the answer of a path field, points to: in its directory, or the nearest one
 * above that can be opened; "" is the working directory. */
void ik_browse_begin(struct ik_browse *browse, const char *typed);
void ik_browse_end(struct ik_browse *browse);

/* Moves the selection by BY, as far as there are entries. */
void ik_browse_step(struct ik_browse *browse, long by);

/* Only names that hold what is typed are shown, whatever its case and width; ik_browse_unseek()
 * takes back its last character, false if there is none.  Another directory begins anew. */
void ik_browse_seek(struct ik_browse *browse, const char *text);
bool ik_browse_unseek(struct ik_browse *browse);

/* Looks into the entry AT, in a contained child, and says what it is. */
void ik_browse_mark(struct ik_browse *browse, size_t at);

/* Where looking for FIELD's file begins: at its answer, or where that file mostly is.  Caller
 * frees. */
char *ik_browse_start(const struct ik_wizard *wizard, const struct ik_field *field);

/* Opens the directory selected.  False: it is not one, or TROUBLE says why it stays closed. */
bool ik_browse_open(struct ik_browse *browse);
bool ik_browse_up(struct ik_browse *browse);

/* The path of the file selected; NULL if a directory is, or a name that cannot be chosen.  Caller
 * frees. */
char *ik_browse_chosen(const struct ik_browse *browse);

/* The path of a file to be made in this directory, named like TYPED is at its end; caller frees. */
char *ik_browse_here(const struct ik_browse *browse, const char *typed);

#endif
