/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create_world.c: what the tests of a new certificate share. */
#include "config.h"

#include "create_world.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "made.h"
#include "store/store.h"

char *directory;
char *store;
char *file;
ik_secret *password;

void create_begin(void)
{
	directory = made_directory();
	store = ik_format("%s/store", directory);
	file = ik_format("%s/backup.zip", directory);
	password = made_secret(MADE_PASSWORD);
}

void create_end(void)
{
	ik_secret_free(password);
	free(file);
	free(store);
	made_remove(directory);
}

struct ik_create_plan *plan_for(const struct ik_create_wish *wish)
{
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert_msg(ik_create_plan(wish, store, MADE_AT, &plan, &err), "INK-%u %s %s",
		      ik_error_number(err.id), err.arg[0], err.detail);
	return plan;
}

enum ik_error_id plan_fails(const struct ik_create_wish *wish)
{
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert(!ik_create_plan(wish, store, MADE_AT, &plan, &err));
	ck_assert_ptr_null(plan);
	return err.id;
}

enum ik_error_id perform_fails(const struct ik_create_plan *plan, struct ik_watch *watch)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert(!ik_create_perform(plan, watch, &outcome, &err));
	ck_assert(!outcome.switched);
	ik_outcome_free(&outcome);
	return err.id;
}

void perform(const struct ik_create_plan *plan, struct ik_outcome *outcome)
{
	struct ik_error err = {0};

	ck_assert_msg(ik_create_perform(plan, NULL, outcome, &err), "INK-%u %s %s",
		      ik_error_number(err.id), err.arg[0], err.detail);
	ck_assert(outcome->switched);
}

bool is_interrupted(void)
{
	ik_store *opened = ik_store_open(store, NULL);
	struct ik_buffer note = {0};
	bool interrupted = opened && ik_store_interrupted(opened, &note);

	ik_buffer_free(&note);
	ik_store_close(opened);
	return interrupted;
}

void fails_without_trace(const struct ik_create_plan *plan, struct ik_watch *watch,
			 enum ik_error_id id)
{
	char *before = made_tree(directory);
	enum ik_error_id found = perform_fails(plan, watch);
	char *after = made_tree(directory);

	ck_assert_uint_eq(ik_error_number(found), ik_error_number(id));
	ck_assert_str_eq(before, after);
	ck_assert(!is_interrupted());
	free(before);
	free(after);
}
