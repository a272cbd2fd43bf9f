/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.h: the list of contents of a backup, as text and as plain data.
 *
 *   inkan-backup 2
 *   server srv01.example.jp
 *   time 2026-11-21T18:12:00Z
 *   server-id 0123456789abcdef0123456789abcdef
 *   in-use 4
 *   generation 3 retired deleted
 *   generation 4 in-use sealed
 *   request 20261121-0f3a99c1 sealed
 *   step 1795237500-0f3a99c1.pem
 *   recovery
 *   <SHA-256> <size> README.txt
 *   <SHA-256> <size> generations/3/certificate.pem
 *   ...
 *
 * A generation of which the store has nothing whole is only named: "generation 2 damaged".  Of a
 * request the same holds
 * ("request 20261121-0f3a99c1 damaged"), and it is all that is said of one whose key may not leave
 * the server.
 *
 * Version 1 has no steps for agents and no recovery certificate; it is written where there are
 * none, so that an older inkan restores it. */
#ifndef IK_OPS_BACKUP_MANIFEST_H
#define IK_OPS_BACKUP_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "ops/records/state.h"

struct ik_manifest_generation {
	unsigned number;
	enum ik_generation_state state;
	enum ik_key_state key; /* says nothing of a damaged one */
};

/* A key that waits for its certificate. */
enum ik_request_state { IK_REQUEST_SEALED, IK_REQUEST_NOT_EXPORTABLE, IK_REQUEST_DAMAGED };

struct ik_manifest_request {
	char id[24];
	enum ik_request_state state;
};

struct ik_manifest_member {
	char sha256[65];
	uint64_t size;
	char *name;
};

struct ik_manifest {
	char *server; /* the name it was made on; visible text, no blanks */
	int64_t time;
	char server_id[33];
	unsigned in_use;
	struct ik_manifest_generation *generations; /* ascending */
	size_t n_generations;
	struct ik_manifest_request *requests; /* ascending */
	size_t n_requests;
	struct ik_list steps; /* the names of their files, by number */
	bool has_recovery;
	/* all but the manifest and the seal, in the ZIP's order */
	struct ik_manifest_member *members;
	size_t n_members;
};

void ik_manifest_add_generation(struct ik_manifest *manifest, unsigned number,
				enum ik_generation_state state, enum ik_key_state key);

void ik_manifest_add_request(struct ik_manifest *manifest, const char *id,
			     enum ik_request_state state);

void ik_manifest_add_step(struct ik_manifest *manifest, const char *name);

/* Adds a member called NAME with the size and hash of these bytes. */
bool ik_manifest_add_member(struct ik_manifest *manifest, const char *name, const void *bytes,
			    size_t size, struct ik_error *err);

/* --- slots: generations and then requests, counted through; each has a folder of the same files
 * ------------------ */

size_t ik_manifest_slots(const struct ik_manifest *manifest);
/* its files are in the backup */
bool ik_manifest_whole(const struct ik_manifest *manifest, size_t slot);
bool ik_manifest_sealed(const struct ik_manifest *manifest, size_t slot); /* and its key */

/* "generations/4/key.pem", "requests/20261121-0f3a99c1/key.pem" for NAME "key.pem"; caller frees.
 */
char *ik_manifest_path(const struct ik_manifest *manifest, size_t slot, const char *name);

/* "steps/1795237500-0f3a99c1.pem" for the Ith step; caller frees. */
char *ik_manifest_step_path(const struct ik_manifest *manifest, size_t i);

/* The name of the member that has the record of the recovery certificate. */
#define IK_MANIFEST_RECOVERY "recovery"

/* The file that its key has to fit: certificate.pem or request.pem. */
const char *ik_manifest_public(const struct ik_manifest *manifest, size_t slot);

/* The names of all members that a backup of these slots and steps has, in order, without the
 * manifest and the seal. */
void ik_manifest_names(const struct ik_manifest *manifest, struct ik_list *names);

void ik_manifest_write(const struct ik_manifest *manifest, struct ik_buffer *text);

/* Reads what ik_manifest_write() writes and nothing else: IK_E_BACKUP_NEWER for a later version's,
 * else IK_E_BACKUP_MANIFEST with the line in the detail.  Its members are those that its
 * generations must have.  MANIFEST is freed first. */
bool ik_manifest_parse(const void *text, size_t size, struct ik_manifest *manifest,
		       struct ik_error *err);

void ik_manifest_free(struct ik_manifest *manifest); /* zeroed again */

#endif
