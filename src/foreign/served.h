/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served.h: the certificates that a service shows to whoever connects.  Nothing of them is
 * verified: that is not what is asked.  Only for a contained child, with a connection that was made
 * before. */
#ifndef IK_FOREIGN_SERVED_H
#define IK_FOREIGN_SERVED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"

/* What is said in the clear before TLS begins. */
enum ik_starttls {
	IK_STARTTLS_NONE,
	IK_STARTTLS_SMTP,
	IK_STARTTLS_LMTP,
	IK_STARTTLS_IMAP,
	IK_STARTTLS_POP3,
	IK_STARTTLS_SIEVE,
	IK_STARTTLS_FTP,
	IK_STARTTLS_POSTGRES,
	IK_STARTTLS_COUNT
};

/* "smtp", ...; NULL for none. */
const char *ik_starttls_name(enum ik_starttls starttls);
bool ik_starttls_find(const char *name, enum ik_starttls *starttls); /* false: no such name */

struct ik_served_wish {
	const char *name; /* of the service, for errors */
	enum ik_starttls starttls;
	const char *sni;      /* the server that is asked for; NULL: none is named */
	const char *key_type; /* "rsa-3072", "ecdsa-p256": only a certificate with a key of this
			       * kind will do; NULL: any */
	int64_t deadline;     /* of all, by ik_served_clock() */
	unsigned seconds;     /* that were left for all, for the error */
};

/* What was shown, the service's own certificate first.  A zeroed struct is empty. */
struct ik_served {
	struct ik_facts *chain;
	size_t n;
};

enum { IK_SERVED_MAX = 16 }; /* certificates that are looked at; a service may show more */

/* Milliseconds of a clock that never is set. */
int64_t ik_served_clock(void);

/* Speaks on FD until the service has shown its certificates; what becomes of the handshake after
 * that does not matter, so that one that wants a certificate of its client, too, can be asked.
 * IK_E_SERVICE_SLOW, IK_E_SERVICE_PLAIN, IK_E_SERVICE_CLOSED, IK_E_SERVICE_STARTTLS,
 * IK_E_SERVICE_TLS, IK_E_SERVICE_SNI, IK_E_SERVICE_CERTIFICATE. */
bool ik_served_take(int fd, const struct ik_served_wish *wish, struct ik_served *served,
		    struct ik_error *err);

void ik_served_free(struct ik_served *served); /* zeroed again */

#endif
