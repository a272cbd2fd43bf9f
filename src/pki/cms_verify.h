/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms_verify.h: reading a CMS of ours in this process.  Private to the room; for strangers' bytes
 * ik_cms_open() does it in a child. */
#ifndef IK_PKI_CMS_VERIFY_H
#define IK_PKI_CMS_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include <gnutls/x509.h>

#include "base/error.h"
#include "pki/cms.h"

bool ik_cms_verify(const void *pem, size_t size, size_t max, struct ik_cms *out,
		   struct ik_error *err);

bool ik_cms_crt_leads(gnutls_x509_crt_t crt);

#endif
