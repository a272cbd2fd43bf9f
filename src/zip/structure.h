/* SPDX-License-Identifier: GPL-3.0-or-later */
/* structure.h: what a plain ZIP looks like, byte for byte, before a library sees it.
 *
 * Archives that two programs read differently (junk around them, members that overlap, a directory
 * that disagrees with the members) are made by attackers, not by zip, 7z, bsdtar or Python.  All of
 * them are refused here. */
#ifndef IK_ZIP_STRUCTURE_H
#define IK_ZIP_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What an entry is to the reader. */
enum ik_zip_entry_kind {
	IK_ZIP_ENTRY_MEMBER,
	IK_ZIP_ENTRY_DIRECTORY, /* stepped over: the names of the members say it too */
	IK_ZIP_ENTRY_LITTER,    /* stepped over: a desktop put it there, see ik_zip_is_litter() */
};

struct ik_zip_entry {
	char *name; /* any bytes but NUL; parted by slashes, whatever stood there */
	enum ik_zip_entry_kind kind;
	size_t at;     /* where it begins */
	uint32_t size; /* unpacked, as declared by directory and member alike */
};

struct ik_zip_entries {
	struct ik_zip_entry *items;
	size_t n;
};

/* Checks all but the packed data, and lists the members as they lie in the file.  Errors as
 * ik_zip_read(). */
bool ik_zip_structure(const void *bytes, size_t size, struct ik_zip_entries *entries,
		      struct ik_error *err);
void ik_zip_entries_free(struct ik_zip_entries *entries);

/* Whether NAME is one that we write: visible ASCII, no backslash. */
bool ik_zip_name_is_plain(const char *name, size_t size);

/* Whether NAME (with slashes) is what macOS or Windows put into a folder unasked, and so into its
 * ZIP: all below
 * __MACOSX, ._NAME, .DS_Store, Thumbs.db, desktop.ini. */
bool ik_zip_is_litter(const char *name);

#endif
