/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.c: what the memory of the real program holds of the key while a page stays open for as long as people like. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program/wizard.h"

/* Where a P-256 key's secret number stands in its PKCS#8, and how many bytes together are no coincidence. */
enum { NUMBER_AT = 36, NUMBER_SIZE = 32, PIECE = 12, LINE_PIECE = 20, MAP_MOST = 64 * 1024 * 1024 };

struct sought {
	unsigned char number[NUMBER_SIZE], reversed[NUMBER_SIZE];
	char line[LINE_PIECE];
};

static void read_some(const char *name, long at, void *to, size_t size)
{
	FILE *file = fopen(world_path(name), "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
	ck_assert_uint_eq(fread(to, 1, size, file), size);
	fclose(file);
}

static void learn_key(struct sought *sought)
{
	const long second_line = (long)strlen("-----BEGIN PRIVATE KEY-----\n") + 65;
	int status;

	world_run(&status, "sed /-----/d %s/current/key.pem | base64 -d >%s.der", world_store(), world_store());
	ck_assert_int_eq(status, 0);
	read_some("store.der", NUMBER_AT, sought->number, NUMBER_SIZE);
	for (size_t i = 0; i < NUMBER_SIZE; i++)
		sought->reversed[i] = sought->number[NUMBER_SIZE - 1 - i];
	read_some("store/current/key.pem", second_line, sought->line, LINE_PIECE);
}

static bool has_part(const char *map, size_t size, const unsigned char *number)
{
	for (size_t i = 0; i + PIECE <= NUMBER_SIZE; i += PIECE / 2)
		if (memmem(map, size, number + i, PIECE))
			return true;
	return false;
}

/* Counts maps with WORD; fails if one has a part of the key. */
static unsigned look_through(int memory, FILE *maps, const struct sought *sought, const char *word)
{
	char line[4096], rights[8];
	unsigned long from, to;
	unsigned found = 0;

	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r' || to - from > MAP_MOST)
			continue;

		char *map = malloc(to - from);
		const ssize_t size = pread(memory, map, to - from, (off_t)from);

		if (size > 0) {
			ck_assert_msg(!has_part(map, (size_t)size, sought->number), "the key is in %s", line);
			ck_assert_msg(!has_part(map, (size_t)size, sought->reversed), "the key, as a number, is in %s", line);
			ck_assert_msg(!memmem(map, (size_t)size, sought->line, LINE_PIECE), "key.pem is in %s", line);
			found += memmem(map, (size_t)size, word, strlen(word)) != NULL;
		}
		free(map);
	}
	return found;
}

static void check_memory(struct console *c)
{
	struct sought sought;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%zu/mem", console_pid(c));

	const int memory = open(path, O_RDONLY);

	if (memory < 0) {
		puts("memory: only root may look into a program that keeps secrets; not tested");
		return;
	}
	snprintf(path, sizeof(path), "/proc/%zu/maps", console_pid(c));

	FILE *maps = fopen(path, "r");

	ck_assert_ptr_nonnull(maps);
	learn_key(&sought);
	/* What certainly is there shows that this would find the key. */
	ck_assert_uint_gt(look_through(memory, maps, &sought, "srv01.example.jp"), 0);
	fclose(maps);
	close(memory);
}

START_TEST(the_proof_stands_with_nothing_of_the_key_in_memory)
{
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	check_memory(c);
	console_kill(c);
}
END_TEST

START_TEST(the_start_page_stands_with_nothing_of_the_key_in_memory)
{
	struct console *c;

	world_make_certificate("srv01.example.jp");
	c = wizard_start("en", 80, 24);
	console_wait(c, english.start);
	check_memory(c);
	console_kill(c);
}
END_TEST

Suite *suite_memory(void)
{
	Suite *suite = suite_create("memory");
	TCase *all = tcase_create("memory");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, the_proof_stands_with_nothing_of_the_key_in_memory);
	tcase_add_test(all, the_start_page_stands_with_nothing_of_the_key_in_memory);
	suite_add_tcase(suite, all);
	return suite;
}
