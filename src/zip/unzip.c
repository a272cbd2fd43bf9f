/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unzip.c: unpacks what structure.c found in order, counting while it reads. */
#include "config.h"

#include <string.h>

#include "base/alloc.h"
#include "zip/library.h"
#include "zip/structure.h"
#include "zip/zip.h"

struct reader {
	const struct ik_archive *lib;
	struct archive *a;
	bool (*visit)(void *self, const char *name, const struct ik_buffer *content,
		      struct ik_error *err);
	void *self;
	struct ik_error *err;
};

static bool damaged(const struct reader *r)
{
	const char *why = r->a ? r->lib->archive_error_string(r->a) : NULL;
	/* Some of its sentences end their line. */
	const int length = why ? (int)strcspn(why, "\n") : 0;

	ik_fail(r->err, IK_E_BACKUP_ZIP);
	if (why)
		ik_error_detail(r->err, "%.*s", length, why);
	return false;
}

/* Exactly SIZE bytes, then the end: the library checks the sum only there, and a warning is damage
 * too. */
static bool read_content(const struct reader *r, size_t size, struct ik_buffer *out)
{
	char piece[16384];
	la_ssize_t n;

	while ((n = r->lib->archive_read_data(r->a, piece, sizeof piece)) > 0) {
		if ((size_t)n > size - out->size)
			return damaged(r);
		ik_buffer_add(out, piece, (size_t)n);
	}
	return (n == 0 && out->size == size) || damaged(r);
}

/* The library must see the member that we checked, as far as it can name it in this locale. */
static bool is_named(const struct reader *r, struct archive_entry *entry, const char *expected)
{
	const char *name = r->lib->archive_entry_pathname(entry);

	if (!name)
		return true;
	for (; *name && (*name == *expected || (*name == '\\' && *expected == '/')); name++)
		expected++;
	return *name == *expected || !ik_zip_name_is_plain(expected, strlen(expected));
}

static bool read_member(const struct reader *r, const struct ik_zip_entry *expected)
{
	struct archive_entry *entry;
	int rc = r->lib->archive_read_next_header(r->a, &entry);

	/* A warning is about a name that this locale cannot write. */
	if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
		return damaged(r);
	if (r->lib->archive_entry_is_encrypted(entry))
		return ik_fail(r->err, IK_E_BACKUP_ENCRYPTED, expected->name);
	if (expected->kind == IK_ZIP_ENTRY_DIRECTORY)
		return true;
	if (r->lib->archive_entry_filetype(entry) != AE_IFREG)
		return ik_fail(r->err, IK_E_BACKUP_KIND, expected->name);
	if (!is_named(r, entry, expected->name))
		return ik_fail(r->err, IK_E_BACKUP_MEMBER, expected->name);
	if (expected->kind == IK_ZIP_ENTRY_LITTER)
		return r->visit(r->self, expected->name, NULL, r->err);
	struct ik_buffer content = {0};
	bool ok = read_content(r, expected->size, &content)
		  && r->visit(r->self, expected->name, &content, r->err);
	ik_buffer_free(&content);
	return ok;
}

/* The seekable reader alone: the other one takes a ZIP that was cut for a whole one. */
static bool open_reader(const struct reader *r, const void *bytes, size_t size)
{
	return r->a && r->lib->archive_read_support_format_zip_seekable(r->a) == ARCHIVE_OK
	       && r->lib->archive_read_open_memory(r->a, bytes, size) == ARCHIVE_OK;
}

static bool read_all(const struct reader *r, const struct ik_zip_entries *entries)
{
	struct archive_entry *entry;

	for (size_t i = 0; i < entries->n; i++)
		if (!read_member(r, &entries->items[i]))
			return false;
	return r->lib->archive_read_next_header(r->a, &entry) == ARCHIVE_EOF || damaged(r);
}

static bool unpack(struct reader *r, const void *bytes, size_t size,
		   const struct ik_zip_entries *entries)
{
	r->lib = ik_archive_load(r->err);
	if (!r->lib)
		return false;
	r->a = r->lib->archive_read_new();
	bool ok = open_reader(r, bytes, size) ? read_all(r, entries) : damaged(r);
	if (r->a)
		r->lib->archive_read_free(r->a);
	return ok;
}

bool ik_zip_each(const void *bytes, size_t size,
		 bool (*visit)(void *self, const char *name, const struct ik_buffer *content,
			       struct ik_error *err),
		 void *self, struct ik_error *err)
{
	struct reader r = {.visit = visit, .self = self, .err = err};
	struct ik_zip_entries entries;

	if (!ik_zip_structure(bytes, size, &entries, err))
		return false;
	bool ok = unpack(&r, bytes, size, &entries);
	ik_zip_entries_free(&entries);
	return ok;
}

static bool keep(void *self, const char *name, const struct ik_buffer *content,
		 struct ik_error *err)
{
	(void)err;
	if (content)
		ik_zip_add(self, name, content->data, content->size);
	else
		ik_zip_pass_over(self, name);
	return true;
}

bool ik_zip_read(const void *bytes, size_t size, struct ik_zip *zip, struct ik_error *err)
{
	*zip = (struct ik_zip){0};
	bool ok = ik_zip_each(bytes, size, keep, zip, err);
	if (!ok)
		ik_zip_free(zip);
	return ok;
}
