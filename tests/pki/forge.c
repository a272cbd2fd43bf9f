/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge.c: certificates as no honest issuer writes them. */
#include "forge.h"

#include <string.h>

#include "support.h"

void der_add(struct ik_buffer *out, uint8_t tag, const void *content, size_t size)
{
	uint8_t head[5] = {tag, 0x83, (uint8_t)(size >> 16), (uint8_t)(size >> 8), (uint8_t)size};

	/* Shortest form only: GnuTLS takes nothing else. */
	if (size < 0x80) {
		head[1] = (uint8_t)size;
		ik_buffer_add(out, head, 2);
	} else if (size < 0x100) {
		head[1] = 0x81;
		head[2] = (uint8_t)size;
		ik_buffer_add(out, head, 3);
	} else if (size < 0x10000) {
		head[1] = 0x82;
		memmove(head + 2, head + 3, 2);
		ik_buffer_add(out, head, 4);
	} else {
		ik_buffer_add(out, head, 5);
	}
	ik_buffer_add(out, content, size);
}

/* Puts an element of TAG around what CONTENT holds, at the end of OUT. */
static void wrap(struct ik_buffer *out, uint8_t tag, struct ik_buffer *content)
{
	der_add(out, tag, content->data, content->size);
	ik_buffer_free(content);
}

void der_part(struct ik_buffer *name, const char *oid, uint8_t tag, const void *value, size_t size)
{
	struct ik_buffer pair = {0}, sequence = {0};

	der_add(&pair, 0x06, oid, 3);
	der_add(&pair, tag, value, size);
	wrap(&sequence, 0x30, &pair);
	wrap(name, 0x31, &sequence);
}

/* The SubjectPublicKeyInfo of P-256 with its base point, which is as good a point as any. */
static const uint8_t key_info[] = {
	0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
	0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
	0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5,
	0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4,
	0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a,
	0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33,
	0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
};

static const uint8_t algorithm[] = {0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86,
				    0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
static const uint8_t signature[] = {0x03, 0x09, 0x00, 0x30, 0x06, 0x02,
				    0x01, 0x01, 0x02, 0x01, 0x01};

static void add_alt_names(struct ik_buffer *body, struct ik_buffer *entries)
{
	struct ik_buffer names = {0}, extension = {0}, all = {0}, sequence = {0};

	if (entries->size == 0)
		return;
	wrap(&names, 0x30, entries);
	der_add(&extension, 0x06, "\x55\x1d\x11", 3);
	wrap(&extension, 0x04, &names);
	wrap(&all, 0x30, &extension);
	wrap(&sequence, 0x30, &all);
	wrap(body, 0xa3, &sequence);
}

/* UTCTime has two digits for the year. */
static void add_time(struct ik_buffer *times, const char *text)
{
	der_add(times, strlen(text) > 13 ? 0x18 : 0x17, text, strlen(text));
}

struct ik_buffer forge(struct forged *forged)
{
	struct ik_buffer body = {0}, subject = {0}, issuer = {0}, times = {0}, whole = {0},
			 certificate = {0};

	wrap(&subject, 0x30, &forged->subject);
	if (forged->issuer.size > 0)
		wrap(&issuer, 0x30, &forged->issuer);
	else
		ik_buffer_add(&issuer, subject.data, subject.size);
	der_add(&body, 0xa0, "\x02\x01\x02", 3);
	der_add(&body, 0x02, forged->serial ? forged->serial : "\x01",
		forged->serial ? forged->serial_size : 1);
	ik_buffer_add(&body, algorithm, sizeof(algorithm));
	ik_buffer_add(&body, issuer.data, issuer.size);
	add_time(&times, forged->from ? forged->from : "200101000000Z");
	add_time(&times, forged->until ? forged->until : "300101000000Z");
	wrap(&body, 0x30, &times);
	ik_buffer_add(&body, subject.data, subject.size);
	ik_buffer_add(&body, key_info, sizeof(key_info));
	add_alt_names(&body, &forged->alt_names);
	wrap(&whole, 0x30, &body);
	ik_buffer_add(&whole, algorithm, sizeof(algorithm));
	ik_buffer_add(&whole, signature, sizeof(signature));
	wrap(&certificate, 0x30, &whole);
	ik_buffer_free(&subject);
	ik_buffer_free(&issuer);
	return certificate;
}
