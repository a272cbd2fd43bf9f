/* SPDX-License-Identifier: GPL-3.0-or-later */
/* raw.c: ZIP bytes made by hand. */
#include "config.h"

#include "zip/raw.h"

#include <string.h>

uint32_t raw_crc(const void *data, size_t size)
{
	const uint8_t *p = data;
	uint32_t crc = 0xffffffff;

	while (size--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static void put(struct ik_buffer *out, int bytes, uint32_t number)
{
	while (bytes--) {
		uint8_t byte = (uint8_t)number;
		ik_buffer_add(out, &byte, 1);
		number >>= 8;
	}
}

static size_t data_size(const struct raw_member *m)
{
	return m->data_size ? m->data_size : strlen(m->data ? m->data : "");
}

/* From the flags to the unpacked size. */
static void put_fields(struct ik_buffer *out, const struct raw_member *m, bool local)
{
	size_t packed = data_size(m);
	uint32_t size = m->size ? m->size : (uint32_t)packed;

	put(out, 2, m->flags);
	put(out, 2, m->method);
	put(out, 4, 0x5d761a55);
	put(out, 4, m->crc ? m->crc : raw_crc(m->data, packed));
	put(out, 4, (uint32_t)packed);
	put(out, 4, local && m->local_size ? m->local_size : size);
}

static void put_member(struct ik_buffer *out, const struct raw_member *m)
{
	const char *name = m->local_name ? m->local_name : m->name;

	put(out, 4, 0x04034b50);
	put(out, 2, 20);
	put_fields(out, m, true);
	put(out, 2, (uint32_t)strlen(name));
	put(out, 2, (uint32_t)m->extra_size);
	ik_buffer_text(out, name);
	ik_buffer_add(out, m->extra, m->extra_size);
	ik_buffer_add(out, m->data, data_size(m));
	ik_buffer_text(out, m->gap ? m->gap : "");
}

static void put_entry(struct ik_buffer *out, const struct raw_member *m, uint32_t offset)
{
	put(out, 4, 0x02014b50);
	put(out, 2, 0x0314);
	put(out, 2, 20);
	put_fields(out, m, false);
	put(out, 2, (uint32_t)strlen(m->name));
	put(out, 2, (uint32_t)m->extra_size);
	put(out, 2, (uint32_t)strlen(m->comment ? m->comment : ""));
	put(out, 2, m->disk);
	put(out, 2, 0);
	put(out, 4, m->attributes ? m->attributes : 0100644u << 16);
	put(out, 4, m->offset_given ? m->offset : offset);
	ik_buffer_text(out, m->name);
	ik_buffer_add(out, m->extra, m->extra_size);
	ik_buffer_text(out, m->comment ? m->comment : "");
}

void raw_zip(const struct raw_member *members, size_t n, const struct raw_end *end,
	     struct ik_buffer *out)
{
	static const struct raw_end right = {0};
	struct ik_buffer directory = {0};

	end = end ? end : &right;
	for (size_t i = 0; i < n; i++) {
		uint32_t offset = (uint32_t)out->size;
		put_member(out, &members[i]);
		put_entry(&directory, &members[i], offset);
	}
	uint32_t start = (uint32_t)out->size;
	ik_buffer_add(out, directory.data, directory.size);
	put(out, 4, 0x06054b50);
	put(out, 2, end->disk);
	put(out, 2, end->directory_disk);
	put(out, 2, (uint32_t)n + end->count);
	put(out, 2, (uint32_t)n + end->total);
	put(out, 4, (uint32_t)directory.size + end->size);
	put(out, 4, start + end->offset);
	put(out, 2, (uint32_t)strlen(end->comment ? end->comment : ""));
	ik_buffer_text(out, end->comment ? end->comment : "");
	ik_buffer_free(&directory);
}

struct ik_error raw_read(const void *bytes, size_t size)
{
	struct ik_zip zip;
	struct ik_error err = {0};
	bool ok = ik_zip_read(bytes, size, &zip, &err);

	ck_assert_int_eq(ok, err.id == IK_E_NONE);
	if (!ok)
		ck_assert_uint_eq(zip.n, 0);
	ik_zip_free(&zip);
	return err;
}
