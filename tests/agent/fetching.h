/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetching.h: one file from one of the servers of hostile.py. */
#ifndef TESTS_AGENT_FETCHING_H
#define TESTS_AGENT_FETCHING_H

#include "agent/fetch.h"

enum { MAX = 4096 };

/* Who stands still for a second or two, as a busy machine does, is left by the hasty. */
extern const struct ik_fetch_patience hasty, usual;

/* With a pin, a certificate left last, and a file of authorities, as most agents have them. */
ik_fetcher *fetcher(const struct ik_fetch_patience *patience);

struct fetched {
	struct ik_buffer got;
	enum ik_carried_by by;
	struct ik_error err;
	double seconds;
};

struct fetched fetch(const char *server, const char *path,
		     const struct ik_fetch_patience *patience);

/* Fails unless PATH of SERVER is refused as ID, for what it answers and not for when, however busy
 * this machine is; or is left in time, since it does not answer; or is read, from one who is known
 * BY that. */
void check_refused(const char *server, const char *path, enum ik_error_id id);
void check_left(const char *server, const char *path);
void check_read(const char *server, const char *path, enum ik_carried_by by);

#endif
