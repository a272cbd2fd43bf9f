/* SPDX-License-Identifier: GPL-3.0-or-later */
/* seal.h: the backup's password MAC: a PKCS#12 (RFC 7292) with one unencrypted certificate whose
 * friendlyName carries a SHA-256, under HMAC-SHA256 with 1,200,000 rounds of the PKCS#12
 * derivation. */
#ifndef IK_PKI_SEAL_H
#define IK_PKI_SEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"

/* Backups were made with 600,000 rounds before. */
enum { IK_SEAL_ROUNDS_MAX = 2000000, IK_SEAL_DERIVED_ROOM = 128 };

/* A seal is made in two parts.  The first is the slow one (0.3 to 0.5 s) and needs nothing of what
 * is sealed, so that it can run beside other work: a new salt and its MAC key with PASSWORD,
 * appended to DERIVED, which has IK_SEAL_DERIVED_ROOM.  Whoever has that can make this seal, but
 * not learn the password. */
bool ik_seal_derive(const ik_secret *password, ik_secret *derived, struct ik_error *err);

/* The second seals SHA256 (64 hex digits) with what was DERIVED; CERTIFICATE is the PEM of the one
 * in use.  DER appended to *DER. */
bool ik_seal_join(const char *sha256, const void *certificate, size_t size,
		  const ik_secret *derived, struct ik_buffer *der, struct ik_error *err);

/* Checks the MAC, then reads the hash it protects into SHA256.  The order of refusals is a promise:
 * not a PKCS#12, or nonsense for a number of rounds, IK_E_BACKUP_SEAL; no MAC IK_E_BACKUP_NO_MAC; a
 * MAC other than HMAC-SHA256 IK_E_BACKUP_MAC_KIND (named); more than IK_SEAL_ROUNDS_MAX rounds
 * IK_E_COST, all before any derivation; then, and only here, IK_E_BACKUP_PASSWORD; content that is
 * not ours IK_E_BACKUP_SEAL.  CERTIFICATE gets the PEM inside. */
bool ik_seal_open(const void *der, size_t size, const ik_secret *password, char sha256[65],
		  struct ik_buffer *certificate, struct ik_error *err);

#endif
