/* SPDX-License-Identifier: GPL-3.0-or-later */
/* foreign.h: a ZIP that somebody else made, as tolerantly as its content is distrusted.
 *
 * What inkan writes is read by zip.h, strictly; here names, order and junk around it do not matter,
 * and what is encrypted (AES, or the old ZipCrypto) is opened. */
#ifndef IK_ZIP_FOREIGN_H
#define IK_ZIP_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/secret.h"

enum {
	IK_FOREIGN_TOTAL_MAX = 64 * 1024 * 1024, /* of all content together */
	IK_FOREIGN_MEMBER_MAX = 4 * 1024 * 1024,
	IK_FOREIGN_MEMBERS_MAX = 10000,
};

/* One regular file, in the archive's order.  NAME is as in the archive: to be shown filtered, never
 * used as a path. Without BYTES it was too large to be read.  False ends the reading with the error
 * that the visitor has set. */
typedef bool (*ik_foreign_visit)(void *context, const char *name, const void *bytes, size_t size,
				 struct ik_error *err);

/* Visits all regular files; directories, links and devices are stepped over.  PASSWORD opens what
 * is encrypted, as it stands; NULL: none.  Counted while reading.  Errors: IK_E_IMPORT_ZIP;
 * IK_E_IMPORT_ZIP_LARGE; IK_E_IMPORT_PASSWORD_NEEDED; IK_E_IMPORT_PASSWORD; IK_E_IMPORT_ZIP_METHOD
 * (of encryption or compression, as the library names it). */
bool ik_foreign_zip(const void *bytes, size_t size, const ik_secret *password,
		    ik_foreign_visit visit, void *context, struct ik_error *err);

#endif
