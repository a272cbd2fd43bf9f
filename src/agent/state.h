/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.h: what an agent keeps: whom it follows (pin.pem), the certificate left last (before.pem),
 * its id and its log, in one directory.
 *
 * pin.pem appears whole, by one rename, and has everything that decides: a process that is killed
 * leaves the old one or the new one. */
#ifndef IK_AGENT_STATE_H
#define IK_AGENT_STATE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "trust/follow.h"

enum { IK_AGENT_ID_SIZE = 64 };

#define IK_AGENT_PIN "pin.pem"

/* As given to "enroll". */
struct ik_agent_settings {
	char *source;        /* URL, or the whole path of a directory */
	char *report_to;     /* URL, whole path of a directory, or "none"; NULL: not said */
	char *ca;            /* whole path of a file; NULL: none */
	struct ik_list sets; /* what "run" fetches */
};

void ik_agent_settings_free(struct ik_agent_settings *settings); /* zeroed again */

/* A zeroed struct is closed and empty. */
struct ik_agent_state {
	char *path;
	int dirfd, lockfd; /* good while PATH is not NULL; LOCKFD is -1 while this has no lock */
	bool may_store;    /* this user may write here */
	bool stored;       /* the pin that is known is on disk; false: only in memory */
	struct ik_buffer read; /* pin.pem as it was read or written last; empty: there was none */
	struct ik_trust trust;
	struct ik_agent_settings settings;
	struct ik_buffer certificate; /* PEM of the pin */
	struct ik_buffer before;      /* PEM of the certificate left last; empty: there is none */
};

enum ik_agent_open {
	IK_AGENT_LOOK,   /* nothing will be stored */
	IK_AGENT_CHANGE, /* what changes is stored, where this user may write; else as IK_AGENT_LOOK
			  */
	IK_AGENT_ENROL,  /* the directory is made, and pin.pem is not read */
};

/* The directory that NAMED (--state), INKAN_AGENT_STATE or the system says.  Without root it is the
 * user's own where that is enrolled, or ENROLLING, else the system's.  Caller frees; NULL with
 * IK_E_AGENT_HOME. */
char *ik_agent_path(const char *named, bool enrolling, struct ik_error *err);

/* Opens the state in PATH and reads it, without the lock.  IK_E_AGENT_NONE where nothing is
 * enrolled, IK_E_STATEMENT_DAMAGED for a pin.pem that is empty or makes no sense,
 * IK_E_STATEMENT_NEWER, IK_E_AGENT_STATE_OPEN where others could write, IK_E_AGENT_STATE_READ,
 * IK_E_AGENT_STATE_WRITE.  Close STATE with ik_agent_close(), also after a failure. */
bool ik_agent_open(const char *path, enum ik_agent_open how, struct ik_agent_state *state,
		   struct ik_error *err);

/* Reads pin.pem and before.pem anew; the errors of ik_agent_open(), after which STATE is as it was.
 */
bool ik_agent_load(struct ik_agent_state *state, struct ik_error *err);

/* lock.c: the lock, under which the state is written.  One at a time has it, and others wait for it
 * half a minute, so nothing that may take long is done under it: what is decided meanwhile is
 * decided about what was read before, and ik_agent_is_as_read() says whether that still holds.
 * IK_E_AGENT_BUSY, IK_E_AGENT_STATE_WRITE. */
bool ik_agent_lock(struct ik_agent_state *state, struct ik_error *err);
void ik_agent_unlock(struct ik_agent_state *state); /* without the lock: nothing */

/* Removes what a killed one was writing, unless somebody has the lock. */
void ik_agent_sweep(struct ik_agent_state *state);

/* Whether pin.pem is what was read or written last. */
bool ik_agent_is_as_read(const struct ik_agent_state *state);

/* Makes DER, a certificate, that of the pin. */
bool ik_agent_set_certificate(struct ik_agent_state *state, const struct ik_buffer *der,
			      struct ik_error *err);

/* Likewise of the certificate left last; NULL: it is not known. */
bool ik_agent_set_before(struct ik_agent_state *state, const struct ik_buffer *der,
			 struct ik_error *err);

/* Writes it all, under the lock: before.pem, then pin.pem, then moved, which says what the pin is
 * and is written only where that is another.  STATE->stored says whether pin.pem was, which does
 * not wait for the others; where this user may not write it is not, and that is no error.
 * IK_E_AGENT_STATE_WRITE, IK_E_DISK_FULL, the errors of ik_agent_lock(). */
bool ik_agent_store(struct ik_agent_state *state, struct ik_error *err);

/* A new id of this enrolment, in hex. */
bool ik_agent_make_id(struct ik_agent_state *state, struct ik_error *err);

/* Likewise, where it is lost or damaged. */
bool ik_agent_keep_id(struct ik_agent_state *state, struct ik_error *err);

/* The id, NUL-terminated.  IK_E_AGENT_STATE_READ: there is none that this user may read. */
bool ik_agent_read_id(const struct ik_agent_state *state, char id[IK_AGENT_ID_SIZE + 1],
		      struct ik_error *err);

void ik_agent_close(struct ik_agent_state *state); /* zeroed again; twice is fine */

/* Whether PEM is the certificate called SHA256. */
bool ik_pin_is_of(const void *pem, size_t size, const struct ik_sha256 *sha256);

/* What pin.pem says, as text; and of TEXT into STATE, whose certificate is PEM then. */
void ik_pin_write(const struct ik_agent_state *state, struct ik_buffer *text);
void ik_pin_forget(struct ik_agent_state *state); /* all that this sets is none again */
bool ik_pin_parse(const struct ik_buffer *text, struct ik_agent_state *state, struct ik_error *err);

#endif
