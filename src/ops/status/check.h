/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.h: everything that is wrong with a store, or soon will be, each with its number and its
 * cure. */
#ifndef IK_OPS_STATUS_CHECK_H
#define IK_OPS_STATUS_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "ops/status/service.h"

/* How bad a finding is; a remark does not raise the status. */
enum ik_severity {
	IK_SEVERITY_REMARK,
	IK_SEVERITY_WARNING,
	IK_SEVERITY_UNKNOWN, /* what matters most could not be looked at */
	IK_SEVERITY_CRITICAL,
	IK_SEVERITY_COUNT
};

struct ik_finding {
	enum ik_severity severity;
	struct ik_error error; /* its number and message */
	char *cure;            /* what to do, translated */
};

/* Who signed the certificate in use, which decides how it is made new. */
enum ik_signer {
	IK_SIGNER_ITSELF,
	IK_SIGNER_AUTHORITY,
	IK_SIGNER_ASKED, /* an authority, and a request waits for its answer */
	IK_SIGNER_COUNT
};

/* What comes of a certificate that signs itself when it is made new without questions. */
enum ik_renewing {
	IK_RENEWING_KEEPS,  /* all it says stays, and agents follow */
	IK_RENEWING_LOSES,  /* a new one cannot say all of it */
	IK_RENEWING_LEAVES, /* agents stay behind */
	IK_RENEWING_UNREAD, /* what it says cannot be known */
	IK_RENEWING_COUNT
};

enum ik_clock_state { IK_CLOCK_ASK, IK_CLOCK_SYNCHRONISED, IK_CLOCK_FREE };

struct ik_check_wish {
	const char *store;
	int64_t now;
	int warning_days;  /* 0: IK_WARNING_DAYS */
	int critical_days; /* 0: IK_CRITICAL_DAYS */
	enum ik_clock_state clock;
	struct ik_services *services; /* to be asked, and taken over by the check; NULL: none */
	bool listed;                  /* those that the store lists are asked, too */
};

enum { IK_CRITICAL_DAYS = 7 };

struct ik_check {
	const char *store;           /* the wish's */
	enum ik_severity status;     /* REMARK: all is well */
	struct ik_finding *findings; /* the worst first */
	size_t n;
	unsigned generation; /* in use; 0: none known */
	bool has_facts;      /* of it */
	struct ik_facts facts;
	bool whole;                /* it and its key */
	enum ik_signer signer;     /* where there are facts */
	enum ik_renewing renewing; /* likewise */
	int64_t days_left;
	int64_t backup_at;           /* the last one that was proven; 0: unknown */
	unsigned hooks_failed;       /* when they were last run for that generation */
	struct ik_services services; /* that were to be asked */
	struct ik_seen *seen;        /* what each showed; NULL: none was asked */
	int64_t now;
};

/* Never fails: what goes wrong is a finding. */
void ik_check(const struct ik_check_wish *wish, struct ik_check *check);
void ik_check_free(struct ik_check *check);

/* The exit status of monitoring plugins: 0 ok, 1 warning, 2 critical, 3 unknown. */
int ik_check_exit(enum ik_severity status);
const char *ik_check_word(enum ik_severity status); /* "ok", "warning", "critical", "unknown" */
const char *
ik_severity_word(enum ik_severity severity); /* "remark", "warning", "critical", "unknown" */

/* The JSON that the manual describes; the metrics for Prometheus' textfile collector; a calendar
 * with the day on which the certificate expires, and reminders before it (RFC 5545). */
void ik_check_json(const struct ik_check *check, struct ik_buffer *out);
void ik_check_prometheus(const struct ik_check *check, struct ik_buffer *out);
void ik_check_calendar(const struct ik_check *check, struct ik_buffer *out);

/* Writes that calendar to FILE, 0644; an older one gives way, since it is made again and again.
 * IK_E_CHECK_CALENDAR where there is no certificate to remind of. */
bool ik_check_save_calendar(const struct ik_check *check, const char *file, struct ik_error *err);

#endif
