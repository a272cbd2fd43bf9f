/* SPDX-License-Identifier: GPL-3.0-or-later */
/* longer.c: every page in a language whose texts are two fifths longer than ours, made by
 * pseudo.c: nothing stays untranslated, nothing is cut without a sign, nothing is written over. */
#include "config.h"

#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "look/scenes.h"
#include "program/wizard.h"

/* The marks of a text, and the signs that something is cut: of a squeezed text, of a field that
 * goes on, of a page that does. */
#define BEGIN "⟦"
#define END "⟧"
static const char *const cut_signs[] = {"..", "PġḌṅ", "ṗġḋṅ", "ṁọṙẹ", "<"};

/* What is the same in every language: what the operator typed or will type, names of methods, zones
 * and keys. */
static const char the_same[] = "^(inkan|English|PgDn|PgUp|Enter|Tab|Esc|Up|Down|Left|Right|Home|"
			       "End|JST|UTC|ECDSA|RSA|SHA|Ed25519|SAN|"
			       "[0-9a-f]{4}|.*[./=@:*_^-].*|F[0-9]+|FILE|[A-Z]?[0-9]+)$";

static const struct size {
	int columns, rows;
} sizes[] = {{80, 24}, {60, 16}};

/* Keys, what then is on the page ("!": no longer is), and a name if the page is judged.  Of a
 * page's place on the way both numbers: the name of the world's folder, which pages show, may end
 * in "3/". */
struct step {
	const char *keys, *shows, *name;
};

enum { STEPS_MOST = 12 };
#define TYPED PASSWORD "<Enter>" PASSWORD "<Enter>"

