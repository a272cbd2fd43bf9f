/* SPDX-License-Identifier: GPL-3.0-or-later */
/* publish.c: what agents fetch is made of the store, and nothing is signed that they would refuse;
 * a step that the store lost comes back from it. */
#include "ops/change/publish.h"

#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "fake_store.h"
#include "ops/records/bundle.h"
#include "ops/records/clock.h"
#include "ops/records/generation.h"
#include "ops/records/published.h"
#include "ops/records/recovery.h"
#include "ops/records/steps.h"
#include "pki/cms.h"
#include "store/publish.h"
#include "store/steps.h"
#include "suites.h"
#include "trust/opened.h"
#include "trust/statement.h"

static ik_store *store;

static void lock(void)
{
	store = ik_store_open_change(fake_path, "", NULL, NULL);
	ck_assert_ptr_nonnull(store);
}

static void unlock(void)
{
	ik_store_close(store);
	store = NULL;
}

/* --- steps, as a server signs them ------------------------------------------------------------ */

static struct ik_sha256 sha256_of(const struct ik_generation *generation)
{
	struct ik_sha256 sha256;

	ck_assert(ik_sha256_read(generation->facts.sha256, &sha256));
	return sha256;
}

/* Signs the step NUMBER from one generation to another; BY_ONE: only the end of it does. */
static void sign_step(unsigned from, unsigned to, uint64_t number, bool by_one,
		      struct ik_buffer *pem)
{
	struct ik_generation ends[2] = {{0}};
	struct ik_cms_signer signers[2];
	struct ik_buffer text = {0};

	for (int i = 0; i < 2; i++) {
		ck_assert(ik_generation_load(store, i ? to : from, IK_KEY_LOAD, &ends[i], NULL));
		signers[i] = (struct ik_cms_signer){ends[i].key, ends[i].certificate.data,
						    ends[i].certificate.size};
	}
	const struct ik_statement step = {
		.kind = IK_STATEMENT_HANDOVER,
		.sequence = number,
		.from = sha256_of(&ends[0]),
		.to = sha256_of(&ends[1]),
		.issued = FAKE_NOW,
	};

	ik_statement_write(&step, &text);
	ck_assert(ik_cms_sign(text.data, text.size, signers + by_one, by_one ? 1 : 2, FAKE_NOW, pem,
			      NULL));
	ik_buffer_free(&text);
	for (int i = 0; i < 2; i++)
		ik_generation_free(&ends[i]);
}

/* The name of the file of the step NUMBER to generation TO; caller frees. */
static char *step_name(unsigned to, uint64_t number)
{
	struct ik_generation end = {0};

	ck_assert(ik_generation_load(store, to, IK_KEY_LOOK, &end, NULL));

	const struct ik_statement step = {.sequence = number, .to = sha256_of(&end)};
	char *name = ik_step_name(&step);

	ik_generation_free(&end);
	return name;
}

static void put_step(unsigned from, unsigned to, uint64_t number)
{
	struct ik_buffer pem = {0};
	char *name = step_name(to, number);

	sign_step(from, to, number, false, &pem);
	ck_assert(ik_store_step_put(store, name, pem.data, pem.size, NULL));
	ik_buffer_free(&pem);
	free(name);
}

/* Three generations and the steps between them, numbered 5 and 7. */
static void make_three(void)
{
	fake_add(&(struct fake_generation){0});
	fake_add(&(struct fake_generation){.step = 5});
	fake_add(&(struct fake_generation){.step = 7});
	lock();
	put_step(1, 2, 5);
	put_step(2, 3, 7);
}

/* --- what is published ------------------------------------------------------------------------ */

static void derive(struct ik_publish_end *end)
{
	struct ik_error err = {0};

	ck_assert_msg(ik_publish_derive(store, FAKE_NOW, end, &err), "%s", ik_error_msgid(err.id));
}

static char *published(const char *name)
{
	struct ik_buffer bytes = {0};
	char *text = NULL;

	if (ik_store_publish_read(store, name, IK_BUNDLE_SIZE_MAX, &bytes, NULL))
		text = ik_strdup(ik_buffer_string(&bytes));
	ik_buffer_free(&bytes);
	return text;
}

static void open_index(struct ik_opened *index)
{
	char *pem = published(IK_PUBLISH_INDEX);

	ck_assert_ptr_nonnull(pem);
	ck_assert(ik_opened_one(pem, strlen(pem), IK_STATEMENT_INDEX, index, NULL));
	free(pem);
}

