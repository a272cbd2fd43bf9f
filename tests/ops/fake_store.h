/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake_store.h: stores to look at, built through the store room, at moments that are made up. */
#ifndef TESTS_OPS_FAKE_STORE_H
#define TESTS_OPS_FAKE_STORE_H

#include <stdbool.h>
#include <stdint.h>

/* Sunday, 2026-11-22 03:00:00 UTC: when it is in every test. */
#define FAKE_NOW INT64_C(1795316400)
#define FAKE_DAY INT64_C(86400)

/* Fixtures: a new empty folder, and its end.  fake_path is where the store is to be. */
extern char *fake_folder, *fake_path;
void fake_begin(void);
void fake_end(void);

/* Zeroed: whole, made by create, valid from yesterday for 730 days, switched to. */
struct fake_generation {
	int64_t from, until;     /* of the certificate, when UNTIL is set */
	const char *certificate; /* its text instead */
	const char *info;        /* its text instead; "" for no such file */
	bool without_key;
	bool other_key;  /* one that does not fit */
	const char *key; /* its text instead */
	bool unused;     /* not switched to */
	bool not_exportable;
	unsigned names; /* of a quarter of a kilobyte each, that it has besides */
	uint64_t step;  /* the number of the one that leads to it; 0: none does */
};

/* Adds it and returns its number. */
unsigned fake_add(const struct fake_generation *wish);

/* The path of a file below the store; caller frees.  Then: what stands in it, replaced by TEXT. */
char *fake_file(const char *name);
void fake_write(const char *name, const char *text);

/* One key of each kind of test is enough: 0 or 1. */
const char *fake_key(int which);

#endif
