/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zip.c: the members of a ZIP in memory, and writing them. */
#include "config.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "zip/library.h"
#include "zip/structure.h"
#include "zip/zip.h"

enum { KEPT_MAX = 4 * 1024 * 1024, PASSED_OVER_MAX = 32 };

/* zlib takes and gives back the same quarter of a MiB for every member: the system need not clear
 * it each time. */
static void keep_freed_memory(void)
{
#ifdef M_TRIM_THRESHOLD
	mallopt(M_TRIM_THRESHOLD, KEPT_MAX);
	mallopt(M_MMAP_THRESHOLD, KEPT_MAX);
#endif
}

bool ik_zip_begins(const void *bytes, size_t size)
{
	return size >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0);
}

bool ik_zip_prepare(struct ik_error *err)
{
	keep_freed_memory();
	return ik_archive_load(err) != NULL;
}

void ik_zip_add(struct ik_zip *zip, const char *name, const void *bytes, size_t size)
{
	zip->members = ik_realloc(zip->members, (zip->n + 1) * sizeof *zip->members);
	struct ik_zip_member *member = &zip->members[zip->n++];
	*member = (struct ik_zip_member){.name = ik_strdup(name)};
	ik_buffer_add(&member->content, bytes, size);
}

void ik_zip_pass_over(struct ik_zip *zip, const char *name)
{
	char *shown = ik_text_visible(name, strlen(name));

	if (zip->passed_over.n < PASSED_OVER_MAX && !ik_list_has(&zip->passed_over, shown))
		ik_list_add(&zip->passed_over, shown);
	free(shown);
}

const struct ik_zip_member *ik_zip_find(const struct ik_zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->n; i++)
		if (strcmp(zip->members[i].name, name) == 0)
			return &zip->members[i];
	return NULL;
}

void ik_zip_free(struct ik_zip *zip)
{
	for (size_t i = 0; i < zip->n; i++) {
		free(zip->members[i].name);
		ik_buffer_free(&zip->members[i].content);
	}
	free(zip->members);
	ik_list_free(&zip->passed_over);
	*zip = (struct ik_zip){0};
}

/* --- writing ---------------------------------------------------------------------------------- */

static la_ssize_t collect(struct archive *a, void *out, const void *bytes, size_t size)
{
	(void)a;
	ik_buffer_add(out, bytes, size);
	return (la_ssize_t)size;
}

/* What the reader would refuse is not written either. */
static bool fits(const struct ik_zip *zip, struct ik_error *err)
{
	if (zip->n > IK_ZIP_MEMBERS_MAX)
		return ik_fail(err, IK_E_BACKUP_LARGE, "40000");
	size_t large = 0;
	for (size_t i = 0; i < zip->n; i++) {
		const struct ik_zip_member *member = &zip->members[i];
		if (!ik_zip_name_is_plain(member->name, strlen(member->name)))
			return ik_fail(err, IK_E_BACKUP_MEMBER, member->name);
		if (member->content.size > IK_ZIP_LARGE_MAX)
			return ik_fail(err, IK_E_BACKUP_LARGE, "16 MiB");
		if (member->content.size > IK_ZIP_MEMBER_MAX && large++)
			return ik_fail(err, IK_E_BACKUP_LARGE, "1 MiB");
	}
	return true;
}

static bool write_member(const struct ik_archive *lib, struct archive *a,
			 const struct ik_zip_member *member, int64_t when)
{
	struct archive_entry *entry = lib->archive_entry_new();
	size_t size = member->content.size;

	if (!entry)
		return false;
	lib->archive_entry_set_pathname(entry, member->name);
	lib->archive_entry_set_filetype(entry, AE_IFREG);
	lib->archive_entry_set_perm(entry, 0644);
	lib->archive_entry_set_mtime(entry, when, 0);
	lib->archive_entry_set_size(entry, (la_int64_t)size);
	bool ok = lib->archive_write_header(a, entry) == ARCHIVE_OK
		  && (size == 0
		      || lib->archive_write_data(a, member->content.data, size)
				 == (la_ssize_t)size);
	lib->archive_entry_free(entry);
	return ok;
}

/* Opens A so that it writes to OUT as it goes, without padding. */
static bool open_writer(const struct ik_archive *lib, struct archive *a, struct ik_buffer *out)
{
	return a && lib->archive_write_set_format_zip(a) == ARCHIVE_OK
	       && lib->archive_write_zip_set_compression_deflate(a) == ARCHIVE_OK
	       && lib->archive_write_set_bytes_per_block(a, 0) == ARCHIVE_OK
	       && lib->archive_write_open(a, out, NULL, collect, NULL) == ARCHIVE_OK;
}

bool ik_zip_write(const struct ik_zip *zip, int64_t when, struct ik_buffer *out,
		  struct ik_error *err)
{
	const struct ik_archive *lib = fits(zip, err) ? ik_archive_load(err) : NULL;

	if (!lib)
		return false;
	struct ik_buffer made = {0};
	struct archive *a = lib->archive_write_new();
	bool ok = open_writer(lib, a, &made);
	for (size_t i = 0; ok && i < zip->n; i++)
		ok = write_member(lib, a, &zip->members[i], when);
	ok = ok && lib->archive_write_close(a) == ARCHIVE_OK;
	if (!ok) {
		const char *why = a ? lib->archive_error_string(a) : NULL;
		ik_fail(err, IK_E_BACKUP_WRITE, "ZIP");
		ik_error_detail(err, "%s", why ? why : "");
	} else if (made.size > IK_ZIP_MAX) {
		ok = ik_fail(err, IK_E_BACKUP_LARGE, "64 MiB");
	} else {
		ik_buffer_add(out, made.data, made.size);
	}
	if (a)
		lib->archive_write_free(a);
	ik_buffer_free(&made);
	return ok;
}
