/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_open.c: from bytes that anybody may have made to contents that the password vouches for.
 */
#include "config.h"

#include "ops/backup/backup_fold.h"
#include "ops/backup/backup_open.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/i18n.h"
#include "base/pack.h"
#include "ops/records/reading.h"
#include "ops/records/state.h"
#include "ops/rules/password.h"
#include "pki/digest.h"
#include "pki/seal.h"

/* What the members take on their way from the child, at most: their content, and a name and heads
 * for each. */
enum { UNPACKED_CAP = IK_ZIP_MAX + IK_ZIP_MEMBERS_MAX * 512, SEAL_CAP = 2 * IK_ZIP_MEMBER_MAX };

struct bytes {
	const void *data;
	size_t size;
};

/* --- ZIP rules -------------------------------------------------------------------------------- */

static void prepare_zip(const void *argument)
{
	(void)argument;
	ik_zip_prepare(NULL); /* without it the reading says what is missing */
}

/* A member that was passed over is a name alone. */
static bool pack_member(void *result, const char *name, const struct ik_buffer *content,
			struct ik_error *err)
{
	return (ik_pack_text(result, name) && ik_pack_number(result, content != NULL)
		&& (!content || ik_pack_bytes(result, content->data, content->size)))
	       || ik_fail(err, IK_E_BACKUP_LARGE, "64 MiB");
}

/* In the child: all members, each as name and content. */
static bool unpack(const void *argument, const ik_secret *secret, ik_secret *result,
		   struct ik_error *err)
{
	const struct bytes *file = argument;

	(void)secret;
	return ik_zip_each(file->data, file->size, pack_member, result, err);
}

static void take_member(struct ik_unpack *in, struct ik_zip *zip)
{
	struct ik_buffer content = {0};
	char *name = ik_unpack_text(in);
	bool is_read = ik_unpack_number(in) != 0;

	if (is_read)
		ik_unpack_bytes(in, &content);
	if (!name || in->failed)
		in->failed = true;
	else if (is_read)
		ik_zip_add(zip, name, content.data, content.size);
	else
		ik_zip_pass_over(zip, name);
	ik_buffer_free(&content);
	free(name);
}

/* What has been taken is given back at once, or all would be in memory twice. */
static bool take_members(ik_secret *result, struct ik_zip *zip, struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(result);

	while (in.left > 0 && !in.failed && zip->n < IK_ZIP_MEMBERS_MAX) {
		take_member(&in, zip);
		ik_secret_forget(result, ik_secret_size(result) - in.left);
	}
	return ik_unpack_done(&in, err);
}

static bool open_zip(const void *bytes, size_t size, struct ik_watch *watch, struct ik_zip *zip,
		     struct ik_error *err)
{
	struct bytes file = {.data = bytes, .size = size};
	struct ik_job job = {.run = unpack,
			     .prepare = prepare_zip,
			     .argument = &file,
			     .result_cap = UNPACKED_CAP};
	ik_secret *result;
	bool ok = ik_contain_one(&job, watch, &result, err) && take_members(result, zip, err);

	ik_secret_free(result);
	return ok && ik_backup_unfold(zip, err);
}

/* --- the seal --------------------------------------------------------------------------------- */

/* In the child: the hash that the MAC protects. */
static bool check_seal(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	const struct ik_buffer *der = argument;
	struct ik_buffer certificate = {0};
	char sha256[65];
	bool ok = ik_seal_open(der->data, der->size, secret, sha256, &certificate, err)
		  && (ik_pack_text(result, sha256) || ik_fail(err, IK_E_CHILD_LIED));

	ik_buffer_free(&certificate);
	return ok;
}

/* A blank at an end came along from somewhere, and nobody sees it. */
static bool hint_at_blank(const ik_secret *password, struct ik_error *err)
{
	if (err && err->id == IK_E_BACKUP_PASSWORD && ik_password_has_outer_blank(password))
		ik_error_detail(err, "%s", _("The password begins or ends with a blank."));
	return false;
}

static bool open_seal(const struct ik_buffer *seal, const ik_secret *password,
		      struct ik_watch *watch, char sha256[65], struct ik_error *err)
{
	struct ik_job job = {
		.run = check_seal, .argument = seal, .secret = password, .result_cap = SEAL_CAP};
	struct ik_unpack in;
	ik_secret *result;
	char *text;
	bool ok;

	if (!ik_contain_one(&job, watch, &result, err))
		return hint_at_blank(password, err);
	in = ik_unpack_begin(result);
	text = ik_unpack_text(&in);
	ok = (ik_unpack_end(&in) && text && strlen(text) == 64) || ik_fail(err, IK_E_CHILD_LIED);
	if (ok)
		memcpy(sha256, text, 65);
	free(text);
	ik_secret_free(result);
	return ok;
}

