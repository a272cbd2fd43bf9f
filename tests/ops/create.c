/* SPDX-License-Identifier: GPL-3.0-or-later */
/* create.c: a new certificate takes the old one's place whole, with a proven backup, or nothing of it is left. */
#include "config.h"

#include "ops/create.h"

#include <check.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "made.h"
#include "store/store.h"
#include "suites.h"

static char *directory;
static char *store;
static char *file;
static ik_secret *password;

static void begin(void)
{
	directory = made_directory();
	store = ik_format("%s/store", directory);
	file = ik_format("%s/backup.zip", directory);
	password = made_secret(MADE_PASSWORD);
}

static void end(void)
{
	ik_secret_free(password);
	free(file);
	free(store);
	made_remove(directory);
}

static struct ik_create_plan *plan_for(const struct ik_create_wish *wish)
{
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert_msg(ik_create_plan(wish, store, MADE_AT, &plan, &err), "INK-%u %s %s", ik_error_number(err.id), err.arg[0],
		      err.detail);
	return plan;
}

static enum ik_error_id plan_fails(const struct ik_create_wish *wish)
{
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert(!ik_create_plan(wish, store, MADE_AT, &plan, &err));
	ck_assert_ptr_null(plan);
	return err.id;
}

static enum ik_error_id perform_fails(const struct ik_create_plan *plan, struct ik_watch *watch)
{
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert(!ik_create_perform(plan, watch, &outcome, &err));
	ck_assert(!outcome.switched);
	ik_outcome_free(&outcome);
	return err.id;
}

static void perform(const struct ik_create_plan *plan, struct ik_outcome *outcome)
{
	struct ik_error err = {0};

	ck_assert_msg(ik_create_perform(plan, NULL, outcome, &err), "INK-%u %s %s", ik_error_number(err.id), err.arg[0],
		      err.detail);
	ck_assert(outcome->switched);
}

static bool is_interrupted(void)
{
	ik_store *opened = ik_store_open(store, NULL);
	struct ik_buffer note = {0};
	bool interrupted = opened && ik_store_interrupted(opened, &note);

	ik_buffer_free(&note);
	ik_store_close(opened);
	return interrupted;
}

/* --- plans that cannot be ------------------------------------------------------------------------ */

START_TEST(a_plan_that_breaks_a_rule_changes_nothing)
{
	struct ik_create_wish good = made_wish(file, password);
	ik_secret *small = made_secret("short");
	char *before = made_tree(directory), *after;

#define WITH(member, value, error)                                                                                     \
	do {                                                                                                           \
		struct ik_create_wish wish = good;                                                                     \
		wish.member = value;                                                                                   \
		ck_assert_int_eq(plan_fails(&wish), error);                                                            \
	} while (0)
	WITH(name, "srv01..example.jp", IK_E_HOST_DOTS);
	WITH(name, "", IK_E_HOST_EMPTY);
	WITH(alt_names, "a, b_c", IK_E_HOST_CHARACTER);
	WITH(organization, "a\nb", IK_E_TEXT_CONTROL);
	WITH(days, "0", IK_E_DAYS_RANGE);
	WITH(key_type, "rsa-512", IK_E_KEY_TYPE_UNKNOWN);
	WITH(key_group, "no such group", IK_E_KEY_GROUP_UNKNOWN);
	WITH(backup_file, directory, IK_E_PATH_DIRECTORY);
	WITH(password, small, IK_E_PW_SHORT);
	WITH(password, NULL, IK_E_PW_EMPTY);
#undef WITH
	after = made_tree(directory);
	ck_assert_str_eq(before, after);
	ck_assert(!made_exists(directory, "store"));
	ik_secret_free(small);
	free(before);
	free(after);
}
END_TEST

START_TEST(an_end_after_the_year_9999_is_refused)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = NULL;
	struct ik_error err = {0};

	wish.days = "36500";
	ck_assert(!ik_create_plan(&wish, store, 253402300799 - 36499 * INT64_C(86400), &plan, &err));
	ck_assert_int_eq(err.id, IK_E_DAYS_FAR);
	ik_error_clear(&err);
	ck_assert(ik_create_plan(&wish, store, 253402300799 - 36500 * INT64_C(86400), &plan, &err));
	ck_assert_int_eq(plan->not_after, 253402300799);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(planning_alone_leaves_no_trace)
{
	struct ik_create_wish wish = made_wish(file, password);
	char *before = made_tree(directory), *after;

	ik_create_plan_free(plan_for(&wish));
	after = made_tree(directory);
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
}
END_TEST

