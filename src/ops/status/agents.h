/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents.h: what the reports of agents say: who follows this server's certificate, who does not and
 * why, and what cures it.
 *
 * Reports are claims of whoever may write into the folder.  They are read without following links
 * and without waiting, parsed in contained children and filtered; no key, step or set depends on
 * them. */
#ifndef IK_OPS_STATUS_AGENTS_H
#define IK_OPS_STATUS_AGENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/list.h"
#include "base/watch.h"

/* Why an agent is listed, in the order in which they are shown; which one counts where several
 * hold, cause_of() in agents_judge.c says.  id, its word for programs, the heading for people. */
/* clang-format off */
#define IK_AGENT_CAUSES(X) \
	X(NEVER,       "never-reported",      N_("Never reported")) \
	X(SILENT,      "silent",              N_("Silent for 3 days or more")) \
	X(GONE,        "gone",                N_("Gone: silent for 90 days or more")) \
	X(UNSTORED,    "not-stored",          N_("Cannot store what they accept")) \
	X(GENERATION,  "generation",          N_("On an earlier generation")) \
	X(UNKNOWN,     "unknown-certificate", N_("On a certificate unknown here")) \
	X(UNCONFIRMED, "not-confirmed",       N_("Not confirmed for 14 days or more")) \
	X(SET,         "set-behind",          N_("A set is behind")) \
	X(RECOVERY,    "recovery-missing",    N_("Without the recovery certificate")) \
	X(TWICE,       "machine-twice",       N_("The same machine twice")) \
	X(CLOCK,       "clock",               N_("The clock is wrong")) \
	X(REFUSED,     "refused",             N_("Refused what they were sent")) \
	X(DAMAGED,     "damaged",             N_("Damaged reports"))
/* clang-format on */

#define X(id, word, heading) IK_AGENT_##id,
enum ik_agent_cause {
	IK_AGENT_CAUSES(X)
	/* Those that have none: */
	IK_AGENT_UNHEARD, /* not heard since the switch, which is less than 24 hours ago */
	IK_AGENT_FINE,
	IK_AGENT_CAUSE_COUNT
};
#undef X

const char *ik_agent_cause_word(enum ik_agent_cause cause); /* "silent"; "" for those with none */
const char *ik_agent_cause_heading(enum ik_agent_cause cause); /* translated, 26 columns or so */
/* What cures it, a sentence, translated; NULL for those with none. */
const char *ik_agent_cause_cure(enum ik_agent_cause cause);

/* Whether it is a difference that operators have to look at. */
bool ik_agent_cause_differs(enum ik_agent_cause cause);

/* What is wrong with the file of a report. */
enum ik_agent_damage {
	IK_AGENT_WHOLE,
	IK_AGENT_NOT_READ, /* this user may not, or the disk cannot */
	IK_AGENT_NOT_FILE, /* a link, a pipe, a directory, or a file with a second name */
	IK_AGENT_LARGE,    /* more than 64 KiB */
	IK_AGENT_NOT_JSON,
	IK_AGENT_WRONG, /* something that a report says is missing, or of another kind */
	IK_AGENT_OTHER_ID,
	IK_AGENT_NEWER,   /* a later version of inkan-agent wrote it */
	IK_AGENT_HARMFUL, /* what reads it was ended */
	IK_AGENT_DAMAGE_COUNT
};

/* One agent.  All text is filtered, belongs to the list as long as that is there, and is never
 * NULL. */
struct ik_agent_row {
	enum ik_agent_cause cause;
	const char *name;   /* the one expected, or reported; of a damaged one "" */
	char id[33];        /* hex digits, the name of the file; "" where there is none */
	char sha256[65];    /* of the certificate that it follows; "" */
	const char *serial; /* lower-case hex */
	const char *version;
	const char *tls;         /* "system", "pin", "before", "ca", "none", "plain" */
	const char *set;         /* the one that is behind */
	unsigned generation;     /* 0: no generation of the store has that certificate */
	int64_t since;           /* the cause; -1: unknown */
	int64_t last_report;     /* by the clock of this server; -1: never */
	int64_t own_time;        /* what the agent's clock said then; -1: unknown */
	size_t refusals;         /* of 30 days */
	int64_t refused_at;      /* the newest; -1: none */
	unsigned refused_reason; /* 7201 */
	const char *refused_what;
	enum ik_agent_damage damage;
	bool follows; /* its last report names the certificate in use */
};

