/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_world.c: one backup, and restoring it. */
#include "config.h"

#include "restore_world.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "made.h"
#include "store/store.h"

char *origin, *good, *target, *restored;

void restore_world_once(void)
{
	size_t size;

	free(made_good_backup(&origin, &size));
	good = ik_format("%s/good.zip", origin);
}

void restore_world_end(void)
{
	free(good);
	made_remove(origin);
}

void restore_world_begin(void)
{
	target = made_directory();
	restored = ik_format("%s/store", target);
}

void restore_world_done(void)
{
	free(restored);
	made_remove(target);
}

struct restoring restore_prepare(const char *file, const char *use, bool not_exportable)
{
	struct restoring restoring = {0};
	const struct ik_restore_wish wish = {.use = use, .not_exportable = not_exportable};
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_error err = {0};

	ck_assert_msg(ik_restore_open(file, password, NULL, &restoring.source, &err)
			      && ik_restore_plan(restoring.source, restored, &wish, MADE_AT,
						 &restoring.plan, &err),
		      "INK-%u %s", ik_error_number(err.id), err.arg[0]);
	ik_secret_free(password);
	return restoring;
}

void restore_release(struct restoring *restoring)
{
	ik_restore_plan_free(restoring->plan);
	ik_restore_source_free(restoring->source);
}

enum ik_error_id restore_try(const char *file, const char *password, const char *use)
{
	struct restoring restoring = {0};
	const struct ik_restore_wish wish = {.use = use};
	ik_secret *secret = made_secret(password);
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	if (ik_restore_open(file, secret, NULL, &restoring.source, &err)
	    && ik_restore_plan(restoring.source, restored, &wish, MADE_AT, &restoring.plan, &err)
	    && ik_restore_perform(restoring.source, restoring.plan, NULL, &outcome, &err))
		ck_assert_int_eq(err.id, IK_E_NONE);
	else
		ck_assert_int_ne(err.id, IK_E_NONE);
	ik_outcome_free(&outcome);
	restore_release(&restoring);
	ik_secret_free(secret);
	return err.id;
}

void restore_do(const char *file, const char *use, bool not_exportable, struct ik_outcome *outcome)
{
	struct restoring restoring = restore_prepare(file, use, not_exportable);
	struct ik_error err = {0};

	ck_assert_msg(ik_restore_perform(restoring.source, restoring.plan, NULL, outcome, &err),
		      "INK-%u %s", ik_error_number(err.id), err.arg[0]);
	ck_assert_int_eq(outcome->late.id, IK_E_NONE);
	ck_assert(!made_exists(restored, "change"));
	restore_release(&restoring);
}

void restore_same(const char *a, const char *name_a, const char *b, const char *name_b)
{
	size_t size_a, size_b;
	char *bytes_a = made_read(a, name_a, &size_a), *bytes_b = made_read(b, name_b, &size_b);

	ck_assert_msg(size_a == size_b && !memcmp(bytes_a, bytes_b, size_a), "%s and %s differ",
		      name_a, name_b);
	ck_assert_uint_eq(made_mode(a, name_a), made_mode(b, name_b));
	free(bytes_a);
	free(bytes_b);
}

void restore_same_info(const char *from, unsigned a, unsigned b)
{
	static const char line[] = "restored-at = ";
	char *name_a = ik_format("generations/%u/info", a),
	     *name_b = ik_format("generations/%u/info", b);
	char *old = made_read(from, name_a, NULL), *now = made_read(restored, name_b, NULL);
	char *at = strstr(now, line), *end;

	ck_assert_ptr_nonnull(at);
	end = strchr(at, '\n') + 1;
	ck_assert_ptr_null(strstr(end, line));
	memmove(at, end, strlen(end) + 1);
	ck_assert_str_eq(now, old);
	free(now);
	free(old);
	free(name_b);
	free(name_a);
}

void restore_same_pair(unsigned a, unsigned b)
{
	static const char *const names[] = {"certificate.pem", "key.pem", "combined.pem"};

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *from = ik_format("store/generations/%u/%s", a, names[i]);
		char *to = ik_format("store/generations/%u/%s", b, names[i]);

		restore_same(origin, from, target, to);
		free(to);
		free(from);
	}
}

unsigned restore_current(void)
{
	ik_store *opened = ik_store_open(restored, NULL);
	unsigned number = 0;

	ck_assert_ptr_nonnull(opened);
	ck_assert(ik_store_current(opened, &number, NULL));
	ik_store_close(opened);
	return number;
}
