/* SPDX-License-Identifier: GPL-3.0-or-later */
/* situation.c: what is wrong with a store is told by its own sentence, and nothing that is right is
 * called wrong. */
#include "config.h"

#include "ops/status/situation.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "store/store.h"
#include "suites.h"

static struct ik_situation look(void)
{
	struct ik_situation situation;

	ik_situation_look(fake_path, FAKE_NOW, &situation);
	ck_assert_str_eq(situation.store, fake_path);
	ck_assert_int_eq(situation.now, FAKE_NOW);
	ck_assert_ptr_nonnull(situation.host);
	ck_assert_msg(situation.no_change.id == IK_E_NONE, "%s",
		      ik_error_msgid(situation.no_change.id));
	return situation;
}

static void assert_damaged(enum ik_error_id id, bool facts)
{
	struct ik_situation situation = look();

	ck_assert_int_eq(situation.validity, IK_VALIDITY_DAMAGED);
	ck_assert_msg(situation.damage.id == id, "%s", ik_error_msgid(situation.damage.id));
	ck_assert_int_eq(situation.facts.serial != NULL, facts);
	ck_assert(situation.store_exists);
	ik_situation_free(&situation);
}

/* --- damage ----------------------------------------------------------------------------------- */

static const struct {
	const char *what;
	struct fake_generation wish;
	enum ik_error_id id;
	bool facts;
} damages[] = {
	{"no certificate", {.certificate = ""}, IK_E_CERT_READ, false},
	{"garbage for a certificate", {.certificate = "garbage\n"}, IK_E_CERT_READ, false},
	{"half a certificate",
	 {.certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n"},
	 IK_E_CERT_READ,
	 false},
	{"no key", {.without_key = true}, IK_E_STORE_NO_KEY, true},
	{"another key", {.other_key = true}, IK_E_KEY_APART, true},
	{"garbage for a key", {.key = "garbage\n"}, IK_E_KEY_READ, true},
	{"an empty key", {.key = ""}, IK_E_KEY_READ, true},
	{"no info", {.info = ""}, IK_E_STORE_INFO, true},
	{"garbage for info", {.info = "garbage\n"}, IK_E_STORE_INFO, true},
};

START_TEST(each_damage_of_the_certificate_in_use_has_its_sentence)
{
	struct fake_generation wish = damages[_i].wish;

	fake_add(&wish);
	assert_damaged(damages[_i].id, damages[_i].facts);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_is_damage)
{
	struct fake_generation wish = {0};
	char *from, *to;

	fake_add(&wish);
	from = fake_file("generations/1");
	to = fake_file("generations/away");
	ck_assert_int_eq(rename(from, to), 0);
	assert_damaged(IK_E_STORE_CURRENT, false);
	free(from);
	free(to);
}
END_TEST

/* Made again, the number that the link still names would be in use at once. */
START_TEST(the_next_number_is_the_one_that_a_change_takes)
{
	struct fake_generation wish = {0};
	struct ik_situation situation;
	unsigned number = 0;
	char *from, *to;
	ik_store *store;

	fake_add(&wish);
	from = fake_file("generations/1");
	to = fake_file("generations/away");
	ck_assert_int_eq(rename(from, to), 0);
	store = ik_store_open(fake_path, NULL);
	ck_assert(ik_store_next(store, &number, NULL));
	situation = look();
	ck_assert_uint_eq(number, 2);
	ck_assert_uint_eq(situation.next_generation, number);
	ik_situation_free(&situation);
	ik_store_close(store);
	free(to);
	free(from);
}
END_TEST

START_TEST(a_store_that_cannot_be_understood_says_why)
{
	struct fake_generation wish = {0};

	fake_add(&wish);
	fake_write("format", "inkan-store 3\nserver-id = 00112233445566778899aabbccddeeff\n");
	assert_damaged(IK_E_STORE_NEWER, false);
	fake_write("format", "something else\n");
	assert_damaged(IK_E_STORE_FORMAT, false);
}
END_TEST

START_TEST(a_file_in_the_place_of_the_store_is_told)
{
	FILE *file = fopen(fake_path, "w");

	ck_assert_ptr_nonnull(file);
	fclose(file);
	struct ik_situation situation;

	ik_situation_look(fake_path, FAKE_NOW, &situation);
	ck_assert_int_eq(situation.validity, IK_VALIDITY_DAMAGED);
	ck_assert_int_eq(situation.damage.id, IK_E_STORE_PATH);
	ck_assert_int_eq(situation.no_change.id, IK_E_STORE_PATH);
	ik_situation_free(&situation);
}
END_TEST

START_TEST(a_store_that_others_can_write_to_is_looked_at_but_not_changed)
{
	struct fake_generation wish = {0};
	struct ik_situation situation;

	fake_add(&wish);
	ck_assert_int_eq(chmod(fake_path, 0777), 0);
	ik_situation_look(fake_path, FAKE_NOW, &situation);
	ck_assert_int_eq(situation.validity, IK_VALIDITY_VALID);
	ck_assert_int_eq(situation.no_change.id, IK_E_STORE_OPEN);
	ik_situation_free(&situation);
}
END_TEST

/* Runs in a child that is nobody; its exit status is what went wrong. */
static int look_as_nobody(void)
{
	struct ik_situation situation;

	if (setgid(65534) != 0 || setuid(65534) != 0)
		return 1;
	ik_situation_look(fake_path, FAKE_NOW, &situation);
	if (situation.validity != IK_VALIDITY_VALID || situation.damage.id != IK_E_NONE)
		return 2;
	if (situation.no_change.id != IK_E_STORE_OWNER
	    && situation.no_change.id != IK_E_STORE_DENIED)
		return 3;
	ik_situation_free(&situation);
	return 0;
}

START_TEST(a_key_that_this_user_may_not_read_is_no_damage)
{
	struct fake_generation wish = {0};
	int status;
	pid_t child;

	if (geteuid() != 0)
		return;
	ck_assert_int_eq(chmod(fake_folder, 0755), 0);
	fake_add(&wish);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		_exit(look_as_nobody());
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%d", status);
}
END_TEST

/* --- nothing wrong ---------------------------------------------------------------------------- */

START_TEST(no_store_is_no_damage)
{
	struct ik_situation situation = look();

	ck_assert_int_eq(situation.validity, IK_VALIDITY_NONE);
	ck_assert(!situation.store_exists);
	ck_assert_int_eq(situation.damage.id, IK_E_NONE);
	ck_assert_uint_eq(situation.generation, 0);
	ck_assert_int_eq(situation.last_run.end, IK_LAST_RUN_WELL);
	ck_assert(!situation.backup_known);
	ik_situation_free(&situation);
	ck_assert_int_ne(access(fake_path, F_OK), 0); /* and looking makes none */
}
END_TEST

START_TEST(a_generation_never_switched_to_is_not_in_use)
{
	struct fake_generation wish = {.unused = true};
	struct ik_situation situation;

	fake_add(&wish);
	situation = look();
	ck_assert_int_eq(situation.validity, IK_VALIDITY_NONE);
	ck_assert(situation.store_exists);
	ck_assert_uint_eq(situation.generation, 0);
	ik_situation_free(&situation);
}
END_TEST

START_TEST(a_whole_certificate_is_valid_and_known)
{
	struct fake_generation wish = {0};
	struct ik_situation situation;

	fake_add(&wish);
	fake_add(&wish);
	situation = look();
	ck_assert_int_eq(situation.validity, IK_VALIDITY_VALID);
	ck_assert_int_eq(situation.damage.id, IK_E_NONE);
	ck_assert_uint_eq(situation.generation, 2);
	ck_assert_str_eq(situation.facts.common_name, "srv01.example.jp");
	ck_assert_int_eq(situation.last_run.end, IK_LAST_RUN_WELL);
	ik_situation_free(&situation);
	ik_situation_free(&situation);
}
END_TEST

START_TEST(a_change_that_was_cut_is_told_until_one_is_whole)
{
	struct fake_generation wish = {0};
	struct ik_situation situation;
	ik_store *store;

	fake_add(&wish);
	store = ik_store_open_change(fake_path, "", NULL, NULL);
	ck_assert(ik_store_note(store, "operation = create\n", NULL));
	ik_store_close(store);
	situation = look();
	ck_assert_int_eq(situation.last_run.end, IK_LAST_RUN_CUT);
	ck_assert_int_eq(situation.validity, IK_VALIDITY_VALID);
	ck_assert_uint_eq(situation.generation, 1);
	ik_situation_free(&situation);
	store = ik_store_open_change(fake_path, "", NULL, NULL);
	ck_assert(ik_store_note(store, NULL, NULL));
	ik_store_close(store);
	situation = look();
	ck_assert_int_eq(situation.last_run.end, IK_LAST_RUN_WELL);
	ik_situation_free(&situation);
}
END_TEST

static const struct {
	const char *note, *log;
	enum ik_last_run_end end;
	unsigned generation, error;
} ends[] = {
	{NULL, "\"operation\":\"create\",\"generation\":1,\"result\":\"done\"", IK_LAST_RUN_WELL, 0,
	 0},
	{NULL, "\"operation\":\"create\",\"result\":\"failed INK-4113\"", IK_LAST_RUN_FAILED, 0,
	 4113},
	{NULL, "\"operation\":\"backup\",\"result\":\"failed INK-1001\"", IK_LAST_RUN_STOPPED, 0,
	 1001},
	{NULL,
	 "\"operation\":\"import\",\"new_serial\":\"01\",\"generation\":1,\"result\":\"done, then "
	 "INK-4122\"",
	 IK_LAST_RUN_LATE, 1, 4122},
	{NULL, "\"operation\":\"request\",\"result\":\"done, then INK-4122\"", IK_LAST_RUN_LATE, 0,
	 4122},
	/* No run, but what follows one or tidies up. */
	{NULL, "\"operation\":\"hook\",\"hook\":\"a\",\"result\":\"failed INK-6101\"",
	 IK_LAST_RUN_WELL, 0, 0},
	{NULL, "\"operation\":\"delete-key\",\"result\":\"failed INK-4113\"", IK_LAST_RUN_WELL, 0,
	 0},
	/* What is no result of ours says nothing. */
	{NULL, "\"operation\":\"create\",\"result\":\"lost INK-4113\"", IK_LAST_RUN_WELL, 0, 0},
	{NULL, "\"operation\":\"create\"", IK_LAST_RUN_WELL, 0, 0},
	/* The note is the newest there is. */
	{"operation = create\nfrom = 1\nto = 2\n",
	 "\"operation\":\"create\",\"result\":\"failed INK-4113\"", IK_LAST_RUN_CUT, 0, 0},
	{"operation = create\nfrom = 0\nto = 1\n", NULL, IK_LAST_RUN_CUT_LATE, 1, 0},
	{"operation = request\nfrom = 1\n", NULL, IK_LAST_RUN_CUT, 0, 0},
	{"operation = restore\nfrom = 1\nto = 1\n", NULL, IK_LAST_RUN_CUT, 0, 0},
};

START_TEST(what_became_of_the_last_run_is_told)
{
	struct fake_generation wish = {0};
	struct ik_situation situation;

	fake_add(&wish);
	if (ends[_i].note)
		fake_write("change", ends[_i].note);
	if (ends[_i].log) {
		char *line = ik_format("{\"time\":\"2026-11-22T03:00:00Z\",%s}\n", ends[_i].log);

		fake_write("audit.log", line);
		free(line);
	}
	situation = look();
	ck_assert_int_eq(situation.last_run.end, ends[_i].end);
	ck_assert_uint_eq(situation.last_run.generation, ends[_i].generation);
	ck_assert_uint_eq(situation.last_run.error, ends[_i].error);
	if (ends[_i].error)
		ck_assert_int_eq(situation.last_run.when, FAKE_NOW);
	ik_situation_free(&situation);
}
END_TEST

/* --- the last backup -------------------------------------------------------------------------- */

static bool backup_known(const char *format, const char *file)
{
	char *text = ik_format("%s%s\nsha256 = 00\ntime = 2026-11-22T03:00:00Z\n", format, file);
	struct ik_situation situation;
	bool known;

	fake_write("backups/last", text);
	situation = look();
	known = situation.backup_known;
	ik_situation_free(&situation);
	free(text);
	return known;
}

START_TEST(a_backup_counts_that_is_there_and_holds_the_one_in_use)
{
	struct fake_generation wish = {0};
	char *file = fake_file("日本 backup.zip"), *missing = fake_file("away.zip");

	fake_add(&wish);
	fake_add(&wish);
	fake_write("日本 backup.zip", "");
	ck_assert(!backup_known("newest-generation = 2\nfile = ", missing));
	ck_assert(!backup_known("newest-generation = 1\nfile = ", file));
	ck_assert(!backup_known("newest-generation =\nfile = ", file));
	ck_assert(!backup_known("newest-generation = 2\nfile = ", "\xff"));
	ck_assert(!backup_known("file = ", file));
	ck_assert(!backup_known("newest-generation = 2\nfolder = ", file));
	ck_assert(!backup_known("garbage ", file));
	ck_assert(backup_known("newest-generation = 2\nfile = ", file));
	ck_assert(backup_known("newest-generation = 10\nfile = ", file));
	free(file);
	free(missing);
}
END_TEST

START_TEST(the_default_backup_says_whose_which_and_when)
{
	char *path = ik_backup_default_file("/s", "srv01.example.jp", 4, FAKE_NOW);

	ck_assert_str_eq(path, "/s/backups/inkan-srv01.example.jp-4-20261122T030000Z.zip");
	free(path);
	path = ik_backup_default_file("/s", "", 1, FAKE_NOW);
	ck_assert_str_eq(path, "/s/backups/inkan-server-1-20261122T030000Z.zip");
	free(path);
}
END_TEST

/* --- days ------------------------------------------------------------------------------------- */

#define HOUR INT64_C(3600)

/* FAKE_NOW is noon in Japan, 22:00 of the day before in New York and 04:00 in Paris. */
static const struct {
	const char *zone;
	int64_t from, until; /* from FAKE_NOW */
	enum ik_validity validity;
} periods[] = {
	{"UTC0", -FAKE_DAY, 31 * FAKE_DAY - 3 * HOUR, IK_VALIDITY_VALID},
	{"UTC0", -FAKE_DAY, 31 * FAKE_DAY - 3 * HOUR - 1, IK_VALIDITY_EXPIRING},
	{"UTC0", -FAKE_DAY, 30 * FAKE_DAY, IK_VALIDITY_EXPIRING},
	{"UTC0", 0, 730 * FAKE_DAY, IK_VALIDITY_VALID},
	{"UTC0", 1, 730 * FAKE_DAY, IK_VALIDITY_NOT_YET},
	{"UTC0", -FAKE_DAY, INT64_C(253402300799) - FAKE_NOW, IK_VALIDITY_VALID},
	{"UTC0", -FAKE_NOW, -FAKE_NOW + 1, IK_VALIDITY_EXPIRED},
	{"UTC0", -FAKE_DAY, 21 * HOUR, IK_VALIDITY_EXPIRING},
	{"UTC0", -FAKE_DAY, 21 * HOUR - 1, IK_VALIDITY_TODAY},
	{"UTC0", -FAKE_DAY, 0, IK_VALIDITY_TODAY},
	{"UTC0", -FAKE_DAY, -1, IK_VALIDITY_TODAY},
	{"UTC0", -FAKE_DAY, -3 * HOUR, IK_VALIDITY_TODAY},
	{"UTC0", -FAKE_DAY, -3 * HOUR - 1, IK_VALIDITY_EXPIRED},
	{"JST-9", -FAKE_DAY, 12 * HOUR, IK_VALIDITY_EXPIRING},
	{"JST-9", -FAKE_DAY, 12 * HOUR - 1, IK_VALIDITY_TODAY},
	{"JST-9", -FAKE_DAY, -12 * HOUR, IK_VALIDITY_TODAY},
	{"JST-9", -FAKE_DAY, -12 * HOUR - 1, IK_VALIDITY_EXPIRED},
	{"EST5", -FAKE_DAY, 2 * HOUR, IK_VALIDITY_EXPIRING},
	{"EST5", -FAKE_DAY, 2 * HOUR - 1, IK_VALIDITY_TODAY},
	{"EST5", -FAKE_DAY, -22 * HOUR, IK_VALIDITY_TODAY},
	/* The clocks go back during this very day, which has 25 hours. */
	{"CET-1CEST,M3.5.0,M11.4.0/5", -FAKE_DAY, -5 * HOUR, IK_VALIDITY_TODAY},
	{"CET-1CEST,M3.5.0,M11.4.0/5", -FAKE_DAY, -5 * HOUR - 1, IK_VALIDITY_EXPIRED},
	{"CET-1CEST,M3.5.0,M11.4.0/5", -FAKE_DAY, 20 * HOUR - 1, IK_VALIDITY_TODAY},
	{"CET-1CEST,M3.5.0,M11.4.0/5", -FAKE_DAY, 20 * HOUR, IK_VALIDITY_EXPIRING},
};

START_TEST(a_day_ends_at_the_servers_midnight)
{
	struct ik_facts facts = {
		.not_before = FAKE_NOW + periods[_i].from,
		.not_after = FAKE_NOW + periods[_i].until,
	};

	setenv("TZ", periods[_i].zone, 1);
	tzset();
	ck_assert_int_eq(ik_validity_of(&facts, FAKE_NOW), periods[_i].validity);
}
END_TEST

Suite *suite_situation(void)
{
	Suite *suite = suite_create("situation");
	TCase *stores = tcase_create("stores"), *days = tcase_create("days");

	tcase_set_timeout(stores, 120);
	tcase_add_checked_fixture(stores, fake_begin, fake_end);
	tcase_add_loop_test(stores, each_damage_of_the_certificate_in_use_has_its_sentence, 0,
			    IK_COUNT(damages));
	tcase_add_test(stores, a_link_that_leads_nowhere_is_damage);
	tcase_add_test(stores, the_next_number_is_the_one_that_a_change_takes);
	tcase_add_test(stores, a_store_that_cannot_be_understood_says_why);
	tcase_add_test(stores, a_file_in_the_place_of_the_store_is_told);
	tcase_add_test(stores, a_store_that_others_can_write_to_is_looked_at_but_not_changed);
	tcase_add_test(stores, a_key_that_this_user_may_not_read_is_no_damage);
	tcase_add_test(stores, no_store_is_no_damage);
	tcase_add_test(stores, a_generation_never_switched_to_is_not_in_use);
	tcase_add_test(stores, a_whole_certificate_is_valid_and_known);
	tcase_add_test(stores, a_change_that_was_cut_is_told_until_one_is_whole);
	tcase_add_loop_test(stores, what_became_of_the_last_run_is_told, 0, IK_COUNT(ends));
	tcase_add_test(stores, a_backup_counts_that_is_there_and_holds_the_one_in_use);
	tcase_add_test(stores, the_default_backup_says_whose_which_and_when);
	suite_add_tcase(suite, stores);
	tcase_add_loop_test(days, a_day_ends_at_the_servers_midnight, 0, IK_COUNT(periods));
	suite_add_tcase(suite, days);
	return suite;
}
