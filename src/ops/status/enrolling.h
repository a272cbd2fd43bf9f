/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enrolling.h: the line that is pasted on a machine whose agent is to follow this server. */
#ifndef IK_OPS_STATUS_ENROLLING_H
#define IK_OPS_STATUS_ENROLLING_H

#include <stdbool.h>

/* "inkan-agent enroll SOURCE --fingerprint SHA256" for the agents of STORE, with --again where they
 * are to forget whom they followed, and with --report-to where SOURCE is a directory beside which
 * there is one for reports; an empty SOURCE stays that word.  Caller frees. */
char *ik_enrolling_of(const char *store, const char *source, const char *sha256, bool again);

/* The same for where the store says that agents fetch, and for the certificate in use, whose
 * SHA-256 is given: "inkan-agent enroll https://srv01.example.jp/inkan --fingerprint SHA256";
 * caller frees.  NULL: the store does not say where agents fetch from, or not to this user. */
char *ik_enrolling_line(const char *store, const char *sha256);

/* What to type to say where agents fetch from; caller frees.  Where the record of it is damaged,
 * that has to go first, or the command would be refused. */
char *ik_source_line(const char *store);

#endif
