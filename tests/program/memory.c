/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.c: what the memory of the real program holds of passwords and keys: on every page nothing
 * outside the pages that are wiped and locked, from the first command after the switch on nothing
 * at all. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program/look.h"
#include "program/wizard.h"

static bool may_look(void)
{
	if (geteuid() == 0)
		return true;
	puts("memory: only root may look into a program that keeps secrets; not tested");
	return false;
}

/* What certainly is there shows that this would find the rest. */
static void check_sight(size_t pid)
{
	struct look name = {0};

	look_for_text(&name, "the server's name", "srv01.example.jp");
	ck_assert_uint_gt(look_into(pid, &name).outside, 0);
}

struct looking {
	const struct look *sought;
	bool kept;
	struct look_found found;
};

static bool is_where_it_should_be(struct console *c, void *self)
{
	struct looking *looking = self;

	looking->found = look_into(console_pid(c), looking->sought);
	return looking->found.outside == 0 && (!looking->kept || looking->found.inside > 0);
}

/* WHEN: nothing outside the pages for secrets, where it certainly is if KEPT.  The first line of a
 * page may be there before the program is done with the last, and what is said of a password before
 * it has read all of it. */
static void check_outside(struct console *c, const struct look *sought, bool kept, const char *when)
{
	struct looking looking = {.sought = sought, .kept = kept};

	ck_assert_msg(console_until(c, is_where_it_should_be, &looking), "%s: %s", when,
		      looking.found.outside > 0 ? looking.found.where
						: "it should be where secrets are");
}

static void check_nowhere(size_t pid, const struct look *sought, const char *when)
{
	struct look_found found = look_into(pid, sought);

	ck_assert_msg(found.outside + found.inside == 0, "%s: %s", when, found.where);
	check_sight(pid);
}

/* --- commands that wait ----------------------------------------------------------------------- */

/* A certificate in use, and a command for after the switch that tells whose it is and waits to be
 * let go. */
static void put_telling_hook(void)
{
	char tell[256];

	world_make_certificate("srv01.example.jp");
	world_sh("mkfifo told");
	snprintf(tell, sizeof tell, "echo $PPID >%s", world_path("told"));
	world_put_waiting_hook(tell);
}

/* Whose command it is that runs now; 0 if there was none. */
static size_t hook_runs(void)
{
	FILE *told = fopen(world_path("told"), "r");
	size_t pid = 0;

	ck_assert_ptr_nonnull(told);
	ck_assert_int_eq(fscanf(told, "%zu", &pid), 1);
	fclose(told);
	ck_assert_int_eq(remove(world_path("told")), 0);
	return pid;
}

/* The same on the screen, which says what is wrong if none runs. */
static size_t hook_runs_of(struct console *c)
{
	console_wait(c, "now      Run 10-wait");
	return hook_runs();
}

static void let_go(void)
{
	FILE *go = fopen(world_path("go"), "w");

	ck_assert_ptr_nonnull(go);
	fclose(go);
}

/* --- the screen ------------------------------------------------------------------------------- */

static const struct typed {
	const char *password, *same;
} typed[] = {
	{"Kp7#vQ2m!xZ9-tR4w", "Both are the same."},
	{"錠前屋の裏口に置いた三毛猫のひげ", "The same."},
	{"か\xe3\x82\x99Kp7#vQ2m鍵束の裏xZ9-tR4w", "The same."}, /* normalising changes it */
};

static void type_twice(struct console *c, const struct typed *text, const struct look *sought)
{
	wizard_reach(c, &english, "password");
	console_type(c, text->password);
	console_wait(c, "Strength: ");
	check_outside(c, sought, true, "the password was typed");
	console_type(c, "<Enter>");
	console_paste(c, text->password);
	console_wait(c, text->same);
	check_outside(c, sought, true, "the password was pasted, too");
	console_type(c, "<Enter>");
	console_wait(c, english.backup);
	check_outside(c, sought, true, "the backup page");
}

START_TEST(a_password_lies_in_its_pages_only_and_nowhere_from_the_first_command_on)
{
	struct look sought = {0};

	if (!may_look())
		return;
	look_for_text(&sought, "the password", typed[_i].password);
	put_telling_hook();
	struct console *c = wizard_start("en", 80, 24);

	type_twice(c, &typed[_i], &sought);
	console_type(c, "<Enter>");
	console_wait(c, english.review);
	check_outside(c, &sought, true, "the review");
	console_type(c, "<F8><Enter>");
	ck_assert_uint_eq(hook_runs_of(c), console_pid(c));
	look_for_key(&sought, "store/current/key.pem");
	check_nowhere(console_pid(c), &sought, "a command runs");
	let_go();
	console_wait(c, english.proof);
	check_nowhere(console_pid(c), &sought, "the proof");
	console_kill(c);
}
END_TEST

