/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show_json.c: the facts of generations as JSON, for scripts: the fields and their order are a
 * promise. */
#include "config.h"

#include "ops/status/show.h"

#include <jansson.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/records/json.h"
#include "ops/records/state.h"

/* NULL: nothing is known. */
static const char *validity_word(enum ik_validity validity)
{
	switch (validity) {
	case IK_VALIDITY_VALID:
		return "valid";
	case IK_VALIDITY_EXPIRING:
		return "expiring";
	case IK_VALIDITY_EXPIRED:
		return "expired";
	case IK_VALIDITY_NOT_YET:
		return "not-yet";
	default:
		return NULL;
	}
}

static json_t *text(const char *value)
{
	json_t *string = value ? json_string(value) : NULL;

	return string ? string : json_null();
}

static json_t *moment(int64_t when)
{
	char *value = ik_date_rfc3339(when);
	json_t *string = text(value);

	free(value);
	return string;
}

static json_t *list(const struct ik_list *items)
{
	json_t *array = json_array();

	for (size_t i = 0; i < items->n; i++)
		json_array_append_new(array, text(items->items[i]));
	return array;
}

/* A file has no number, and so no state and no origin either. */
static void add_place(json_t *object, const struct ik_shown *shown)
{
	bool stored = shown->generation != 0;

	json_object_set_new(object, "generation",
			    stored ? json_integer(shown->generation) : json_null());
	json_object_set_new(object, "state", text(stored ? ik_state_id(shown->state) : NULL));
	json_object_set_new(object, "validity", text(validity_word(shown->validity)));
	json_object_set_new(object, "origin", text(stored ? shown->origin : NULL));
}

static void add_facts(json_t *object, const struct ik_shown *shown)
{
	const struct ik_facts *facts = &shown->facts;
	bool known = shown->validity != IK_VALIDITY_DAMAGED;

	json_object_set_new(object, "subject", text(facts->subject));
	json_object_set_new(object, "issuer", text(facts->issuer));
	json_object_set_new(object, "serial", text(facts->serial));
	json_object_set_new(object, "not_before", known ? moment(facts->not_before) : json_null());
	json_object_set_new(object, "not_after", known ? moment(facts->not_after) : json_null());
	json_object_set_new(object, "days_left",
			    known ? json_integer(shown->days_left) : json_null());
	json_object_set_new(object, "sha256", text(facts->sha256));
	json_object_set_new(object, "key_type", text(facts->key_type));
	json_object_set_new(object, "dns_names", list(&facts->dns_names));
	json_object_set_new(object, "ip_addresses", list(&facts->ip_addresses));
}

static json_t *object_of(const struct ik_shown *shown)
{
	json_t *object = json_object();

	add_place(object, shown);
	add_facts(object, shown);
	json_object_set_new(object, "has_key", json_boolean(shown->has_key));
	json_object_set_new(object, "exportable", json_boolean(shown->exportable));
	return object;
}

void ik_shown_json(const struct ik_shown *shown, struct ik_buffer *out)
{
	ik_json_write(object_of(shown), out);
}

/* The chain is that of nobody here. */
void ik_shown_service_json(const struct ik_shown *shown, const struct ik_service *service,
			   const struct ik_seen *seen, int64_t now, struct ik_buffer *out)
{
	json_t *object = object_of(shown), *chain = json_array();

	for (size_t i = 1; i < seen->served.n; i++) {
		const struct ik_facts *facts = &seen->served.chain[i];
		const struct ik_shown link = {
			.facts = *facts, .days_left = ik_date_days_left(facts->not_after, now)};
		json_t *item = json_object();

		add_facts(item, &link);
		json_array_append_new(chain, item);
	}
	json_object_set_new(object, "service", text(service->name));
	json_object_set_new(object, "chain", chain);
	ik_json_write(object, out);
}

bool ik_shown_same(const struct ik_shown *a, const struct ik_shown *b)
{
	return a->facts.sha256 && b->facts.sha256 && strcmp(a->facts.sha256, b->facts.sha256) == 0;
}

/* How many days are left follows from the day. */
static json_t *differences(const struct ik_shown *a, const struct ik_shown *b)
{
	json_t *one = json_object(), *other = json_object(), *names = json_array(), *value;
	const char *name;

	add_facts(one, a);
	add_facts(other, b);
	json_object_foreach(one, name, value) if (!json_equal(value, json_object_get(other, name))
						  && strcmp(name, "days_left") != 0)
		json_array_append_new(names, json_string(name));
	json_decref(one);
	json_decref(other);
	return names;
}

void ik_shown_compare_json(const struct ik_shown *a, const struct ik_shown *b,
			   struct ik_buffer *out)
{
	json_t *object = json_object();

	json_object_set_new(object, "same", json_boolean(ik_shown_same(a, b)));
	json_object_set_new(object, "differ", differences(a, b));
	json_object_set_new(object, "a", object_of(a));
	json_object_set_new(object, "b", object_of(b));
	ik_json_write(object, out);
}

void ik_shown_list_json(const struct ik_shown *shown, size_t n, struct ik_buffer *out)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, object_of(&shown[i]));
	ik_json_write(array, out);
}
