/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asked.c: an authority's answer held against what it was asked for. */
#include "ops/records/asked.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

void ik_asked_copy(struct ik_asked *to, const struct ik_asked *from)
{
	ik_asked_free(to);
	to->subject = ik_strdup(from->subject);
	ik_list_copy(&to->names, &from->names);
}

void ik_asked_free(struct ik_asked *asked)
{
	free(asked->subject);
	ik_list_free(&asked->names);
	*asked = (struct ik_asked){0};
}

/* Letter case makes no difference to a name. */
static bool has(const struct ik_list *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcasecmp(names->items[i], name) == 0)
			return true;
	return false;
}

/* The names of ONE that OTHER lacks; with them, for who has to ask again, all of ONE. */
static void say_missing(enum ik_error_id id, const struct ik_list *one, const struct ik_list *other,
			struct ik_objections *objections)
{
	struct ik_list missing = {0};

	for (size_t i = 0; i < one->n; i++)
		if (!has(other, one->items[i]))
			ik_list_add(&missing, one->items[i]);
	char *names = ik_list_join(&missing, ", "), *all = ik_list_join(one, " ");
	const struct ik_objection objection = {.id = id, .name = names, .more = all};

	if (missing.n)
		ik_objection_add(objections, &objection);
	free(all);
	free(names);
	ik_list_free(&missing);
}

void ik_asked_compare(const struct ik_asked *asked, const struct ik_facts *facts,
		      struct ik_objections *objections)
{
	const struct ik_objection subject = {
		.id = IK_E_ASKED_SUBJECT, .name = facts->subject, .more = asked->subject};
	struct ik_list names = {0};

	if (!asked->subject)
		return;
	ik_list_copy(&names, &facts->dns_names);
	ik_list_append(&names, &facts->ip_addresses);
	say_missing(IK_E_ASKED_DROPPED, &asked->names, &names, objections);
	say_missing(IK_E_ASKED_ADDED, &names, &asked->names, objections);
	if (strcmp(asked->subject, facts->subject ? facts->subject : "") != 0)
		ik_objection_add(objections, &subject);
	ik_list_free(&names);
}
