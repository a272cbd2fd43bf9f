/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_readme.c: what README.txt in a backup tells one to type works, line by line, with the
 * tools it names. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/list.h"
#include "lib/few_rounds.h"
#include "made.h"
#include "pki/key.h"
#include "suites.h"

static const char mark[] = "    $ ";

static char *directory; /* store and backup.zip */
static char *unpacked;  /* the backup, unpacked by hand */
static struct ik_list commands, every_line;

static void make_directories(const char *name)
{
	char *path = ik_format("%s/%s", unpacked, name);

	for (char *at = path + strlen(unpacked) + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		(void)mkdir(path, 0700);
		*at = '/';
	}
	free(path);
}

static void find_lines(const char *readme)
{
	for (const char *at = readme; *at; at += strcspn(at, "\n") + 1)
		ik_list_take(&every_line, ik_strndup(at, strcspn(at, "\n")));
}

static void find_commands(const char *readme)
{
	for (const char *at = readme; (at = strstr(at, mark)); at = strchr(at, '\n'))
		ik_list_take(&commands,
			     ik_strndup(at + strlen(mark), strcspn(at + strlen(mark), "\n")));
}

static void make_once(void)
{
	struct ik_zip zip;
	size_t size;
	char *bytes;

	few_rounds = false; /* what others read is as it is promised */
	directory = made_directory();
	unpacked = made_directory();
	made_create(directory, NULL);
	free(made_request(directory));
	made_create(directory, "backup.zip");
	bytes = made_read(directory, "backup.zip", &size);
	made_unzip(bytes, size, &zip);
	for (size_t i = 0; i < zip.n; i++) {
		make_directories(zip.members[i].name);
		made_write(unpacked, zip.members[i].name, zip.members[i].content.data,
			   zip.members[i].content.size);
	}
	find_lines(ik_buffer_string(&made_member(&zip, "README.txt")->content));
	find_commands(ik_buffer_string(&made_member(&zip, "README.txt")->content));
	ik_zip_free(&zip);
	free(bytes);
}

static void remove_once(void)
{
	few_rounds = true;
	ik_list_free(&commands);
	ik_list_free(&every_line);
	made_remove(unpacked);
	made_remove(directory);
}

/* In a child without a terminal, where openssl and certtool read their password from standard
 * input. */
