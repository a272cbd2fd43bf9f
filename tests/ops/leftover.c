/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leftover.c: what a change that was killed left goes with the next one, and nothing else does. */
#include "config.h"

#include "ops/records/leftover.h"

#include <check.h>
#include <dirent.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "files/place.h"
#include "files/save.h"
#include "made.h"
#include "ops/change/prune.h"
#include "ops/change/restore.h"
#include "ops/change/rollback.h"
#include "ops/status/check.h"
#include "suites.h"

/* --- a change that is killed ------------------------------------------------------------------ */

/* Dies as soon as PATH is there, or, with LATE, after the switch. */
struct doomed {
	const char *path;
	bool late;
};

static bool die(void *self, const struct ik_progress *progress, int fd)
{
	const struct doomed *doomed = self;
	struct pollfd one = {.fd = fd, .events = POLLIN};

	if (doomed->late ? !progress->can_cancel
				   && progress->steps[progress->n - 1].state == IK_STEP_DONE
			 : access(doomed->path, F_OK) == 0)
		raise(SIGKILL);
	return fd < 0 || poll(&one, 1, -1) >= 0;
}

static void kill_it(bool late, bool (*work)(struct ik_watch *watch))
{
	struct doomed doomed = {.path = file, .late = late};
	struct ik_watch watch = {.wait = die, .self = &doomed};
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(work(&watch) ? 0 : 1);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	ck_assert(is_interrupted());
}

/* A forked process finds the secrets of its parent empty, so each has its own. */
static bool create_work(struct ik_watch *watch)
{
	ik_secret *own = made_secret(MADE_PASSWORD);
	struct ik_create_wish wish = made_wish(file, own);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_outcome outcome;
	bool ok = ik_create_perform(plan, watch, &outcome, NULL);

	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	ik_secret_free(own);
	return ok;
}

static bool backup_work(struct ik_watch *watch)
{
	ik_secret *own = made_secret(MADE_PASSWORD);
	struct ik_backup_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	bool ok = ik_backup_plan(store, file, own, MADE_AT, &plan, NULL)
		  && ik_backup_perform(plan, watch, &outcome, NULL);

	ik_outcome_free(&outcome);
	ik_backup_plan_free(plan);
	ik_secret_free(own);
	return ok;
}

/* One generation is in use; a second with its backup was made, and killed before the switch. */
static void cut_create(void)
{
	made_create(directory, NULL);
	kill_it(false, create_work);
	ck_assert(made_exists(directory, "backup.zip"));
	ck_assert(made_exists(directory, "store/generations/2/key.pem"));
}

/* A whole change, with a backup at BACKUP (NULL: none); its error. */
static enum ik_error_id create_to(const char *backup)
{
	struct ik_create_wish wish = made_wish(backup, backup ? password : NULL);
	struct ik_create_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	if (ik_create_plan(&wish, store, MADE_AT, &plan, &err)
	    && ik_create_perform(plan, NULL, &outcome, &err)) {
		ck_assert_int_eq(outcome.late.id, IK_E_NONE);
		ck_assert(!is_interrupted());
	}
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	return err.id;
}

static void assert_swept(void)
{
	ck_assert(!made_exists(directory, "store/generations/2/key.pem"));
	ck_assert(!made_exists(directory, "store/generations/2/combined.pem"));
	ck_assert(made_exists(directory, "store/generations/2/certificate.pem"));
}

/* Whether a check has a finding with this number; CURE, if not NULL, has to be in its cure. */
static bool finds(enum ik_error_id id, const char *cure)
{
	const struct ik_check_wish wish = {
		.store = store, .now = MADE_AT, .clock = IK_CLOCK_SYNCHRONISED};
	struct ik_check check;
	bool found = false;

	ik_check(&wish, &check);
	for (size_t i = 0; i < check.n; i++)
		if (check.findings[i].error.id == id) {
			ck_assert_msg(!cure || strstr(check.findings[i].cure, cure), "%s",
				      check.findings[i].cure);
			found = true;
		}
	ik_check_free(&check);
	return found;
}

/* --- it goes ---------------------------------------------------------------------------------- */

START_TEST(a_killed_create_does_not_block_the_same_one)
{
	char *log;

	cut_create();
	ck_assert(finds(IK_E_CHECK_INTERRUPTED, file));
	ck_assert(!finds(IK_E_CHECK_UNUSED, NULL));
	ck_assert_int_eq(create_to(file), IK_E_NONE);
	assert_swept();
	ck_assert(made_exists(directory, "store/generations/3/key.pem"));
	ck_assert(made_exists(directory, "backup.zip"));
	ck_assert(!finds(IK_E_CHECK_UNUSED, NULL));
	log = made_read(directory, "store/audit.log", NULL);
	ck_assert(strstr(log, "\"operation\":\"delete-backup\"")
		  || strstr(log, "\"operation\": \"delete-backup\""));
	ck_assert(strstr(log, "delete-key"));
	free(log);
}
END_TEST

