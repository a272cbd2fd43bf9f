/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_inside.h: what the files that import share.  Private to the room. */
#ifndef IK_FOREIGN_IMPORT_INSIDE_H
#define IK_FOREIGN_IMPORT_INSIDE_H

#include <gnutls/x509.h>

#include "foreign/import.h"
#include "foreign/unwrap.h"
#include "pki/pem.h"
#include "pki/pkcs12_walk.h"
#include "pki/protection.h"

/* What a run of DER is by its form.  A key's kind says nothing yet of whether it is taken. */
enum ik_der_kind {
	IK_DER_UNKNOWN,
	IK_DER_CERTIFICATE,
	IK_DER_PKCS12,
	IK_DER_PKCS7,
	IK_DER_PKCS8,
	IK_DER_SEALED, /* EncryptedPrivateKeyInfo */
	IK_DER_PKCS1,
	IK_DER_SEC1,
	IK_DER_DSA, /* OpenSSL's own form of such keys */
};

/* DER must be settled, and one element to its end. */
enum ik_der_kind ik_der_kind(struct ik_der der);

enum { IK_TRIES_MAX = 6 };

struct ik_adding;

/* The passwords to try, the likeliest first. */
struct ik_tries {
	struct ik_try list[IK_TRIES_MAX];
	size_t n;
	bool given; /* by the operator, and not empty */
	ik_secret *normal;
	ik_secret *old[IK_TRIES_MAX]; /* the forms of older tools */
	size_t n_old;
};

void ik_tries_make(struct ik_tries *tries, const ik_secret *password);
void ik_tries_free(struct ik_tries *tries);
/* Whether I may be tried where PKCS12 tells whose derivation it is.  What costs as much again is
 * counted: IK_E_COST is not said, the try is left out. */
bool ik_tries_may(struct ik_adding *adding, size_t i, bool pkcs12, uint64_t rounds);

/* Try I opened something: its form is said, unless it is the right one. */
void ik_note_form(struct ik_adding *adding, size_t i);

void ik_tries_prefer(struct ik_tries *tries, size_t i);

/* One file on its way into MATERIAL. */
struct ik_adding {
	struct ik_material *material;
	struct ik_tries *tries;
	uint64_t rounds; /* counted so far */
	unsigned objects;
	bool mac_right; /* so what cannot be opened is damaged */
	/* what is wrong with the first certificate that was passed over */
	struct ik_error unreadable;
	struct ik_error *err;
};

/* Counts what opening asks for: IK_E_IMPORT_ALGORITHM, IK_E_COST. */
bool ik_adding_count(struct ik_adding *adding, const struct ik_protection *protection);
bool ik_adding_object(struct ik_adding *adding); /* IK_E_IMPORT_MANY */

bool ik_too_many(struct ik_adding *adding, int most); /* the same, always */

/* DATA opened with the first password that makes it look like KEY (a PrivateKeyInfo) or else
 * SafeContents.  NULL with the error that fits.  Caller frees. */
ik_secret *ik_adding_open(struct ik_adding *adding, const struct ik_protection *protection,
			  struct ik_der data, bool key);

/* Each takes one thing; what is no error but not wanted (a key of a kind that we refuse) is noted.
 */
bool ik_take_certificate(struct ik_adding *adding, struct ik_der der);
bool ik_take_key(struct ik_adding *adding, struct ik_der der, const char *name); /* of any form */
bool ik_take_opened_key(struct ik_adding *adding, gnutls_x509_privkey_t key, const char *name);
bool ik_take_bare_key(struct ik_adding *adding, gnutls_ecc_curve_t curve, struct ik_der number,
		      const char *name);
bool ik_take_pkcs12(struct ik_adding *adding, struct ik_der der);
bool ik_take_pkcs7(struct ik_adding *adding, struct ik_der der);
bool ik_take_pem(struct ik_adding *adding, struct ik_pem_part text);
void ik_refuse_key(struct ik_adding *adding, const char *name);

/* Adds one more that is read already, if it is not there yet.  A key is owned from now on, a
 * certificate's bytes are moved. */
bool ik_keep_key(struct ik_adding *adding, ik_secret *pem, const char *type, const char *name);
bool ik_keep_certificate(struct ik_adding *adding, struct ik_buffer *pem);
bool ik_keep_bare_key(struct ik_adding *adding, ik_secret *bare);

/* Completes keys that lack their public half by the certificates there are. */
void ik_material_complete(struct ik_material *material);

/* PEM labels that are taken.  Whatever calls itself a private key is one, if only to be named and
 * refused. */
bool ik_pem_holds_key(const struct ik_pem_block *block);
bool ik_pem_holds_certificate(const struct ik_pem_block *block);
bool ik_pem_holds_pkcs12(const struct ik_pem_block *block);
bool ik_pem_holds_pkcs7(const struct ik_pem_block *block);
bool ik_pem_is_taken(const struct ik_pem_block *block); /* any of these */

/* Of a TRUSTED CERTIFICATE only the certificate, without what OpenSSL put behind it. */
struct ik_der ik_pem_certificate(const struct ik_pem_block *block, struct ik_der der);

#endif
