/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret.h: the one home of passwords and private keys.
 *
 * Pages of its own: locked (best effort), left out of core dumps, wiped in children after
 * a fork, overwritten before they are given back.  A secret never grows past the room it
 * was made with: too long is refused, never cut, since a cut password opens nothing next month. */
#ifndef IK_BASE_SECRET_H
#define IK_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct ik_secret ik_secret;

enum {
	IK_SECRET_PASSWORD_ROOM =
		1024, /* 128 characters of 4 bytes, before and after normalising */
	IK_SECRET_KEY_ROOM = 32 * 1024, /* a PKCS#8 PEM of RSA 16384 fits */
};

ik_secret *ik_secret_new(size_t room);  /* empty; never NULL */
void ik_secret_free(ik_secret *secret); /* wipes; NULL is fine */
void ik_secret_wipe(ik_secret *secret); /* empty again, bytes overwritten; NULL is fine */

/* Overwrites what calls that have returned left on the stack: libraries that are handed a secret
 * put pieces of it there. */
void ik_secret_wipe_stack(void);

/* Replace, or add at the end.  False with IK_E_SECRET_LONG, the secret unchanged, if it does not
 * fit. */
bool ik_secret_set(ik_secret *secret, const void *data, size_t size, struct ik_error *err);
bool ik_secret_append(ik_secret *secret, const void *data, size_t size, struct ik_error *err);

/* Editing in place, for a field on the screen: positions and sizes in bytes. */
bool ik_secret_insert(ik_secret *secret, size_t at, const void *data, size_t size,
		      struct ik_error *err);
void ik_secret_erase(ik_secret *secret, size_t at, size_t size);

ik_secret *ik_secret_copy(const ik_secret *secret);

/* The bytes, always followed by a NUL; valid until the next change. */
const char *ik_secret_data(const ik_secret *secret);
size_t ik_secret_size(const ik_secret *secret);
size_t ik_secret_room(const ik_secret *secret);

/* For reading straight into the pages: the free room behind the content, and how much was used of
 * it. */
char *ik_secret_tail(ik_secret *secret);
void ik_secret_grown(ik_secret *secret, size_t by);

/* The first N bytes are not needed any more: pages of them, a MiB or more at a time, are
 * overwritten and given back, and read as zeros.  For whoever copies a large one piece by piece. */
void ik_secret_forget(ik_secret *secret, size_t n);

bool ik_secret_equal(const ik_secret *a, const ik_secret *b); /* in constant time for equal sizes */

#endif
