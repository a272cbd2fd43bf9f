/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c: every generation is shown as it stands, one damaged one hides no other, and scripts can
 * rely on the JSON. */
#include "config.h"

#include "ops/status/show.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "ops/records/generation.h"
#include "ops/records/state.h"
#include "suites.h"

static const char *const states[] = {"in-use", "retired", "unused", "damaged"};

static enum ik_error_id damage_of(const struct ik_shown *shown)
{
	return shown->damage ? shown->damage->id : IK_E_NONE;
}

/* "1 retired, 2 in-use" of the store. */
static void assert_states(const char *expected)
{
	struct ik_shown *shown = NULL;
	struct ik_buffer text = {0};
	struct ik_error err = {0};
	size_t n = 0;

	ck_assert_msg(ik_list_all(fake_path, FAKE_NOW, &shown, &n, &err), "%s",
		      ik_error_msgid(err.id));
	for (size_t i = 0; i < n; i++) {
		struct ik_shown one;

		ik_buffer_format(&text, "%s%u %s", i ? ", " : "", shown[i].generation,
				 states[shown[i].state]);
		/* Looked at alone it is the same. */
		ck_assert(ik_show(fake_path, shown[i].generation, FAKE_NOW, &one, NULL));
		ck_assert_int_eq(one.state, shown[i].state);
		ck_assert_int_eq(damage_of(&one), damage_of(&shown[i]));
		ik_shown_free(&one);
		ik_shown_free(&shown[i]);
	}
	free(shown);
	ck_assert_str_eq(ik_buffer_string(&text), expected);
	ik_buffer_free(&text);
}

static enum ik_error_id refusal(unsigned generation)
{
	struct ik_shown shown;
	struct ik_error err = {0};

	ck_assert(!ik_show(fake_path, generation, FAKE_NOW, &shown, &err));
	ck_assert_ptr_null(shown.origin);
	return err.id;
}

/* What a list that succeeds has to add. */
static enum ik_error_id listed_with(void)
{
	struct ik_shown *shown = NULL;
	struct ik_error err = {0};
	size_t n = 0;

	ck_assert(ik_list_all(fake_path, FAKE_NOW, &shown, &n, &err));
	for (size_t i = 0; i < n; i++)
		ik_shown_free(&shown[i]);
	free(shown);
	return err.id;
}

/* --- what cannot be shown --------------------------------------------------------------------- */

START_TEST(where_there_is_nothing_that_is_said)
{
	struct fake_generation wish = {.unused = true};

	ck_assert_int_eq(refusal(0), IK_E_STORE_NONE);
	ck_assert_int_eq(refusal(1), IK_E_STORE_NONE);
	assert_states("");
	fake_add(&wish);
	ck_assert_int_eq(refusal(0), IK_E_STORE_NONE);
	ck_assert_int_eq(refusal(2), IK_E_STORE_NO_GENERATION);
	fake_write("format", "inkan-store 3\nserver-id = 00112233445566778899aabbccddeeff\n");
	ck_assert_int_eq(refusal(0), IK_E_STORE_NEWER);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_hides_only_which_one_is_in_use)
{
	struct fake_generation wish = {0};
	char *current = fake_file("current");

	fake_add(&wish);
	fake_add(&wish);
	ck_assert_int_eq(unlink(current), 0);
	ck_assert_int_eq(symlink("generations/7", current), 0);
	ck_assert_int_eq(refusal(0), IK_E_STORE_CURRENT);
	ck_assert_int_eq(listed_with(), IK_E_STORE_CURRENT);
	assert_states("1 retired, 2 unused");
	free(current);
}
END_TEST

