/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_group.c: which group may read a new key, and what is said of one that no longer may. */
#include "config.h"

#include "ops/change/key_group.h"

#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "ops/rules/rules.h"
#include "store/store.h"

/* Only root gives a file to a group that it is not in. */
static bool may_give_to(gid_t group)
{
	int n = getgroups(0, NULL);
	gid_t *groups = ik_alloc((n > 0 ? (size_t)n : 1) * sizeof(*groups));
	bool member = geteuid() == 0 || group == getegid();

	if (n > 0)
		n = getgroups(n, groups);
	for (int i = 0; i < n && !member; i++)
		member = groups[i] == group;
	free(groups);
	return member;
}

bool ik_key_group_rule(const char *name, gid_t *id, struct ik_error *err)
{
	gid_t found = (gid_t)-1;

	if (!ik_rule_key_group(name, &found, err))
		return false;
	if (name && *name && !may_give_to(found))
		return ik_fail(err, IK_E_KEY_GROUP_DENIED, name);
	if (id)
		*id = found;
	return true;
}

static bool is_named(const struct ik_key_group_record *record)
{
	return record->name && *record->name;
}

static void set_none(struct ik_key_group *group)
{
	free(group->name);
	group->name = ik_strdup("");
	group->id = (gid_t)-1;
}

void ik_key_group_take(const char *name, struct ik_key_group *group)
{
	gid_t id;

	*group = (struct ik_key_group){0};
	set_none(group);
	if (!name || !*name)
		return;
	if (ik_key_group_rule(name, &id, NULL)) {
		free(group->name);
		group->name = ik_strdup(name);
		group->id = id;
	} else {
		group->lost = ik_strdup(name);
	}
}

/* What the generation in use records; nothing where there is none, it is damaged, or this user may
 * not read it.  Where reading failed it may well record a group: IK_E_STORE_READ. */
static bool read_in_use(const char *path, struct ik_info *info, struct ik_error *err)
{
	struct ik_buffer text = {0};
	struct ik_error inner = {0};
	unsigned current = 0;
	ik_store *store = ik_store_open(path, &inner);

	*info = (struct ik_info){0};
	if (store && ik_store_current(store, &current, &inner) && current != 0
	    && ik_store_read(store, current, "info", &text, &inner))
		ik_info_parse(text.data, text.size, "", info, NULL);
	ik_buffer_free(&text);
	ik_store_close(store);
	if (inner.id == IK_E_STORE_READ)
		ik_pass(err, &inner);
	return inner.id != IK_E_STORE_READ;
}

struct ik_key_group_record ik_key_group_recorded(const struct ik_info *info)
{
	bool lost = info->lost_key_group && *info->lost_key_group && !*info->key_group;

	return (struct ik_key_group_record){.name = lost ? info->lost_key_group : info->key_group,
					    .lost = lost,
					    .removed = info->no_key_group};
}

/* On another server the same number is another group's: what is recorded, and compared, is the
 * name. */
static char *name_of(gid_t id, const char *given)
{
	const struct group *found = getgrgid(id);

	return ik_strdup(found ? found->gr_name : given);
}

/* That none was wanted is recorded only where there was one: it says that the loss is none. */
static bool plan_given(const char *given, bool had_one, struct ik_key_group *group,
		       struct ik_error *err)
{
	set_none(group);
	if (!*given) {
		group->removed = had_one;
		return true;
	}
	if (!ik_key_group_rule(given, &group->id, err))
		return false;
	free(group->name);
	group->name = name_of(group->id, given);
	return true;
}

/* Of two records the one that says something, the one in use first unless the other was asked for.
 */
static const struct ik_key_group_record *choose(const struct ik_key_group_record *in_use,
						const struct ik_key_group_record *recorded)
{
	if (recorded->asked)
		return recorded;
	return is_named(in_use) || in_use->removed ? in_use : recorded;
}

static bool is_read(const struct ik_key_group_record *record)
{
	return is_named(record) && !record->lost;
}

/* The group that loses what it could read, where NAME is to: the key in use; or, of a key that
 * comes back for nobody, that one; NULL for none. */
static const char *dropped(const struct ik_key_group_record *in_use,
			   const struct ik_key_group_record *recorded, const char *name)
{
	if (is_read(in_use))
		return strcmp(in_use->name, name) != 0 ? in_use->name : NULL;
	return is_read(recorded) && !*name ? recorded->name : NULL;
}

bool ik_key_group_choose(const char *given, const struct ik_key_group_record *in_use,
			 const struct ik_key_group_record *recorded, struct ik_key_group *group,
			 struct ik_error *err)
{
	bool had_one = is_named(in_use) || in_use->removed || is_named(recorded)
		       || recorded->removed;
	const struct ik_key_group_record *record = choose(in_use, recorded);
	bool ok = true;

	*group = (struct ik_key_group){0};
	if (given) {
		ok = plan_given(given, had_one, group, err);
	} else {
		ik_key_group_take(record->name, group);
		group->removed = record->removed && !is_named(record);
	}
	if (ok && !group->lost)
		group->dropped = ik_strdup(dropped(in_use, recorded, group->name));
	return ok;
}

bool ik_key_group_plan(const char *store, const char *given,
		       const struct ik_key_group_record *recorded, struct ik_key_group *group,
		       struct ik_error *err)
{
	static const struct ik_key_group_record nothing;
	struct ik_key_group_record in_use = {0};
	struct ik_info info;
	bool ok = read_in_use(store, &info, err);

	*group = (struct ik_key_group){0};
	if (ok)
		in_use = ik_key_group_recorded(&info);
	ok = ok && ik_key_group_choose(given, &in_use, recorded ? recorded : &nothing, group, err);
	ik_info_free(&info);
	return ok;
}

/* A directory service may be away for a night: what was lost is tried again with the next key. */
void ik_key_group_describe(const struct ik_key_group *group, struct ik_info *info)
{
	free(info->key_group);
	info->key_group = ik_strdup(group->name);
	info->no_key_group = group->removed;
	free(info->lost_key_group);
	info->lost_key_group = ik_strdup(group->lost ? group->lost : "");
}

void ik_key_group_free(struct ik_key_group *group)
{
	free(group->name);
	free(group->lost);
	free(group->dropped);
	*group = (struct ik_key_group){0};
}
