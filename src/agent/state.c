/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.c: the agent's directory: found, opened, read and written. */
#include "config.h"

#include "agent/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/cure.h"
#include "base/alloc.h"
#include "base/places.h"
#include "files/careful.h"
#include "files/read.h"
#include "pki/certificate.h"
#include "pki/digest.h"

enum {
	PIN_MAX = 256 * 1024,
	BEFORE_MAX = 64 * 1024,
};

static const char pin_name[] = IK_AGENT_PIN, before_name[] = "before.pem", id_name[] = "id",
		  moved_name[] = "moved";

/* --- where ------------------------------------------------------------------------------------ */

/* The base directory specification: a relative XDG_DATA_HOME does not count. */
static char *own_path(void)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if (data && data[0] == '/')
		return ik_format("%s/inkan-agent", data);
	return home && home[0] == '/' ? ik_format("%s/.local/share/inkan-agent", home) : NULL;
}

/* A damaged pin.pem counts: it is somebody's. */
static bool is_enrolled(const char *path)
{
	char *pin = ik_format("%s/%s", path, pin_name);
	struct stat st;
	bool there = lstat(pin, &st) == 0;

	free(pin);
	return there;
}

char *ik_agent_path(const char *named, bool enrolling, struct ik_error *err)
{
	const char *variable = getenv("INKAN_AGENT_STATE");

	if (named || (variable && *variable))
		return ik_strdup(named ? named : variable);
	if (geteuid() == 0)
		return ik_strdup(IK_AGENT_OF_ROOT);

	char *own = own_path();

	if (own && (enrolling || is_enrolled(own) || !is_enrolled(IK_AGENT_OF_ROOT)))
		return own;
	free(own);
	if (!enrolling)
		return ik_strdup(IK_AGENT_OF_ROOT);
	ik_fail(err, IK_E_AGENT_HOME);
	return NULL;
}

/* --- opening ---------------------------------------------------------------------------------- */

static bool fail_read(const struct ik_agent_state *state, const char *name, int error,
		      struct ik_error *err)
{
	return ik_cure_file(state->path, name, IK_E_AGENT_STATE_READ, error, err);
}

/* On the way to the state: whoever can write there decides whom this agent follows. */
static bool fail_way(const struct ik_agent_state *state, const struct ik_error *why,
		     struct ik_error *err)
{
	switch (why->id) {
	case IK_E_STORE_OWNER:
		ik_fail(err, IK_E_AGENT_STATE_OPEN, why->arg[0]);
		return ik_cure(err, ik_cure_of("chown root", why->arg[0]));
	case IK_E_STORE_OPEN:
		ik_fail(err, IK_E_AGENT_STATE_OPEN, why->arg[0]);
		return ik_cure(err, ik_cure_of("chmod go-w", why->arg[0]));
	case IK_E_STORE_MAKE:
		return ik_cure_file(state->path, NULL, IK_E_AGENT_STATE_WRITE, why->reason, err);
	case IK_E_STORE_PATH:
	case IK_E_STORE_DENIED:
		return ik_cure_file(state->path, NULL, IK_E_AGENT_STATE_READ, why->reason, err);
	default:
		return ik_pass(err, why);
	}
}

/* Makes what is missing of the way, for everybody to read, and takes the last step. */
static bool make_way(struct ik_walk *walk, struct ik_error *err)
{
	const char *last;
	bool is_last;
	int error;

	if (!ik_walk_make_parents(walk, err))
		return false;
	last = ik_walk_next(walk, &is_last);
	error = ik_dir_make(walk->fd, last, 0755);
	if (error && error != EEXIST)
		return ik_error_errno(err, IK_E_STORE_MAKE, walk->path, error);
	return true;
}

/* Opens the directory that WALK has come to. */
static bool open_arrived(struct ik_agent_state *state, const struct ik_walk *walk,
			 struct ik_error *err)
{
	state->dirfd = openat(walk->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return state->dirfd >= 0 || fail_read(state, NULL, errno, err);
}

static bool open_directory(struct ik_agent_state *state, enum ik_agent_open how,
			   struct ik_error *err)
{
	struct ik_error why = {0};
	struct ik_walk walk;
	bool good = ik_walk(state->path, &walk, &why);

