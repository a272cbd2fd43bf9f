/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign.h: messages: FILE.inkan beside FILE, by which agents know that FILE comes from this server.
 *
 * A message names its file by name, size and SHA-256, and is signed by the certificate in use.
 * Behind it stand that certificate and the newest steps that lead to it, so that an agent follows
 * from the message alone.  Of the store nothing is changed: who can read the key can sign. */
#ifndef IK_OPS_CHANGE_SIGN_H
#define IK_OPS_CHANGE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { IK_SIGN_VALID_DAYS = 30 };

typedef struct ik_signing ik_signing;

enum ik_sign_did {
	IK_SIGN_NEW,     /* there is a message now */
	IK_SIGN_CURRENT, /* the certificate in use signed it already, so it stays */
	IK_SIGN_EXPIRED, /* it has expired, and stays */
};

/* What became of one file.  A zeroed struct is empty. */
struct ik_sign_end {
	enum ik_sign_did did;
	char *message; /* FILE.inkan, on disk */
	char *name;    /* what agents know the file by */
	char sha256[65];
	uint64_t size;
	int64_t issued, expires;
	size_t steps; /* behind the message; only with IK_SIGN_NEW */
};

/* Reads the key in use of the store at PATH, to sign with as of NOW.  NULL with IK_E_STORE_NONE
 * where nothing is in use, the errors of ik_generation_load() and ik_generation_no_key(),
 * IK_E_CMS_KEY_LEADS_NOT, IK_E_CHECK_CLOCK, IK_E_INDEX_DATES. */
ik_signing *ik_signing_begin(const char *path, int64_t now, struct ik_error *err);
void ik_signing_end(ik_signing *signing); /* wipes the key; NULL is fine */

/* Reads FILE (as typed, UTF-8) once, and writes FILE.inkan, valid for DAYS; an older one of this
 * store's for the same name gives way.  IK_E_SIGN_MESSAGE for what is one itself, IK_E_SIGN_NAME,
 * IK_E_SIGN_THERE where FILE.inkan is something else, what ik_rule_replaced_file() and
 * ik_read_through() say.  Free END with ik_sign_end_free(), also after a failure. */
bool ik_sign(ik_signing *signing, const char *file, unsigned days, struct ik_sign_end *end,
	     struct ik_error *err);

/* Signs MESSAGE, a FILE.inkan of an earlier certificate of this store, anew: the same file, the
 * same end.  FILE is not read.  IK_E_SIGN_STRANGER for what no certificate signed that was in use
 * here, IK_E_SIGN_LEAKED for what one signed whose key may be somebody else's since, and what
 * ik_opened_one() says. */
bool ik_sign_again(ik_signing *signing, const char *message, struct ik_sign_end *end,
		   struct ik_error *err);

void ik_sign_end_free(struct ik_sign_end *end); /* empty again; twice is fine */

#endif
