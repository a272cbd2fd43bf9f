/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft.c: a generation or a request, written complete under a temporary name before it gets its
 * own. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store/inside.h"
#include "store/requests.h"

struct ik_draft {
	const ik_store *store;
	const char *folder; /* that it stands in */
	char name[32];
	mode_t mode; /* of its directory, once it is complete */
	gid_t key_group;
	int parent;
	int fd;
	char temporary[IK_TEMPORARY_SIZE]; /* "" once it has its name */
};

static bool fail(const ik_draft *draft, const char *name, int error, struct ik_error *err)
{
	char *file = ik_format("%s/%s/%s", draft->folder, draft->name, name);

	ik_store_fail(draft->store, file, IK_E_STORE_WRITE, error, err);
	free(file);
	return false;
}

static int begin(ik_draft *draft)
{
	draft->parent = ik_dir_open(draft->store->dirfd, draft->folder);
	if (draft->parent < 0 || !ik_temporary_name(draft->temporary))
		return errno;
	int error = ik_dir_make(draft->parent, draft->temporary, 0700);
	if (error) {
		draft->temporary[0] = '\0';
		return error;
	}
	draft->fd = ik_dir_open(draft->parent, draft->temporary);
	return draft->fd < 0 ? errno : 0;
}

static ik_draft *begin_or_fail(ik_draft *draft, struct ik_error *err)
{
	int error = begin(draft);

	if (!error)
		return draft;
	fail(draft, "", error, err);
	ik_draft_abort(draft);
	return NULL;
}

ik_draft *ik_draft_begin(ik_store *store, unsigned number, gid_t key_group, struct ik_error *err)
{
	ik_draft *draft = ik_alloc(sizeof *draft);

	*draft = (ik_draft){.store = store,
			    .folder = "generations",
			    .mode = 0755,
			    .key_group = key_group,
			    .parent = -1,
			    .fd = -1};
	snprintf(draft->name, sizeof draft->name, "%u", number);
	return begin_or_fail(draft, err);
}

/* Requests are rare, so their folder is made with the first. */
static bool make_folder(const ik_store *store, const char *folder, struct ik_error *err)
{
	int error = ik_dir_make(store->dirfd, folder, 0700);

	if (!error && !ik_dir_sync(store->dirfd))
		error = errno;
	return error == 0 || error == EEXIST
	       || ik_store_fail(store, folder, IK_E_STORE_WRITE, error, err);
}

ik_draft *ik_draft_begin_request(ik_store *store, const char *id, struct ik_error *err)
{
	static const char folder[] = "requests";

	if (!ik_request_id_is(id)) {
		ik_store_fail(store, folder, IK_E_STORE_WRITE, EINVAL, err);
		return NULL;
	}
	if (!make_folder(store, folder, err))
		return NULL;
	ik_draft *draft = ik_alloc(sizeof *draft);

	*draft = (ik_draft){.store = store,
			    .folder = folder,
			    .mode = 0700,
			    .key_group = (gid_t)-1,
			    .parent = -1,
			    .fd = -1};
	snprintf(draft->name, sizeof draft->name, "%s", id);
	return begin_or_fail(draft, err);
}

/* Writes and settles a file of two parts, of which the second may be empty.  0 or errno. */
static int write_file(const ik_draft *draft, const char *name, const struct iovec parts[2],
		      mode_t mode, gid_t group)
{
	int fd = ik_file_create(draft->fd, name);

	if (fd < 0)
		return errno;
	if (ik_write_all(fd, parts[0].iov_base, parts[0].iov_len)
	    && ik_write_all(fd, parts[1].iov_base, parts[1].iov_len))
		return ik_file_finish(fd, mode, group);
	int error = errno;
	close(fd);
	return error;
}

static struct iovec part(const void *data, size_t size)
{
	return (struct iovec){.iov_base = (void *)(uintptr_t)data, .iov_len = size};
}

bool ik_draft_public(ik_draft *draft, const char *name, const void *data, size_t size,
		     struct ik_error *err)
{
	const struct iovec parts[2] = {part(data, size)};
	int error = write_file(draft, name, parts, 0644, (gid_t)-1);

	return error == 0 || fail(draft, name, error, err);
}

bool ik_draft_private(ik_draft *draft, const char *name, const ik_secret *secret,
		      const void *public, size_t size, struct ik_error *err)
{
	mode_t mode = draft->key_group == (gid_t)-1 ? 0600 : 0640;
	size_t public_size = public ? size : 0;

	/* What could not be read again must not be put in use. */
	if (ik_secret_size(secret) > IK_STORE_SECRET_MAX
	    || public_size > IK_STORE_SECRET_MAX - ik_secret_size(secret))
		return fail(draft, name, EFBIG, err);

	const struct iovec parts[2] = {part(ik_secret_data(secret), ik_secret_size(secret)),
				       part(public, public_size)};
	int error = write_file(draft, name, parts, mode, draft->key_group);

	return error == 0 || fail(draft, name, error, err);
}

/* Opens the directory up and gives it its name.  0 or errno. */
static int publish(ik_draft *draft)
{
	if (fchmod(draft->fd, draft->mode) != 0 || !ik_dir_sync(draft->fd))
		return errno;
	int error = ik_rename_new(draft->parent, draft->temporary, draft->name);
	if (error)
		return error;
	if (ik_dir_sync(draft->parent)) {
		draft->temporary[0] = '\0';
		return 0;
	}
	error = errno;
	/* It has its name but may not outlive a power cut: back to the temporary one, and gone. */
	if (renameat(draft->parent, draft->name, draft->parent, draft->temporary) != 0)
		ik_tree_remove(draft->parent, draft->name);
	return error;
}

bool ik_draft_commit(ik_draft *draft, struct ik_error *err)
{
	int error = publish(draft);

	if (error)
		fail(draft, "", error, err);
	ik_draft_abort(draft);
	return error == 0;
}

void ik_draft_abort(ik_draft *draft)
{
	if (!draft)
		return;
	if (draft->temporary[0])
		ik_tree_remove(draft->parent, draft->temporary);
	if (draft->fd >= 0)
		close(draft->fd);
	if (draft->parent >= 0)
		close(draft->parent);
	free(draft);
}
