/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts_key.h: the key type of a certificate or a private key.  Private to the room. */
#ifndef IK_PKI_FACTS_KEY_H
#define IK_PKI_FACTS_KEY_H

#include <stdbool.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "pki/der.h"

/* "ecdsa-p256", "rsa-2048", "ed25519", ..., "unknown".  KEY is the content of CRT's
 * SubjectPublicKeyInfo.  Caller frees. */
char *ik_facts_key_type(gnutls_x509_crt_t crt, struct ik_der key);
char *ik_facts_private_key_type(gnutls_x509_privkey_t key);

/* Whether keys of its algorithm and curve are taken by an import, whatever their size. */
bool ik_facts_key_is_taken(gnutls_x509_privkey_t key);

#endif
