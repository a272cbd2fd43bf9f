/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines.c: talking with the wizard line by line, and what was said: golden transcripts. */
#include "config.h"

#include "program/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/screen_text.h"
#include "program/wizard.h"

/* How much was said when the last answer was given: another question has more. */
static size_t answered;

void lines_begin(void)
{
	answered = 0;
}

struct console *lines_start(const char *lang, int columns, const char *const *arguments)
{
	const char *all[32] = {"--plain", "--lang", lang, "--store", world_store()};
	struct console_setup setup = {.columns = columns, .rows = 100, .arguments = all};

	for (size_t i = 5; arguments && *arguments && i < 31; i++)
		all[i] = *arguments++;
	lines_begin();
	return console_start(&setup);
}

/* Nothing else ends in the middle of a line, but what has not all come yet. */
static bool is_asking(struct console *c, void *self)
{
	const bool rests = console_rests(c);
	size_t size;
	const char *said = console_output(c, &size);

	(void)self;
	return rests && size > answered && size > 2 && memcmp(said + size - 2, ": ", 2) == 0;
}

void lines_asked(struct console *c)
{
	ck_assert_msg(console_until(c, is_asking, NULL), "nothing was asked:\n%s",
		      console_output(c, NULL));
}

void lines_answer(struct console *c, const char *answer)
{
	lines_asked(c);
	console_output(c, &answered);
	console_send(c, answer, strlen(answer));
	console_send(c, "\r", 1);
}

void lines_answers(struct console *c, const char *const *answers)
{
	for (; *answers; answers++)
		lines_answer(c, *answers);
}

const char *lines_since(struct console *c, const char *text)
{
	const char *said = console_output(c, NULL), *last = NULL;

	for (const char *at = said; (at = strstr(at, text)) != NULL; at++)
		last = at;
	ck_assert_msg(last, "\"%s\" was not said:\n%s", text, said);
	return last;
}

char *lines_transcript(struct console *c)
{
	size_t size, at = 0;
	const char *said = console_output(c, &size);
	char *text = calloc(size + 1, 1);

	for (size_t i = 0; i < size; i++)
		if (said[i] != '\r')
			text[at++] = said[i];
	return text;
}

static bool never(struct console *c, void *self)
{
	(void)c;
	(void)self;
	return false;
}

/* Waiting for what never comes ends when the terminal is closed, and all has been read then. */
void lines_ended(struct console *c)
{
	console_until(c, never, NULL);
}

static bool is_group(const char *at)
{
	return strspn(at, "0123456789abcdefh") == 4 && strchr(" \n", at[4]);
}

/* Masks a line of nothing but groups of hexadecimal digits, too: a number goes on there. */
static void mask_rest(char *text)
{
	for (char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t size = strcspn(line, "\n"), groups = 0;

		while (groups * 5 < size && is_group(line + groups * 5))
			groups++;
		for (size_t i = 0; groups * 5 == size + 1 && i < size; i++)
			if (line[i] != ' ')
				line[i] = 'h';
		if (!line[size])
			return;
	}
}

/* How many digits the size of a backup has is chance, too: of its mask one is left. */
static void shorten_sizes(char *text, const char *unit)
{
	for (char *at = text; (at = strstr(at, unit)) != NULL; at++) {
		char *first = at;

		while (first > text && strchr("0,", first[-1]))
			first--;
		if (at - first > 1) {
			memmove(first + 1, at, strlen(at) + 1);
			at = first + 1;
		}
	}
}

char *lines_mask(const char *text)
{
	char *masked = screen_mask(text);

	mask_rest(masked);
	shorten_sizes(masked, " bytes");
	shorten_sizes(masked, "バイト");
	return masked;
}

/* The transcript of C is that of the golden file NAME. */
static void compare(struct console *c, const char *name, const char *lang, int columns)
{
	char file[128];
	char *text = lines_transcript(c), *masked = lines_mask(text);

	snprintf(file, sizeof file, "lines-%s.%s.%d.text", name, lang, columns);
	screen_compare(masked, file);
	free(masked);
	free(text);
}

