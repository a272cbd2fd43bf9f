/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_passes.c: the files of an import are read once and looked at twice: as what they are, and,
 * where a key or a certificate is still lacking, for what their text quotes. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "files/brought.h"
#include "files/read.h"

enum { ZIP_FILE_MAX = 64 * 1024 * 1024 };

bool ik_import_bring(const char *file, struct ik_error *err)
{
	return ik_bring(file, ZIP_FILE_MAX, err);
}

void ik_import_forget_brought(void)
{
	ik_brought_forget();
}

void ik_import_pass_free(struct ik_import_pass *pass)
{
	for (size_t i = 0; i < pass->n; i++)
		ik_import_look_free(&pass->looks[i]);
	free(pass->looks);
	ik_import_pieces_free(&pass->pieces);
	*pass = (struct ik_import_pass){0};
}

void ik_import_files_free(struct ik_import_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		ik_secret_free(files->bytes[i]);
	free(files->bytes);
	*files = (struct ik_import_files){0};
}

bool ik_import_files_add(struct ik_import_files *files, const char *file, struct ik_error *err)
{
	ik_secret *bytes;

	if (!file || !*file)
		return ik_fail(err, IK_E_PATH_EMPTY);
	if (!ik_read_foreign(file, ZIP_FILE_MAX, &bytes, err))
		return false;
	files->bytes = ik_realloc(files->bytes, (files->n + 1) * sizeof(*files->bytes));
	files->bytes[files->n++] = bytes;
	return true;
}

/* What is no file of keys or certificates may still be a text about some. */
static bool is_unknown(enum ik_error_id id)
{
	switch (id) {
	case IK_E_IMPORT_FORMAT:
	case IK_E_IMPORT_IS_REQUEST:
	case IK_E_IMPORT_PUBLIC:
	case IK_E_IMPORT_OTHER:
	case IK_E_IMPORT_PART:
	case IK_E_IMPORT_ZIP_EMPTY:
	case IK_E_CERT_READ:
		return true;
	default:
		return false;
	}
}

/* One look at all files.  Each that holds nothing is an error, of which the first counts; what a
 * backup is refused with is for the caller to say. */
static void look_at_all(const struct ik_import_files *files, bool quoted, const ik_secret *password,
			bool keep, struct ik_watch *watch, struct ik_import_pass *pass)
{
	pass->looks = ik_alloc_array(files->n + 1, sizeof(*pass->looks));
	for (size_t i = 0; i < files->n; i++) {
		struct ik_import_look *look = &pass->looks[pass->n++];
		struct ik_error inner = {0};
		bool ok = ik_import_look_at(files->bytes[i], quoted, password,
					    keep ? &pass->pieces : NULL, watch, look, &inner);

		if (ok && look->is_backup && keep)
			ok = ik_fail(&inner, IK_E_IMPORT_BACKUP, "");
		if (ok && keep && look->content.kind == IK_CONTENT_ZIP && look->zip_files == 0)
			ok = ik_fail(&inner, IK_E_IMPORT_ZIP_EMPTY);
		if (!ok && pass->err.id == IK_E_NONE)
			pass->err = inner;
		if (!ok && !is_unknown(inner.id))
			return;
	}
}

/* What all files of a pass hold together. */
struct sum {
	bool keys, certificates;
	unsigned damaged;
};

static struct sum sum_of(const struct ik_import_pass *pass)
{
	struct sum sum = {0};

	for (size_t i = 0; i < pass->n; i++) {
		const struct ik_content_look *look = &pass->looks[i].content;

		/* What is encrypted whole may be either. */
		sum.keys = sum.keys || look->keys > 0 || look->hidden
			   || pass->looks[i].zip_encrypted;
		sum.certificates = sum.certificates || look->certificates > 0 || look->hidden
				   || pass->looks[i].zip_encrypted;
		sum.damaged += look->damaged;
	}
	return sum;
}

static bool lacks_something(const struct ik_import_pass *pass)
{
	struct sum sum = sum_of(pass);

	if (pass->err.id != IK_E_NONE)
		return is_unknown(pass->err.id);
	return !sum.keys || !sum.certificates || sum.damaged > 0;
}

/* Whether the second pass found what the first one lacked. */
static bool is_better(const struct ik_import_pass *second, const struct ik_import_pass *first)
{
	struct sum now = sum_of(second), before = sum_of(first);

	if (second->err.id != IK_E_NONE)
		return false;
	return first->err.id != IK_E_NONE || (now.keys && !before.keys)
	       || (now.certificates && !before.certificates)
	       || (now.damaged < before.damaged && now.keys >= before.keys
		   && now.certificates >= before.certificates);
}

void ik_import_look_through(const struct ik_import_files *files, const ik_secret *password,
			    bool keep, struct ik_watch *watch, struct ik_import_pass *pass)
{
	struct ik_import_pass second = {0}, dropped;

	*pass = (struct ik_import_pass){0};
	look_at_all(files, false, password, keep, watch, pass);
	if (!lacks_something(pass))
		return;
	look_at_all(files, true, password, keep, watch, &second);
	dropped = second;
	if (is_better(&second, pass)) {
		dropped = *pass;
		*pass = second;
	}
	ik_import_pass_free(&dropped);
}

bool ik_import_look(const char *file, struct ik_import_look *look, struct ik_error *err)
{
	struct ik_import_files files = {0};
	struct ik_import_pass pass = {0};
	bool ok = ik_import_files_add(&files, file, err);

	*look = (struct ik_import_look){0};
	if (ok) {
		ik_import_look_through(&files, NULL, false, NULL, &pass);
		ok = pass.err.id == IK_E_NONE || ik_pass(err, &pass.err);
	}
	if (ok) {
		*look = pass.looks[0];
		pass.looks[0] = (struct ik_import_look){0};
	}
	ik_import_pass_free(&pass);
	ik_import_files_free(&files);
	return ok;
}
