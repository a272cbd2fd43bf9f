/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.h: reading files whole, opened once and checked by descriptor. */
#ifndef IK_FILES_READ_H
#define IK_FILES_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"

/* Reads the regular file NAME in DIRFD (AT_FDCWD is fine; with NOFOLLOW its last part must not be a
 * link) into OUT, at most CAP bytes.  FIFOs and devices neither block nor count: IK_E_FILE_KIND;
 * IK_E_FILE_DIRECTORY; missing IK_E_FILE_NONE; more than CAP IK_E_FILE_LARGE; IK_E_FILE_DENIED;
 * else IK_E_FILE_READ.  SHOWN names the file in errors. */
bool ik_read_file(int dirfd, const char *name, bool nofollow, size_t cap, const char *shown,
		  struct ik_buffer *out, struct ik_error *err);

/* The same into a secret (room: what it holds at most); caller frees *OUT. */
bool ik_read_secret(int dirfd, const char *name, size_t cap, const char *shown, ik_secret **out,
		    struct ik_error *err);

/* Reads the regular file PATH, wherever links lead, once from its beginning to its end, however
 * long it is, and gives TAKE its bytes in pieces; *SIZE is how many there were.  Errors as above,
 * what TAKE says, and IK_E_FILE_CHANGED: somebody wrote to it meanwhile. */
typedef bool ik_read_take(void *context, const void *bytes, size_t size, struct ik_error *err);
bool ik_read_through(const char *path, ik_read_take *take, void *context, uint64_t *size,
		     struct ik_error *err);

/* A file that the operator brings, wherever links lead: it may hold a key, so it is read into a
 * secret, just large enough.  Errors as above; PATH itself is named. */
bool ik_read_foreign(const char *path, size_t cap, ik_secret **out, struct ik_error *err);

#endif
