/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_inside.h: what the files of an import share; for nobody else. */
#ifndef IK_OPS_CHANGE_IMPORT_INSIDE_H
#define IK_OPS_CHANGE_IMPORT_INSIDE_H

#include "ops/change/import.h"
#include "store/store.h"

enum {
	IK_IMPORT_KEPT_MAX =
		8 * 1024 * 1024, /* of what is in a ZIP and may be keys or certificates, together */
	IK_IMPORT_NAMES_MAX = 32, /* of what is passed over */
};

/* A file, or one in a ZIP, that holds keys or certificates.  Zeroed is empty. */
struct ik_import_pieces {
	ik_secret **bytes;
	struct ik_list names; /* of each in its ZIP, filtered; "" for a file of its own */
	size_t n;
	size_t size; /* together */
};

/* Adds a copy. */
void ik_import_pieces_add(struct ik_import_pieces *pieces, const char *name, const void *bytes,
			  size_t size);
void ik_import_pieces_free(struct ik_import_pieces *pieces);

/* import_read.c: BYTES of a file looked at in a contained child, or with QUOTED looked at for what
 * their text quotes.  With PIECES what they hold is added to it; PASSWORD (typed, may be NULL) is
 * then given to the child if the ZIP is encrypted, and only then.  With NULL the password of an
 * encrypted ZIP is not missed. */
bool ik_import_look_at(const ik_secret *bytes, bool quoted, const ik_secret *password,
		       struct ik_import_pieces *pieces, struct ik_watch *watch,
		       struct ik_import_look *look, struct ik_error *err);

/* import_passes.c: the files of an import, whole.  Zeroed is empty. */
struct ik_import_files {
	ik_secret **bytes;
	size_t n;
};

bool ik_import_files_add(struct ik_import_files *files, const char *file, struct ik_error *err);
void ik_import_files_free(struct ik_import_files *files);

/* What a look at all of them found.  Zeroed is empty. */
struct ik_import_pass {
	struct ik_import_look *looks; /* of each file, as far as it went */
	size_t n;
	struct ik_import_pieces pieces; /* of all */
	struct ik_error err;            /* why the first of them that is of no use is none */
};

/* As what they are, and where that lacks a key or a certificate, once more for what their text
 * quotes: what is found then counts if it is what was lacking.  With KEEP the pieces come, too. */
void ik_import_look_through(const struct ik_import_files *files, const ik_secret *password,
			    bool keep, struct ik_watch *watch, struct ik_import_pass *pass);
void ik_import_pass_free(struct ik_import_pass *pass);

/* What is known while the files are opened. */
struct ik_import_opening {
	const struct ik_import_source *source;
	const char *store;
	struct ik_watch *watch;
	struct ik_import *import; /* filled from here on */
	struct ik_import_pieces pieces;
	struct ik_buffer in_use; /* the certificate in use with its chain, PEM; empty: none */
	uint64_t rounds;         /* of all files together */
	bool needs_password;
	bool zip_opened; /* an encrypted ZIP: the password is right as far as that goes */
	/* what the pieces hold besides keys: only its certificates, flags and counts */
	struct ik_material others;
};

/* import_keys.c: all pieces of OPENING opened with PASSWORD and paired, in contained children.  The
 * keys, with the certificates that fit them, are its import's from then on, on false too. */
bool ik_import_find(struct ik_import_opening *opening, const ik_secret *password,
		    struct ik_error *err);
void ik_import_key_free(struct ik_import_key *key);
void ik_import_keys_free(struct ik_import_key *keys, size_t n);

/* import_open.c: the error for a KEY that has no certificate it can be used with. */
bool ik_import_misfit(const struct ik_import_key *key, struct ik_error *err);

/* The certificates of OPENING tried on KEY (PKCS#8 PEM, from our own store) in a contained child;
 * OUT is filled but for where the key comes from.  REQUEST (PEM) is the one with that key, or NULL.
 * True with OUT->fits false: none fits. */
bool ik_import_try(const struct ik_import_opening *opening, const ik_secret *key,
		   const struct ik_buffer *request, struct ik_import_key *out,
		   struct ik_error *err);

/* import_waiting.c: the key in the store of OPENING that one of its certificates was made for: of a
 * request that waits, or the one in use. WAITING tells how many requests wait.  True with OUT->fits
 * false: none fits. */
bool ik_import_waiting(const struct ik_import_opening *opening, struct ik_import_key *out,
		       size_t *waiting, struct ik_error *err);

#endif
