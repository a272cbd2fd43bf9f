/* SPDX-License-Identifier: GPL-3.0-or-later */
/* corpus.c: other people's files, good, bad and hostile, are each imported; what becomes of them is
 * as committed.
 *
 * The files are not ours to distribute: without them (INKAN_CORPORA, or beside the sources) nothing
 * is tested.  With CORPUS_LIST set every file is listed with its verdict. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/gnutls.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "manifest.h"
#include "trial.h"

enum { SECONDS_MAX = 10, TIMEOUT = 600 };

/* In KiB.  A sanitizer keeps what was freed for a while. */
#ifdef IK_SANITIZED
enum { MEMORY_MAX = 1024 * 1024 };
#else
enum { MEMORY_MAX = 128 * 1024 };
#endif

static struct manifest manifest;
static struct trial *trials;       /* with the right password */
static struct trial *wrong_trials; /* of those that need one, with a wrong one */
static long *peaks; /* of the trials of each file, in KiB, where they took more than any before */
static struct ik_buffer table;

static bool is(const struct row *row, const char *kind, const char *expected)
{
	return (!kind || strcmp(row->kind, kind) == 0)
	       && (!expected || strcmp(row->expected, expected) == 0);
}

static void run_one(size_t i)
{
	const struct row *row = &manifest.rows[i];
	size_t size;
	unsigned char *bytes = file_read(manifest.directory, row->file, &size);

	if (!bytes) {
		printf("missing: %s\n", row->file);
		trials[i].verdict = VERDICT_CRASHED;
		return;
	}
	long before = trials_memory();

	trial_run(bytes, size, row->password, &trials[i]);
	if (row->password && is(row, NULL, "ok"))
		trial_run(bytes, size, "not this one", &wrong_trials[i]);
	else
		wrong_trials[i].verdict = VERDICT_COUNT;
	peaks[i] = trials_memory() > before ? trials_memory() : 0;
	if (getenv("CORPUS_LIST"))
		printf("%s\t%s\t%s\t%s%s\t%.2f\t%s\n", row->kind, row->expected, row->file,
		       verdict_name(trials[i].verdict), trials[i].unprotected ? " unprotected" : "",
		       trials[i].seconds, trials[i].said);
	free(bytes);
}

/* How many of KIND that should be EXPECTED became what. */
static void add_rows(const char *kind, const char *expected)
{
	unsigned counts[VERDICT_COUNT] = {0}, all = 0;

	for (size_t i = 0; i < manifest.n; i++) {
		if (is(&manifest.rows[i], kind, expected)) {
			counts[trials[i].verdict]++;
			all++;
		}
	}
	if (all == 0)
		return;
	ik_buffer_format(&table, "%s %s %u:", kind, expected, all);
	for (size_t v = 0; v < VERDICT_COUNT; v++) {
		if (counts[v] > 0)
			ik_buffer_format(&table, " %s %u", verdict_name((enum verdict)v),
					 counts[v]);
	}
	ik_buffer_text(&table, "\n");
}

static void make_table(void)
{
	static const char *const kinds[] = {"p12", "pkcs8", "key", "cert", "crl", "csr"};
	static const char *const expected[] = {"ok",     "ok(openssl)",     "?",      "nocrash",
					       "reject", "reject(openssl)", "reject?"};

	for (size_t k = 0; k < IK_COUNT(kinds); k++) {
		for (size_t e = 0; e < IK_COUNT(expected); e++)
			add_rows(kinds[k], expected[e]);
	}
	printf("%s", ik_buffer_string(&table));
}

/* A test that looks at each file says all that is wrong before it fails. */
static void nothing_bad(unsigned bad)
{
	ck_assert_msg(bad == 0, "%u of %zu files", bad, manifest.n);
}

static unsigned complain(size_t i, const char *what)
{
	printf("%s: %s: %s %s (%.2f s)\n", what, manifest.rows[i].file,
	       verdict_name(trials[i].verdict), trials[i].said, trials[i].seconds);
	return 1;
}

START_TEST(no_file_crashes_or_takes_long)
{
	unsigned bad = 0;

	for (size_t i = 0; i < manifest.n; i++) {
		if (trials[i].verdict == VERDICT_CRASHED || trials[i].seconds > SECONDS_MAX
		    || wrong_trials[i].seconds > SECONDS_MAX)
			bad += complain(i, "crash or time");
	}
	nothing_bad(bad);
}
END_TEST

START_TEST(no_file_takes_much_memory)
{
	unsigned bad = 0;

	printf("most memory: %ld KiB\n", trials_memory());
	for (size_t i = 0; i < manifest.n; i++) {
		if (peaks[i] > MEMORY_MAX)
			bad += complain(i, "memory");
	}
	nothing_bad(bad);
	ck_assert_int_gt(trials_memory(), 0);
}
END_TEST

