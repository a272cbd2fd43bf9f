/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zip.h: the ZIP container, and nothing about what its members mean.  libarchive is loaded when
 * first needed: most runs never open a ZIP, and it brings a third of the start-up time with it. */
#ifndef IK_ZIP_ZIP_H
#define IK_ZIP_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"

enum {
	IK_ZIP_MAX = 64 * 1024 * 1024,      /* the file, and all its content together */
	IK_ZIP_BOTH_MAX = 96 * 1024 * 1024, /* file and content, which are in memory side by side */
	IK_ZIP_MEMBER_MAX = 1024 * 1024,
	IK_ZIP_LARGE_MAX =
		16 * 1024
		* 1024, /* of one member, which may be larger than the others: a list of them */
	IK_ZIP_MEMBERS_MAX = 40000,
};

struct ik_zip_member {
	char *name; /* as in the file: to be compared, never used as a path */
	struct ik_buffer content;
};

/* A zeroed struct is empty. */
struct ik_zip {
	struct ik_zip_member *members;
	size_t n;
	struct ik_list passed_over; /* names of what desktops had put there, which was not read;
				       filtered */
};

/* Whether BYTES begin as every ZIP does, be it whole or not. */
bool ik_zip_begins(const void *bytes, size_t size);

/* Loads the library; for a contained child before it gives up files. */
bool ik_zip_prepare(struct ik_error *err);

/* Adds a member with its bytes (copied). */
void ik_zip_add(struct ik_zip *zip, const char *name, const void *bytes, size_t size);

/* Notes that NAME was passed over. */
void ik_zip_pass_over(struct ik_zip *zip, const char *name);

/* The member called NAME, or NULL. */
const struct ik_zip_member *ik_zip_find(const struct ik_zip *zip, const char *name);

/* Writes the members in order as regular files dated WHEN, deflated, without encryption; appended
 * to OUT. */
bool ik_zip_write(const struct ik_zip *zip, int64_t when, struct ik_buffer *out,
		  struct ik_error *err);

/* Reads a whole ZIP strictly, counting while it reads, whoever packed it: in any order, with
 * comments, either slash (it comes back as "/") and any bytes in names.  Directories are stepped
 * over, and what desktops put into folders (only named in .passed_over).  Refused: what is cut, has
 * bytes before it or behind it or between, a name twice (IK_E_BACKUP_TWICE), anything but regular
 * files (IK_E_BACKUP_KIND), encryption (IK_E_BACKUP_ENCRYPTED), names that differ between directory
 * and member or hold NUL (IK_E_BACKUP_MEMBER), a method that nobody needs (IK_E_BACKUP_PACKING),
 * more than the caps above (IK_E_BACKUP_LARGE), wrong checksums and all other damage
 * (IK_E_BACKUP_ZIP). */
bool ik_zip_read(const void *bytes, size_t size, struct ik_zip *zip, struct ik_error *err);

/* The same, but each member is handed to VISIT and forgotten, without CONTENT if it is passed over.
 * What was visited before a failure is not to be believed. */
bool ik_zip_each(const void *bytes, size_t size,
		 bool (*visit)(void *self, const char *name, const struct ik_buffer *content,
			       struct ik_error *err),
		 void *self, struct ik_error *err);

void ik_zip_free(struct ik_zip *zip);

#endif
