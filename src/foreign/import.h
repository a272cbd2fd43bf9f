/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h: keys and certificates out of whatever file an operator brings, recognised by content,
 * never by name.
 *
 * PKCS#12 (RFC 7292), PKCS#8 plain and sealed (RFC 5958), PKCS#1, SEC1, "Proc-Type" PEM keys,
 * certificates, PEM bundles in any order, PKCS#7, DER.  A ZIP is the caller's to unpack. Everything
 * here runs on hostile bytes: call it contained. */
#ifndef IK_FOREIGN_IMPORT_H
#define IK_FOREIGN_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "base/pack.h"
#include "base/secret.h"
#include "base/objection.h"

enum {
	IK_IMPORT_MAX = 4 * 1024 * 1024,
	IK_IMPORT_ROUNDS_MAX = 5000000,
	IK_IMPORT_OBJECTS_MAX = 1000,
	IK_IMPORT_KEYS_MAX = 64, /* compared each with each */
	IK_LEFT_OUT_MAX = 8,     /* told one by one */
};

enum ik_content_kind {
	IK_CONTENT_UNKNOWN, /* nothing that can be taken: ik_content_refuse() knows what to say */
	IK_CONTENT_PKCS12,
	IK_CONTENT_PEM,     /* at least one PEM block that we take */
	IK_CONTENT_KEY_DER, /* PKCS#8 (plain or sealed), PKCS#1 or SEC1 */
	IK_CONTENT_CERTIFICATE_DER,
	IK_CONTENT_PKCS7, /* certificates only: .p7b */
	IK_CONTENT_ZIP,   /* begins like one; nothing more is known here */
};

/* What can be said without a password.  Zeroed is empty. */
struct ik_content_look {
	enum ik_content_kind kind;
	unsigned keys; /* seen, sealed ones included; of a PKCS#12 what is outside of encrypted bags
			*/
	unsigned certificates; /* likewise */
	bool hidden;           /* parts are encrypted whole, so there may be more */
	bool needs_password;   /* something is encrypted, be it with the empty password */
	bool has_mac;          /* a PKCS#12 that is protected against changes */
	bool mac_checkable;    /* by us */
	bool weak; /* any part below today's: RC2, DES, 3DES, a SHA-1 MAC, few rounds, Proc-Type */
	char *protection;  /* "RC2-40-CBC, 3DES-CBC, HMAC-SHA1", or NULL for none; names, each once
			    */
	char *unsupported; /* the first algorithm that we cannot do (scrypt, PBMAC1, ARIA, ...), or
			      NULL */
	uint64_t rounds;   /* of all parts that are seen, together */
	unsigned damaged;  /* blocks of PEM that are not whole, or no base64; counted above too */
	bool quoted; /* by whoever looked a second time: this was found by ik_content_unquote() */
	struct ik_list passed_over; /* PEM labels that were not taken, each once; filtered */
};

/* Never fails on content: what is wrong is UNKNOWN.  No derivation happens. */
void ik_content_look(const void *bytes, size_t size, struct ik_content_look *look);
void ik_content_look_free(struct ik_content_look *look);
bool ik_content_look_pack(const struct ik_content_look *look, ik_secret *out);
void ik_content_look_unpack(struct ik_unpack *in, struct ik_content_look *look);

/* Sets the error for content that is UNKNOWN, and is false.  What it is is said where that can be
 * told: IK_E_IMPORT_IS_REQUEST, IK_E_IMPORT_PUBLIC, IK_E_IMPORT_KEYSTORE, IK_E_IMPORT_OTHER
 * (named); IK_E_IMPORT_CUT, IK_E_IMPORT_PART, IK_E_CERT_READ for what is damaged; else
 * IK_E_IMPORT_FORMAT. */
bool ik_content_refuse(const void *bytes, size_t size, struct ik_error *err);

/* The second look, for where a key or a certificate is still lacking: what BYTES hold as PEM that
 * other text quotes, wherever its marks stand: quoted, indented, cited, escaped once, in single
 * bytes or UTF-16; the values of tls.crt and tls.key in base64; and what certutil called a
 * certificate under its right label.  *OUT is plain PEM, which the caller frees; false if there is
 * none. */
bool ik_content_unquote(const void *bytes, size_t size, ik_secret **out);

/* Sets the error ID about what is called NAME and cannot be taken, with the command that converts
 * it as its detail, if there is one; always false. */
bool ik_import_refuse(enum ik_error_id id, const char *name, struct ik_error *err);

/* Forms in which tools took a password that is not ASCII. */
enum ik_password_form {
	IK_PASSWORD_RIGHT,   /* as RFC 7292 and RFC 8018 say */
	IK_PASSWORD_BYTES,   /* each byte of UTF-8 as one character: OpenSSL before 1.1 */
	IK_PASSWORD_CP932,   /* each byte of CP932 as one: the same on a Japanese Windows */
	IK_PASSWORD_LATIN_1, /* bytes of ISO 8859-1 where UTF-8 is meant */
};

/* Opens what converting passwords takes, for a contained child before it gives up files. */
void ik_import_prepare(void);