START_TEST(every_pkcs12_to_be_refused_is_refused)
{
	unsigned bad = 0;

	for (size_t i = 0; i < manifest.n; i++) {
		if (is(&manifest.rows[i], "p12", "reject")
		    && !verdict_is_refusal(trials[i].verdict))
			bad += complain(i, "taken");
	}
	nothing_bad(bad);
}
END_TEST

/* Keys that are too short or of a kind that nobody can use here are refused by their name instead.
 */
START_TEST(every_good_pkcs12_that_gnutls_opens_is_imported)
{
	unsigned bad = 0;

	for (size_t i = 0; i < manifest.n; i++) {
		const struct row *row = &manifest.rows[i];
		bool named = trials[i].verdict == VERDICT_KEY_KIND && trials[i].said[0];

		if (is(row, "p12", "ok") && row->fits && trials[i].verdict != VERDICT_PAIRED
		    && !named && !strstr(trials[i].said, "GOST")
		    && !strstr(trials[i].said, "Streebog"))
			bad += complain(i, "not imported");
	}
	nothing_bad(bad);
}
END_TEST

/* Two hold certificates with dates that GnuTLS refuses; it says so. */
START_TEST(every_other_good_file_is_opened_or_what_is_unsupported_is_named)
{
	unsigned bad = 0;

	for (size_t i = 0; i < manifest.n; i++) {
		enum verdict verdict = trials[i].verdict;
		bool named = (verdict == VERDICT_UNSUPPORTED || verdict == VERDICT_KEY_KIND
			      || (verdict == VERDICT_CERTIFICATE && !manifest.rows[i].opens))
			     && trials[i].said[0];

		if (is(&manifest.rows[i], NULL, "ok") && verdict_is_refusal(verdict) && !named)
			bad += complain(i, "refused");
	}
	nothing_bad(bad);
}
END_TEST

/* What needs no password is opened all the same; no file says "wrong password" of what it cannot
 * check. */
START_TEST(a_wrong_password_is_called_so_and_opens_nothing)
{
	unsigned bad = 0;

	for (size_t i = 0; i < manifest.n; i++) {
		enum verdict right = trials[i].verdict, wrong = wrong_trials[i].verdict;

		if (wrong == VERDICT_COUNT || wrong == VERDICT_PASSWORD)
			continue;
		if (right == VERDICT_UNSUPPORTED && wrong == right)
			continue;
		/* A file without any protection. */
		if (trials[i].unprotected && wrong == right)
			continue;
		bad += complain(i, verdict_name(wrong));
	}
	nothing_bad(bad);
}
END_TEST

/* The figures are those of one version: a library that reads more or less strictly has others. */
START_TEST(the_figures_are_as_committed)
{
	const char *directory = getenv("srcdir");
	size_t size;
	char *expected = (char *)file_read(directory ? directory : ".", "corpus/expected.txt",
					   &size);

	ck_assert_ptr_nonnull(expected);
	if (strncmp(gnutls_check_version(NULL), "3.7.", 4) == 0)
		ck_assert_str_eq(ik_buffer_string(&table), expected);
	else
		printf("GnuTLS %s: the figures are not compared\n", gnutls_check_version(NULL));
	free(expected);
}
END_TEST

static Suite *suite_corpus(void)
{
	Suite *suite = suite_create("corpus");
	TCase *all = tcase_create("corpus");

	tcase_set_timeout(all, TIMEOUT);
	tcase_add_test(all, no_file_crashes_or_takes_long);
	tcase_add_test(all, no_file_takes_much_memory);
	tcase_add_test(all, every_pkcs12_to_be_refused_is_refused);
	tcase_add_test(all, every_good_pkcs12_that_gnutls_opens_is_imported);
	tcase_add_test(all, every_other_good_file_is_opened_or_what_is_unsupported_is_named);
	tcase_add_test(all, a_wrong_password_is_called_so_and_opens_nothing);
	tcase_add_test(all, the_figures_are_as_committed);
	suite_add_tcase(suite, all);
	return suite;
}

int main(void)
{
	SRunner *runner;
	int failed;

	setvbuf(stdout, NULL, _IONBF, 0);
	if (!manifest_read(&manifest)) {
		printf("there are no files at %s: all skipped\n", manifest.directory);
		return 77;
	}
	trials = ik_alloc_array(manifest.n, sizeof(*trials));
	wrong_trials = ik_alloc_array(manifest.n, sizeof(*wrong_trials));
	peaks = ik_alloc_array(manifest.n, sizeof(*peaks));
	for (size_t i = 0; i < manifest.n; i++)
		run_one(i);
	make_table();
	runner = srunner_create(suite_corpus());
	/* All work is done; without a fork the memory of the trials' children can be asked for. */
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
