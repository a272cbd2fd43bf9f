/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_publish.c: whoever's agents cannot follow is told, with the generation that they know;
 * whoever has no agents hears nothing of them. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "fake_store.h"
#include "ops/change/publish.h"
#include "ops/change/sign_apart.h"
#include "ops/records/generation.h"
#include "ops/records/published.h"
#include "ops/records/recovery.h"
#include "ops/status/check.h"
#include "store/publish.h"
#include "store/store.h"
#include "suites.h"
#include "trust/statement.h"

#define SOURCE "https://srv01.example.jp/inkan"

static void publish(const char *source, int64_t now)
{
	const struct ik_publish_wish wish = {.store = fake_path, .now = now, .source = source};
	struct ik_publish_end end;

	ck_assert(ik_publish_perform(&wish, NULL, &end, NULL));
	ik_publish_end_free(&end);
}

/* How ID stands among what is found at NOW; IK_SEVERITY_COUNT: it is not.  DETAIL, which may be
 * NULL, gets what stands below it. */
static enum ik_severity found_at(int64_t now, enum ik_error_id id, char **detail)
{
	const struct ik_check_wish wish = {
		.store = fake_path, .now = now, .clock = IK_CLOCK_SYNCHRONISED};
	enum ik_severity severity = IK_SEVERITY_COUNT;
	struct ik_check check;

	ik_check(&wish, &check);
	for (size_t i = 0; i < check.n && severity == IK_SEVERITY_COUNT; i++)
		if (check.findings[i].error.id == id) {
			severity = check.findings[i].severity;
			ck_assert(check.findings[i].cure && *check.findings[i].cure);
			if (detail)
				*detail = ik_strdup(check.findings[i].error.detail);
		}
	ik_check_free(&check);
	return severity;
}

static enum ik_severity found(enum ik_error_id id)
{
	return found_at(FAKE_NOW, id, NULL);
}

static void assert_none_at(int64_t now)
{
	static const enum ik_error_id ids[] = {IK_E_CHECK_INDEX_NONE, IK_E_CHECK_INDEX_BEHIND,
					       IK_E_CHECK_INDEX_OLD,  IK_E_CHECK_UNREACHED,
					       IK_E_CHECK_CUT,        IK_E_CHECK_CUT_OTHER,
					       IK_E_PUBLISHED_DAMAGED};

	for (size_t i = 0; i < IK_COUNT(ids); i++)
		ck_assert_msg(found_at(now, ids[i], NULL) == IK_SEVERITY_COUNT, "%s",
			      ik_error_msgid(ids[i]));
}

/* An index that names what is in use, and is signed by generation NUMBER. */
static void sign_index(unsigned number)
{
	ik_store *store = ik_store_open_change(fake_path, "", NULL, NULL);
	struct ik_generation in_use = {0}, signer = {0};
	struct ik_buffer text = {0}, pem = {0};
	unsigned current = 0;
	struct ik_statement index = {.kind = IK_STATEMENT_INDEX,
				     .sequence = 1,
				     .issued = FAKE_NOW,
				     .expires = FAKE_NOW + 14 * FAKE_DAY};

	ck_assert(ik_store_current(store, &current, NULL));
	ck_assert(ik_generation_load(store, current, IK_KEY_LOOK, &in_use, NULL));
	ck_assert(ik_generation_load(store, number, IK_KEY_LOAD, &signer, NULL));
	ck_assert(ik_sha256_read(in_use.facts.sha256, &index.to));
	ik_statement_write(&index, &text);
	ck_assert(ik_sign_apart(&text, signer.key, &signer.certificate, index.issued, &pem, NULL));
	ck_assert(ik_store_publish_put(store, IK_PUBLISH_INDEX, pem.data, pem.size, NULL));
	ik_generation_free(&signer);
	ik_generation_free(&in_use);
	ik_buffer_free(&pem);
	ik_buffer_free(&text);
	ik_store_close(store);
}

