/* SPDX-License-Identifier: GPL-3.0-or-later */
/* info.c: the file "info" of a generation, read and written. */
#include "config.h"

#include "ops/records/info.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"
#include "store/store.h"
#include "trust/statement.h"

enum { NAME_MAX_BYTES = 256 }; /* of a user or group; longer ones are nobody's */

static const char *const origins[] = {
	[IK_ORIGIN_GENERATED] = "generated",
	[IK_ORIGIN_REQUESTED] = "requested",
	[IK_ORIGIN_IMPORTED] = "imported",
	[IK_ORIGIN_ROLLED_BACK] = "rolled-back",
};
_Static_assert(IK_COUNT(origins) == IK_ORIGIN_COUNT, "every origin has its word");

const char *ik_origin_id(enum ik_origin origin)
{
	return origins[origin];
}

static char *user_name(void)
{
	const struct passwd *user = getpwuid(geteuid());

	return user ? ik_text_visible(user->pw_name, strlen(user->pw_name))
		    : ik_format("uid %u", (unsigned)geteuid());
}

/* The environment is foreign text, and the caller's to set: a remark for the reader, never a proof.
 */
static char *sudo_user(void)
{
	const char *name = getenv("SUDO_USER");

	return name ? ik_text_visible(name, strnlen(name, NAME_MAX_BYTES)) : ik_strdup("");
}

void ik_info_begin(struct ik_info *info, enum ik_origin origin, int64_t now, unsigned replaces)
{
	*info = (struct ik_info){
		.origin = origin,
		.made_at = now,
		.by = user_name(),
		.sudo_user = sudo_user(),
		.exportable = true,
		.key_group = ik_strdup(""),
		.lost_key_group = ik_strdup(""),
		.replaces = replaces,
	};
}

/* Each reads one value into INFO; false if it makes no sense. */

static bool read_origin(const char *value, struct ik_info *info)
{
	for (size_t i = 0; i < IK_COUNT(origins); i++)
		if (!strcmp(value, origins[i])) {
			info->origin = (enum ik_origin)i;
			return true;
		}
	return false;
}

static bool read_made_at(const char *value, struct ik_info *info)
{
	info->made_at = ik_date_from_rfc3339(value);
	return info->made_at >= 0;
}

static bool read_name(const char *value, char **to)
{
	if (strlen(value) > NAME_MAX_BYTES * 4) /* visible forms are longer */
		return false;
	free(*to);
	*to = ik_text_visible(value, strlen(value));
	return true;
}

static bool read_by(const char *value, struct ik_info *info)
{
	return *value && read_name(value, &info->by);
}

static bool read_sudo_user(const char *value, struct ik_info *info)
{
	return read_name(value, &info->sudo_user);
}

static bool read_exportable(const char *value, struct ik_info *info)
{
	info->exportable = !strcmp(value, "yes");
	return info->exportable || !strcmp(value, "no");
}

static bool read_key_group(const char *value, struct ik_info *info)
{
	return read_name(value, &info->key_group);
}

static bool read_no_key_group(const char *value, struct ik_info *info)
{
	info->no_key_group = !strcmp(value, "yes");
	return info->no_key_group || !strcmp(value, "no");
}

static bool read_lost_key_group(const char *value, struct ik_info *info)
{
	return read_name(value, &info->lost_key_group);
}

static bool read_backup_number(const char *value, struct ik_info *info)
{
	uint64_t number;

	if (!ik_text_number(value, IK_GENERATION_MAX, &number))
		return false;
	info->backup_number = (unsigned)number;
	return true;
}

static bool read_restored_at(const char *value, struct ik_info *info)
{
	info->restored_at = ik_date_from_rfc3339(value);
	return info->restored_at >= 0;
}

static bool read_used_since(const char *value, struct ik_info *info)
{
	info->used_since = ik_date_from_rfc3339(value);
	return info->used_since >= 0;
}

static bool read_asked_subject(const char *value, struct ik_info *info)
{
	info->asked.subject = ik_text_visible(value, strlen(value));
	return true;
}

static bool read_asked_names(const char *value, struct ik_info *info)
{
	for (const char *at = value; *at;) {
		size_t size = strcspn(at, ", ");

		if (size)
			ik_list_take(&info->asked.names, ik_text_visible(at, size));
		at += size + (at[size] != '\0');
	}
	return true;
}

static bool read_replaces(const char *value, struct ik_info *info)
{
	uint64_t number;

	if (!ik_text_number(value, IK_GENERATION_MAX, &number))
		return false;
	info->replaces = (int64_t)number;
	return true;
}

static bool read_step(const char *value, struct ik_info *info)
{
	return ik_text_number(value, IK_SEQUENCE_MAX, &info->step) && info->step > 0;
}

/* False: one of them is no number.  The list is what its writer made it. */
static bool read_backup_steps(const char *value, struct ik_info *info)
{
	for (const char *at = value; *at;) {
		size_t size = strcspn(at, " ");
		char *text = ik_strndup(at, size);
		uint64_t number = 0;

		ik_list_take(&info->backup_steps, text);
		if (!ik_text_number(text, IK_SEQUENCE_MAX, &number) || number == 0)
			return false;
		at += size + (at[size] != '\0');
	}
	return info->backup_steps.n > 0;
}

