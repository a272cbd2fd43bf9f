/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restore_info.c: the record of a generation as it comes back from a backup. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "ops/change/restore_inside.h"

/* What is written for one id; a NULL value leaves the line out. */
struct edit {
	const char *id;
	bool wanted;
	char *value;
	bool written;
};

/* In the order in which those that are new to a record are written. */
enum {
	EXPORTABLE,
	KEY_GROUP,
	BACKUP_NUMBER,
	REPLACES,
	USED_SINCE,
	NO_KEY_GROUP,
	LOST_KEY_GROUP,
	RESTORED_AT,
	STEP,
	BACKUP_STEPS,
	EDITS
};

/* The number here of what has NUMBER in the backup; 0 if that is not in it. */
static unsigned number_here(const struct ik_restore_plan *plan, int64_t number)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->entries[i].number == number)
			return plan->entries[i].here;
	return 0;
}

static char *number_text(unsigned number)
{
	return number ? ik_format("%u", number) : NULL;
}

/* Which generation ENTRY took the place of: by its number here, 0 for one that is not here.  What
 * is put in use takes the place of what was in use here, so that a rollback finds the way. */
static bool other_replaces(const struct ik_restore_plan *plan, const struct ik_restore_entry *entry,
			   int64_t old, unsigned *replaces)
{
	if (plan->switches && plan->head.from != 0 && entry->here == plan->head.to)
		*replaces = plan->head.from;
	else
		*replaces = old > 0 ? number_here(plan, old) : 0;
	if (*replaces == 0)
		return old > 0 && !plan->empty;
	return *replaces != old;
}

/* A generation without its key goes on saying which group could read it. */
static void plan_group_edits(const struct ik_key_group *group, const struct ik_info *info,
			     struct edit edits[EDITS])
{
	bool known = group->name != NULL;

	edits[KEY_GROUP] = (struct edit){
		"key-group", known && strcmp(group->name, info->key_group) != 0,
		known && *group->name ? ik_strdup(group->name) : NULL, false};
	edits[NO_KEY_GROUP] = (struct edit){
		"no-key-group", known && group->removed != info->no_key_group,
		known && group->removed ? ik_strdup("yes") : NULL, false};
	edits[LOST_KEY_GROUP] = (struct edit){
		"lost-key-group",
		known && strcmp(group->lost ? group->lost : "", info->lost_key_group) != 0,
		known && group->lost ? ik_strdup(group->lost) : NULL, false};
}

static char *step_text(uint64_t step)
{
	return step ? ik_format("%" PRIu64, step) : NULL;
}

/* What led to it where the backup comes from still counts for agents that know what was in use
 * there. */
static char *all_steps(const struct ik_info *info)
{
	struct ik_list steps = {0};
	char *text = step_text(info->step);

	ik_list_copy(&steps, &info->backup_steps);
	if (text)
		ik_list_take(&steps, text);
	text = steps.n > 0 ? ik_list_join(&steps, " ") : NULL;
	ik_list_free(&steps);
	return text;
}

static void plan_step_edits(const struct ik_info *info, bool put_in_use, uint64_t step,
			    struct edit edits[EDITS])
{
	edits[STEP] = (struct edit){"step", put_in_use, step_text(step), false};
	edits[BACKUP_STEPS] = (struct edit){"backup-steps", put_in_use, all_steps(info), false};
}

/* Numbers of the backup would name other generations here. */
static void plan_edits(const ik_restore_source *source, const struct ik_restore_plan *plan,
		       size_t i, uint64_t step, struct edit edits[EDITS])
{
	const struct ik_restore_entry *entry = &plan->entries[i];
	const struct ik_info *info = &source->infos[i];
	unsigned replaces;
	bool put_in_use = plan->switches && plan->head.from != 0 && entry->here == plan->head.to;
	bool other = other_replaces(plan, entry, info->replaces, &replaces);

	edits[EXPORTABLE] = (struct edit){"exportable", info->exportable && !entry->exportable,
					  ik_strdup("no"), false};
	edits[BACKUP_NUMBER] = (struct edit){"backup-number", entry->fate == IK_RESTORE_RENUMBERED,
					     number_text(entry->number), false};
	edits[REPLACES] = (struct edit){"replaces", other, number_text(replaces), false};
	edits[USED_SINCE] = (struct edit){"used-since", put_in_use, ik_date_rfc3339(plan->head.at),
					  false};
	plan_group_edits(&entry->group, info, edits);
	plan_step_edits(info, put_in_use, step, edits);
	edits[RESTORED_AT] = (struct edit){"restored-at", true, ik_date_rfc3339(plan->head.at),
					   false};
}

static struct edit *find_edit(struct edit edits[EDITS], const char *id)
{
	for (size_t i = 0; i < EDITS; i++)
		if (edits[i].wanted && !strcmp(edits[i].id, id))
			return &edits[i];
	return NULL;
}

/* Ids that this version does not know stay. */
static void write_edited(const struct ik_pairs *pairs, struct edit edits[EDITS],
			 struct ik_buffer *text)
{
	for (size_t i = 0; i < pairs->n; i++) {
		struct edit *edit = find_edit(edits, pairs->items[i].id);

		if (!edit)
			ik_pairs_write(text, pairs->items[i].id, pairs->items[i].value);
		else if (edit->value)
			ik_pairs_write(text, edit->id, edit->value);
		if (edit)
			edit->written = true;
	}
	for (size_t i = 0; i < EDITS; i++)
		if (edits[i].wanted && !edits[i].written && edits[i].value)
			ik_pairs_write(text, edits[i].id, edits[i].value);
}

bool ik_restore_info(const ik_restore_source *source, const struct ik_restore_plan *plan, size_t i,
		     uint64_t step, struct ik_buffer *text, struct ik_error *err)
{
	const struct ik_buffer *old = ik_backup_opened_member(&source->opened, i, "info");
	struct edit edits[EDITS];
	struct ik_pairs pairs = {0};
	bool ok = ik_pairs_parse(old->data, old->size, &pairs, err);

	plan_edits(source, plan, i, step, edits);
	if (ok)
		write_edited(&pairs, edits, text);
	for (size_t at = 0; at < EDITS; at++)
		free(edits[at].value);
	ik_pairs_free(&pairs);
	return ok;
}

bool ik_restore_info_step(const struct ik_buffer *old, uint64_t step, struct ik_buffer *text,
			  struct ik_error *err)
{
	struct edit edits[EDITS] = {[STEP] = {"step", true, step_text(step), false}};
	struct ik_pairs pairs = {0};
	bool ok = ik_pairs_parse(old->data, old->size, &pairs, err);

	if (ok)
		write_edited(&pairs, edits, text);
	free(edits[STEP].value);
	ik_pairs_free(&pairs);
	return ok;
}
