/* SPDX-License-Identifier: GPL-3.0-or-later */
/* enrolling.h: the line that is pasted on a machine whose agent is to follow this server. */
#ifndef IK_OPS_STATUS_ENROLLING_H
#define IK_OPS_STATUS_ENROLLING_H

/* "inkan-agent enroll https://srv01.example.jp/inkan --fingerprint SHA256", for the certificate in
 * use, whose SHA-256 is given; caller frees.  NULL: the store does not say where agents fetch from,
 * or not to this user. */
char *ik_enrolling_line(const char *store, const char *sha256);

/* What to type to say where agents fetch from; caller frees.  Where the record of it is damaged,
 * that has to go first, or the command would be refused. */
char *ik_source_line(const char *store);

#endif
