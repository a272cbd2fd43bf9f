/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_inside.h: what the files of the agents' list share. */
#ifndef IK_OPS_STATUS_AGENTS_INSIDE_H
#define IK_OPS_STATUS_AGENTS_INSIDE_H

#include "base/buffer.h"
#include "base/list.h"
#include "ops/status/agents.h"
#include "trust/agent_report.h"
#include "trust/sha256.h"
#include "trust/statement_files.h"

enum {
	IK_AGENT_REPORTS_MAX = 200000, /* files that are read: a flood ends here */
	IK_AGENT_NAME_MAX = 253,       /* of a host, RFC 1035 */
	IK_AGENT_TEXT_MAX = 400,       /* bytes of a text that is kept, once it is filtered */
};

/* --- agents_about.c: the server, as far as reports are judged by it --------------------------- */

struct ik_agents_generation {
	unsigned number;
	struct ik_sha256 sha256;
	int64_t left_at; /* -1: unknown, or it is in use */
};

struct ik_agents_about {
	char *store;  /* path */
	char *source; /* where agents fetch from; "": it was not said */
	int64_t now;
	struct ik_sha256 in_use;
	unsigned generation; /* in use */
	int64_t switched_at;
	struct ik_agents_generation *generations;
	size_t n_generations;
	bool has_recovery;
	struct ik_sha256 recovery;
	struct ik_file_sets sets; /* that were published 24 hours ago or before */
};

bool ik_agents_about_read(const char *store, int64_t now, struct ik_agents_about *about,
			  struct ik_error *err);
void ik_agents_about_free(struct ik_agents_about *about);

/* The generation that has the certificate; NULL: none. */
const struct ik_agents_generation *ik_agents_about_find(const struct ik_agents_about *about,
							const struct ik_sha256 *sha256);

/* --- agents_report.c: one report ------------------------------------------------------------- */

/* What a report says in numbers. */
struct ik_agent_said {
	uint8_t id[IK_AGENT_ID_BYTES];
	uint8_t machine[IK_AGENT_ID_BYTES]; /* zeroes: it does not say */
	struct ik_sha256 sha256;
	int64_t time;
	int64_t confirmed;       /* -1: never */
	int64_t refused_at;      /* the newest; -1: none */
	int64_t refused_since;   /* the oldest; -1: none */
	uint32_t refusals;       /* how many, with those that the report had no room for */
	uint32_t refused_reason; /* of the newest */
	uint32_t set;           /* one that is behind, its place in about->sets plus one; 0: none */
	uint8_t tls;            /* an ik_carried_by */
	uint8_t unstored;       /* it cannot write its state */
	uint8_t other_recovery; /* it does not have this server's recovery certificate */
	uint8_t older;          /* its version is older than this program's */
};

enum { IK_AGENT_TEXT_NAME, IK_AGENT_TEXT_SERIAL, IK_AGENT_TEXT_VERSION, IK_AGENT_TEXT_WHAT };
enum { IK_AGENT_TEXTS = 4 };

struct ik_agent_report {
	struct ik_agent_said said;
	char *text[IK_AGENT_TEXTS]; /* filtered; NULL: "" */
};

/* Reads the report in SIZE bytes of DATA, whose file is named after ID.  Free OUT with
 * ik_agent_report_free() either way. */
enum ik_agent_damage ik_agent_report_read(const void *data, size_t size,
					  const uint8_t id[IK_AGENT_ID_BYTES],
					  const struct ik_agents_about *about,
					  struct ik_agent_report *out);
void ik_agent_report_free(struct ik_agent_report *report);

/* --- agents_folder.c: all reports ------------------------------------------------------------- */

/* What is kept of an agent: a hundred thousand of these are in memory at once. */
struct ik_agent {
	struct ik_agent_said said; /* its ID is that of the file, whatever the report says */
	int64_t heard;             /* when the file was written; -1: there is none */
	char *texts;               /* the four, each with its NUL, in one block */
	uint32_t expected;         /* place among the expected names plus one; 0: it is not */
	unsigned generation;
	uint8_t cause;
	uint8_t damage;
	bool hidden; /* a newer report of the same machine or name counts */
	bool twice;
};

struct ik_agents_found {
	struct ik_agent *items;
	size_t n, room;
	bool more; /* than were read */
};

/* Reads the reports in FOLDER, MOST of them.  IK_E_AGENTS_FOLDER_NONE, IK_E_AGENTS_FOLDER; what
 * ik_contain() says where no child can be had. */
bool ik_agents_folder_read(const char *folder, size_t most, const struct ik_agents_about *about,
			   struct ik_watch *watch, struct ik_agents_found *found,
			   struct ik_error *err);
struct ik_agent *ik_agents_found_add(struct ik_agents_found *found);
void ik_agents_found_free(struct ik_agents_found *found);

/* The text WHICH of AGENT; never NULL. */
const char *ik_agent_text(const struct ik_agent *agent, unsigned which);
void ik_agent_set_texts(struct ik_agent *agent, char *const text[IK_AGENT_TEXTS]);

/* --- agents_batch.c: reports on their way through a contained child --------------------------- */

struct ik_agents_slot {
	uint8_t id[IK_AGENT_ID_BYTES];
	int64_t heard;
	uint32_t at, size; /* in the bytes of the batch */
	uint8_t damage;
};

struct ik_agents_batch {
	struct ik_buffer bytes;
	struct ik_agents_slot *slots;
	size_t n;
	const struct ik_agents_about *about;
};

enum { IK_AGENTS_BATCH_SLOTS = 2048, IK_AGENTS_BATCH_BYTES = 1024 * 1024 };

/* Parses the N batches side by side and adds what they hold to FOUND.  A report that ends the child
 * that reads it is one that is damaged, and spoils no other. */
bool ik_agents_batches_run(struct ik_agents_batch *batches, size_t n, struct ik_watch *watch,
			   struct ik_agents_found *found, struct ik_error *err);

/* --- agents_expect.c: who is expected --------------------------------------------------------- */

struct ik_agents_expected {
	struct ik_list names; /* as written, filtered; sorted by their first part */
	bool *seen;
};

/* Reads FILE; NULL: the usual one for STORE, if it is there.  IK_E_AGENTS_EXPECT. */
bool ik_agents_expected_read(const char *store, const char *file,
			     struct ik_agents_expected *expected, struct ik_error *err);
/* The place of NAME plus one, compared without case, short or full; 0: it is not expected. */
uint32_t ik_agents_expected_find(const struct ik_agents_expected *expected, const char *name);
void ik_agents_expected_free(struct ik_agents_expected *expected);

/* --- agents_judge.c: who differs -------------------------------------------------------------- */

/* Gives each of FOUND its cause, and adds those who were expected and never reported. */
void ik_agents_judge(const struct ik_agents_about *about, struct ik_agents_expected *expected,
		     struct ik_agents_found *found);

/* --- agents.c -------------------------------------------------------------------------------- */

struct ik_agents {
	struct ik_agents_about about;
	char *folder;
	struct ik_agents_found found;
	struct ik_agent **rows; /* of FOUND, in order, without the hidden ones */
	size_t n;
	size_t first[IK_AGENT_CAUSE_COUNT];
	struct ik_agents_count count;
};

#endif