/* The numbers of the steps of agent.pem, as "7 5"; caller frees. */
static char *steps_shown(void)
{
	char *pem = published(IK_PUBLISH_AGENT);
	struct ik_opened opened;
	struct ik_buffer text = {0};

	ck_assert(ik_opened_steps(pem, strlen(pem), &opened, NULL));
	for (size_t i = 0; i < opened.n; i++)
		ik_buffer_format(&text, "%s%" PRIu64, i ? " " : "", opened.items[i].sequence);
	ik_opened_free(&opened);
	free(pem);
	pem = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return pem;
}

static void expect_steps(const char *numbers)
{
	char *shown = steps_shown();

	ck_assert_str_eq(shown, numbers);
	free(shown);
}

/* --- nothing is published that would do harm -------------------------------------------------- */

START_TEST(where_nothing_is_in_use_nothing_is_published)
{
	struct ik_publish_end end;

	fake_add(&(struct fake_generation){.unused = true});
	lock();
	derive(&end);
	ck_assert(!end.published && !end.signed_index);
	ck_assert_int_eq(end.stays.id, IK_E_NONE);
	ck_assert_ptr_null(published(IK_PUBLISH_AGENT));
	ck_assert_ptr_null(published(IK_PUBLISH_INDEX));
	unlock();
}
END_TEST

static const struct unsigned_case {
	struct fake_generation wish;
	int64_t built_at;
	enum ik_error_id why;
} unsigned_cases[] = {
	{{.without_key = true}, 0, IK_E_STORE_NO_KEY},
	{{.other_key = true}, 0, IK_E_INDEX_KEY},
	{{.key = "no key"}, 0, IK_E_INDEX_KEY},
	{{.from = FAKE_NOW - 9 * FAKE_DAY, .until = FAKE_NOW - 1}, 0, IK_E_INDEX_DATES},
	{{.from = FAKE_NOW + 1, .until = FAKE_NOW + FAKE_DAY}, 0, IK_E_INDEX_DATES},
	{{0}, FAKE_NOW + 1, IK_E_CHECK_CLOCK},
};

START_TEST(where_the_key_cannot_sign_the_index_stays_as_it_was)
{
	const struct unsigned_case *row = &unsigned_cases[_i];
	struct ik_publish_end end;
	char *before, *after, *agent;

	fake_add(&(struct fake_generation){0});
	lock();
	derive(&end);
	ck_assert(end.signed_index);
	before = published(IK_PUBLISH_INDEX);
	unlock();
	fake_add(&row->wish);
	lock();
	ik_built_at = row->built_at;
	derive(&end);
	ik_built_at = 0;
	ck_assert(end.published && !end.signed_index);
	ck_assert_int_eq(end.stays.id, row->why);
	after = published(IK_PUBLISH_INDEX);
	agent = published(IK_PUBLISH_AGENT);
	ck_assert_str_eq(before, after);
	ck_assert(ik_cms_key_leads(agent, strlen(agent)));
	free(agent);
	free(after);
	free(before);
	ik_publish_end_free(&end);
	unlock();
}
END_TEST

