/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.c: what the memory of the real program holds of passwords and keys: on every page nothing outside the pages that are
 * wiped and locked, from the first command after the switch on nothing at all. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

#include "program/wizard.h"

/* So many characters of a text together are no coincidence, and looked for from every third on: what was freed may have lost
 * its start. */
enum { TEXT_MOST = 64, WINDOW = 6, APART = 3, MAP_MOST = 64 * 1024 * 1024 };

/* Where a P-256 key's secret number stands in its PKCS#8. */
enum { NUMBER_AT = 36, NUMBER_SIZE = 32, PIECE = 12, LINE_PIECE = 20 };

/* A character of ncurses' pictures of the screen takes 28 bytes; UTF-32 takes 4. */
enum { STRIDE_MOST = 40 };

struct text {
	const char *name;
	uint32_t characters[TEXT_MOST];
	size_t n;
};

struct sought {
	struct text texts[4];
	size_t n_texts;
	bool has_key;
	unsigned char number[NUMBER_SIZE], reversed[NUMBER_SIZE];
};

static void seek_text(struct sought *sought, const char *name, const char *text)
{
	struct text *to = &sought->texts[sought->n_texts++];

	to->name = name;
	for (const uint8_t *at = (const uint8_t *)text; *at; to->n++)
		at += u8_mbtouc(&to->characters[to->n], at, strlen((const char *)at));
	ck_assert_uint_ge(to->n, WINDOW + APART);
}

/* --- the key in use ------------------------------------------------------------------------------ */

static void read_some(const char *name, long at, void *to, size_t size)
{
	FILE *file = fopen(world_path(name), "r");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
	ck_assert_uint_eq(fread(to, 1, size, file), size);
	fclose(file);
}

static void seek_key(struct sought *sought)
{
	const long second_line = (long)strlen("-----BEGIN PRIVATE KEY-----\n") + 65;
	char line[LINE_PIECE + 1] = "";
	int status;

	world_run(&status, "sed /-----/d %s/current/key.pem | base64 -d >%s.der", world_store(), world_store());
	ck_assert_int_eq(status, 0);
	read_some("store.der", NUMBER_AT, sought->number, NUMBER_SIZE);
	for (size_t i = 0; i < NUMBER_SIZE; i++)
		sought->reversed[i] = sought->number[NUMBER_SIZE - 1 - i];
	read_some("store/current/key.pem", second_line, line, LINE_PIECE);
	seek_text(sought, "key.pem", line);
	sought->has_key = true;
}

/* --- looking ------------------------------------------------------------------------------------- */

/* A map of the program's memory. */
struct map {
	char line[256];
	char *bytes;
	size_t size;
	bool secret;                   /* of its pages for secrets */
};

static bool has_units(const struct map *map, const uint32_t *characters, size_t unit, bool big, size_t stride)
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
		size += (size_t)u8_uctomb(bytes + size, characters[backwards ? WINDOW - 1 - i : i], 6);
	return memmem(map->bytes, map->size, bytes, size) != NULL;
}

/* In which form a part of TEXT is in MAP, or NULL. */
static const char *form_in(const struct map *map, const struct text *text)
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
	for (size_t i = 0; i + PIECE <= NUMBER_SIZE; i += PIECE / 2)
		if (memmem(map->bytes, map->size, number + i, PIECE))
			return true;
	return false;
}

/* How many of what is SOUGHT are in MAP; WHERE says which. */
static unsigned count_in(const struct map *map, const struct sought *sought, char *where, size_t room)
{
	unsigned found = 0;

	for (size_t i = 0; i < sought->n_texts; i++) {
		const char *form = form_in(map, &sought->texts[i]);

		found += form != NULL;
		if (form)
			snprintf(where, room, "%s (%s) in %s", sought->texts[i].name, form, map->line);
	}
	if (sought->has_key && (has_number(map, sought->number) || has_number(map, sought->reversed))) {
		found++;
		snprintf(where, room, "the key in %s", map->line);
	}
	return found;
}

/* The next map that can be written to, with its bytes; the caller frees them.  Its flags tell secrets: wiped on fork. */
static bool next_map(FILE *maps, int memory, struct map *map)
{
	char line[512], rights[8];
	unsigned long from, to, now_from = 0, now_to = 0;

	while (fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3) {
			now_from = rights[0] == 'r' && rights[1] == 'w' && to - from <= MAP_MOST ? from : 0;
			now_to = to;
			snprintf(map->line, sizeof map->line, "%.200s", line);
		} else if (strncmp(line, "VmFlags:", 8) == 0 && now_from) {
			map->secret = strstr(line, " wf") != NULL;
			map->bytes = malloc(now_to - now_from);
			const ssize_t size = pread(memory, map->bytes, now_to - now_from, (off_t)now_from);

			map->size = size > 0 ? (size_t)size : 0;
			return true;
		}
	}
	return false;
}

