/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenes.c: the pictures in data/screens, which are shown to whoever has not seen the wizard yet,
 * are those of this wizard.  UPDATE_SCREENS=1 makes them anew. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/screen_text.h"
#include "look/scenes.h"
#include "program/wizard.h"

struct shown {
	const char *path, *title;
};

static bool is_shown(struct console *c, void *self)
{
	const struct shown *shown = self;
	char *picture = console_picture(c, shown->title);
	const bool same = screen_is_file(picture, shown->path);

	free(picture);
	return same;
}

static void compare_picture(struct console *c, const char *name, const char *title)
{
	char path[512];
	struct shown shown = {path, title};

	snprintf(path, sizeof path, "%s/data/screens/%s.svg", getenv("top_srcdir"), name);
	ck_assert_msg(
		console_comes_to(c, is_shown, &shown),
		"data/screens/%s.svg is not what the wizard shows: make look, then look at it\n%s",
		name, console_screen(c));
}

/* Where in README the page stands that begins with the first line of PAGE, and where it ends:
 * before the blank line that text follows.  NULL where it has none. */
static const char *find_page(const char *readme, const char *page, const char **end)
{
	char *first = strndup(page, strcspn(page, "\n"));
	const char *start = strstr(readme, first);

	free(first);
	for (const char *at = start; at && *at; at += strcspn(at, "\n") + 1)
		if (*at == '\n' && at[1] > ' ') {
			*end = at;
			return start;
		}
	return NULL;
}

/* README has the same page as text. */
static void compare_readme(struct console *c)
{
	char path[512], *page = console_picture_text(c), *changed = NULL;
	size_t size;

	snprintf(path, sizeof path, "%s/README", getenv("top_srcdir"));
	char *readme = screen_read(path);
	const char *end, *start = find_page(readme, page, &end);

	ck_assert_msg(start, "README has no page that begins with\n%s", page);
	FILE *to = open_memstream(&changed, &size);
	fprintf(to, "%.*s%s%s", (int)(start - readme), readme, page, end);
	fclose(to);
	ck_assert_msg(screen_is_file(changed, path), "README shows another page: make look\n%s",
		      page);
	free(changed);
	free(readme);
	free(page);
}

START_TEST(the_start_with_an_expired_certificate)
{
	world_make_expired("srv01.example.jp");
	struct console *c = wizard_start("en", 80, 24);

	console_wait(c, english.start);
	console_wait(c, "F10");
	compare_picture(c, "start.en", "inkan, start: the certificate in use has expired");
	compare_readme(c);
	console_kill(c);
}
END_TEST

START_TEST(a_password_typed_twice)
{
	world_make_expired("srv01.example.jp");
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "again");
	compare_picture(c, "password.en", "inkan, password: the backup's password, typed twice");
	console_kill(c);
}
END_TEST

START_TEST(the_review_in_japanese)
{
	world_make_expired("srv01.example.jp");
	struct console *c = wizard_start("ja", 80, 24);

	wizard_reach(c, &japanese, "review");
	console_wait(c, "F10");
	compare_picture(c, "review.ja", "inkan, review, in Japanese: what will happen");
	console_kill(c);
}
END_TEST

START_TEST(the_progress_in_japanese)
{
	world_make_expired("srv01.example.jp");
	world_put_waiting_hook(":");
	world_sh("mv store/hooks.d/10-wait store/hooks.d/nginx-reload");
	struct console *c = wizard_start("ja", 80, 24);

	wizard_reach(c, &japanese, "accept");
	console_wait(c, "実行中  nginx-reload");
	console_wait(c, "秒");
	compare_picture(c, "progress.ja",
			"inkan, progress, in Japanese: services load the new certificate");
	world_sh("echo >go");
	console_wait(c, japanese.proof);
	console_kill(c);
}
END_TEST

START_TEST(the_proof)
{
	world_make_expired("srv01.example.jp");
	world_sh("mkdir store/hooks.d && cd store/hooks.d && printf '#!/bin/sh\n' >nginx-reload "
		 "&& chmod 755 nginx-reload");
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "accept");
	console_wait(c, english.proof);
	console_wait(c, "F10");
	compare_picture(c, "proof.en", "inkan, proof: before and now, as read back from disk");
	compare_readme(c);
	console_kill(c);
}
END_TEST

START_TEST(a_failure_after_the_switch)
{
	world_make_expired("srv01.example.jp");
	world_sh("mkdir store/hooks.d && cd store/hooks.d && printf '#!/bin/sh\n"
		 "echo nginx: configuration file /etc/nginx/nginx.conf test failed; exit 1\n' "
		 ">nginx-reload && chmod 755 nginx-reload");
	struct console *c = wizard_start("en", 80, 24);

	wizard_reach(c, &english, "accept");
	console_wait(c, "nginx-reload failed");
	console_wait(c, "F10");
	compare_picture(c, "failure.en",
			"inkan, proof: a service did not take the new certificate");
	console_kill(c);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("look");
	TCase *all = tcase_create("pictures");
	SRunner *runner = srunner_create(suite);

	tcase_set_timeout(all, 600);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, the_start_with_an_expired_certificate);
	tcase_add_test(all, a_password_typed_twice);
	tcase_add_test(all, the_review_in_japanese);
	tcase_add_test(all, the_progress_in_japanese);
	tcase_add_test(all, the_proof);
	tcase_add_test(all, a_failure_after_the_switch);
	suite_add_tcase(suite, all);
	srunner_add_suite(runner, suite_cells());
	srunner_add_suite(runner, suite_longer());
	srunner_run_all(runner, CK_ENV);
	const int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
