/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow.c: import and request without questions go the wizard's way: what is refused, what is said,
 * and what happens when somebody else is faster. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "front/batch/batch.h"
#include "inkan/commands.h"
#include "suites.h"

#define FILE_PASSWORD "another horse 42"

static const struct ik_line nothing_given;
#define NOT_NEEDED "inkan: The password of the file was not needed.\n"

static void start(struct ik_wizard *wizard, const char *store, const char *text)
{
	struct ik_error err = {0};

	ck_assert(ik_wizard_start(wizard, place_path(store), ik_cli_now, NULL));
	wizard->no_backup = true;
	ck_assert_msg(ik_answers_take(wizard, text, strlen(text), &err), "%u",
		      ik_error_number(err.id));
}

/* Runs WIZARD on FRONTEND and frees it; what was printed comes back in OUT and ERR. */
static int run(struct ik_wizard *wizard, const struct ik_frontend *frontend, char **out, char **err)
{
	place_listen(1);
	place_listen(2);
	int status = ik_cli_run(&nothing_given, wizard, frontend);

	*err = place_heard(2);
	*out = place_heard(1);
	ik_wizard_free(wizard);
	return status;
}

/* A certificate for NAME in STORE. */
static void make(const char *store, const char *name)
{
	char *text = ik_format("action = generate\nname = %s\n", name);
	struct ik_wizard wizard;
	char *out, *err;

	start(&wizard, store, text);
	ck_assert_int_eq(run(&wizard, &ik_frontend_batch, &out, &err), 0);
	free(err);
	free(out);
	free(text);
}