START_TEST(a_store_that_cannot_be_read_is_an_error_not_an_empty_list)
{
	struct fake_generation wish = {0};
	struct ik_shown *shown = NULL;
	struct ik_error err = {0};
	size_t n = 0;

	fake_add(&wish);
	fake_write("format", "garbage\n");
	ck_assert(!ik_list_all(fake_path, FAKE_NOW, &shown, &n, &err));
	ck_assert_int_eq(err.id, IK_E_STORE_FORMAT);
	ck_assert_ptr_null(shown);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(one_damaged_generation_hides_no_other)
{
	struct fake_generation whole = {0}, garbage = {.certificate = "garbage\n"},
			       keyless = {.without_key = true};
	struct ik_shown shown;

	fake_add(&whole);
	fake_add(&garbage);
	fake_add(&keyless);
	assert_states("1 retired, 2 damaged, 3 damaged");
	ck_assert(ik_show(fake_path, 0, FAKE_NOW, &shown, NULL));
	ck_assert_uint_eq(shown.generation, 3);
	ck_assert_int_eq(damage_of(&shown), IK_E_STORE_NO_KEY);
	ck_assert(strstr(shown.damage->arg[0], "/generations/3/key.pem"));
	ck_assert_ptr_null(shown.facts.serial);
	ck_assert(!shown.has_key);
	ik_shown_free(&shown);
}
END_TEST

START_TEST(a_key_that_does_not_fit_is_found_in_use_and_where_one_is_shown)
{
	struct fake_generation apart = {.other_key = true};
	struct ik_shown one, *shown;
	size_t n;

	fake_add(&apart);
	fake_add(&apart);
	ck_assert(ik_list_all(fake_path, FAKE_NOW, &shown, &n, NULL));
	ck_assert_uint_eq(n, 2);
	/* Trying the keys of them all is for the check. */
	ck_assert_int_eq(shown[0].state, IK_STATE_RETIRED);
	ck_assert_int_eq(damage_of(&shown[1]), IK_E_KEY_APART);
	ck_assert(ik_show(fake_path, 1, FAKE_NOW, &one, NULL));
	ck_assert_int_eq(damage_of(&one), IK_E_KEY_APART);
	ik_shown_free(&one);
	ik_shown_free(&shown[0]);
	ik_shown_free(&shown[1]);
	free(shown);
}
END_TEST

/* --- states ----------------------------------------------------------------------------------- */

START_TEST(one_file_for_services_holds_what_is_in_use_or_it_is_damaged)
{
	struct fake_generation wish = {0};
	char *combined = fake_file("generations/2/combined.pem");

	fake_add(&wish);
	fake_add(&wish);
	assert_states("1 retired, 2 in-use");
	ck_assert_int_eq(unlink(combined), 0);
	assert_states("1 retired, 2 damaged");
	fake_write("generations/2/combined.pem", "-----BEGIN PRIVATE KEY-----\n");
	assert_states("1 retired, 2 damaged");
	free(combined);
}
END_TEST

/* What a change reads back after the switch. */
START_TEST(one_byte_of_any_file_makes_it_another_generation)
{
	static const char *const names[] = {"certificate.pem", "key.pem", "combined.pem"};
	struct fake_generation wish = {0};
	struct ik_generation made = {0};
	struct ik_buffer text = {0};
	char *name = ik_format("generations/1/%s", names[_i]);

	fake_add(&wish);

	ik_store *store = ik_store_open(fake_path, NULL);

	ck_assert(ik_generation_load(store, 1, IK_KEY_LOAD, &made, NULL));
	ck_assert(ik_generation_holds(store, 1, made.key, &made.certificate));
	ck_assert(!ik_generation_holds(store, 2, made.key, &made.certificate));
	ck_assert(ik_store_read(store, 1, names[_i], &text, NULL));
	text.data[text.size / 2] ^= 1;
	fake_write(name, ik_buffer_string(&text));
	ck_assert(!ik_generation_holds(store, 1, made.key, &made.certificate));
	text.data[text.size / 2] ^= 1;
	ik_buffer_text(&text, "\n");
	fake_write(name, ik_buffer_string(&text));
	ck_assert(!ik_generation_holds(store, 1, made.key, &made.certificate));
	ik_generation_free(&made);
	ik_store_close(store);
	ik_buffer_free(&text);
	free(name);
}
END_TEST

START_TEST(what_was_never_switched_to_is_unused_and_what_was_is_retired)
{
	struct fake_generation whole = {0}, unused = {.unused = true},
			       keyless = {.without_key = true, .unused = true};

	fake_add(&unused);
	assert_states("1 unused");
	fake_add(&whole);
	assert_states("1 unused, 2 in-use");
	fake_add(&keyless); /* a key is missed in the one in use only */
	assert_states("1 unused, 2 in-use, 3 unused");
	fake_add(&whole);
	assert_states("1 unused, 2 retired, 3 unused, 4 in-use");
	fake_add(&whole);
	assert_states("1 unused, 2 retired, 3 unused, 4 retired, 5 in-use");
}
END_TEST

/* Each line: in whose place one was made, 0 for none, and whether it was switched to. */
START_TEST(what_a_restore_puts_between_hides_no_switch)
{
	static const struct {
		unsigned replaces;
		bool unused;
	} made[] = {{0, false}, {1, false}, {2, false}, {0, true}, {3, false}, {5, true}};

	for (size_t i = 0; i < IK_COUNT(made); i++) {
		char *info = ik_format("origin = generated\nmade-at = 2026-11-22T03:00:00Z\nby = "
				       "root\nexportable = yes\n"
				       "replaces = %u\n",
				       made[i].replaces);

		fake_add(&(struct fake_generation){.info = info, .unused = made[i].unused});
		free(info);
	}
	assert_states("1 retired, 2 retired, 3 retired, 4 unused, 5 in-use, 6 unused");
}
END_TEST

#define SOMEBODYS_INFO \
	"origin = imported\nmade-at = 2026-11-22T03:00:00Z\nby = root\nexportable = no\n"

START_TEST(where_no_record_tells_the_older_ones_are_retired)
{
	struct fake_generation whole = {0}, untold = {.info = SOMEBODYS_INFO},
			       damaged = {.info = "garbage\n"};

	fake_add(&whole);
	fake_add(&untold);
	fake_add(&damaged);
	fake_add(&untold);
	assert_states("1 retired, 2 retired, 3 damaged, 4 in-use");
}
END_TEST

START_TEST(what_ends_today_is_expiring_or_expired)
{
	struct fake_generation over = {.from = FAKE_NOW - 2 * FAKE_DAY, .until = FAKE_NOW - 1},
			       last_hours = {.from = FAKE_NOW - 2 * FAKE_DAY,
					     .until = FAKE_NOW + 3600},
			       future = {.from = FAKE_NOW + 3600,
					 .until = FAKE_NOW + 90 * FAKE_DAY};
	static const enum ik_validity expected[] = {IK_VALIDITY_EXPIRED, IK_VALIDITY_EXPIRING,
						    IK_VALIDITY_NOT_YET};
	static const int64_t days[] = {0, 0, 90};
	struct ik_shown *shown = NULL;
	size_t n = 0;

	fake_add(&over);
	fake_add(&last_hours);
	fake_add(&future);
	ck_assert(ik_list_all(fake_path, FAKE_NOW, &shown, &n, NULL));
	ck_assert_uint_eq(n, 3);
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(shown[i].validity, expected[i]);
		ck_assert_int_eq(shown[i].days_left, days[i]);
		ik_shown_free(&shown[i]);
	}
	free(shown);
}
END_TEST

