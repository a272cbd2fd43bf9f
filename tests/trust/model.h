/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h: a server, its neighbour, a thief and agents, played by numbers: what the tests of random
 * histories hold the room against.  Plain code of its own; of the room it uses the choice of steps
 * and an agent's decisions, which are what is tried. */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trust/follow.h"

enum {
	CERTIFICATES = 96,
	SAYINGS = 320,
	PUBLISHED = 64,
	AGENTS = 3,
	BACKUPS = 8,
	NOBODY = -1,
	DAY = 86400,
};

/* What is planted to see it found. */
enum planted {
	PLANTED_NOTHING,
	PLANTED_NUMBER_NOT_RAISED,    /* an index that is accepted does not raise the number */
	PLANTED_UNFINISHED_PUBLISHED, /* steps of changes that were cut before the switch */
	PLANTED_SIGNATURE_IS_ENOUGH,  /* an index is judged by its signature alone */
	PLANTED_DEAD_ENDS_PUBLISHED,  /* every step that counts, wherever it leads */
	PLANTED_COUNT
};

struct certificate {
	int key;
	bool used;      /* the server had it in use */
	unsigned until; /* the last event at which it had */
};

/* Something signed: by whose keys, when, and whether by the server itself. */
struct saying {
	struct ik_statement says;
	int keys[2];
	bool genuine;
	bool public; /* whoever wants to has it */
	bool undone; /* a recovery, and the server was made anew from a backup of before it */
	unsigned event;
};

/* What a store has; a backup is a copy of it. */
struct held {
	int in_use;              /* a certificate, or NOBODY */
	int known[CERTIFICATES]; /* certificates whose keys are there */
	size_t n_known;
	int steps[SAYINGS]; /* sayings that count */
	size_t n_steps;
	int recovery; /* the certificate of the recovery key, or NOBODY */
};

struct published {
	int index; /* a saying */
	int steps[SAYINGS];
	size_t n_steps;
};

struct agent {
	bool enrolled;
	struct ik_trust trust;
	unsigned accepted; /* the event of the newest index that it accepted */
};

struct model {
	uint64_t random;
	enum planted planted;
	unsigned event;
	int64_t now;        /* the true time */
	int64_t server_off; /* how far the server's clock is off */
	struct certificate certificates[CERTIFICATES];
	size_t n_certificates;
	int n_keys;
	struct saying sayings[SAYINGS];
	size_t n_sayings;
	struct held server;
	uint64_t last_number;
	int unfinished; /* a step that was cut before its switch, or NOBODY */
	struct held backups[BACKUPS];
	size_t n_backups;
	struct published published[PUBLISHED];
	size_t n_published;
	bool thief_has[CERTIFICATES]; /* by key */
	bool shared[CERTIFICATES];    /* certificates that a second server has too */
	struct agent agents[AGENTS];
	const char *fault; /* what was found, or NULL */
};

/* A number below N; true once in N times. */
unsigned chance(struct model *model, unsigned n);
bool once_in(struct model *model, unsigned n);

struct ik_sha256 sha256_of(int certificate);
int certificate_of(const struct ik_sha256 *sha256); /* NOBODY: no such one */

/* Whether SAYING carries a signature that verifies under CERTIFICATE: one of its key. */
bool says_under(const struct model *model, int saying, const struct ik_sha256 *certificate);

/* Appends a saying and returns its number; NOBODY: there is no more room. */
int say(struct model *model, struct ik_statement says, int key, int other, bool genuine);
bool is_full(const struct model *model);

int new_certificate(struct model *model, int key); /* KEY may be NOBODY: a new one */

void model_begin(struct model *model, uint64_t seed, enum planted planted);

/* One thing happens to the server. */
void server_acts(struct model *model);

/* One thing happens to an agent, who is judged by what became of it. */
void agent_acts(struct model *model);

#endif
