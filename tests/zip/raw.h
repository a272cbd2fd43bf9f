/* SPDX-License-Identifier: GPL-3.0-or-later */
/* raw.h: ZIP bytes made by hand, so that each of them can be wrong. */
#ifndef TESTS_ZIP_RAW_H
#define TESTS_ZIP_RAW_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "zip/zip.h"

/* What is said of one member, stored unless METHOD says otherwise.  Where a field is 0, the right
 * value is used. */
struct raw_member {
	const char *name;
	const char *local_name; /* in the member, if it differs */
	const char *data;       /* as it lies in the file */
	size_t data_size;       /* 0: of the text */
	uint16_t flags, method;
	uint32_t size;       /* claimed for the unpacked data */
	uint32_t local_size; /* claimed by the member alone */
	uint32_t crc;
	uint32_t attributes;
	uint32_t offset; /* claimed by the directory */
	bool offset_given;
	const char *extra; /* in the directory and in the member */
	size_t extra_size;
	const char *comment;
	const char *gap; /* bytes behind the data */
	uint16_t disk;
};

struct raw_end {
	uint16_t disk, directory_disk, count, total; /* added to the right ones */
	uint32_t size, offset;                       /* added to the right ones */
	const char *comment;
};

void raw_zip(const struct raw_member *members, size_t n, const struct raw_end *end,
	     struct ik_buffer *out);
uint32_t raw_crc(const void *data, size_t size);

/* Reads BYTES; what was read is freed.  The error. */
struct ik_error raw_read(const void *bytes, size_t size);

#define ck_assert_refused(buffer, expected) \
	do { \
		struct ik_error found = raw_read((buffer)->data, (buffer)->size); \
		ck_assert_msg(found.id == (expected), "%s (%s; %s), not %s", \
			      ik_error_msgid(found.id), found.arg[0], found.detail, \
			      ik_error_msgid(expected)); \
	} while (0)

Suite *suite_whole(void);
Suite *suite_refused(void);
Suite *suite_foreign(void);

#endif
