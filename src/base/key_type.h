/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_type.h: the kinds of keys, by the ids that files and commands use and the names that people
 * read. */
#ifndef IK_BASE_KEY_TYPE_H
#define IK_BASE_KEY_TYPE_H

#include <stdbool.h>

/* The types we make: id for files and commands, name for people, in order of offer. */
#define IK_KEY_TYPES(X) \
	X(ECDSA_P256, "ecdsa-p256", "ECDSA P-256") \
	X(ECDSA_P384, "ecdsa-p384", "ECDSA P-384") \
	X(RSA_3072, "rsa-3072", "RSA 3072") \
	X(RSA_4096, "rsa-4096", "RSA 4096")

#define X(id, text, name) IK_KEY_##id,
enum ik_key_type { IK_KEY_TYPES(X) IK_KEY_TYPE_COUNT };
#undef X

const char *ik_key_type_id(enum ik_key_type type);
bool ik_key_type_find(const char *id, enum ik_key_type *type);
/* "ECDSA P-256" for any id that facts may hold, the id itself if it is not one we know. */
const char *ik_key_type_name(const char *id);

#endif
