/* SPDX-License-Identifier: GPL-3.0-or-later */
/* new_key.h: a new key, and what it signs first: its own certificate, or the request for one. */
#ifndef IK_OPS_CHANGE_NEW_KEY_H
#define IK_OPS_CHANGE_NEW_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/rules/identity.h"
#include "pki/certificate.h"

/* What is to be made.  What it points to is the caller's. */
struct ik_new_key {
	const char *type;     /* "ecdsa-p256" */
	const ik_secret *key; /* one that is there already, which signs; NULL: a new one of TYPE */
	const struct ik_identity *identity;
	int64_t not_before; /* of a certificate; a request has no dates */
	int64_t not_after;
	/* Makes what is signed: ik_certificate_self_sign() or ik_request_make(). */
	bool (*sign)(const struct ik_certificate_wish *wish, const ik_secret *key,
		     struct ik_buffer *pem, struct ik_error *err);
	enum ik_error_id failed; /* what it means if that has no room */
};

/* Makes both in a contained child while WATCH waits and shows, for minutes at the most.  *KEY
 * (PKCS#8 PEM) is set and what was signed (PEM) is appended to SIGNED_PEM; caller frees both, on
 * false too. */
bool ik_new_key_make(const struct ik_new_key *wanted, struct ik_watch *watch, ik_secret **key,
		     struct ik_buffer *signed_pem, struct ik_error *err);

#endif
