/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lead.c: agents are led along every switch to another certificate, and along no other. */
#include "config.h"

#include "ops/change/lead.h"

#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "create_world.h"
#include "made.h"
#include "ops/change/rollback.h"
#include "ops/change/step.h"
#include "ops/records/generation.h"
#include "ops/records/steps.h"
#include "ops/rules/rules.h"
#include "pki/key.h"
#include "store/steps.h"
#include "suites.h"

/* A path below the store, good until the next one. */
static const char *in_store(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", store, name);
	return path;
}

/* --- what is there ---------------------------------------------------------------------------- */

static struct ik_kept_steps kept(void)
{
	struct ik_error err = {0};
	ik_store *opened = ik_store_open(store, &err);
	struct ik_kept_steps steps;

	ck_assert_ptr_nonnull(opened);
	ck_assert_msg(ik_kept_steps_load(opened, &steps, &err), "%s", ik_error_msgid(err.id));
	ck_assert_uint_eq(steps.damaged.n, 0);
	ik_store_close(opened);
	return steps;
}

static size_t count_steps(void)
{
	struct ik_kept_steps steps = kept();
	size_t n = steps.names.n;

	ik_kept_steps_free(&steps);
	return n;
}

static void name_of(unsigned number, struct ik_sha256 *sha256)
{
	ik_store *opened = ik_store_open(store, NULL);
	struct ik_generation generation;

	ik_generation_load(opened, number, IK_KEY_LOOK, &generation, NULL);
	ck_assert(ik_sha256_read(generation.facts.sha256, sha256));
	ik_generation_free(&generation);
	ik_store_close(opened);
}

/* An agent that knows generation FROM and nothing newer comes to generation TO, or does not. */
static bool leads(unsigned from, unsigned to)
{
	struct ik_kept_steps steps = kept();
	struct ik_steps all = ik_opened_as_steps(&steps.opened);
	struct ik_pin pin = {0};
	struct ik_sha256 end;

	name_of(from, &pin.certificate);
	name_of(to, &end);
	ik_walk_steps(&pin, &all, NULL);
	ik_kept_steps_free(&steps);
	return ik_sha256_equal(&pin.certificate, &end);
}

static struct ik_outcome create(void)
{
	const struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan = plan_for(&wish);
	struct ik_outcome outcome;

	perform(plan, &outcome);
	ck_assert_int_eq(plan->head.lead, outcome.lead);
	ik_create_plan_free(plan);
	return outcome;
}

static void create_and_forget(void)
{
	struct ik_outcome outcome = create();

	ik_outcome_free(&outcome);
}

static struct ik_outcome roll_back(const char *to)
{
	struct ik_rollback_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};

	ck_assert_msg(ik_rollback_plan(&(struct ik_rollback_wish){.generation = to}, store, MADE_AT,
				       &plan, &err),
		      "%s", ik_error_msgid(err.id));
	ck_assert_msg(ik_rollback_perform(plan, NULL, &outcome, &err), "%s",
		      ik_error_msgid(err.id));
	ck_assert_int_eq(plan->head.lead, outcome.lead);
	ik_rollback_plan_free(plan);
	return outcome;
}

/* --- where nobody follows --------------------------------------------------------------------- */

START_TEST(the_first_certificate_has_no_step_and_older_programs_may_go_on)
{
	struct ik_outcome outcome = create();
	char *format = made_read(store, "format", NULL);

	ck_assert_int_eq(outcome.lead, IK_LEAD_NOBODY);
	ck_assert_uint_eq(outcome.step, 0);
	ck_assert_int_eq(strncmp(format, "inkan-store 1\n", 14), 0);
	ck_assert(!made_exists(store, "steps"));
	free(format);
	ik_outcome_free(&outcome);
}
END_TEST

/* Its files are made whole; agents that know the certificate know it still. */
START_TEST(a_certificate_that_stays_has_no_step)
{
	struct ik_outcome outcome;

	create_and_forget();
	create_and_forget();
	outcome = roll_back("1");
	ik_outcome_free(&outcome);
	ck_assert_uint_eq(count_steps(), 2);
	ck_assert_int_eq(unlink(in_store("generations/3/combined.pem")), 0);
	outcome = roll_back("1");
	ck_assert_uint_eq(outcome.generation, 4);
	ck_assert_int_eq(outcome.lead, IK_LEAD_NOBODY);
	ck_assert_uint_eq(outcome.step, 0);
	ck_assert_uint_eq(count_steps(), 2);
	ik_outcome_free(&outcome);
}
END_TEST

