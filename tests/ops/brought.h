/* SPDX-License-Identifier: GPL-3.0-or-later */
/* brought.h: files that openssl made, a store to import them into, and each step of an import in
 * one call. */
#ifndef TESTS_OPS_BROUGHT_H
#define TESTS_OPS_BROUGHT_H

#include "base/error.h"
#include "ops/change/import.h"
#include "ops/records/generation.h"

#define FILE_PASSWORD "ファイル secret"

/* Fixtures: a store with one generation, and in the directory: an authority (ca), a server
 * certificate with its key (a), a self-signed pair (b), and a as a PKCS#12 (a.p12, nomac.p12) under
 * FILE_PASSWORD. */
extern char *brought_directory, *brought_store;
void brought_begin(void);
void brought_end(void);

/* Runs COMMAND in the directory; it must succeed. */
void brought_shell(const char *command);

/* The path of NAME; caller frees. */
char *brought_in(const char *name);

enum ik_error_id brought_look(const char *name, struct ik_import_look *look);

/* Opens the files (KEY_NAME, PASSWORD and INNER may be NULL); the error. */
enum ik_error_id brought_open_files(const char *name, const char *key_name, const char *password,
				    const char *inner, struct ik_import **import);

/* The error with which opening is refused; or what was opened, which must be fine. */
enum ik_error_id brought_refused(const char *name, const char *key_name, const char *password);
struct ik_import *brought_opened(const char *name, const char *key_name, const char *password);

struct ik_import_plan *brought_plan_for(const struct ik_import *import,
					const struct ik_import_wish *wish);
enum ik_error_id brought_plan_fails(const struct ik_import *import,
				    const struct ik_import_wish *wish);
void brought_perform(const struct ik_import_plan *plan, struct ik_outcome *outcome);

/* All of it for one file without password. */
void brought_import_all(const char *name, struct ik_outcome *outcome);

/* Reads generation NUMBER, whose key must fit. */
void brought_load(unsigned number, struct ik_generation *generation);

#endif
