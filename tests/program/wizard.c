/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wizard.c: what the tests of the whole program share: a store of their own and the way through the
 * pages. */
#include "config.h"

#include "program/wizard.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

const struct words english = {
	.lang = "en",
	.start = "Generate a new certificate",
	.identity = "Who is this certificate for?",
	.password = "Choose a password for the backup.",
	.again = "Once more",
	.same = "Both are the same.",
	.backup = "Where should the backup go?",
	.review = "This will happen when you accept.",
	.accept = "[ Accept ]",
	.proof = "Done: the new certificate is in use.",
	.quit_ask = "[ No ]",
};

const struct words japanese = {
	.lang = "ja",
	.start = "新しい証明書を生成する",
	.identity = "証明書の名前と鍵を指定してください。",
	.password = "バックアップ用のパスワードを指定してください。",
	.again = "パスワード (再入力)",
	.same = "一致しています。",
	.backup = "バックアップの保存先を指定してください。",
	.review = "次の内容で実行します。",
	.accept = "[ この内容で実行 ]",
	.proof = "完了: 新しい証明書を使用中です。",
	.quit_ask = "[ いいえ ]",
};

const struct form forms[FORMS] = {
	{&english, 80, 24}, {&japanese, 80, 24}, {&english, 60, 16}, {&japanese, 60, 16}};

void wizard_compare(struct console *c, const char *page, int form)
{
	char name[128];

	snprintf(name, sizeof name, "%s.%s.%dx%d.screen", page, forms[form].words->lang,
		 forms[form].columns, forms[form].rows);
	console_compare(c, name);
}

static char world[64];

void world_begin(void)
{
	/* A fixed length keeps the columns of golden screens; only the digits change, and those
	 * never show.  Whoever else has a folder here keeps it. */
	for (int n = (int)getpid();; n++) {
		snprintf(world, sizeof world, "/tmp/inkan-%07d", n % 10000000);
		if (mkdir(world, 0700) == 0)
			break;
		ck_assert_int_eq(errno, EEXIST);
	}
}

void world_end(void)
{
	world_run(NULL, "rm -rf %s", world);
}

const char *world_path(const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", world, name);
	return path;
}

const char *world_store(void)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/store", world);
	return path;
}

bool world_has(const char *name)
{
	struct stat status;

	return lstat(world_path(name), &status) == 0;
}

const char *world_run(int *status, const char *format, ...)
{
	static char output[65536];
	char command[4096];
	va_list arguments;
	size_t size;
	int ended;

	va_start(arguments, format);
	vsnprintf(command, sizeof command, format, arguments);
	va_end(arguments);
	FILE *pipe = popen(command, "r");
	ck_assert_ptr_nonnull(pipe);
	size = fread(output, 1, sizeof output - 1, pipe);
	output[size] = '\0';
	ended = pclose(pipe);
	if (status)
		*status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
	return output;
}

void world_make_certificate(const char *name)
{
	int status;
	const char *said = world_run(
		&status,
		"ASAN_OPTIONS=verify_asan_link_order=0 TZ=Asia/Tokyo LD_PRELOAD='%s' '%s' create "
		"--no-backup --name %s --alt-name 192.0.2.7 --store %s 2>&1",
		getenv("FIXED_WORLD"), getenv("INKAN"), name, world_store());

	ck_assert_msg(status == 0, "create ended with %d: %s", status, said);
}

void world_make_expired(const char *name)
{
	setenv("FIXED_NOW", "1731906300", 1);
	world_make_certificate(name);
	unsetenv("FIXED_NOW");
}

void world_sh(const char *script)
{
	int status;
	const char *said = world_run(&status,
				     "cd %s && export ASAN_OPTIONS=verify_asan_link_order=0 "
				     "LD_PRELOAD='%s' && (%s) 2>&1",
				     world, getenv("FIXED_WORLD"), script);

	ck_assert_msg(status == 0, "%s\nended with %d: %s", script, status, said);
}

void world_put_waiting_hook(const char *before)
{
	char script[512];

	snprintf(script, sizeof script,
		 "mkfifo go && mkdir store/hooks.d && printf '#!/bin/sh\n%%s\ncat %%s/go\n' '%s' "
		 "$PWD >store/hooks.d/10-wait && "
		 "chmod 755 store/hooks.d/10-wait",
		 before);
	world_sh(script);
}

struct console *wizard_start(const char *lang, int columns, int rows)
{
	const char *arguments[] = {"--lang", lang, "--store", world_store(), NULL};
	struct console_setup setup = {.columns = columns, .rows = rows, .arguments = arguments};

	return console_start(&setup);
}

void wizard_reach(struct console *c, const struct words *words, const char *page)
{
	const struct {
		const char *page, *keys, *shows;
	} way[] = {
		{"identity", "<Enter>", words->identity},
		{"password", "<F8>", words->password},
		{"again", PASSWORD "<Enter>" PASSWORD, words->same},
		{"backup", "<Enter>", words->backup},
		{"review", "<Enter>", words->review},
	};

	console_wait(c, words->start);
	for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
		console_type(c, way[i].keys);
		console_wait(c, way[i].shows);
		if (strcmp(way[i].page, page) == 0)
			return;
	}
	console_type(c, "<F8><Enter>");
}

static bool is_made(const char *text)
{
	static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";

	for (int i = 0; i < MADE; i++)
		if (i % 5 == 4 ? text[i] != '-' : !text[i] || !strchr(alphabet, text[i]))
			return false;
	return true;
}

/* Blanks or the edge of the way before it, nothing behind it on its line. */
bool wizard_made(struct console *c, char made[MADE + 1])
{
	const char *screen = console_screen(c);

	for (const char *line = screen; *line; line += strcspn(line, "\n") + 1) {
		size_t size = strcspn(line, "\n");

		if (size > MADE && is_made(line + size - MADE) && line[size - MADE - 1] == ' ') {
			snprintf(made, MADE + 1, "%.*s", MADE, line + size - MADE);
			return true;
		}
		if (!line[size])
			return false;
	}
	return false;
}

static bool has_made(struct console *c, void *made)
{
	return wizard_made(c, made);
}

void wizard_wait_made(struct console *c, char made[MADE + 1])
{
	ck_assert_msg(console_until(c, has_made, made), "it is not whole on a line of its own:\n%s",
		      console_screen(c));
}