START_TEST(any_next_change_takes_key_and_backup_away)
{
	cut_create();
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	assert_swept();
	ck_assert(!made_exists(directory, "backup.zip"));
}
END_TEST

START_TEST(prune_names_what_a_killed_change_left_and_deletes_it)
{
	struct ik_prune_plan *plan = NULL;

	cut_create();
	ck_assert(ik_prune_plan(store, IK_PRUNE_KEEP, MADE_AT, &plan, NULL));
	ck_assert_uint_eq(plan->leftover, 2);
	ck_assert_str_eq(plan->leftover_file, file);
	ck_assert(ik_prune_perform(plan, NULL, NULL));
	assert_swept();
	ck_assert(!made_exists(directory, "backup.zip"));
	ck_assert(!is_interrupted());
	ik_prune_plan_free(plan);
}
END_TEST

START_TEST(a_killed_backup_does_not_block_the_same_one)
{
	made_create(directory, NULL);
	kill_it(false, backup_work);
	ck_assert(finds(IK_E_CHECK_INTERRUPTED, file));
	ck_assert(backup_work(NULL));
	ck_assert(!is_interrupted());
	ck_assert(made_exists(directory, "backup.zip"));
	ck_assert(!backup_work(NULL));
}
END_TEST

START_TEST(a_backup_that_nobody_proved_goes_with_the_next_change)
{
	made_create(directory, NULL);
	kill_it(false, backup_work);
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	ck_assert(!made_exists(directory, "backup.zip"));
	ck_assert(made_exists(directory, "store/generations/1/key.pem"));
}
END_TEST

/* --- it stays --------------------------------------------------------------------------------- */

START_TEST(another_file_of_that_name_stays)
{
	char *left;

	cut_create();
	made_write(directory, "backup.zip", "mine", 4);
	ck_assert(finds(IK_E_CHECK_INTERRUPTED, file));
	ck_assert_int_eq(create_to(file), IK_E_PATH_EXISTS);
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	left = made_read(directory, "backup.zip", NULL);
	ck_assert_int_eq(strncmp(left, "mine", 4), 0);
	assert_swept();
	free(left);
}
END_TEST

START_TEST(a_link_of_that_name_stays_and_what_it_leads_to)
{
	char *aside = ik_format("%s/aside.zip", directory);

	cut_create();
	ck_assert_int_eq(rename(file, aside), 0);
	ck_assert_int_eq(symlink(aside, file), 0);
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	ck_assert_int_eq(access(file, F_OK), 0);
	ck_assert_int_eq(access(aside, F_OK), 0);
	free(aside);
}
END_TEST

START_TEST(a_file_that_the_note_cannot_prove_stays)
{
	char *note = ik_format("operation = create\nfrom = 1\nto = 2\nbackup = %s\n", file);

	cut_create();
	made_write(directory, "store/change", note, strlen(note));
	ck_assert_int_eq(create_to(file), IK_E_PATH_EXISTS);
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	ck_assert(made_exists(directory, "backup.zip"));
	ck_assert(made_exists(directory, "store/generations/2/key.pem"));
	free(note);
}
END_TEST

START_TEST(what_was_switched_to_stays_with_its_backup)
{
	made_create(directory, NULL);
	kill_it(true, create_work);
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	ck_assert(made_exists(directory, "store/generations/2/key.pem"));
	ck_assert(made_exists(directory, "backup.zip"));
}
END_TEST

START_TEST(a_recorded_backup_stays_whatever_the_note_says)
{
	char *note;
	size_t size;

	made_create(directory, NULL);
	kill_it(false, backup_work);
	note = made_read(directory, "store/change", &size);
	ck_assert(backup_work(NULL));
	char *last = made_read(directory, "store/backups/last", NULL),
	     *sha256 = strstr(last, "sha256 = ");
	char *again = ik_format("operation = backup\nfrom = 1\nbackup = %s\n%.*s\n", file,
				(int)strcspn(sha256, "\n"), sha256);

	made_write(directory, "store/change", again, strlen(again));
	ck_assert_int_eq(create_to(NULL), IK_E_NONE);
	ck_assert(made_exists(directory, "backup.zip"));
	free(again);
	free(last);
	free(note);
}
END_TEST

