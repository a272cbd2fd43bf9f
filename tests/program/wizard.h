/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wizard.h: what the tests of the whole program share: a store of their own and the way through the
 * pages. */
#ifndef IK_TESTS_PROGRAM_WIZARD_H
#define IK_TESTS_PROGRAM_WIZARD_H

#include <check.h>
#include <stdbool.h>

#include "lib/console.h"

#define PASSWORD "correct horse battery 9"

/* The words of one language that the tests wait for. */
struct words {
	const char *lang;
	const char *start, *identity, *password, *again, *same, *backup, *review, *accept, *proof,
		*quit_ask;
};
extern const struct words english, japanese;

/* Each page is looked at in both languages at both sizes. */
enum { FORMS = 4 };
extern const struct form {
	const struct words *words;
	int columns, rows;
} forms[FORMS];

/* The page as it stands is that of the golden screen PAGE in this form. */
void wizard_compare(struct console *c, const char *page, int form);

/* A new directory for one test, with a fixed name so that golden screens match; removed by
 * world_end(). */
void world_begin(void);
void world_end(void);
const char *world_store(void);            /* its store, not made yet */
const char *world_path(const char *name); /* a file in it; valid until the next call */
bool world_has(const char *name);         /* whether that file exists */

/* Starts the wizard on the store in LANG. */
struct console *wizard_start(const char *lang, int columns, int rows);

/* Presses through from the start page up to and including PAGE ("identity", "password", "backup",
 * "review", "accept"), waiting for each page in WORDS.  "accept" presses Accept. */
void wizard_reach(struct console *c, const struct words *words, const char *page);

/* A certificate in use, made by the command, without a backup; returns nothing, fails the test if
 * that fails. */
void world_make_certificate(const char *name);
void world_make_expired(const char *name); /* it expired three days ago */

/* A command for after the switch that does what BEFORE says and waits until something is written to
 * the world's "go". */
void world_put_waiting_hook(const char *before);

/* The made password on the screen, whole on a line of its own.  False: it is not. */
enum { MADE = 34 };
bool wizard_made(struct console *c, char made[MADE + 1]);
/* The same once it is there. */
void wizard_wait_made(struct console *c, char made[MADE + 1]);

/* Runs a shell command in the world's directory; its output in a buffer of this call's. STATUS may
 * be NULL. */
const char *world_run(int *status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same at the fixed moment, and it has to end well. */
void world_sh(const char *script);

Suite *suite_way(void);
Suite *suite_screens(void);
Suite *suite_agents(void);
Suite *suite_frame(void);
Suite *suite_keys(void);
Suite *suite_cuts(void);
Suite *suite_terminals(void);
Suite *suite_peers(void);
Suite *suite_browser(void);
Suite *suite_memory(void);
Suite *suite_password(void);
Suite *suite_source(void);
Suite *suite_asking(void);
Suite *suite_restore(void);
Suite *suite_sheet(void);
Suite *suite_hooks(void);
Suite *suite_last_run(void);
Suite *suite_parsed(void);
Suite *suite_wire(void);

#endif
