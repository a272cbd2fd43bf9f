/* SPDX-License-Identifier: GPL-3.0-or-later */
/* structure.c: walks end record, directory and members once and lets nothing pass that is not in its place.
 *
 * The layout is PKWARE's APPNOTE 6.3: members one behind the other from the first byte, the directory behind them, the
 * end record last. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/text.h"
#include "zip/structure.h"
#include "zip/zip.h"

enum {
	LOCAL_SIGNATURE = 0x04034b50,
	CENTRAL_SIGNATURE = 0x02014b50,
	END_SIGNATURE = 0x06054b50,
	DESCRIPTOR_SIGNATURE = 0x08074b50,
	LOCATOR_SIGNATURE = 0x07064b50,

	LOCAL_SIZE = 30,
	CENTRAL_SIZE = 46,
	END_SIZE = 22,
	LOCATOR_SIZE = 20,
	DESCRIPTOR_SIZE = 12,          /* and 4 more with its signature, which is optional */

	FLAG_ENCRYPTED = 0x0001,
	FLAG_STRONG = 0x0040,
	FLAG_MASKED = 0x2000,
	FLAG_DESCRIPTOR = 0x0008,
	FLAGS_PLAIN = FLAG_DESCRIPTOR | 0x0006,   /* how hard it was deflated */

	METHOD_STORED = 0,
	METHOD_DEFLATED = 8,

	DOS_DIRECTORY = 0x10,
	DOS_VOLUME = 0x08,
};

struct input {
	const uint8_t *bytes;
	size_t size;
};

/* Of the directory and of a member's own header; the same fields, in other places. */
struct header {
	uint16_t flags, method, time, date;
	uint32_t crc, packed, size;
	const uint8_t *name;
	size_t name_size;
};

struct walk {
	struct input in;
	size_t directory;        /* where it begins */
	size_t at;               /* the next entry in it */
	size_t member;           /* where the next member must begin */
	uint64_t total;          /* unpacked bytes so far */
	struct ik_error *err;
};

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

/* SIZE bytes at AT, or NULL where they would reach behind END. */
static const uint8_t *take(const struct input *in, size_t at, size_t size, size_t end)
{
	return at <= end && size <= end - at ? in->bytes + at : NULL;
}

static bool damaged(struct ik_error *err)
{
	return ik_fail(err, IK_E_BACKUP_ZIP);
}

/* --- what a member may be ------------------------------------------------------------------------ */

bool ik_zip_name_is_plain(const char *name, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (name[i] <= ' ' || name[i] > '~' || name[i] == '\\')
			return false;
	return size > 0;
}

/* About the member called by header H. */
static bool refuse(struct walk *walk, enum ik_error_id id, const struct header *h)
{
	char *name = ik_text_visible((const char *)h->name, h->name_size);

	ik_fail(walk->err, id, name);
	free(name);
	return false;
}

static bool check_name(struct walk *walk, const struct header *h)
{
	return ik_zip_name_is_plain((const char *)h->name, h->name_size) || refuse(walk, IK_E_BACKUP_MEMBER, h);
}

/* ATTRIBUTES: DOS ones below, a Unix mode above where the writer had one. */
static bool check_kind(struct walk *walk, const struct header *h, uint32_t attributes)
{
	mode_t type = (attributes >> 16) & S_IFMT;

	if ((type == 0 || type == S_IFREG) && !(attributes & (DOS_DIRECTORY | DOS_VOLUME)) &&
	    h->name[h->name_size - 1] != '/')
		return true;
	return refuse(walk, IK_E_BACKUP_KIND, h);
}

static bool check_packing(struct walk *walk, const struct header *h)
{
	if (h->flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED))
		return refuse(walk, IK_E_BACKUP_ENCRYPTED, h);
	if ((h->flags & ~FLAGS_PLAIN) || (h->method != METHOD_STORED && h->method != METHOD_DEFLATED))
		return damaged(walk->err);
	return h->method == METHOD_DEFLATED || h->packed == h->size || damaged(walk->err);
}

