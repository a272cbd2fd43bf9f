/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ahead.c: what a PKCS#12 will derive from its password is told from the file, and made before it
 * is opened.
 *
 * The MAC, each bag and each key have a salt of their own, so no derivation needs another: they can
 * be made in several children at once.  A key that was derived says nothing; nothing is decrypted
 * with it before the MAC was checked. */
#include "foreign/import_inside.h"
#include "pki/derived.h"
#include "pki/pkcs12_mac.h"

/* The share of one child. */
struct share {
	const struct ik_try *password;
	struct ik_share wish;
	unsigned at;     /* derivations seen so far */
	uint64_t rounds; /* which they take together */
	ik_secret *out;
	bool full;
};

/* Quick ones are not worth a child, and what is refused for its cost is not made. */
static bool is_ours(struct share *share, uint64_t rounds)
{
	if (rounds < IK_ROUNDS_FEW || rounds > IK_IMPORT_ROUNDS_MAX - share->rounds)
		return false;
	share->rounds += rounds;
	return share->at++ % share->wish.of == share->wish.number;
}

static void keep(struct share *share, const struct ik_derived *what, const uint8_t *key)
{
	if (!ik_derived_keep(share->out, what, key))
		share->full = true;
}

static void make_pkcs12(struct share *share, int digest, uint8_t id, struct ik_der salt,
			uint64_t rounds, size_t size)
{
	struct ik_derived what = {IK_DERIVE_PKCS12, digest, id, rounds, salt, size};
	uint8_t key[IK_DERIVED_MAX];

	if (size > IK_DERIVED_MAX || salt.size > IK_SALT_MAX || !is_ours(share, rounds))
		return;
	if (ik_derive_pkcs12((gnutls_digest_algorithm_t)digest, id, share->password, salt, rounds,
			     key, size)
	    >= 0)
		keep(share, &what, key);
	gnutls_memset(key, 0, sizeof(key));
}

static void make_pbkdf2(struct share *share, const struct ik_protection *from)
{
	struct ik_derived what = {IK_DERIVE_PBKDF2, from->digest, 0,
				  from->rounds,     from->salt,   from->key_size};
	uint8_t key[IK_DERIVED_MAX];

	if (from->key_size > IK_DERIVED_MAX || !is_ours(share, from->rounds))
		return;
	if (ik_derive_pbkdf2(from, share->password, key) >= 0)
		keep(share, &what, key);
	gnutls_memset(key, 0, sizeof(key));
}

static bool visit(void *context, enum ik_pkcs12_part part, struct ik_der content, const char *name)
{
	struct share *share = context;
	struct ik_buffer joined = {0};
	struct ik_protection from;
	struct ik_der algorithm, data;
	bool sealed = part == IK_PART_SEALED_KEY;

	(void)name;
	if (!sealed && part != IK_PART_ENCRYPTED)
		return true;
	if ((sealed ? ik_pkcs12_sealed(content, &algorithm, &data)
		    : ik_pkcs12_encrypted(content, &algorithm, &data, &joined))
	    && ik_protection_read(algorithm, &from) && !from.unsupported[0]) {
		if (from.derivation == IK_DERIVE_PBKDF2) {
			make_pbkdf2(share, &from);
		} else if (from.derivation == IK_DERIVE_PKCS12) {
			make_pkcs12(share, from.digest, 1, from.salt, from.rounds, from.key_size);
			make_pkcs12(share, from.digest, 2, from.salt, from.rounds, IK_DERIVED_IV);
		}
	}
	ik_buffer_free(&joined);
	return true;
}

static void make_all(struct share *share, struct ik_der der)
{
	struct ik_pkcs12 p12;

	if (!ik_pkcs12_read(der, &p12) || p12.unsupported)
		return;
	if (p12.mac.present && !p12.mac.unsupported[0] && p12.mac.pbmac1)
		make_pbkdf2(share, &p12.mac.from);
	else if (p12.mac.present && !p12.mac.unsupported[0])
		make_pkcs12(share, p12.mac.digest, 3, p12.mac.salt, p12.mac.rounds,
			    gnutls_hash_get_len((gnutls_digest_algorithm_t)p12.mac.digest));
	ik_pkcs12_walk_safe(p12.safe, visit, share);
}

bool ik_import_derive(const void *bytes, size_t size, const ik_secret *password,
		      struct ik_share wish, ik_secret *out)
{
	ik_secret *unwrapped = NULL, *settled = NULL;
	struct ik_tries tries;
	struct share share = {.password = &tries.list[0], .wish = wish, .out = out};
	struct ik_der der;

	if (!bytes || size == 0 || size > IK_IMPORT_MAX)
		return true;
	ik_tries_make(&tries, password);
	der = ik_unwrap(bytes, size, &unwrapped);
	if (tries.given && tries.n > 0 && der.size > 0 && ik_der_settle(&der, &settled)
	    && ik_der_kind(der) == IK_DER_PKCS12)
		make_all(&share, der);
	ik_secret_free(settled);
	ik_secret_free(unwrapped);
	ik_tries_free(&tries);
	return !share.full;
}
