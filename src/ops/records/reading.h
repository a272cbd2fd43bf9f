/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reading.h: what certificates say, found out by contained children.
 *
 * A certificate of a store or of a backup may be a stranger's work, and so may be the record beside
 * it, if somebody copied the store here.  So nothing is told apart: none is read by the process
 * itself, whoever is said to have made it. */
#ifndef IK_OPS_RECORDS_READING_H
#define IK_OPS_RECORDS_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"
#include "base/watch.h"

/* What whoever replaces a certificate wants to know besides its facts.  Zeroed is empty. */
struct ik_said {
	struct ik_list rest;   /* what none of ours says: "OU=Sales", "CA:TRUE", "EKU=clientAuth" */
	bool signs_itself;     /* it was signed by its own key: the signature was verified */
	unsigned certificates; /* how many stand in the file */
};

void ik_said_free(struct ik_said *said); /* zeroed again */

/* One certificate that is to be read, and what came of it. */
struct ik_reading {
	const struct ik_buffer
		*certificate; /* PEM, the leaf first; NULL: there is nothing to read */
	const ik_secret *key; /* whether this one fits is found out, too; NULL: none */
	bool wants_key; /* KEY as we write it is wanted: an older inkan did not write all in their
			   exact length */
	bool wants_said;

	bool has_facts;
	struct ik_facts facts;
	struct ik_said said;
	struct ik_error
		unread; /* why there are no facts: IK_E_CERT_READ; or what ik_contain() says */
	bool fits;
	ik_secret *
		exact; /* the key, if it fits and is wanted; caller takes it or frees the reading */
	struct ik_error misfit; /* why it does not fit: IK_E_KEY_READ, IK_E_KEY_APART; or what
				   ik_contain() says */
};

/* Reads all N.  One child gets a key and the certificate beside it, and no other; all that have no
 * key are read by one child or two.  A certificate at which its child dies, takes too long or lies
 * is one that cannot be read; the others are. */
void ik_readings_run(struct ik_reading *readings, size_t n, struct ik_watch *watch);

/* The same of a single one. */
void ik_reading_run(struct ik_reading *reading, struct ik_watch *watch);

/* The facts of the first certificate in CERTIFICATE alone. */
bool ik_reading_facts(const struct ik_buffer *certificate, struct ik_watch *watch,
		      struct ik_facts *facts, struct ik_error *err);

void ik_reading_free(struct ik_reading *reading);

/* Whether one of the N certificates is about the key that REQUEST (PEM) is about.  False too where
 * that cannot be read. */
bool ik_reading_completes(const struct ik_buffer *request,
			  const struct ik_buffer *const *certificates, size_t n);

#endif
