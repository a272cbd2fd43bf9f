/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create.c: a new certificate takes the old one's place whole, with a proven backup, or nothing of
 * it is left. */
#include "config.h"

#include "ops/change/create.h"

#include <check.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "made.h"
#include "suites.h"

/* --- changes that succeed --------------------------------------------------------------------- */

static void check_layout(mode_t mask)
{
	static const struct {
		const char *name;
		mode_t mode;
	} files[] = {
		{"store", 0711},
		{"store/format", 0644},
		{"store/lock", 0600},
		{"store/generations/1", 0755},
		{"store/generations/1/certificate.pem", 0644},
		{"store/generations/1/key.pem", 0600},
		{"store/generations/1/combined.pem", 0600},
		{"store/generations/1/info", 0644},
		{"store/backups", 0700},
		{"store/backups/last", 0600},
		{"store/audit.log", 0600},
		{"backup.zip", 0600},
	};
	mode_t old = umask(mask);

	made_create(directory, "backup.zip");
	umask(old);
	for (size_t i = 0; i < IK_COUNT(files); i++)
		ck_assert_msg(made_mode(directory, files[i].name) == files[i].mode, "%s %o",
			      files[i].name, (unsigned)made_mode(directory, files[i].name));
}

START_TEST(every_file_has_its_mode_whatever_the_umask)
{
	static const mode_t masks[] = {077, 0, 022};

	check_layout(masks[_i]);
}
END_TEST

START_TEST(the_group_of_the_services_may_read_the_key)
{
	char *group = ik_format("%u", (unsigned)getgid());
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	char *info;

	wish.key_group = group;
	plan = plan_for(&wish);
	perform(plan, &outcome);
	ck_assert_int_eq(made_mode(directory, "store/generations/1/key.pem"), 0640);
	ck_assert_int_eq(made_mode(directory, "store/generations/1/combined.pem"), 0640);
	info = made_read(directory, "store/generations/1/info", NULL);
	ck_assert_ptr_nonnull(strstr(info, "key-group = "));
	free(info);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	free(group);
}
END_TEST

START_TEST(combined_is_the_key_and_then_the_certificate)
{
	char *key, *certificate, *combined, *both;

	made_create(directory, NULL);
	key = made_read(directory, "store/generations/1/key.pem", NULL);
	certificate = made_read(directory, "store/generations/1/certificate.pem", NULL);
	combined = made_read(directory, "store/generations/1/combined.pem", NULL);
	both = ik_format("%s%s", key, certificate);
	ck_assert_str_eq(combined, both);
	ck_assert(!strncmp(key, "-----BEGIN PRIVATE KEY-----\n", 28));
	free(key);
	free(certificate);
	free(combined);
	free(both);
}
END_TEST

START_TEST(the_first_certificate_is_in_use_and_backed_up)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_outcome outcome;

	perform(plan, &outcome);
	ck_assert_uint_eq(outcome.generation_before, 0);
	ck_assert_uint_eq(outcome.generation, 1);
	ck_assert(!outcome.has_before);
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ck_assert_str_eq(outcome.now.common_name, "srv01.example.jp");
	ck_assert_str_eq(outcome.now.organization, "株式会社サンプル");
	ck_assert_int_eq(outcome.now.not_before, MADE_AT - 86400);
	ck_assert_int_eq(outcome.now.not_after, MADE_AT + 730 * 86400);
	ck_assert(outcome.backup_proven);
	ck_assert_str_eq(outcome.backup_file, file);
	ck_assert_uint_eq(outcome.backup_generations, 1);
	ck_assert_uint_eq(outcome.backup_keys, 1);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

/* A backup names the new generation as the one in use, before the switch has happened. */
static void check_backup(unsigned in_use, const char *serial)
{
	struct ik_backup_content content;

	ck_assert(ik_backup_verify(file, password, NULL, &content, NULL));
	ck_assert_uint_eq(content.in_use, in_use);
	ck_assert_uint_eq(content.n, in_use);
	ck_assert_str_eq(content.entries[in_use - 1].facts.serial, serial);
	ik_backup_content_free(&content);
}

