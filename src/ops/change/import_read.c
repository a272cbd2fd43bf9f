/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_read.c: a foreign file is read once, and looked at in a child. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "base/text.h"
#include "files/read.h"
#include "ops/backup/backup_fold.h"
#include "ops/rules/password.h"
#include "zip/foreign.h"
#include "zip/zip.h"

enum { ZIP_FILE_MAX = 64 * 1024 * 1024, HEADS = 256, LOOK_ROOM = 64 * 1024 };

/* --- in the child --------------------------------------------------------------------------------
 */

/* What was found so far. */
struct finding {
	struct ik_import_look *look;
	struct ik_import_pieces kept;
	bool keep;
	bool has_manifest; /* two names that only a backup of ours has together */
	bool has_seal;
};

static void pass_over(struct ik_list *names, const char *name)
{
	char *shown = ik_text_visible(name, strnlen(name, 256));

	if (names->n < IK_IMPORT_NAMES_MAX && !ik_list_has(names, shown))
		ik_list_add(names, shown);
	free(shown);
}

static void keep(struct ik_import_pieces *pieces, const void *bytes, size_t size)
{
	ik_secret *copy = ik_secret_new(size);

	ik_secret_set(copy, bytes, size, NULL);
	pieces->bytes = ik_realloc(pieces->bytes, (pieces->n + 1) * sizeof(*pieces->bytes));
	pieces->bytes[pieces->n++] = copy;
	pieces->size += size;
}

static void add_protection(struct ik_content_look *sum, const char *protection)
{
	char *both;

	if (!protection || (sum->protection && strstr(sum->protection, protection)))
		return;
	both = sum->protection ? ik_format("%s, %s", sum->protection, protection)
			       : ik_strdup(protection);
	free(sum->protection);
	sum->protection = both;
}

/* What is in a ZIP counts as one. */
static void add_look(struct ik_content_look *sum, const struct ik_content_look *one)
{
	sum->keys += one->keys;
	sum->certificates += one->certificates;
	sum->hidden |= one->hidden;
	sum->needs_password |= one->needs_password;
	sum->has_mac |= one->has_mac;
	sum->mac_checkable |= one->mac_checkable;
	sum->weak |= one->weak;
	sum->rounds = one->rounds > UINT64_MAX - sum->rounds ? UINT64_MAX
							     : sum->rounds + one->rounds;
	if (one->unsupported && !sum->unsupported)
		sum->unsupported = ik_strdup(one->unsupported);
	add_protection(sum, one->protection);
	for (size_t i = 0; i < one->passed_over.n; i++)
		pass_over(&sum->passed_over, one->passed_over.items[i]);
}

static bool visit(void *context, const char *name, const void *bytes, size_t size,
		  struct ik_error *err)
{
	struct finding *finding = context;
	struct ik_content_look one = {0};
	bool taken;

	finding->has_manifest |= ik_backup_is_named(name, "manifest", NULL);
	finding->has_seal |= ik_backup_is_named(name, "seal.p12", NULL);
	if (bytes)
		ik_content_look(bytes, size, &one);
	taken = one.kind != IK_CONTENT_UNKNOWN && one.kind != IK_CONTENT_ZIP;
	if (taken) {
		finding->look->zip_files++;
		add_look(&finding->look->content, &one);
	} else {
		pass_over(&finding->look->content.passed_over, name);
	}
	ik_content_look_free(&one);
	if (!taken || !finding->keep)
		return true;
	if (size > IK_IMPORT_KEPT_MAX - finding->kept.size)
		return ik_fail(err, IK_E_IMPORT_ZIP_LARGE, "8 MiB");
	keep(&finding->kept, bytes, size);
	return true;
}

static bool look_into_zip(const ik_secret *bytes, const ik_secret *password,
			  struct finding *finding, struct ik_error *err)
{
	struct ik_error inner = {0};

	finding->look->content.kind = IK_CONTENT_ZIP;
	if (ik_foreign_zip(ik_secret_data(bytes), ik_secret_size(bytes), password, visit, finding,
			   &inner))
		return true;
	finding->look->zip_encrypted = inner.id == IK_E_IMPORT_PASSWORD_NEEDED;
	if (finding->look->zip_encrypted && !finding->keep)
		return true;
	*err = inner;
	return false;
}

static bool look_at(const ik_secret *bytes, const ik_secret *password, struct finding *finding,
		    struct ik_error *err)
{
	size_t size = ik_secret_size(bytes);

	if (ik_zip_begins(ik_secret_data(bytes), size))
		return look_into_zip(bytes, password, finding, err);
	if (size > IK_IMPORT_MAX)
		return ik_fail(err, IK_E_IMPORT_LARGE, "4 MiB");
	ik_content_look(ik_secret_data(bytes), size, &finding->look->content);
	return finding->look->content.kind != IK_CONTENT_UNKNOWN
	       || ik_content_refuse(ik_secret_data(bytes), size, err);
}

static bool pack_finding(const struct finding *finding, ik_secret *result)
{
	const struct ik_import_look *look = finding->look;
	bool ok = ik_content_look_pack(&look->content, result)
		  && ik_pack_number(result, look->zip_encrypted)
		  && ik_pack_number(result, finding->has_manifest && finding->has_seal)
		  && ik_pack_number(result, look->zip_files)
		  && ik_pack_number(result, (int64_t)finding->kept.n);

	for (size_t i = 0; ok && i < finding->kept.n; i++)
		ok = ik_pack_secret(result, finding->kept.bytes[i]);
	return ok;
}

