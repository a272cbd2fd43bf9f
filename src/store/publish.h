/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.h: what agents fetch: the files of STORE/publish, which is 0755, they are 0644.  A web
 * server may hand out all of it. */
#ifndef IK_STORE_PUBLISH_H
#define IK_STORE_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "store/store.h"

/* The names of what is made of the store; agents read the second first. */
#define IK_PUBLISH_AGENT "agent.pem"
#define IK_PUBLISH_INDEX "index"

/* The bytes of NAME, MAX at most.  IK_E_FILE_NONE, IK_E_STORE_READ, IK_E_STORE_DENIED. */
bool ik_store_publish_read(const ik_store *store, const char *name, size_t max,
			   struct ik_buffer *out, struct ik_error *err);

/* Replaces NAME, complete and synced, or not at all; makes the folder, too, or opens it where it is
 * closed to others.  The lock is held. */
bool ik_store_publish_put(ik_store *store, const char *name, const void *data, size_t size,
			  struct ik_error *err);

/* Whether everybody may pass all directories down to the folder, and read what is there, as a web
 * server has to; else *CLOSED names the first that is closed to others, which caller frees, and
 * *OURS is whether the next ik_store_publish_put() of all that is there opens it. */
bool ik_store_publish_is_reached(const ik_store *store, char **closed, bool *ours);

#endif