START_TEST(a_new_certificate_replaces_the_old_one_and_keeps_it)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	struct ik_watch watch = {0};
	char *old, *kept;
	char target[64] = "";
	char *link = ik_format("%s/current", store);

	made_create(directory, NULL);
	old = made_read(directory, "store/generations/1/combined.pem", NULL);
	plan = plan_for(&wish);
	ck_assert(plan->head.has_before && plan->head.undo_helps);
	ck_assert_uint_eq(plan->head.from, 1);
	ck_assert_uint_eq(plan->head.to, 2);
	ck_assert(ik_create_perform(plan, &watch, &outcome, NULL));
	ck_assert_uint_eq(watch.progress.n, 4);
	for (size_t i = 0; i < watch.progress.n; i++)
		ck_assert_int_eq(watch.progress.steps[i].state, IK_STEP_DONE);
	ck_assert_str_eq(watch.progress.steps[3].arg, "2");
	ck_assert(!watch.progress.can_cancel);
	ck_assert(outcome.has_before);
	ck_assert_str_eq(outcome.before.serial, plan->head.before.serial);
	ck_assert_str_ne(outcome.before.serial, outcome.now.serial);
	ck_assert_int_gt(readlink(link, target, sizeof(target) - 1), 0);
	ck_assert_str_eq(target, "generations/2");
	kept = made_read(directory, "store/generations/1/combined.pem", NULL);
	ck_assert_str_eq(old, kept);
	check_backup(2, outcome.now.serial);
	ck_assert(!is_interrupted());
	free(link);
	free(old);
	free(kept);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(without_a_backup_there_are_two_steps_and_no_file)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_watch watch = {0};
	struct ik_outcome outcome;

	ck_assert(ik_create_perform(plan, &watch, &outcome, NULL));
	ck_assert_uint_eq(watch.progress.n, 2);
	ck_assert_ptr_null(outcome.backup_file);
	ck_assert(!outcome.backup_proven);
	ck_assert(!made_exists(directory, "store/backups/last"));
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_damaged_certificate_can_be_replaced)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;

	made_create(directory, NULL);
	made_write(directory, "store/generations/1/certificate.pem", "nonsense", 8);
	plan = plan_for(&wish);
	ck_assert(!plan->head.has_before && !plan->head.undo_helps);
	perform(plan, &outcome);
	ck_assert(!outcome.has_before);
	ck_assert_uint_eq(outcome.generation, 2);
	ck_assert_uint_eq(outcome.backup_generations, 1);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_is_mended)
{
	struct ik_create_wish wish = made_wish(file, password);
	char *link = ik_format("%s/current", store);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;

	made_create(directory, NULL);
	ck_assert_int_eq(unlink(link), 0);
	ck_assert_int_eq(symlink("generations/5", link), 0);
	plan = plan_for(&wish);
	ck_assert_uint_eq(plan->head.from, 0);
	ck_assert_uint_eq(plan->head.to, 6);
	made_write(directory, "backup.zip", "mine", 4);
	fails_without_trace(plan, NULL, IK_E_PATH_EXISTS);
	ck_assert_int_eq(unlink(file), 0);
	perform(plan, &outcome);
	ck_assert_uint_eq(outcome.generation, 6);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	free(link);
}
END_TEST

START_TEST(an_expired_certificate_is_no_help_to_go_back_to)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;

	made_create(directory, NULL);
	ck_assert(ik_create_plan(&wish, store, MADE_AT + INT64_C(731) * 86400, &plan, NULL));
	ck_assert(plan->head.has_before && !plan->head.undo_helps);
	ik_create_plan_free(plan);
}
END_TEST

/* --- after a change that was cut -------------------------------------------------------------- */

START_TEST(the_half_backup_of_a_cut_change_is_swept_and_a_whole_one_stays)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	char *half = ik_format("%s/.inkan-tmp-0123456789abcdef", directory);
	char *note = ik_format("operation = create\nfrom = 1\nto = 2\nbackup = %s\n", file);

	made_create(directory, NULL);
	made_write(directory, "store/change", note, strlen(note));
	made_write(directory, ".inkan-tmp-0123456789abcdef", "half", 4);
	made_write(directory, "backup.zip", "whole", 5);
	ck_assert(is_interrupted());
	plan = plan_for(&wish);
	perform(plan, &outcome);
	ck_assert_int_ne(access(half, F_OK), 0);
	ck_assert_int_eq(access(file, F_OK), 0);
	ck_assert(!is_interrupted());
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	free(note);
	free(half);
}
END_TEST

/* --- the audit log ---------------------------------------------------------------------------- */

static json_t *log_line(unsigned line)
{
	char *log = made_read(directory, "store/audit.log", NULL);
	char *at = log;
	json_t *json;

	for (unsigned i = 0; i < line; i++)
		at = strchr(at, '\n') + 1;
	at[strcspn(at, "\n")] = '\0';
	json = json_loads(at, 0, NULL);
	ck_assert_ptr_nonnull(json);
	free(log);
	return json;
}

static const char *said(const json_t *line, const char *id)
{
	return json_string_value(json_object_get(line, id));
}

/* What the program tells syslog, which these are here instead of. */
enum { LINE_ROOM = 512 };
static char told[8 * LINE_ROOM];
static int told_facility;

static void be_told(const char *format, va_list args)
{
	size_t had = strlen(told);

	/* Other tests make many changes, and ask for none of these lines. */
	if (sizeof told - had < LINE_ROOM)
		return;
	vsnprintf(told + had, sizeof told - had - 1, format, args);
	strcat(told, "\n");
}