/* Neither in what was pasted nor in what was drawn, at whatever size. */
START_TEST(a_password_that_was_shown_is_gone_with_its_page)
{
	const int sizes[][2] = {{100, 30}, {80, 24}, {132, 50}, {60, 24}, {100, 30}, {80, 24}};
	const char *password = typed[_i].password;
	struct look sought = {0};

	if (!may_look())
		return;
	look_for_text(&sought, "the password", password);
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_paste(c, password);
	console_wait(c, "Strength: ");
	console_type(c, "<C-r>");
	console_wait(c, "[ Hide ^R ]");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		console_resize(c, sizes[i][0], sizes[i][1]);
		console_type(c, "<F2>"); /* it answers, so it has seen the new size */
		console_wait(c, i % 2 ? "[ Hide ^R ]" : "[ 隠す ^R ]");
	}
	console_type(c, "<F1>");
	console_wait(c, "closes this help");
	console_type(c, "<Enter><Tab>");
	console_wait(c, "[ Show ^R ]");
	console_paste(c, password);
	console_wait(c, typed[_i].same);
	console_type(c, "<F8>");
	console_wait(c, english.backup);
	check_outside(c, &sought, true, "the page after");
	check_sight(console_pid(c));
	console_kill(c);
}
END_TEST

/* All of the page in one piece, SHOWN far behind its start. */
static void send_page_again(struct console *c, const char *shown)
{
	console_type(c, "<F1>");
	console_wait(c, "closes this help");
	console_wait_gone(c, shown);
	console_type(c, "<Enter>");
	console_wait(c, shown);
	console_wait(c, "F10");
}

START_TEST(a_made_password_is_gone_with_its_page)
{
	struct look sought = {0};
	char made[MADE + 1] = "", note[16];

	if (!may_look())
		return;
	struct console *c = wizard_start("en", 100, 30);

	wizard_reach(c, &english, "password");
	console_type(c, "<Tab><Tab><Tab><Enter>");
	console_wait(c, "Its first 4 and last 4");
	console_wait(c, "F10");
	wizard_wait_made(c, made);
	look_for_text(&sought, "the made password", made);
	snprintf(note, sizeof note, "%.4s%s", made, made + 30);
	console_type(c, note);
	console_wait(c, "That is right.");
	send_page_again(c, made);
	console_type(c, "<Enter>");
	console_wait(c, english.backup);
	check_outside(c, &sought, true, "the page after");
	console_kill(c);
}
END_TEST

#define OTHER "Lw8$nB3c,yH6+dF5g"
#define OTHERS "printf '%s' '" OTHER "' >file && chmod 600 file && "
#define KEYS \
	"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out " \
	"c.pem -days 3650 " \
	"-subj /CN=srv02.example.jp 2>&1 && openssl pkcs12 -export -inkey k.pem -in c.pem -out " \
	"file.p12 -passout file:file"

/* The password far down a page that was sent in one piece, and little that is sent after it. */
START_TEST(what_was_sent_to_the_terminal_is_gone_too)
{
	struct look sought = {0};

	if (!may_look())
		return;
	world_sh(OTHERS KEYS);
	look_for_text(&sought, "the file's password", OTHER);
	struct console *c = wizard_start("en", 100, 30);

	console_wait(c, english.start);
	console_type(c, "3<F8>");
	console_wait(c, "Which file do you want to import?");
	console_type(c, world_path("file.p12"));
	console_wait(c, "Its password");
	console_type(c, "<Enter>" OTHER "<F3><C-r>");
	console_wait(c, OTHER);
	send_page_again(c, OTHER);
	console_type(c, "<C-r>"); /* of which little is sent */
	console_wait(c, "[ Show ^R ]");
	console_wait_gone(c, OTHER);
	check_outside(c, &sought, true, "it is hidden again");
	console_type(c, "<F7>");
	console_wait(c, english.start);
	check_outside(c, &sought, true, "the page before");
	console_kill(c);
}
END_TEST

