/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines_equal.c: each action three times on the same store: on the screen, line by line, and from
 * the answers that the screen saved; what was made, what was said of it and what was saved are the
 * same. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/screen_text.h"
#include "program/lines.h"
#include "program/wizard.h"

enum { STEPS = 10, ANSWERS = 20, PAGES = 2 };

#define STEP_PASSWORD \
	{"Choose a password", PASSWORD "<Enter>" PASSWORD}, \
	{ \
		"Both are the same.", "<Enter>" \
	}
#define STEP_BACKUP \
	{ \
		"Where should the backup go?", "<Enter>" \
	}
#define STEP_ACCEPT \
	{ \
		"This will happen when you accept.", "<End><F8><Enter>" \
	}

/* "{}" stands for the world's folder. */
static const struct way {
	const char *action;
	const char *prepare;          /* in the world, before each of the three */
	const char *screen[STEPS][2]; /* what is waited for, and typed then; the last is the end */
	const char *lines[ANSWERS];
	const char *options; /* that bring the passwords where nobody is asked */
	const char *title;   /* how the page at the end begins */
} ways[] = {
	{
		.action = "generate",
		.screen = {{"Generate a new certificate", "<Enter>"},
			   {"Who is this certificate for?", "<F8>"},
			   STEP_PASSWORD,
			   STEP_BACKUP,
			   STEP_ACCEPT},
		.lines = {"", "", "", "", "", "", "1", PASSWORD, PASSWORD, "", "1", ""},
		.options = "--password-file p",
		.title = "Done: the new certificate is in use.",
	},
	{
		.action = "request",
		.screen = {{"Generate a new certificate", "2<F8>"},
			   {"Who is this certificate for?",
			    "<S-Tab><S-Tab><S-Tab><S-Tab><C-u>{}/srv01.csr<F8>"},
			   STEP_ACCEPT},
		.lines = {"", "", "", "", "", "{}/srv01.csr", "1", ""},
		.options = "",
		.title = "Done: the request",
	},
	{
		.action = "import",
		.screen = {{"Generate a new certificate", "3<F8>"},
			   {"Which file do you want to import?",
			    "{}/f.p12<Enter>" FILE_PASSWORD "<F8>"},
			   STEP_PASSWORD,
			   STEP_BACKUP,
			   STEP_ACCEPT},
		.lines = {"{}/f.p12", FILE_PASSWORD, "", "1", PASSWORD, PASSWORD, "", "1", ""},
		.options = "--password-file p --file-password-file fp",
		.title = "Done: the new certificate is in use.",
	},
	{
		.action = "restore",
		.prepare = "rm -r store",
		.screen = {{"Restore from a backup", "4<F8>"},
			   {"Which backup do you want to restore?",
			    "{}/b.zip<Enter>" PASSWORD "<F8>"},
			   {"In use afterwards", "<F8>"},
			   STEP_ACCEPT},
		.lines = {"{}/b.zip", PASSWORD, "ｎ", "", "1", ""},
		.options = "--password-file p",
		.title = "Done: the backup is restored",
	},
	{
		.action = "backup",
		.screen = {{"Generate a new certificate", "5<F8>"},
			   STEP_PASSWORD,
			   STEP_BACKUP,
			   STEP_ACCEPT},
		.lines = {"1", PASSWORD, PASSWORD, "", "1", ""},
		.options = "--password-file p",
		.title = "Done: the backup is made",
	},
	{
		.action = "rollback",
		.screen = {{"Generate a new certificate", "6<F8>"},
			   {"Which generation", "<F8>"},
			   STEP_ACCEPT},
		.lines = {"", "1", ""},
		.options = "",
		.title = "Done: the earlier certificate is back.",
	},
	{
		.action = "verify",
		.screen = {{"Generate a new certificate", "7<F8>"}},
		.lines = {""},
		.options = "",
		.title = "The certificate in use.",
	},
	{
		.action = "agents",
		.prepare = LINES_AGENTS,
		.screen = {{"See which agents follow", "8<F8>"},
			   {"Which agents do you want to see?", "<F8>"},
			   {"inkan-agent run", ""}},
		.lines = {"", "", ""},
		.options = "",
		.title = "Silent for 3 days or more: 1 agent\n",
	},
};

/* TEXT with "{}" as the world's folder; valid until the next call. */
static const char *in_world(const char *text)
{
	static char whole[512];
	const char *mark = strstr(text, "{}");

	if (!mark)
		return text;
	snprintf(whole, sizeof whole, "%.*s%s%s", (int)(mark - text), text, world_path("."),
		 mark + 2);
	return whole;
}

static void prepare(const struct way *way)
{
	world_sh("rm -rf store srv01.csr saved && cp -a before store");
	if (way->prepare)
		world_sh(way->prepare);
}

/* --- the three ways --------------------------------------------------------------------------- */

/* What was printed; the caller frees. */
static char *by_screen(const struct way *way)
{
	char saved[256];
	const char *arguments[] = {"--lang",         "en",  "--store", world_store(),
				   "--save-answers", saved, NULL};
	struct console_setup setup = {.columns = 100, .rows = 60, .arguments = arguments};

	snprintf(saved, sizeof saved, "%s", world_path("saved"));
	struct console *c = console_start(&setup);

	for (size_t i = 0; i < STEPS && way->screen[i][0]; i++) {
		console_wait(c, way->screen[i][0]);
		console_type(c, in_world(way->screen[i][1]));
	}
	console_wait(c, way->title);
	console_wait(c, "F10");
	console_type(c, "<F10>");
	lines_ended(c);
	char *text = lines_transcript(c);

	ck_assert_int_eq(console_end(c), 0);
	return text;
}