static void put_key(const char *text)
{
	made_write(store, "generations/1/key.pem", text, strlen(text));
}

static void no_key(void)
{
	ck_assert_int_eq(unlink(in_store("generations/1/key.pem")), 0);
}

static void damaged_key(void)
{
	put_key("damaged");
}

static void another_key(void)
{
	ik_secret *key = NULL;

	ck_assert(ik_key_generate("ecdsa-p256", &key, NULL));
	put_key(ik_secret_data(key));
	ik_secret_free(key);
}

static void damaged_certificate(void)
{
	made_write(store, "generations/1/certificate.pem", "damaged", 7);
}

static void no_link(void)
{
	ck_assert_int_eq(unlink(in_store("current")), 0);
	ck_assert_int_eq(symlink("generations/7", in_store("current")), 0);
}

START_TEST(what_cannot_sign_leads_nobody_and_the_outcome_says_so)
{
	static const struct {
		void (*damage)(void);
		enum ik_lead lead;
		enum ik_error_id error;
	} rows[] = {
		{no_key, IK_LEAD_NO_KEY, IK_E_LEAD_NO_KEY},
		{damaged_key, IK_LEAD_DAMAGED, IK_E_LEAD_DAMAGED},
		{another_key, IK_LEAD_DAMAGED, IK_E_LEAD_DAMAGED},
		{damaged_certificate, IK_LEAD_DAMAGED, IK_E_LEAD_DAMAGED},
		{no_link, IK_LEAD_DAMAGED, IK_E_LEAD_DAMAGED},
	};

	for (size_t i = 0; i < IK_COUNT(rows); i++) {
		struct ik_outcome outcome;

		create_and_forget();
		rows[i].damage();
		outcome = create();
		ck_assert_msg(outcome.lead == rows[i].lead, "%zu", i);
		ck_assert(ik_lead_fails(outcome.lead));
		ck_assert_int_eq(ik_lead_error(outcome.lead), rows[i].error);
		ck_assert(outcome.switched);
		ck_assert_uint_eq(outcome.step, 0);
		ck_assert_uint_eq(count_steps(), 0);
		ik_outcome_free(&outcome);
		made_remove(ik_strdup(store));
	}
}
END_TEST

/* As many names as are taken, each as long as may be: two such certificates fill more than the
 * 64 KiB that agents read of one step. */
static char *many_names(void)
{
	struct ik_buffer text = {0};
	char *names;

	for (unsigned i = 0; i < IK_ALT_NAMES_MAX; i++) {
		ik_buffer_format(&text, "%sn%03u", i > 0 ? "," : "", i);
		for (unsigned j = 0; j < 3; j++)
			ik_buffer_format(&text, ".%062u", j);
		ik_buffer_format(&text, ".%051u.jp", i);
	}
	names = ik_strdup(ik_buffer_string(&text));
	ik_buffer_free(&text);
	return names;
}

static enum ik_lead create_with(const char *alt_names, bool *large)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	enum ik_lead lead;

	wish.alt_names = alt_names;
	plan = plan_for(&wish);
	perform(plan, &outcome);
	ck_assert(outcome.switched);
	ck_assert_int_eq(plan->head.lead, outcome.lead);
	lead = outcome.lead;
	*large = plan->head.next_is_large;
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	return lead;
}

/* Agents or not, what is in use can be replaced: nobody is to be stuck with it. */
START_TEST(two_certificates_too_large_for_one_step_are_said_to_lead_nobody)
{
	char *many = many_names();
	bool large;

	ck_assert_int_eq(create_with("srv01.example.jp", &large), IK_LEAD_NOBODY);
	ck_assert(!large);
	ck_assert_int_eq(create_with(many, &large), IK_LEAD_LEADS);
	ck_assert(large && leads(1, 2));
	ck_assert_int_eq(create_with(many, &large), IK_LEAD_LARGE);
	ck_assert(large);
	ck_assert_int_eq(ik_lead_error(IK_LEAD_LARGE), IK_E_LEAD_LARGE);
	ck_assert(count_steps() == 1 && !leads(2, 3));
	ck_assert_int_eq(create_with("srv01.example.jp", &large), IK_LEAD_LEADS);
	ck_assert(!large && leads(3, 4));
	free(many);
}
END_TEST

