/* SPDX-License-Identifier: GPL-3.0-or-later */
/* support.h: keys, certificates and secrets for the tests of the pki room, made in one call. */
#ifndef TESTS_PKI_SUPPORT_H
#define TESTS_PKI_SUPPORT_H

#include "base/buffer.h"
#include "base/secret.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "pki/pkcs12.h"

enum { TEST_SECONDS = 300 }; /* valgrind makes an RSA key in minutes */

#define NOT_BEFORE 1763683200 /* 2025-11-21 00:00 UTC */
#define NOT_AFTER 1826841600  /* 2027-11-22 00:00 UTC */

ik_secret *secret_of(const char *text);
ik_secret *secret_of_bytes(const void *bytes, size_t size);

/* Both parts of a seal at once. */
bool seal_of(const char *sha256, const void *certificate, size_t size, const ik_secret *password,
	     struct ik_buffer *der, struct ik_error *err);
ik_secret *new_key(enum ik_key_type type);

/* A certificate for KEY with this common name and organization (or NULL) and the name as its only
 * dNSName. */
struct ik_buffer certificate_for(const ik_secret *key, const char *name, const char *organization);

/* All of a PKCS#12 at once. */
bool pkcs12_of(const ik_secret *key, const struct ik_pkcs12_content *content,
	       const ik_secret *password, struct ik_buffer *der, struct ik_error *err);

/* The DER inside PEM of the label, and back again. */
struct ik_buffer pem_to_der(const char *label, const void *pem, size_t size);
struct ik_buffer der_to_pem(const char *label, const struct ik_buffer *der);

/* Writes TO over the one place where FROM stands in BYTES; both have SIZE bytes. */
void patch(struct ik_buffer *bytes, const void *from, const void *to, size_t size);

#endif
