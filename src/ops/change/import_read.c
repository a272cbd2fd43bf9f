/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_read.c: the bytes of a foreign file are looked at in a child. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/pack.h"
#include "base/text.h"
#include "ops/backup/backup_fold.h"
#include "ops/rules/password.h"
#include "zip/foreign.h"
#include "zip/zip.h"

enum { HEADS = 256, LOOK_ROOM = 64 * 1024, NAME_SHOWN = 256 };

struct bytes {
	const void *data;
	size_t size;
};

/* --- in the child ----------------------------------------------------------------------------- */

/* What the child is asked for. */
struct asked {
	bool keep;   /* the pieces come back, too */
	bool quoted; /* the second look */
};

/* What was found so far. */
struct finding {
	struct ik_import_look *look;
	struct asked asked;
	const ik_secret *password; /* of the ZIP, or NULL */
	struct ik_import_pieces kept;
	bool has_manifest; /* two names that only a backup of ours has together */
	bool has_seal;
	bool nested; /* in a ZIP that lies in the ZIP */
};

static void pass_over(struct ik_list *names, const char *name)
{
	char *shown = ik_text_visible(name, strnlen(name, NAME_SHOWN));

	if (names->n < IK_IMPORT_NAMES_MAX && !ik_list_has(names, shown))
		ik_list_add(names, shown);
	free(shown);
}

void ik_import_pieces_add(struct ik_import_pieces *pieces, const char *name, const void *bytes,
			  size_t size)
{
	ik_secret *copy = ik_secret_new(size);

	ik_secret_set(copy, bytes, size, NULL);
	pieces->bytes = ik_realloc(pieces->bytes, (pieces->n + 1) * sizeof(*pieces->bytes));
	pieces->bytes[pieces->n++] = copy;
	pieces->size += size;
	ik_list_add(&pieces->names, name);
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
	sum->damaged += one->damaged;
	sum->quoted |= one->quoted;
	sum->rounds = one->rounds > UINT64_MAX - sum->rounds ? UINT64_MAX
							     : sum->rounds + one->rounds;
	if (one->unsupported && !sum->unsupported)
		sum->unsupported = ik_strdup(one->unsupported);
	add_protection(sum, one->protection);
	for (size_t i = 0; i < one->passed_over.n; i++)
		pass_over(&sum->passed_over, one->passed_over.items[i]);
}

/* BYTES at the second look: what they quote stands in *TEXT then. */
static void look_at_quoted(struct bytes *bytes, struct ik_content_look *look, ik_secret **text)
{
	bool is_pem = look->kind == IK_CONTENT_PEM || look->kind == IK_CONTENT_UNKNOWN;

	*text = NULL;
	if (!is_pem || !ik_content_unquote(bytes->data, bytes->size, text))
		return;
	*bytes = (struct bytes){ik_secret_data(*text), ik_secret_size(*text)};
	ik_content_look_free(look);
	ik_content_look(bytes->data, bytes->size, look);
	look->quoted = true;
}

static bool keep_piece(struct finding *finding, const char *name, struct bytes bytes,
		       struct ik_error *err)
{
	char *shown;

	if (!finding->asked.keep)
		return true;
	if (bytes.size > IK_IMPORT_KEPT_MAX - finding->kept.size)
		return ik_fail(err, IK_E_IMPORT_ZIP_LARGE, "8 MiB");
	shown = ik_text_visible(name, strnlen(name, NAME_SHOWN));
	ik_import_pieces_add(&finding->kept, shown, bytes.data, bytes.size);
	free(shown);
	return true;
}

static bool look_into_nested(struct finding *finding, const char *name, struct bytes bytes,
			     struct ik_error *err);

static bool visit(void *context, const char *name, const void *data, size_t size,
		  struct ik_error *err)
{
	struct finding *finding = context;
	struct bytes bytes = {data, size};
	struct ik_content_look one = {0};
	ik_secret *text = NULL;
	bool taken, ok = true;

