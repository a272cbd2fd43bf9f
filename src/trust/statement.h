/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statement.h: what servers sign for their agents: a text of ours as plain data.
 *
 * UTF-8, first line "inkan-KIND 1", then "id = value" lines.  Ids that this version does not know
 * are passed over; what it does know has to be right, and each once.  Statements are compared by
 * what they say, never by bytes.  Who signed one, and whether that is true, is known elsewhere. */
#ifndef IK_TRUST_STATEMENT_H
#define IK_TRUST_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "trust/sha256.h"
#include "trust/statement_files.h"

enum ik_statement_kind {
	IK_STATEMENT_HANDOVER, /* from one certificate to the next, signed by both */
	IK_STATEMENT_RECOVERY, /* to a certificate, signed by the recovery key and by it */
	IK_STATEMENT_INDEX,    /* what is in use and published, signed by the one in use */
	IK_STATEMENT_MESSAGE,  /* that a file comes from the server, signed by the one in use */
	IK_STATEMENT_COUNT
};

enum ik_step_reason {
	IK_STEP_RENEWED,
	IK_STEP_REPLACED,
	IK_STEP_ROLLED_BACK,
	IK_STEP_RESTORED,
	IK_STEP_REASON_COUNT
};

/* A number above this one is refused: readers of JSON keep no more (RFC 8259, 6). */
#define IK_SEQUENCE_MAX (UINT64_C(1) << 53)

struct ik_statement {
	enum ik_statement_kind kind;
	uint64_t sequence;          /* 1 to IK_SEQUENCE_MAX; 0 in a message */
	struct ik_sha256 from;      /* of a hand-over */
	struct ik_sha256 to;        /* of a hand-over or recovery; the certificate of an index */
	bool has_recovery;          /* an index may say that there is none */
	struct ik_sha256 recovery;  /* of a recovery, from now on, or an index */
	enum ik_step_reason reason; /* of a hand-over */
	int64_t issued;             /* seconds since 1970 */
	int64_t expires;            /* likewise; of an index or message */
	struct ik_file_sets sets;   /* of an index; of a message one without name, with one file */
};

/* "handover", "recovery", "index", "message". */
const char *ik_statement_kind_id(enum ik_statement_kind kind);

/* Reads TEXT.  IK_E_STATEMENT_NEWER for a number above 1, IK_E_STATEMENT_KIND for a first line that
 * names no kind, IK_E_STATEMENT_DAMAGED about the id that is wrong, missing or doubled.  Free OUT
 * with ik_statement_free(), also after a failure. */
bool ik_statement_parse(const void *text, size_t size, struct ik_statement *out,
			struct ik_error *err);

/* Appends STATEMENT to TEXT, its ids always in the same order. */
void ik_statement_write(const struct ik_statement *statement, struct ik_buffer *text);

void ik_statement_free(struct ik_statement *statement); /* zeroed again; twice is fine */

#endif
