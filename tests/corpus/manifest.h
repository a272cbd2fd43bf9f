/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.h: the list of other people's files, and what should become of each. */
#ifndef TESTS_CORPUS_MANIFEST_H
#define TESTS_CORPUS_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

struct row {
	char *line; /* what the others point into */
	const char *file;
	const char *kind;     /* p12, pkcs8, key, cert, crl, csr */
	const char *password; /* as typed, or NULL for none */
	const char *expected; /* ok, reject, nocrash, reject?, ok(openssl), reject(openssl), ? */
	bool opens;           /* gnutls_pkcs12_simple_parse() opens it, and its MAC is right */
	bool fits;            /* ... and key and certificate fit */
};

struct manifest {
	char *directory;
	struct row *rows;
	size_t n;
};

/* False if there is none.  Rows of archives are left out. */
bool manifest_read(struct manifest *manifest);

/* The content of a file; the caller frees it. */
unsigned char *file_read(const char *directory, const char *name, size_t *size);

#endif