START_TEST(what_is_imported_lies_in_its_pages_only)
{
	struct look sought = {0};

	if (!may_look())
		return;
	world_sh(OTHERS KEYS);
	put_telling_hook();
	struct console *c = wizard_start("en", 80, 24);

	console_wait(c, english.start);
	console_type(c, "3<F8>");
	console_wait(c, "Which file do you want to import?");
	console_type(c, world_path("file.p12"));
	console_wait(c, "Its password");
	console_type(c, "<Enter>" OTHER "<F8>");
	console_wait(c, english.password);
	look_for_text(&sought, "the file's password", OTHER);
	look_for_key(&sought, "k.pem");
	check_outside(c, &sought, true, "the page after");
	console_type(c, PASSWORD "<Enter>" PASSWORD "<F8>");
	console_wait(c, english.backup);
	console_type(c, "<Enter>");
	console_wait(c, english.review);
	check_outside(c, &sought, true, "the review");
	console_type(c, "<F8><Enter>");
	check_nowhere(hook_runs_of(c), &sought, "a command runs");
	let_go();
	console_wait(c, english.proof);
	check_nowhere(console_pid(c), &sought, "the proof");
	console_kill(c);
}
END_TEST

START_TEST(the_start_page_stands_with_nothing_of_the_key_in_memory)
{
	struct look sought = {0};

	if (!may_look())
		return;
	world_make_certificate("srv01.example.jp");
	struct console *c = wizard_start("en", 80, 24);

	console_wait(c, english.start);
	look_for_key(&sought, "store/current/key.pem");
	check_nowhere(console_pid(c), &sought, "the start page");
	console_kill(c);
}
END_TEST

/* --- commands --------------------------------------------------------------------------------- */

/* What is made before the command that waits for go, and its arguments. */
static const struct batch {
	const char *before, *arguments;
} batches[] = {
	{"true", "create --password-file pw"},
	{OTHERS KEYS, "import file.p12 --file-password-file file --password-file pw"},
	{"$INKAN backup b.zip --store store --password-file pw && $INKAN create --store store "
	 "--no-backup &&"
	 " rm -rf store/generations/1",
	 "restore b.zip --use 1 --password-file pw"},
	{"$INKAN create --store store --no-backup", "rollback"},
};

START_TEST(a_command_keeps_neither_password_nor_key_while_others_run)
{
	struct look sought = {0};

	if (!may_look())
		return;
	look_for_text(&sought, "the password", typed[_i % 3].password);
	look_for_text(&sought, "the file's password", OTHER);
	put_telling_hook();
	world_run(NULL, "printf '%%s' '%s' >%s && chmod 600 %s", typed[_i % 3].password,
		  world_path("pw"), world_path("pw"));
	world_sh("mv store/hooks.d away");
	world_sh(batches[_i].before);
	world_sh("mv away store/hooks.d");
	/* One that ends before its command ran tells of nobody. */
	world_run(NULL,
		  "cd %s && ('%s' %s --store store; [ ! -p told ] || echo 0 >told) >said 2>&1 &",
		  world_path("."), getenv("INKAN"), batches[_i].arguments);
	const size_t pid = hook_runs();

	ck_assert_msg(pid, "%s: %s", batches[_i].arguments,
		      world_run(NULL, "cat %s", world_path("said")));
	look_for_key(&sought, "store/current/key.pem");
	check_nowhere(pid, &sought, batches[_i].arguments);
	let_go();
	world_run(NULL, "tail --pid=%zu -f /dev/null", pid);
}
END_TEST

Suite *suite_memory(void)
{
	Suite *suite = suite_create("memory");
	TCase *all = tcase_create("memory");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all,
			    a_password_lies_in_its_pages_only_and_nowhere_from_the_first_command_on,
			    0, sizeof typed / sizeof typed[0]);
	tcase_add_loop_test(all, a_password_that_was_shown_is_gone_with_its_page, 0,
			    sizeof typed / sizeof typed[0]);
	tcase_add_test(all, a_made_password_is_gone_with_its_page);
	tcase_add_test(all, what_was_sent_to_the_terminal_is_gone_too);
	tcase_add_test(all, what_is_imported_lies_in_its_pages_only);
	tcase_add_test(all, the_start_page_stands_with_nothing_of_the_key_in_memory);
	tcase_add_loop_test(all, a_command_keeps_neither_password_nor_key_while_others_run, 0,
			    sizeof batches / sizeof batches[0]);
	suite_add_tcase(suite, all);
	return suite;
}
