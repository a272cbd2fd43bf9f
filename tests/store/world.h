/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h: a directory of its own for each test of the store room, and short words to look into it.
 */
#ifndef TESTS_STORE_WORLD_H
#define TESTS_STORE_WORLD_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "store/store.h"

#define SERVER_ID "0123456789abcdef0123456789abcdef"

extern char *world;     /* the directory */
extern char *the_store; /* world/store, not there yet */

void world_begin(void); /* also the working directory, umask 077 */
void world_end(void);

char *in_world(const char *format, ...) __attribute__((format(printf, 1, 2)));
void put_file(const char *path, const char *text, mode_t mode);
char *get_file(const char *path); /* NULL if it cannot be read */
mode_t mode_of(const char *path); /* of the thing itself; 0 if there is none */
int count_names(const char *directory);
int count_temporary(const char *directory); /* below it, all the way down */

/* A store with generations 1 to N, the last in use. */
ik_store *store_with(unsigned n);
ik_store *open_change(void);
bool make_generation(ik_store *store, unsigned number, struct ik_error *err);

#define ck_assert_error(err, expected) \
	ck_assert_msg((err).id == (expected), "%s (%s, %s), not %s", ik_error_msgid((err).id), \
		      (err).arg[0], (err).detail, ik_error_msgid(expected))
#define ck_assert_fine(ok, err) \
	ck_assert_msg((ok), "%s (%s, %s)", ik_error_msgid((err).id), (err).arg[0], (err).detail)

/* What the program does instead of testing when it is started as "unit-store change STORE" and the
 * like. */
int changer_main(int argc, char **argv);

Suite *suite_save(void);
Suite *suite_place(void);
Suite *suite_owner(void);
Suite *suite_generations(void);
Suite *suite_lock(void);
Suite *suite_requests(void);
Suite *suite_steps(void);

#endif