/* --- JSON ------------------------------------------------------------------------------------- */

static json_t *parsed(struct ik_buffer *text)
{
	json_error_t error;
	json_t *json;

	ck_assert_int_eq(text->data[text->size - 1], '\n');
	json = json_loadb((const char *)text->data, text->size, JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(json != NULL, "%s in %s", error.text, ik_buffer_string(text));
	ik_buffer_free(text);
	return json;
}

static json_t *json_of(unsigned generation)
{
	struct ik_buffer text = {0};
	struct ik_shown shown;

	ck_assert(ik_show(fake_path, generation, FAKE_NOW, &shown, NULL));
	ik_shown_json(&shown, &text);
	ik_shown_free(&shown);
	return parsed(&text);
}

static void assert_text(const json_t *json, const char *key, const char *expected)
{
	const char *value = json_string_value(json_object_get(json, key));

	ck_assert_msg(value && !strcmp(value, expected), "%s is %s", key,
		      value ? value : "no text");
}

/* Every field that the manual names, in its order. */
static const char *const fields[] = {
	"generation", "state",        "validity",  "origin",     "subject", "issuer",
	"serial",     "not_before",   "not_after", "days_left",  "sha256",  "key_type",
	"dns_names",  "ip_addresses", "has_key",   "exportable",
};

static void assert_fields(json_t *json)
{
	const char *key;
	json_t *value;
	size_t i = 0;

	ck_assert_uint_eq(json_object_size(json), IK_COUNT(fields));
	json_object_foreach(json, key, value) ck_assert_str_eq(key, fields[i++]);
}

START_TEST(a_damaged_generation_has_all_fields_and_says_only_what_is_known)
{
	static const char *const unknown[] = {"validity",  "subject",    "issuer",
					      "serial",    "not_before", "not_after",
					      "days_left", "sha256",     "key_type"};
	struct fake_generation wish = {.certificate = "garbage\n"};
	json_t *json;

	fake_add(&wish);
	json = json_of(0);
	assert_fields(json);
	assert_text(json, "state", "damaged");
	assert_text(json, "origin", "generated");
	for (size_t i = 0; i < IK_COUNT(unknown); i++)
		ck_assert_msg(json_is_null(json_object_get(json, unknown[i])), "%s", unknown[i]);
	ck_assert_uint_eq(json_array_size(json_object_get(json, "dns_names")), 0);
	ck_assert(json_is_true(json_object_get(json, "has_key")));
	json_decref(json);
}
END_TEST

START_TEST(a_file_has_no_number_state_or_origin)
{
	struct ik_shown shown = {.validity = IK_VALIDITY_VALID,
				 .facts.subject = ik_strdup("CN=\"a\" \\ 日本")};
	struct ik_buffer text = {0};
	json_t *json;

	ik_shown_json(&shown, &text);
	json = parsed(&text);
	assert_fields(json);
	for (const char *const *key = (const char *const[]){"generation", "state", "origin", NULL};
	     *key; key++)
		ck_assert(json_is_null(json_object_get(json, *key)));
	assert_text(json, "subject", "CN=\"a\" \\ 日本");
	assert_text(json, "not_before", "1970-01-01T00:00:00Z");
	json_decref(json);
	ik_shown_free(&shown);
}
END_TEST

START_TEST(the_json_of_a_generation_is_as_promised)
{
	struct fake_generation wish = {.not_exportable = true};
	struct ik_shown shown;
	json_t *json;

	fake_add(&wish);
	json = json_of(1);
	ck_assert(ik_show(fake_path, 1, FAKE_NOW, &shown, NULL));
	assert_fields(json);
	ck_assert_int_eq(json_integer_value(json_object_get(json, "generation")), 1);
	assert_text(json, "state", "in-use");
	assert_text(json, "validity", "valid");
	assert_text(json, "origin", "generated");
	assert_text(json, "subject", shown.facts.subject);
	assert_text(json, "serial", shown.facts.serial);
	ck_assert_uint_eq(strspn(shown.facts.serial, "0123456789abcdef"),
			  strlen(shown.facts.serial));
	assert_text(json, "not_before", "2026-11-21T03:00:00Z");
	assert_text(json, "not_after", "2028-11-21T03:00:00Z");
	ck_assert_int_eq(json_integer_value(json_object_get(json, "days_left")), 730);
	ck_assert_uint_eq(strlen(json_string_value(json_object_get(json, "sha256"))), 64);
	assert_text(json, "key_type", "ecdsa-p256");
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(json, "dns_names"), 1)),
			 "srv01");
	ck_assert_str_eq(
		json_string_value(json_array_get(json_object_get(json, "ip_addresses"), 0)),
		"192.0.2.1");
	ck_assert(json_is_true(json_object_get(json, "has_key")));
	ck_assert(json_is_false(json_object_get(json, "exportable")));
	json_decref(json);
	ik_shown_free(&shown);
}
END_TEST