/* All keys and certificates of one or more files.  Zeroed is empty. */
struct ik_material {
	enum ik_password_form
		password_form;      /* in which it opened something, if not the right one */
	ik_secret **keys;           /* PKCS#8 PEM each, no two the same */
	struct ik_list key_types;   /* "rsa-2048", ... as facts name them */
	struct ik_list key_names;   /* friendlyName or ""; filtered */
	struct ik_list key_members; /* the MEMBER that each was added from */
	size_t n_keys;
	struct ik_buffer *certificates; /* PEM each, no two the same, in the order found */
	size_t n_certificates;
	unsigned unreadable_certificates; /* passed over; a file with nothing else in it is
					     IK_E_CERT_READ */
	struct ik_objections unreadable;  /* the first few of them, with the reason */
	ik_secret **bare_keys;     /* EC keys without their public half (Java's); only a certificate
				      completes them */
	size_t n_bare_keys;        /*   left over once all files are added: IK_E_IMPORT_KEY_BARE */
	bool unprotected;          /* a PKCS#12 without MAC: whoever had it could have changed it */
	char *refused_certificate; /* in which form the public key of one is written that cannot be
				      used so: IK_E_IMPORT_CERT_KEY takes it; NULL: none is */
	unsigned refused_keys; /* recognised but not accepted; the last one is named in REFUSED */
	char *refused;         /* "DSA 1024"; IK_E_IMPORT_KEY_KIND takes it */
	const char *member;    /* what the files that are added next are called, or NULL */
	const ik_secret *
		ready; /* what ik_import_derive() made for the files that are added next, or NULL */
};

/* A PKCS#12 takes several derivations that do not need each other: share NUMBER OF so many, for a
 * child of its own. */
struct ik_share {
	unsigned number;
	unsigned of;
};

/* Appends to OUT the derivations of that share that opening BYTES with PASSWORD will take, as far
 * as they are slow and can be told beforehand.  The shares of all files, one behind the other, are
 * what a material has READY; without them it comes to the same, later.  Says nothing of whether the
 * password is right.  False if OUT is full. */
bool ik_import_derive(const void *bytes, size_t size, const ik_secret *password,
		      struct ik_share share, ik_secret *out);

/* Adds what is in BYTES to MATERIAL.  PASSWORD is as typed: it is tried in the form of RFC 8265 and
 * as it stands. NULL: none was given, the empty one is tried (and PKCS#12's other way of writing
 * none).  Errors, each its own: IK_E_IMPORT_LARGE; what ik_content_refuse() says; IK_E_IMPORT_PART
 * (named); IK_E_IMPORT_MANY; IK_E_IMPORT_ALGORITHM (named; an unknown MAC is one); IK_E_COST (more
 * than IK_IMPORT_ROUNDS_MAX in all, looked up before any work); IK_E_IMPORT_PASSWORD_NEEDED;
 * IK_E_IMPORT_PASSWORD; IK_E_IMPORT_MAC (the password opens the content, the MAC is wrong);
 * IK_E_IMPORT_SHUT; IK_E_IMPORT_KEY_BAD; IK_E_CERT_READ.  After an error MATERIAL is as it was. */
bool ik_material_add(struct ik_material *material, const void *bytes, size_t size,
		     const ik_secret *password, struct ik_error *err);
void ik_material_free(struct ik_material *material);
bool ik_material_pack(const struct ik_material *material, ik_secret *out);
void ik_material_unpack(struct ik_unpack *in, struct ik_material *material);

/* IK_E_IMPORT_CERT_UNREAD about the first certificate that could not be read, if there is one; else
 * true. */
bool ik_material_unread(const struct ik_material *material, struct ik_error *err);

/* Of certificates the one that issued none of the others; the first of those, one that is no
 * authority's if possible.  NULL if there is none, or if there is only an authority's beside one
 * that cannot be read: see ik_material_unread(). */
const struct ik_buffer *ik_material_leaf(const struct ik_material *material);

/* A key's certificate, with its issuers.  Zeroed is empty. */
struct ik_paired {
	struct ik_buffer
		chain; /* PEM: it, then its issuers in order as far as they are there, 30 at most */
	unsigned used; /* certificates in CHAIN */
	unsigned rest; /* those of the material that can be read, and are not in CHAIN */
	struct ik_objections objections; /* what is wrong with CHAIN, or was only known of it */
	struct ik_objections left_out;   /* of REST the first few, with the reason */
};

void ik_paired_free(struct ik_paired *paired); /* zeroed again */

/* Once all files are added: an RSA key whose certificate says that it is for RSA-PSS, or bound to
 * another digest, while the key does not, becomes what the certificate says. */
void ik_material_recast(struct ik_material *material);

/* Keys and certificates of one material, brought together at NOW.  MATERIAL stays as it is
 * meanwhile.
 *
 * Of certificates for one key: what is valid now, before what is not; issued by another, before
 * self-signed; with its own issuer here; the later start; the later end; the first.  Of issuers
 * with one name and key: valid now; outliving what they issued; with their own issuer here; the
 * later end.  Signatures are verified, names compared as RFC 5280 wants it. */
typedef struct ik_pairing ik_pairing;
ik_pairing *ik_pairing_new(const struct ik_material *material, int64_t now);
void ik_pairing_free(ik_pairing *pairing);

/* Of KNOWN (the chain that is in use, leaf first) all but the leaf may complete chains that come
 * without, as long as they are valid; KNOWN stays as it is meanwhile, too. */
void ik_pairing_know(ik_pairing *pairing, const struct ik_material *known);

/* The certificate of KEY: WHICH 0 is the best; then those that are as good but for their dates, and
 * have other names, so that only the operator can tell which is meant.  IK_E_IMPORT_PAIR if there
 * is none (left); IK_E_IMPORT_CERT_UNREAD if there is one that cannot be read.  Caller frees
 * *PAIRED on true. */
bool ik_pairing_chain(ik_pairing *pairing, size_t key, size_t which, struct ik_paired *paired,
		      struct ik_error *err);

#endif
