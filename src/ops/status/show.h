/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.h: the facts of the store's generations. */
#ifndef IK_OPS_STATUS_SHOW_H
#define IK_OPS_STATUS_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "ops/records/state.h"
#include "ops/status/service.h"
#include "ops/status/situation.h"

struct ik_shown {
	unsigned generation;
	enum ik_generation_state state;
	/* VALID, EXPIRING, EXPIRED or NOT_YET (TODAY counts as one of them) */
	enum ik_validity validity;
	char *origin;          /* "generated", ...; NULL if unknown */
	struct ik_facts facts; /* zeroed if damaged */
	bool has_key;
	bool exportable;
	int64_t days_left;
	struct ik_error *damage; /* NULL: none; there may be many of these, and an error is 4 KB */
};

/* GENERATION 0: the one in use.  A damaged one is no error: SHOWN says why.  IK_E_STORE_NONE,
 * IK_E_STORE_CURRENT, IK_E_STORE_NO_GENERATION. */
bool ik_show(const char *store, unsigned generation, int64_t now, struct ik_shown *shown,
	     struct ik_error *err);

/* The first certificate in FILE (PEM or DER), read in a contained child; generation is 0, and state
 * and origin say nothing. IK_E_FILE_NONE, IK_E_FILE_KIND, IK_E_FILE_LARGE, IK_E_FILE_READ,
 * IK_E_SHOW_FILE. */
bool ik_show_file(const char *file, int64_t now, struct ik_shown *shown, struct ik_error *err);

/* The same of a file that PASSWORD (as typed) opens: a PKCS#12.  What ik_material_add() says, too.
 */
bool ik_show_locked(const char *file, const ik_secret *password, int64_t now,
		    struct ik_shown *shown, struct ik_error *err);

/* The certificate that the one service of SERVICES shows, beside STORE, which need not be there:
 * where it is one of its generations, SHOWN says all of that one.  SEEN has the chain; free it with
 * ik_seen_free() either way.  What IK_E_SERVICE_... says of a service that shows none. */
bool ik_show_service(const char *store, const struct ik_services *services, int64_t now,
		     struct ik_shown *shown, struct ik_seen *seen, struct ik_error *err);

/* Its validity by its dates and days left: TODAY counts as EXPIRING or EXPIRED. */
enum ik_validity ik_shown_validity(const struct ik_shown *shown, int64_t now);

/* All of them, oldest first; none is not an error.  Of their keys only the one in use is read, to
 * see whether it fits. True with ERR set if it cannot be told which one is in use:
 * IK_E_STORE_CURRENT. Caller frees with ik_shown_free() and free(). */
bool ik_list_all(const char *store, int64_t now, struct ik_shown **shown, size_t *n,
		 struct ik_error *err);
void ik_shown_free(struct ik_shown *shown);

/* The JSON that the manual describes, one object or an array, ending in a newline. */
void ik_shown_json(const struct ik_shown *shown, struct ik_buffer *out);
void ik_shown_service_json(const struct ik_shown *shown, const struct ik_service *service,
			   const struct ik_seen *seen, int64_t now, struct ik_buffer *out);
void ik_shown_list_json(const struct ik_shown *shown, size_t n, struct ik_buffer *out);

/* "same", "differ" (the names of what differs, of the facts that ik_shown_json() writes), "a", "b".
 */
void ik_shown_compare_json(const struct ik_shown *a, const struct ik_shown *b,
			   struct ik_buffer *out);

/* Whether they are the same certificate. */
bool ik_shown_same(const struct ik_shown *a, const struct ik_shown *b);

#endif
