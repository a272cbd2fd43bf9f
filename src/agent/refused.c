/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refused.c: the folder of the group: left by members, taken by root, whose process may have no
 * capability at all. */
#include "config.h"

#include "agent/refused.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/refusal.h"
#include "base/alloc.h"
#include "base/pairs.h"
#include "base/text.h"
#include "files/careful.h"
#include "pki/digest.h"

/* Read by root as one of the others. */
enum { LEFT_MODE = 0644 };

static const char folder_name[] = "refused";

/* --- leaving ---------------------------------------------------------------------------------- */

/* 0 or an errno. */
static int write_new(int dirfd, const char *name, const struct ik_buffer *text)
{
	const int fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			      LEFT_MODE);

	if (fd < 0)
		return errno;
	if (fchmod(fd, LEFT_MODE) != 0 || !ik_write_all(fd, text->data, text->size)) {
		close(fd);
		return EIO;
	}
	return close(fd) == 0 ? 0 : errno;
}

/* Under a name that begins with a dot until it is whole. */
static bool leave(int dirfd, const struct ik_buffer *text)
{
	uint64_t number;
	char *name, *part;
	bool ok;

	if (!ik_random(&number, sizeof(number), NULL))
		return false;
	name = ik_format("%016" PRIx64, number);
	part = ik_format(".%s", name);
	ok = write_new(dirfd, part, text) == 0 && renameat(dirfd, part, dirfd, name) == 0;
	free(part);
	free(name);
	return ok;
}

bool ik_refused_leave(const struct ik_agent_state *state, unsigned reason, const char *what)
{
	/* It can be entered, and not be read. */
	const int dirfd = openat(state->dirfd, folder_name,
				 O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct ik_buffer text = {0};
	bool ok;

	if (dirfd < 0)
		return false;
	ik_buffer_format(&text, "reason = %u\n", reason);
	ik_pairs_write(&text, "what", what);
	ok = text.size <= IK_REFUSED_SIZE_MAX && leave(dirfd, &text);
	ik_buffer_free(&text);
	close(dirfd);
	return ok;
}

/* --- taking ----------------------------------------------------------------------------------- */

/* Reads what lies there under NAME: a file of its own, whole and small.  A link, also a hard one,
 * would be to something that its maker may not read. */
static bool read_left(int dirfd, const char *name, struct stat *st, struct ik_buffer *text)
{
	const int fd = openat(dirfd, name,
			      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	char bytes[IK_REFUSED_SIZE_MAX + 1];
	ssize_t size = -1;

	if (fd < 0)
		return false;
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode) && st->st_nlink == 1)
		size = read(fd, bytes, sizeof(bytes));
	close(fd);
	if (size < 0 || size > IK_REFUSED_SIZE_MAX)
		return false;
	ik_buffer_add(text, bytes, (size_t)size);
	return true;
}

static bool tell(const struct stat *st, const struct ik_buffer *text, ik_refused_found *found,
		 void *context)
{
	struct ik_pairs pairs = {0};
	uint64_t reason;
	bool ok = ik_pairs_parse(text->data, text->size, &pairs, NULL);
	const char *number = ok ? ik_pairs_get(&pairs, "reason") : NULL;
	const char *what = ok ? ik_pairs_get(&pairs, "what") : NULL;

	ok = number != NULL && what != NULL && ik_text_number(number, IK_REFUSAL_LAST, &reason)
	     && reason >= IK_REFUSAL_FIRST;
	if (ok)
		found(context, st->st_uid, st->st_mtime, (unsigned)reason, what);
	ik_pairs_free(&pairs);
	return ok;
}

static bool take_one(int dirfd, const char *name, ik_refused_found *found, void *context)
{
	struct ik_buffer text = {0};
	struct stat st;
	const bool ok = read_left(dirfd, name, &st, &text) && tell(&st, &text, found, context);

	ik_buffer_free(&text);
	return ok;
}

/* Only what root made for this is believed to be that folder; one at a time takes what is in it. */
static DIR *open_folder(const struct ik_agent_state *state)
{
	const int fd = openat(state->dirfd, folder_name,
			      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	DIR *folder = NULL;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid()
	    && flock(fd, LOCK_EX | LOCK_NB) == 0)
		folder = fdopendir(fd);
	if (folder == NULL && fd >= 0)
		close(fd);
	return folder;
}

size_t ik_refused_take(const struct ik_agent_state *state, ik_refused_found *found, void *context)
{
	DIR *folder = open_folder(state);
	const struct dirent *entry;
	size_t taken = 0, dropped = 0;

	if (folder == NULL)
		return 0;
	while ((entry = readdir(folder)) != NULL && taken + dropped < IK_REFUSED_LISTED_MAX) {
		/* Somebody may be writing it. */
		if (entry->d_name[0] == '.')
			continue;
		if (taken < IK_REFUSED_TAKEN_MAX
		    && take_one(dirfd(folder), entry->d_name, found, context))
			taken++;
		else
			dropped++;
		/* Whoever made a directory there may keep what is in it. */
		if (unlinkat(dirfd(folder), entry->d_name, 0) != 0)
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	}
	closedir(folder);
	return dropped;
}
