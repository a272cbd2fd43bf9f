/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret_input.c: a password from a file or a descriptor. */
#include "config.h"

#include "base/secret_input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* The longest line, its end, and one byte more that tells of a second line or of one too long. */
enum { READ_ROOM = IK_SECRET_PASSWORD_ROOM + 3 };

static bool check_file(const struct stat *st, const char *name, struct ik_error *err)
{
	if (!S_ISREG(st->st_mode))
		return ik_fail(err, IK_E_PW_FILE_KIND, name);
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return ik_fail(err, IK_E_PW_FILE_OWNER, name);
	if (st->st_mode & (S_IRWXG | S_IRWXO))
		return ik_fail(err, IK_E_PW_FILE_MODE, name);
	return true;
}

/* Until the end or until RAW is full.  A descriptor that somebody made non-blocking is waited for.
 */
static bool read_all(int fd, ik_secret *raw, const char *name, struct ik_error *err)
{
	while (ik_secret_size(raw) < ik_secret_room(raw)) {
		const size_t left = ik_secret_room(raw) - ik_secret_size(raw);
		const ssize_t n = read(fd, ik_secret_tail(raw), left);

		if (n == 0)
			return true;
		if (n > 0) {
			ik_secret_grown(raw, (size_t)n);
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
		} else if (errno != EINTR) {
			return ik_error_errno(err, IK_E_PW_FILE_READ, name, errno);
		}
	}
	return true;
}

static bool had_mark;

bool ik_secret_had_mark(void)
{
	return had_mark;
}

/* The one line of RAW without its end, and without a mark of byte order. */
static bool take_line(const ik_secret *raw, ik_secret **out, const char *name, struct ik_error *err)
{
	const char *text = ik_secret_data(raw);
	size_t size = ik_secret_size(raw);

	if (size > 0 && text[size - 1] == '\n') {
		size--;
		if (size > 0 && text[size - 1] == '\r')
			size--;
	}
	had_mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
	if (had_mark) {
		text += 3;
		size -= 3;
	}
	if (memchr(text, '\0', size))
		return ik_fail(err, IK_E_PW_FILE_NUL, name);
	if (memchr(text, '\n', size))
		return ik_fail(err, IK_E_PW_FILE_LINES, name);
	if (size == 0)
		return ik_fail(err, IK_E_PW_FILE_EMPTY, name);
	if (size > IK_SECRET_PASSWORD_ROOM)
		return ik_fail(err, IK_E_PW_FILE_LONG, name);
	if (!ik_text_is_utf8(text, size))
		return ik_fail(err, IK_E_PW_FILE_BYTES, name);
	*out = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	return ik_secret_set(*out, text, size, err);
}

static bool read_line(int fd, ik_secret **out, const char *name, struct ik_error *err)
{
	ik_secret *raw = ik_secret_new(READ_ROOM);
	const bool ok = read_all(fd, raw, name, err) && take_line(raw, out, name, err);

	ik_secret_free(raw);
	return ok;
}

static bool read_raw(int fd, ik_secret **out, const char *name, struct ik_error *err)
{
	ik_secret *raw = ik_secret_new(READ_ROOM);
	bool ok = read_all(fd, raw, name, err);

	if (ok && ik_secret_size(raw) == 0)
		ok = ik_fail(err, IK_E_PW_FILE_EMPTY, name);
	if (ok && ik_secret_size(raw) > IK_SECRET_PASSWORD_ROOM)
		ok = ik_fail(err, IK_E_PW_FILE_LONG, name);
	if (ok) {
		*out = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
		ok = ik_secret_set(*out, ik_secret_data(raw), ik_secret_size(raw), err);
	}
	ik_secret_free(raw);
	return ok;
}

static bool open_error(struct ik_error *err, const char *path, int reason)
{
	switch (reason) {
	case ENOENT:
	case ENOTDIR:
		return ik_fail(err, IK_E_PW_FILE_NONE, path);
	case ENXIO: /* a socket, or a device without hardware */
		return ik_fail(err, IK_E_PW_FILE_KIND, path);
	default:
		return ik_error_errno(err, IK_E_PW_FILE_READ, path, reason);
	}
}

static bool from_file(const char *path, bool raw, ik_secret **out, struct ik_error *err)
{
	struct stat st;
	bool ok = false;

	*out = NULL;
	/* Opening a FIFO or a terminal must neither wait nor change anything; what it is shows
	 * afterwards. */
	const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return open_error(err, path, errno);
	if (fstat(fd, &st) != 0)
		ik_error_errno(err, IK_E_PW_FILE_READ, path, errno);
	else
		ok = check_file(&st, path, err)
		     && (raw ? read_raw(fd, out, path, err) : read_line(fd, out, path, err));
	close(fd);
	return ok;
}

bool ik_secret_from_file(const char *path, ik_secret **out, struct ik_error *err)
{
	return from_file(path, false, out, err);
}

bool ik_secret_from_raw_file(const char *path, ik_secret **out, struct ik_error *err)
{
	return from_file(path, true, out, err);
}

bool ik_secret_from_fd(int fd, ik_secret **out, struct ik_error *err)
{
	char name[32];
	struct stat st;

	*out = NULL;
	if (fd < 0 || fstat(fd, &st) != 0) {
		snprintf(name, sizeof(name), "%d", fd);
		return ik_fail(err, IK_E_PW_FD, name);
	}
	snprintf(name, sizeof(name), "/dev/fd/%d", fd);
	return (S_ISFIFO(st.st_mode) || check_file(&st, name, err))
	       && read_line(fd, out, name, err);
}
