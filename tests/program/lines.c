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

/* Nothing else ends in the middle of a line. */
static bool is_asking(struct console *c, void *self)
{
	size_t size;
	const char *said = console_output(c, &size);

	(void)self;
	return size > answered && size > 2 && memcmp(said + size - 2, ": ", 2) == 0;
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

/* The transcript of C is that of the golden file NAME. */
static void compare(struct console *c, const char *name, const char *lang, int columns)
{
	char file[128];
	char *text = lines_transcript(c), *masked = screen_mask(text);

	snprintf(file, sizeof file, "lines-%s.%s.%d.text", name, lang, columns);
	screen_compare(masked, file);
	free(masked);
	free(text);
}

static const struct {
	const char *lang;
	int columns;
	size_t bytes; /* that a whole run may have */
} ways[] = {{"en", 80, 5 * 1024}, {"ja", 80, 7 * 1024}, {"en", 60, 5 * 1024}, {"ja", 60, 7 * 1024}};

static const char *const generate[] = {"", "",       "",       "", "",  "", "",
				       "", PASSWORD, PASSWORD, "", "1", "", NULL};

/* The whole way: a certificate that has expired is made new. */
START_TEST(a_certificate_is_made_new_line_by_line)
{
	struct console *c;
	size_t size;

	world_make_expired("srv01.example.jp");
	c = lines_start(ways[_i].lang, ways[_i].columns, NULL);
	lines_answers(c, generate);
	lines_ended(c);
	compare(c, "generate", ways[_i].lang, ways[_i].columns);
	console_output(c, &size);
	printf("# %s, %d columns: a whole run %zu bytes\n", ways[_i].lang, ways[_i].columns, size);
	ck_assert_uint_lt(size, ways[_i].bytes);
	ck_assert_int_eq(console_end(c), 0);
}
END_TEST

Suite *suite_lines(void)
{
	Suite *suite = suite_create("lines");
	TCase *all = tcase_create("lines");

	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_certificate_is_made_new_line_by_line, 0, FORMS);
	tcase_set_timeout(all, 300);
	suite_add_tcase(suite, all);
	return suite;
}
