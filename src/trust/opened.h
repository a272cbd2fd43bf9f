/* SPDX-License-Identifier: GPL-3.0-or-later */
/* opened.h: statements as they come: signed, in PEM (pki/cms.h), opened in a contained child and
 * parsed; what verified then answers for the walk. */
#ifndef IK_TRUST_OPENED_H
#define IK_TRUST_OPENED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "pki/cms.h"
#include "trust/follow.h"
#include "trust/sha256.h"
#include "trust/statement.h"
#include "trust/walk.h"

/* Bytes of what is signed, with its PEM. */
enum {
	IK_STATEMENT_SIZE_MAX = 64 * 1024,
	IK_MESSAGE_SIZE_MAX = 128 * 1024, /* of a message with the steps behind it */
	IK_INDEX_SIZE_MAX = 1024 * 1024,
	IK_BUNDLE_SIZE_MAX = 8 * 1024 * 1024,
};

/* What stands behind a message: its newest steps. */
enum { IK_MESSAGE_STEPS_MAX = 10 };

/* The name of the file that has the message about another, behind that one's. */
#define IK_MESSAGE_SUFFIX ".inkan"

/* A zeroed struct is empty. */
struct ik_opened {
	struct ik_statement *items;
	struct ik_cms *cms; /* of the same n: who signed items[i] */
	size_t n;
};

/* Opens the statement in PEM, the first of its blocks, of KIND.  The errors of ik_cms_open() and
 * ik_statement_parse(); IK_E_STATEMENT_KIND for another kind.  Free OUT with ik_opened_free(), also
 * after a failure. */
bool ik_opened_one(const void *pem, size_t size, enum ik_statement_kind kind, struct ik_opened *out,
		   struct ik_error *err);

/* Opens the hand-overs and recoveries in PEM, the first IK_STEPS_MAX; what is wrong, or of another
 * kind, does not exist.  False: nothing could be opened at all, with the reason. */
bool ik_opened_steps(const void *pem, size_t size, struct ik_opened *out, struct ik_error *err);

/* For a walk, and for what follow.h asks; lent by OPENED. */
struct ik_steps ik_opened_as_steps(const struct ik_opened *opened);
struct ik_signed ik_opened_as_signed(const struct ik_opened *opened);

/* The DER of the certificate called SHA256 among those that signed; NULL: it is none of them.
 * Lent. */
const struct ik_buffer *ik_opened_certificate(const struct ik_opened *opened,
					      const struct ik_sha256 *sha256);

/* Whether statement WHICH was signed within the dates of CERTIFICATE, IK_GRACE either way. */
bool ik_opened_in_validity(const struct ik_opened *opened, size_t which,
			   const struct ik_sha256 *certificate);

void ik_opened_free(struct ik_opened *opened); /* empty again; twice is fine */

#endif
