/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines.h: talking with the wizard line by line. */
#ifndef IK_TESTS_PROGRAM_LINES_H
#define IK_TESTS_PROGRAM_LINES_H

#include <check.h>

#include "lib/console.h"

#define FILE_PASSWORD "another horse 42"

/* Makes what the ways begin with: two generations, a backup of them b.zip under PASSWORD, which is
 * in p, and f.p12 of somebody else under FILE_PASSWORD, which is in fp. */
void lines_world(void);

/* In the world: reports of an agent that is on the generation before, and of one that was not heard
 * of for days. */
#define LINES_AGENTS \
	"mkdir store/reports && cd store && for n in 1 2; do " \
	"id=0000000000000000000000000000000$n && " \
	"pem=generations/$n/certificate.pem && at=$((1795237500 - (n - 1) * 400000)) && " \
	"when=$(date -u -d @$at +%FT%TZ) && " \
	"sha=$(openssl x509 -in $pem -outform DER | sha256sum | cut -c1-64) && " \
	"serial=$(openssl x509 -in $pem -noout -serial | cut -d= -f2 | tr A-F a-f) && " \
	"printf " \
	"'{\"inkan_report\":1,\"id\":\"%s\",\"name\":\"web0%s.example.jp\",\"time\":\"%s\"," \
	"\"version\":\"0.0\",\"sha256\":\"%s\",\"serial\":\"%s\",\"confirmed\":\"%s\",\"tls\":" \
	"\"system\"}' $id $n $when $sha $serial $when >reports/$id.json && touch -d @$at " \
	"reports/$id.json; done"

/* Starts the wizard line by line, on the world's store; further ARGUMENTS up to NULL; or NULL. */
struct console *lines_start(const char *lang, int columns, const char *const *arguments);

/* Whatever program is started next has answered nothing yet. */
void lines_begin(void);

/* Waits until something is asked that was not answered yet. */
void lines_asked(struct console *c);

/* The same, and answers. */
void lines_answer(struct console *c, const char *answer);

/* Answers one question after the other, up to NULL. */
void lines_answers(struct console *c, const char *const *answers);

/* Waits until the program has ended; what it said can still be read, and console_end() has to
 * follow. */
void lines_ended(struct console *c);

/* What was said since TEXT was said last; fails the test if it was not. */
const char *lines_since(struct console *c, const char *text);

/* All that stood on the terminal, line by line; the caller frees. */
char *lines_transcript(struct console *c);

/* TEXT without what changes from run to run; the caller frees. */
char *lines_mask(const char *text);

Suite *suite_lines(void);
Suite *suite_lines_keys(void);
Suite *suite_lines_equal(void);

#endif