static const struct scene {
	const char *prepare; /* a shell's words in the world */
	bool expired;        /* there is a certificate, and it has expired */
	struct step steps[STEPS_MOST];
} scenes[] = {
	{"true",
	 false,
	 {{"", "1/6", "start"},
	  {"<F1>", "Ẹṡḉ", "start-help"},
	  {"<Esc><Esc>", "!Ẹṡḉ", NULL},
	  {"<F8>", "2/6", "identity"},
	  {"<F1>", "Ẹṡḉ", "identity-help"},
	  {"<Esc><Esc>", "!Ẹṡḉ", NULL},
	  {"<C-u>srv01..example.jp<Tab>", "Ṫẇọ", "identity-dots"},
	  {"<S-Tab><C-u>srv01.example.jp<F8>", "3/6", "password"},
	  {"short<Enter>", "12", "password-short"},
	  {"<C-u>" TYPED, "4/6", "backup"},
	  {"<F8>", "5/6", "review"},
	  {"<F8><Enter>", "6/6", "proof"}}},
	{"true",
	 true,
	 {{"", "1/6", "start-expired"},
	  {"<F8>", "2/6", "identity-renewal"},
	  {"<F8>", "3/6", NULL},
	  {TYPED, "4/6", NULL},
	  {"<F10>", "Ẏẹṡ", "quit"},
	  {"<Esc><Esc>", "!Ẏẹṡ", NULL},
	  {"<F8>", "5/6", "review-renewal"},
	  {"<F8><Enter>", "6/6", "proof-renewal"},
	  {"<F3>", "6/6", "proof-details"}}},
	{"mkdir store/hooks.d && printf '#!/bin/sh\necho nginx.conf:7; exit 4\n' "
	 ">store/hooks.d/20-reload && chmod 755 store/hooks.d/*",
	 true,
	 {{"<F8>", "2/6", NULL},
	  {"<F8>", "3/6", NULL},
	  {TYPED, "4/6", NULL},
	  {"<F8>", "5/6", "review-hooks"},
	  {"<F8><Enter>", "6/6", "failure"}}},
	{"true",
	 true,
	 {{"", "1/6", NULL},
	  {"2<F8>", "2/4", "identity-request"},
	  {"<F8>", "3/4", "review-request"},
	  {"<F8><Enter>", "4/4", "proof-request"}}},
	{"mkfifo go && mkdir store/hooks.d && printf '#!/bin/sh\ncat %s/go\n' $PWD "
	 ">store/hooks.d/wait && "
	 "chmod 755 store/hooks.d/wait",
	 true,
	 {{"", "1/6", NULL},
	  {"<F8>", "2/6", NULL},
	  {"<F8>", "3/6", NULL},
	  {TYPED, "4/6", NULL},
	  {"<F8>", "5/6", NULL},
	  {"<F8><Enter>", "wait", "progress"}}},
	{"mkdir files && echo 1 >files/some.zip && echo >files/nothing.pem",
	 false,
	 {{"", "1/6", NULL},
	  {"3<F8>", "2/6", "source"},
	  {"<C-o>", "base/", "browser"},
	  {"<Esc><Esc>", "2/6", NULL},
	  {"<C-u>/no/such<F8>", "/no/such", "source-missing"}}},
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The words of ours in TEXT that are plain ASCII, blanks between them; the caller frees. */
static char *untranslated(const char *text)
{
	char *found = calloc(strlen(text) + 1, 1), *copy = strdup(text), *rest = copy;
	regex_t same;

	ck_assert_int_eq(regcomp(&same, the_same, REG_EXTENDED | REG_NOSUB), 0);
	const char *before = "";

	for (char *word; (word = strsep(&rest, " \n()[],\"")) != NULL;) {
		size_t letters = 0, all = strlen(word);

		for (const char *at = word; *at; at++)
			letters += is_letter(*at);
		/* A command is typed as it is. */
		if (letters >= 3 && letters == all && strcmp(before, "inkan") != 0
		    && regexec(&same, word, 0, NULL, 0) != 0)
			strcat(strcat(found, word), " ");
		if (*word)
			before = word;
	}
	regfree(&same);
	free(copy);
	return found;
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

static bool has_sign(const char *text)
{
	for (size_t i = 0; i < sizeof cut_signs / sizeof cut_signs[0]; i++)
		if (strstr(text, cut_signs[i]))
			return true;
	return false;
}

static bool is_whole_and_translated(struct console *c, void *self)
{
	const char *screen = console_screen(c);
	char *plain = untranslated(screen);
	const bool good = !*plain
			  && (count(screen, BEGIN) == count(screen, END) || has_sign(screen));

	(void)self;
	free(plain);
	return good;
}

static void judge(struct console *c, const char *name)
{
	char picture[64];

	if (getenv("LOOK_INTO")) {
		snprintf(picture, sizeof picture, "%s.longer.screen", name);
		console_compare(c, picture);
		return;
	}
	if (console_comes_to(c, is_whole_and_translated, NULL))
		return;
	char *plain = untranslated(console_screen(c));

	ck_assert_msg(!*plain, "%s: not translated: %s\n%s", name, plain, console_screen(c));
	ck_abort_msg("%s: a text is cut, or written over\n%s", name, console_screen(c));
}

static void wait_for(struct console *c, const char *shows)
{
	if (*shows == '!')
		console_wait_gone(c, shows + 1);
	else
		console_wait(c, shows);
}

static void play(struct console *c, const struct step *steps)
{
	for (const struct step *step = steps; step < steps + STEPS_MOST && step->shows; step++) {
		console_type(c, step->keys);
		wait_for(c, step->shows);
		console_settle(c);
		if (step->name)
			judge(c, step->name);
	}
}

static struct console *begin(const struct scene *scene, const struct size *size)
{
	static char folder[512], home[512];
	const char *arguments[] = {"--lang", "ja", "--store", world_store(), NULL};
	const char *environment[] = {folder, home, NULL};
	struct console_setup setup = {.columns = size->columns,
				      .rows = size->rows,
				      .arguments = arguments,
				      .environment = environment};

	if (scene->expired)
		world_make_expired("srv01.example.jp");
	world_sh(scene->prepare);
	snprintf(folder, sizeof folder, "INKAN_LOCALEDIR=%s/tests/pseudo", getenv("top_builddir"));
	snprintf(home, sizeof home, "HOME=%s", world_path("."));
	return console_start(&setup);
}

enum { SIZES = sizeof sizes / sizeof sizes[0], SCENES = sizeof scenes / sizeof scenes[0] };

START_TEST(texts_two_fifths_longer_are_whole_and_all_are_translated)
{
	const struct scene *scene = &scenes[_i / SIZES];
	struct console *c = begin(scene, &sizes[_i % SIZES]);

	play(c, scene->steps);
	console_kill(c);
}
END_TEST

Suite *suite_longer(void)
{
	Suite *suite = suite_create("longer");
	TCase *all = tcase_create("longer");

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_loop_test(all, texts_two_fifths_longer_are_whole_and_all_are_translated, 0,
			    SIZES * SCENES);
	suite_add_tcase(suite, all);
	return suite;
}
