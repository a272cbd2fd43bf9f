/* SPDX-License-Identifier: GPL-3.0-or-later */
/* waiting.h: the requests that wait for their certificate, and the file in the store that says what
 * each is about. */
#ifndef IK_OPS_RECORDS_WAITING_H
#define IK_OPS_RECORDS_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"
#include "store/store.h"

/* The files of a request. */
#define IK_REQUEST_KEY "key.pem"
#define IK_REQUEST_PEM "request.pem"
#define IK_REQUEST_INFO "info"

struct ik_waiting {
	char *id; /* the name of its directory in requests/ */
	int64_t made_at;
	char *name;             /* the server's; filtered */
	char *names;            /* all that it asks for, with ", " between; filtered; "" where it
				   was made before that was recorded */
	char *key_type;         /* "ecdsa-p256" */
	char *key_group;        /* "" for none */
	bool no_key_group;      /* none was asked for */
	bool asked_key_group;   /* either was given with the request */
	char *file;             /* where the request was written; filtered */
	bool exportable;        /* whether backups and exports may hold the key */
	struct ik_error damage; /* why it could not be read; the rest is then empty */
};

/* All requests that wait in STORE, oldest first; none, and no store, are no error.  Caller frees
 * with ik_waiting_free(). */
bool ik_requests_waiting(const char *store, struct ik_waiting **waiting, size_t *n,
			 struct ik_error *err);
void ik_waiting_free(struct ik_waiting *waiting, size_t n);

/* Reads what is known of the request ID.  False: WAITING has its id and why. */
bool ik_waiting_read(const ik_store *store, const char *id, struct ik_waiting *waiting);
/* the info file; WAITING is zeroed */
bool ik_waiting_parse(const struct ik_buffer *text, struct ik_waiting *waiting);
void ik_waiting_clear(struct ik_waiting *waiting); /* zeroed again */

/* The info file of a request made by whoever runs this, with FILE as it is on disk; its id is not
 * in it. */
void ik_waiting_write(const struct ik_waiting *waiting, struct ik_buffer *text);

/* JSON that the manual describes: an array, [] for none. */
void ik_waiting_json(const struct ik_waiting *waiting, size_t n, struct ik_buffer *out);

/* What a change has written as one request. */
struct ik_request_written {
	const ik_secret *key;
	const struct ik_buffer *request;
	const struct ik_buffer *info;
};

/* Whether a request waits in STORE, so that the answer of an authority is what comes next. */
bool ik_request_waits(const ik_store *store);

/* Whether KEY is the one of REQUEST, found out in a child, since GnuTLS frees what it read of a key
 * unwiped. IK_E_KEY_APART, IK_E_KEY_READ; IK_E_CANCELLED.  WATCH may be NULL. */
bool ik_request_key_fits(const ik_secret *key, const struct ik_buffer *request,
			 struct ik_watch *watch, struct ik_error *err);

/* Reads request ID back before anybody is told of it: byte for byte what is WRITTEN, and the key
 * that the disk has is that of the request that the disk has.  IK_E_STORE_UNPROVEN about the file
 * that is not; IK_E_CANCELLED. */
bool ik_request_prove(const ik_store *store, const char *id,
		      const struct ik_request_written *written, struct ik_watch *watch,
		      struct ik_error *err);

#endif