static void remove_file(const char *name)
{
	char *file = fake_file(name);

	ck_assert_int_eq(unlink(file), 0);
	free(file);
}

/* --- what is wrong ---------------------------------------------------------------------------- */

START_TEST(an_index_that_is_missing_or_damaged_is_a_warning)
{
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	assert_none_at(FAKE_NOW);
	fake_write("publish/index", "damaged\n");
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_NONE), IK_SEVERITY_WARNING);
	remove_file("publish/index");
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_NONE), IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(an_index_of_another_certificate_or_recovery_key_is_behind)
{
	struct ik_sha256 recovery = {{7}};
	ik_store *store;

	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	store = ik_store_open_change(fake_path, "", NULL, NULL);
	ck_assert(ik_recovery_write(store, &recovery, NULL));
	ik_store_close(store);
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_BEHIND), IK_SEVERITY_WARNING);
	publish(NULL, FAKE_NOW);
	assert_none_at(FAKE_NOW);
	fake_add(&(struct fake_generation){0});
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_BEHIND), IK_SEVERITY_WARNING);
}
END_TEST

/* What it names is no proof of who signed it: agents take it from the one in use alone. */
START_TEST(an_index_that_another_certificate_signed_is_behind)
{
	unsigned first = fake_add(&(struct fake_generation){0});
	unsigned second = fake_add(&(struct fake_generation){0});

	publish(SOURCE, FAKE_NOW);
	sign_index(second);
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_BEHIND), IK_SEVERITY_COUNT);
	sign_index(first);
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_BEHIND), IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(an_index_that_has_expired_is_a_warning_however_young_it_is)
{
	const struct ik_publish_wish wish = {
		.store = fake_path, .now = FAKE_NOW, .source = SOURCE, .valid_days = 1};
	struct ik_publish_end end;

	fake_add(&(struct fake_generation){0});
	ck_assert(ik_publish_perform(&wish, NULL, &end, NULL));
	ik_publish_end_free(&end);
	assert_none_at(FAKE_NOW + FAKE_DAY);
	ck_assert_int_eq(found_at(FAKE_NOW + FAKE_DAY + 1, IK_E_CHECK_INDEX_OLD, NULL),
			 IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(an_index_that_is_older_than_three_days_is_a_warning)
{
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	assert_none_at(FAKE_NOW + 3 * FAKE_DAY);
	ck_assert_int_eq(found_at(FAKE_NOW + 3 * FAKE_DAY + 1, IK_E_CHECK_INDEX_OLD, NULL),
			 IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(an_index_of_the_future_is_a_warning)
{
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW + 3 * FAKE_DAY);
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_OLD), IK_SEVERITY_WARNING);
	assert_none_at(FAKE_NOW + 2 * FAKE_DAY);
}
END_TEST

START_TEST(what_leads_agents_is_missed_where_it_is_cut_or_gone)
{
	char *path;

	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	assert_none_at(FAKE_NOW);
	path = fake_file("publish/" IK_PUBLISH_AGENT);
	ck_assert_int_eq(truncate(path, 100), 0);
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_NONE), IK_SEVERITY_WARNING);
	remove_file("publish/" IK_PUBLISH_AGENT);
	ck_assert_int_eq(found(IK_E_CHECK_INDEX_NONE), IK_SEVERITY_WARNING);
	publish(NULL, FAKE_NOW);
	assert_none_at(FAKE_NOW);
	free(path);
}
END_TEST

START_TEST(a_generation_that_agents_may_know_and_that_leads_nowhere_is_named)
{
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	fake_add(&(struct fake_generation){0});
	publish(NULL, FAKE_NOW);
	ck_assert_int_eq(found(IK_E_CHECK_CUT), IK_SEVERITY_WARNING);
}
END_TEST

