/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_world.h: an empty directory for a store and its backup, and changes made there. */
#ifndef TESTS_OPS_CREATE_WORLD_H
#define TESTS_OPS_CREATE_WORLD_H

#include <check.h>

#include "ops/change/create.h"

extern char *directory;
extern char *store; /* DIRECTORY/store, not made */
extern char *file;  /* DIRECTORY/backup.zip, likewise */
extern ik_secret *password;

void create_begin(void);
void create_end(void);

struct ik_create_plan *plan_for(const struct ik_create_wish *wish);
enum ik_error_id plan_fails(const struct ik_create_wish *wish);
enum ik_error_id perform_fails(const struct ik_create_plan *plan, struct ik_watch *watch);
void perform(const struct ik_create_plan *plan, struct ik_outcome *outcome);

/* PLAN fails with ID, and DIRECTORY is as it was. */
void fails_without_trace(const struct ik_create_plan *plan, struct ik_watch *watch,
			 enum ik_error_id id);

bool is_interrupted(void); /* the note of a change is there */

#endif