	finding->has_manifest |= ik_backup_is_named(name, "manifest", NULL);
	finding->has_seal |= ik_backup_is_named(name, "seal.p12", NULL);
	if (data && ik_zip_begins(data, size) && !finding->nested)
		return look_into_nested(finding, name, bytes, err);
	if (data)
		ik_content_look(data, size, &one);
	if (data && finding->asked.quoted)
		look_at_quoted(&bytes, &one, &text);
	taken = one.kind != IK_CONTENT_UNKNOWN && one.kind != IK_CONTENT_ZIP;
	if (taken) {
		finding->look->zip_files++;
		add_look(&finding->look->content, &one);
		ok = keep_piece(finding, name, bytes, err);
	} else {
		pass_over(&finding->look->content.passed_over, name);
	}
	ik_content_look_free(&one);
	ik_secret_free(text);
	return ok;
}

static bool note_name(void *context, const char *name, const void *bytes, size_t size,
		      struct ik_error *err)
{
	struct finding *names = context;

	(void)bytes;
	(void)size;
	(void)err;
	names->has_manifest |= ik_backup_is_named(name, "manifest", NULL);
	names->has_seal |= ik_backup_is_named(name, "seal.p12", NULL);
	return true;
}

/* Once is enough: what mail and ticket systems wrap.  A backup of ours is not taken apart, nor what
 * is damaged. */
static bool look_into_nested(struct finding *finding, const char *name, struct bytes bytes,
			     struct ik_error *err)
{
	struct finding names = {0};
	struct ik_error inner = {0};
	bool ok = ik_foreign_zip(bytes.data, bytes.size, finding->password, note_name, &names,
				 &inner)
		  && !(names.has_manifest && names.has_seal);

	if (ok) {
		finding->nested = true;
		ok = ik_foreign_zip(bytes.data, bytes.size, finding->password, visit, finding, err);
		finding->nested = false;
		return ok;
	}
	if (inner.id == IK_E_IMPORT_PASSWORD_NEEDED || inner.id == IK_E_IMPORT_PASSWORD) {
		*err = inner;
		return false;
	}
	pass_over(&finding->look->content.passed_over, name);
	return true;
}

static bool look_into_zip(const ik_secret *bytes, struct finding *finding, struct ik_error *err)
{
	struct ik_error inner = {0};

	finding->look->content.kind = IK_CONTENT_ZIP;
	if (ik_foreign_zip(ik_secret_data(bytes), ik_secret_size(bytes), finding->password, visit,
			   finding, &inner))
		return true;
	finding->look->zip_encrypted = inner.id == IK_E_IMPORT_PASSWORD_NEEDED;
	if (finding->look->zip_encrypted && !finding->asked.keep)
		return true;
	*err = inner;
	return false;
}

static bool look_at(const ik_secret *file, struct finding *finding, struct ik_error *err)
{
	struct bytes bytes = {ik_secret_data(file), ik_secret_size(file)};
	struct ik_content_look *look = &finding->look->content;
	ik_secret *text = NULL;
	bool ok;

	if (ik_zip_begins(bytes.data, bytes.size))
		return look_into_zip(file, finding, err);
	if (bytes.size > IK_IMPORT_MAX)
		return ik_fail(err, IK_E_IMPORT_LARGE, "4 MiB");
	ik_content_look(bytes.data, bytes.size, look);
	if (finding->asked.quoted)
		look_at_quoted(&bytes, look, &text);
	ok = look->kind != IK_CONTENT_UNKNOWN ? keep_piece(finding, "", bytes, err)
					      : ik_content_refuse(bytes.data, bytes.size, err);
	ik_secret_free(text);
	return ok;
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
		ok = ik_pack_text(result, finding->kept.names.items[i])
		     && ik_pack_secret(result, finding->kept.bytes[i]);
	return ok;
}

