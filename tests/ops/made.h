/* SPDX-License-Identifier: GPL-3.0-or-later */
/* made.h: stores and backups that the operations themselves made, for their tests to look into and
 * to damage. */
#ifndef TESTS_OPS_MADE_H
#define TESTS_OPS_MADE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"
#include "ops/change/backup.h"
#include "ops/change/create.h"
#include "zip/zip.h"

enum { MADE_AT = 1795200000 }; /* 2026-11-20T18:40:00Z */

#define MADE_PASSWORD "correct horse battery"

/* A new empty directory, and taking it away with all that is in it. */
char *made_directory(void);
void made_remove(char *directory);

ik_secret *made_secret(const char *text);
/* fails the test if it is not there */
char *made_read(const char *directory, const char *name, size_t *size);
void made_write(const char *directory, const char *name, const void *bytes, size_t size);
bool made_exists(const char *directory, const char *name);
mode_t made_mode(const char *directory, const char *name);

/* All files below DIRECTORY with modes and contents as one text, the steps among them, but not what
 * only ever grows: to see whether anything changed. */
char *made_tree(const char *directory);

/* A wish that is fine, with BACKUP (may be NULL) below no directory in particular. */
struct ik_create_wish made_wish(const char *backup, const ik_secret *password);

/* Makes a generation in DIRECTORY/store, with a backup at DIRECTORY/BACKUP unless that is NULL;
 * fails the test if it cannot. */
void made_create(const char *directory, const char *backup);

/* Makes a request that waits in DIRECTORY/store; its id, which the caller frees. */
char *made_request(const char *directory);

/* A directory (the caller removes it) with a store of two generations, and the bytes of its backup
 * good.zip. */
char *made_good_backup(char **directory, size_t *size);

/* The id of the error that test-opening these bytes gives, IK_E_NONE if they are fine. */
enum ik_error_id made_verify(const void *bytes, size_t size, const char *password,
			     struct ik_error *err);

/* The members of a backup, and bytes of edited ones. */
void made_unzip(const void *bytes, size_t size, struct ik_zip *zip);
void made_zip(const struct ik_zip *zip, struct ik_buffer *bytes);
struct ik_zip_member *made_member(struct ik_zip *zip, const char *name);
void made_set(struct ik_zip *zip, const char *name, const void *bytes, size_t size);
void made_drop(struct ik_zip *zip, const char *name);
/* texts of one length */
void made_replace(struct ik_zip *zip, const char *name, const char *old, const char *new);

/* Another key in the place of generation 2's, sealed with PASSWORD: all that it takes is a password
 * of one's own. */
void made_put_key(struct ik_zip *zip, const char *password);

/* Writes the manifest again for the members as they are, and seals it with PASSWORD: what somebody
 * can do who knows that. */
void made_list_again(struct ik_zip *zip);
void made_seal_again(struct ik_zip *zip, const char *password);

/* The keys of both generations, and the whole, under MADE_PASSWORD as they were sealed before: by
 * GnuTLS, with its encoding of keys, its salts, and half the rounds of today's seal. */
void made_seal_as_before(struct ik_zip *zip, const char *directory);

#endif