static char *by_lines(const struct way *way)
{
	char saved[256];
	const char *arguments[] = {"--save-answers", saved, NULL};

	snprintf(saved, sizeof saved, "%s", world_path("saved"));
	struct console *c = lines_start("en", 400, arguments);

	lines_answer(c, way->action);
	for (size_t i = 0; i < ANSWERS && way->lines[i]; i++)
		lines_answer(c, in_world(way->lines[i]));
	lines_ended(c);
	char *text = lines_transcript(c);

	ck_assert_int_eq(console_end(c), 0);
	return text;
}

static char *by_answers(const struct way *way)
{
	char script[512];

	snprintf(script, sizeof script,
		 "env TZ=Asia/Tokyo \"$INKAN\" --lang en --store \"$PWD/store\" --answers answers "
		 "--save-answers saved %s >said",
		 way->options);
	world_sh(script);
	return screen_read(world_path("said"));
}

/* --- what came of each ------------------------------------------------------------------------ */

struct came {
	char *made, *said, *saved;
};

static void forget(struct came *came)
{
	free(came->made);
	free(came->said);
	free(came->saved);
}

/* All that is in the world and in the store, and what the log says, without what is random. */
static char *what_was_made(void)
{
	world_sh("{ \"$INKAN\" list --json --store store && \"$INKAN\" requests --json --store "
		 "store "
		 "&& \"$INKAN\" log --lang en --store store && find store srv01.csr -printf "
		 "'%p %M %l\\n' 2>&1 | sort; } | sed -E 's/20261121-[0-9a-f]{8}/random/; "
		 "s/([0-9]{10})-[0-9a-f]{8}[.]pem/\\1-random.pem/; "
		 "s/[0-9a-f]{16,}/random/; s/([0-9a-f]{4} ){4,}[0-9a-f]{4}/random/' >made");
	return screen_read(world_path("made"));
}

/* Whether LINE is only asked where somebody answers. */
static bool is_asked(const char *line)
{
	return !*line || (line[0] >= '1' && line[0] <= '9' && strncmp(line + 1, ". ", 2) == 0)
	       || strncmp(line, "Number ", 7) == 0;
}

/* What a line goes on with: nobody hears what stands above it, so the head is said again. */
static const char *head_of(const char *line, char *head, size_t size)
{
	const char *end = strstr(line, ": ");

	if (line[0] != ' ')
		snprintf(head, size, "%.*s", end ? (int)(end - line) : 0, line);
	return line[0] == ' ' && *head && strncmp(line, "  before: ", 10) != 0
			       && strncmp(line, "  now: ", 7) != 0
		       ? head
		       : NULL;
}

/* The page at the end in TEXT, each row on a line that stands for itself; the caller frees. */
static char *what_was_said(const char *text, const char *title)
{
	const char *page = NULL;
	char head[128] = "";

	for (const char *at = text; (at = strstr(at, title)) != NULL; at++)
		page = at;
	ck_assert_msg(page, "\"%s\" was not said:\n%s", title, text);
	char *said = calloc(2 * strlen(page) + 1, 1), *copy = strdup(page);

	for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
		const char *again = head_of(line, head, sizeof head);

		if (!is_asked(line))
			sprintf(said + strlen(said), "%s%s%s\n", again ? again : "",
				again ? ": " : "", again ? line + 2 : line);
	}
	free(copy);
	char *masked = lines_mask(said);

	free(said);
	return masked;
}

static struct came came_of(const struct way *way, char *(*run)(const struct way *))
{
	prepare(way);
	char *text = run(way);
	struct came came = {.made = what_was_made(),
			    .said = what_was_said(text, way->title),
			    .saved = screen_read(world_path("saved"))};

	free(text);
	return came;
}

/* What differs, not all of it: a test may not say as much as that. */
static void is_equal(const char *how, const char *screen, const char *other)
{
	int status;

	screen_write(screen, world_path("one"));
	screen_write(other, world_path("other"));
	const char *differs = world_run(&status, "diff -U 1 %s/one %s/other | head -c 3000",
					world_path("."), world_path("."));

	ck_assert_msg(strcmp(screen, other) == 0, "%s differs from the screen:\n%s", how, differs);
}

static void are_equal(const struct came *screen, const struct came *lines,
		      const struct came *answers)
{
	is_equal("What was made line by line", screen->made, lines->made);
	is_equal("What was said line by line", screen->said, lines->said);
	is_equal("What was saved line by line", screen->saved, lines->saved);
	is_equal("What was made from answers", screen->made, answers->made);
	is_equal("What was said from answers", screen->said, answers->said);
	is_equal("What was saved from answers", screen->saved, answers->saved);
}

START_TEST(an_action_is_the_same_on_the_screen_line_by_line_and_from_answers)
{
	const struct way *way = &ways[_i];
	struct came screen = came_of(way, by_screen);

	world_sh("cp saved answers");
	struct came lines = came_of(way, by_lines);
	struct came answers = came_of(way, by_answers);

	are_equal(&screen, &lines, &answers);
	printf("# %s: made %zu, said %zu, saved %zu bytes, three times the same\n", way->action,
	       strlen(screen.made), strlen(screen.said), strlen(screen.saved));
	forget(&screen);
	forget(&lines);
	forget(&answers);
}
END_TEST

static void begin(void)
{
	world_begin();
	lines_world();
	world_sh("mv store before");
}

Suite *suite_lines_equal(void)
{
	Suite *suite = suite_create("lines-equal");
	TCase *all = tcase_create("lines-equal");

	tcase_add_checked_fixture(all, begin, world_end);
	tcase_add_loop_test(all, an_action_is_the_same_on_the_screen_line_by_line_and_from_answers,
			    0, (int)(sizeof ways / sizeof ways[0]));
	tcase_set_timeout(all, 300);
	suite_add_tcase(suite, all);
	return suite;
}