/* --- the list of contents --------------------------------------------------------------------- */

static bool hash_is(const struct ik_buffer *bytes, const char *sha256, bool *same,
		    struct ik_error *err)
{
	char found[65];

	if (!ik_digest_sha256(bytes->data, bytes->size, found, err))
		return false;
	*same = !strcmp(found, sha256);
	return true;
}

static bool open_manifest(const struct ik_buffer *text, const char *sha256,
			  struct ik_manifest *manifest, struct ik_error *err)
{
	bool same;

	if (!hash_is(text, sha256, &same, err))
		return false;
	if (!same)
		return ik_fail(err, IK_E_BACKUP_FORGED);
	return ik_manifest_parse(text->data, text->size, manifest, err);
}

/* --- the members ------------------------------------------------------------------------------ */

/* All names in the order in which they are kept: the list of contents and the seal stand second and
 * third. */
static void expected_names(const struct ik_manifest *manifest, struct ik_list *names)
{
	for (size_t i = 0; i < manifest->n_members; i++) {
		ik_list_add(names, manifest->members[i].name);
		if (i == 0) {
			ik_list_add(names, "manifest");
			ik_list_add(names, "seal.p12");
		}
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct ik_zip_member *)a)->name,
		      ((const struct ik_zip_member *)b)->name);
}

/* The members in the order of NAMES, each once: NULL, and FOUND tells which are there. */
static struct ik_zip_member *in_order(struct ik_zip *zip, const struct ik_list *names, bool *found)
{
	struct ik_zip_member *ordered = ik_alloc_array(names->n + 1, sizeof(*ordered));
	bool all = zip->n == names->n;

	qsort(zip->members, zip->n, sizeof(*zip->members), by_name);
	for (size_t i = 0; i < names->n; i++) {
		const struct ik_zip_member wanted = {.name = names->items[i]};
		const struct ik_zip_member *member = bsearch(&wanted, zip->members, zip->n,
							     sizeof(wanted), by_name);

		if (member) {
			ordered[i] = *member;
			found[member - zip->members] = true;
		}
		all = all && member;
	}
	if (all)
		return ordered;
	free(ordered);
	return NULL;
}

/* What does not belong is said before what is missing. */
static bool blame_name(const struct ik_zip *zip, const struct ik_list *names, const bool *found,
		       struct ik_error *err)
{
	for (size_t i = 0; i < zip->n; i++)
		if (!found[i])
			return ik_backup_says(IK_E_BACKUP_MEMBER, zip->members[i].name, err);
	for (size_t i = 0; i < names->n; i++)
		if (!ik_zip_find(zip, names->items[i]))
			return ik_fail(err, IK_E_BACKUP_MISSING, names->items[i]);
	return ik_fail(err, IK_E_BACKUP_MANIFEST); /* it names one twice */
}

/* Exactly the members that the list names, wherever they lay.  They are put in its order. */
static bool check_names(struct ik_backup_opened *opened, struct ik_error *err)
{
	struct ik_zip *zip = &opened->zip;
	bool *found = ik_alloc_array(zip->n + 1, sizeof(*found));
	struct ik_list names = {0};
	struct ik_zip_member *ordered;

	expected_names(&opened->manifest, &names);
	ordered = in_order(zip, &names, found);
	if (ordered) {
		free(zip->members);
		zip->members = ordered;
	} else {
		blame_name(zip, &names, found, err);
	}
	ik_list_free(&names);
	free(found);
	return ordered != NULL;
}

/* The names are right by now. */
static bool check_contents(const struct ik_backup_opened *opened, struct ik_error *err)
{
	for (size_t i = 0; i < opened->manifest.n_members; i++) {
		const struct ik_manifest_member *listed = &opened->manifest.members[i];
		const struct ik_buffer *content = &opened->zip.members[i == 0 ? 0 : i + 2].content;
		bool same;

		if (!hash_is(content, listed->sha256, &same, err))
			return false;
		if (!same || content->size != listed->size)
			return ik_fail(err, IK_E_BACKUP_CHANGED, listed->name);
	}
	return true;
}

/* --- the order -------------------------------------------------------------------------------- */