static bool check_size(struct walk *walk, const struct header *h)
{
	walk->total += h->size;
	if (h->size > IK_ZIP_MEMBER_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "1 MiB");
	if (walk->total > IK_ZIP_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "64 MiB");
	if (walk->total + walk->in.size > IK_ZIP_BOTH_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "96 MiB");
	return true;
}

/* Times and owners may be there.  What makes other sizes, names, kinds or ciphers of a member may not. */
static bool extra_is_harmless(const uint8_t *extra, size_t size)
{
	static const uint16_t harmless[] = { 0x5455, 0x7875, 0x7855, 0x5855, 0x000a };

	while (size > 0) {
		if (size < 4 || get16(extra + 2) > size - 4)
			return false;
		size_t i = 0;
		while (i < IK_COUNT(harmless) && harmless[i] != get16(extra))
			i++;
		if (i == IK_COUNT(harmless))
			return false;
		size_t step = 4 + (size_t)get16(extra + 2);
		extra += step;
		size -= step;
	}
	return true;
}

/* --- one member ---------------------------------------------------------------------------------- */

/* Reads the fields that begin with the flags, at P. */
static struct header read_header(const uint8_t *p)
{
	return (struct header){
		.flags = get16(p),
		.method = get16(p + 2),
		.time = get16(p + 4),
		.date = get16(p + 6),
		.crc = get32(p + 8),
		.packed = get32(p + 12),
		.size = get32(p + 16),
	};
}

/* A member whose sizes follow it may leave them out before it. */
static bool is_same_number(const struct header *entry, uint32_t number, uint32_t own)
{
	return own == number || (own == 0 && (entry->flags & FLAG_DESCRIPTOR));
}

static bool is_same(const struct header *entry, const struct header *own)
{
	return own->flags == entry->flags && own->method == entry->method && own->time == entry->time &&
	       own->date == entry->date && is_same_number(entry, entry->crc, own->crc) &&
	       is_same_number(entry, entry->packed, own->packed) && is_same_number(entry, entry->size, own->size);
}

static bool descriptor_fits(const uint8_t *p, const struct header *entry)
{
	return get32(p) == entry->crc && get32(p + 4) == entry->packed && get32(p + 8) == entry->size;
}

/* Steps over the descriptor behind a member's data. */
static bool pass_descriptor(struct walk *walk, const struct header *entry)
{
	const uint8_t *p = take(&walk->in, walk->member, DESCRIPTOR_SIZE, walk->directory);

	if (!p)
		return damaged(walk->err);
	if (get32(p) == DESCRIPTOR_SIGNATURE) {
		p = take(&walk->in, walk->member, 4 + DESCRIPTOR_SIZE, walk->directory);
		if (p && descriptor_fits(p + 4, entry)) {
			walk->member += 4 + DESCRIPTOR_SIZE;
			return true;
		}
	}
	walk->member += DESCRIPTOR_SIZE;
	return (p && descriptor_fits(p, entry)) || damaged(walk->err);
}

/* The member itself, where it must be, must say what the directory's ENTRY says. */
static bool check_member(struct walk *walk, const struct header *entry)
{
	const uint8_t *p = take(&walk->in, walk->member, LOCAL_SIZE, walk->directory);

	if (!p || get32(p) != LOCAL_SIGNATURE)
		return damaged(walk->err);
	struct header own = read_header(p + 6);
	size_t name_size = get16(p + 26), extra_size = get16(p + 28);
	const uint8_t *rest = take(&walk->in, walk->member + LOCAL_SIZE, name_size + extra_size, walk->directory);
	if (!rest || !extra_is_harmless(rest + name_size, extra_size))
		return damaged(walk->err);
	if (name_size != entry->name_size || memcmp(rest, entry->name, name_size) != 0)
		return refuse(walk, IK_E_BACKUP_MEMBER, entry);
	walk->member += LOCAL_SIZE + name_size + extra_size;
	if (!is_same(entry, &own) || !take(&walk->in, walk->member, entry->packed, walk->directory))
		return damaged(walk->err);
	walk->member += entry->packed;
	return !(entry->flags & FLAG_DESCRIPTOR) || pass_descriptor(walk, entry);
}

