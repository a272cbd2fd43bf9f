/* SPDX-License-Identifier: GPL-3.0-or-later */
/* library.h: libarchive, loaded when it is first needed, and the few of its functions that we call.
 */
#ifndef IK_ZIP_LIBRARY_H
#define IK_ZIP_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>

#include "base/error.h"

#define IK_ARCHIVE_CALLS(X) \
	X(archive_entry_filetype) \
	X(archive_entry_free) \
	X(archive_entry_is_encrypted) \
	X(archive_entry_new) \
	X(archive_entry_pathname) \
	X(archive_entry_pathname_utf8) \
	X(archive_entry_set_filetype) \
	X(archive_entry_set_mtime) \
	X(archive_entry_set_pathname) \
	X(archive_entry_set_perm) \
	X(archive_entry_set_size) \
	X(archive_error_string) \
	X(archive_read_add_passphrase) \
	X(archive_read_data) \
	X(archive_read_free) \
	X(archive_read_new) \
	X(archive_read_next_header) \
	X(archive_read_open_memory) \
	X(archive_read_support_format_zip_seekable) \
	X(archive_write_close) \
	X(archive_write_data) \
	X(archive_write_free) \
	X(archive_write_header) \
	X(archive_write_new) \
	X(archive_write_open) \
	X(archive_write_set_bytes_per_block) \
	X(archive_write_set_format_zip) \
	X(archive_write_zip_set_compression_deflate)

struct ik_archive {
#define X(name) __typeof__(name) *name;
	IK_ARCHIVE_CALLS(X)
#undef X
};

/* The functions, or NULL and IK_E_LIBRARY_MISSING. */
const struct ik_archive *ik_archive_load(struct ik_error *err);

#endif
