/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c: a directory of its own for each test of the store room. */
#include "config.h"

#include "store/world.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "files/save.h"

char *world;
char *the_store;

void world_begin(void)
{
	const char *tmp = getenv("TMPDIR");

	umask(077);
	world = ik_format("%s/inkan-store-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(world));
	ck_assert_int_eq(chdir(world), 0);
	the_store = ik_format("%s/store", world);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void world_end(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	nftw(world, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(the_store);
	free(world);
}

char *in_world(const char *format, ...)
{
	static char path[4][1024]; /* a few at a time, so that tests need not free them */
	static int next;
	char *p = path[next++ % 4];
	va_list args;
	int n = snprintf(p, sizeof path[0], "%s/", world);

	va_start(args, format);
	vsnprintf(p + n, sizeof path[0] - (size_t)n, format, args);
	va_end(args);
	return p;
}

void put_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	ck_assert_msg(fd >= 0, "%s", path);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	ck_assert_int_eq(fchmod(fd, mode), 0);
	close(fd);
}

char *get_file(const char *path)
{
	char text[4096];
	int fd = open(path, O_RDONLY | O_NOFOLLOW);

	if (fd < 0)
		return NULL;
	ssize_t n = read(fd, text, sizeof text);
	close(fd);
	return ik_strndup(text, n > 0 ? (size_t)n : 0);
}

mode_t mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

int count_names(const char *directory)
{
	DIR *dir = opendir(directory);
	int n = 0;

	if (!dir)
		return -1;
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static int temporary;

static int look_at_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	temporary += ik_save_is_temporary(path + ftw->base);
	return 0;
}

int count_temporary(const char *directory)
{
	temporary = 0;
	nftw(directory, look_at_one, 16, FTW_PHYS);
	return temporary;
}

ik_store *open_change(void)
{
	struct ik_error err = {0};
	ik_store *store = ik_store_open_change(the_store, SERVER_ID, NULL, &err);

	ck_assert_fine(store, err);
	return store;
}

bool make_generation(ik_store *store, unsigned number, struct ik_error *err)
{
	char *text = ik_format("certificate %u\n", number);
	char *key = ik_format("key %u\n", number);
	ik_secret *secret = ik_secret_new(64);
	ik_draft *draft = ik_draft_begin(store, number, (gid_t)-1, err);

	ik_secret_set(secret, key, strlen(key), err);
	bool ok = draft && ik_draft_public(draft, "certificate.pem", text, strlen(text), err)
		  && ik_draft_private(draft, "key.pem", secret, NULL, 0, err)
		  && ik_draft_private(draft, "combined.pem", secret, text, strlen(text), err)
		  && ik_draft_public(draft, "info", text, strlen(text), err);
	if (ok)
		ok = ik_draft_commit(draft, err);
	else
		ik_draft_abort(draft);
	ik_secret_free(secret);
	free(key);
	free(text);
	return ok;
}

ik_store *store_with(unsigned n)
{
	struct ik_error err = {0};
	ik_store *store = open_change();

	for (unsigned i = 1; i <= n; i++)
		ck_assert_fine(make_generation(store, i, &err), err);
	if (n)
		ck_assert_fine(ik_store_switch(store, n, &err), err);
	return store;
}