static char *import_of(const char *file, const char *more)
{
	return ik_format("action = import\nfile = %s\n%s", place_path(file), more);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

static const char *in_use(void)
{
	static char target[64];
	ssize_t n = readlink(place_path("store/current"), target, sizeof(target) - 1);

	target[n > 0 ? n : 0] = '\0';
	return target;
}

static const struct {
	const char *file, *more;
	int status;
	const char *number, *detail;
} refused[] = {
	{"nothing", "", 1, "INK-2310", "/nothing\n"},
	{"other/current", "", 1, "INK-2315", NULL},
	{"other/current/info", "", 1, "INK-32", NULL},
	{"other/current/certificate.pem", "", 1, "INK-3210", NULL},
	{"other/current/key.pem", "", 1, "INK-3211", NULL},
	{"other/current/combined.pem", "key_choice = 2\n", 2, "INK-3225", NULL},
	{"other/current/combined.pem", "accept_unprotected = perhaps\n", 2, "INK-1129",
	 "  accept_unprotected = perhaps\n"},
	{"other/current/certificate.pem", "key_file = /nothing\n", 1, "INK-2310",
	 "  key_file = /nothing\n"},
};

START_TEST(what_cannot_be_imported_changes_nothing)
{
	struct ik_wizard wizard;
	char *text, *out, *err;

	make("other", "srv02.example.jp");
	text = import_of(refused[_i].file, refused[_i].more);
	start(&wizard, "store", text);
	ck_assert_int_eq(run(&wizard, &ik_frontend_batch, &out, &err), refused[_i].status);
	ck_assert_str_eq(out, "");
	ck_assert_msg(strncmp(err, "inkan: Nothing was changed; there is no certificate yet.\n", 57)
			      == 0,
		      "%s", err);
	ck_assert_msg(strstr(err, refused[_i].number) != NULL, "%s", err);
	if (refused[_i].detail)
		ck_assert_msg(strstr(err, refused[_i].detail) != NULL, "%s", err);
	ck_assert_int_ne(access(place_path("store"), F_OK), 0);
	free(err);
	free(out);
	free(text);
}
END_TEST

/* The keys of two servers in one file. */
static void put_two(void)
{
	static const char *const stores[] = {"other", "third"};
	int to = open(place_path("two.pem"), O_WRONLY | O_CREAT, 0600);

	for (size_t i = 0; i < IK_COUNT(stores); i++) {
		char *name = ik_format("%s/current/combined.pem", stores[i]);
		char *name_of_server = ik_format("srv0%zu.example.jp", i + 2);
		char bytes[16384];

		make(stores[i], name_of_server);
		int from = open(place_path(name), O_RDONLY);
		ssize_t n = read(from, bytes, sizeof(bytes));

		ck_assert_int_gt(n, 0);
		ck_assert_int_eq(write(to, bytes, (size_t)n), n);
		close(from);
		free(name_of_server);
		free(name);
	}
	close(to);
}

START_TEST(which_keys_there_are_is_said_as_it_is_to_be_answered)
{
	static const struct {
		const struct ik_frontend *frontend;
		const char *line;
	} cases[] = {
		{&ik_frontend_batch,
		 "\n  key_choice = 2: ECDSA P-256, CN=srv03.example.jp, until "},
		{&ik_frontend_command,
		 "\n  --key-choice 2: ECDSA P-256, CN=srv03.example.jp, until "},
	};
	struct ik_wizard wizard;
	char *text, *out, *err;

	put_two();
	text = import_of("two.pem", "");
	start(&wizard, "store", text);
	ck_assert_int_eq(run(&wizard, cases[_i].frontend, &out, &err), 1);
	ck_assert_ptr_nonnull(strstr(err, "INK-3224"));
	ck_assert_msg(strstr(err, cases[_i].line) != NULL, "%s", err);
	free(err);
	free(out);
	free(text);
}
END_TEST

/* Somebody else makes a certificate each time the review is about to be accepted, up to the second.
 */
static int reviews;

static enum ik_leave overtaken(void *ui, struct ik_wizard *wizard, const struct ik_page *page,
			       const struct ik_error *notice, struct ik_error *err)
{
	enum ik_leave leave = ik_frontend_command.page(ui, wizard, page, notice, err);

	if (page->kind == IK_PAGE_REVIEW && reviews++ < 2) {
		struct ik_wizard other;

		start(&other, "store", "action = generate\nname = srv09.example.jp\n");
		ck_assert_int_eq(ik_cli_run(&nothing_given, &other, &ik_frontend_batch), 0);
		ik_wizard_free(&other);
	}
	return leave;
}

START_TEST(an_import_that_is_overtaken_is_planned_anew_and_remarked_once)
{
	struct ik_frontend frontend = ik_frontend_command;
	struct ik_wizard wizard;
	char *answers = ik_strdup(place_path("saved"));
	char saved[4096] = "";
	char *text, *out, *err;

	make("other", "srv02.example.jp");
	make("store", "srv01.example.jp");
	text = import_of("other/current/combined.pem", "");
	start(&wizard, "store", text);
	wizard.save_answers = answers;
	ck_assert(ik_secret_set(ik_answer_secret(wizard.answers, IK_F_FILE_PASSWORD), FILE_PASSWORD,
				strlen(FILE_PASSWORD), NULL));
	frontend.page = overtaken;
	reviews = 0;
	ck_assert_int_eq(run(&wizard, &frontend, &out, &err), 0);
	ck_assert_int_eq(reviews, 3);
	ck_assert_str_eq(in_use(), "generations/4");
	ck_assert_uint_eq(count(err, NOT_NEEDED), 1);
	ck_assert_ptr_nonnull(
		strstr(out, "  before: CN=srv09.example.jp\n  now: CN=srv02.example.jp\n"));
	int fd = open(answers, O_RDONLY);

	ck_assert_int_gt(read(fd, saved, sizeof(saved) - 1), 0);
	close(fd);
	ck_assert_uint_eq(count(saved, "action = import\n"), 1);
	ck_assert_uint_eq(count(saved, FILE_PASSWORD), 0);
	free(answers);
	free(err);
	free(out);
	free(text);
}
END_TEST

START_TEST(a_request_is_made_beside_the_changes_of_others)
{
	struct ik_frontend frontend = ik_frontend_command;
	struct ik_wizard wizard;
	char *text = ik_format("action = request\nrequest_file = %s\n", place_path("a.csr"));
	char *out, *err;

	make("store", "srv01.example.jp");
	start(&wizard, "store", text);
	frontend.page = overtaken;
	reviews = 0;
	ck_assert_int_eq(run(&wizard, &frontend, &out, &err), 0);
	ck_assert_str_eq(err, "");
	ck_assert_ptr_nonnull(strstr(out, "Done: the request is made. Its key is kept here.\n"));
	ck_assert_ptr_nonnull(strstr(out, "for srv01.example.jp, key ECDSA P-256\n"));
	ck_assert_int_eq(access(place_path("a.csr"), F_OK), 0);
	free(err);
	free(out);
	free(text);
}
END_TEST

static const struct {
	const char *more, *number, *detail;
} requests_refused[] = {
	{"name = a..b\n", "INK-2102", "  name = a..b\n"},
	{"key_type = rsa-1024\n", "INK-2150", NULL},
	{"request_file = /\n", "INK-2302", NULL},
	{"request_file = \n", "INK-23", "  request_file = \n"},
	{"request_file = /nowhere/at/all.csr\n", "INK-2304", NULL},
};

START_TEST(a_wrong_request_makes_no_store)
{
	char *text = ik_format(
		"action = request\n%s%s", requests_refused[_i].more,
		strstr(requests_refused[_i].more, "name") ? "" : "name = srv01.example.jp\n");
	struct ik_wizard wizard;
	char *out, *err;

	start(&wizard, "store", text);
	ck_assert_int_eq(run(&wizard, &ik_frontend_batch, &out, &err), 2);
	ck_assert_str_eq(out, "");
	ck_assert_msg(strstr(err, requests_refused[_i].number) != NULL, "%s", err);
	if (requests_refused[_i].detail)
		ck_assert_msg(strstr(err, requests_refused[_i].detail) != NULL, "%s", err);
	ck_assert_int_ne(access(place_path("store"), F_OK), 0);
	free(err);
	free(out);
	free(text);
}
END_TEST

Suite *suite_flow(void)
{
	Suite *suite = suite_create("flow");
	TCase *tcase = tcase_create("flow");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, place_begin, place_end);
	tcase_add_loop_test(tcase, what_cannot_be_imported_changes_nothing, 0, IK_COUNT(refused));
	tcase_add_loop_test(tcase, which_keys_there_are_is_said_as_it_is_to_be_answered, 0, 2);
	tcase_add_loop_test(tcase, a_wrong_request_makes_no_store, 0, IK_COUNT(requests_refused));
	tcase_add_test(tcase, an_import_that_is_overtaken_is_planned_anew_and_remarked_once);
	tcase_add_test(tcase, a_request_is_made_beside_the_changes_of_others);
	suite_add_tcase(suite, tcase);
	return suite;
}
