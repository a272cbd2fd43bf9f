/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parsers.c: preloaded into the program under test: each call of a library's parser that the
 * program makes itself, not one of its contained children, is a line of $PARSED, by the name of the
 * function. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pid_t program;
static int out = -1;

__attribute__((constructor)) static void begin(void)
{
	const char *file = getenv("PARSED");

	program = getpid();
	if (file)
		out = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void tell(const char *name)
{
	/* A child that closed it does not come as far as the writing. */
	if (getpid() == program && out >= 0
	    && (write(out, name, strlen(name)) < 0 || write(out, "\n", 1) < 0))
		abort();
}

/* All of them return an int, and none has more than six arguments. */
#define PARSER(name) \
	int name(void *a, void *b, void *c, void *d, void *e, void *f) \
	{ \
		static int (*next)(void *, void *, void *, void *, void *, void *); \
\
		if (!next) \
			*(void **)&next = dlsym(RTLD_NEXT, #name); \
		tell(#name); \
		return next(a, b, c, d, e, f); \
	}

PARSER(gnutls_x509_crt_import)
PARSER(gnutls_x509_crt_list_import)
PARSER(gnutls_x509_crt_list_import2)
PARSER(gnutls_x509_crq_import)
PARSER(gnutls_x509_crl_import)
PARSER(gnutls_x509_privkey_import)
PARSER(gnutls_x509_privkey_import2)
PARSER(gnutls_x509_privkey_import_pkcs8)
PARSER(gnutls_privkey_import_x509_raw)
PARSER(gnutls_pubkey_import)
PARSER(gnutls_pubkey_import_x509)
PARSER(gnutls_pubkey_import_x509_raw)
PARSER(gnutls_pcert_import_x509_raw)
PARSER(gnutls_pkcs7_import)
PARSER(gnutls_pkcs12_import)