/* On the day that it ends, nothing can be done but enrol them again. */
START_TEST(a_certificate_too_large_to_lead_on_from_is_a_warning_before_its_end)
{
	fake_add(&(struct fake_generation){.names = 100});
	ck_assert_int_eq(found(IK_E_LEAD_LARGE_NEXT), IK_SEVERITY_COUNT);
	publish(SOURCE, FAKE_NOW);
	assert_none_at(FAKE_NOW);
	ck_assert_int_eq(found(IK_E_LEAD_LARGE_NEXT), IK_SEVERITY_WARNING);
	fake_add(&(struct fake_generation){.names = 80});
	ck_assert_int_eq(found(IK_E_LEAD_LARGE_NEXT), IK_SEVERITY_COUNT);
}
END_TEST

/* No message comes along with it, but an index does. */
START_TEST(an_index_is_signed_however_large_the_certificate_is)
{
	fake_add(&(struct fake_generation){.names = 240});
	publish(SOURCE, FAKE_NOW);
	assert_none_at(FAKE_NOW);
}
END_TEST

START_TEST(a_record_that_is_damaged_is_a_warning)
{
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	fake_write("published", "nonsense\n");
	ck_assert_int_eq(found(IK_E_PUBLISHED_DAMAGED), IK_SEVERITY_WARNING);
}
END_TEST

START_TEST(a_folder_that_no_web_server_reaches_is_a_remark)
{
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	ck_assert_int_eq(chmod(fake_folder, 0700), 0);
	ck_assert_int_eq(found(IK_E_CHECK_UNREACHED), IK_SEVERITY_REMARK);
	publish("/mnt/inkan", FAKE_NOW);
	assert_none_at(FAKE_NOW);
}
END_TEST

/* As a umask, a copy or a restore of the disk leaves it. */
START_TEST(what_is_closed_in_the_folder_is_named_and_publishing_opens_it)
{
	const char *const closed[] = {"publish", "publish/index", "publish/agent.pem"};

	fake_add(&(struct fake_generation){0});
	for (size_t i = 0; i < IK_COUNT(closed); i++) {
		char *path = fake_file(closed[i]);

		publish(SOURCE, FAKE_NOW);
		assert_none_at(FAKE_NOW);
		ck_assert_int_eq(chmod(path, 0700 & ~(i > 0 ? 0100 : 0)), 0);
		ck_assert_int_eq(found(IK_E_CHECK_UNREACHED), IK_SEVERITY_REMARK);
		free(path);
	}
	publish(SOURCE, FAKE_NOW);
	assert_none_at(FAKE_NOW);
}
END_TEST

/* --- what is not ------------------------------------------------------------------------------ */

START_TEST(whoever_has_no_agents_hears_nothing_on_day_15)
{
	fake_add(&(struct fake_generation){0});
	publish(NULL, FAKE_NOW);
	fake_add(&(struct fake_generation){0});
	publish(NULL, FAKE_NOW);
	assert_none_at(FAKE_NOW + 15 * FAKE_DAY);
	remove_file("publish/index");
	assert_none_at(FAKE_NOW + 15 * FAKE_DAY);
}
END_TEST

/* No agent ever knew it, so that no step from it is missing. */
START_TEST(what_was_left_before_anything_was_published_is_no_matter)
{
	struct ik_published published;
	ik_store *store;

	fake_add(&(struct fake_generation){0});
	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW + FAKE_DAY);
	store = ik_store_open(fake_path, NULL);
	ck_assert(ik_published_read(store, &published, NULL));
	ck_assert_int_eq(published.since, FAKE_NOW + FAKE_DAY);
	ik_published_free(&published);
	ik_store_close(store);
	assert_none_at(FAKE_NOW + FAKE_DAY);
}
END_TEST

/* A report of the agent NUMBER, which follows the certificate SHA256. */
static void report(unsigned number, const char *sha256)
{
	char *folder = fake_file("reports"), *name, *text;

	mkdir(folder, 0700); /* it may be there */
	free(folder);
	text = ik_format("{\"inkan_report\": 1, \"id\": \"%032u\", \"machine\": \"%032u\", "
			 "\"name\": \"pc%u\", \"time\": \"2026-11-22T03:00:00Z\", "
			 "\"version\": \"0.1.0\", \"sha256\": \"%s\", \"serial\": \"01\", "
			 "\"sequence\": 1, \"not_after\": \"2028-11-22T03:00:00Z\", "
			 "\"confirmed\": \"2026-11-22T03:00:00Z\", \"recovery\": \"none\", "
			 "\"tls\": \"system\", \"sets\": [], \"refusals\": [], "
			 "\"refusals_more\": 0}\n",
			 number, number, number, sha256);
	name = ik_format("reports/%032u.json", number);
	fake_write(name, text);
	free(name);
	free(text);
}