START_TEST(the_name_comes_first_and_each_name_once)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	char *names;

	wish.alt_names = "www.example.jp, SRV01.example.jp, *.example.jp, 2001:DB8::1, www.example.jp, 192.0.2.7";
	plan = plan_for(&wish);
	names = ik_list_join(&plan->dns_names, " ");
	ck_assert_str_eq(names, "srv01.example.jp www.example.jp *.example.jp");
	ck_assert_uint_eq(plan->ip_addresses.n, 2);
	ck_assert_str_eq(plan->common_name, "srv01.example.jp");
	ck_assert_int_eq(plan->not_before, MADE_AT - 86400);
	ck_assert_int_eq(plan->not_after, MADE_AT + 730 * 86400);
	ck_assert_uint_eq(plan->from, 0);
	ck_assert_uint_eq(plan->to, 1);
	ck_assert(!plan->undo_helps && !plan->has_before && !plan->backup_file);
	free(names);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_long_name_has_its_short_form_as_common_name)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;

	wish.name = "srv01.a-rather-long-department-name.an-even-longer-division.example.co.jp";
	plan = plan_for(&wish);
	ck_assert_str_eq(plan->common_name, "srv01");
	perform(plan, &outcome);
	ck_assert_str_eq(outcome.now.common_name, "srv01");
	ck_assert(ik_list_has(&outcome.now.dns_names, wish.name));
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

/* --- changes that fail --------------------------------------------------------------------------- */

/* What stands in DIRECTORY is the same after a change that failed with ID. */
static void fails_without_trace(const struct ik_create_plan *plan, struct ik_watch *watch, enum ik_error_id id)
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

START_TEST(a_store_that_moved_is_not_changed)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	made_create(directory, NULL);
	fails_without_trace(plan, NULL, IK_E_STORE_MOVED);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_backup_file_that_came_meanwhile_stays_and_nothing_changes)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	made_write(directory, "backup.zip", "mine", 4);
	fails_without_trace(plan, NULL, IK_E_PATH_EXISTS);
	ik_create_plan_free(plan);
}
END_TEST