/* Two generations, a backup of them, and a file of somebody else, whose serial number has its full
 * length: one in 128 of those that openssl makes up is a byte shorter, and the transcript with it.
 */
void lines_world(void)
{
	world_make_certificate("srv01.example.jp");
	world_make_certificate("srv01.example.jp");
	world_sh("umask 077 && printf '" PASSWORD "' >p && printf '" FILE_PASSWORD "' >fp && "
		 "\"$INKAN\" backup b.zip --store store --password-file p");
	world_sh("openssl req -x509 -addext basicConstraints=CA:FALSE -newkey ec -pkeyopt "
		 "ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -days 400 -subj "
		 "/CN=srv01.example.jp -addext subjectAltName=DNS:srv01.example.jp -addext "
		 "extendedKeyUsage=serverAuth -set_serial "
		 "0x4f129c0755e13abb18927c035e9041aa0d62b71f && "
		 "openssl pkcs12 -export -inkey k.pem -in c.pem -out f.p12 -passout "
		 "'pass:" FILE_PASSWORD "'");
}

static const struct {
	const char *lang;
	int columns;
	size_t bytes; /* that a whole run may have */
} ways[] = {{"en", 80, 5 * 1024}, {"ja", 80, 7 * 1024}, {"en", 60, 5 * 1024}, {"ja", 60, 7 * 1024}};

/* The whole ways. */
static const struct way {
	const char *name;
	const char *prepare; /* in the world */
	const char *answers[16];
	const char *file; /* of the world, for the answer "FILE" */
} ways_through[] = {
	{"import",
	 "true",
	 {"import", "FILE", FILE_PASSWORD, "", "1", PASSWORD, PASSWORD, "", "1", ""},
	 "f.p12"},
	{"restore", "rm -r store", {"restore", "FILE", PASSWORD, "", "", "1", ""}, "b.zip"},
	{"request", "true", {"request", "", "", "", "", "", "FILE", "1", ""}, "srv01.csr"},
	{"rollback", "true", {"rollback", "", "1", ""}, NULL},
	{"certificates", "true", {"verify", "3", "3", ""}, NULL},
	{"agents", LINES_AGENTS, {"agents", "", "", "3", ""}, NULL},
};

static void go(const struct way *way, int form)
{
	struct console *c = lines_start(ways[form].lang, ways[form].columns, NULL);
	size_t size;

	for (size_t i = 0; way->answers[i]; i++)
		lines_answer(c, strcmp(way->answers[i], "FILE") == 0 ? world_path(way->file)
								     : way->answers[i]);
	lines_ended(c);
	compare(c, way->name, ways[form].lang, ways[form].columns);
	console_output(c, &size);
	printf("# %s in %s, %d columns: %zu bytes\n", way->name, ways[form].lang,
	       ways[form].columns, size);
	ck_assert_uint_lt(size, ways[form].bytes);
	ck_assert_int_eq(console_end(c), 0);
}

/* A certificate that has expired is made new. */
START_TEST(a_certificate_is_made_new_line_by_line)
{
	static const struct way generate = {
		"generate",
		NULL,
		{"", "", "", "", "", "", "", "", PASSWORD, PASSWORD, "", "1", ""},
		NULL};

	world_make_expired("srv01.example.jp");
	go(&generate, _i);
}
END_TEST

/* Each of them in one form after the other, on the same store as before. */
START_TEST(every_other_way_is_gone_line_by_line)
{
	const struct way *way = &ways_through[_i];

	lines_world();
	world_sh(way->prepare);
	world_sh("if [ -e store ]; then mv store before; fi");
	for (int form = 0; form < FORMS; form++) {
		world_sh("rm -rf store srv01.csr && if [ -e before ]; then cp -a before store; fi");
		go(way, form);
	}
}
END_TEST

Suite *suite_lines(void)
{
	Suite *suite = suite_create("lines");
	TCase *all = tcase_create("lines");

	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_certificate_is_made_new_line_by_line, 0, FORMS);
	tcase_add_loop_test(all, every_other_way_is_gone_line_by_line, 0,
			    (int)(sizeof ways_through / sizeof ways_through[0]));
	tcase_set_timeout(all, 300);
	suite_add_tcase(suite, all);
	return suite;
}
