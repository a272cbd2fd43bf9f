/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.h: a key and certificate out of whatever file the operator brings take the place of those
 * in use.
 *
 * Look (what a file is, no password), open (all of it in memory), plan, perform.  Every byte of a
 * foreign file is read in contained children. */
#ifndef IK_OPS_CHANGE_IMPORT_H
#define IK_OPS_CHANGE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/list.h"
#include "base/secret.h"
#include "base/watch.h"
#include "foreign/import.h"
#include "ops/change/key_group.h"
#include "ops/change/outcome.h"
#include "ops/change/plan.h"
#include "ops/change/same.h"

/* --- what a file is --------------------------------------------------------------------------- */

/* For the source page.  Zeroed is empty. */
struct ik_import_look {
	/* of a ZIP: of all files in it together; its kind stays IK_CONTENT_ZIP */
	struct ik_content_look content;
	bool is_backup;     /* one of inkan's own: to be restored, not imported */
	bool zip_encrypted; /* nothing more can be said before the password is there */
	unsigned zip_files; /* in a ZIP: those that hold keys or certificates */
	uint64_t size;
};

/* Opens FILE once and looks at it in a contained child, in a few milliseconds, so that it may be
 * called while a path is typed.  Derives nothing and asks nothing.  False: the file cannot be
 * opened (IK_E_FILE_*, IK_E_IMPORT_LARGE), is nothing we know (IK_E_IMPORT_FORMAT), or the child
 * failed. */
bool ik_import_look(const char *file, struct ik_import_look *look, struct ik_error *err);
void ik_import_look_free(struct ik_import_look *look); /* zeroed again */

/* --- all of it in memory ---------------------------------------------------------------------- */

struct ik_import_source {
	const char *file;
	const char *key_file;            /* where the key is, if not in FILE; NULL or "": in FILE */
	const struct ik_list *more;      /* further files; NULL: none */
	const ik_secret *password;       /* typed; NULL or empty: none was given */
	const ik_secret *inner_password; /* of what is in an encrypted ZIP, where it is another one;
					    NULL: the same */
	int64_t now; /* of several certificates the one that is valid then is taken */
};

/* Where the key of a choice comes from. */
enum ik_import_key_from { IK_KEY_FROM_FILE, IK_KEY_FROM_REQUEST, IK_KEY_FROM_STORE };

/* A key, and the certificate that fits it. */
struct ik_import_key {
	enum ik_import_key_from from;
	char *type;              /* "rsa-2048" */
	char *name;              /* friendlyName, filtered; "" for none */
	char *member;            /* of the ZIP that it was in, filtered; "" for none */
	bool fits;               /* there is a certificate for it, and all below is known */
	enum ik_error_id misfit; /* if not, why: none is there, or it cannot be read or kept */
	struct ik_facts facts;   /* of that certificate */
	struct ik_buffer chain;  /* PEM: it, then its issuers as far as they are there */
	unsigned used;           /* certificates in CHAIN */
	unsigned rest;           /* in the files, but not in CHAIN */
	struct ik_objections
		objections; /* what is wrong with CHAIN, but for the certificate's own dates */
	struct ik_objections left_out; /* of REST the first few, with the reason */
	bool alternative; /* another certificate, with other names, for the key before it */
	char *request;    /* the id of the waiting request that it completes; NULL: none */
	bool asked;       /* an authority was asked about its key */
	struct ik_asked asked_for; /* by that request */
	unsigned generation;       /* whose key it is; 0: none */
	bool exportable;
	char *key_group;      /* that the request, or the generation, records; "" for none */
	bool no_key_group;    /* it records that none was asked for */
	bool asked_key_group; /* either was said for the request, so it goes before what is in use
				 has */
	ik_secret *key;       /* PKCS#8 PEM */
};

/* Reads FILE now, if it can be read only once ("-" is standard input, or a pipe); from then on it
 * is read under that name as often as it is wanted, until it is forgotten.  See ik_bring(). */
bool ik_import_bring(const char *file, struct ik_error *err);
void ik_import_forget_brought(void);

