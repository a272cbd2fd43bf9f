/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look.c: what the memory of a running program holds of texts and keys. */
#include "config.h"

#include "program/look.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unistr.h>

#include "program/wizard.h"

/* So many characters of a text together are no coincidence, and looked for from every third on:
 * what was freed may have lost its start. */
enum { WINDOW = 6, APART = 3, MAP_MOST = 64 * 1024 * 1024 };

/* Where a P-256 key's secret number stands in its PKCS#8. */
enum { NUMBER_AT = 36, PIECE = 12, LINE_PIECE = 20 };

/* A character of ncurses' pictures of the screen takes 28 bytes; UTF-32 takes 4. */
enum { STRIDE_MOST = 40 };

void look_for_text(struct look *sought, const char *name, const char *text)
{
	struct look_text *to = &sought->texts[sought->n_texts++];

	to->name = name;
	for (const uint8_t *at = (const uint8_t *)text; *at; to->n++)
		at += u8_mbtouc(&to->characters[to->n], at, strlen((const char *)at));
	ck_assert_uint_ge(to->n, WINDOW + APART);
}

/* --- a key ------------------------------------------------------------------------------------ */

static void read_some(const char *name, long at, void *to, size_t size)
{
	FILE *file = fopen(world_path(name), "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
	ck_assert_uint_eq(fread(to, 1, size, file), size);
	fclose(file);
}

/* The P-256 key in the file NAME (PKCS#8 PEM). */
void look_for_key(struct look *sought, const char *name)
{
	const long second_line = (long)strlen("-----BEGIN PRIVATE KEY-----\n") + 65;
	char line[LINE_PIECE + 1] = "";
	int status;

	world_run(&status, "sed /-----/d %s | base64 -d >%s.der", world_path(name), world_store());
	ck_assert_int_eq(status, 0);
	read_some("store.der", NUMBER_AT, sought->number, LOOK_NUMBER);
	for (size_t i = 0; i < LOOK_NUMBER; i++)
		sought->reversed[i] = sought->number[LOOK_NUMBER - 1 - i];
	read_some(name, second_line, line, LINE_PIECE);
	look_for_text(sought, "the key's PEM", line);
	sought->has_key = true;
}

/* --- looking ---------------------------------------------------------------------------------- */

/* A map of the program's memory. */
struct map {
	char line[256];
	char *bytes;
	size_t size;
	bool secret; /* of its pages for secrets */
};

static bool has_units(const struct map *map, const uint32_t *characters, size_t unit, bool big,
		      size_t stride)
{
	for (size_t at = 0; at + (WINDOW - 1) * stride + unit <= map->size; at += unit) {
		size_t same = 0;

		for (uint32_t value; same < WINDOW; same++) {
			value = 0;
			for (size_t i = 0; i < unit; i++)
				value |= (uint32_t)(unsigned char)map->bytes[at + same * stride + i]
					 << 8 * (big ? unit - 1 - i : i);
			if (value != characters[same])
				break;
		}
		if (same == WINDOW)
			return true;
	}
	return false;
}

static bool has_utf8(const struct map *map, const uint32_t *characters, bool backwards)
{
	uint8_t bytes[6 * WINDOW];
	size_t size = 0;

	for (size_t i = 0; i < WINDOW; i++)
		size += (size_t)u8_uctomb(bytes + size, characters[backwards ? WINDOW - 1 - i : i],
					  6);
	return memmem(map->bytes, map->size, bytes, size) != NULL;
}

/* In which form a part of TEXT is in MAP, or NULL. */
static const char *form_in(const struct map *map, const struct look_text *text)
{
	for (size_t i = 0; i + WINDOW <= text->n; i += APART) {
		const uint32_t *part = text->characters + i;

		if (has_utf8(map, part, false))
			return "UTF-8";
		if (has_utf8(map, part, true))
			return "UTF-8, backwards";
		if (has_units(map, part, 2, false, 2) || has_units(map, part, 2, true, 2))
			return "UTF-16";
		if (has_units(map, part, 4, true, 4))
			return "UTF-32BE";
		for (size_t stride = 4; stride <= STRIDE_MOST; stride += 4)
			if (has_units(map, part, 4, false, stride))
				return "UTF-32LE, or cells of the screen";
	}
	return NULL;
}

static bool has_number(const struct map *map, const unsigned char *number)
{
	for (size_t i = 0; i + PIECE <= LOOK_NUMBER; i += PIECE / 2)
		if (memmem(map->bytes, map->size, number + i, PIECE))
			return true;
	return false;
}

/* How many of what is SOUGHT are in MAP; WHERE says which. */
static unsigned count_in(const struct map *map, const struct look *sought, char *where, size_t room)
{
	unsigned found = 0;

	for (size_t i = 0; i < sought->n_texts; i++) {
		const char *form = form_in(map, &sought->texts[i]);

		found += form != NULL;
		if (form)
			snprintf(where, room, "%s (%s) in %s", sought->texts[i].name, form,
				 map->line);
	}
	if (sought->has_key
	    && (has_number(map, sought->number) || has_number(map, sought->reversed))) {
		found++;
		snprintf(where, room, "the key in %s", map->line);
	}
	return found;
}

/* The next map that can be written to, with its bytes; the caller frees them.  Its flags tell
 * secrets: wiped on fork. */
static bool next_map(FILE *maps, int memory, struct map *map)
{
	char line[512], rights[8];
	unsigned long from, to, now_from = 0, now_to = 0;

	while (fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3) {
			now_from = rights[0] == 'r' && rights[1] == 'w' && to - from <= MAP_MOST
					   ? from
					   : 0;
			now_to = to;
			snprintf(map->line, sizeof map->line, "%.200s", line);
		} else if (strncmp(line, "VmFlags:", 8) == 0 && now_from) {
			map->secret = strstr(line, " wf") != NULL;
			map->bytes = malloc(now_to - now_from);
			const ssize_t size = pread(memory, map->bytes, now_to - now_from,
						   (off_t)now_from);

			map->size = size > 0 ? (size_t)size : 0;
			return true;
		}
	}
	return false;
}

struct look_found look_into(size_t pid, const struct look *sought)
{
	struct look_found found = {0};
	struct map map = {0};
	char path[64];

	snprintf(path, sizeof path, "/proc/%zu/mem", pid);
	const int memory = open(path, O_RDONLY);
	snprintf(path, sizeof path, "/proc/%zu/smaps", pid);
	FILE *maps = fopen(path, "r");

	ck_assert(memory >= 0 && maps);
	while (next_map(maps, memory, &map)) {
		char where[512] = "";
		unsigned n = count_in(&map, sought, where, sizeof where);

		*(map.secret ? &found.inside : &found.outside) += n;
		if (n > 0 && (!map.secret || !found.outside))
			memcpy(found.where, where, sizeof where);
		free(map.bytes);
	}
	fclose(maps);
	close(memory);
	return found;
}
