/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carry.c: what kind a source is, and files from and to a directory; fetch.c has the rest. */
#include "config.h"

#include "agent/carry.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/cure.h"
#include "agent/fetch.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/source_url.h"
#include "base/text.h"
#include "files/careful.h"
#include "files/read.h"

enum { SOURCE_MAX = 4096 };

/* --- what kind a source is -------------------------------------------------------------------- */

/* The whole path of a directory, links and all as they were written. */
static char *whole_path(const char *path)
{
	char *here, *whole;

	if (path[0] == '/')
		return ik_strdup(path);
	here = getcwd(NULL, 0);
	whole = here ? ik_format("%s/%s", here, path) : NULL;
	free(here);
	return whole;
}

/* Whether pin.pem keeps WHOLE as it is: a line of text, which has no blank at its end. */
static bool can_be_kept(const char *whole)
{
	size_t size = strlen(whole);

	if (size == 0 || size > SOURCE_MAX || !ik_text_is_utf8(whole, size)
	    || whole[size - 1] == ' ')
		return false;
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)whole[i] < 0x20 || whole[i] == 0x7f)
			return false;
	return true;
}

bool ik_source_read(const char *source, char **whole, struct ik_error *err)
{
	const bool web = ik_source_is_web(source);

	*whole = NULL;
	if (web && ik_source_has_user(source))
		return ik_fail(err, IK_E_AGENT_SOURCE_USER);
	if (web && ik_source_is_folder(source))
		*whole = ik_source_trimmed(source);
	else if (!web && strstr(source, "://"))
		*whole = ik_source_directory(source);
	else if (!web && *source)
		*whole = whole_path(source);
	if (*whole && !can_be_kept(*whole)) {
		free(*whole);
		*whole = NULL;
	}
	return *whole || ik_fail(err, IK_E_AGENT_SOURCE, source);
}

/* --- a directory ------------------------------------------------------------------------------ */

/* A directory that is not there may come with the next stick; one that is closed stays so. */
static bool fail_open(const char *directory, enum ik_error_id closed, int error,
		      struct ik_error *err)
{
	if (error == EACCES || error == EPERM)
		return ik_cure_file(directory, NULL, closed, error, err);
	return ik_error_errno(err, IK_E_SOURCE_UNREACHED, directory, error);
}

static bool fail_get(const char *directory, const char *name, int error, struct ik_error *err)
{
	if (error == ENOENT)
		return ik_error_errno(err, IK_E_SOURCE_LACKS, name, error);
	if (error == EACCES || error == EPERM)
		return ik_cure_file(directory, name, IK_E_SOURCE_FORBIDDEN, error, err);
	/* What the reader calls a directory is anything that is no file, a FIFO too. */
	if (error == EISDIR) {
		ik_fail(err, IK_E_SOURCE_LACKS, name);
		return ik_error_detail(err, "%s", _("What is there is not an ordinary file."));
	}
	if (error == EFBIG)
		return ik_fail(err, IK_E_CMS_LARGE);
	return ik_error_errno(err, IK_E_SOURCE_UNREACHED, directory, error);
}

static bool get_from_directory(const char *directory, const char *name, size_t max,
			       struct ik_buffer *out, struct ik_error *err)
{
	struct ik_buffer bytes = {0};
	int dirfd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dirfd < 0)
		return fail_open(directory, IK_E_SOURCE_FORBIDDEN, errno, err);

	int error = ik_read_bytes(dirfd, name, false, max, &bytes);

	close(dirfd);
	if (error)
		return fail_get(directory, name, error, err);
	ik_buffer_add(out, bytes.data, bytes.size);
	ik_buffer_free(&bytes);
	return true;
}

static bool put_into_directory(const char *directory, const char *name,
			       const struct ik_buffer *data, struct ik_error *err)
{
	struct ik_error why = {0};
	int dirfd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dirfd < 0)
		return fail_open(directory, IK_E_CARRY_PUT, errno, err);

	ik_save *save = ik_save_begin(dirfd, name, 0644, (gid_t)-1, &why);
	bool good = save && ik_save_write(save, data->data, data->size, &why);

	if (good)
		good = ik_save_commit(save, true, &why);
	else
		ik_save_abort(save);
	close(dirfd);
	return good || ik_fail_because(err, IK_E_CARRY_PUT, &why, directory);
}

/* --- whatever carries them -------------------------------------------------------------------- */

static struct ik_fetcher *fetcher_of(struct ik_carrier *carrier, struct ik_error *err)
{
	const struct ik_fetch_roots roots = {carrier->pin, carrier->before, carrier->ca};

	if (carrier->fetcher == NULL)
		carrier->fetcher = ik_fetcher_new(&roots, NULL, err);
	return carrier->fetcher;
}

void ik_carrier_end(struct ik_carrier *carrier)
{
	ik_fetcher_free(carrier->fetcher);
	carrier->fetcher = NULL;
}

bool ik_carry_get(struct ik_carrier *carrier, const char *name, size_t max, struct ik_buffer *out,
		  struct ik_error *err)
{
	char *url;
	bool ok;

	carrier->by = IK_BY_PLAIN;
	if (!ik_source_is_web(carrier->source))
		return get_from_directory(carrier->source, name, max, out, err);
	if (!fetcher_of(carrier, err))
		return false;
	url = ik_format("%s/%s", carrier->source, name);
	ok = ik_fetch_get(carrier->fetcher, url, max, out, &carrier->by, err);
	free(url);
	return ok;
}

bool ik_carry_get_anew(struct ik_carrier *carrier, const char *name, uint64_t number, size_t max,
		       struct ik_buffer *out, struct ik_error *err)
{
	char *anew;
	bool ok;

	if (!ik_source_is_web(carrier->source))
		return false;
	anew = ik_format("%s?n=%" PRIu64, name, number);
	ok = ik_carry_get(carrier, anew, max, out, err);
	free(anew);
	return ok;
}

bool ik_carry_put(struct ik_carrier *carrier, const char *to, const char *name, ik_carry_body *body,
		  void *context, struct ik_error *err)
{
	struct ik_buffer data = {0};
	char *url;
	bool ok;

	carrier->by = IK_BY_PLAIN;
	if (!ik_source_is_web(to)) {
		body(context, carrier->by, &data);
		ok = put_into_directory(to, name, &data, err);
		ik_buffer_free(&data);
		return ok;
	}
	if (!fetcher_of(carrier, err))
		return false;
	url = ik_format("%s/%s", to, name);
	ok = ik_fetch_put(carrier->fetcher, url, body, context, &carrier->by, err);
	free(url);
	return ok;
}
