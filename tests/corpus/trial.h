/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial.h: one file is imported the way the program does it, in a child. */
#ifndef TESTS_CORPUS_TRIAL_H
#define TESTS_CORPUS_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What became of a file, from best to worst. */
#define VERDICTS(X) \
	X(PAIRED, "paired")     /* a key and the certificate that fits it */ \
	X(TAKEN, "taken")       /* a key, or certificates, alone */ \
	X(APART, "apart")       /* a key and certificates that do not fit */ \
	X(BARE, "bare")         /* a key without its public half and no certificate for it */ \
	X(KEY_KIND, "key-kind") /* a key that is named and refused */ \
	X(NOTHING, "nothing")   /* read, and nothing in it */ \
	X(UNSUPPORTED, "unsupported") /* named */ \
	X(COST, "cost") \
	X(NEEDED, "password-needed") \
	X(PASSWORD, "password-wrong") \
	X(MAC, "mac-wrong") \
	X(KEY_BAD, "key-bad") \
	X(CERTIFICATE, "certificate-unreadable") \
	X(DAMAGED, "damaged") \
	X(ELSE, "something-else") /* named, and not what is imported */ \
	X(OTHER, "other") \
	X(CRASHED, "crashed")

enum verdict {
#define X(id, text) VERDICT_##id,
	VERDICTS(X)
#undef X
		VERDICT_COUNT
};

const char *verdict_name(enum verdict verdict);
bool verdict_is_refusal(enum verdict verdict);

struct trial {
	enum verdict verdict;
	bool unprotected; /* a PKCS#12 without MAC: the operator is asked */
	double seconds;
	char said[256]; /* what was named */
};

/* The most memory that any trial so far took, in KiB. */
long trials_memory(void);

void trial_run(const void *bytes, size_t size, const char *password, struct trial *out);

#endif
