/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_world.h: one backup of two generations, and stores to restore it into. */
#ifndef TESTS_OPS_RESTORE_WORLD_H
#define TESTS_OPS_RESTORE_WORLD_H

#include "ops/change/restore.h"

extern char *origin;   /* directory with store/ of two generations and good.zip, made once */
extern char *good;     /* the file */
extern char *target;   /* another directory, new for each test */
extern char *restored; /* target/store: not there yet */

void restore_world_once(void);
void restore_world_end(void);
void restore_world_begin(void);
void restore_world_done(void);

/* Opens FILE with the password and plans; fails the test if it cannot.  Both are the caller's. */
struct restoring {
	ik_restore_source *source;
	struct ik_restore_plan *plan;
};
struct restoring restore_prepare(const char *file, const char *use, bool not_exportable);
void restore_release(struct restoring *restoring);

/* The error of opening, planning or performing; IK_E_NONE if it went well. */
enum ik_error_id restore_try(const char *file, const char *password, const char *use);

/* Restores FILE; fails the test if that fails.  OUTCOME is the caller's. */
void restore_do(const char *file, const char *use, bool not_exportable, struct ik_outcome *outcome);

/* The files called NAME in both directories have the same content, and, unless it is a link, the
 * same mode. */
void restore_same(const char *a, const char *name_a, const char *b, const char *name_b);

/* The record of generation A of the store whose generations are in FROM is that of generation B of
 * this one, but for the line that says when it was restored, which this one has. */
void restore_same_info(const char *from, unsigned a, unsigned b);

/* Certificate and key of generation A of the original store are those of generation B of this one.
 */
void restore_same_pair(unsigned a, unsigned b);

unsigned restore_current(void); /* of the store; 0 for none */

#endif
