/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_inside.h: what the files of check share. */
#ifndef IK_OPS_STATUS_CHECK_INSIDE_H
#define IK_OPS_STATUS_CHECK_INSIDE_H

#include "ops/records/asked.h"
#include "ops/status/check.h"
#include "store/store.h"

struct ik_generation;
struct ik_history;

/* Adds what ERROR says; CURE (translated, malloc'ed, or NULL) is taken over. */
void ik_check_add(struct ik_check *check, enum ik_severity severity, const struct ik_error *error,
		  char *cure);

/* The same for the error ID about up to two things. */
void ik_check_say(struct ik_check *check, enum ik_severity severity, enum ik_error_id id,
		  const char *a, const char *b, char *cure);

/* SENTENCE (translated), each %s of which is a command ("inkan prune"; OTHER may be NULL), as it is
 * typed for the store that is checked; caller frees. */
char *ik_check_cure_by(const struct ik_check *check, const char *sentence, const char *command,
		       const char *other);

/* What is to be cured of the certificate in use. */
enum ik_cure {
	IK_CURE_NEW, /* its time is over, or its key is lost for good */
	IK_CURE_NOT_YET,
	IK_CURE_NOT_EXPORTABLE,
	IK_CURE_LEADING, /* agents follow no key of its kind */
	IK_CURE_SMALLER, /* they cannot follow to another as large */
	IK_CURE_COUNT
};

/* Finds out who has to sign the next one, and whether "renew" would refuse to make it of IN_USE,
 * which was read with DAMAGE: all cures follow that. */
void ik_check_signer(const ik_store *store, const struct ik_generation *in_use,
		     enum ik_error_id damage, struct ik_check *check);

/* The cure, translated; caller frees.  Then: of HOST not being among its names; of a lost or
 * damaged key, which a backup may hold where it is EXPORTABLE; and of GROUP having lost it. */
char *ik_check_cure(const struct ik_check *check, enum ik_cure cure);
char *ik_check_cure_of_host(const struct ik_check *check, const char *host);
char *ik_check_cure_of_key(const struct ik_check *check, bool exportable);
char *ik_check_cure_of_group(const struct ik_check *check, const char *group);

/* Nothing more can be found out just now, as LIMIT says: told once. */
void ik_check_limit(const struct ik_error *limit, struct ik_check *check);

/* The parts: the certificate in use and each one of its chain, but for its own dates; what of it
 * its authority was not asked for; the last backup; owners and permissions; a group that can no
 * longer read the key; what is left over in the store; the commands after a switch; what agents
 * fetch; what services show. */
void ik_check_chain(const struct ik_buffer *certificate, struct ik_check *check);
void ik_check_asked(const struct ik_asked *asked, struct ik_check *check);
void ik_check_backup(const ik_store *store, struct ik_check *check);
void ik_check_modes(const struct ik_history *history, const char *path, struct ik_check *check);
void ik_check_key_group(const struct ik_history *history, struct ik_check *check);
void ik_check_leftovers(const struct ik_history *history, struct ik_check *check);
void ik_check_hooks(const ik_store *store, const char *path, struct ik_check *check);
void ik_check_publish(const struct ik_history *history, struct ik_check *check);
/* The disk with what agents report; STORE is a path. */
void ik_check_reports(const char *store, struct ik_check *check);
void ik_check_services(const struct ik_check_wish *wish, const struct ik_history *history,
		       struct ik_check *check);

#endif
