/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statement_files.h: the files that a statement names, each by SHA-256 and size: those of a set in
 * an index, the one of a message. */
#ifndef IK_TRUST_STATEMENT_FILES_H
#define IK_TRUST_STATEMENT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "trust/sha256.h"

enum {
	IK_SET_NAME_MAX = 100,
	IK_FILE_NAME_MAX = 255,
	IK_SETS_MAX = 1000, /* in an index: each is compared with all, before anybody signed it */
};

struct ik_named_file {
	struct ik_sha256 sha256;
	uint64_t size; /* bytes */
	char *name;
};

/* A zeroed struct has no files. */
struct ik_file_set {
	char *name; /* "" for the one of a message */
	struct ik_named_file *files;
	size_t n;
	uint64_t number; /* of the index that first had them so, where a record says it; 0: unknown
			  */
};

struct ik_file_sets {
	struct ik_file_set *items;
	size_t n;
};

/* Whether NAME may name a set and a file in it: 1 to 100 of A-Z a-z 0-9 . _ -, and neither . nor -
 * first.  So it can be the name of a folder anywhere. */
bool ik_set_name_is_good(const char *name);

/* Whether NAME may name the file of a message: any base name of at most 255 bytes without control
 * bytes and without a blank at its end, which "id = value" would lose. */
bool ik_message_name_is_good(const char *name);

/* Whether one of SETS is called NAME. */
bool ik_file_sets_have(const struct ik_file_sets *sets, const char *name);

/* Appends an empty set called NAME, which is copied. */
struct ik_file_set *ik_file_sets_add(struct ik_file_sets *sets, const char *name);

/* Appends a file to SET; NAME is copied. */
void ik_file_set_add(struct ik_file_set *set, const struct ik_sha256 *sha256, uint64_t size,
		     const char *name);

/* Whether each file of SET has another name: whoever takes the set writes each under its own. */
bool ik_file_set_names_differ(const struct ik_file_set *set);

/* Reads "SHA256 SIZE NAME", the value of an id "file", into SET; false: it is something else. */
bool ik_file_set_read(struct ik_file_set *set, const char *value);

/* Appends the lines of SETS: a "set" line for each that has a name, and its "file" lines. */
void ik_file_sets_write(const struct ik_file_sets *sets, struct ik_buffer *text);

void ik_file_sets_free(struct ik_file_sets *sets); /* empty again; twice is fine */

#endif
