/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_old.c: a backup that an older inkan made, as GnuTLS sealed it, is restored as ever. */
#include "config.h"

#include <check.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "made.h"
#include "restore_world.h"
#include "suites.h"

/* The keys of the original are exact, so that being the same says it of those here, too. */
START_TEST(a_backup_made_before_is_restored_with_its_keys_in_their_exact_length)
{
	char *old = ik_format("%s/old.zip", target);
	struct ik_outcome outcome;
	struct ik_buffer bytes;
	struct ik_zip zip;
	size_t size;
	char *today = made_read(origin, "good.zip", &size);

	made_unzip(today, size, &zip);
	made_seal_as_before(&zip, origin);
	made_zip(&zip, &bytes);
	made_write(target, "old.zip", bytes.data, bytes.size);
	restore_do(old, NULL, false, &outcome);
	restore_same_pair(1, 1);
	restore_same_pair(2, 2);
	ck_assert_int_eq(restore_try(old, "another horse battery", NULL), IK_E_BACKUP_PASSWORD);
	ik_outcome_free(&outcome);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
	free(today);
	free(old);
}
END_TEST

Suite *suite_restore_old(void)
{
	Suite *suite = suite_create("restore_old");
	TCase *tests = tcase_create("restore_old");

	tcase_set_timeout(tests, 120);
	tcase_add_unchecked_fixture(tests, restore_world_once, restore_world_end);
	tcase_add_checked_fixture(tests, restore_world_begin, restore_world_done);
	tcase_add_test(tests, a_backup_made_before_is_restored_with_its_keys_in_their_exact_length);
	suite_add_tcase(suite, tests);
	return suite;
}
