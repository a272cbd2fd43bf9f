/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_world.h: a server with two generations, and a folder of reports. */
#ifndef TESTS_OPS_AGENTS_WORLD_H
#define TESTS_OPS_AGENTS_WORLD_H

#include <stdint.h>

#include "fake_store.h"
#include "ops/status/agents.h"

/* Ten days after the switch. */
#define AGENTS_NOW (FAKE_NOW + 10 * FAKE_DAY)

void agents_begin(void);
void agents_end(void);

/* Zeroed, and with a NAME: one that follows, is confirmed, and reported ten minutes ago. */
struct reported {
	const char *name;
	unsigned id;          /* 0: the next */
	unsigned generation;  /* whose certificate it names; 0: the second, which is in use */
	const char *sha256;   /* or this one */
	int64_t age;          /* seconds since the report */
	const char *machine;  /* 32 hex digits */
	const char *tls;      /* usually "system" */
	const char *recovery; /* usually "none" */
	const char *more;     /* members behind the usual ones: ", \"stored\": false" */
	int64_t clock;        /* how many seconds its clock is ahead */
	int64_t confirmed;    /* seconds before the report */
};

/* Writes it; the number of its ID. */
unsigned agents_report(const struct reported *reported);

/* Writes TEXT (SIZE bytes) as the report of ID. */
void agents_raw(unsigned id, const void *text, size_t size);

/* The path of the report of ID; then its ID as text.  Caller frees. */
char *agents_file(unsigned id);
char *agents_id(unsigned id);

/* Lower-case hex of the certificate of GENERATION. */
const char *agents_sha256(unsigned generation);

/* Reads them all, which must work.  EXPECT has a name a line, or is NULL. */
ik_agents *agents_read(const char *expect);

/* The cause of the only agent that there is, or that is called NAME. */
enum ik_agent_cause agents_cause(const char *name);

/* The row of NAME; fails the test if there is none. */
struct ik_agent_row agents_row(const ik_agents *agents, const char *name);

#endif