void openlog(const char *name, int options, int facility)
{
	(void)options;
	ck_assert_str_eq(name, "inkan");
	told_facility = facility;
}

/* With clang's fortification it is a macro. */
#undef syslog
void syslog(int priority, const char *format, ...)
{
	va_list args;

	(void)priority;
	va_start(args, format);
	be_told(format, args);
	va_end(args);
}

void __syslog_chk(int priority, int flag, const char *format, ...);
void __syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list args;

	(void)priority;
	(void)flag;
	va_start(args, format);
	be_told(format, args);
	va_end(args);
}

START_TEST(each_change_is_a_line_of_syslog_without_control_characters)
{
	char *expected;

	setenv("SUDO_USER", "ali\033[31mce\nroot", 1);
	*told = '\0';
	made_create(directory, NULL);
	json_t *line = log_line(0);

	expected = ik_format("create: done, generation 1, serial %s, store %s, uid %u, sudo user "
			     "ali\\x1b[31mce\\x0aroot\n",
			     said(line, "new_serial"), store, (unsigned)getuid());
	ck_assert_str_eq(told, expected);
	ck_assert_int_eq(told_facility, LOG_AUTH);
	free(expected);
	json_decref(line);
}
END_TEST

START_TEST(each_change_is_a_line_of_the_log)
{
	json_t *first, *second;

	setenv("SUDO_USER", "ali\033[31mce", 1);
	setenv("SUDO_UID", "1000", 1);
	made_create(directory, NULL);
	made_create(directory, "backup.zip");
	first = log_line(0);
	second = log_line(1);
	ck_assert_str_eq(said(first, "operation"), "create");
	ck_assert_str_eq(said(first, "result"), "done");
	ck_assert_str_eq(said(first, "sudo_user"), "ali\\x1b[31mce");
	ck_assert_str_eq(said(first, "sudo_uid"), "1000");
	ck_assert_int_eq(json_integer_value(json_object_get(first, "uid")), getuid());
	ck_assert(json_is_null(json_object_get(first, "old_serial")));
	ck_assert_str_eq(said(second, "old_serial"), said(first, "new_serial"));
	ck_assert_int_eq(json_integer_value(json_object_get(second, "generation")), 2);
	ck_assert_str_eq(said(second, "backup"), file);
	json_decref(first);
	json_decref(second);
}
END_TEST

START_TEST(a_change_that_failed_is_in_the_log_with_its_number)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan = plan_for(&wish);
	json_t *line;

	made_write(directory, "backup.zip", "mine", 4);
	ck_assert_int_eq(perform_fails(plan, NULL), IK_E_PATH_EXISTS);
	line = log_line(0);
	ck_assert_str_eq(said(line, "result"), "failed INK-2303");
	ck_assert(json_is_null(json_object_get(line, "new_serial")));
	json_decref(line);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_log_that_cannot_be_written_is_told_after_the_switch)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	char *log = ik_format("%s/audit.log", store);

	made_create(directory, NULL);
	ck_assert_int_eq(unlink(log), 0);
	ck_assert_int_eq(mkdir(log, 0700), 0);
	plan = plan_for(&wish);
	perform(plan, &outcome);
	ck_assert_uint_eq(outcome.generation, 2);
	ck_assert_int_eq(outcome.late.id, IK_E_AUDIT_LOG);
	ck_assert(!is_interrupted());
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	free(log);
}
END_TEST

Suite *suite_create_certificate(void)
{
	Suite *suite = suite_create("create");
	TCase *tests = tcase_create("create");

	tcase_set_timeout(tests, 600);
	tcase_add_checked_fixture(tests, create_begin, create_end);
	tcase_add_loop_test(tests, every_file_has_its_mode_whatever_the_umask, 0, 3);
	tcase_add_test(tests, the_group_of_the_services_may_read_the_key);
	tcase_add_test(tests, combined_is_the_key_and_then_the_certificate);
	tcase_add_test(tests, the_first_certificate_is_in_use_and_backed_up);
	tcase_add_test(tests, a_new_certificate_replaces_the_old_one_and_keeps_it);
	tcase_add_test(tests, without_a_backup_there_are_two_steps_and_no_file);
	tcase_add_test(tests, a_damaged_certificate_can_be_replaced);
	tcase_add_test(tests, a_link_that_leads_nowhere_is_mended);
	tcase_add_test(tests, an_expired_certificate_is_no_help_to_go_back_to);
	tcase_add_test(tests, the_half_backup_of_a_cut_change_is_swept_and_a_whole_one_stays);
	tcase_add_test(tests, each_change_is_a_line_of_the_log);
	tcase_add_test(tests, each_change_is_a_line_of_syslog_without_control_characters);
	tcase_add_test(tests, a_change_that_failed_is_in_the_log_with_its_number);
	tcase_add_test(tests, a_log_that_cannot_be_written_is_told_after_the_switch);
	suite_add_tcase(suite, tests);
	return suite;
}
