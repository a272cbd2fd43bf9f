/* SPDX-License-Identifier: GPL-3.0-or-later */
/* objection.c: what is wrong with certificates: how much it matters, and what it says. */
#include "base/objection.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"

enum { MOST = 4096 };

static const struct kind {
	enum ik_error_id id;
	enum ik_weight imported;
	enum ik_weight in_use;
} kinds[] = {
	{IK_E_CHAIN_EXPIRED, IK_WEIGHT_CRITICAL, IK_WEIGHT_CRITICAL},
	{IK_E_CHAIN_NOT_YET, IK_WEIGHT_CRITICAL, IK_WEIGHT_CRITICAL},
	{IK_E_CHAIN_NO_ISSUER, IK_WEIGHT_WARNING, IK_WEIGHT_WARNING},
	{IK_E_CHAIN_SHORT, IK_WEIGHT_WARNING, IK_WEIGHT_WARNING},
	{IK_E_LOAD_DIGEST, IK_WEIGHT_WARNING, IK_WEIGHT_WARNING},
	{IK_E_LOAD_SERIAL, IK_WEIGHT_WARNING, IK_WEIGHT_WARNING},
	{IK_E_LOAD_KEY, IK_WEIGHT_WARNING, IK_WEIGHT_WARNING},
	{IK_E_LEAF_NO_NAMES, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_LEAF_PURPOSE, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_LEAF_AUTHORITY, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_LEAF_SALT, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_ASKED_DROPPED, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_ASKED_ADDED, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_ASKED_SUBJECT, IK_WEIGHT_WARNING, IK_WEIGHT_REMARK},
	{IK_E_SERIAL_ODD, IK_WEIGHT_REMARK, IK_WEIGHT_REMARK},
	{IK_E_CHAIN_KNOWN, IK_WEIGHT_REMARK, IK_WEIGHT_REMARK},
	{IK_E_LEFT_EXPIRED, IK_WEIGHT_REMARK, IK_WEIGHT_REMARK},
	{IK_E_LEFT_NOT_YET, IK_WEIGHT_REMARK, IK_WEIGHT_REMARK},
	{IK_E_LEFT_WORSE, IK_WEIGHT_REMARK, IK_WEIGHT_REMARK},
	{IK_E_LEFT_OTHER, IK_WEIGHT_REMARK, IK_WEIGHT_REMARK},
	{IK_E_LEFT_UNREAD, IK_WEIGHT_WARNING, IK_WEIGHT_WARNING},
};

static const struct kind *find(enum ik_error_id id)
{
	for (size_t i = 0; i < IK_COUNT(kinds); i++) {
		if (kinds[i].id == id)
			return &kinds[i];
	}
	return NULL;
}

bool ik_objection_known(enum ik_error_id id)
{
	return find(id) != NULL;
}

enum ik_weight ik_objection_weight(enum ik_error_id id, bool imported)
{
	const struct kind *kind = find(id);

	if (!kind)
		return IK_WEIGHT_REMARK;
	return imported ? kind->imported : kind->in_use;
}

void ik_objection_add(struct ik_objections *objections, const struct ik_objection *objection)
{
	objections->items = ik_realloc(objections->items,
				       (objections->n + 1) * sizeof(*objections->items));
	objections->items[objections->n++] = (struct ik_objection){
		.id = objection->id,
		.name = ik_strdup(objection->name ? objection->name : ""),
		.more = ik_strdup(objection->more),
		.address = ik_strdup(objection->address),
		.moment = objection->moment,
		.above = objection->above,
	};
}

void ik_objections_add_all(struct ik_objections *to, const struct ik_objections *from)
{
	for (size_t i = 0; i < from->n; i++)
		ik_objection_add(to, &from->items[i]);
}

void ik_objections_free(struct ik_objections *objections)
{
	for (size_t i = 0; i < objections->n; i++) {
		free(objections->items[i].name);
		free(objections->items[i].more);
		free(objections->items[i].address);
	}
	free(objections->items);
	*objections = (struct ik_objections){0};
}

void ik_objection_error(const struct ik_objection *objection, struct ik_error *error)
{
	char *day = objection->more ? NULL : ik_date_day(objection->moment);

	ik_error_clear(error);
	ik_fail(error, objection->id, objection->name, day ? day : objection->more);
	free(day);
}

bool ik_objections_pack(const struct ik_objections *objections, ik_secret *out)
{
	bool ok = ik_pack_number(out, (int64_t)objections->n);

	for (size_t i = 0; ok && i < objections->n; i++) {
		const struct ik_objection *one = &objections->items[i];

		ok = ik_pack_number(out, one->id) && ik_pack_text(out, one->name)
		     && ik_pack_text(out, one->more) && ik_pack_text(out, one->address)
		     && ik_pack_number(out, one->moment) && ik_pack_number(out, one->above);
	}
	return ok;
}

void ik_objections_unpack(struct ik_unpack *in, struct ik_objections *objections)
{
	int64_t n = ik_unpack_number(in);

	*objections = (struct ik_objections){0};
	if (n < 0 || n > MOST)
		in->failed = true;
	while (!in->failed && (int64_t)objections->n < n) {
		int64_t id = ik_unpack_number(in);
		struct ik_objection one = {.name = ik_unpack_text(in)};

		one.more = ik_unpack_text(in);
		one.address = ik_unpack_text(in);
		one.moment = ik_unpack_number(in);
		one.above = ik_unpack_number(in) != 0;
		if (id > IK_E_NONE && id < IK_E_COUNT && ik_objection_known((enum ik_error_id)id))
			one.id = (enum ik_error_id)id;
		else
			in->failed = true;
		ik_objection_add(objections, &one);
		free(one.name);
		free(one.more);
		free(one.address);
	}
}
