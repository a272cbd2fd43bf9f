/* SPDX-License-Identifier: GPL-3.0-or-later */
/* foreign.c: reads what others have packed, counting while it reads. */
#include "config.h"

#include "zip/foreign.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "zip/library.h"

struct foreign {
	const struct ik_archive *lib;
	struct archive *a;
	const ik_secret *password; /* NULL: none */
	bool opened_one;           /* the password has opened a file already */
	size_t files;
	size_t total;
	ik_foreign_visit visit;
	void *context;
	struct ik_error *err;
};

static const char *why(const struct foreign *f)
{
	const char *text = f->lib->archive_error_string(f->a);

	return text ? text : "";
}

static bool fail(const struct foreign *f, enum ik_error_id id)
{
	ik_fail(f->err, id);
	if (*why(f))
		ik_error_detail(f->err, "%s", why(f));
	return false;
}

/* The library has words for what it cannot do, but no numbers. */
static bool is_unsupported(const struct foreign *f)
{
	return strcasestr(why(f), "unsupported") || strcasestr(why(f), "not supported");
}

/* Of "... method (9: deflation-64-bit)" what stands in the brackets. */
static bool fail_unsupported(const struct foreign *f)
{
	const char *open = strchr(why(f), '('), *close = open ? strrchr(open, ')') : NULL;
	char *name = close ? ik_strndup(open + 1, (size_t)(close - open) - 1) : ik_strdup(why(f));

	ik_fail(f->err, IK_E_IMPORT_ZIP_METHOD, name);
	free(name);
	return false;
}

/* A file could not be read.  ZipCrypto finds 255 of 256 wrong passwords by itself, the other one
 * makes nonsense that fails like damage; but once the password has opened a file it is right. */
static bool fail_content(const struct foreign *f, bool encrypted)
{
	if (is_unsupported(f))
		return fail_unsupported(f);
	return fail(f, encrypted && !f->opened_one ? IK_E_IMPORT_PASSWORD : IK_E_IMPORT_ZIP);
}

/* All of the file into OUT; LARGE if that is more than one may have, the rest is then left. */
static bool read_content(struct foreign *f, bool encrypted, struct ik_buffer *out, bool *large)
{
	char piece[16384];
	la_ssize_t n;

	while ((n = f->lib->archive_read_data(f->a, piece, sizeof piece)) > 0) {
		f->total += (size_t)n;
		if (f->total > IK_FOREIGN_TOTAL_MAX)
			return ik_fail(f->err, IK_E_IMPORT_ZIP_LARGE, "64 MiB");
		if ((size_t)n > IK_FOREIGN_MEMBER_MAX - out->size) {
			*large = true;
			break;
		}
		ik_buffer_add(out, piece, (size_t)n);
	}
	explicit_bzero(piece, sizeof piece);
	return n >= 0 || fail_content(f, encrypted);
}

static const char *name_of(const struct foreign *f, struct archive_entry *entry)
{
	const char *name = f->lib->archive_entry_pathname_utf8(entry);

	if (!name)
		name = f->lib->archive_entry_pathname(entry);
	return name ? name : "";
}

static bool read_file(struct foreign *f, struct archive_entry *entry)
{
	bool encrypted = f->lib->archive_entry_is_encrypted(entry) != 0, large = false;
	struct ik_buffer content = {0};

	if (++f->files > IK_FOREIGN_MEMBERS_MAX)
		return ik_fail(f->err, IK_E_IMPORT_ZIP_LARGE, "10000");
	if (encrypted && !f->password)
		return ik_fail(f->err, IK_E_IMPORT_PASSWORD_NEEDED);
	bool ok = read_content(f, encrypted, &content, &large);
	f->opened_one |= ok && encrypted && !large;
	if (ok)
		ok = f->visit(f->context, name_of(f, entry),
			      large ? NULL : ik_buffer_string(&content), large ? 0 : content.size,
			      f->err);
	if (content.data)
		explicit_bzero(content.data, content.room);
	ik_buffer_free(&content);
	return ok;
}

static bool read_all(struct foreign *f)
{
	struct archive_entry *entry;
	int r;

	/* A warning is about a name that this locale cannot write. */
	while ((r = f->lib->archive_read_next_header(f->a, &entry)) == ARCHIVE_OK
	       || r == ARCHIVE_WARN)
		if (f->lib->archive_entry_filetype(entry) == AE_IFREG && !read_file(f, entry))
			return false;
	return r == ARCHIVE_EOF || fail(f, IK_E_IMPORT_ZIP);
}

/* The library takes one that holds nothing for no ZIP at all: it is an end record only. */
static bool is_empty(const void *bytes, size_t size)
{
	enum { END_SIZE = 22 };
	static const char end[] = "PK\5\6\0\0\0\0\0\0\0";

	return size >= END_SIZE && memcmp(bytes, end, sizeof(end)) == 0;
}

/* A flag of PKWARE's own encryption by certificate or password, which the library takes for
 * ZipCrypto. */
static bool is_strongly_encrypted(const void *bytes, size_t size)
{
	enum { FLAGS = 6, STRONG = 0x41 };

	return size > FLAGS && memcmp(bytes, "PK\3\4", 4) == 0
	       && (((const uint8_t *)bytes)[FLAGS] & STRONG) == STRONG;
}

/* The seekable reader alone: the other one takes a ZIP that was cut for a whole one. */
static bool open_reader(const struct foreign *f, const void *bytes, size_t size)
{
	return f->lib->archive_read_support_format_zip_seekable(f->a) == ARCHIVE_OK
	       && (!f->password
		   || f->lib->archive_read_add_passphrase(f->a, ik_secret_data(f->password))
			      == ARCHIVE_OK)
	       && f->lib->archive_read_open_memory(f->a, bytes, size) == ARCHIVE_OK;
}

bool ik_foreign_zip(const void *bytes, size_t size, const ik_secret *password,
		    ik_foreign_visit visit, void *context, struct ik_error *err)
{
	struct foreign f = {
		.lib = ik_archive_load(err), .visit = visit, .context = context, .err = err};

	if (!f.lib)
		return false;
	if (is_empty(bytes, size))
		return true;
	if (is_strongly_encrypted(bytes, size))
		return ik_fail(err, IK_E_IMPORT_ZIP_METHOD, "PKWARE strong encryption");
	/* The library takes a C string that holds something. */
	if (password && ik_secret_size(password)
	    && strlen(ik_secret_data(password)) == ik_secret_size(password))
		f.password = password;
	f.a = f.lib->archive_read_new();
	if (!f.a)
		return ik_fail(err, IK_E_IMPORT_ZIP);
	bool ok = open_reader(&f, bytes, size) ? read_all(&f) : fail(&f, IK_E_IMPORT_ZIP);
	f.lib->archive_read_free(f.a);
	return ok;
}