START_TEST(a_backup_directory_that_went_away_changes_nothing)
{
	char *folder = ik_format("%s/usb", directory);
	char *path = ik_format("%s/backup.zip", folder);
	struct ik_create_wish wish = made_wish(path, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	plan = plan_for(&wish);
	ck_assert_int_eq(rmdir(folder), 0);
	fails_without_trace(plan, NULL, IK_E_PATH_NO_DIRECTORY);
	ik_create_plan_free(plan);
	free(path);
	free(folder);
}
END_TEST

START_TEST(a_backup_that_does_not_fit_changes_nothing)
{
	const struct rlimit limit = {.rlim_cur = 3000, .rlim_max = RLIM_INFINITY};
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	fails_without_trace(plan, NULL, IK_E_BACKUP_WRITE);
	ik_create_plan_free(plan);
}
END_TEST

/* Cancels at the n-th time it is asked. */
struct impatient {
	unsigned left;
	bool late;          /* it was asked once more when it could not cancel any longer */
};

static bool lose_patience(void *self, const struct ik_progress *progress, int fd)
{
	struct impatient *impatient = self;
	struct pollfd one = {.fd = fd, .events = POLLIN};

	if (!progress->can_cancel)
		impatient->late = true;
	if (impatient->left == 0)
		return false;
	impatient->left--;
	return fd < 0 || poll(&one, 1, -1) >= 0;
}

START_TEST(a_cancel_at_any_moment_leaves_all_as_it_was_until_the_switch)
{
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;
	bool switched = false;
	unsigned n;

	made_create(directory, NULL);
	plan = plan_for(&wish);
	for (n = 0; !switched; n++) {
		struct impatient impatient = {.left = n};
		struct ik_watch watch = {.wait = lose_patience, .self = &impatient};
		char *before = made_tree(directory), *after;
		struct ik_outcome outcome;
		struct ik_error err = {0};
		bool ok = ik_create_perform(plan, &watch, &outcome, &err);

		after = made_tree(directory);
		switched = outcome.switched;
		ck_assert_int_eq(ok, switched);
		if (!ok) {
			ck_assert_int_eq(err.id, IK_E_CANCELLED);
			ck_assert_str_eq(before, after);
		}
		ck_assert(!is_interrupted());
		ik_outcome_free(&outcome);
		free(before);
		free(after);
	}
	ck_assert_uint_gt(n, 8);
	ck_assert(made_exists(directory, "backup.zip"));
	ik_create_plan_free(plan);
}
END_TEST

/* --- changes that succeed ------------------------------------------------------------------------ */

static void check_layout(mode_t mask)
{
	static const struct {
		const char *name;
		mode_t mode;
	} files[] = {
		{"store", 0711}, {"store/format", 0644}, {"store/lock", 0600}, {"store/generations/1", 0755},
		{"store/generations/1/certificate.pem", 0644}, {"store/generations/1/key.pem", 0600},
		{"store/generations/1/combined.pem", 0600}, {"store/generations/1/info", 0644}, {"store/backups", 0700},
		{"store/backups/last", 0600}, {"store/audit.log", 0600}, {"backup.zip", 0600},
	};
	mode_t old = umask(mask);

	made_create(directory, "backup.zip");
	umask(old);
	for (size_t i = 0; i < IK_COUNT(files); i++)
		ck_assert_msg(made_mode(directory, files[i].name) == files[i].mode, "%s %o", files[i].name,
			      (unsigned)made_mode(directory, files[i].name));
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
	ck_assert(plan->has_before && plan->undo_helps);
	ck_assert_uint_eq(plan->from, 1);
	ck_assert_uint_eq(plan->to, 2);
	ck_assert(ik_create_perform(plan, &watch, &outcome, NULL));
	ck_assert_uint_eq(watch.progress.n, 4);
	for (size_t i = 0; i < watch.progress.n; i++)
		ck_assert_int_eq(watch.progress.steps[i].state, IK_STEP_DONE);
	ck_assert_str_eq(watch.progress.steps[3].arg, "2");
	ck_assert(!watch.progress.can_cancel);
	ck_assert(outcome.has_before);
	ck_assert_str_eq(outcome.before.serial, plan->before.serial);
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
	ck_assert(!plan->has_before && !plan->undo_helps);
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
	ck_assert_uint_eq(plan->from, 0);
	ck_assert_uint_eq(plan->to, 6);
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
	ck_assert(plan->has_before && !plan->undo_helps);
	ik_create_plan_free(plan);
}
END_TEST

/* --- the audit log ------------------------------------------------------------------------------- */

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
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_plan_that_breaks_a_rule_changes_nothing);
	tcase_add_test(tests, an_end_after_the_year_9999_is_refused);
	tcase_add_test(tests, planning_alone_leaves_no_trace);
	tcase_add_test(tests, the_name_comes_first_and_each_name_once);
	tcase_add_test(tests, a_long_name_has_its_short_form_as_common_name);
	tcase_add_test(tests, a_store_that_moved_is_not_changed);
	tcase_add_test(tests, a_backup_file_that_came_meanwhile_stays_and_nothing_changes);
	tcase_add_test(tests, a_backup_directory_that_went_away_changes_nothing);
	tcase_add_test(tests, a_backup_that_does_not_fit_changes_nothing);
	tcase_add_test(tests, a_cancel_at_any_moment_leaves_all_as_it_was_until_the_switch);
	tcase_add_loop_test(tests, every_file_has_its_mode_whatever_the_umask, 0, 3);
	tcase_add_test(tests, the_group_of_the_services_may_read_the_key);
	tcase_add_test(tests, combined_is_the_key_and_then_the_certificate);
	tcase_add_test(tests, the_first_certificate_is_in_use_and_backed_up);
	tcase_add_test(tests, a_new_certificate_replaces_the_old_one_and_keeps_it);
	tcase_add_test(tests, without_a_backup_there_are_two_steps_and_no_file);
	tcase_add_test(tests, a_damaged_certificate_can_be_replaced);
	tcase_add_test(tests, a_link_that_leads_nowhere_is_mended);
	tcase_add_test(tests, an_expired_certificate_is_no_help_to_go_back_to);
	tcase_add_test(tests, each_change_is_a_line_of_the_log);
	tcase_add_test(tests, a_change_that_failed_is_in_the_log_with_its_number);
	tcase_add_test(tests, a_log_that_cannot_be_written_is_told_after_the_switch);
	suite_add_tcase(suite, tests);
	return suite;
}