struct found {
	unsigned outside, inside;      /* of the pages for secrets */
	char where[512];
};

static struct found look(size_t pid, const struct sought *sought)
{
	struct found found = {0};
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

static bool may_look(void)
{
	if (geteuid() == 0)
		return true;
	puts("memory: only root may look into a program that keeps secrets; not tested");
	return false;
}

/* What certainly is there shows that this would find the rest. */
static void check_sight(size_t pid)
{
	struct sought name = {0};

	seek_text(&name, "the server's name", "srv01.example.jp");
	ck_assert_uint_gt(look(pid, &name).outside, 0);
}

/* WHEN: nothing outside the pages for secrets, where it certainly is if KEPT. */
static void check_outside(struct console *c, const struct sought *sought, bool kept, const char *when)
{
	struct found found = look(console_pid(c), sought);

	ck_assert_msg(found.outside == 0, "%s: %s", when, found.where);
	ck_assert_msg(!kept || found.inside > 0, "%s: it should be where secrets are", when);
}

static void check_nowhere(size_t pid, const struct sought *sought, const char *when)
{
	struct found found = look(pid, sought);

	ck_assert_msg(found.outside + found.inside == 0, "%s: %s", when, found.where);
	check_sight(pid);
}

/* --- commands that wait -------------------------------------------------------------------------- */

/* A certificate in use, and a command for after the switch that tells whose it is and waits to be let go. */
static void put_waiting_hook(void)
{
	world_make_certificate("srv01.example.jp");
	world_sh("mkfifo told go && mkdir store/hooks.d && "
		 "printf '#!/bin/sh\necho $PPID >%s/told\ncat %s/go\n' $PWD $PWD >store/hooks.d/10-wait && "
		 "chmod 755 store/hooks.d/10-wait");
}

/* Whose command it is that runs now. */
static size_t hook_runs(void)
{
	FILE *told = fopen(world_path("told"), "r");
	size_t pid = 0;

	ck_assert_ptr_nonnull(told);
	ck_assert_int_eq(fscanf(told, "%zu", &pid), 1);
	fclose(told);
	return pid;
}

static void let_go(void)
{
	FILE *go = fopen(world_path("go"), "w");

	ck_assert_ptr_nonnull(go);
	fclose(go);
}

/* --- the screen ---------------------------------------------------------------------------------- */

static const struct typed {
	const char *password, *same;
} typed[] = {
	{"Kp7#vQ2m!xZ9-tR4w", "Both are the same."},
	{"錠前屋の裏口に置いた三毛猫のひげ", "The same."},
	{"か\xe3\x82\x99Kp7#vQ2m鍵束の裏xZ9-tR4w", "The same."},   /* normalising changes it */
};

static void type_twice(struct console *c, const struct typed *text, const struct sought *sought)
{
	wizard_reach(c, &english, "password");
	console_type(c, text->password);
	console_wait(c, "Strength: ");
	check_outside(c, sought, true, "the password was typed");
	console_type(c, "<Enter>");
	console_type(c, text->password);
	console_wait(c, text->same);
	check_outside(c, sought, true, "the password was typed twice");
	console_type(c, "<Enter>");
	console_wait(c, english.backup);
	check_outside(c, sought, true, "the backup page");
}

START_TEST(a_password_lies_in_its_pages_only_and_nowhere_from_the_first_command_on)
{
	struct sought sought = {0};

	if (!may_look())
		return;
	seek_text(&sought, "the password", typed[_i].password);
	put_waiting_hook();
	struct console *c = wizard_start("en", 80, 24);

	type_twice(c, &typed[_i], &sought);
	console_type(c, "<Enter>");
	console_wait(c, english.review);
	check_outside(c, &sought, true, "the review");
	console_type(c, "<F8><Enter>");
	ck_assert_uint_eq(hook_runs(), console_pid(c));
	seek_key(&sought);
	check_nowhere(console_pid(c), &sought, "a command runs");
	let_go();
	console_wait(c, english.proof);
	check_nowhere(console_pid(c), &sought, "the proof");
	console_kill(c);
}
END_TEST

/* Neither in what was pasted, nor in what was drawn, nor in what was sent to the terminal. */
START_TEST(a_password_that_was_shown_is_gone_with_its_page)
{
	const char *password = typed[_i].password;
	struct sought sought = {0};

	if (!may_look())
		return;
	seek_text(&sought, "the password", password);
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_paste(c, password);
	console_wait(c, "Strength: ");
	console_type(c, "<C-r>");
	console_wait(c, "[ Hide ^R ]");
	console_resize(c, 100, 30);
	console_wait(c, "[ Hide ^R ]");
	console_type(c, "<F1>");
	console_wait(c, "closes this help");
	console_type(c, "<Enter><Tab>");
	console_wait(c, "[ Show ^R ]");
	console_paste(c, password);
	console_wait(c, typed[_i].same);
	console_type(c, "<F8>");
	console_wait(c, english.backup);
	check_outside(c, &sought, true, "the page after");
	check_sight(console_pid(c));
	console_kill(c);
}
END_TEST

static void read_made(struct console *c, char made[35])
{
	const char *at = console_screen(c);

	for (; *at && (sscanf(at, "%34[a-z2-9-]", made) != 1 || strlen(made) < 34); at++)
		;
	ck_assert_uint_eq(strlen(made), 34);
}

START_TEST(a_made_password_is_gone_with_its_page)
{
	struct sought sought = {0};
	char made[35] = "", note[16];

	if (!may_look())
		return;
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "password");
	console_type(c, "<Tab><Tab><Tab><Enter>");
	console_wait(c, "Its first 4 and last 4");
	console_wait(c, "F10");
	read_made(c, made);
	seek_text(&sought, "the made password", made);
	snprintf(note, sizeof note, "%.4s%s<Enter>", made, made + 30);
	console_type(c, note);
	console_wait(c, english.backup);
	check_outside(c, &sought, true, "the page after");
	console_kill(c);
}
END_TEST