/* A link there would let its target be replaced, or what lies elsewhere be read. */
START_TEST(a_folder_that_is_none_is_refused)
{
	struct ik_publish_end end;
	struct ik_error err = {0};
	char *folder = fake_file("publish");

	fake_add(&(struct fake_generation){0});
	lock();
	ck_assert_int_eq(symlink("/tmp", folder), 0);
	ck_assert(!ik_publish_derive(store, FAKE_NOW, &end, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_WRITE);
	ck_assert(!end.published);
	unlock();
	free(folder);
}
END_TEST

START_TEST(a_damaged_record_gives_no_number_and_no_index)
{
	static const char *const records[] = {"published", "recovery"};
	struct ik_publish_end end;
	struct ik_error err = {0};

	fake_add(&(struct fake_generation){0});
	lock();
	fake_write(records[_i], "nonsense\n");
	ck_assert(!ik_publish_derive(store, FAKE_NOW, &end, &err));
	ck_assert(err.id == IK_E_PUBLISHED_DAMAGED || err.id == IK_E_RECOVERY_DAMAGED);
	ck_assert(end.published && !end.signed_index);
	ck_assert_ptr_null(published(IK_PUBLISH_INDEX));
	unlock();
}
END_TEST

/* A step that its "from" never signed would be a stranger's; one that is cut says nothing. */
START_TEST(what_does_not_verify_is_not_put_back)
{
	struct ik_publish_end end;
	struct ik_buffer forged = {0};

	make_three();
	sign_step(1, 3, 9, true, &forged);
	ik_buffer_text(&forged, "-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n"
				"-----BEGIN PKCS7-----\nMIIB");
	ck_assert(ik_store_publish_put(store, IK_PUBLISH_AGENT, forged.data, forged.size, NULL));
	derive(&end);
	ck_assert_uint_eq(end.put_back.n, 0);
	expect_steps("7 5");
	ik_buffer_free(&forged);
	unlock();
}
END_TEST

/* --- what is there ---------------------------------------------------------------------------- */

START_TEST(the_index_names_what_is_in_use_and_the_key_in_use_signs_it)
{
	struct ik_publish_end end, next;
	struct ik_opened index;
	struct ik_sha256 certificate, recovery = {{7}};

	make_three();
	ck_assert(ik_recovery_write(store, &recovery, NULL));
	derive(&end);
	ck_assert(end.published && end.signed_index);
	ck_assert(ik_sha256_read(end.certificate, &certificate));
	open_index(&index);

	const struct ik_signed as = ik_opened_as_signed(&index);

	ck_assert(as.verified(as.context, 0, &certificate));
	ck_assert(ik_sha256_equal(&as.statement->to, &certificate));
	ck_assert(as.statement->has_recovery);
	ck_assert(ik_sha256_equal(&as.statement->recovery, &recovery));
	ck_assert_uint_eq(as.statement->sequence, end.sequence);
	ck_assert_int_eq(as.statement->issued, FAKE_NOW);
	ck_assert_int_eq(as.statement->expires, FAKE_NOW + 14 * FAKE_DAY);
	ck_assert_int_eq(as.statement->expires, end.expires);
	derive(&next);
	ck_assert_uint_gt(next.sequence, end.sequence);
	ik_opened_free(&index);
	unlock();
}
END_TEST

START_TEST(the_steps_that_count_and_lead_are_shown_the_newest_first)
{
	struct ik_publish_end end;

	make_three();
	/* It was cut before its switch, or leads to where nobody goes on from. */
	put_step(2, 1, 6);
	derive(&end);
	ck_assert_uint_eq(end.steps, 2);
	expect_steps("7 5");
	unlock();
}
END_TEST

START_TEST(only_the_newest_steps_that_fit_are_taken)
{
	struct ik_kept_steps kept;
	struct ik_generation in_use = {0};
	struct ik_buffer all = {0}, one = {0}, none = {0};

	make_three();
	ck_assert(ik_kept_steps_load(store, &kept, NULL));
	ck_assert(ik_generation_load(store, 3, IK_KEY_LOOK, &in_use, NULL));

	const struct ik_sha256 sha256 = sha256_of(&in_use);

	ck_assert_uint_eq(ik_bundle_write(&kept, &in_use.certificate, &sha256, 9, 1 << 20, &all),
			  2);
	ck_assert_uint_eq(ik_bundle_write(&kept, &in_use.certificate, &sha256, 1, 1 << 20, &one),
			  1);
	ck_assert_uint_eq(
		ik_bundle_write(&kept, &in_use.certificate, &sha256, 9, one.size - 1, &none), 0);
	ck_assert_int_eq(memcmp(all.data, one.data, one.size), 0);
	ck_assert_uint_gt(all.size, one.size);
	ck_assert_str_eq(ik_buffer_string(&none), ik_buffer_string(&in_use.certificate));
	ik_buffer_free(&all);
	ik_buffer_free(&one);
	ik_buffer_free(&none);
	ik_generation_free(&in_use);
	ik_kept_steps_free(&kept);
	unlock();
}
END_TEST

/* Missing, or damaged: both are what a bad disk leaves. */
START_TEST(a_step_that_was_lost_comes_back_from_what_is_published)
{
	struct ik_publish_end end;
	char *name;

	make_three();
	name = step_name(2, 5);
	derive(&end);
	ck_assert_uint_eq(end.put_back.n, 0);
	if (_i)
		ck_assert(ik_store_step_put(store, name, "damaged\n", 8, NULL));
	else
		ck_assert(ik_store_step_remove(store, name, NULL));
	derive(&end);
	ck_assert_uint_eq(end.put_back.n, 1);
	ck_assert_str_eq(end.put_back.items[0], name);
	expect_steps("7 5");
	ik_publish_end_free(&end);
	derive(&end);
	ck_assert_uint_eq(end.put_back.n, 0);
	free(name);
	unlock();
}
END_TEST

START_TEST(what_is_published_can_be_read_by_everybody_and_the_record_by_nobody_else)
{
	static const struct {
		const char *name;
		mode_t mode;
	} rows[] = {{"publish", 0755},
		    {"publish/agent.pem", 0644},
		    {"publish/index", 0644},
		    {"published", 0600}};
	struct ik_publish_end end;

	fake_add(&(struct fake_generation){0});
	lock();
	derive(&end);
	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		char *file = fake_file(rows[i].name);
		struct stat st;

		ck_assert_int_eq(stat(file, &st), 0);
		ck_assert_int_eq(st.st_mode & 07777, rows[i].mode);
		free(file);
	}
	unlock();
}
END_TEST

