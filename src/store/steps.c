/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.c: the steps for agents: which, their bytes, writing one and taking one away. */
#include "config.h"

#include "store/steps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "store/inside.h"

static const char folder[] = "steps";

enum { TO_DIGITS = 8, NUMBER_DIGITS_MAX = 16 /* of 2^53, what numbers of steps end at */ };

bool ik_step_name_is(const char *name, uint64_t *number)
{
	char digits[NUMBER_DIGITS_MAX + 1] = "";
	size_t n = strspn(name, "0123456789");
	const char *to = name + n + 1;
	uint64_t read = 0;

	if (n == 0 || n > NUMBER_DIGITS_MAX || name[n] != '-'
	    || strspn(to, "0123456789abcdef") != TO_DIGITS || strcmp(to + TO_DIGITS, ".pem") != 0)
		return false;
	memcpy(digits, name, n);
	/* A number stands in one way only, so that no two files are of one. */
	if (!ik_text_number(digits, UINT64_MAX, &read) || read == 0 || digits[0] == '0')
		return false;
	if (number)
		*number = read;
	return true;
}

/* --- looking ---------------------------------------------------------------------------------- */

static int highest_first(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;
	uint64_t x = 0, y = 0;

	ik_step_name_is(left, &x);
	ik_step_name_is(right, &y);
	return x == y ? strcmp(right, left) : (x < y) - (x > y);
}

static bool is_step(const char *name)
{
	return ik_step_name_is(name, NULL);
}

bool ik_store_steps(const ik_store *store, struct ik_list *names, struct ik_error *err)
{
	return ik_store_names(store, folder, is_step, highest_first, names, err);
}

static bool fail(const ik_store *store, enum ik_error_id id, const char *name, int error,
		 struct ik_error *err)
{
	char *file = ik_format("%s/%s", folder, name);

	ik_store_fail(store, file, id, error, err);
	free(file);
	return false;
}

/* No other name leads into the folder, and none out of it. */
bool ik_store_step_read(const ik_store *store, const char *name, struct ik_buffer *out,
			struct ik_error *err)
{
	if (!ik_step_name_is(name, NULL))
		return fail(store, IK_E_STORE_READ, name, EINVAL, err);
	char *file = ik_format("%s/%s", folder, name);
	bool ok = ik_store_get(store, file, out, err);
	free(file);
	return ok;
}

/* --- changing --------------------------------------------------------------------------------- */

bool ik_store_step_put(ik_store *store, const char *name, const void *data, size_t size,
		       struct ik_error *err)
{
	if (!ik_step_name_is(name, NULL))
		return fail(store, IK_E_STORE_WRITE, name, EINVAL, err);
	return ik_format_raise(store, IK_FORMAT_STEPS, err)
	       && ik_store_put_in(store, folder, name, data, size, err);
}

bool ik_store_step_remove(ik_store *store, const char *name, struct ik_error *err)
{
	bool is_step = ik_step_name_is(name, NULL);
	int fd = is_step ? ik_dir_open(store->dirfd, folder) : -1;
	int error = is_step ? 0 : EINVAL;

	if (!error && (fd < 0 || unlinkat(fd, name, 0) != 0 || !ik_dir_sync(fd)))
		error = errno;
	if (fd >= 0)
		close(fd);
	return error == 0 || error == ENOENT || fail(store, IK_E_STORE_WRITE, name, error, err);
}
