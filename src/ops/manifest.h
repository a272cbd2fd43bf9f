/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.h: the list of contents of a backup, as text and as plain data.
 *
 *   inkan-backup 1
 *   server srv01.example.jp
 *   time 2026-11-21T18:12:00Z
 *   server-id 0123456789abcdef0123456789abcdef
 *   in-use 4
 *   generation 3 retired deleted
 *   generation 4 in-use sealed
 *   <SHA-256> <size> README.txt
 *   <SHA-256> <size> generations/3/certificate.pem
 *   ...
 *
 * A generation of which the store has nothing whole is only named: "generation 2 damaged". */
#ifndef IK_OPS_MANIFEST_H
#define IK_OPS_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "ops/outcome.h"
#include "ops/show.h"

struct ik_manifest_generation {
	unsigned number;
	enum ik_generation_state state;
	enum ik_key_state key;           /* says nothing of a damaged one */
};

struct ik_manifest_member {
	char sha256[65];
	uint64_t size;
	char *name;
};

struct ik_manifest {
	char *server;                    /* the name it was made on; visible text, no blanks */
	int64_t time;
	char server_id[33];
	unsigned in_use;
	struct ik_manifest_generation *generations;  /* ascending */
	size_t n_generations;
	struct ik_manifest_member *members;          /* all but the manifest and the seal, in the ZIP's order */
	size_t n_members;
};

void ik_manifest_add_generation(struct ik_manifest *manifest, unsigned number, enum ik_generation_state state,
				enum ik_key_state key);

/* Adds a member called NAME with the size and hash of these bytes. */
bool ik_manifest_add_member(struct ik_manifest *manifest, const char *name, const void *bytes, size_t size,
			    struct ik_error *err);

/* The names of all members that a backup of these generations has, in order, without the manifest and the seal. */
void ik_manifest_names(const struct ik_manifest *manifest, struct ik_list *names);

void ik_manifest_write(const struct ik_manifest *manifest, struct ik_buffer *text);

/* Reads what ik_manifest_write() writes and nothing else: IK_E_BACKUP_NEWER for a later version's, else
 * IK_E_BACKUP_MANIFEST with the line in the detail.  Its members are those that its generations must have.  MANIFEST
 * is freed first. */
bool ik_manifest_parse(const void *text, size_t size, struct ik_manifest *manifest, struct ik_error *err);

void ik_manifest_free(struct ik_manifest *manifest);   /* zeroed again */

#endif
