/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h: keys, an authority and certificates as openssl makes them; what an import makes of files
 * of theirs. */
#ifndef TESTS_FOREIGN_WORLD_H
#define TESTS_FOREIGN_WORLD_H

#include <stdbool.h>

#include "foreign/import.h"

#define P "correct horse"
#define P_OUT " -passout pass:'" P "'"

/* In our directory: for each KEY of rsa, pss, ec, ec384, ec521, ed the files KEY.key, KEY.crt (the
 * leaf), and the authority's inter.crt and root.crt, both in chain.pem.  False if there is no
 * openssl. */
bool world_begin(void);
void world_end(void);

extern const char *const world_keys[]; /* NULL ends */

/* What should become of a file. */
struct outcome {
	enum ik_error_id error; /* IK_E_NONE: it is taken */
	const char *named;      /* what the error or the refusal names, or NULL */
	size_t keys;
	size_t certificates;
	unsigned used; /* in the first key's chain; 0: no certificate fits */
};

/* Imports the file NAME with PASSWORD (NULL: none is given). */
void check_import(const char *name, const char *password, const struct outcome *expected);

/* The same in steps: false if it is not taken.  The caller frees MATERIAL. */
bool import_file(struct ik_material *material, const char *name, const char *password,
		 struct ik_error *err);

/* The chain of KEY as it is best today, in few words. */
bool pair_up(const struct ik_material *material, size_t key, struct ik_buffer *chain,
	     unsigned *used, unsigned *rest, struct ik_error *err);

/* Key I of MATERIAL is the one in the file NAME. */
void check_key(const struct ik_material *material, size_t i, const char *name);

#endif