/* What the steps to come need to be there at all. */
static bool find_ours(const struct ik_zip *zip, const struct ik_zip_member **list,
		      const struct ik_zip_member **seal, struct ik_error *err)
{
	*list = ik_zip_find(zip, "manifest");
	*seal = ik_zip_find(zip, "seal.p12");
	if (!*list && !*seal)
		return ik_fail(err, IK_E_BACKUP_NOT_OURS);
	if (!*seal)
		return ik_fail(err, IK_E_BACKUP_NO_MAC);
	if ((*seal)->content.size > IK_ZIP_MEMBER_MAX)
		return ik_fail(err, IK_E_BACKUP_SEAL);
	return *list || ik_fail(err, IK_E_BACKUP_MISSING, "manifest");
}

bool ik_backup_peek(const void *bytes, size_t size, struct ik_manifest *manifest,
		    struct ik_error *err)
{
	const struct ik_zip_member *list, *seal;
	struct ik_zip zip = {0};
	bool ok = open_zip(bytes, size, NULL, &zip, err) && find_ours(&zip, &list, &seal, err);

	*manifest = (struct ik_manifest){0};
	if (ok && !ik_manifest_parse(list->content.data, list->content.size, manifest, NULL))
		ik_manifest_free(manifest);
	ik_zip_free(&zip);
	return ok;
}

/* All that comes before the keys. */
static bool open_contents(const void *bytes, size_t size, const ik_secret *password,
			  struct ik_watch *watch, struct ik_backup_opened *opened,
			  struct ik_error *err)
{
	const struct ik_zip_member *list, *seal;
	char sha256[65];

	*opened = (struct ik_backup_opened){0};
	return open_zip(bytes, size, watch, &opened->zip, err)
	       && find_ours(&opened->zip, &list, &seal, err)
	       && open_seal(&seal->content, password, watch, sha256, err)
	       && open_manifest(&list->content, sha256, &opened->manifest, err)
	       && check_names(opened, err) && check_contents(opened, err);
}

bool ik_backup_open(const void *bytes, size_t size, const ik_secret *password,
		    const ik_store *same_as, struct ik_watch *watch,
		    struct ik_backup_opened *opened, struct ik_error *err)
{
	bool ok = open_contents(bytes, size, password, watch, opened, err)
		  && ik_backup_open_keys(opened, password, same_as, NULL, watch, err);

	if (!ok)
		ik_backup_opened_free(opened);
	return ok;
}

bool ik_backup_open_with_keys(const void *bytes, size_t size, const ik_secret *password,
			      struct ik_watch *watch, struct ik_backup_opened *opened,
			      struct ik_error *err)
{
	bool ok = open_contents(bytes, size, password, watch, opened, err);

	if (ok) {
		opened->keys = ik_alloc_array(ik_manifest_slots(&opened->manifest) + 1,
					      sizeof(ik_secret *));
		ok = ik_backup_open_keys(opened, password, NULL, opened->keys, watch, err);
	}
	if (!ok)
		ik_backup_opened_free(opened);
	return ok;
}

const struct ik_buffer *ik_backup_opened_file(const struct ik_backup_opened *opened,
					      const char *path)
{
	const struct ik_zip_member *member = ik_zip_find(&opened->zip, path);

	return member ? &member->content : NULL;
}

const struct ik_buffer *ik_backup_opened_member(const struct ik_backup_opened *opened, size_t slot,
						const char *name)
{
	char *path = ik_manifest_path(&opened->manifest, slot, name);
	const struct ik_buffer *content = ik_backup_opened_file(opened, path);

	free(path);
	return content;
}

bool ik_backup_opened_facts(const struct ik_backup_opened *opened, struct ik_watch *watch,
			    struct ik_facts *facts, struct ik_error *err)
{
	const struct ik_manifest *manifest = &opened->manifest;
	struct ik_reading *readings = ik_alloc_array(manifest->n_generations + 1,
						     sizeof(*readings));
	bool ok = true;

	for (size_t i = 0; i < manifest->n_generations; i++)
		if (manifest->generations[i].state != IK_STATE_DAMAGED)
			readings[i].certificate = ik_backup_opened_member(opened, i,
									  "certificate.pem");
	ik_readings_run(readings, manifest->n_generations, watch);
	for (size_t i = 0; i < manifest->n_generations; i++) {
		facts[i] = readings[i].facts;
		readings[i].facts = (struct ik_facts){0};
		if (readings[i].certificate && !readings[i].has_facts)
			ok = ik_pass(err, &readings[i].unread);
		ik_reading_free(&readings[i]);
	}
	free(readings);
	return ok;
}

void ik_backup_opened_free(struct ik_backup_opened *opened)
{
	for (size_t i = 0; opened->keys && i < ik_manifest_slots(&opened->manifest); i++)
		ik_secret_free(opened->keys[i]);
	free(opened->keys);
	opened->keys = NULL;
	ik_zip_free(&opened->zip);
	ik_manifest_free(&opened->manifest);
}
