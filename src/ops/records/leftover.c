/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leftover.c: what a change that was cut has left is told by its note, and proven before it goes.
 */
#include "config.h"

#include "ops/records/leftover.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"
#include "files/place.h"
#include "files/read.h"
#include "files/save.h"
#include "ops/records/audit.h"
#include "ops/records/generation.h"
#include "ops/records/last_backup.h"
#include "ops/records/log.h"
#include "ops/records/note.h"
#include "pki/digest.h"
#include "zip/zip.h"

/* --- what the note says ----------------------------------------------------------------------- */

static bool is_operation(const struct ik_note *note, const char *operation)
{
	return !strcmp(note->operation, operation);
}

/* Whether it made a generation of its own: what a restore brings was in use elsewhere, and stays.
 */
static bool makes_generation(const struct ik_note *note)
{
	return note->to > note->from && note->at >= 0 && !is_operation(note, "restore");
}

/* Whether it puts nothing in use, but writes a file somewhere. */
static bool only_writes(const struct ik_note *note)
{
	return is_operation(note, "backup") || is_operation(note, "request")
	       || is_operation(note, "export-key");
}

static bool is_in_use(const ik_store *store, unsigned number)
{
	struct ik_error inner = {0};
	unsigned current = 0;

	return (ik_store_current(store, &current, &inner) || inner.id == IK_E_STORE_CURRENT)
	       && current == number;
}

/* What is in use has not moved, so nothing that it made is, or was. */
static bool was_not_switched(const ik_store *store, const struct ik_note *note)
{
	return makes_generation(note) && is_in_use(store, note->from);
}

/* The generation of that number, if its record says that this change made it, and its key is there.
 */
static unsigned unused_generation(const ik_store *store, const struct ik_note *note)
{
	struct ik_generation generation;
	unsigned found = 0;

	if (!was_not_switched(store, note) || !ik_store_has_key(store, note->to))
		return 0;
	ik_generation_record(store, note->to, &generation, NULL);
	if (generation.has_info && generation.info.made_at == note->at
	    && generation.info.replaces == (int64_t)note->from)
		found = note->to;
	ik_generation_free(&generation);
	return found;
}

/* --- the backup file -------------------------------------------------------------------------- */

/* A file that is looked at and, perhaps, removed: the same one, by its name in an open directory.
 */
struct file {
	int dirfd;
	char *path;       /* on disk */
	const char *name; /* in PATH */
	struct stat st;
};

