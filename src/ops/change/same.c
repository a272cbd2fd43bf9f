/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same.c: what would be put in use, held against what is in use, file by file. */
#include "config.h"

#include "ops/change/same.h"

#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/generation.h"
#include "ops/records/waiting.h"
#include "store/store.h"

static bool is_equal(const char *one, const char *other)
{
	return strcmp(one ? one : "", other ? other : "") == 0;
}

/* The group that the key was to be given and could not be counts as well: so it is recorded. */
static bool has_group(const struct ik_info *info, const struct ik_key_group *group)
{
	return is_equal(info->key_group, group->name)
	       && is_equal(info->lost_key_group, group->lost);
}

/* As it was written: by chmod or chgrp others may read a key, or its services no longer. */
static bool is_closed(const ik_folder *folder, const char *name, const struct ik_key_group *group)
{
	bool open = group->id != (gid_t)-1;
	struct stat st;

	return ik_folder_stat(folder, name, &st) && (st.st_mode & 07777) == (open ? 0640 : 0600)
	       && (!open || st.st_gid == group->id);
}

static bool are_closed(const ik_store *store, unsigned number, const struct ik_key_group *group)
{
	ik_folder *folder = ik_folder_open(store, number);
	bool closed = is_closed(folder, "key.pem", group)
		      && is_closed(folder, "combined.pem", group);

	ik_folder_close(folder);
	return closed;
}

/* One made for the same key later than what is in use waits for the next certificate. */
static bool waits_still(const ik_store *store, const char *request, int64_t made_at)
{
	struct ik_waiting waiting = {0};
	bool waits = request && ik_waiting_read(store, request, &waiting)
		     && waiting.made_at <= made_at;

	ik_waiting_clear(&waiting);
	return waits;
}

/* What it did not come to, the log and the commands, is made up for by doing it again. */
static bool was_cut(const ik_store *store)
{
	struct ik_buffer note = {0};
	bool cut = ik_store_interrupted(store, &note);

	ik_buffer_free(&note);
	return cut;
}

static enum ik_same judge(const ik_store *store, const struct ik_generation *in_use,
			  const struct ik_same_wish *wish)
{
	const struct ik_buffer *chain = wish->chain;

	if (in_use->certificate.size != chain->size
	    || memcmp(in_use->certificate.data, chain->data, chain->size) != 0)
		return IK_SAME_CHAIN;
	if (!has_group(&in_use->info, wish->group))
		return IK_SAME_GROUP;
	if (!in_use->key_read || !are_closed(store, in_use->number, wish->group))
		return IK_SAME_BROKEN;
	return was_cut(store) || waits_still(store, wish->request, in_use->info.made_at)
		       ? IK_SAME_CUT
		       : IK_SAME_WHOLLY;
}

bool ik_same_find(const struct ik_plan *head, const struct ik_same_wish *wish, enum ik_same *same,
		  struct ik_error *err)
{
	struct ik_generation in_use = {0};
	struct ik_error damage = {0};
	ik_store *store;

	*same = IK_SAME_NOT;
	if (!head->has_before || !wish->sha256 || !is_equal(head->before.sha256, wish->sha256))
		return true;
	store = ik_store_open(head->store, err);
	if (!store)
		return false;
	if (ik_generation_load(store, head->from, IK_KEY_CHECK, &in_use, &damage))
		*same = judge(store, &in_use, wish);
	else
		*same = IK_SAME_BROKEN;
	ik_generation_free(&in_use);
	ik_store_close(store);
	return !ik_error_is_limit(damage.id) || ik_pass(err, &damage);
}

const char *ik_same_sentence(enum ik_same same)
{
	switch (same) {
	case IK_SAME_NOT:
		return NULL;
	case IK_SAME_WHOLLY:
		return _("It is the certificate that is in use already.");
	case IK_SAME_CHAIN:
		return _("It is the certificate in use, with another chain: a new generation is "
			 "made.");
	case IK_SAME_GROUP:
		return _("It is the certificate in use, with another group for its key: a new "
			 "generation is made.");
	case IK_SAME_BROKEN:
		return _("It is the certificate in use, of which a file is missing, damaged or not "
			 "closed as it should be: a new generation is made.");
	case IK_SAME_CUT:
		return _("It is the certificate in use, but the change that put it there was "
			 "interrupted: a new generation is made.");
	}
	return NULL;
}
