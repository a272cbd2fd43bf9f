/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_inside.h: what the files around requests share; for nobody else. */
#ifndef IK_OPS_REQUEST_INSIDE_H
#define IK_OPS_REQUEST_INSIDE_H

#include "base/buffer.h"
#include "ops/request.h"
#include "store/store.h"

/* The files of a request. */
#define IK_REQUEST_KEY "key.pem"
#define IK_REQUEST_PEM "request.pem"
#define IK_REQUEST_INFO "info"

/* Reads what is known of the request ID.  False: WAITING has its id and why. */
bool ik_waiting_read(const ik_store *store, const char *id, struct ik_waiting *waiting);
bool ik_waiting_parse(const struct ik_buffer *text, struct ik_waiting *waiting);   /* the info file; WAITING is zeroed */
void ik_waiting_clear(struct ik_waiting *waiting);   /* zeroed again */

/* The info file of PLAN's request. */
void ik_waiting_write(const struct ik_request_plan *plan, struct ik_buffer *text);

#endif