/* What planning took for small enough is signed, and then measured. */
START_TEST(a_step_that_comes_out_too_large_is_none_and_no_failure)
{
	char *many = many_names();
	struct ik_generation next;
	struct ik_made_step step;
	struct ik_error err = {0};
	ik_store *opened;
	bool large;

	create_with(many, &large);
	create_with(many, &large);
	opened = ik_store_open_change(store, "", NULL, NULL);
	ck_assert(ik_generation_load(opened, 2, IK_KEY_LOAD, &next, NULL));

	const struct ik_step_wish wish = {
		.from = 1, .key = next.key, .certificate = &next.certificate, .now = MADE_AT};

	ck_assert_msg(ik_step_make(opened, &wish, NULL, &step, &err), "%s", ik_error_msgid(err.id));
	ck_assert_int_eq(step.lead, IK_LEAD_LARGE);
	ck_assert_ptr_null(step.name);
	ck_assert_uint_eq(step.number, 0);
	ik_made_step_free(&step);
	ik_generation_free(&next);
	ik_store_close(opened);
	free(many);
}
END_TEST

/* --- where they do ---------------------------------------------------------------------------- */

START_TEST(every_switch_leads_from_what_was_in_use)
{
	struct ik_outcome outcome;
	struct ik_kept_steps steps;

	create_and_forget();
	outcome = create();
	ck_assert_int_eq(outcome.lead, IK_LEAD_LEADS);
	ck_assert_uint_ge(outcome.step, MADE_AT);
	steps = kept();
	ck_assert_uint_eq(steps.names.n, 1);
	ck_assert(steps.counts[0]);
	ck_assert_uint_eq(steps.opened.items[0].sequence, outcome.step);
	ck_assert_int_eq(steps.opened.items[0].reason, IK_STEP_RENEWED);
	ck_assert_int_eq(steps.opened.items[0].issued, MADE_AT);
	ck_assert_uint_eq(steps.opened.cms[0].n, 2);
	ik_kept_steps_free(&steps);
	ik_outcome_free(&outcome);

	outcome = roll_back("1");
	steps = kept();
	ck_assert_uint_eq(steps.names.n, 2);
	ck_assert_int_eq(steps.opened.items[0].reason, IK_STEP_ROLLED_BACK);
	ck_assert_uint_gt(steps.opened.items[0].sequence, steps.opened.items[1].sequence);
	ik_kept_steps_free(&steps);
	ik_outcome_free(&outcome);
	ck_assert(leads(2, 1));
	create_and_forget();
	for (unsigned from = 1; from <= 4; from++)
		ck_assert(leads(from, 4));
	ck_assert_int_eq(made_mode(store, "steps"), 0755);
	ck_assert_int_eq(made_mode(store, "published"), 0600);
}
END_TEST

START_TEST(the_record_of_a_generation_names_its_step_and_the_backup_has_it)
{
	const struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	struct ik_zip zip;
	char *line, *info, *bytes;
	size_t size;

	create_and_forget();
	plan = plan_for(&wish);
	perform(plan, &outcome);
	line = ik_format("\nstep = %llu\n", (unsigned long long)outcome.step);
	info = made_read(store, "generations/2/info", NULL);
	ck_assert_ptr_nonnull(strstr(info, line));
	bytes = made_read(directory, "backup.zip", &size);
	made_unzip(bytes, size, &zip);
	ck_assert_int_eq(strncmp(ik_buffer_string(&made_member(&zip, "manifest")->content),
				 "inkan-backup 2\n", 15),
			 0);
	ck_assert_int_eq(strncmp(zip.members[zip.n - 1].name, "steps/", 6), 0);
	ik_zip_free(&zip);
	free(bytes);
	free(info);
	free(line);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
}
END_TEST

/* --- what was cut or failed ------------------------------------------------------------------- */

/* As if it had been cut before the switch, after which all is published. */
static void back_to(const char *target)
{
	ck_assert_int_eq(unlink(in_store("publish/agent.pem")), 0);
	ck_assert_int_eq(unlink(in_store("current")), 0);
	ck_assert_int_eq(symlink(target, in_store("current")), 0);
}

