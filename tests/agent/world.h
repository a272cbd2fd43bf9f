/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h: a server that publishes, as the agent sees it: certificates by number, the steps between
 * them, and a folder of what is published; and an agent with its state, whose clock the test sets.
 *
 * What is published here is signed by the same functions as a server's. */
#ifndef AGENT_WORLD_H
#define AGENT_WORLD_H

#include <check.h>
#include <stdint.h>

#include "agent/state.h"
#include "agent/update.h"
#include "base/buffer.h"
#include "base/secret.h"
#include "trust/sha256.h"

enum { DAY = 24 * 60 * 60, CERTIFICATES = 1024 };

/* In a directory of its own; certificate 1 is in use from now on, published with the number 1. */
void world_begin(void);
void world_end(void);

extern int64_t now; /* the clock of agents and server */

struct who {
	ik_secret *key;
	struct ik_buffer certificate; /* PEM */
	struct ik_sha256 sha256;
	char hex[IK_SHA256_HEX + 1];
};

/* Certificate N; it is made when it is first asked for. */
const struct who *who(int n);
/* Certificate N, made now for the key of SAME. */
const struct who *renewed(int n, int same);

/* A hand-over, added to what will be published. */
void step(uint64_t sequence, int from, int to);
/* A recovery, signed by RECOVERY, which makes agents know NEXT. */
void recovery(uint64_t sequence, int recovery, int to, int next);
/* Forgets the steps, of which the published ones stay. */
void forget_steps(void);

/* Publishes in FOLDER: agent.pem with the steps, newest first, and an index that certificate IN_USE
 * signs now, good for DAYS; RECOVERY 0: none. */
void publish_in(const char *folder, uint64_t sequence, int in_use, int days, int recovery);
void publish(uint64_t sequence, int in_use);        /* in "publish", for 14 days */
void publish_steps(const char *folder, int in_use); /* only agent.pem */
void publish_index(const char *folder, uint64_t sequence, int in_use, int days, int recovery);

/* Runs inkan-agent with these arguments, NULL at their end; its exit status.  What it printed is in
 * the files out and err. */
int agent(const char *argument, ...);
int enrol(const char *state, int n); /* at "publish", by the fingerprint of N */

/* One update of STATE at the moment now; how it ended. */
enum ik_follow_end update(const char *state);
enum ik_follow_end update_from(const char *state, const char *source);
extern struct ik_updated updated; /* of the last one */

/* Fails unless STATE follows certificate N. */
void ck_follows(const char *state, int n);
/* Fails unless the last update ended with this error; IK_E_NONE: without one. */
void ck_error(enum ik_error_id id);
/* The number in STATE. */
uint64_t sequence_of(const char *state);

void put_text(const char *path, const char *text);
char *get_text(const char *path);            /* NULL: none; caller frees */
void copy(const char *from, const char *to); /* a folder */

#endif