/* The secret is the file, then the password if it is known to be needed. */
static bool look_job(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(secret);
	struct ik_import_look look = {0};
	struct finding finding = {.look = &look, .asked = *(const struct asked *)argument};
	ik_secret *bytes, *password;
	bool ok;

	ik_unpack_secret(&in, &bytes);
	ik_unpack_secret(&in, &password);
	finding.password = password;
	ok = ik_unpack_done(&in, err) && look_at(bytes, &finding, err);
	if (ok && !pack_finding(&finding, result))
		ok = ik_fail(err, IK_E_IMPORT_ZIP_LARGE, "8 MiB");
	ik_import_pieces_free(&finding.kept);
	ik_import_look_free(&look);
	ik_secret_free(password);
	ik_secret_free(bytes);
	return ok;
}

static void prepare(const void *argument)
{
	(void)argument;
	ik_zip_prepare(NULL); /* without it the reading says what is missing */
}

/* --- in the parent ---------------------------------------------------------------------------- */

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
		char *name = ik_unpack_text(&in);
		ik_secret *bytes = NULL;

		ik_unpack_secret(&in, &bytes);
		if (bytes && pieces)
			ik_import_pieces_add(pieces, name ? name : "", ik_secret_data(bytes),
					     ik_secret_size(bytes));
		ik_secret_free(bytes);
		free(name);
	}
	return ik_unpack_done(&in, err);
}

/* What is looked at, and how; PIECES may be NULL. */
struct looking {
	const ik_secret *bytes;
	bool quoted;
	struct ik_import_pieces *pieces;
	struct ik_watch *watch;
};

static bool look_contained(const struct looking *looking, const ik_secret *password,
			   struct ik_import_look *look, struct ik_error *err)
{
	const ik_secret *bytes = looking->bytes;
	struct asked asked = {.keep = looking->pieces != NULL, .quoted = looking->quoted};
	size_t password_size = password ? ik_secret_size(password) : 0;
	ik_secret *secret = ik_secret_new(ik_secret_size(bytes) + password_size + HEADS);
	struct ik_job job = {
		.run = look_job,
		.prepare = prepare,
		.argument = &asked,
		.secret = secret,
		.result_cap = LOOK_ROOM + (asked.keep ? 2 * IK_IMPORT_KEPT_MAX : 0),
	};
	ik_secret *result;
	bool ok;

	ik_pack_secret(secret, bytes);
	ik_pack_secret(secret, password);
	ok = ik_contain_one(&job, looking->watch, &result, err)
	     && take_finding(result, looking->pieces, look, err);
	ik_secret_free(result);
	ik_secret_free(secret);
	return ok;
}

/* An encrypted ZIP: in the form that passwords have everywhere, then as it was typed. */
static bool look_with_password(const struct looking *looking, const ik_secret *password,
			       struct ik_import_look *look, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *normal = NULL;
	bool changed = true, ok = false;

	if (ik_password_normal_form(password, &normal, &changed, NULL))
		ok = look_contained(looking, normal, look, &inner);
	ik_secret_free(normal);
	if (!ok && changed && (inner.id == IK_E_NONE || inner.id == IK_E_IMPORT_PASSWORD)) {
		ik_error_clear(&inner);
		ok = look_contained(looking, password, look, &inner);
	}
	look->zip_encrypted = true;
	return ok || ik_pass(err, &inner);
}

bool ik_import_look_at(const ik_secret *bytes, bool quoted, const ik_secret *password,
		       struct ik_import_pieces *pieces, struct ik_watch *watch,
		       struct ik_import_look *look, struct ik_error *err)
{
	const struct looking looking = {
		.bytes = bytes, .quoted = quoted, .pieces = pieces, .watch = watch};
	bool given = password && ik_secret_size(password) > 0;
	struct ik_error inner = {0};
	bool ok;

	*look = (struct ik_import_look){0};
	ok = look_contained(&looking, NULL, look, &inner);
	if (!ok && inner.id == IK_E_IMPORT_PASSWORD_NEEDED && given) {
		ik_error_clear(&inner);
		ok = look_with_password(&looking, password, look, &inner);
	}
	look->size = ik_secret_size(bytes);
	if (ok)
		return true;
	ik_import_look_free(look);
	return ik_pass(err, &inner);
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
	ik_list_free(&pieces->names);
	*pieces = (struct ik_import_pieces){0};
}