START_TEST(a_step_whose_switch_did_not_come_counts_not_and_goes_with_the_next_change)
{
	struct ik_kept_steps steps;
	char *first;

	create_and_forget();
	create_and_forget();
	back_to("generations/1");
	steps = kept();
	ck_assert_uint_eq(steps.names.n, 1);
	ck_assert(!steps.counts[0]);
	first = ik_strdup(steps.names.items[0]);
	ik_kept_steps_free(&steps);

	create_and_forget();
	steps = kept();
	ck_assert_uint_eq(steps.names.n, 1);
	ck_assert(steps.counts[0]);
	ck_assert_str_ne(steps.names.items[0], first);
	ik_kept_steps_free(&steps);
	ck_assert(leads(1, 3) && !leads(1, 2));
	free(first);
}
END_TEST

static bool cancelled;

/* As soon as there is a second step. */
static bool cancel(void *self, const struct ik_progress *progress, int fd)
{
	struct ik_list names = {0};
	struct pollfd one = {.fd = fd, .events = POLLIN};
	ik_store *opened;

	(void)self;
	(void)progress;
	if (fd >= 0)
		return poll(&one, 1, -1) >= 0;
	opened = ik_store_open(store, NULL);
	ck_assert(ik_store_steps(opened, &names, NULL));
	cancelled = names.n > 1;
	ik_list_free(&names);
	ik_store_close(opened);
	return !cancelled;
}

START_TEST(a_change_that_fails_takes_its_step_back_and_gives_no_number_twice)
{
	struct ik_create_wish wish = made_wish(NULL, NULL);
	struct ik_watch watch = {.wait = cancel};
	struct ik_create_plan *plan;
	struct ik_outcome outcome;
	uint64_t before;

	create_and_forget();
	outcome = create();
	before = outcome.step;
	ik_outcome_free(&outcome);
	plan = plan_for(&wish);
	fails_without_trace(plan, &watch, IK_E_CANCELLED);
	ck_assert(cancelled);
	ik_create_plan_free(plan);
	outcome = create();
	ck_assert_uint_gt(outcome.step, before + 1);
	ik_outcome_free(&outcome);
}
END_TEST

/* One certificate is no two signers, so what is signed is not what was asked for. */
START_TEST(a_signing_that_fails_is_no_reason_to_leave_the_agents_behind)
{
	struct ik_generation in_use;
	struct ik_made_step step;
	struct ik_error err = {0};
	ik_store *opened;

	create_and_forget();
	opened = ik_store_open_change(store, "", NULL, NULL);
	ck_assert(ik_generation_load(opened, 1, IK_KEY_LOAD, &in_use, NULL));

	const struct ik_step_wish wish = {
		.from = 1, .key = in_use.key, .certificate = &in_use.certificate, .now = MADE_AT};

	ck_assert(!ik_step_make(opened, &wish, NULL, &step, &err));
	ck_assert_int_eq(err.id, IK_E_CMS_SIGN);
	ck_assert_ptr_null(step.name);
	ik_made_step_free(&step);
	ik_generation_free(&in_use);
	ik_store_close(opened);
}
END_TEST

Suite *suite_lead(void)
{
	Suite *suite = suite_create("lead");
	TCase *tests = tcase_create("lead");

	tcase_set_timeout(tests, 600);
	tcase_add_checked_fixture(tests, create_begin, create_end);
	tcase_add_test(tests, the_first_certificate_has_no_step_and_older_programs_may_go_on);
	tcase_add_test(tests, a_certificate_that_stays_has_no_step);
	tcase_add_test(tests, what_cannot_sign_leads_nobody_and_the_outcome_says_so);
	tcase_add_test(tests, two_certificates_too_large_for_one_step_are_said_to_lead_nobody);
	tcase_add_test(tests, a_step_that_comes_out_too_large_is_none_and_no_failure);
	tcase_add_test(tests, every_switch_leads_from_what_was_in_use);
	tcase_add_test(tests, the_record_of_a_generation_names_its_step_and_the_backup_has_it);
	tcase_add_test(tests,
		       a_step_whose_switch_did_not_come_counts_not_and_goes_with_the_next_change);
	tcase_add_test(tests, a_change_that_fails_takes_its_step_back_and_gives_no_number_twice);
	tcase_add_test(tests, a_signing_that_fails_is_no_reason_to_leave_the_agents_behind);
	suite_add_tcase(suite, tests);
	return suite;
}