struct ik_agents_count {
	size_t cause[IK_AGENT_CAUSE_COUNT];
	size_t reported; /* agents whose report counts; those that are gone do not */
	size_t today;    /* of them, in the last 24 hours */
	size_t follow;   /* of them, their last report names the certificate in use */
	size_t differ;   /* rows with a cause that differs, never reported and damaged ones, too */
	size_t older;    /* whose version is older than this program's */
	size_t certificate_not_verified; /* whose tls is "before" or "none": the web server may
					    still show an earlier certificate */
	bool reload;                     /* those are the most: it has to be reloaded */
	bool more;                       /* the folder holds more than are read */
};

struct ik_agents_wish {
	const char *store;
	const char *reports; /* the folder; NULL: ik_reports_folder() */
	const char *expect;  /* a file with a name a line; NULL: the usual one, if it is there */
	int64_t now;
	size_t most;            /* files that are read: a flood ends there; 0: 200,000 */
	struct ik_watch *watch; /* may be NULL */
};

typedef struct ik_agents ik_agents;

/* Reads all of them.  What a store says that cannot be read, IK_E_STORE_NONE,
 * IK_E_AGENTS_NO_CERTIFICATE, IK_E_AGENTS_FOLDER_NONE, IK_E_AGENTS_FOLDER, IK_E_AGENTS_EXPECT,
 * IK_E_CANCELLED.  NULL and ERR on failure. */
ik_agents *ik_agents_read(const struct ik_agents_wish *wish, struct ik_error *err);
void ik_agents_free(ik_agents *agents); /* NULL is fine */

const struct ik_agents_count *ik_agents_counted(const ik_agents *agents);

/* What is wrong with all that was read, a translated sentence each; LINES is appended to. */
void ik_agents_doubts(const struct ik_agents_count *count, struct ik_list *lines);

/* The counts alone, for the pages that say them, of MOST reports (0: as ik_agents_read() reads).
 * False: they are not known.  A folder that is not there has no reports. */
bool ik_agents_count(const char *store, int64_t now, size_t most, struct ik_agents_count *count,
		     struct ik_error *err);

/* How many of those that report to STORE, which need not be there yet, follow none of CERTIFICATES
 * (SHA-256, hex): no step of these leads them.  False: it is not known.  A folder that is not there
 * has no reports. */
bool ik_agents_unled(const char *store, const struct ik_list *certificates, int64_t now, size_t *n,
		     struct ik_error *err);

/* Rows stand in the order of their causes, then of their names; those of CAUSE are the
 * count->cause[CAUSE] ones from ik_agents_first() on. */
size_t ik_agents_n(const ik_agents *agents);
size_t ik_agents_first(const ik_agents *agents, enum ik_agent_cause cause);

/* Fills ROW. */
void ik_agents_row(const ik_agents *agents, size_t at, struct ik_agent_row *row);

/* What there is to say of ROW, a sentence in today's language; caller frees. */
char *ik_agent_details(const struct ik_agent_row *row);

/* The line that cures it when it is pasted on that agent (of a damaged report, and of an agent that
 * is gone, on this server); caller frees.  Nothing of a report stands in it but its ID. */
char *ik_agents_line(const ik_agents *agents, const struct ik_agent_row *row);

/* "inkan agents" with OPTIONS, as it can be typed on this server for the same reports; caller
 * frees. */
char *ik_agents_command(const ik_agents *agents, const char *options);

/* Whether the list may go to TEXT, as it is answered; PATH is its form on disk, caller frees.  An
 * older list, or an empty file, gives way; IK_E_AGENTS_CSV_OTHER for what is something else, and
 * what ik_rule_replaced_file() says. */
bool ik_agents_csv_file(const char *text, const char *store, char **path, struct ik_error *err);

/* Writes the mismatch list to FILE (text, as it is answered) as CSV, 0600: UTF-8 with its mark, no
 * cell a formula; with ALL those without a cause, too, and those that are gone.  What
 * ik_agents_csv_file() says, and what a save does. */
bool ik_agents_save_csv(const ik_agents *agents, bool all, const char *file, struct ik_error *err);

/* Deletes the reports of each of WHO, an ID or a name; *N gets how many were.
 * IK_E_AGENTS_FORGET_NONE about one that nobody reported as, after which nothing was deleted;
 * IK_E_AGENTS_FORGET. */
bool ik_agents_forget(const ik_agents *agents, const struct ik_list *who, size_t *n,
		      struct ik_error *err);

#endif
