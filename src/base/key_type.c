/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_type.c: the names of the kinds of keys. */
#include "base/key_type.h"

#include <string.h>

#include "base/alloc.h"

static const struct {
	const char *id;
	const char *name;
} types[] = {
#define X(type, text, shown) [IK_KEY_##type] = {text, shown},
	IK_KEY_TYPES(X)
#undef X
};

/* What certificates of others hold: shown by its proper name, never made. */
static const struct {
	const char *id;
	const char *name;
} others[] = {
	{"ecdsa-p521", "ECDSA P-521"},
	{"ecdsa-p224", "ECDSA P-224"},
	{"ecdsa-p192", "ECDSA P-192"},
	{"ed25519", "Ed25519"},
	{"ed448", "Ed448"},
	{"rsa-1024", "RSA 1024"},
	{"rsa-2048", "RSA 2048"},
	{"rsa-8192", "RSA 8192"},
	{"rsa-16384", "RSA 16384"},
	{"rsa-pss-2048", "RSA-PSS 2048"},
	{"rsa-pss-3072", "RSA-PSS 3072"},
	{"rsa-pss-4096", "RSA-PSS 4096"},
	{"dsa-1024", "DSA 1024"},
	{"dsa-2048", "DSA 2048"},
	{"dsa-3072", "DSA 3072"},
};

const char *ik_key_type_id(enum ik_key_type type)
{
	return types[type].id;
}

bool ik_key_type_find(const char *id, enum ik_key_type *type)
{
	for (size_t i = 0; i < IK_COUNT(types); i++) {
		if (strcmp(types[i].id, id) == 0) {
			*type = (enum ik_key_type)i;
			return true;
		}
	}
	return false;
}

const char *ik_key_type_name(const char *id)
{
	for (size_t i = 0; i < IK_COUNT(types); i++) {
		if (strcmp(types[i].id, id) == 0)
			return types[i].name;
	}
	for (size_t i = 0; i < IK_COUNT(others); i++) {
		if (strcmp(others[i].id, id) == 0)
			return others[i].name;
	}
	return id;
}