START_TEST(going_back_to_what_a_killed_change_made_is_possible)
{
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome;
	struct ik_error err = {0};

	cut_create();
	ck_assert(ik_rollback_plan(&(struct ik_rollback_wish){.generation = "2"}, store, MADE_AT,
				   &plan, NULL));
	ck_assert_msg(ik_rollback_perform(plan, NULL, &outcome, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_uint_eq(outcome.generation, 3);
	ck_assert(made_exists(directory, "store/generations/2/key.pem"));
	ik_rollback_plan_free(plan);
	ik_outcome_free(&outcome);
}
END_TEST

START_TEST(a_restore_from_the_file_of_a_killed_change_uses_both)
{
	const struct ik_restore_wish wish = {.use = "2"};
	ik_restore_source *source = NULL;
	struct ik_restore_plan *plan = NULL;
	struct ik_outcome outcome;
	struct ik_error err = {0};

	cut_create();
	ck_assert(ik_restore_open(file, password, NULL, &source, NULL));
	ck_assert(ik_restore_plan(source, store, &wish, MADE_AT, &plan, NULL));
	ck_assert_msg(ik_restore_perform(source, plan, NULL, &outcome, &err), "INK-%u",
		      ik_error_number(err.id));
	ck_assert_uint_eq(outcome.generation, 2);
	ck_assert(made_exists(directory, "store/generations/2/key.pem"));
	ck_assert(made_exists(directory, "backup.zip"));
	ik_restore_plan_free(plan);
	ik_restore_source_free(source);
	ik_outcome_free(&outcome);
}
END_TEST

/* --- on disk, which may speak another encoding than records ----------------------------------- */

/* Under valgrind the C library's loading of its conversion would be reported as a fault. */
static bool speak_euc(void)
{
	const char *preloaded = getenv("LD_PRELOAD");
	char *command = ik_format(
		"localedef --no-archive -i ja_JP -f EUC-JP %s/ja_JP.eucJP >/dev/null 2>&1",
		directory);
	bool made = !(preloaded && strstr(preloaded, "vgpreload")) && system(command) != -1;

	free(command);
	setenv("LOCPATH", directory, 1);
	return made && setlocale(LC_CTYPE, "ja_JP.eucJP");
}

/* Half a file in FOLDER of our directory, of somebody who was killed. */
static void leave_half_a_file(const char *folder)
{
	char *path = ik_format("%s/%s/half", directory, folder);
	const char *name;
	pid_t pid;
	int dirfd;

	ck_assert(ik_place_open(path, &dirfd, &name, NULL));
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(ik_save_begin(dirfd, name, 0600, (gid_t)-1, NULL) ? 0 : 1);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	close(dirfd);
	free(path);
}

static size_t count_files(const char *folder)
{
	char *path = ik_format("%s/%s", directory, folder);
	DIR *dir = opendir(path);
	size_t n = 0;

	ck_assert_ptr_nonnull(dir);
	for (struct dirent *entry; (entry = readdir(dir));)
		n += entry->d_type == DT_REG;
	closedir(dir);
	free(path);
	return n;
}

START_TEST(half_a_file_goes_from_a_directory_of_any_encoding)
{
	static const char *const written[] = {"backup", "file"};
	static const char shown[] = "証明書", on_disk[] = "\xbe\xda\xcc\xc0\xbd\xf1";
	char *note = ik_format("operation = request\nfrom = 1\n%s = %s/%s/a\n", written[_i],
			       directory, shown);
	char *path = ik_format("%s/%s", directory, on_disk);

	if (!speak_euc()) {
		puts("skipped: no EUC-JP locale can be made here");
	} else {
		made_create(directory, NULL);
		ck_assert_int_eq(mkdir(path, 0700), 0);
		leave_half_a_file(on_disk);
		ck_assert_uint_eq(count_files(on_disk), 1);
		made_write(directory, "store/change", note, strlen(note));
		ck_assert_int_eq(create_to(NULL), IK_E_NONE);
		ck_assert_uint_eq(count_files(on_disk), 0);
	}
	unsetenv("LOCPATH");
	free(path);
	free(note);
}
END_TEST

Suite *suite_leftover(void)
{
	Suite *suite = suite_create("leftover");
	TCase *tests = tcase_create("leftover");

	tcase_set_timeout(tests, 600);
	tcase_add_checked_fixture(tests, create_begin, create_end);
	tcase_add_test(tests, a_killed_create_does_not_block_the_same_one);
	tcase_add_test(tests, any_next_change_takes_key_and_backup_away);
	tcase_add_test(tests, prune_names_what_a_killed_change_left_and_deletes_it);
	tcase_add_test(tests, a_killed_backup_does_not_block_the_same_one);
	tcase_add_test(tests, a_backup_that_nobody_proved_goes_with_the_next_change);
	tcase_add_test(tests, another_file_of_that_name_stays);
	tcase_add_test(tests, a_link_of_that_name_stays_and_what_it_leads_to);
	tcase_add_test(tests, a_file_that_the_note_cannot_prove_stays);
	tcase_add_test(tests, what_was_switched_to_stays_with_its_backup);
	tcase_add_test(tests, a_recorded_backup_stays_whatever_the_note_says);
	tcase_add_test(tests, going_back_to_what_a_killed_change_made_is_possible);
	tcase_add_test(tests, a_restore_from_the_file_of_a_killed_change_uses_both);
	tcase_add_loop_test(tests, half_a_file_goes_from_a_directory_of_any_encoding, 0, 2);
	suite_add_tcase(suite, tests);
	return suite;
}
