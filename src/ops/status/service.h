/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service.h: the services that use the certificate, and what they show to whoever connects: only
 * that tells whether the certificate in use is the one that clients see. */
#ifndef IK_OPS_STATUS_SERVICE_H
#define IK_OPS_STATUS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/facts.h"
#include "base/watch.h"
#include "foreign/served.h"
#include "store/store.h"

struct ik_history;

/* Where a service is, and how it is asked. */
struct ik_service {
	char *name; /* "srv01.example.jp:443", "[::1]:443" */
	char *host; /* an A-label or an address, without brackets */
	char *port;
	bool is_address;
	enum ik_starttls starttls;
	char *sni; /* the server that is asked for; NULL: HOST, or if that is an address the name of
		    * the certificate in use */
	char *hook; /* the command that has it take a new certificate; NULL: not said */
};

/* A zeroed struct is empty. */
struct ik_services {
	struct ik_service *items;
	size_t n;
};

enum { IK_SERVICES_MAX = 32 };   /* that are asked, all at once */
enum { IK_SERVICE_SECONDS = 5 }; /* for the name, the connection and the handshake together */

/* Adds the service at TEXT, which is HOST:PORT.  IK_E_SERVICE_FORM, IK_E_SERVICE_MANY. */
bool ik_service_add(struct ik_services *services, const char *text, struct ik_error *err);

/* How the last one added is asked: STARTTLS by its name, SNI.  NULL: as usual.
 * IK_E_SERVICE_STARTTLS_UNKNOWN; what is wrong with a host name. */
bool ik_service_how(struct ik_services *services, const char *starttls, const char *sni,
		    struct ik_error *err);

/* Adds those that STORE/services lists: "HOST:PORT [starttls=P] [sni=NAME] [hook=NAME]" a line, "#"
 * begins a comment.  One that is not there lists none.  IK_E_SERVICES_LINE about the line, with
 * why; IK_E_SERVICES_TEXT; what the store says. */
bool ik_services_listed(const ik_store *store, struct ik_services *services, struct ik_error *err);

void ik_services_free(struct ik_services *services); /* zeroed again */

/* What a service shows, beside what the store has. */
enum ik_seen_state {
	IK_SEEN_UNASKED,
	IK_SEEN_NOT, /* FAILURE says why */
	IK_SEEN_IN_USE,
	IK_SEEN_OLD,        /* of a generation that is out of use */
	IK_SEEN_OTHER_TIME, /* of one that never was in use, or nobody knows when it was */
	IK_SEEN_FOREIGN,
	IK_SEEN_EXPIRED, /* not in use, and expired */
	IK_SEEN_COUNT
};

struct ik_seen {
	enum ik_seen_state state;
	struct ik_error failure;
	struct ik_served served;
	unsigned generation; /* that has the certificate; 0: none */
	int64_t since;       /* when that went out of use; -1: unknown */
};

/* Asks each of SERVICES, all at once, and fills as many of SEEN; their states are left to
 * ik_seen_judge().  IN_USE is the certificate in use, or NULL: a service that shows one for another
 * kind of key is asked once more, for one of that kind.  Never fails: what goes wrong is said in
 * SEEN. */
void ik_services_ask(const struct ik_services *services, const struct ik_facts *in_use,
		     struct ik_watch *watch, struct ik_seen *seen);

/* What was seen, beside HISTORY, of which the certificates were read. */
void ik_seen_judge(const struct ik_history *history, int64_t now, struct ik_seen *seen);

/* What is to be said of SERVICE: the failure, or what is wrong with what it shows; false: nothing
 * is wrong. */
bool ik_seen_error(const struct ik_service *service, const struct ik_seen *seen,
		   struct ik_error *error);

/* What helps in STORE (a path), translated; caller frees; NULL: nothing that could be said. */
char *ik_seen_cure(const char *store, const struct ik_service *service, const struct ik_seen *seen);

const char *ik_seen_word(enum ik_seen_state state); /* "in-use", "old", "other", "foreign",
						       "expired", "unknown": for JSON */

void ik_seen_free(struct ik_seen *seen); /* zeroed again */

/* What became of the services of a store after a change.  A zeroed struct is empty. */
struct ik_followed {
	struct ik_services services;
	struct ik_seen *seen;    /* one each */
	struct ik_error failure; /* why the store's list could not be read */
};

/* Asks the services that STORE lists, as a step of WATCH; none listed: nothing.  A reload takes its
 * time after its command has ended, so those that do not show the certificate in use are asked
 * again, until they do or IK_FOLLOW_SECONDS have passed. */
enum { IK_FOLLOW_SECONDS = 5 };
void ik_services_follow(const char *store, int64_t now, struct ik_watch *watch,
			struct ik_followed *followed);
void ik_followed_free(struct ik_followed *followed); /* zeroed again */

#endif