static void run_in_child(const char *line)
{
	int in = -1, out = -1;

	if (chdir(unpacked) == 0) {
		in = open(".password", O_RDONLY);
		out = open(".output", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	}
	if (setsid() < 0 || in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0
	    || dup2(out, 2) < 0)
		_exit(126);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

/* Runs LINE where the backup is unpacked, with PASSWORD for whatever asks; *OUTPUT is all that it
 * said. */
static int run(const char *line, const char *password, char **output)
{
	char *with_newline = ik_format("%s\n", password);
	int status = -1;
	pid_t pid;

	made_write(unpacked, ".password", with_newline, strlen(with_newline));
	free(with_newline);
	pid = fork();
	if (pid == 0)
		run_in_child(line);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	*output = made_read(unpacked, ".output", NULL);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool is_missing(const char *tool)
{
	char *line = ik_format("command -v %s", tool);
	char *output;
	bool missing = run(line, "", &output) != 0;

	if (missing)
		printf("skipped: there is no %s here\n", tool);
	free(output);
	free(line);
	return missing;
}

/* The one command of README.txt that holds all of PART. */
static const char *command_with(const char *part)
{
	for (size_t i = 0; i < commands.n; i++)
		if (strstr(commands.items[i], part))
			return commands.items[i];
	ck_abort_msg("no command with: %s", part);
	return NULL;
}

static char *run_fine(const char *part)
{
	char *output;
	int status = run(command_with(part), MADE_PASSWORD, &output);

	ck_assert_msg(status == 0, "%s: %d\n%s", command_with(part), status, output);
	return output;
}

/* The 64 digits behind BEHIND in TEXT. */
static char *hash_behind(const char *text, const char *behind)
{
	const char *at = strstr(text, behind);

	ck_assert_msg(at != NULL, "%s is not in: %s", behind, text);
	at += strlen(behind);
	ck_assert_uint_eq(strspn(at, "0123456789abcdef"), 64);
	return ik_strndup(at, 64);
}

static void check_key(void)
{
	char *opened = made_read(unpacked, "key.pem", NULL);
	char *certificate = made_read(directory, "store/generations/2/certificate.pem", NULL);
	ik_secret *key = ik_secret_new(IK_SECRET_KEY_ROOM);

	ck_assert(!strncmp(opened, "-----BEGIN PRIVATE KEY-----", 27));
	ck_assert(ik_secret_set(key, opened, strlen(opened), NULL));
	ck_assert(ik_key_fits(key, certificate, strlen(certificate), NULL));
	ck_assert_int_eq(made_mode(unpacked, "key.pem"), 0600);
	ik_secret_free(key);
	free(opened);
	free(certificate);
}

/* It is read with less or cat, perhaps on the console of the machine that is to be saved.  A
 * command stays whole. */
START_TEST(no_line_is_wider_than_a_console)
{
	ck_assert_uint_gt(every_line.n, 80);
	for (size_t i = 0; i < every_line.n; i++)
		if (!strstr(every_line.items[i], mark))
			ck_assert_msg(ik_text_columns(every_line.items[i]) <= 80, "%s",
				      every_line.items[i]);
}
END_TEST

START_TEST(both_languages_give_the_same_commands)
{
	ck_assert_uint_gt(commands.n, 10);
	ck_assert_uint_eq(commands.n % 2, 0);
	for (size_t i = 0; i < commands.n / 2; i++)
		ck_assert_str_eq(commands.items[i], commands.items[commands.n / 2 + i]);
}
END_TEST

/* Each line that "openssl dgst -r" printed names a hash and a file: the manifest must say the same.
 */
static void compare_with_manifest(char *printed)
{
	char *manifest = made_read(unpacked, "manifest", NULL);
	size_t lines = 0, listed = 0;

	for (char *line = strtok(printed, "\n"); line; line = strtok(NULL, "\n"), lines++) {
		char *begin = ik_format("\n%.64s ", line);
		char *found = strstr(manifest, begin);
		size_t length = found ? strcspn(found + 1, "\n") : 0;
		const char *name = strchr(line, '*') + 1;

		ck_assert_msg(
			found && length > strlen(name)
				&& !strncmp(found + 1 + length - strlen(name), name, strlen(name)),
			"%s", line);
		free(begin);
	}
	for (char *line = strtok(manifest, "\n"); line; line = strtok(NULL, "\n"))
		listed += strspn(line, "0123456789abcdef") == 64;
	ck_assert_uint_eq(lines, listed);
	free(manifest);
}

START_TEST(openssl_alone_opens_it_all)
{
	char *output, *sealed, *found, *other;

	if (is_missing("openssl"))
		return;
	output = run_fine("openssl pkcs12");
	ck_assert_ptr_nonnull(strstr(output, "MAC: sha256, Iteration 1200000"));
	sealed = hash_behind(output, "inkan manifest sha256 ");
	free(output);
	output = run_fine("openssl dgst -sha256 manifest");
	found = hash_behind(output, "= ");
	ck_assert_str_eq(sealed, found);
	free(output);
	output = run_fine("openssl dgst -sha256 -r");
	compare_with_manifest(output);
	free(output);
	free(run_fine("openssl pkey -out"));
	check_key();
	output = run_fine("openssl pkey -pubout");
	other = run_fine("openssl x509 -noout -pubkey");
	ck_assert_str_eq(output, other);
	ck_assert_ptr_nonnull(strstr(output, "BEGIN PUBLIC KEY"));
	free(output);
	free(other);
	free(sealed);
	free(found);
}
END_TEST

START_TEST(certtool_and_sha256sum_open_it_all)
{
	char *output, *sealed, *found;
	size_t ok = 0;

	if (is_missing("certtool") || is_missing("sha256sum"))
		return;
	output = run_fine("certtool --p12-info");
	ck_assert_ptr_nonnull(strstr(output, "MAC info"));
	ck_assert_ptr_nonnull(strstr(output, "SHA256"));
	ck_assert_ptr_nonnull(strstr(output, "1200000"));
	sealed = hash_behind(output, "inkan manifest sha256 ");
	free(output);
	output = run_fine("sha256sum manifest");
	found = hash_behind(output, "");
	ck_assert_str_eq(sealed, found);
	free(output);
	output = run_fine("sha256sum -c");
	for (char *at = output; (at = strstr(at, ": OK\n")); at++)
		ok++;
	ck_assert_uint_eq(
		ok, 11); /* README.txt, two generations, a request: three files each; a step */
	free(output);
	free(run_fine("certtool --to-p8"));
	check_key();
	free(sealed);
	free(found);
}
END_TEST

START_TEST(a_wrong_password_stops_both_at_the_first_step)
{
	char *output;

	if (!is_missing("openssl")) {
		ck_assert_int_ne(run(command_with("openssl pkcs12"), "a wrong password", &output),
				 0);
		ck_assert_ptr_null(strstr(output, "inkan manifest"));
		free(output);
	}
	if (!is_missing("certtool")) {
		ck_assert_int_ne(
			run(command_with("certtool --p12-info"), "a wrong password", &output), 0);
		free(output);
	}
}
END_TEST

/* A seal that somebody made without knowing the password: the text says what to look for, since
 * openssl goes on. */
START_TEST(a_seal_without_a_mac_is_seen_as_the_text_says)
{
	char *output;

	if (is_missing("openssl"))
		return;
	ck_assert_int_eq(run("openssl pkcs12 -export -nokeys -nomac -certpbe NONE -passout pass: "
			     "-out forged.p12 "
			     "-in generations/2/certificate.pem && cp seal.p12 seal.kept && mv "
			     "forged.p12 seal.p12",
			     "", &output),
			 0);
	free(output);
	run(command_with("openssl pkcs12"), MADE_PASSWORD, &output);
	ck_assert_ptr_null(strstr(output, "MAC: sha256"));
	free(output);
	if (!is_missing("certtool")) {
		ck_assert_int_ne(run(command_with("certtool --p12-info"), MADE_PASSWORD, &output),
				 0);
		ck_assert_ptr_null(strstr(output, "MAC info"));
		free(output);
	}
	ck_assert_int_eq(run("mv seal.kept seal.p12", "", &output), 0);
	free(output);
}
END_TEST

START_TEST(a_member_that_was_changed_is_found)
{
	char *output;

	if (is_missing("sha256sum"))
		return;
	ck_assert_int_eq(
		run("cp generations/1/info kept && echo x >> generations/1/info", "", &output), 0);
	free(output);
	ck_assert_int_ne(run(command_with("sha256sum -c"), "", &output), 0);
	ck_assert_ptr_nonnull(strstr(output, "generations/1/info: FAILED"));
	free(output);
	ck_assert_int_eq(run("mv kept generations/1/info", "", &output), 0);
	free(output);
}
END_TEST

Suite *suite_backup_readme(void)
{
	Suite *suite = suite_create("README.txt of a backup");
	TCase *tests = tcase_create("README.txt");

	tcase_set_timeout(tests, 120);
	tcase_add_unchecked_fixture(tests, make_once, remove_once);
	tcase_add_test(tests, a_wrong_password_stops_both_at_the_first_step);
	tcase_add_test(tests, a_seal_without_a_mac_is_seen_as_the_text_says);
	tcase_add_test(tests, a_member_that_was_changed_is_found);
	tcase_add_test(tests, no_line_is_wider_than_a_console);
	tcase_add_test(tests, both_languages_give_the_same_commands);
	tcase_add_test(tests, openssl_alone_opens_it_all);
	tcase_add_test(tests, certtool_and_sha256sum_open_it_all);
	suite_add_tcase(suite, tests);
	return suite;
}