START_TEST(the_list_is_an_array_even_if_it_is_empty)
{
	struct fake_generation wish = {0};
	struct ik_shown *shown = NULL;
	struct ik_buffer text = {0};
	json_t *json;
	size_t n = 0;

	ik_shown_list_json(NULL, 0, &text);
	ck_assert_str_eq(ik_buffer_string(&text), "[]\n");
	ik_buffer_free(&text);
	for (int i = 0; i < 3; i++)
		fake_add(&wish);
	ck_assert(ik_list_all(fake_path, FAKE_NOW, &shown, &n, NULL));
	ik_shown_list_json(shown, n, &text);
	json = parsed(&text);
	ck_assert_uint_eq(json_array_size(json), 3);
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_array_get(json, i);

		assert_fields(one);
		ck_assert_uint_eq((size_t)json_integer_value(json_object_get(one, "generation")),
				  i + 1);
		ik_shown_free(&shown[i]);
	}
	free(shown);
	json_decref(json);
}
END_TEST

Suite *suite_show(void)
{
	Suite *suite = suite_create("show");
	TCase *tcase = tcase_create("show");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, fake_begin, fake_end);
	tcase_add_test(tcase, where_there_is_nothing_that_is_said);
	tcase_add_test(tcase, a_link_that_leads_nowhere_hides_only_which_one_is_in_use);
	tcase_add_test(tcase, a_store_that_cannot_be_read_is_an_error_not_an_empty_list);
	tcase_add_test(tcase, one_damaged_generation_hides_no_other);
	tcase_add_test(tcase, a_key_that_does_not_fit_is_found_in_use_and_where_one_is_shown);
	tcase_add_test(tcase, one_file_for_services_holds_what_is_in_use_or_it_is_damaged);
	tcase_add_loop_test(tcase, one_byte_of_any_file_makes_it_another_generation, 0, 3);
	tcase_add_test(tcase, what_a_restore_puts_between_hides_no_switch);
	tcase_add_test(tcase, what_was_never_switched_to_is_unused_and_what_was_is_retired);
	tcase_add_test(tcase, where_no_record_tells_the_older_ones_are_retired);
	tcase_add_test(tcase, what_ends_today_is_expiring_or_expired);
	tcase_add_test(tcase, a_damaged_generation_has_all_fields_and_says_only_what_is_known);
	tcase_add_test(tcase, a_file_has_no_number_state_or_origin);
	tcase_add_test(tcase, the_json_of_a_generation_is_as_promised);
	tcase_add_test(tcase, the_list_is_an_array_even_if_it_is_empty);
	suite_add_tcase(suite, tcase);
	return suite;
}
