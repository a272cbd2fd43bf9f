/* SPDX-License-Identifier: GPL-3.0-or-later */
/* generation.h: one generation of a store, read from disk. */
#ifndef IK_OPS_RECORDS_GENERATION_H
#define IK_OPS_RECORDS_GENERATION_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "base/watch.h"
#include "ops/records/info.h"
#include "ops/records/reading.h"
#include "store/store.h"

/* What is done about the key. */
enum ik_key_wish {
	IK_KEY_RECORD, /* only whether it is there; and nothing is read of the certificate either */
	IK_KEY_LOOK,   /* only whether it is there */
	IK_KEY_CHECK, /* read it if this user may, see whether it fits the certificate, forget it */
	IK_KEY_LOAD,  /* the same, and keep it; not being allowed to read it is an error */
};

struct ik_generation {
	unsigned number;
	struct ik_buffer certificate; /* certificate.pem: leaf, then its chain */
	bool has_facts;               /* FACTS could be read */
	struct ik_facts facts;
	struct ik_said said; /* only where it was asked for, and with facts */
	bool has_info;
	struct ik_info info; /* zeroed, so not exportable, without HAS_INFO */
	/* the file that it was read from, as far as that could be read */
	struct ik_buffer info_text;
	bool has_key;   /* key.pem is there */
	bool key_read;  /* it was read, and fits */
	ik_secret *key; /* PKCS#8 PEM; only after IK_KEY_LOAD, and NULL if the key is not there */
};

/* Reads generation NUMBER; GENERATION is filled as far as it goes even on false.  What is in its
 * certificate and its key is found out by a contained child.  A key that is not there is no error
 * here: old ones are deleted. IK_E_STORE_NO_GENERATION; damage: IK_E_CERT_READ, IK_E_STORE_INFO,
 * IK_E_KEY_READ, IK_E_KEY_APART; what the store says, if this user may not read it; what
 * ik_contain() says, if no child can be had.  Free it with ik_generation_free() either way. */
bool ik_generation_load(const ik_store *store, unsigned number, enum ik_key_wish wish,
			struct ik_generation *generation, struct ik_error *err);

/* The same, and what its certificate says besides the facts. */
bool ik_generation_load_said(const ik_store *store, unsigned number, enum ik_key_wish wish,
			     struct ik_generation *generation, struct ik_error *err);

struct ik_generation_wish {
	unsigned number;
	enum ik_key_wish key;
	bool said;
};

/* The same of N generations, with as few children as can be; DAMAGE gets what is wrong with each of
 * them.  All that is asked for is in memory at once. */
void ik_generations_load(const ik_store *store, const struct ik_generation_wish *wishes, size_t n,
			 struct ik_generation *generations, struct ik_error *damage);

/* The same of one record alone: info, and whether there is a key. */
bool ik_generation_record(const ik_store *store, unsigned number, struct ik_generation *generation,
			  struct ik_error *err);

/* Whether COMBINED, for services that want one file, is KEY and then CERTIFICATE. */
bool ik_generation_is_pair(const ik_secret *combined, const ik_secret *key,
			   const struct ik_buffer *certificate);

/* Whether generation NUMBER holds, byte for byte in all its files, KEY and CERTIFICATE (leaf, then
 * chain).  Nothing is judged: that they fit was seen by ik_generation_prove() before the switch. */
bool ik_generation_holds(const ik_store *store, unsigned number, const ik_secret *key,
			 const struct ik_buffer *certificate);

/* What a change has written as one generation. */
struct ik_written {
	const ik_secret *key; /* NULL: it has none */
	const struct ik_buffer *certificate;
	const struct ik_buffer *info;
};

/* Reads generation NUMBER back before it may be put in use: all its files hold, byte for byte, what
 * is WRITTEN, and the key that the disk has fits the certificate that the disk has.
 * FACTS, if not NULL, gets what that certificate says, of one with a key; caller frees it.
 * IK_E_STORE_UNPROVEN about the file that does not; IK_E_CANCELLED. */
bool ik_generation_prove(const ik_store *store, unsigned number, const struct ik_written *written,
			 struct ik_watch *watch, struct ik_facts *facts, struct ik_error *err);

/* The error of a file that does not hold what was written; INNER says why it could not be read, or
 * nothing.  Returns false. */
bool ik_generation_unproven(const ik_store *store, const char *file, const struct ik_error *inner,
			    struct ik_error *err);

/* The error of a generation in use whose key is not there: IK_E_STORE_NO_KEY with the path. Returns
 * false. */
bool ik_generation_no_key(const ik_store *store, unsigned number, struct ik_error *err);

void ik_generation_free(struct ik_generation *generation); /* zeroed again; wipes the key */

#endif
