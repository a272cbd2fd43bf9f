/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire.c: what the wizard costs on a slow line, in bytes, which no other program changes; and a
 * window that never rests. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "program/wizard.h"

/* A whole run; and the first screen, which had 1,197 and 1,433 bytes before it was drawn anew, and
 * a quarter more at most. */
enum { RUN_BYTES = 12 * 1024 };

static const struct {
	const struct words *words;
	size_t first;
} lines[] = {{&english, 1496}, {&japanese, 1791}};

static size_t output_of(struct console *c)
{
	size_t size;

	console_output(c, &size);
	return size;
}

START_TEST(a_whole_run_fits_a_slow_line)
{
	const struct words *words = lines[_i].words;
	struct console *c = wizard_start(words->lang, 80, 24);
	size_t shown;

	wizard_reach(c, words, "accept");
	console_wait(c, words->proof);
	console_wait(c, "F10");
	shown = output_of(c);
	console_type(c, "<F10>");
	ck_assert_int_eq(console_end(c), 0);
	printf("# %s: a whole run %zu bytes\n", words->lang, shown);
	ck_assert_uint_lt(shown, RUN_BYTES);
}
END_TEST

START_TEST(the_first_screen_is_a_small_one)
{
	const struct words *words = lines[_i].words;
	struct console *c = wizard_start(words->lang, 80, 24);

	console_wait(c, words->start);
	console_wait(c, "F10");
	printf("# %s: the first screen %zu bytes\n", words->lang, output_of(c));
	ck_assert_uint_le(output_of(c), lines[_i].first);
	console_kill(c);
}
END_TEST

/* A small generator whose numbers are the same everywhere. */
static unsigned dice(unsigned *state, unsigned sides)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % sides;
}

static bool looks_like(struct console *c, void *picture)
{
	return strcmp(console_screen(c), picture) == 0;
}

START_TEST(a_thousand_sizes_later_the_page_is_as_it_was)
{
	struct console *c = wizard_start("ja", 80, 24);
	unsigned state = 1;
	char before[8192];

	wizard_reach(c, &japanese, "identity");
	console_type(c, "<C-u>typed.example.jp");
	console_wait(c, "typed.example.jp");
	console_settle(c);
	snprintf(before, sizeof before, "%s", console_screen(c));
	for (int n = 0; n < 1000; n++) {
		console_resize(c, 1 + (int)dice(&state, 200), 1 + (int)dice(&state, 60));
		if (n % 100 == 99) {
			console_resize(c, 60, 16);
			console_wait(c, japanese.identity);
			console_wait(c, "F10");
		}
	}
	console_resize(c, 80, 24);
	ck_assert_msg(console_until(c, looks_like, before), "%s", console_screen(c));
	console_kill(c);
}
END_TEST

Suite *suite_wire(void)
{
	Suite *suite = suite_create("wire");
	TCase *all = tcase_create("wire");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, a_whole_run_fits_a_slow_line, 0, 2);
	tcase_add_loop_test(all, the_first_screen_is_a_small_one, 0, 2);
	tcase_add_test(all, a_thousand_sizes_later_the_page_is_as_it_was);
	suite_add_tcase(suite, all);
	return suite;
}
