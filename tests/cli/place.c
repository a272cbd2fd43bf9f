/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.c: a directory of its own for each test, and ears for what is printed. */
#include "config.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "suites.h"

static char *folder;
static struct {
	int saved, memory;
} ears[3];

void place_begin(void)
{
	const char *temp = getenv("TMPDIR");

	setenv("TZ", "UTC", 1);
	tzset();
	setenv("INKAN_LOCALEDIR", "locale", 0);
	unsetenv("INKAN_STORE");
	ik_i18n_start("en");
	folder = ik_format("%s/inkan-cli-XXXXXX", temp && *temp ? temp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	chmod(folder, 0755);
}

static int discard(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void place_end(void)
{
	nftw(folder, discard, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
	folder = NULL;
}

const char *place_path(const char *name)
{
	static char paths[4][512];
	static unsigned next;
	char *path = paths[next++ % IK_COUNT(paths)];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

void place_listen(int fd)
{
	fflush(fd == 1 ? stdout : stderr);
	ears[fd].saved = dup(fd);
	ears[fd].memory = memfd_create("heard", MFD_CLOEXEC);
	ck_assert_int_ge(ears[fd].memory, 0);
	dup2(ears[fd].memory, fd);
}

char *place_heard(int fd)
{
	char *text = ik_alloc(65536);

	fflush(fd == 1 ? stdout : stderr);
	dup2(ears[fd].saved, fd);
	close(ears[fd].saved);
	ck_assert_int_ge(pread(ears[fd].memory, text, 65535, 0), 0);
	close(ears[fd].memory);
	return text;
}
