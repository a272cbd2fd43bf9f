/* SPDX-License-Identifier: GPL-3.0-or-later */
/* structure.c: walks end record, directory and members once and lets nothing pass that is not in
 * its place.
 *
 * The layout is PKWARE's APPNOTE 6.3: members one behind the other from the first byte, the
 * directory behind them, in any order, the end record last, with its comment. */
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
	DESCRIPTOR_SIZE = 12, /* and 4 more with its signature, which is optional */

	FLAG_ENCRYPTED = 0x0001,
	FLAG_STRONG = 0x0040,
	FLAG_MASKED = 0x2000,
	FLAG_DESCRIPTOR = 0x0008,
	FLAGS_PLAIN = FLAG_DESCRIPTOR | 0x0006
		      | 0x0800, /* how hard it was packed; names in UTF-8 */

	METHOD_STORED = 0,
	METHOD_DEFLATED = 8,
	METHOD_BZIP2 = 12,
	METHOD_LZMA = 14,

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
	size_t directory; /* where it begins */
	size_t end;       /* where it ends, and the end record begins */
	size_t at;        /* the next entry in it */
	size_t member;    /* where the next member must begin */
	uint64_t total;   /* unpacked bytes so far */
	size_t large;     /* members above IK_ZIP_MEMBER_MAX */
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

/* --- what a member may be --------------------------------------------------------------------- */

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

/* With the slashes that the rules ask for: some programs on Windows write the others. */
static char *name_of(const struct header *h)
{
	char *name = ik_strndup((const char *)h->name, h->name_size);

	for (char *p = name; *p; p++)
		if (*p == '\\')
			*p = '/';
	return name;
}

/* ATTRIBUTES: DOS ones below, a Unix mode above where the writer had one.  A directory holds
 * nothing, and ends in a slash. */
static bool find_kind(struct walk *walk, const struct header *h, uint32_t attributes,
		      struct ik_zip_entry *out)
{
	mode_t type = (attributes >> 16) & S_IFMT;
	bool slash = h->name_size > 0 && strchr("/\\", h->name[h->name_size - 1]) != NULL;

	if (h->name_size == 0 || memchr(h->name, '\0', h->name_size))
		return refuse(walk, IK_E_BACKUP_MEMBER, h);
	out->kind = slash                         ? IK_ZIP_ENTRY_DIRECTORY
		    : ik_zip_is_litter(out->name) ? IK_ZIP_ENTRY_LITTER
						  : IK_ZIP_ENTRY_MEMBER;
	if (slash ? (type == 0 || type == S_IFDIR) && h->size == 0
		  : (type == 0 || type == S_IFREG) && !(attributes & (DOS_DIRECTORY | DOS_VOLUME)))
		return true;
	return refuse(walk, IK_E_BACKUP_KIND, h);
}

static bool check_packing(struct walk *walk, const struct header *h)
{
	if (h->flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED))
		return refuse(walk, IK_E_BACKUP_ENCRYPTED, h);
	if (h->flags & ~FLAGS_PLAIN)
		return damaged(walk->err);
	switch (h->method) {
	case METHOD_STORED:
		return h->packed == h->size || damaged(walk->err);
	case METHOD_DEFLATED:
	case METHOD_BZIP2:
	case METHOD_LZMA:
		return true;
	default:
		return refuse(walk, IK_E_BACKUP_PACKING, h);
	}
}

static bool check_size(struct walk *walk, const struct header *h, enum ik_zip_entry_kind kind)
{
	if (kind != IK_ZIP_ENTRY_MEMBER)
		return true; /* it is not unpacked */
	walk->total += h->size;
	if (h->size > IK_ZIP_LARGE_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "16 MiB");
	if (h->size > IK_ZIP_MEMBER_MAX && walk->large++)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "1 MiB");
	if (walk->total > IK_ZIP_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "64 MiB");
	if (walk->total + walk->in.size > IK_ZIP_BOTH_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "96 MiB");
	return true;
}