/* The next entry of the directory, and its member. */
static bool check_entry(struct walk *walk, struct ik_zip_entry *out)
{
	size_t end = walk->in.size - END_SIZE;
	const uint8_t *p = take(&walk->in, walk->at, CENTRAL_SIZE, end);

	if (!p || get32(p) != CENTRAL_SIGNATURE)
		return damaged(walk->err);
	struct header entry = read_header(p + 8);
	size_t extra_size = get16(p + 30), comment_size = get16(p + 32), disk = get16(p + 34);
	entry.name_size = get16(p + 28);
	entry.name = take(&walk->in, walk->at + CENTRAL_SIZE, entry.name_size + extra_size, end);
	if (!entry.name || comment_size || disk || get32(p + 42) != walk->member)
		return damaged(walk->err);
	walk->at += CENTRAL_SIZE + entry.name_size + extra_size;
	if (!check_name(walk, &entry) || !check_kind(walk, &entry, get32(p + 38)) || !check_packing(walk, &entry))
		return false;
	if (!extra_is_harmless(entry.name + entry.name_size, extra_size))
		return damaged(walk->err);
	if (!check_size(walk, &entry) || !check_member(walk, &entry))
		return false;
	*out = (struct ik_zip_entry){ ik_strndup((const char *)entry.name, entry.name_size), entry.size };
	return true;
}

/* --- the whole ----------------------------------------------------------------------------------- */

/* The end record: the last bytes, no comment, one disk, the directory right before it.  *N members. */
static bool check_end(struct walk *walk, size_t *n)
{
	const struct input *in = &walk->in;

	if (in->size > IK_ZIP_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "64 MiB");
	if (in->size < END_SIZE)
		return damaged(walk->err);
	const uint8_t *p = in->bytes + in->size - END_SIZE;
	*n = get16(p + 10);
	walk->directory = get32(p + 16);
	walk->at = walk->directory;
	if (get32(p) != END_SIGNATURE || get16(p + 4) || get16(p + 6) || get16(p + 8) != *n || get16(p + 20) ||
	    (uint64_t)get32(p + 12) + walk->directory != in->size - END_SIZE)
		return damaged(walk->err);
	/* A reader that finds this here looks for another end record. */
	if (in->size >= END_SIZE + LOCATOR_SIZE && get32(p - LOCATOR_SIZE) == LOCATOR_SIGNATURE)
		return damaged(walk->err);
	return *n <= IK_ZIP_MEMBERS_MAX || ik_fail(walk->err, IK_E_BACKUP_LARGE, "40000");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool check_twice(const struct ik_zip_entries *entries, struct ik_error *err)
{
	const char **names = ik_alloc_array(entries->n + 1, sizeof *names);
	bool ok = true;

	for (size_t i = 0; i < entries->n; i++)
		names[i] = entries->items[i].name;
	qsort(names, entries->n, sizeof *names, by_name);
	for (size_t i = 1; ok && i < entries->n; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			ok = ik_fail(err, IK_E_BACKUP_TWICE, names[i]);
	free(names);
	return ok;
}

bool ik_zip_structure(const void *bytes, size_t size, struct ik_zip_entries *entries, struct ik_error *err)
{
	struct walk walk = { .in = { bytes, size }, .err = err };
	size_t n = 0;

	*entries = (struct ik_zip_entries){ 0 };
	if (!check_end(&walk, &n))
		return false;
	entries->items = ik_alloc_array(n + 1, sizeof *entries->items);
	while (entries->n < n && check_entry(&walk, &entries->items[entries->n]))
		entries->n++;
	bool ok = entries->n == n;
	if (ok && (walk.member != walk.directory || walk.at != size - END_SIZE))
		ok = damaged(err);
	if (ok && check_twice(entries, err))
		return true;
	ik_zip_entries_free(entries);
	return false;
}

void ik_zip_entries_free(struct ik_zip_entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		free(entries->items[i].name);
	free(entries->items);
	*entries = (struct ik_zip_entries){ 0 };
}