	if (good && !ik_walk_arrived(&walk) && how == IK_AGENT_ENROL) {
		good = make_way(&walk, &why);
		ik_walk_free(&walk);
		good = good && ik_walk(state->path, &walk, &why);
	}
	if (!good)
		return fail_way(state, &why, err);
	good = ik_walk_arrived(&walk) ? open_arrived(state, &walk, err)
				      : ik_fail(err, IK_E_AGENT_NONE, "inkan show");
	ik_walk_free(&walk);
	return good;
}

static bool may_write(const struct ik_agent_state *state)
{
	return faccessat(state->dirfd, ".", W_OK, AT_EACCESS) == 0;
}

bool ik_agent_open(const char *path, enum ik_agent_open how, struct ik_agent_state *state,
		   struct ik_error *err)
{
	*state = (struct ik_agent_state){.path = ik_strdup(path), .dirfd = -1, .lockfd = -1};
	if (!open_directory(state, how, err))
		return false;
	state->may_store = how == IK_AGENT_ENROL || (how == IK_AGENT_CHANGE && may_write(state));
	if (state->may_store)
		ik_agent_sweep(state);
	return how == IK_AGENT_ENROL || ik_agent_load(state, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* What is not that of the pin was written for one that never came. */
static void load_before(struct ik_agent_state *state)
{
	ik_buffer_free(&state->before);
	if (!state->trust.has_before
	    || ik_read_bytes(state->dirfd, before_name, true, BEFORE_MAX, &state->before) != 0)
		return;
	if (!ik_pin_is_of(state->before.data, state->before.size, &state->trust.before))
		ik_buffer_free(&state->before);
}

/* What is damaged has to be enrolled again: everything else would be a guess. */
static bool fail_damaged(const struct ik_agent_state *state, struct ik_error *err)
{
	ik_fail(err, IK_E_STATEMENT_DAMAGED, pin_name);
	return ik_cure(err, ik_cure_again(state));
}

/* A file that others could write, while the directory was theirs or by its mode, may say anything.
 */
static bool is_pin_ours(const struct ik_agent_state *state, struct ik_error *err)
{
	struct stat st;
	char *path;

	if (fstatat(state->dirfd, pin_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode)
	    || ((st.st_uid == 0 || st.st_uid == geteuid()) && !(st.st_mode & (S_IWGRP | S_IWOTH))))
		return true;
	path = ik_format("%s/%s", state->path, pin_name);
	ik_fail(err, IK_E_AGENT_STATE_OPEN, path);
	free(path);
	return ik_cure(err, ik_cure_again(state));
}

/* What FRESH was read into takes the place of what STATE knew. */
static void take(struct ik_agent_state *state, struct ik_agent_state *fresh)
{
	ik_pin_forget(state);
	state->trust = fresh->trust;
	state->settings = fresh->settings;
	state->certificate = fresh->certificate;
	state->stored = true;
	load_before(state);
}

/* 0 or an errno. */
static int read_pin(const struct ik_agent_state *state, struct ik_buffer *text)
{
	return ik_read_bytes(state->dirfd, pin_name, true, PIN_MAX, text);
}

bool ik_agent_load(struct ik_agent_state *state, struct ik_error *err)
{
	struct ik_agent_state fresh = {0};
	struct ik_error why = {0};
	int error;

	ik_buffer_free(&state->read);
	if (!is_pin_ours(state, err))
		return false;
	error = read_pin(state, &state->read);
	if (error == ENOENT)
		return ik_fail(err, IK_E_AGENT_NONE, "inkan show");
	if (error == EISDIR || error == EFBIG)
		return fail_damaged(state, err);
	if (error)
		return fail_read(state, pin_name, error, err);
	if (!ik_pin_parse(&state->read, &fresh, &why))
		return why.id == IK_E_STATEMENT_DAMAGED ? fail_damaged(state, err)
							: ik_pass(err, &why);
	take(state, &fresh);
	return true;
}

bool ik_agent_is_as_read(const struct ik_agent_state *state)
{
	struct ik_buffer text = {0};
	bool same = read_pin(state, &text) == 0 ? ik_buffer_equal(&text, &state->read)
						: state->read.size == 0;

	ik_buffer_free(&text);
	return same;
}

/* 0 or an errno; EINVAL for what is no id. */
static int read_id(const struct ik_agent_state *state, char id[IK_AGENT_ID_SIZE + 1])
{
	struct ik_buffer text = {0};
	struct ik_sha256 digits;
	int error = ik_read_bytes(state->dirfd, id_name, true, IK_AGENT_ID_SIZE + 1, &text);

	if (!error && text.size > 0 && text.data[text.size - 1] == '\n')
		text.data[--text.size] = '\0';
	if (!error && !ik_sha256_read(ik_buffer_string(&text), &digits))
		error = EINVAL;
	if (!error)
		memcpy(id, text.data, IK_AGENT_ID_SIZE + 1);
	ik_buffer_free(&text);
	return error;
}

static bool is_lost(int error)
{
	return error == ENOENT || error == EINVAL || error == EFBIG;
}

bool ik_agent_read_id(const struct ik_agent_state *state, char id[IK_AGENT_ID_SIZE + 1],
		      struct ik_error *err)
{
	int error = read_id(state, id);
	char *path;

	if (!is_lost(error))
		return !error || fail_read(state, id_name, error, err);
	path = ik_format("%s/%s", state->path, id_name);
	ik_fail(err, IK_E_AGENT_STATE_READ, path);
	free(path);
	return ik_cure(err, ik_cure_enroll(state));
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Which file of which state, whatever hindered that. */
static bool fail_save(const struct ik_agent_state *state, const char *name,
		      const struct ik_error *why, struct ik_error *err)
{
	char *path;

	if (why->id == IK_E_STORE_WRITE)
		return ik_cure_file(state->path, name, IK_E_AGENT_STATE_WRITE, why->reason, err);
	path = ik_format("%s/%s", state->path, name);
	ik_fail_because(err, why->id, why, path);
	free(path);
	return false;
}

/* One file as a whole; what is wrong is said of the state. */
static bool save(const struct ik_agent_state *state, const char *name, mode_t mode,
		 const struct ik_buffer *text, struct ik_error *err)
{
	struct ik_error why = {0};
	ik_save *save = ik_save_begin(state->dirfd, name, mode, (gid_t)-1, &why);
	bool good = save && ik_save_write(save, text->data, text->size, &why);

	if (good)
		good = ik_save_commit(save, true, &why);
	else
		ik_save_abort(save);
	if (good)
		return true;
	return fail_save(state, name, &why, err);
}

bool ik_agent_make_id(struct ik_agent_state *state, struct ik_error *err)
{
	struct ik_sha256 id;
	char hex[IK_SHA256_HEX + 1];
	struct ik_buffer text = {0};

	if (!ik_random(id.bytes, sizeof(id.bytes), err))
		return false;
	ik_sha256_hex(&id, hex);
	ik_buffer_format(&text, "%s\n", hex);

	bool good = save(state, id_name, 0600, &text, err);

	ik_buffer_free(&text);
	return good;
}

bool ik_agent_keep_id(struct ik_agent_state *state, struct ik_error *err)
{
	char id[IK_AGENT_ID_SIZE + 1];

	return !is_lost(read_id(state, id)) || ik_agent_make_id(state, err);
}

static bool set_pem(struct ik_buffer *pem, const struct ik_buffer *der, struct ik_error *err)
{
	struct ik_buffer fresh = {0};

	if (der && !ik_certificate_pem(der->data, der->size, &fresh, err))
		return false;
	ik_buffer_free(pem);
	*pem = fresh;
	return true;
}

bool ik_agent_set_certificate(struct ik_agent_state *state, const struct ik_buffer *der,
			      struct ik_error *err)
{
	return set_pem(&state->certificate, der, err);
}

bool ik_agent_set_before(struct ik_agent_state *state, const struct ik_buffer *der,
			 struct ik_error *err)
{
	return set_pem(&state->before, der, err);
}

/* Writes nothing where TEXT stands there already: others watch these files. */
static bool save_new(const struct ik_agent_state *state, const char *name,
		     const struct ik_buffer *text, struct ik_error *err)
{
	struct ik_buffer there = {0};
	bool same = ik_read_bytes(state->dirfd, name, true, BEFORE_MAX, &there) == 0
		    && ik_buffer_equal(&there, text);

	ik_buffer_free(&there);
	return same || save(state, name, 0644, text, err);
}

/* What the pin is, once it is: for those who have to read it anew. */
static bool save_moved(const struct ik_agent_state *state, struct ik_error *err)
{
	struct ik_buffer text = {0};
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&state->trust.pin.certificate, hex);
	ik_buffer_format(&text, "%s\n", hex);

	bool good = save_new(state, moved_name, &text, err);

	ik_buffer_free(&text);
	return good;
}

/* What could not be read again may not take the place of what can. */
static bool reads_again(const struct ik_buffer *text, struct ik_error *err)
{
	struct ik_agent_state again = {0};
	bool good = text->size <= PIN_MAX && ik_pin_parse(text, &again, NULL);

	ik_pin_forget(&again);
	return good || ik_fail(err, IK_E_AGENT_STATE_WRITE, pin_name);
}

/* The pin is the one that decides, and waits for none of the others: before.pem is only believed if
 * it is of the certificate that the pin names. */
static bool save_all(struct ik_agent_state *state, const struct ik_buffer *pin,
		     struct ik_error *err)
{
	bool before = state->before.size == 0 || save_new(state, before_name, &state->before, err);

	if (!save(state, pin_name, 0644, pin, err))
		return false;
	state->stored = true;
	ik_buffer_free(&state->read);
	ik_buffer_add(&state->read, pin->data, pin->size);
	if (state->before.size == 0)
		unlinkat(state->dirfd, before_name, 0);
	return save_moved(state, err) && before;
}

bool ik_agent_store(struct ik_agent_state *state, struct ik_error *err)
{
	const bool had_lock = state->lockfd >= 0;
	struct ik_buffer text = {0};
	bool good;

	state->stored = false;
	if (!state->may_store)
		return true;
	if (!had_lock && !ik_agent_lock(state, err))
		return false;
	ik_pin_write(state, &text);
	good = reads_again(&text, err) && save_all(state, &text, err);
	ik_buffer_free(&text);
	if (!had_lock)
		ik_agent_unlock(state);
	return good;
}

void ik_agent_settings_free(struct ik_agent_settings *settings)
{
	free(settings->source);
	free(settings->report_to);
	free(settings->ca);
	ik_list_free(&settings->sets);
	*settings = (struct ik_agent_settings){0};
}

void ik_agent_close(struct ik_agent_state *state)
{
	if (!state->path)
		return;
	ik_agent_unlock(state);
	if (state->dirfd >= 0)
		close(state->dirfd);
	free(state->path);
	ik_agent_settings_free(&state->settings);
	ik_buffer_free(&state->certificate);
	ik_buffer_free(&state->before);
	ik_buffer_free(&state->read);
	*state = (struct ik_agent_state){0};
}
