/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alloc.h: memory that is there or the program ends cleanly.
 *
 * The store survives a kill at any instruction, so running out of memory needs no
 * second way out of every function: the handler that main() sets puts the terminal
 * right, says so in one sentence and leaves.  None of these ever returns NULL. */
#ifndef IK_BASE_ALLOC_H
#define IK_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* Sets what runs when memory is exhausted, and is told whether it is late.  HANDLER must not
 * return; without one, abort(). */
void ik_alloc_on_failure(void (*handler)(bool late));

/* From now on it is late: a change was made that stands, so that nobody may say that nothing was.
 * False: it is not, since another change begins. */
void ik_alloc_late(bool late);

void *ik_alloc(size_t size);                 /* zeroed; free() it */
void *ik_alloc_array(size_t n, size_t size); /* zeroed; overflow counts as exhausted */
void *ik_realloc(void *old, size_t size);
char *ik_strdup(const char *text); /* NULL gives NULL */
char *ik_strndup(const char *text, size_t size);

/* printf into a new string; the caller frees it. */
char *ik_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define IK_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