/* Times, owners, comments and padding may be there, and a name in UTF-8 beside the one that counts
 * here.  What makes other sizes, kinds or ciphers of a member may not. */
static bool extra_is_harmless(const uint8_t *extra, size_t size)
{
	static const uint16_t harmless[] = {0x5455, 0x7875, 0x7855, 0x5855, 0x000a, 0x000d,
					    0x7075, 0x6375, 0xa220, 0xcafe, 0x7441, 0x4453};

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

/* --- one member ------------------------------------------------------------------------------- */

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
	return own->flags == entry->flags && own->method == entry->method
	       && own->time == entry->time && own->date == entry->date
	       && is_same_number(entry, entry->crc, own->crc)
	       && is_same_number(entry, entry->packed, own->packed)
	       && is_same_number(entry, entry->size, own->size);
}

static bool descriptor_fits(const uint8_t *p, const struct header *entry)
{
	return get32(p) == entry->crc && get32(p + 4) == entry->packed
	       && get32(p + 8) == entry->size;
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

/* The member itself must say what the directory's ENTRY says. */
static bool check_member(struct walk *walk, const struct header *entry, size_t at)
{
	const uint8_t *p = take(&walk->in, at, LOCAL_SIZE, walk->directory);

	if (!p || get32(p) != LOCAL_SIGNATURE)
		return damaged(walk->err);
	struct header own = read_header(p + 6);
	size_t name_size = get16(p + 26), extra_size = get16(p + 28);
	const uint8_t *rest = take(&walk->in, at + LOCAL_SIZE, name_size + extra_size,
				   walk->directory);
	if (!rest || !extra_is_harmless(rest + name_size, extra_size))
		return damaged(walk->err);
	if (name_size != entry->name_size || memcmp(rest, entry->name, name_size) != 0)
		return refuse(walk, IK_E_BACKUP_MEMBER, entry);
	walk->member = at + LOCAL_SIZE + name_size + extra_size;
	if (!is_same(entry, &own) || !take(&walk->in, walk->member, entry->packed, walk->directory))
		return damaged(walk->err);
	walk->member += entry->packed;
	return !(entry->flags & FLAG_DESCRIPTOR) || pass_descriptor(walk, entry);
}

/* The next entry of the directory, and its member.  *END is where the member ends. */
static bool check_entry(struct walk *walk, struct ik_zip_entry *out, size_t *end)
{
	const uint8_t *p = take(&walk->in, walk->at, CENTRAL_SIZE, walk->end);

	if (!p || get32(p) != CENTRAL_SIGNATURE)
		return damaged(walk->err);
	struct header entry = read_header(p + 8);
	size_t extra_size = get16(p + 30), comment_size = get16(p + 32), disk = get16(p + 34);
	entry.name_size = get16(p + 28);
	entry.name = take(&walk->in, walk->at + CENTRAL_SIZE,
			  entry.name_size + extra_size + comment_size, walk->end);
	if (!entry.name || disk)
		return damaged(walk->err);
	walk->at += CENTRAL_SIZE + entry.name_size + extra_size + comment_size;
	*out = (struct ik_zip_entry){
		.name = name_of(&entry), .at = get32(p + 42), .size = entry.size};
	if (!find_kind(walk, &entry, get32(p + 38), out) || !check_packing(walk, &entry)
	    || !(extra_is_harmless(entry.name + entry.name_size, extra_size) || damaged(walk->err))
	    || !check_size(walk, &entry, out->kind) || !check_member(walk, &entry, out->at)) {
		free(out->name);
		return false;
	}
	*end = walk->member;
	return true;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The end record in the last bytes, with a comment of the size that it says.  Another one in the
 * comment would be seen first by those who look from behind. */
static const uint8_t *find_end(const struct input *in)
{
	enum { COMMENT_MAX = 0xffff };
	static const uint8_t signature[] = {'P', 'K', 5, 6};

	for (size_t size = 0; size <= COMMENT_MAX && END_SIZE + size <= in->size; size++) {
		const uint8_t *p = in->bytes + in->size - END_SIZE - size;

		if (memcmp(p, signature, sizeof signature) == 0)
			return get16(p + 20) == size
					       && !memmem(p + END_SIZE, size, signature,
							  sizeof signature)
				       ? p
				       : NULL;
	}
	return NULL;
}

/* One disk, the directory right before the end record.  *N members. */
static bool check_end(struct walk *walk, size_t *n)
{
	const struct input *in = &walk->in;

	if (in->size > IK_ZIP_MAX)
		return ik_fail(walk->err, IK_E_BACKUP_LARGE, "64 MiB");
	const uint8_t *p = find_end(in);
	if (!p)
		return damaged(walk->err);
	*n = get16(p + 10);
	walk->end = (size_t)(p - in->bytes);
	walk->directory = get32(p + 16);
	walk->at = walk->directory;
	if (get16(p + 4) || get16(p + 6) || get16(p + 8) != *n
	    || (uint64_t)get32(p + 12) + walk->directory != walk->end)
		return damaged(walk->err);
	/* A reader that finds this here looks for another end record. */
	if (walk->end >= LOCATOR_SIZE && get32(p - LOCATOR_SIZE) == LOCATOR_SIGNATURE)
		return damaged(walk->err);
	return *n <= IK_ZIP_MEMBERS_MAX || ik_fail(walk->err, IK_E_BACKUP_LARGE, "40000");
}

static int by_size(const void *a, const void *b)
{
	const size_t one = *(const size_t *)a, other = *(const size_t *)b;

	return (one > other) - (one < other);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool check_twice(const struct ik_zip_entries *entries, struct ik_error *err)
{
	const char **names = ik_alloc_array(entries->n + 1, sizeof *names);
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0; i < entries->n; i++)
		if (entries->items[i].kind == IK_ZIP_ENTRY_MEMBER)
			names[n++] = entries->items[i].name;
	qsort(names, n, sizeof *names, by_name);
	for (size_t i = 1; ok && i < n; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			ok = ik_fail(err, IK_E_BACKUP_TWICE, names[i]);
	free(names);
	return ok;
}

static int by_place(const void *a, const void *b)
{
	const size_t one = ((const struct ik_zip_entry *)a)->at,
		     other = ((const struct ik_zip_entry *)b)->at;

	return (one > other) - (one < other);
}

/* Each member begins where the one before it ended: ENDS are all ends, in the order of the
 * directory. */
static bool check_places(const struct walk *walk, struct ik_zip_entries *entries, size_t *ends)
{
	size_t at = 0;

	qsort(entries->items, entries->n, sizeof *entries->items, by_place);
	qsort(ends, entries->n, sizeof *ends, by_size);
	for (size_t i = 0; i < entries->n; i++) {
		if (entries->items[i].at != at)
			return damaged(walk->err);
		at = ends[i];
	}
	return (at == walk->directory && walk->at == walk->end) || damaged(walk->err);
}

bool ik_zip_structure(const void *bytes, size_t size, struct ik_zip_entries *entries,
		      struct ik_error *err)
{
	struct walk walk = {.in = {bytes, size}, .err = err};
	size_t n = 0, *ends;

	*entries = (struct ik_zip_entries){0};
	if (!check_end(&walk, &n))
		return false;
	entries->items = ik_alloc_array(n + 1, sizeof *entries->items);
	ends = ik_alloc_array(n + 1, sizeof *ends);
	while (entries->n < n && check_entry(&walk, &entries->items[entries->n], &ends[entries->n]))
		entries->n++;
	bool ok = entries->n == n && check_places(&walk, entries, ends)
		  && check_twice(entries, err);
	free(ends);
	if (!ok)
		ik_zip_entries_free(entries);
	return ok;
}

void ik_zip_entries_free(struct ik_zip_entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		free(entries->items[i].name);
	free(entries->items);
	*entries = (struct ik_zip_entries){0};
}