/* Whoever says that he knows it is one that is cut off. */
START_TEST(agents_that_report_an_old_generation_are_counted)
{
	char *detail = NULL, *sha256;
	struct ik_generation first = {0};
	ik_store *store;

	fake_add(&(struct fake_generation){0});
	store = ik_store_open(fake_path, NULL);
	ck_assert(ik_generation_load(store, 1, IK_KEY_LOOK, &first, NULL));
	sha256 = ik_strdup(first.facts.sha256);
	ik_generation_free(&first);
	ik_store_close(store);
	fake_add(&(struct fake_generation){0});
	publish(NULL, FAKE_NOW + FAKE_DAY);
	report(1, sha256);
	ck_assert_int_eq(found_at(FAKE_NOW + FAKE_DAY, IK_E_CHECK_CUT, &detail),
			 IK_SEVERITY_WARNING);
	ck_assert_str_eq(detail, "1 agent says that it knows it.");
	free(detail);
	free(sha256);
}
END_TEST

START_TEST(agents_that_report_a_certificate_that_leads_nowhere_are_counted)
{
	char *detail = NULL, *sha256 = ik_format("%064d", 7);

	fake_add(&(struct fake_generation){0});
	publish(SOURCE, FAKE_NOW);
	report(1, sha256);
	report(2, sha256);
	ck_assert_int_eq(found_at(FAKE_NOW, IK_E_CHECK_CUT_OTHER, &detail), IK_SEVERITY_WARNING);
	ck_assert_str_eq(detail, "2 agents report such a certificate.");
	free(detail);
	free(sha256);
}
END_TEST

static void begin(void)
{
	fake_begin();
	ck_assert_int_eq(chmod(fake_folder, 0755), 0);
}

Suite *suite_check_publish(void)
{
	Suite *suite = suite_create("check of what agents fetch");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, begin, fake_end);
	tcase_add_test(all, an_index_that_is_missing_or_damaged_is_a_warning);
	tcase_add_test(all, an_index_of_another_certificate_or_recovery_key_is_behind);
	tcase_add_test(all, an_index_that_another_certificate_signed_is_behind);
	tcase_add_test(all, an_index_that_has_expired_is_a_warning_however_young_it_is);
	tcase_add_test(all, an_index_that_is_older_than_three_days_is_a_warning);
	tcase_add_test(all, an_index_of_the_future_is_a_warning);
	tcase_add_test(all, what_leads_agents_is_missed_where_it_is_cut_or_gone);
	tcase_add_test(all, a_generation_that_agents_may_know_and_that_leads_nowhere_is_named);
	tcase_add_test(all, a_certificate_too_large_to_lead_on_from_is_a_warning_before_its_end);
	tcase_add_test(all, an_index_is_signed_however_large_the_certificate_is);
	tcase_add_test(all, a_record_that_is_damaged_is_a_warning);
	tcase_add_test(all, a_folder_that_no_web_server_reaches_is_a_remark);
	tcase_add_test(all, what_is_closed_in_the_folder_is_named_and_publishing_opens_it);
	tcase_add_test(all, agents_that_report_an_old_generation_are_counted);
	tcase_add_test(all, agents_that_report_a_certificate_that_leads_nowhere_are_counted);
	tcase_add_test(all, whoever_has_no_agents_hears_nothing_on_day_15);
	tcase_add_test(all, what_was_left_before_anything_was_published_is_no_matter);
	suite_add_tcase(suite, all);
	return suite;
}