static void close_file(struct file *file)
{
	if (file->dirfd >= 0)
		close(file->dirfd);
	free(file->path);
	*file = (struct file){.dirfd = -1};
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
	       && a->st_mtim.tv_sec == b->st_mtim.tv_sec
	       && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* What SHOWN, of a record, is on disk; caller frees. */
static char *path_of(const char *shown)
{
	char *disk = ik_text_to_locale(shown);

	return disk ? disk : ik_strdup(shown);
}

/* The regular file that SHOWN, of a record, names. */
static bool open_file(const char *shown, struct file *file)
{
	*file = (struct file){.dirfd = -1, .path = path_of(shown)};
	if (*file->path == '/' && ik_place_open(file->path, &file->dirfd, &file->name, NULL)
	    && fstatat(file->dirfd, file->name, &file->st, AT_SYMLINK_NOFOLLOW) == 0
	    && S_ISREG(file->st.st_mode))
		return true;
	close_file(file);
	return false;
}

/* Whether FILE is this user's and holds what SHA256 says, and was not exchanged while it was read.
 */
static bool holds(const struct file *file, const char *sha256)
{
	struct ik_buffer bytes = {0};
	struct stat after;
	char found[65];
	bool same = sha256 && file->st.st_uid == geteuid()
		    && ik_read_file(file->dirfd, file->name, true, IK_ZIP_MAX, file->path, &bytes,
				    NULL)
		    && ik_digest_sha256(bytes.data, bytes.size, found, NULL)
		    && !strcmp(found, sha256)
		    && fstatat(file->dirfd, file->name, &after, AT_SYMLINK_NOFOLLOW) == 0
		    && is_same(&file->st, &after);

	ik_buffer_free(&bytes);
	return same;
}

/* A backup that was proven is recorded before anything else is done. */
static bool is_recorded(const ik_store *store, const char *sha256)
{
	struct ik_last_backup last;
	bool same;

	ik_last_backup_read(store, &last, NULL);
	same = last.sha256 && !strcmp(last.sha256, sha256);
	ik_last_backup_free(&last);
	return same;
}

/* Whether the file is of no use any more: made for a generation that never was in use, or never
 * proven. */
static bool is_useless(const ik_store *store, const struct ik_note *note)
{
	return was_not_switched(store, note)
	       || (is_operation(note, "backup") && !is_recorded(store, note->sha256));
}

static bool is_ours(const ik_store *store, const struct ik_note *note, const struct file *file)
{
	return note->sha256 && is_useless(store, note) && holds(file, note->sha256);
}

/* --- looking ---------------------------------------------------------------------------------- */

void ik_leftover_look(const ik_store *store, struct ik_leftover *leftover)
{
	struct ik_note note;
	struct file file;

	*leftover = (struct ik_leftover){0};
	if (!ik_note_read(store, &note))
		return;
	leftover->generation = unused_generation(store, &note);
	if (note.backup && open_file(note.backup, &file)) {
		leftover->file = ik_strdup(note.backup);
		leftover->file_is_ours = is_ours(store, &note, &file);
		close_file(&file);
	}
	ik_note_free(&note);
}

void ik_leftover_free(struct ik_leftover *leftover)
{
	free(leftover->file);
	*leftover = (struct ik_leftover){0};
}

static bool is_at(const struct file *file, const char *path)
{
	struct stat st;

	return path && lstat(path, &st) == 0 && st.st_dev == file->st.st_dev
	       && st.st_ino == file->st.st_ino;
}

bool ik_leftover_is(const char *path, const char *file_path)
{
	ik_store *store = ik_store_open(path, NULL);
	struct ik_note note;
	struct file file;
	bool is = false;

	if (store && ik_note_read(store, &note)) {
		if (note.backup && open_file(note.backup, &file)) {
			is = is_at(&file, file_path) && is_ours(store, &note, &file);
			close_file(&file);
		}
		ik_note_free(&note);
	}
	ik_store_close(store);
	return is;
}

/* --- its going -------------------------------------------------------------------------------- */

static void log_deleted(ik_store *store, const char *operation, unsigned number, const char *backup,
			int64_t now)
{
	struct ik_audit entry = {
		.when = now,
		.operation = operation,
		.generation = number,
		.backup_file = backup,
		.done = true,
	};

	ik_audit_log(store, &entry, NULL);
}

/* Half a file that lies beside SHOWN, of a record. */
static void sweep_beside(const char *shown)
{
	char *path = path_of(shown);

	if (*path == '/')
		ik_save_sweep(path);
	free(path);
}

/* The file first: while its note is there, it can be proven. */
static void sweep_backup(ik_store *store, const struct ik_note *note,
			 const struct ik_spared *spared, int64_t now)
{
	struct file file;

	sweep_beside(note->backup);
	if (!open_file(note->backup, &file))
		return;
	if (!(spared && is_at(&file, spared->file)) && is_ours(store, note, &file)
	    && unlinkat(file.dirfd, file.name, 0) == 0) {
		fsync(file.dirfd);
		log_deleted(store, "delete-backup", 0, note->backup, now);
	}
	close_file(&file);
}

static bool is_spared(const struct ik_spared *spared, unsigned number)
{
	for (size_t i = 0; spared && i < spared->n; i++)
		if (spared->generations[i] == number)
			return true;
	return false;
}

static void sweep_key(ik_store *store, const struct ik_note *note, const struct ik_spared *spared,
		      int64_t now)
{
	unsigned number = unused_generation(store, note);

	if (number && !is_spared(spared, number) && ik_store_delete_key(store, number, NULL))
		log_deleted(store, "delete-key", number, NULL, now);
}

/* With the id of another server, but nothing of it in use, this would be a second one of that name.
 */
static void give_back_id(ik_store *store, const struct ik_note *note)
{
	if (is_operation(note, "restore") && note->server_id && is_in_use(store, 0)
	    && strcmp(note->server_id, ik_store_server_id(store)) != 0)
		ik_store_adopt(store, note->server_id, NULL);
}

/* --- what it did not come to record ----------------------------------------------------------- */

/* Whether the log has the change of NOTE as done; one that cannot be read may have. */
static bool is_logged(const ik_store *store, const struct ik_note *note)
{
	struct ik_log log;
	bool found = !ik_log_read(ik_store_path(store), &log, NULL);

	for (size_t i = log.n; i > 0 && !found; i--) {
		const struct ik_log_entry *entry = &log.entries[i - 1];

		found = entry->generation == note->to && entry->operation
			&& is_operation(note, entry->operation) && entry->result
			&& strncmp(entry->result, "done", strlen("done")) == 0;
	}
	ik_log_free(&log);
	return found;
}

/* The serial number of generation NUMBER, or NULL; caller frees. */
static char *serial_of(const ik_store *store, unsigned number)
{
	struct ik_generation generation = {0};
	char *serial;

	if (number == 0)
		return NULL;
	ik_generation_load(store, number, IK_KEY_LOOK, &generation, NULL);
	serial = ik_strdup(generation.facts.serial);
	ik_generation_free(&generation);
	return serial;
}

/* Who reads the log to learn since when something is in use has to find it there, even if the
 * change was cut between its switch and its line. */
static void log_switch(ik_store *store, const struct ik_note *note, int64_t now)
{
	struct ik_error cut = {0};
	char number[16];

	if (only_writes(note) || note->to == 0 || note->to == note->from
	    || !is_in_use(store, note->to) || is_logged(store, note))
		return;
	snprintf(number, sizeof(number), "%u", note->to);
	ik_fail(&cut, IK_E_CHECK_INTERRUPTED, number);
	char *old_serial = serial_of(store, note->from), *serial = serial_of(store, note->to);
	const struct ik_audit entry = {
		.when = note->at >= 0 ? note->at : now,
		.operation = note->operation,
		.old_serial = old_serial,
		.new_serial = serial,
		.generation = note->to,
		.backup_file = note->backup,
		.done = true,
		.failure = &cut,
	};

	ik_audit_log(store, &entry, NULL);
	free(serial);
	free(old_serial);
}

void ik_leftover_sweep(ik_store *store, const struct ik_spared *spared, int64_t now)
{
	struct ik_note note;

	if (!ik_note_read(store, &note))
		return;
	log_switch(store, &note, now);
	if (note.backup)
		sweep_backup(store, &note, spared, now);
	if (note.file)
		sweep_beside(note.file);
	sweep_key(store, &note, spared, now);
	give_back_id(store, &note);
	if (only_writes(&note) || was_not_switched(store, &note))
		ik_store_note(store, NULL, NULL);
	ik_note_free(&note);
}
