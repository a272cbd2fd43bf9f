/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell.h: other programs at work in a directory of our own. */
#ifndef TESTS_PKI_SHELL_H
#define TESTS_PKI_SHELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* A directory for files, made empty; and removed again with all files in it. */
void shell_begin(void);
void shell_end(void);

void put(const char *name, const void *bytes, size_t size);
struct ik_buffer get(const char *name);

/* Output of COMMAND, run by the shell in our directory; its status to *STATUS. */
struct ik_buffer run(const char *command, int *status);

bool works(const char *command);                      /* ends well, whatever it says */
struct ik_buffer says(const char *command);           /* must succeed; what it said */
void must(const char *command);                       /* must succeed */
void must_say(const char *command, const char *part); /* must succeed and say PART */
void must_fail(const char *command);

/* The request CSR signed by the authority whose files are CA.crt and CA.key, valid from day FROM to
 * day UNTIL (YYYYMMDD), with the extensions in the file EXT, into OUT. */
void sign_dated(const char *csr, const char *ca, const char *from, const char *until,
		const char *ext, const char *out);

bool is_here(const char *tool); /* says so if not */

#endif
