/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.h: the certificate in use, or an earlier one, for others: as PEM or DER for agents, or
 * with its key as a PKCS#12 under a password. */
#ifndef IK_OPS_CHANGE_EXPORT_H
#define IK_OPS_CHANGE_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/facts.h"
#include "base/secret.h"
#include "base/watch.h"

enum ik_export_format {
	IK_EXPORT_PEM,    /* the certificate, then its chain */
	IK_EXPORT_DER,    /* the certificate alone */
	IK_EXPORT_PKCS12, /* key, certificate and chain */
	IK_EXPORT_FORMAT_COUNT
};

struct ik_export_wish {
	const char *store;
	const char *file;    /* as typed; NULL: the bytes go to standard output */
	bool replaces;       /* an ordinary file there gives way */
	unsigned generation; /* 0: the one in use */
	enum ik_export_format format;
	bool compatibility;        /* 3DES and SHA-1, for old Windows and appliances */
	const ik_secret *password; /* typed; needed with IK_EXPORT_PKCS12 */
	int64_t now;
};

struct ik_exported {
	unsigned generation;
	struct ik_facts facts;
	struct ik_buffer bytes;
	char *file; /* on disk; NULL: none was written */
};

/* "pem", "der", "p12". */
const char *ik_export_format_id(enum ik_export_format format);
bool ik_export_format_find(const char *text, enum ik_export_format *format, struct ik_error *err);

/* Makes the bytes, and the file if one is named: new, 0644, or 0600 with a key.  A key that is not
 * exportable is not given out: IK_E_EXPORT_NOT_EXPORTABLE.  One that is given out is in the audit
 * log first. */
bool ik_export(const struct ik_export_wish *wish, struct ik_watch *watch,
	       struct ik_exported *exported, struct ik_error *err);
void ik_exported_free(struct ik_exported *exported); /* zeroed again */

#endif
