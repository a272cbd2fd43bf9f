/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls.h: what the files of this room share around GnuTLS.  Private to the room: no other may
 * include it. */
#ifndef IK_PKI_TLS_H
#define IK_PKI_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/secret.h"

/* The error ID with what GnuTLS says about RC as the expert's detail.  Always false. */
bool ik_tls_fail(struct ik_error *err, enum ik_error_id id, int rc);

/* BYTES as GnuTLS wants them; false if they are more than it can count. */
bool ik_tls_datum(const void *bytes, size_t size, gnutls_datum_t *datum);

/* Appends what GnuTLS exported to OUT and frees it. */
void ik_tls_take(gnutls_datum_t *datum, struct ik_buffer *out);

/* Frees what GnuTLS exported after overwriting it. */
void ik_tls_wipe(gnutls_datum_t *datum);

/* The one certificate that BYTES are (DER), or the first one in them (PEM).  NULL with
 * IK_E_CERT_READ. */
gnutls_x509_crt_t ik_tls_certificate(const void *bytes, size_t size, struct ik_error *err);

/* The same, and with it its *DER, which the caller frees with gnutls_free(); nothing on failure. */
gnutls_x509_crt_t ik_tls_certificate_bytes(const void *bytes, size_t size, gnutls_datum_t *der,
					   struct ik_error *err);

/* The same, of DER and nothing else. */
gnutls_x509_crt_t ik_tls_certificate_der(const gnutls_datum_t *der, struct ik_error *err);

/* The key in PEM, unencrypted PKCS#8.  NULL with IK_E_KEY_READ. */
gnutls_x509_privkey_t ik_tls_key(const ik_secret *pem, struct ik_error *err);

/* KEY as unencrypted PKCS#8, the number of an ECDSA key in exactly the octets that its curve has
 * (RFC 5915): a key leaves this room in no other way.  The caller frees *DER, *PEM.  ID is the
 * error if that fails. */
bool ik_tls_key_der(gnutls_x509_privkey_t key, enum ik_error_id id, ik_secret **der,
		    struct ik_error *err);
bool ik_tls_key_pem(gnutls_x509_privkey_t key, enum ik_error_id id, ik_secret **pem,
		    struct ik_error *err);

/* The same under PASSWORD, from PEM: appends an EncryptedPrivateKeyInfo as ik_protection_seal()
 * makes it. */
bool ik_tls_key_sealed(const ik_secret *pem, const ik_secret *password, bool compatibility,
		       enum ik_error_id id, struct ik_buffer *der, struct ik_error *err);

/* The password as the C string GnuTLS takes; NULL if it is empty or would be cut at a NUL. */
const char *ik_tls_password(const ik_secret *password);

#endif
