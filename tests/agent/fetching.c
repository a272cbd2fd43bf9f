/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetching.c: one file from one of the servers of hostile.py. */
#include "agent/fetching.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>

#include "agent/hostile.h"
#include "base/alloc.h"
#include "files/read.h"

const struct ik_fetch_patience hasty = {.connect = 2, .stall = 1, .whole = 3};
/* Under sanitizers and beside others a handshake takes its time. */
const struct ik_fetch_patience usual = {.whole = 60};

/* With a pin, a certificate left last, and a file of authorities, as most agents have them. */
ik_fetcher *fetcher(const struct ik_fetch_patience *patience)
{
	struct ik_buffer pin = {0}, before = {0};
	char *names[] = {hostile_file("pin.pem"), hostile_file("before.pem"),
			 hostile_file("root.pem")};
	ik_fetcher *made;

	ck_assert(ik_read_file(AT_FDCWD, names[0], true, MAX, names[0], &pin, NULL));
	ck_assert(ik_read_file(AT_FDCWD, names[1], true, MAX, names[1], &before, NULL));
	made = ik_fetcher_new(
		&(struct ik_fetch_roots){.pin = &pin, .before = &before, .ca = names[2]}, patience,
		NULL);
	ck_assert_ptr_nonnull(made);
	ik_buffer_free(&pin);
	ik_buffer_free(&before);
	for (size_t i = 0; i < IK_COUNT(names); i++)
		free(names[i]);
	return made;
}

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

struct fetched fetch(const char *server, const char *path, const struct ik_fetch_patience *patience)
{
	ik_fetcher *with = fetcher(patience);
	char *url = hostile_url(server, path);
	struct fetched fetched = {.seconds = -now()};

	ck_assert_int_eq(ik_fetch_get(with, url, MAX, &fetched.got, &fetched.by, &fetched.err),
			 fetched.err.id == IK_E_NONE);
	fetched.seconds += now();
	free(url);
	ik_fetcher_free(with);
	return fetched;
}

static struct fetched check_is(const char *server, const char *path, enum ik_error_id id,
			       const struct ik_fetch_patience *patience)
{
	struct fetched fetched = fetch(server, path, patience);

	ck_assert_msg(fetched.err.id == id, "%s/%s: %u %s", server, path,
		      ik_error_number(fetched.err.id), fetched.err.detail);
	ck_assert_uint_eq(fetched.got.size, 0);
	return fetched;
}

void check_refused(const char *server, const char *path, enum ik_error_id id)
{
	check_is(server, path, id, &usual);
}

void check_left(const char *server, const char *path)
{
	struct fetched fetched = check_is(server, path, IK_E_SOURCE_UNREACHED, &hasty);

	/* Patience is for the whole of it, however it was spent. */
	ck_assert_msg(fetched.seconds < 30, "%s/%s: %g s", server, path, fetched.seconds);
}

void check_read(const char *server, const char *path, enum ik_carried_by by)
{
	struct fetched fetched = fetch(server, path, &usual);

	ck_assert_msg(fetched.err.id == IK_E_NONE, "%s/%s: %u %s", server, path,
		      ik_error_number(fetched.err.id), fetched.err.detail);
	ck_assert_msg(fetched.by == by, "%s/%s: %d", server, path, fetched.by);
	ik_buffer_free(&fetched.got);
}