/* --- as it is asked for ----------------------------------------------------------------------- */

static void perform(const char *source, unsigned days, struct ik_publish_end *end)
{
	const struct ik_publish_wish wish = {fake_path, FAKE_NOW, source, days};

	ck_assert(ik_publish_perform(&wish, NULL, end, NULL));
}

START_TEST(what_was_asked_for_is_kept_and_the_rest_stays)
{
	struct ik_publish_end end;
	struct ik_published record;

	fake_add(&(struct fake_generation){0});
	perform("https://srv01/inkan/", 30, &end);
	ck_assert_int_eq(end.expires, FAKE_NOW + 30 * FAKE_DAY);
	perform(NULL, 0, &end);
	ck_assert_int_eq(end.expires, FAKE_NOW + 30 * FAKE_DAY);
	lock();
	ck_assert(ik_published_read(store, &record, NULL));
	ck_assert_str_eq(record.source, "https://srv01/inkan");
	ck_assert_uint_eq(record.last, end.sequence);
	ck_assert_int_eq(record.since, FAKE_NOW);
	ik_published_free(&record);
	unlock();
	perform("none", 0, &end);
	lock();
	ck_assert(ik_published_read(store, &record, NULL));
	ck_assert_str_eq(record.source, "");
	ck_assert_uint_eq(record.valid_days, 30);
	ik_published_free(&record);
	unlock();
}
END_TEST

START_TEST(a_source_that_is_refused_changes_nothing)
{
	const struct ik_publish_wish wish = {fake_path, FAKE_NOW, "srv01", 30};
	struct ik_publish_end end;
	struct ik_published record;
	struct ik_error err = {0};

	fake_add(&(struct fake_generation){0});
	ck_assert(!ik_publish_perform(&wish, NULL, &end, &err));
	ck_assert_int_eq(err.id, IK_E_SOURCE_FORM);
	lock();
	ck_assert(ik_published_read(store, &record, NULL));
	ck_assert_uint_eq(record.last, 0);
	ck_assert_uint_eq(record.valid_days, IK_PUBLISHED_VALID_DAYS);
	ck_assert_ptr_null(published(IK_PUBLISH_AGENT));
	ik_published_free(&record);
	unlock();
}
END_TEST

Suite *suite_publish(void)
{
	Suite *suite = suite_create("publish");
	TCase *refused = tcase_create("refused"), *made = tcase_create("made");

	tcase_set_timeout(refused, 60);
	tcase_add_checked_fixture(refused, fake_begin, fake_end);
	tcase_add_test(refused, where_nothing_is_in_use_nothing_is_published);
	tcase_add_loop_test(refused, where_the_key_cannot_sign_the_index_stays_as_it_was, 0,
			    IK_COUNT(unsigned_cases));
	tcase_add_test(refused, a_folder_that_is_none_is_refused);
	tcase_add_loop_test(refused, a_damaged_record_gives_no_number_and_no_index, 0, 2);
	tcase_add_test(refused, what_does_not_verify_is_not_put_back);
	tcase_add_test(refused, a_source_that_is_refused_changes_nothing);
	suite_add_tcase(suite, refused);
	tcase_set_timeout(made, 60);
	tcase_add_checked_fixture(made, fake_begin, fake_end);
	tcase_add_test(made, the_index_names_what_is_in_use_and_the_key_in_use_signs_it);
	tcase_add_test(made, the_steps_that_count_and_lead_are_shown_the_newest_first);
	tcase_add_test(made, only_the_newest_steps_that_fit_are_taken);
	tcase_add_loop_test(made, a_step_that_was_lost_comes_back_from_what_is_published, 0, 2);
	tcase_add_test(made,
		       what_is_published_can_be_read_by_everybody_and_the_record_by_nobody_else);
	tcase_add_test(made, what_was_asked_for_is_kept_and_the_rest_stays);
	suite_add_tcase(suite, made);
	return suite;
}