/* The secret is the file, then the password if it is known to be needed; ARGUMENT whether to keep
 * what is in a ZIP. */
static bool look_job(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(secret);
	struct ik_import_look look = {0};
	struct finding finding = {.look = &look, .keep = *(const bool *)argument};
	ik_secret *bytes, *password;
	bool ok;

	ik_unpack_secret(&in, &bytes);
	ik_unpack_secret(&in, &password);
	ok = ik_unpack_done(&in, err) && look_at(bytes, password, &finding, err);
	if (ok && !pack_finding(&finding, result))
		ok = ik_fail(err, IK_E_IMPORT_ZIP_LARGE, "8 MiB");
	ik_import_pieces_free(&finding.kept);
	ik_import_look_free(&look);
	ik_secret_free(password);
	ik_secret_free(bytes);
	return ok;
}

static void prepare(void)
{
	ik_zip_prepare(NULL); /* without it the reading says what is missing */
}

/* --- in the parent -------------------------------------------------------------------------------
 */

static bool take_finding(const ik_secret *result, struct ik_import_pieces *pieces,
			 struct ik_import_look *look, struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(result);
	int64_t n;

	ik_content_look_unpack(&in, &look->content);
	look->zip_encrypted = ik_unpack_number(&in) != 0;
	look->is_backup = ik_unpack_number(&in) != 0;
	look->zip_files = (unsigned)ik_unpack_number(&in);
	n = ik_unpack_number(&in);
	for (int64_t i = 0; i < n && !in.failed; i++) {
		ik_secret *bytes = NULL;

		ik_unpack_secret(&in, &bytes);
		if (bytes && pieces)
			keep(pieces, ik_secret_data(bytes), ik_secret_size(bytes));
		ik_secret_free(bytes);
	}
	return ik_unpack_done(&in, err);
}

static bool look_contained(const ik_secret *bytes, const ik_secret *password,
			   struct ik_import_pieces *pieces, struct ik_watch *watch,
			   struct ik_import_look *look, struct ik_error *err)
{
	bool wants = pieces != NULL;
	size_t password_size = password ? ik_secret_size(password) : 0;
	ik_secret *secret = ik_secret_new(ik_secret_size(bytes) + password_size + HEADS);
	struct ik_job job = {
		.run = look_job,
		.prepare = prepare,
		.argument = &wants,
		.secret = secret,
		.result_cap = LOOK_ROOM + (wants ? 2 * IK_IMPORT_KEPT_MAX : 0),
	};
	ik_secret *result;
	bool ok;

	ik_pack_secret(secret, bytes);
	ik_pack_secret(secret, password);
	ok = ik_contain_one(&job, watch, &result, err) && take_finding(result, pieces, look, err);
	ik_secret_free(result);
	ik_secret_free(secret);
	return ok;
}

/* An encrypted ZIP: in the form that passwords have everywhere, then as it was typed. */
static bool look_with_password(const ik_secret *bytes, const ik_secret *password,
			       struct ik_import_pieces *pieces, struct ik_watch *watch,
			       struct ik_import_look *look, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *normal = NULL;
	bool changed = true, ok = false;

	if (ik_password_normal_form(password, &normal, &changed, NULL))
		ok = look_contained(bytes, normal, pieces, watch, look, &inner);
	ik_secret_free(normal);
	if (!ok && changed && (inner.id == IK_E_NONE || inner.id == IK_E_IMPORT_PASSWORD)) {
		ik_error_clear(&inner);
		ok = look_contained(bytes, password, pieces, watch, look, &inner);
	}
	look->zip_encrypted = true;
	if (!ok)
		ik_pass(err, &inner);
	return ok;
}

bool ik_import_read(const char *file, const ik_secret *password, struct ik_import_pieces *pieces,
		    struct ik_watch *watch, struct ik_import_look *look, struct ik_error *err)
{
	bool given = password && ik_secret_size(password) > 0;
	struct ik_error inner = {0};
	ik_secret *bytes;
	bool ok;

	*look = (struct ik_import_look){0};
	if (!ik_read_foreign(file, ZIP_FILE_MAX, &bytes, err))
		return false;
	ok = look_contained(bytes, NULL, pieces, watch, look, &inner);
	if (!ok && inner.id == IK_E_IMPORT_PASSWORD_NEEDED && given) {
		ik_error_clear(&inner);
		ok = look_with_password(bytes, password, pieces, watch, look, &inner);
	}
	look->size = ik_secret_size(bytes);
	if (ok && pieces && look->content.kind != IK_CONTENT_ZIP)
		keep(pieces, ik_secret_data(bytes), ik_secret_size(bytes));
	ik_secret_free(bytes);
	if (!ok) {
		ik_import_look_free(look);
		ik_pass(err, &inner);
	}
	return ok;
}

bool ik_import_look(const char *file, struct ik_import_look *look, struct ik_error *err)
{
	return ik_import_read(file, NULL, NULL, NULL, look, err);
}

void ik_import_look_free(struct ik_import_look *look)
{
	ik_content_look_free(&look->content);
	*look = (struct ik_import_look){0};
}

void ik_import_pieces_free(struct ik_import_pieces *pieces)
{
	for (size_t i = 0; i < pieces->n; i++)
		ik_secret_free(pieces->bytes[i]);
	free(pieces->bytes);
	*pieces = (struct ik_import_pieces){0};
}
