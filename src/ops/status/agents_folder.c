/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_folder.c: the folder that agents report to.  Others write there: nothing of it is
 * followed, waited for or trusted. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/shell.h"
#include "ops/records/default_store.h"

/* Two children keep two processors busy. */
enum { SIDE_BY_SIDE = 2 };

/* --- what was found --------------------------------------------------------------------------- */

struct ik_agent *ik_agents_found_add(struct ik_agents_found *found)
{
	if (found->n == found->room) {
		found->room = found->room + found->room / 2 + 64;
		found->items = ik_realloc(found->items, found->room * sizeof(*found->items));
	}
	found->items[found->n] = (struct ik_agent){.heard = -1};
	found->items[found->n].said.refused_at = found->items[found->n].said.confirmed = -1;
	found->items[found->n].said.tls = IK_BY_COUNT;
	return &found->items[found->n++];
}

void ik_agents_found_free(struct ik_agents_found *found)
{
	for (size_t i = 0; i < found->n; i++)
		free(found->items[i].texts);
	free(found->items);
	*found = (struct ik_agents_found){0};
}

const char *ik_agent_text(const struct ik_agent *agent, unsigned which)
{
	const char *at = agent->texts;

	for (unsigned i = 0; at && i < which; i++)
		at += strlen(at) + 1;
	return at ? at : "";
}

void ik_agent_set_texts(struct ik_agent *agent, char *const text[IK_AGENT_TEXTS])
{
	size_t size = 0, at = 0;

	for (size_t i = 0; i < IK_AGENT_TEXTS; i++)
		size += (text[i] ? strlen(text[i]) : 0) + 1;
	free(agent->texts);
	agent->texts = ik_alloc(size);
	for (size_t i = 0; i < IK_AGENT_TEXTS; i++) {
		if (text[i])
			memcpy(agent->texts + at, text[i], strlen(text[i]));
		at += (text[i] ? strlen(text[i]) : 0) + 1;
	}
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Adds what FD has to BYTES, at most as much as a report may have. */
static enum ik_agent_damage read_bytes(int fd, struct ik_buffer *bytes)
{
	const size_t before = bytes->size;
	char chunk[8192];

	for (;;) {
		const ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return IK_AGENT_NOT_READ;
		if (n == 0)
			return IK_AGENT_WHOLE;
		if (bytes->size - before + (size_t)n > IK_AGENT_REPORT_MAX)
			return IK_AGENT_LARGE;
		ik_buffer_add(bytes, chunk, (size_t)n);
	}
}

/* A second name would let somebody show a file of another folder here. */
static enum ik_agent_damage judge(const struct stat *st)
{
	if (!S_ISREG(st->st_mode) || st->st_nlink > 1)
		return IK_AGENT_NOT_FILE;
	return st->st_size > IK_AGENT_REPORT_MAX ? IK_AGENT_LARGE : IK_AGENT_WHOLE;
}

/* False: it is gone. */
static bool read_one(int dirfd, const char *name, struct ik_agents_slot *slot,
		     struct ik_buffer *bytes)
{
	struct stat st;
	const int fd = openat(dirfd, name,
			      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const bool there = fd >= 0 ? fstat(fd, &st) == 0
				   : errno != ENOENT
					     && fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;

	slot->at = (uint32_t)bytes->size;
	if (there) {
		slot->heard = st.st_mtime < 0 ? 0 : st.st_mtime; /* -1 is "never" */
		slot->damage = (uint8_t)judge(&st);
		if (slot->damage == IK_AGENT_WHOLE)
			slot->damage = fd >= 0 ? (uint8_t)read_bytes(fd, bytes) : IK_AGENT_NOT_READ;
	}
	if (there && slot->damage != IK_AGENT_WHOLE)
		bytes->size = slot->at;
	slot->size = (uint32_t)(bytes->size - slot->at);
	if (fd >= 0)
		close(fd);
	return there;
}

static bool is_full(const struct ik_agents_batch *batch)
{
	return batch->n == IK_AGENTS_BATCH_SLOTS || batch->bytes.size >= IK_AGENTS_BATCH_BYTES;
}

/* Fills BATCH.  False: the folder has no more, or cannot be read on, as errno then says. */
static bool fill(DIR *dir, size_t most, struct ik_agents_batch *batch, size_t *seen)
{
	const struct dirent *entry;

	batch->n = batch->bytes.size = 0;
	errno = 0;
	while (!is_full(batch) && (entry = readdir(dir))) {
		struct ik_agents_slot *slot = &batch->slots[batch->n];

		if (!ik_agent_report_is_name(entry->d_name, slot->id))
			continue;
		if (++*seen > most)
			return false;
		if (read_one(dirfd(dir), entry->d_name, slot, &batch->bytes))
			batch->n++;
		errno = 0;
	}
	return is_full(batch);
}

static bool read_all(DIR *dir, const char *folder, size_t most, struct ik_agents_batch *batches,
		     struct ik_watch *watch, struct ik_agents_found *found, struct ik_error *err)
{
	size_t seen = 0;
	bool going = true;

	while (going) {
		int failure = 0;

		for (size_t i = 0; i < SIDE_BY_SIDE; i++) {
			batches[i].n = 0;
			going = going && fill(dir, most, &batches[i], &seen);
			failure = going || failure ? failure : errno;
		}
		if (!ik_agents_batches_run(batches, SIDE_BY_SIDE, watch, found, err))
			return false;
		if (!going && failure)
			return ik_error_errno(err, IK_E_AGENTS_FOLDER, folder, failure);
	}
	found->more = seen > most;
	return true;
}

/* The web server writes there, and nobody else reads. */
static void tell_missing(const char *folder, struct ik_error *err)
{
	char *word = ik_shell_word(folder);

	ik_fail(err, IK_E_AGENTS_FOLDER_NONE, folder);
	ik_error_detail(err, "install -d -m 0730 -g www-data %s", word);
	free(word);
}

static DIR *open_folder(const char *folder, struct ik_error *err)
{
	const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;

	if (dir)
		return dir;

	const int saved = errno;

	if (fd >= 0)
		close(fd);
	if (saved == ENOENT)
		tell_missing(folder, err);
	else
		ik_error_errno(err, IK_E_AGENTS_FOLDER, folder, saved);
	return NULL;
}

bool ik_agents_folder_read(const char *folder, size_t most, const struct ik_agents_about *about,
			   struct ik_watch *watch, struct ik_agents_found *found,
			   struct ik_error *err)
{
	struct ik_agents_batch batches[SIDE_BY_SIDE] = {0};
	DIR *dir = open_folder(folder, err);
	bool good;

	if (!dir)
		return false;
	for (size_t i = 0; i < SIDE_BY_SIDE; i++) {
		batches[i].about = about;
		batches[i].slots = ik_alloc_array(IK_AGENTS_BATCH_SLOTS, sizeof(*batches[i].slots));
	}
	good = read_all(dir, folder, most, batches, watch, found, err);
	for (size_t i = 0; i < SIDE_BY_SIDE; i++) {
		ik_buffer_free(&batches[i].bytes);
		free(batches[i].slots);
	}
	closedir(dir);
	return good;
}