static const struct entry {
	const char *id;
	bool needed;
	bool (*read)(const char *value, struct ik_info *info);
} entries[] = {
	{"origin", true, read_origin},
	{"made-at", true, read_made_at},
	{"by", true, read_by},
	{"sudo-user", false, read_sudo_user},
	{"exportable", true, read_exportable},
	{"key-group", false, read_key_group},
	{"no-key-group", false, read_no_key_group},
	{"lost-key-group", false, read_lost_key_group},
	{"backup-number", false, read_backup_number},
	{"restored-at", false, read_restored_at},
	{"used-since", false, read_used_since},
	{"replaces", false, read_replaces},
	{"asked-subject", false, read_asked_subject},
	{"asked-names", false, read_asked_names},
	{"step", false, read_step},
	{"backup-steps", false, read_backup_steps},
};

static bool damaged(struct ik_error *err, const char *what, const char *id)
{
	ik_fail(err, IK_E_STORE_INFO, what);
	return ik_error_detail(err, "info: %s", id);
}

static size_t occurrences(const struct ik_pairs *pairs, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < pairs->n; i++)
		n += !strcmp(pairs->items[i].id, id);
	return n;
}

static bool read_entries(const struct ik_pairs *pairs, const char *what, struct ik_info *info,
			 struct ik_error *err)
{
	for (size_t i = 0; i < IK_COUNT(entries); i++) {
		const struct entry *entry = &entries[i];
		size_t n = occurrences(pairs, entry->id);

		if (n > 1 || (n == 0 && entry->needed))
			return damaged(err, what, entry->id);
		if (n == 1 && !entry->read(ik_pairs_get(pairs, entry->id), info))
			return damaged(err, what, entry->id);
	}
	return true;
}

bool ik_info_parse(const void *text, size_t size, const char *what, struct ik_info *info,
		   struct ik_error *err)
{
	struct ik_pairs pairs = {0};
	struct ik_error inner = {0};
	bool ok;

	ik_info_free(info);
	*info = (struct ik_info){
		.by = ik_strdup(""),
		.sudo_user = ik_strdup(""),
		.key_group = ik_strdup(""),
		.lost_key_group = ik_strdup(""),
		.replaces = IK_REPLACES_UNKNOWN,
	};
	ok = ik_pairs_parse(text, size, &pairs, &inner);
	if (!ok)
		damaged(err, what, inner.id == IK_E_PAIRS_LINE ? inner.arg[0] : "UTF-8");
	else
		ok = read_entries(&pairs, what, info, err);
	if (!ok)
		ik_info_free(info);
	ik_pairs_free(&pairs);
	return ok;
}

/* Nothing for 0. */
static void write_moment(struct ik_buffer *text, const char *id, int64_t moment)
{
	char *value = moment ? ik_date_rfc3339(moment) : NULL;

	if (value)
		ik_pairs_write(text, id, value);
	free(value);
}

static void write_number(struct ik_buffer *text, const char *id, int64_t number)
{
	char *value = ik_format("%lld", (long long)number);

	ik_pairs_write(text, id, value);
	free(value);
}

static void write_asked(struct ik_buffer *text, const struct ik_asked *asked)
{
	char *names;

	if (!asked->subject)
		return;
	names = ik_list_join(&asked->names, ", ");
	ik_pairs_write(text, "asked-subject", asked->subject);
	ik_pairs_write(text, "asked-names", names);
	free(names);
}

static void write_backup_steps(struct ik_buffer *text, const struct ik_list *steps)
{
	char *value = ik_list_join(steps, " ");

	if (*value)
		ik_pairs_write(text, "backup-steps", value);
	free(value);
}

void ik_info_write(const struct ik_info *info, struct ik_buffer *text)
{
	char *made_at = ik_date_rfc3339(info->made_at);

	ik_pairs_write(text, "origin", origins[info->origin]);
	ik_pairs_write(text, "made-at", made_at);
	ik_pairs_write(text, "by", info->by);
	if (*info->sudo_user)
		ik_pairs_write(text, "sudo-user", info->sudo_user);
	ik_pairs_write(text, "exportable", info->exportable ? "yes" : "no");
	if (*info->key_group)
		ik_pairs_write(text, "key-group", info->key_group);
	if (info->no_key_group)
		ik_pairs_write(text, "no-key-group", "yes");
	if (*info->lost_key_group)
		ik_pairs_write(text, "lost-key-group", info->lost_key_group);
	if (info->backup_number)
		write_number(text, "backup-number", info->backup_number);
	write_moment(text, "restored-at", info->restored_at);
	write_moment(text, "used-since", info->used_since);
	if (info->replaces != IK_REPLACES_UNKNOWN)
		write_number(text, "replaces", info->replaces);
	write_asked(text, &info->asked);
	if (info->step)
		write_number(text, "step", (int64_t)info->step);
	write_backup_steps(text, &info->backup_steps);
	free(made_at);
}

void ik_info_free(struct ik_info *info)
{
	free(info->by);
	free(info->sudo_user);
	free(info->key_group);
	free(info->lost_key_group);
	ik_asked_free(&info->asked);
	ik_list_free(&info->backup_steps);
	*info = (struct ik_info){0};
}