START_TEST(the_start_page_stands_with_nothing_of_the_key_in_memory)
{
	struct sought sought = {0};

	if (!may_look())
		return;
	world_make_certificate("srv01.example.jp");
	struct console *c = wizard_start("en", 80, 24);

	console_wait(c, english.start);
	seek_key(&sought);
	check_nowhere(console_pid(c), &sought, "the start page");
	console_kill(c);
}
END_TEST

/* --- commands ------------------------------------------------------------------------------------ */

#define OTHERS "printf '%s' 'Lw8$nB3c,yH6+dF5g' >file && chmod 600 file && "
#define KEYS "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 3650 " \
	"-subj /CN=srv02.example.jp 2>&1 && openssl pkcs12 -export -inkey k.pem -in c.pem -out file.p12 -passout file:file"

/* What is made before the command that waits for go, and its arguments. */
static const struct batch {
	const char *before, *arguments;
} batches[] = {
	{"true", "create --password-file pw"},
	{OTHERS KEYS, "import file.p12 --file-password-file file --password-file pw"},
	{"$INKAN backup b.zip --store store --password-file pw && $INKAN create --store store --no-backup &&"
	 " rm -rf store/generations/1", "restore b.zip --use 1 --password-file pw"},
	{"$INKAN create --store store --no-backup", "rollback"},
};

START_TEST(a_command_keeps_neither_password_nor_key_while_others_run)
{
	struct sought sought = {0};

	if (!may_look())
		return;
	seek_text(&sought, "the password", typed[_i % 3].password);
	seek_text(&sought, "the file's password", "Lw8$nB3c,yH6+dF5g");
	put_waiting_hook();
	world_run(NULL, "printf '%%s' '%s' >%s && chmod 600 %s", typed[_i % 3].password, world_path("pw"), world_path("pw"));
	world_sh("mv store/hooks.d away");
	world_sh(batches[_i].before);
	world_sh("mv away store/hooks.d");
	world_run(NULL, "cd %s && '%s' %s --store store >said 2>&1 &", world_path("."), getenv("INKAN"), batches[_i].arguments);
	const size_t pid = hook_runs();

	seek_key(&sought);
	check_nowhere(pid, &sought, batches[_i].arguments);
	let_go();
	world_run(NULL, "tail --pid=%zu -f /dev/null", pid);
}
END_TEST

Suite *suite_memory(void)
{
	Suite *suite = suite_create("memory");
	TCase *all = tcase_create("memory");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_password_lies_in_its_pages_only_and_nowhere_from_the_first_command_on, 0,
			    sizeof typed / sizeof typed[0]);
	tcase_add_loop_test(all, a_password_that_was_shown_is_gone_with_its_page, 0, sizeof typed / sizeof typed[0]);
	tcase_add_test(all, a_made_password_is_gone_with_its_page);
	tcase_add_test(all, the_start_page_stands_with_nothing_of_the_key_in_memory);
	tcase_add_loop_test(all, a_command_keeps_neither_password_nor_key_while_others_run, 0,
			    sizeof batches / sizeof batches[0]);
	suite_add_tcase(suite, all);
	return suite;
}
