/* SPDX-License-Identifier: GPL-3.0-or-later */
/* brought.h: what comes through standard input or a pipe can be read only once, and is wanted
 * several times. */
#ifndef IK_FILES_BROUGHT_H
#define IK_FILES_BROUGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/secret.h"

/* Reads PATH to its end, if it is "-" (standard input), a pipe, a FIFO or a socket; waits for
 * whoever writes.  From then on ik_read_foreign() has these bytes under that name.  Anything else
 * is left for that to read, or to refuse.  IK_E_FILE_LARGE above CAP; IK_E_FILE_READ. */
bool ik_bring(const char *path, size_t cap, struct ik_error *err);

/* What was brought under PATH, or NULL. */
const ik_secret *ik_brought(const char *path);

/* Wipes all of it. */
void ik_brought_forget(void);

#endif