/* What was opened.  The wizard reads it, nobody changes it. */
struct ik_import {
	struct ik_import_key *keys; /* those with a certificate first; a file's keys in its order */
	size_t n_keys;
	size_t n_fits; /* more than one: key_choice has to say which */
	/* Of those; if no more than one is left, it is what is meant where nobody is asked. */
	size_t n_alternatives;
	bool unprotected; /* a PKCS#12 without MAC: accept_unprotected is asked */
	bool weak;        /* its protection is an old one */
	enum ik_password_form password_form; /* in which it opened something */
	bool quoted;                         /* it was taken from text that quotes it */
	char *protection;                    /* names, or NULL */
	bool password_unused;                /* one was given, and nothing is encrypted */
	/* PEM labels and names in a ZIP that were not taken; filtered */
	struct ik_list passed_over;
};

/* Fails with IK_E_IMPORT_BACKUP, which says how a backup comes into STORE. */
bool ik_import_refuse_backup(const char *store, struct ik_error *err);

/* Opens it all, and finds the key for a certificate that comes without one: that of a request that
 * waits in STORE, the one in use, or that of an older generation, the newest first. STORE need not
 * exist. Each refusal is its own: what ik_material_add() says; IK_E_IMPORT_BACKUP
 * (restore it instead); IK_E_IMPORT_ZIP; IK_E_IMPORT_ZIP_EMPTY; IK_E_IMPORT_INNER (the password
 * opened the ZIP, what is in it has another one: ask again); IK_E_IMPORT_KEY_KIND,
 * IK_E_IMPORT_KEY_BARE; IK_E_IMPORT_NO_KEY; IK_E_IMPORT_NO_CERTIFICATE; IK_E_IMPORT_PAIR;
 * IK_E_IMPORT_REQUEST (requests wait, but this certificate is for none of them).  Caller frees
 * *IMPORT. */
bool ik_import_open(const struct ik_import_source *source, const char *store,
		    struct ik_watch *watch, struct ik_import **import, struct ik_error *err);
void ik_import_free(struct ik_import *import); /* NULL is fine */

/* The one of IMPORT's keys that CHOICE means: "1" is the first, NULL or "" the only one that fits,
 * or the best where all that fit are for one key.  IK_E_IMPORT_CHOICE if several fit and none was
 * chosen, IK_E_IMPORT_CHOICE_NONE if none is called so, IK_E_IMPORT_PAIR for one without
 * certificate. */
bool ik_import_choose(const struct ik_import *import, const char *choice,
		      const struct ik_import_key **key, struct ik_error *err);

/* What the request or the generation that KEY belongs to records; nothing for one that is in the
 * file. */
struct ik_key_group_record ik_import_key_group(const struct ik_import_key *key);

/* --- the change ------------------------------------------------------------------------------- */

/* What is wanted, as typed. */
struct ik_import_wish {
	const char *key_choice; /* "1" is the first of keys; NULL or "": the only one that fits */
	bool accept_unprotected;
	bool accept_expired;       /* or not valid yet */
	const char *key_group;     /* NULL: not given, "": no group; see ik_key_group_plan() */
	bool keep_keys;            /* old keys are not deleted after 30 days */
	const char *backup_file;   /* NULL: no backup */
	const ik_secret *password; /* typed; needed with BACKUP_FILE */
};

/* All that will happen, for the review; plain data, owned by the plan. */
struct ik_import_plan {
	struct ik_plan head;
	struct ik_import_key taken;
	bool unprotected;
	bool expired; /* while planning; allowed, with a warning */
	bool not_yet;
	enum ik_same same; /* whether it is the certificate in use, and what is new about it */
};

/* Changes nothing.  What ik_import_choose() says; IK_E_IMPORT_NO_MAC without the second yes;
 * IK_E_IN_USE_ALREADY where nothing would be new, which is judged before its dates and the backup.
 * IMPORT may be freed afterwards.  Caller frees *PLAN with ik_import_plan_free(). */
bool ik_import_plan(const struct ik_import *import, const struct ik_import_wish *wish,
		    const char *store, int64_t now, struct ik_import_plan **plan,
		    struct ik_error *err);
void ik_import_plan_free(struct ik_import_plan *plan); /* NULL is fine */

/* Does it, as ik_create_perform() does, with the key and certificate of the plan.  A request that
 * it completes is removed after the switch. */
bool ik_import_perform(const struct ik_import_plan *plan, struct ik_watch *watch,
		       struct ik_outcome *outcome, struct ik_error *err);

#endif
