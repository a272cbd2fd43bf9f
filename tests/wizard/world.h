/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h: a wizard on a store of its own, at a fixed moment, led by a front-end that follows a
 * script. */
#ifndef TESTS_WIZARD_WORLD_H
#define TESTS_WIZARD_WORLD_H

#include <check.h>
#include <stdbool.h>
#include <stdint.h>

#include "wizard/flow.h"
#include "wizard/wizard.h"

#define NOW INT64_C(1795237500) /* Sat 21 Nov 2026 05:05 UTC */
#define DAY INT64_C(86400)
#define PASSWORD "correct horse battery staple"

extern int64_t world_now; /* what the clock says */
int64_t world_clock(void);

/* Before and after each test: English, UTC, an empty directory, the clock at NOW. */
void world_begin(void);
void world_end(void);
const char *world_path(const char *name); /* NAME in that directory; valid until the test ends */
bool world_has(const char *name);
char *world_read(const char *name); /* caller frees */
void world_write(const char *name, const char *text);

/* A wizard on world_path("store"). */
void world_wizard(struct ik_wizard *wizard);

/* Makes a certificate for NAME in that store, without backup; at world_now. */
void world_create(const char *name);

/* Gives the answers of a whole generate run. */
void world_answer_all(struct ik_wizard *wizard, const char *name);
void world_set_secret(struct ik_wizard *wizard, enum ik_field_id id, const char *text);

/* What the rows of PAGE say, as plain lines; caller frees. */
char *world_rows(struct ik_wizard *wizard, const char *page);

/* --- the front-end ---------------------------------------------------------------------------- */

struct step {
	const char *page; /* which has to come now */
	enum ik_leave leave;
	void (*act)(struct ik_wizard *wizard); /* before it is left; may be NULL */
	enum ik_error_id notice;               /* with which it has to come */
};

struct script {
	const struct step *steps;
	size_t n, at;
	bool yes;       /* to questions */
	unsigned asked; /* questions so far */
	unsigned closed;
	unsigned pulses;
	bool cancels;
	char *notice;         /* the last, as it is shown */
	char *out, *err;      /* what was printed */
	struct ik_error lost; /* for IK_LEAVE_FAILED */
};

#define SCRIPT(list) \
	{ \
		.steps = (list), .n = IK_COUNT(list), .yes = true \
	}

/* From start to proof, all answered by answer_srv01() on the first page. */
enum { WHOLE_WAY = 6 };
extern const struct step whole_way[WHOLE_WAY];
void answer_srv01(struct ik_wizard *wizard);

/* Fails the test if TEXT does not begin with START, does not hold PART. */
void begins(const char *text, const char *start);
void contains(const char *text, const char *part);

/* Runs WIZARD through STEPS, all of which have to be taken; returns the exit status. */
int world_run(struct ik_wizard *wizard, struct script *script);
void script_free(struct script *script);

Suite *suite_tables(void);
Suite *suite_flow(void);
Suite *suite_agents(void);
Suite *suite_answers(void);
Suite *suite_pages(void);
Suite *suite_password(void);
Suite *suite_run(void);
Suite *suite_failures(void);
Suite *suite_fingerprint(void);
Suite *suite_report(void);
Suite *suite_source(void);
Suite *suite_browse(void);
Suite *suite_restore(void);

#endif
